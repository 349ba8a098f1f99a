"""How fast the simulated printer takes bytes from its line, and when it hangs up."""

from core.clock import Clock


class Intake:
    """A receive buffer of ``buffer`` bytes behind a line of so many bytes a second."""

    def __init__(self, buffer: int, clock: Clock) -> None:
        self.received = 0
        self.drop_after: int | None = None
        self._buffer = buffer
        self._clock = clock
        self._rate: int | None = None
        self._fed_ms = 0

    @property
    def is_slow(self) -> bool:
        """Whether it takes more by waiting."""
        return bool(self._rate)

    def slow_to(self, bytes_per_s: int | None) -> None:
        """None: as fast as they come; 0: none at all."""
        self._rate, self._fed_ms = bytes_per_s, self._clock.elapsed_ms()

    def room(self, waiting: int) -> int:
        """Bytes that it would take now, with ``waiting`` bytes not yet printed."""
        free = max(0, self._buffer - waiting)
        if self._rate is None:
            return free
        return min(free, (self._clock.elapsed_ms() - self._fed_ms) * self._rate // 1000)

    def take(self, data: bytes) -> bytes:
        """What of ``data`` arrives before the connection drops."""
        self._fed_ms = self._clock.elapsed_ms()
        if self.drop_after is not None:
            data = data[: self.drop_after]
            self.drop_after -= len(data)
        self.received += len(data)
        return data

    def drops_now(self) -> bool:
        """Whether the ordered byte has just arrived; true once."""
        if self.drop_after != 0:
            return False
        self.drop_after = None
        return True
