"""Words whose capitals stand in the middle of their box, in line with a number beside them."""

import re

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent

from counter_display.board.fitting import fit_words
from ui_kit.font import CAP_HEIGHT, draw_tabular, tabular_width
from ui_kit.words import Align, Words
from ui_kit.wrapping import lines_of

_NUMBERED = re.compile(r"(\D*\S)\s+(\d{1,3})")
_WORD_SHARE = 0.5  # the word's size beside its number
_GAP = 0.16


class LevelWords(Words):
    """One line is centred by its capitals; several lines are drawn as ``Words`` draws them."""

    def paintEvent(self, event: QPaintEvent) -> None:
        lines = lines_of(self.text(), self.font(), self.width())
        if len(lines) != 1:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(QColor(self.colour))
        spare = self.width() - QFontMetricsF(self.font()).horizontalAdvance(lines[0])
        across = self.alignment() & Align.AlignHorizontal_Mask
        share = {Align.AlignLeft: 0.0, Align.AlignRight: 1.0}.get(across, 0.5)
        baseline = (self.height() + self.font().pixelSize() * CAP_HEIGHT) / 2
        painter.drawText(QPointF(spare * share, baseline), lines[0])


class PlaceName(LevelWords):
    """A counter's name. In "Quầy 12" the number is what people look for: it is the large part.

    A name of words only ("Trả kết quả") wraps and is as large as its box allows.
    """

    def __init__(self) -> None:
        super().__init__("", 40, QFont.Weight.DemiBold)
        self._word_px = 0

    def fit(self, size_px: int) -> None:
        """Take the room of the box; a number gets ``size_px`` if that fits."""
        parts = _NUMBERED.fullmatch(self.text())
        self._word_px = 0
        if parts is None:
            high, largest = self.height(), size_px * _WORD_SHARE * 1.2
            fit_words(self, self.width(), high, largest=largest, lines=2)
            return
        self.set_size(size_px)
        self._word_px = max(1, round(size_px * _WORD_SHARE))
        wide = self._wide(parts)
        if wide > self.width():  # the word gives way first
            number = tabular_width(parts[2], self.font())
            left = max(0.0, self.width() - number - _GAP * size_px)
            word = max(1.0, wide - number - _GAP * size_px)
            self._word_px = max(round(size_px * 0.3), int(self._word_px * left / word))
            if (wide := self._wide(parts)) > self.width():
                shrink = self.width() / wide
                self._word_px = max(1, int(self._word_px * shrink))
                self.set_size(int(size_px * shrink))
        self.update()

    def cap(self) -> float:
        """The height of the largest capitals or digits, in pixels."""
        return self.font().pixelSize() * CAP_HEIGHT

    def needed(self, width: float) -> tuple[float, float]:
        parts = _NUMBERED.fullmatch(self.text())
        if parts is None or not self._word_px:
            return super().needed(width)
        return self._wide(parts), self.font().pixelSize() * 1.03

    def _word_font(self) -> QFont:
        used = QFont(self.font())
        used.setPixelSize(self._word_px)
        return used

    def _wide(self, parts: re.Match[str]) -> float:
        word = QFontMetricsF(self._word_font()).horizontalAdvance(parts[1])
        number = tabular_width(parts[2], self.font())
        return word + number + _GAP * self.font().pixelSize()

    def paintEvent(self, event: QPaintEvent) -> None:
        parts = _NUMBERED.fullmatch(self.text())
        if parts is None or not self._word_px:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(QColor(self.colour))
        baseline = (self.height() + self.font().pixelSize() * CAP_HEIGHT) / 2
        painter.setFont(self._word_font())
        painter.drawText(QPointF(0, baseline), parts[1])
        number = tabular_width(parts[2], self.font())
        painter.setFont(self.font())
        draw_tabular(painter, self._wide(parts) - number, baseline, parts[2])
