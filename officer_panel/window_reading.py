"""Reads the counter's state again and again: on hints, after commands, and every few seconds."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.fault import Unavailable
from core.hall import Desk
from ui_kit.bridge import Bridge

_POLL_AWAY_MS = 2_000


class DeskReading(QObject):
    """Emits ``arrived`` with each ``Desk``, ``failed`` with the exception; one read at a time."""

    arrived = Signal(object)
    failed = Signal(object)

    def __init__(
        self, desk: Callable[[int], Desk], bridge: Bridge, *, poll_ms: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bridge = bridge
        self._poll_ms = poll_ms
        self._counter_id: int | None = None
        self._reading = False
        self._again = False
        self._poll = QTimer(self, singleShot=True)
        self._poll.timeout.connect(self.read)

    def start(self, counter_id: int) -> None:
        """Read this counter from now on."""
        self._counter_id = counter_id
        self.read()

    def stop(self) -> None:
        """Nobody sits here; an answer still under way is dropped."""
        self._counter_id = None
        self._poll.stop()

    def read(self) -> None:
        """Read soon. A hint that comes during a read leads to one more read after it."""
        if self._counter_id is None:
            return
        if self._reading:
            self._again = True
            return
        self._reading, self._again = True, False
        counter_id = self._counter_id
        self._bridge.ask(
            partial(self._desk, counter_id),
            partial(self._on_desk, counter_id),
            partial(self._on_failure, counter_id),
            owner=self,
        )

    def _on_desk(self, counter_id: int, desk: Desk) -> None:
        self._reading = False
        if counter_id == self._counter_id:
            self._poll.start(self._poll_ms)
            self.arrived.emit(desk)
        self._read_again(counter_id)

    def _on_failure(self, counter_id: int, error: Exception) -> None:
        self._reading = False
        if counter_id == self._counter_id:
            # Hints of an absent database lead nowhere: wait for the poll.
            self._again = self._again and not isinstance(error, Unavailable)
            self._poll.start(min(self._poll_ms, _POLL_AWAY_MS))
            self.failed.emit(error)
        self._read_again(counter_id)

    def _read_again(self, counter_id: int) -> None:
        if self._again or counter_id != self._counter_id:
            self.read()
