"""A line on the tests' own clock: it notes when frames leave, and answers take their time."""

import math
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from hardware.drivers.led_talk import BITS_PER_CHARACTER
from hardware.frames import modbus
from hardware.protocols.link import LinkDown
from tests.hand_clock import HandClock

# Between a frame and its answer: the display thinks.
THINKS_MS = 4


@dataclass(slots=True, kw_only=True)
class Wire:
    """``alive``: the Modbus units that answer. ``script``: what happens at which moment; it runs
    on the line's own thread as soon as its clock has come so far."""

    clock: HandClock
    baud: int = 9600
    alive: Collection[int] = ()
    script: list[tuple[int, Callable[[], None]]] = field(default_factory=list)
    written: list[tuple[int, bytes]] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    answers: bool = True
    is_down: bool = False
    _waiting: bytes = b""

    @property
    def name(self) -> str:
        return "wire"

    def open(self) -> None:
        self._waiting = b""
        if self.is_down:
            raise LinkDown("away")

    def close(self) -> None:
        self._waiting = b""

    def write(self, data: bytes) -> None:
        now = self.clock.elapsed_ms()
        self.written.append((now, data))
        self.ended.append(now + self._ms(len(data)))
        self._waiting = modbus.acknowledgement(data) if data[0] in self.alive else b""

    def read(self, size: int, timeout_s: float) -> bytes:
        if self.is_down:
            raise LinkDown("away")
        if timeout_s and self._waiting:
            whole = self._ms(len(self.written[-1][1]) + len(self._waiting))
            self._pass(math.ceil(whole) + THINKS_MS)
            self.ended[-1] = self.clock.elapsed_ms()
        elif timeout_s:
            self._pass(math.ceil(timeout_s * 1000))
        answer, self._waiting = self._waiting[:size], self._waiting[size:]
        return answer

    def pause(self, seconds: float) -> None:
        """The driver waits for the silence between frames."""
        self._pass(max(1, math.ceil(seconds * 1000)))

    def wait(self, condition: threading.Condition, timeout_s: float | None) -> None:
        """The line's thread has nothing to do: time goes on to the next moment that matters."""
        if not self.script or timeout_s is None:
            condition.wait(0.003)
            return
        left_ms = self.script[0][0] - self.clock.elapsed_ms()
        condition.release()
        try:
            self._pass(max(1, min(math.ceil(timeout_s * 1000), left_ms)))
        finally:
            condition.acquire()

    def frames(self, *, since: int = 0) -> list[bytes]:
        return [frame for _, frame in self.written[since:]]

    def _pass(self, ms: int) -> None:
        """Time goes on; what the script has in between happens at its very moment."""
        end_ms = self.clock.elapsed_ms() + ms
        while self.script and self.script[0][0] <= end_ms:
            at_ms, act = self.script[0]
            self.clock.advance(max(0, at_ms - self.clock.elapsed_ms()))
            act()
            self.script.pop(0)
        self.clock.advance(max(0, end_ms - self.clock.elapsed_ms()))

    def _ms(self, count: int) -> float:
        return 1000 * BITS_PER_CHARACTER * count / self.baud
