"""Notices that nobody is there any more."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal

# WORKAROUND(Qt 6): a touch on a widget that accepts touch is never turned into mouse events, so
# watching the mouse alone sends people home while they are touching the screen.
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TouchEnd,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonRelease,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.KeyPress,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
    }
)


class IdleWatch(QObject):
    """Without any touch or key emits ``warned`` after ``idle_ms``, ``left`` ``warning_ms`` later.

    One sign of life in between emits ``stayed`` and starts again. With ``warning_ms`` 0 there is no
    warning. Runs only between ``start`` and ``stop``.
    """

    warned = Signal()
    stayed = Signal()
    left = Signal()

    def __init__(self, *, idle_ms: int, warning_ms: int = 0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._warning_ms = warning_ms
        self._idle = QTimer(self, interval=idle_ms, singleShot=True)
        self._idle.timeout.connect(self._on_idle)
        self._warning = QTimer(self, interval=warning_ms, singleShot=True)
        self._warning.setTimerType(Qt.TimerType.PreciseTimer)  # its seconds are shown
        self._warning.timeout.connect(self.left)

    @property
    def running(self) -> bool:
        return self._idle.isActive() or self.warning

    @property
    def warning(self) -> bool:
        return self._warning.isActive()

    @property
    def remaining_ms(self) -> int:
        """How much of the warning is left."""
        return max(0, self._warning.remainingTime())

    def start(self) -> None:
        """Begin, or begin again from zero."""
        application = QCoreApplication.instance()
        if application is not None and not self.running:
            application.installEventFilter(self)
        self._warning.stop()
        self._idle.start()

    def stop(self) -> None:
        application = QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        self._idle.stop()
        self._warning.stop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE and self.running:
            warned = self.warning
            self._warning.stop()
            self._idle.start()
            if warned:
                self.stayed.emit()
        return False

    def _on_idle(self) -> None:
        if self._warning_ms == 0:
            self.left.emit()
        else:
            self._warning.start()
            self.warned.emit()
