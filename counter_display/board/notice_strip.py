"""The notice of the day: stands still where it fits, else passes by at reading speed."""

import math

from PySide6.QtCore import QPointF, QRect, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPixmap, QStaticText
from PySide6.QtWidgets import QWidget

from core.clock import Clock
from counter_display.board.scale import Scale
from ui_kit import theme
from ui_kit.font import CAP_HEIGHT, Weight, font

_FRAME_MS = 33
_HOLD_MS = 3_000  # the beginning stands still, so that reading can begin
# Large letters are slow to draw, 30 times a second: a notice of usual length is drawn once, into
# pieces of this width; a very long one would take too much memory and is drawn each time.
_PIECE_PX = 2_048
_MOST_PX = 8_000_000
_SPEED = 2.2  # font sizes in a second: about five letters


class NoticeStrip(QWidget):
    """One line of text. Only its own strip is painted again, 30 times a second while it moves."""

    def __init__(self, *, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._text = ""
        self._size = 34
        self._margin = 0
        self._since = 0
        self._wide = 0.0
        self._drawn = QStaticText("")
        self._drawn.setTextFormat(Qt.TextFormat.PlainText)
        self._pieces: list[QPixmap] = []
        self._timer = QTimer(self, interval=_FRAME_MS)
        self._timer.timeout.connect(self._on_frame)
        self.setAutoFillBackground(True)

    def text(self) -> str:
        return self._text

    @property
    def moves(self) -> bool:
        return self._timer.isActive()

    def set_text(self, text: str) -> None:
        text = " ".join(text.split())
        if text != self._text:
            self._text = text
            self._prepare()

    def set_scale(self, scale: Scale) -> None:
        self._size, self._margin = scale.secondary(38), scale.px(48)
        self.setFixedHeight(round(self._size * 1.7))
        self._prepare()

    def offset(self) -> float:
        """How far the text has passed by, in pixels."""
        if not self.moves:
            return 0.0
        passed = self._clock.elapsed_ms() - self._since
        once = self._lap() / (_SPEED * self._size) * 1000
        part = passed % (once + _HOLD_MS)
        return max(0.0, part - _HOLD_MS) * _SPEED * self._size / 1000

    def resizeEvent(self, _event: object) -> None:
        self._prepare()

    def showEvent(self, _event: object) -> None:
        self._prepare()

    def hideEvent(self, _event: object) -> None:
        self._timer.stop()

    def _prepare(self) -> None:
        used = font(self._size, Weight.Medium)
        self._drawn.setText(self._text)
        self._drawn.prepare(font=used)
        self._wide = QFontMetricsF(used).horizontalAdvance(self._text)
        self._pieces = []
        if self._wide > self.width() - 2 * self._margin and self.isVisible():
            self._pieces = self._drawn_pieces()
            self._since = self._clock.elapsed_ms()
            self._timer.start()
        else:
            self._timer.stop()
        self.update()

    def _lap(self) -> float:
        """The way until the text comes again: behind its end there is a gap."""
        return self._wide + max(self.width() / 4, 6 * self._size)

    def _on_frame(self) -> None:
        if self.offset() > 0:
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.CARD))
        if not self.moves:
            self._draw(painter, max(self._margin, (self.width() - self._wide) / 2))
        else:
            left = self._margin - self.offset()
            for at in (left, left + self._lap()):
                if at < self.width():
                    self._draw(painter, at)
        painter.fillRect(QRect(0, 0, self.width(), 1), QColor(theme.LINE))

    def _draw(self, painter: QPainter, left: float) -> None:
        if not self._pieces:
            self._draw_text(painter, left)
        for place, piece in enumerate(self._pieces):
            at = round(left) + place * _PIECE_PX
            if -_PIECE_PX < at < self.width():
                painter.drawPixmap(at, 0, piece)

    def _draw_text(self, painter: QPainter, left: float) -> None:
        used = font(self._size, Weight.Medium)
        painter.setFont(used)
        painter.setPen(QColor(theme.INK))
        baseline = (self.height() + self._size * CAP_HEIGHT) / 2
        top = baseline - QFontMetricsF(used).ascent()
        painter.drawStaticText(QPointF(left, top), self._drawn)

    def _drawn_pieces(self) -> list[QPixmap]:
        pieces: list[QPixmap] = []
        if self._wide * self.height() > _MOST_PX:
            return pieces
        for place in range(math.ceil(self._wide / _PIECE_PX)):
            piece = QPixmap(_PIECE_PX, self.height())
            piece.fill(QColor(theme.CARD))
            painter = QPainter(piece)
            self._draw_text(painter, -place * _PIECE_PX)
            painter.end()
            pieces.append(piece)
        return pieces
