"""Sound through this machine's card, by ``miniaudio`` (imported only when something is played)."""

import os
import sys
import threading
from collections.abc import Generator
from pathlib import Path

from core.fault import DeviceFault, FaultCode
from counter_display.voice.pcm import BYTES_PER_SAMPLE, Pcm

_BUFFER_MS = 100
_NULL_BACKEND = "Null"
# A card asks for more every 100 ms; one that does not for so long has been unplugged.
_NO_ANSWER_S = 1.5


class SoundCard:
    """A ``SoundOutput``. The device is opened for each sound: a card plugged in later is found.

    ``silent`` plays into miniaudio's null back-end, in real time and without a card (for tests).
    """

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent
        self._lock = threading.Lock()
        self._sounding: set[_Sound] = set()

    def play(self, pcm: Pcm) -> None:
        """Play to the end; ``DeviceFault(SPEAKER_MISSING)`` without a card, or when unplugged."""
        if not self._silent and _nothing_to_play_on():
            raise DeviceFault(FaultCode.SPEAKER_MISSING)
        sound = _Sound(pcm)
        with self._lock:
            self._sounding.add(sound)
        try:
            self._through_card(sound)
        finally:
            with self._lock:
                self._sounding.discard(sound)

    def probe(self) -> None:
        """Whether there is something to play on; raises ``DeviceFault(SPEAKER_MISSING)``."""
        if not self._silent and (_nothing_to_play_on() or _no_card_listed()):
            raise DeviceFault(FaultCode.SPEAKER_MISSING)

    def stop(self) -> None:
        with self._lock:
            for sound in self._sounding:
                sound.finished.set()

    def _through_card(self, sound: "_Sound") -> None:
        import miniaudio

        backends = [miniaudio.Backend.NULL] if self._silent else None
        try:
            device = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.SIGNED16,
                nchannels=1,
                sample_rate=sound.rate_hz,
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
            frames = sound.frames()
            next(frames)
            try:
                device.start(frames)
            except miniaudio.MiniaudioError as error:
                raise DeviceFault(FaultCode.SPEAKER_MISSING) from error
            sound.wait()


class _Sound:
    """One sound on its way into the card."""

    def __init__(self, pcm: Pcm) -> None:
        self.rate_hz = pcm.rate_hz
        self.finished = threading.Event()
        self._samples = pcm.samples
        self._asked = 0

    def frames(self) -> Generator[bytes, int, None]:
        """As many frames as the card asks for, then one buffer of silence, then the end."""
        wanted = yield b""
        at = 0
        while at < len(self._samples) and not self.finished.is_set():
            self._asked += 1
            size = wanted * BYTES_PER_SAMPLE
            chunk = self._samples[at : at + size]
            at += size
            wanted = yield chunk.ljust(size, b"\0")
        # The last buffer handed over is still to be heard.
        wanted = yield bytes(wanted * BYTES_PER_SAMPLE)
        self.finished.set()
        while True:
            wanted = yield bytes(wanted * BYTES_PER_SAMPLE)

    def wait(self) -> None:
        """Until the end; raises ``DeviceFault(SPEAKER_MISSING)`` when the card asks no more."""
        asked = -1
        while not self.finished.wait(_NO_ANSWER_S):
            if self._asked == asked:
                raise DeviceFault(FaultCode.SPEAKER_MISSING)
            asked = self._asked


def _no_card_listed() -> bool:
    """Not asked on Linux, where the list makes ALSA write to the terminal, twice a minute."""
    if not sys.platform.startswith("linux"):
        import miniaudio

        return not miniaudio.Devices().get_playbacks()
    return False


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
