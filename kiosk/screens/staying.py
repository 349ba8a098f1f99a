"""How long a screen stays: until its time is over, or until nobody is there any more."""

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from kiosk.ports import KioskTiming
from ui_kit.idle import IdleWatch

_TICK_MS = 500


class Staying(QObject):
    """``over``: the screen has stayed its time; ``nobody``: no touch for long, nor an answer to the
    warning; ``stayed``: the warning was answered; ``ticked`` twice a second."""

    over = Signal()
    nobody = Signal()
    stayed = Signal()
    ticked = Signal()

    def __init__(self, timing: KioskTiming, parent: QObject) -> None:
        super().__init__(parent)
        self._idle = IdleWatch(idle_ms=timing.idle, warning_ms=timing.idle_warning, parent=self)
        self._idle.warned.connect(self.ticked)
        self._idle.stayed.connect(self.stayed)
        self._idle.left.connect(self.nobody)
        self._leave = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._leave.timeout.connect(self.over)
        self._second = QTimer(self, interval=_TICK_MS)
        self._second.timeout.connect(self.ticked)
        self._second.start()

    @property
    def left_ms(self) -> int:
        """How much longer the screen stays; 0 when nothing takes it away."""
        return max(0, self._leave.remainingTime())

    @property
    def warning_ms(self) -> int | None:
        """How long an answer to the warning is still waited for; None without a warning."""
        return self._idle.remaining_ms if self._idle.warning else None

    def stay(self, milliseconds: int) -> None:
        """From now on so long."""
        self._leave.start(milliseconds)

    def stay_at_least(self, milliseconds: int) -> None:
        """Someone is still reading; nothing changes on a screen that stays for good."""
        if self._leave.isActive():
            self._leave.start(max(self._leave.remainingTime(), milliseconds))

    def stay_for_good(self) -> None:
        self._leave.stop()

    def watch(self, someone: bool) -> None:
        """Look for signs of life, or not."""
        if not someone:
            self._idle.stop()
        elif not self._idle.running:
            self._idle.start()
