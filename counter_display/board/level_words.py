"""Words whose capitals stand in the middle of their box, in line with a number beside them."""

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent

from ui_kit.font import CAP_HEIGHT
from ui_kit.words import Align, Words
from ui_kit.wrapping import lines_of


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
