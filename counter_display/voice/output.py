"""Where sound goes: the card, a file, nowhere; and the watch over a card that hangs."""

import threading
from pathlib import Path
from typing import Protocol

from core.fault import DeviceFault, FaultCode
from counter_display.voice.clip_file import write_clip
from counter_display.voice.pcm import Pcm, joined

GRACE_S = 2.0
# Threads that hang in the sound driver and may be left behind before nothing is tried any more.
MOST_STUCK = 3


class SoundOutput(Protocol):
    """Something that makes sound audible."""

    def play(self, pcm: Pcm) -> None:
        """Play to the end; raises ``DeviceFault(SPEAKER_MISSING)``. May hang: it is watched."""

    def stop(self) -> None:
        """End every sound now, from any thread; its ``play`` returns soon."""


class SilentOutput:
    """For halls without a loudspeaker: every sound is over at once."""

    def play(self, pcm: Pcm) -> None:
        del pcm

    def stop(self) -> None:
        return


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


class WatchedOutput:
    """Plays through an output that may hang: nobody waits longer than the sound and ``grace_s``."""

    def __init__(self, output: SoundOutput, *, grace_s: float = GRACE_S) -> None:
        self._output = output
        self._grace_s = grace_s
        self._stuck: list[threading.Thread] = []

    def play(self, pcm: Pcm) -> None:
        """Play to the end. Raises ``DeviceFault``: SPEAKER_MISSING, SPEAKER_STUCK.

        A sound that hangs is told to stop, so that it stays silent should the card wake up later.
        The next sound is tried all the same, until ``MOST_STUCK`` of them hang.
        """
        self._stuck = [thread for thread in self._stuck if thread.is_alive()]
        if len(self._stuck) >= MOST_STUCK:
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
            self._output.stop()
            raise DeviceFault(FaultCode.SPEAKER_STUCK)
        if failure:
            raise _as_fault(failure[0])

    def stop(self) -> None:
        self._output.stop()


def _as_fault(error: Exception) -> DeviceFault:
    if isinstance(error, DeviceFault):
        return error
    fault = DeviceFault(FaultCode.SPEAKER_MISSING)
    fault.__cause__ = error
    return fault
