"""How loud it is now: a bar with the range that is right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui_kit import theme

LOWEST_DB = -60.0
RIGHT_FROM_DB = -34.0  # an ordinary voice, a hand's breadth away
RIGHT_TO_DB = -6.0
_FALL = 0.12  # share of the bar per look: rises at once, falls slowly
_CELLS = 30
_GAP = 2.0


class LevelMeter(QWidget):
    """Cells from left to right; the right range is marked below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._highest_db = LOWEST_DB
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def highest_db(self) -> float:
        """The loudest since ``forget``."""
        return self._highest_db

    def show_level(self, level_db: float) -> None:
        self._highest_db = max(self._highest_db, level_db)
        self._share = max(_share(level_db), self._share - _FALL)
        self.update()

    def forget(self) -> None:
        """As if nothing had been heard."""
        self._share, self._highest_db = 0.0, LOWEST_DB
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(240, 28)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / _CELLS
        high = self.height() - 8
        colour = _colour(LOWEST_DB * (1 - self._share))
        for cell in range(_CELLS):
            lit = cell < round(self._share * _CELLS)
            painter.setBrush(QColor(colour if lit else theme.SHADE))
            painter.drawRoundedRect(QRectF(cell * step, 0, step - _GAP, high), 2, 2)
        painter.setBrush(QColor(theme.GREEN))
        left, right = _share(RIGHT_FROM_DB) * self.width(), _share(RIGHT_TO_DB) * self.width()
        painter.drawRoundedRect(QRectF(left, self.height() - 4, right - left - _GAP, 4), 2, 2)


def _share(level_db: float) -> float:
    return min(1.0, max(0.0, 1 - level_db / LOWEST_DB))


def _colour(level_db: float) -> str:
    if level_db > RIGHT_TO_DB:
        return theme.RED
    return theme.GREEN if level_db >= RIGHT_FROM_DB else theme.AMBER
