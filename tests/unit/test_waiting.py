"""The wait that people are told: honest rather than short."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import MINUTE_MS
from core.waiting import NOW, Pace, WaitRange, expected_wait, rounded_outward


def pace(*gaps_min: float, minutes: int = 10, counters: int = 1, free: bool = False) -> Pace:
    """Calls with these gaps between them; ``minutes`` for one citizen."""
    calls = [0]
    for gap in gaps_min:
        calls.append(calls[-1] + round(gap * MINUTE_MS))
    return Pace(
        calls_ms=calls,
        mean_service_ms=minutes * MINUTE_MS,
        open_counters=counters,
        free=free,
    )


def test_whoever_finds_a_free_counter_and_nobody_before_them_goes_now() -> None:
    assert expected_wait(0, pace(free=True)) == NOW
    assert NOW.is_now
    assert not expected_wait(0, pace(free=False)).is_now
    assert not expected_wait(1, pace(free=True)).is_now


def test_the_mean_gap_decides_once_there_are_five() -> None:
    """Four gaps are not enough: the planned minutes count."""
    assert expected_wait(4, pace(2, 2, 2, 2)) == WaitRange(low_min=40, high_min=60)
    assert expected_wait(4, pace(2, 2, 2, 2, 2)) == WaitRange(low_min=5, high_min=15)


def test_one_long_gap_counts_fully() -> None:
    """The median would promise 10 minutes here; the mean knows of the long one."""
    assert expected_wait(4, pace(2, 2, 2, 2, 22)) == WaitRange(low_min=20, high_min=40)


def test_only_the_last_twenty_gaps_count() -> None:
    assert expected_wait(0, pace(*[60] * 10, *[5] * 20)) == expected_wait(0, pace(*[5] * 20))


def test_without_a_pace_open_counters_share_the_work() -> None:
    assert expected_wait(5, pace(minutes=10, counters=1)) == WaitRange(low_min=45, high_min=75)
    assert expected_wait(5, pace(minutes=10, counters=3)) == WaitRange(low_min=15, high_min=25)
    assert expected_wait(5, pace(minutes=10, counters=0)) == WaitRange(low_min=45, high_min=75)


@pytest.mark.parametrize(
    ("wait_min", "told"),
    [(0, (0, 5)), (1, (0, 5)), (10, (5, 15)), (12.5, (10, 15)), (60, (45, 75)), (100, (80, 120))],
)
def test_a_range_is_rounded_outward_to_five_minutes(wait_min: float, told: tuple[int, int]) -> None:
    found = rounded_outward(wait_min * MINUTE_MS)

    assert (found.low_min, found.high_min) == told


@given(st.floats(0, 600), st.floats(0, 600))
def test_a_range_holds_its_wait_and_grows_with_it(first_min: float, second_min: float) -> None:
    shorter, longer = sorted((first_min, second_min))
    low, high = rounded_outward(shorter * MINUTE_MS), rounded_outward(longer * MINUTE_MS)

    assert low.low_min <= shorter <= low.high_min
    assert low.low_min <= high.low_min
    assert low.high_min <= high.high_min
    assert low.low_min % 5 == low.high_min % 5 == 0
    assert not low.is_now
