"""How long to wait before a line is tried again."""

import random
from collections.abc import Callable

# The first and the longest one.
DELAYS_S = (0.5, 30.0)
JITTER = 0.2


class Backoff:
    """Ever longer delays, so that a device that is away costs little; spread by ``draw`` (0-1),
    so that programs do not knock together."""

    def __init__(
        self, first_s: float, longest_s: float, *, draw: Callable[[], float] = random.random
    ) -> None:
        self._first_s = first_s
        self._longest_s = longest_s
        self._draw = draw
        self._failures = 0

    def next_s(self) -> float:
        """The delay after one more failure, not spread yet."""
        delay_s = min(self._longest_s, self._first_s * 2.0 ** min(self._failures, 16))
        self._failures += 1
        return delay_s

    def spread_s(self, delay_s: float) -> float:
        """About ``delay_s``, at most the longest delay."""
        return min(self._longest_s, delay_s * (1 - JITTER + 2 * JITTER * self._draw()))

    def succeeded(self) -> None:
        """The line is open: the next failure is a first one."""
        self._failures = 0
