"""The wave of a take: live while it is recorded, then with the part that is kept marked."""

from collections import deque

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from counter_display.recording.outline import Outline
from ui_kit import theme
from ui_kit.font import font

_LIVE_COLUMNS = 240
_LIVE_LOWEST_DB = -54.0
_HANDLE = 7.0


class WavePicture(QWidget):
    """Draws ``show_live`` levels as they come, or a ``show_take`` outline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live: deque[float] | None = None
        self._outline: Outline | None = None
        self._refused = False
        self._empty = ""
        self._size_px = 16

    def show_empty(self, words: str) -> None:
        """Nothing yet; ``words`` say what will be here."""
        self._live, self._outline, self._empty = None, None, words
        self.setAccessibleName(words)
        self.update()

    def begin_live(self) -> None:
        self._live, self._outline = deque(maxlen=_LIVE_COLUMNS), None
        self.update()

    def show_level(self, level_db: float) -> None:
        """One more column, while live."""
        if self._live is not None:
            self._live.append(max(0.02, min(1.0, 1 - level_db / _LIVE_LOWEST_DB)))
            self.update()

    def show_take(self, outline: Outline, *, refused: bool) -> None:
        self._live, self._outline, self._refused = None, outline, refused
        self.update()

    def set_size(self, size_px: int) -> None:
        self._size_px = size_px
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(theme.LINE), 1))
        painter.setBrush(QColor(theme.PAGE))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        inner = box.adjusted(theme.GRID * 2, theme.GRID, -theme.GRID * 2, -theme.GRID)
        if self._live is not None:
            self._paint_live(painter, inner, self._live)
        elif self._outline is not None:
            self._paint_take(painter, inner, self._outline)
        else:
            painter.setPen(QColor(theme.INK_SOFT))
            painter.setFont(font(self._size_px))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self._empty)

    def _paint_live(self, painter: QPainter, inner: QRectF, live: deque[float]) -> None:
        step = inner.width() / _LIVE_COLUMNS
        painter.setPen(_pen(theme.RED, step))
        middle, half = inner.center().y(), inner.height() / 2
        for at, share in enumerate(live):
            x = inner.left() + (at + 0.5) * step
            painter.drawLine(QLineF(x, middle - share * half, x, middle + share * half))

    def _paint_take(self, painter: QPainter, inner: QRectF, outline: Outline) -> None:
        left = inner.left() + outline.start * inner.width()
        right = inner.left() + outline.end * inner.width()
        tint, strong = (
            (theme.RED_TINT, theme.RED) if self._refused else (theme.GREEN_TINT, theme.GREEN)
        )
        kept = QRectF(left, inner.top(), right - left, inner.height())
        if kept.width() > 0:
            painter.fillRect(kept, QColor(tint))
        step = inner.width() / max(1, len(outline.columns))
        middle, half = inner.center().y(), inner.height() / 2
        for at, (low, high) in enumerate(outline.columns):
            x = inner.left() + (at + 0.5) * step
            inside = kept.width() > 0 and left <= x <= right
            painter.setPen(_pen(strong if inside else theme.INK_SOFT, step))
            top, bottom = middle - high * half, middle - low * half
            painter.drawLine(QLineF(x, top, x, max(bottom, top + 1)))
        if kept.width() > 0:
            self._paint_handles(painter, kept, strong)

    @staticmethod
    def _paint_handles(painter: QPainter, kept: QRectF, colour: str) -> None:
        """Where the take is cut."""
        painter.setPen(QPen(QColor(colour), 2))
        for x in (kept.left(), kept.right()):
            painter.drawLine(QLineF(x, kept.top(), x, kept.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        for x in (kept.left(), kept.right()):
            for y in (kept.top(), kept.bottom()):
                spot = QRectF(x - _HANDLE / 2, y - _HANDLE / 2, _HANDLE, _HANDLE)
                painter.drawEllipse(spot)


def _pen(colour: str, step: float) -> QPen:
    pen = QPen(QColor(colour), max(1.0, step * 0.6))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    return pen
