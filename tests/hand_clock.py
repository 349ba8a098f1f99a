"""A clock that only tests move."""

import threading
from dataclasses import dataclass, field

# Wednesday 27 September 2023, 08:15 in Hà Nội: the moment on the specimen ticket.
SPECIMEN_MS = 1_695_777_300_000


@dataclass(slots=True, kw_only=True)
class HandClock:
    """Both clocks of ``core.clock.Clock``; the wall clock may jump, as with a bad battery."""

    wall_ms: int = SPECIMEN_MS
    running_ms: int = 1_000_000
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def now_ms(self) -> int:
        return self.wall_ms

    def elapsed_ms(self) -> int:
        return self.running_ms

    def advance(self, ms: int) -> None:
        """Let real time pass: both clocks go on."""
        with self._lock:
            self.wall_ms += ms
            self.running_ms += ms

    def jump(self, ms: int) -> None:
        """Set the wall clock forward or back; no time passes."""
        with self._lock:
            self.wall_ms += ms
