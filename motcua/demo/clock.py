"""The demo's clock: a morning at the site, in which quiet minutes can be skipped."""

import threading
from datetime import datetime, time
from zoneinfo import ZoneInfo

from core.clock import Clock, local_time, to_ms


class MorningClock:
    """Runs like ``clock``, but from ``opens`` of today on; ``skip`` lets minutes pass at once."""

    def __init__(self, clock: Clock, zone: ZoneInfo, opens: time = time(8, 0)) -> None:
        self._clock = clock
        today = local_time(clock.now_ms(), zone).date()
        self._opened_ms = to_ms(datetime.combine(today, opens, tzinfo=zone))
        self._began_ms = clock.elapsed_ms()
        self._skipped_ms = 0
        self._lock = threading.Lock()

    def now_ms(self) -> int:
        return self._opened_ms + self.elapsed_ms() - self._began_ms

    def elapsed_ms(self) -> int:
        with self._lock:
            return self._clock.elapsed_ms() + self._skipped_ms

    def skip(self, ms: int) -> None:
        """Let ``ms`` pass."""
        with self._lock:
            self._skipped_ms += ms
