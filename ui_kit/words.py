"""Small shared widgets for text: words, numbers."""

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui_kit.font import CAP_HEIGHT, OVERSHOOT, draw_figures, figures_width, font
from ui_kit.theme import INK
from ui_kit.wrapping import line_height, lines_of, size_of

Align = Qt.AlignmentFlag


class Words(QLabel):
    """A paragraph in the one font: wraps evenly, leaves room for capitals with two marks.

    Size and colour may be changed at any time. Never elides and never scrolls; whether it has room
    is for ``ui_kit.inspection`` to tell.
    """

    def __init__(
        self,
        text: str = "",
        size_px: int = 16,
        weight: QFont.Weight = QFont.Weight.Normal,
        *,
        colour: str = INK,
        align: Qt.AlignmentFlag = Align.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._measured_of: tuple[str, QFont] | None = None
        self._measured: dict[float, tuple[float, float]] = {}
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._colour = colour
        self.setAlignment(align | Align.AlignVCenter)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFont(font(size_px, weight))
        self.setText(text)

    @property
    def colour(self) -> str:
        return self._colour

    def set_colour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def set_size(self, size_px: int) -> None:
        changed = QFont(self.font())
        changed.setPixelSize(max(1, size_px))
        self.setFont(changed)
        self.updateGeometry()

    def needed(self, width: float) -> tuple[float, float]:
        """The size that the text needs when it has ``width`` pixels."""
        text, used = self.text(), self.font()
        if not text:
            return 0.0, 0.0
        # A layout asks the same some hundred times before it is content.
        if self._measured_of != (text, used):
            self._measured_of, self._measured = (text, QFont(used)), {}
        if width not in self._measured:
            self._measured[width] = size_of(lines_of(text, used, width), used)
        return self._measured[width]

    def sizeHint(self) -> QSize:
        wide, high = self.needed(10_000)
        return QSize(math.ceil(wide), math.ceil(high))

    @property
    def one_line_height(self) -> int:
        """The height of one line in this size, whatever it will say."""
        return math.ceil(line_height(self.font()) + self.font().pixelSize() * OVERSHOOT)

    def minimumSizeHint(self) -> QSize:
        longest, high = self.needed(1)
        return QSize(math.ceil(longest), min(math.ceil(high), self.one_line_height))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return math.ceil(self.needed(width)[1])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(QColor(self._colour))
        lines = lines_of(self.text(), self.font(), self.width())
        step = line_height(self.font())
        above = self.font().pixelSize() * OVERSHOOT
        spare = self.height() - above - step * len(lines)
        vertical = self.alignment() & Align.AlignVertical_Mask
        share = 0.0 if vertical == Align.AlignTop else 1.0 if vertical == Align.AlignBottom else 0.5
        top = above + spare * share
        across = self.alignment() & Align.AlignHorizontal_Mask
        for place, line in enumerate(lines):
            box = QRectF(0, top + place * step, self.width(), step)
            painter.drawText(box, across | Align.AlignVCenter | Qt.TextFlag.TextDontClip, line)


class Number(QWidget):
    """A number or a clock, as large as its box allows up to ``largest_px``.

    ``tabular`` figures stay in place on a clock and stand in columns in a list; a number that
    stands alone looks torn apart by them ("A001") and goes without.
    """

    def __init__(
        self,
        text: str = "",
        largest_px: int = 400,
        weight: QFont.Weight = QFont.Weight.Bold,
        *,
        colour: str = INK,
        align: Qt.AlignmentFlag = Align.AlignHCenter,
        tabular: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._text = text
        self._tabular = tabular
        self._largest = largest_px
        self._weight = weight
        self._colour = colour
        self._align = align
        self.setAccessibleName(text)

    def text(self) -> str:
        return self._text

    def set_text(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
            self.update()

    def set_colour(self, colour: str) -> None:
        self._colour = colour
        self.update()

    def set_align(self, align: Qt.AlignmentFlag) -> None:
        self._align = align
        self.update()

    def set_largest(self, largest_px: int) -> None:
        self._largest = largest_px
        self.updateGeometry()
        self.update()

    def size_px(self) -> int:
        """The font size in use: the largest that fits the box."""
        if not self._text:
            return self._largest
        at_100 = self._width_in(font(100, self._weight))
        by_width = self.width() * 100 / max(1.0, at_100)
        by_height = self.height() / (CAP_HEIGHT + 0.08)
        return max(1, math.floor(min(self._largest, by_width, by_height)))

    def sizeHint(self) -> QSize:
        wide = self._width_in(font(self._largest, self._weight))
        return QSize(math.ceil(wide) + 1, math.ceil(self._largest * (CAP_HEIGHT + 0.08)) + 1)

    def minimumSizeHint(self) -> QSize:
        return QSize(1, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        used = font(self.size_px(), self._weight)
        painter = QPainter(self)
        painter.setFont(used)
        painter.setPen(QColor(self._colour))
        wide = self._width_in(used)
        spare = self.width() - wide
        left = {Align.AlignLeft: 0.0, Align.AlignRight: spare}.get(self._align, spare / 2)
        baseline = (self.height() + used.pixelSize() * CAP_HEIGHT) / 2
        draw_figures(painter, left, baseline, self._text, tabular=self._tabular)

    def _width_in(self, used: QFont) -> float:
        return figures_width(self._text, used, tabular=self._tabular)
