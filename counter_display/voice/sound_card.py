"""Sound through this machine's card, by ``miniaudio`` (imported only when something is played)."""

import os
import sys
import threading
from collections.abc import Generator
from pathlib import Path

from core.fault import DeviceFault, FaultCode
from counter_display.voice.chime import BYTES_PER_SAMPLE, Pcm

_BUFFER_MS = 100
_NULL_BACKEND = "Null"


class SoundCard:
    """A ``SoundOutput``. The device is opened for each sound: a card plugged in later is found.

    ``silent`` plays into miniaudio's null back-end, in real time and without a card (for tests).
    """

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent

    def play(self, pcm: Pcm) -> None:
        if not self._silent and _nothing_to_play_on():
            raise DeviceFault(FaultCode.SPEAKER_MISSING)
        import miniaudio

        finished = threading.Event()
        frames = _frames(pcm, finished)
        next(frames)
        backends = [miniaudio.Backend.NULL] if self._silent else None
        try:
            device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=pcm.rate_hz,
                buffersize_msec=_BUFFER_MS,
                backends=backends,
                app_name="motcua",
            )
        except miniaudio.MiniaudioError as error:
            raise DeviceFault(FaultCode.SPEAKER_MISSING) from error
        with device:
            # Without any sound library miniaudio falls back to silence, and nobody would notice.
            if device.backend == _NULL_BACKEND and not self._silent:
                raise DeviceFault(FaultCode.SPEAKER_MISSING)
            try:
                device.start(frames)
            except miniaudio.MiniaudioError as error:
                raise DeviceFault(FaultCode.SPEAKER_MISSING) from error
            finished.wait()


def _frames(pcm: Pcm, finished: threading.Event) -> Generator[bytes, int, None]:
    """Hand out as many frames as the card asks for, then one buffer of silence, then finish."""
    wanted = yield b""
    at = 0
    while at < len(pcm.samples):
        size = wanted * BYTES_PER_SAMPLE
        chunk = pcm.samples[at : at + size]
        at += size
        wanted = yield chunk.ljust(size, b"\0")
    # The last buffer handed over is still to be heard.
    wanted = yield bytes(wanted * BYTES_PER_SAMPLE)
    finished.set()
    while True:
        wanted = yield bytes(wanted * BYTES_PER_SAMPLE)


def _nothing_to_play_on() -> bool:
    """True on a Linux machine with neither a card nor a sound server.

    Asked first because ALSA writes twenty lines to the terminal for every try without a card.
    """
    if not sys.platform.startswith("linux"):
        return False
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    server = os.environ.get("PULSE_SERVER") or (runtime / "pulse" / "native").exists()
    cards = Path("/dev/snd")
    return not server and not (cards.is_dir() and any(cards.glob("pcm*p")))
