"""Time at the edges, and the day that a ticket belongs to."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import DAY_MS, DEFAULT_ZONE, SystemClock, local_time, service_day, to_ms
from tests.hand_clock import SPECIMEN_MS, HandClock

HANOI = ZoneInfo(DEFAULT_ZONE)
MIDNIGHT_MS = to_ms(datetime(2023, 9, 28, tzinfo=HANOI))


def test_a_day_begins_at_midnight_of_the_site_and_not_of_utc() -> None:
    assert service_day(MIDNIGHT_MS - 1, HANOI) == 20230927
    assert service_day(MIDNIGHT_MS, HANOI) == 20230928
    assert service_day(MIDNIGHT_MS, ZoneInfo("UTC")) == 20230927


def test_a_year_ends_like_any_other_day() -> None:
    new_year = to_ms(datetime(2024, 1, 1, tzinfo=HANOI))

    assert service_day(new_year - 1, HANOI) == 20231231
    assert service_day(new_year, HANOI) == 20240101


@given(st.integers(0, 4_000_000_000_000))
def test_days_never_run_backwards(at_ms: int) -> None:
    today, tomorrow = service_day(at_ms, HANOI), service_day(at_ms + DAY_MS, HANOI)

    assert today < tomorrow
    assert today <= service_day(at_ms + 1, HANOI)


def test_moments_become_utc_milliseconds_whatever_their_zone() -> None:
    moment = datetime(2023, 9, 27, 8, 15, tzinfo=HANOI)

    assert to_ms(moment) == SPECIMEN_MS
    assert to_ms(moment.astimezone(UTC)) == SPECIMEN_MS
    assert to_ms(moment.astimezone(timezone(timedelta(hours=-8)))) == SPECIMEN_MS
    assert local_time(SPECIMEN_MS, HANOI) == moment


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive datetime"):
        to_ms(datetime(2023, 9, 27, 8, 15))  # noqa: DTZ001  that is the mistake


def test_the_machines_clock_tells_milliseconds_and_elapsed_time_goes_on() -> None:
    clock = SystemClock()
    before = clock.elapsed_ms()

    assert clock.now_ms() > to_ms(datetime(2023, 1, 1, tzinfo=UTC))
    assert clock.elapsed_ms() >= before


def test_the_clock_of_tests_keeps_jumps_and_elapsed_time_apart() -> None:
    clock = HandClock()
    clock.advance(1000)
    clock.jump(-DAY_MS)

    assert (clock.now_ms(), clock.elapsed_ms()) == (SPECIMEN_MS + 1000 - DAY_MS, 1_001_000)
