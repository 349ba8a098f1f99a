"""What a simulated printer says, and how badly: late, twice, between noise, or not at all."""

from collections import deque
from enum import StrEnum

from core.clock import Clock
from hardware.sim.serve import Line

GARBAGE = b"\xa5\xff\x81"


class Answers(StrEnum):
    """How it answers questions."""

    RIGHT = "right"
    MISSING = "missing"
    GARBAGE = "garbage"  # noise, and the right answer after it
    LATE = "late"  # right, but after ``late_ms``
    DOUBLE = "double"  # each answer twice


class Replies:
    """Carries answers to whoever is connected; not thread-safe, its printer sees to that.

    ``tick`` sends what is due and gives the seconds until it wants the next one.
    """

    def __init__(self, clock: Clock) -> None:
        self.kind = Answers.RIGHT
        self.late_ms = 0
        self.flood_ms: int | None = None
        self._clock = clock
        self._line: Line | None = None
        self._due: deque[tuple[int, bytes]] = deque()
        self._flooded_ms = 0

    @property
    def line(self) -> Line | None:
        return self._line

    def connect(self, line: Line | None) -> None:
        """Someone is there, or nobody: answers that were under way are lost."""
        self._line = line
        self._due.clear()

    def say(self, answer: bytes) -> None:
        match self.kind:
            case Answers.MISSING:
                return
            case Answers.LATE:
                self._due.append((self._clock.elapsed_ms() + self.late_ms, answer))
            case Answers.GARBAGE:
                self._send(GARBAGE + answer)
            case Answers.DOUBLE:
                self._send(answer * 2)
            case Answers.RIGHT:
                self._send(answer)

    def tick(self, unasked: bytes) -> float | None:
        """Send late answers, and ``unasked`` again and again during a flood."""
        now_ms = self._clock.elapsed_ms()
        while self._due and self._due[0][0] <= now_ms:
            self._send(self._due.popleft()[1])
        waits = [self._due[0][0] - now_ms] if self._due else []
        if self.flood_ms is not None:
            if now_ms - self._flooded_ms >= self.flood_ms:
                self._flooded_ms = now_ms
                self._send(unasked)
            waits.append(self.flood_ms)
        return min(waits) / 1000 if waits else None

    def _send(self, data: bytes) -> None:
        if self._line is not None:
            self._line.send(data)
