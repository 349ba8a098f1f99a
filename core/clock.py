"""Time: UTC milliseconds inside, the site's time zone at the edges. Clocks are arguments."""

import time
from datetime import UTC, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

DEFAULT_ZONE = "Asia/Ho_Chi_Minh"


class Clock(Protocol):
    """Where the time comes from."""

    def now_ms(self) -> int:
        """UTC milliseconds since 1970, as the machine's wall clock says; may jump either way."""

    def elapsed_ms(self) -> int:
        """Milliseconds since some fixed moment; never jumps, counts while the machine sleeps."""


class SystemClock:
    """The clock of this machine."""

    def now_ms(self) -> int:
        return time.time_ns() // 1_000_000

    def elapsed_ms(self) -> int:
        # Linux's monotonic clock stands still while the machine sleeps; CLOCK_BOOTTIME does not.
        # Windows' monotonic clock counts sleep already.
        boot_time = getattr(time, "CLOCK_BOOTTIME", None)
        if boot_time is None:
            return time.monotonic_ns() // 1_000_000
        return time.clock_gettime_ns(boot_time) // 1_000_000


def to_ms(moment: datetime) -> int:
    """UTC milliseconds of an aware ``moment``; a naive one raises ``ValueError``."""
    if moment.tzinfo is None:
        raise ValueError(f"naive datetime: {moment.isoformat()}")
    return round(moment.timestamp() * 1000)


def local_time(at_ms: int, zone: ZoneInfo) -> datetime:
    """The wall-clock time at the site."""
    return datetime.fromtimestamp(at_ms / 1000, UTC).astimezone(zone)


def service_day(at_ms: int, zone: ZoneInfo) -> int:
    """The business day as ``YYYYMMDD``: the one place that decides a ticket's day."""
    day = local_time(at_ms, zone).date()
    return day.year * 10_000 + day.month * 100 + day.day
