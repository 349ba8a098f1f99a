"""Where sound goes: the card, a file, nowhere; and the watch over a card that hangs."""

import threading
from pathlib import Path
from typing import Protocol

from core.clock import Clock, SystemClock
from core.fault import DeviceFault, FaultCode
from counter_display.voice.clip_file import write_clip
from counter_display.voice.pcm import Pcm, joined

GRACE_S = 2.0
# Threads that hang in the sound driver and may be left behind; then only one more a minute.
MOST_STUCK = 3
RETRY_MS = 60_000


class SoundOutput(Protocol):
    """Something that makes sound audible."""

    def play(self, pcm: Pcm) -> None:
        """Play to the end; raises ``DeviceFault(SPEAKER_MISSING)``. May hang: it is watched."""

    def stop(self) -> None:
        """End every sound now, from any thread; its ``play`` returns soon."""

    def probe(self) -> None:
        """Whether a sound could be heard, cheaply; raises ``DeviceFault(SPEAKER_MISSING)``."""


class FileOutput:
    """Everything that is played, one after the other in one WAV file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._played: list[Pcm] = []

    def play(self, pcm: Pcm) -> None:
        """Raises ``OSError`` when the file cannot be written."""
        self._played.append(pcm)
        write_clip(self._file, joined(self._played, pcm.rate_hz))

    def stop(self) -> None:
        return

    def probe(self) -> None:
        return


class WatchedOutput:
    """Plays through an output that may hang: nobody waits longer than the sound and ``grace_s``."""

    def __init__(
        self, output: SoundOutput, *, grace_s: float = GRACE_S, clock: Clock | None = None
    ) -> None:
        self._output = output
        self._grace_s = grace_s
        self._clock = clock or SystemClock()
        self._stuck_ms = 0
        self._stuck: list[threading.Thread] = []

    def play(self, pcm: Pcm) -> None:
        """Play to the end. Raises ``DeviceFault``: SPEAKER_MISSING, SPEAKER_STUCK.

        A sound that hangs is told to stop, so that it stays silent should the card wake up later.
        The next sound is tried all the same, until ``MOST_STUCK`` of them hang; from then on one
        in ``RETRY_MS``, for a driver that may have come back.
        """
        self._stuck = [thread for thread in self._stuck if thread.is_alive()]
        rests = self._clock.elapsed_ms() - self._stuck_ms < RETRY_MS
        if len(self._stuck) >= MOST_STUCK and rests:
            raise DeviceFault(FaultCode.SPEAKER_STUCK)
        failure: list[Exception] = []

        def attempt() -> None:
            try:
                self._output.play(pcm)
            except Exception as error:  # whatever a driver throws: it is raised below
                failure.append(error)

        thread = threading.Thread(target=attempt, name="voice-sound", daemon=True)
        thread.start()
        thread.join(pcm.length_s + self._grace_s)
        if thread.is_alive():
            self._stuck.append(thread)
            self._stuck_ms = self._clock.elapsed_ms()
            self._output.stop()
            raise DeviceFault(FaultCode.SPEAKER_STUCK)
        if failure:
            raise _as_fault(failure[0])

    def stop(self) -> None:
        self._output.stop()

    def probe(self) -> None:
        """As ``SoundOutput.probe``; it may hang."""
        try:
            self._output.probe()
        except Exception as error:  # whatever a driver throws
            raise _as_fault(error) from error


def _as_fault(error: Exception) -> DeviceFault:
    if isinstance(error, DeviceFault):
        return error
    fault = DeviceFault(FaultCode.SPEAKER_MISSING)
    fault.__cause__ = error
    return fault
