"""Asks for one number at a time, and remembers what was asked until the answer is there."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.clock import Clock
from core.fault import Refused
from core.waiting import WaitRange
from kiosk.asked import Unanswered, request_for
from kiosk.ports import KioskPorts, KioskTiming, Request, Taken
from ui_kit.bridge import Bridge


class NumberAsker(QObject):
    """``taken`` carries the ``Taken``, ``failed`` the exception; ``slow`` comes before, if at all.

    Both answers come after the request is no longer ``under_way``.
    """

    taken = Signal(object)
    failed = Signal(object)
    slow = Signal()

    def __init__(
        self, bridge: Bridge, ports: KioskPorts, timing: KioskTiming, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._take: Callable[[Request], Taken] = ports.take
        self._new_cmd_id = ports.new_cmd_id
        self._clock: Clock = ports.clock
        self._remember_ms = timing.remember
        self._under_way = False
        self._unanswered: Unanswered | None = None
        self._patience = QTimer(self, singleShot=True, interval=timing.patience)
        self._patience.timeout.connect(self.slow)

    @property
    def under_way(self) -> bool:
        """A number was asked for and the answer is not there yet."""
        return self._under_way

    def ask(self, service_id: str, priority: str | None, told: WaitRange | None) -> None:
        """Send the wish once; the same wish whose answer got lost keeps its ``cmd_id``."""
        self._under_way = True
        self._patience.start()
        now_ms = self._clock.elapsed_ms()
        request = request_for(
            service_id,
            priority,
            told=told,
            cmd_id=self._new_cmd_id(),
            last=self._unanswered,
            now_ms=now_ms,
            remember_ms=self._remember_ms,
        )
        self._unanswered = Unanswered(request=request, sent_ms=now_ms)
        self._bridge.ask(partial(self._take, request), self._on_taken, self._on_failure, owner=self)

    def _on_taken(self, taken: Taken) -> None:
        self._end()
        self._unanswered = None
        self.taken.emit(taken)

    def _on_failure(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Refused):
            self._unanswered = None  # that was an answer
        self.failed.emit(error)

    def _end(self) -> None:
        self._under_way = False
        self._patience.stop()
