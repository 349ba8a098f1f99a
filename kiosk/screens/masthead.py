"""Whose hall this is and what time it is: on top or on the left of every screen."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.hall import Office
from i18n import Texts
from kiosk.screens import wording
from kiosk.screens.buttons import ActionButton
from kiosk.screens.measures import Measures, Shape, on_grid
from ui_kit import theme
from ui_kit.drawings import Drawing, Sign
from ui_kit.font import Weight
from ui_kit.words import Align, Number, Words
from ui_kit.wrapping import largest_size

_EDGE = 6  # px: the gold line between the office and the rest
_SIDE_SHARE = 0.25
_TALL_SHARE = 0.125
_BAND_SHARE = 0.155


class Masthead(QWidget):
    """The office, the clock and, except on tall screens, the language button."""

    def __init__(self, language: ActionButton) -> None:
        super().__init__()
        self._language = language
        self._shape = Shape.SIDE
        self._measures: Measures | None = None
        self._logo = Drawing(Sign.DOOR, 96, theme.BRAND, patch=theme.ON_BRAND, parent=self)
        self._office = Words("", weight=Weight.Bold, colour=theme.ON_BRAND, parent=self)
        self._section = Words("", weight=Weight.Medium, colour=theme.ON_BRAND, parent=self)
        self._time = Number("", colour=theme.ON_BRAND, parent=self)
        self._date = Words("", weight=Weight.Medium, colour=theme.ON_BRAND, parent=self)
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)

    def say(self, texts: Texts, office: Office) -> None:
        name = wording.office_name(texts, office)
        if name == self._office.text():
            return
        self._office.setText(name)
        self._section.setText(wording.section_name(texts, office))
        if self._measures is not None:
            self.fit(self._measures)

    def tell_time(self, texts: Texts, moment: datetime) -> None:
        self._time.set_text(wording.clock_time(texts, moment))
        self._date.setText(wording.calendar_day(texts, moment))

    def fit(self, measures: Measures) -> None:
        self._shape = measures.shape
        self._measures = measures
        while self._rows.count():
            self._rows.takeAt(0)
        margin = measures.margin
        self._rows.setContentsMargins(margin, margin, margin, margin)
        self._section.set_size(measures.type.body)
        self._date.set_size(measures.type.body)
        match self._shape:
            case Shape.SIDE:
                self._stand(measures)
            case Shape.TALL:
                share = on_grid(measures.height * _TALL_SHARE)
                self._lie(measures, share, measures.type.headline)
            case Shape.BAND:
                share = on_grid(measures.height * _BAND_SHARE)
                self._lie(measures, share, measures.type.lead)

    def _stand(self, measures: Measures) -> None:
        """On the left: the office above, the clock in the middle, the language below."""
        self.setMaximumSize(16777215, 16777215)
        self.setFixedWidth(on_grid(measures.width * _SIDE_SHARE))
        self._logo.setFixedSize(measures.mm.px(20), measures.mm.px(20))
        self._office.set_size(measures.type.title)
        self._time.set_largest(round(measures.type.display * 1.6))
        rows = self._rows
        rows.setDirection(QBoxLayout.Direction.TopToBottom)
        rows.setSpacing(0)
        rows.addWidget(self._logo)
        rows.addSpacing(theme.GRID * 3)
        rows.addWidget(self._office)
        rows.addSpacing(theme.GRID)
        rows.addWidget(self._section)
        rows.addStretch(1)
        self._time.setFixedHeight(round(measures.type.display * 1.35))
        self._align_clock(Align.AlignLeft)
        rows.addWidget(self._time)
        rows.addSpacing(theme.GRID)
        rows.addWidget(self._date)
        rows.addSpacing(theme.GRID * 4)
        self._language.setParent(self)
        self._language.show()
        rows.addWidget(self._language)

    def _lie(self, measures: Measures, height: int, title_px: int) -> None:
        """On top: the office on the left, the clock on the right."""
        self.setMaximumSize(16777215, 16777215)
        self.setFixedHeight(height)
        side = min(height - 2 * theme.GRID * 3, measures.mm.px(36))
        self._logo.setFixedSize(side, side)
        self._time.set_largest(round(title_px * 1.5))
        clock_px = max(self._time.sizeHint().width(), self._date.sizeHint().width())
        spent = 2 * measures.margin + side + clock_px + 2 * measures.gap
        if self._shape is Shape.BAND:
            spent += self._language.sizeHint().width() + measures.gap
        self._fit_office(measures.width - spent, title_px, measures)
        rows = self._rows
        rows.setDirection(QBoxLayout.Direction.LeftToRight)
        rows.setContentsMargins(measures.margin, 0, measures.margin, _EDGE)
        rows.setSpacing(measures.gap)
        rows.addWidget(self._logo)
        names = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self._office)
        names.addWidget(self._section)
        names.addStretch(1)
        rows.addLayout(names, 1)
        clock = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        clock.setSpacing(0)
        clock.addStretch(1)
        self._time.setFixedHeight(round(title_px * 1.3))
        self._align_clock(Align.AlignRight)
        clock.addWidget(self._time)
        clock.addWidget(self._date)
        clock.addStretch(1)
        rows.addLayout(clock)
        if self._shape is Shape.BAND:
            self._language.setParent(self)
            self._language.show()
            rows.addWidget(self._language, 0, Qt.AlignmentFlag.AlignVCenter)

    def _fit_office(self, width: int, title_px: int, measures: Measures) -> None:
        """The office's name on one line where it stays large enough, else on several."""
        name = self._office.text()
        one_line = largest_size(
            [name],
            Weight.Bold,
            width=width,
            height=measures.height,
            low=round(title_px * 0.75) - 1,
            high=title_px,
            most_lines=1,
        )
        self._office.set_size(one_line if one_line >= round(title_px * 0.75) else title_px)

    def _align_clock(self, align: Qt.AlignmentFlag) -> None:
        self._time.set_align(align)
        self._date.setAlignment(align | Align.AlignVCenter)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.BRAND))
        gold = QColor(theme.GOLD)
        if self._shape is Shape.SIDE:
            painter.fillRect(self.width() - _EDGE, 0, _EDGE, self.height(), gold)
        else:
            painter.fillRect(0, self.height() - _EDGE, self.width(), _EDGE, gold)
