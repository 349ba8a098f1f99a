"""Which call fills the board's stage, and for how long. No screen, no clock of its own."""

from collections import deque
from collections.abc import Callable

from core.hall import CallLine, Hall

FULL_MS = 8_000
SHORT_MS = 4_000  # when others wait for the stage
LEAST_MS = 2_500  # when many wait: long enough to find one's own number
FEW_WAIT = 5  # so many can wait for whole short turns
EXPIRES_MS = 120_000  # a call that could not be shown by then is in the lists anyway


class StageCalls:
    """Calls one after the other, each for ``LEAST_MS`` at least. Times are ``elapsed_ms``."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[CallLine, int]] = deque()
        self._current: CallLine | None = None
        self._since = 0

    def announce(self, call: CallLine, now: int) -> None:
        """Show ``call`` when its turn comes."""
        self._waiting.append((call, now))

    def forget(self, counter_id: int, label: str) -> None:
        """This call was taken back: it leaves the stage and the queue for it."""
        undone = (counter_id, label)
        self._keep(lambda call: (call.counter_id, call.label) != undone)

    def take_back(self, hall: Hall) -> None:
        """Forget calls that ``hall`` knows and that no longer stand: undone, missed, finished."""
        standing = {(line.counter_id, line.label) for line in hall.counters}
        self._keep(lambda call: call.seq > hall.seq or (call.counter_id, call.label) in standing)

    def current(self, now: int) -> CallLine | None:
        """The call for the stage, None when it is free."""
        while self._waiting and now - self._waiting[0][1] > EXPIRES_MS:
            self._waiting.popleft()
        if self._current is not None and now - self._since >= self._length():
            self._current = None
        if self._current is None and self._waiting:
            self._current, _ = self._waiting.popleft()
            self._since = now
        return self._current

    def next_change_ms(self, now: int) -> int | None:
        """After how many milliseconds to look again; None when nothing will change by itself."""
        if self._current is None:
            return None
        return max(1, self._since + self._length() - now)

    def _keep(self, stands: Callable[[CallLine], bool]) -> None:
        self._waiting = deque(pair for pair in self._waiting if stands(pair[0]))
        if self._current is not None and not stands(self._current):
            self._current = None

    def _length(self) -> int:
        """A turn: whole when nobody waits, the shorter the more calls there are behind it."""
        if not self._waiting:
            return FULL_MS
        return max(LEAST_MS, SHORT_MS * FEW_WAIT // max(FEW_WAIT, len(self._waiting)))
