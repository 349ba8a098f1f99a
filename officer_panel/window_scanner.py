"""Takes a scanner's typing out of the window's keys."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from core.clock import Clock
from officer_panel.scan import ScanLine

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class Scanner(QObject):
    """Emits ``scanned`` with a ticket's code typed anywhere in ``window`` but into a field, which
    reads its own codes."""

    scanned = Signal(str)

    def __init__(self, window: QWidget, clock: Clock) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._line = ScanLine()
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focused = QApplication.focusWidget()
        # A key that its widget does not want goes on to the parents: look at it once only.
        if watched is not focused or isinstance(focused, QLineEdit):
            return False
        if not isinstance(focused, QWidget) or focused.window() is not self._window:
            return False
        now = self._clock.elapsed_ms()
        if event.key() in _ENDS:
            code = self._line.ended(now)
            if code is not None:
                self.scanned.emit(code)
            return code is not None
        text = event.text()
        return bool(text) and text.isprintable() and self._line.typed(text, now)
