"""The microphone's owner: a thread that hears, one for each opening, whatever the driver does."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from core.clock import Clock
from core.fault import DeviceFault, FaultCode
from counter_display.recording.ear import Ear
from counter_display.recording.microphone import Microphone
from counter_display.voice.pcm import Pcm

OPEN_WITHIN_MS = 4_000
LEAVE_WITHIN_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Who wants to know; called on the microphone's thread, ``on_fault`` also by ``check``."""

    on_level: Callable[[float], None]
    on_take: Callable[[Pcm], None]
    on_fault: Callable[[DeviceFault], None]


class Listening:
    """Opens and closes the microphone without ever waiting for it. Methods: in the GUI thread.

    A microphone that hangs in its driver is left behind with its thread; what it says later is
    ignored.
    """

    def __init__(self, microphone: Microphone, clock: Clock, hearing: Hearing) -> None:
        self._microphone = microphone
        self._clock = clock
        self._hearing = hearing
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._ear = Ear()
        self._opened_ms = 0
        self._heard = False
        self._open = False

    @property
    def is_open(self) -> bool:
        """Whether it is being listened to, as far as known."""
        with self._lock:
            return self._open

    def open(self, key: str | None) -> None:
        """Listen to the microphone ``key``; None: the usual one."""
        self.close()
        stop, ear = threading.Event(), Ear()
        with self._lock:
            self._stop, self._ear = stop, ear
            self._open, self._heard = True, False
            self._opened_ms = self._clock.elapsed_ms()
        self._thread = threading.Thread(
            target=self._run, args=(key, stop), name="microphone", daemon=True
        )
        self._thread.start()

    def close(self, *, wait: bool = False) -> None:
        """Stop listening; ``wait``: for the end of the thread, half a second at most."""
        with self._lock:
            self._stop.set()
            self._open = False
        if wait and self._thread is not None:
            self._thread.join(LEAVE_WITHIN_S)

    def check(self) -> None:
        """Called now and then: tells of a microphone that opens and hears nothing."""
        with self._lock:
            waited = self._clock.elapsed_ms() - self._opened_ms
            stuck = self._open and not self._heard and waited >= OPEN_WITHIN_MS
            if stuck:
                self._stop.set()
                self._open = False
        if stuck:
            self._hearing.on_fault(DeviceFault(FaultCode.MICROPHONE_STUCK))

    def start_take(self) -> None:
        with self._lock:
            self._ear.start()

    def finish_take(self) -> None:
        with self._lock:
            self._ear.finish()

    def drop_take(self) -> None:
        with self._lock:
            self._ear.drop()

    def _run(self, key: str | None, stop: threading.Event) -> None:
        try:
            self._microphone.listen(key, lambda chunk: self._hear(stop, chunk), stop)
        except DeviceFault as fault:
            with self._lock:
                mine = self._stop is stop and not stop.is_set()
                if mine:
                    self._open = False
            if mine:
                self._hearing.on_fault(fault)

    def _hear(self, stop: threading.Event, chunk: bytes) -> None:
        with self._lock:
            if stop.is_set():
                return
            self._heard = True
            heard = self._ear.hear(chunk)
        self._hearing.on_level(heard.level_db)
        if heard.take is not None:
            self._hearing.on_take(heard.take)
