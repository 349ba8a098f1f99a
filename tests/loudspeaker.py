"""A loudspeaker for tests: it writes down what it plays, and can be unplugged or hang."""

import threading
from collections.abc import Callable

from core.announcement import Announcement
from core.fault import DeviceFault, FaultCode
from counter_display.voice.pcm import Pcm
from counter_display.voice.plan import VoiceState

DEADLINE_S = 10.0


class Loudspeaker:
    """A sound output. ``hold()`` makes the next sounds wait for ``release()``.

    ``hang_once``: the next sound hangs in the driver, whatever it is told.
    """

    def __init__(self) -> None:
        self.heard: list[Pcm] = []
        self.on_heard: Callable[[Pcm], None] = lambda _pcm: None
        self.stops = 0
        self.unplugged = False
        self.hang_once = False
        self._never = threading.Event()
        self._free = threading.Event()
        self._free.set()
        self._changed = threading.Condition()
        self._begun = 0

    def play(self, pcm: Pcm) -> None:
        with self._changed:
            self._begun += 1
            self._changed.notify_all()
        if self.hang_once:
            self.hang_once = False
            self._never.wait(DEADLINE_S)
            return
        self._free.wait(DEADLINE_S)
        if self.unplugged:
            raise DeviceFault(FaultCode.SPEAKER_MISSING)
        self.on_heard(pcm)
        with self._changed:
            self.heard.append(pcm)
            self._changed.notify_all()

    def stop(self) -> None:
        self.stops += 1
        self._free.set()

    def probe(self) -> None:
        if self.unplugged:
            raise DeviceFault(FaultCode.SPEAKER_MISSING)

    def hold(self) -> None:
        self._free.clear()

    def release(self) -> None:
        self._free.set()

    def wake(self) -> None:
        """What hangs for ever comes to its end."""
        self._never.set()

    def wait_begun(self, count: int) -> None:
        """Until ``count`` sounds have begun."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._begun >= count, DEADLINE_S)


class Ears:
    """Hears what an announcer tells: its states, and what was spoken."""

    def __init__(self) -> None:
        self.states: list[VoiceState] = []
        self.spoken: list[Announcement] = []
        self._changed = threading.Condition()

    def on_state(self, state: VoiceState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def on_spoken(self, announcement: Announcement) -> None:
        with self._changed:
            self.spoken.append(announcement)
            self._changed.notify_all()

    def wait(self, fact: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(fact, DEADLINE_S)

    def wait_spoken(self, count: int) -> None:
        self.wait(lambda: len(self.spoken) >= count)

    def wait_fault(self, code: FaultCode | None) -> None:
        """Until the newest state has this fault."""
        self.wait(lambda: bool(self.states) and self.code() is code)

    def code(self) -> FaultCode | None:
        fault = self.states[-1].fault
        return None if fault is None else fault.code
