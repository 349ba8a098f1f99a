"""Keeps the last snapshot of the hall, and finds the way back by itself when it gets lost."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from core.fault import Fault
from core.hall import Hall
from kiosk.ports import KioskTiming
from ui_kit.bridge import Bridge

log = logging.getLogger("motcua.kiosk")


class HallFollower(QObject):
    """``changed`` when a snapshot came, ``lost`` when none can be had; asks on until one comes."""

    changed = Signal()
    lost = Signal()

    def __init__(
        self, bridge: Bridge, read: Callable[[], Hall], timing: KioskTiming, parent: QObject
    ) -> None:
        super().__init__(parent)
        self.hall: Hall | None = None
        self.fault: Exception | None = None
        self._bridge = bridge
        self._read = read
        self._asking = self._ask_again = False
        self._heal = QTimer(self, interval=timing.heal)
        self._heal.timeout.connect(self.refresh)
        self._regular = QTimer(self, interval=timing.refresh)
        self._regular.timeout.connect(self.refresh)
        self._regular.start()

    def refresh(self) -> None:
        """Something may have changed: read the hall again, soon and once."""
        if self._asking:
            self._ask_again = True
            return
        self._asking = True
        self._bridge.ask(self._read, self._on_hall, self._on_failure, owner=self)

    def lose(self, error: Exception) -> None:
        """The database cannot be used; said once in the log until it is back."""
        if self.fault is None:
            log.warning("the hall cannot be read: %s", error, exc_info=not isinstance(error, Fault))
        self.fault = error
        if not self._heal.isActive():
            self._heal.start()
        self.lost.emit()

    def _on_hall(self, hall: Hall) -> None:
        if self.fault is not None:
            log.warning("the hall can be read again")
        self.hall, self.fault = hall, None
        self._heal.stop()
        self.changed.emit()
        self._next()

    def _on_failure(self, error: Exception) -> None:
        self.lose(error)
        self._next()

    def _next(self) -> None:
        self._asking = False
        if self._ask_again:
            self._ask_again = False
            self.refresh()
