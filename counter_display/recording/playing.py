"""Plays what was recorded, on a thread of its own: the loudspeaker may take its time or hang."""

import queue
import threading
from collections.abc import Callable
from contextlib import suppress

from core.fault import DeviceFault
from counter_display.voice.output import SoundOutput
from counter_display.voice.pcm import Pcm

# Number of the sound, and what went wrong with it; called on the player's thread.
OnPlayed = Callable[[int, DeviceFault | None], None]
LEAVE_WITHIN_S = 0.5


class Player:
    """One sound at a time; a new one ends the one before. Methods return at once."""

    def __init__(self, output: SoundOutput, on_played: OnPlayed) -> None:
        self._output = output
        self._on_played = on_played
        self._jobs: queue.SimpleQueue[tuple[int, Pcm] | None] = queue.SimpleQueue()
        self._latest = 0
        self._thread = threading.Thread(target=self._run, name="player", daemon=True)
        self._thread.start()

    def play(self, pcm: Pcm) -> int:
        """Returns the number under which ``on_played`` will tell of the end."""
        self._output.stop()
        self._latest += 1
        self._jobs.put((self._latest, pcm))
        return self._latest

    def stop(self) -> None:
        """Silence, now."""
        self._latest += 1
        self._output.stop()

    def close(self) -> None:
        self.stop()
        self._jobs.put(None)
        self._thread.join(LEAVE_WITHIN_S)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            number, pcm = job
            fault: DeviceFault | None = None
            if number == self._latest:
                try:
                    self._output.play(pcm)
                except DeviceFault as failed:
                    fault = failed
            with suppress(RuntimeError):  # the window may be gone
                self._on_played(number, fault)
