"""How long someone will wait: a range that is honest rather than short.

The mean gap between the last calls times the place in the queue; the median told 72 % of people
too little. Measured and chosen in the queue's design notes.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.clock import MINUTE_MS

GAPS_WANTED = 20
GAPS_NEEDED = 5
ROUND_MIN = 5
# The range reaches this far to each side of the expected value before it is rounded outward.
SPREAD = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitRange:
    """Expected wait in whole minutes, ``low <= high``; ``0, 0`` means "now"."""

    low_min: int
    high_min: int

    @property
    def is_now(self) -> bool:
        return self.high_min == 0


NOW = WaitRange(low_min=0, high_min=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is known of a service's speed today.

    ``calls_ms``: the times of its last calls, ascending, at most 21. ``mean_service_ms``: how long
    one citizen takes at the counter (measured or planned). ``open_counters`` serve it; ``free``
    when one of them has nobody.
    """

    calls_ms: Sequence[int]
    mean_service_ms: int
    open_counters: int
    free: bool


def expected_wait(ahead: int, pace: Pace) -> WaitRange:
    """The wait to tell someone with ``ahead`` people before them."""
    if ahead == 0 and pace.free:
        return NOW
    gaps = [
        later - earlier for earlier, later in zip(pace.calls_ms, pace.calls_ms[1:], strict=False)
    ]
    gaps = gaps[-GAPS_WANTED:]
    if len(gaps) >= GAPS_NEEDED:
        mean_gap = sum(gaps) / len(gaps)
    else:
        mean_gap = pace.mean_service_ms / max(1, pace.open_counters)
    return rounded_outward(mean_gap * (ahead + 1))


def rounded_outward(wait_ms: float) -> WaitRange:
    """A range around ``wait_ms``, its ends on full five minutes."""
    step = ROUND_MIN * MINUTE_MS
    low = math.floor(wait_ms * (1 - SPREAD) / step) * ROUND_MIN
    high = max(1, math.ceil(wait_ms * (1 + SPREAD) / step)) * ROUND_MIN
    return WaitRange(low_min=low, high_min=high)
