"""Captions on the left, values on the right, a hairline between two rows."""

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.screens.measures import Measures
from ui_kit import theme
from ui_kit.font import OVERSHOOT, Weight, font
from ui_kit.words import Align, Words

_ROWS = 4
_CAPTION_TO_VALUE = 0.86


class Facts(QWidget):
    """What a citizen wants to know of the ticket, as ``(caption, value)`` pairs."""

    def __init__(self) -> None:
        super().__init__()
        right = Align.AlignRight
        self._captions = [Words("", colour=theme.INK_SOFT, parent=self) for _ in range(_ROWS)]
        self._values = [
            Words("", weight=Weight.Bold, align=right, parent=self) for _ in range(_ROWS)
        ]
        self._largest = self._smallest = 24

    def say(self, facts: Sequence[tuple[str, str]]) -> None:
        """Exactly four facts."""
        for caption, value, fact in zip(self._captions, self._values, facts, strict=True):
            caption.setText(fact[0])
            value.setText(fact[1])
        self._lay_out()

    def fit(self, measures: Measures) -> None:
        self._largest = round(measures.type.title * 1.05)
        self._smallest = round(measures.type.caption * 0.9)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        row = self.height() / _ROWS
        size = next(
            (some for some in range(self._largest, self._smallest, -1) if self._fits(some, row)),
            self._smallest,
        )
        for place, (caption, value) in enumerate(zip(self._captions, self._values, strict=True)):
            caption.set_size(round(size * _CAPTION_TO_VALUE))
            value.set_size(size)
            split = self.width() - math.ceil(value.needed(self.width())[0])
            top, high = math.ceil(place * row), math.floor(row)
            caption.setGeometry(0, top, split, high)
            value.setGeometry(split, top, self.width() - split, high)

    def _fits(self, size: int, row: float) -> bool:
        """Whether every caption fits beside its value at this size of the values."""
        values = QFontMetricsF(font(size, Weight.Bold))
        captions = QFontMetricsF(font(round(size * _CAPTION_TO_VALUE)))
        if values.height() * (1 + OVERSHOOT) > row:
            return False
        return all(
            captions.horizontalAdvance(caption.text()) + values.horizontalAdvance(value.text())
            <= self.width() - size
            for caption, value in zip(self._captions, self._values, strict=True)
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QPen(QColor(theme.LINE), 2))
        for place in range(1, _ROWS):
            y = self.height() * place / _ROWS
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
