"""One clip in a file: WAV or Ogg Vorbis in, WAV out. Decoded by ``miniaudio``, imported late."""

import math
import wave
from pathlib import Path

from core.fault import DeviceFault, FaultCode
from counter_display.voice.pcm import BYTES_PER_SAMPLE, LOUDEST, Pcm, peak

SHORTEST_S = 0.05
LONGEST_S = 15.0
UNREADABLE = "0 s"  # of sound is what people are told to be in a file that is none, or broken
QUIETEST = 1_000  # of 32767: below -30 dB nobody in a hall hears it


def read_clip(file: Path, rate_hz: int) -> Pcm:
    """The clip in ``file``; raises ``DeviceFault(VOICE_CLIP_BAD)`` unless it is mono, at
    ``rate_hz``, of a sensible length and loud enough."""
    import miniaudio

    try:
        data = file.read_bytes()
        ogg = file.suffix == ".ogg"
        info = miniaudio.vorbis_get_info(data) if ogg else miniaudio.wav_get_info(data)
        rate, channels = int(info.sample_rate), int(info.nchannels)
        if rate != rate_hz:
            raise _bad(file, expected=f"{rate_hz} Hz", found=f"{rate} Hz")
        if channels != 1:
            raise _bad(file, expected="mono", found=f"{channels} x mono")
        sound = miniaudio.decode(data, nchannels=1, sample_rate=rate_hz)
    except (OSError, miniaudio.MiniaudioError) as error:
        raise _bad(file, expected="WAV, Ogg Vorbis", found=UNREADABLE) from error
    pcm = Pcm(rate_hz=rate_hz, samples=sound.samples.tobytes())
    if not SHORTEST_S <= pcm.length_s <= LONGEST_S:
        expected = f"{SHORTEST_S:g}-{LONGEST_S:g} s"
        raise _bad(file, expected=expected, found=f"{pcm.length_s:.2f} s")
    if (loudest := peak(pcm)) < QUIETEST:
        raise _bad(file, expected=f"≥ {_decibel(QUIETEST)}", found=_decibel(loudest))
    return pcm


def write_clip(file: Path, pcm: Pcm) -> None:
    """Write ``pcm`` as a WAV file; a crash leaves either the old file or the new one."""
    beside = file.with_name(f"{file.name}.new")
    with beside.open("wb") as raw, wave.open(raw, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(BYTES_PER_SAMPLE)
        out.setframerate(pcm.rate_hz)
        out.writeframes(pcm.samples)
    beside.replace(file)


def _decibel(loudest: int) -> str:
    """A peak below full scale."""
    return f"{20 * math.log10(loudest / LOUDEST):.0f} dB" if loudest else "-∞ dB"


def _bad(file: Path, *, expected: str, found: str) -> DeviceFault:
    return DeviceFault(FaultCode.VOICE_CLIP_BAD, clip=file.name, expected=expected, found=found)
