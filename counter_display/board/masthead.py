"""The board's top and bottom: office, clock and date; what to do, or that this is old."""

import math

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.clock import local_time
from core.hall import Office
from i18n import Texts
from ui_kit import theme
from ui_kit.drawings import Drawing, Sign
from ui_kit.font import Weight
from ui_kit.words import Align, Number, Words
from ui_kit.wrapping import largest_size

_WEEKDAYS = (
    "common.weekday.1",
    "common.weekday.2",
    "common.weekday.3",
    "common.weekday.4",
    "common.weekday.5",
    "common.weekday.6",
    "common.weekday.7",
)


class Masthead(QFrame):
    """The office's name on the house colour, and the clock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("masthead")
        self._unit = 1.0
        self._name_lines = 1
        self.setStyleSheet(f"#masthead {{ background: {theme.BRAND}; border: none; }}")
        self.section = Words("", 30, colour=theme.ON_BRAND)
        self.office = Words("", 44, Weight.Bold, colour=theme.ON_BRAND)
        self.time = Number("", 80, colour=theme.ON_BRAND, align=Align.AlignRight)
        self.date = Words("", 28, colour=theme.ON_BRAND, align=Align.AlignRight)
        self._row = QHBoxLayout(self)
        for stretch, parts in ((1, (self.office, self.section)), (0, (self.time, self.date))):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addStretch(1)
            for part in parts:
                column.addWidget(part)
            column.addStretch(1)
            self._row.addLayout(column, stretch)

    def set_unit(self, unit: float, *, upright: bool) -> None:
        """An upright screen has room for a long name on two lines."""
        self._unit, self._name_lines = unit, 2 if upright else 1
        self.setFixedHeight(round((204 if upright else 144) * unit))
        self._row.setContentsMargins(round(48 * unit), 0, round(48 * unit), 0)
        self._row.setSpacing(round(32 * unit))
        self.date.set_size(round(28 * unit))
        self.time.set_largest(round(84 * unit))
        self.time.setFixedHeight(round(74 * unit))
        self._fit_names()

    def show_office(self, texts: Texts, office: Office) -> None:
        self.section.setText(texts.pick(office.section_vi, office.section_en))
        self.office.setText(texts.pick(office.name_vi, office.name_en))
        self._fit_names()

    def resizeEvent(self, _event: object) -> None:
        self._fit_names()

    def _fit_names(self) -> None:
        """Names as large as the room beside the clock allows."""
        clock = round(380 * self._unit)
        width = self.width() - clock - round(128 * self._unit)
        wanted = 52 * self._unit
        largest = self._fit(self.office, Weight.Bold, wanted, width, 1)
        if self._name_lines > 1 and largest < wanted * 0.75:
            largest = self._fit(self.office, Weight.Bold, wanted, width, self._name_lines)
        self._fit(self.section, Weight.Normal, min(34 * self._unit, largest * 0.7), width, 1)

    @staticmethod
    def _fit(words: Words, weight: Weight, largest: float, width: int, lines: int) -> int:
        high = max(2, round(largest))
        size = largest_size(
            [words.text()],
            weight,
            width=width,
            height=high * (lines + 1) * 1.3,
            low=max(1, high // 2),
            high=high,
            most_lines=lines,
        )
        words.set_size(size)
        return size

    def show_time(self, texts: Texts, office: Office, now_ms: int) -> None:
        now = local_time(now_ms, office.zone)
        self.time.set_text(f"{now:%H:%M}")
        weekday = texts(_WEEKDAYS[now.weekday()])
        date = texts("board.date", weekday=weekday, date=f"{now:%d/%m/%Y}")
        if date != self.date.text():
            self.date.setText(date)


class Foot(QFrame):
    """What citizens should do; while the database is away, that what they see may be old."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self.words = Words("", 32, Weight.Medium, align=Align.AlignHCenter)
        self.sign = Drawing(Sign.WARNING, 48, theme.INK)
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self.sign)
        self._row.addWidget(self.words)
        self._row.addStretch(1)
        self.show_words("", away=False)

    def set_unit(self, unit: float, *, upright: bool) -> None:
        """An upright screen needs two lines for the same sentence."""
        self.setFixedHeight(round((128 if upright else 80) * unit))
        self._row.setContentsMargins(round(48 * unit), 0, round(48 * unit), 0)
        self._row.setSpacing(round(20 * unit))
        self.words.set_size(round(34 * unit))
        self.sign.setFixedSize(round(48 * unit), round(48 * unit))
        self._fit()

    def show_words(self, sentence: str, *, away: bool) -> None:
        self.words.setText(sentence)
        self.sign.setVisible(away)
        self._fit()
        colour = theme.GOLD if away else theme.CARD
        self.setStyleSheet(
            f"#foot {{ background: {colour}; border: none; border-top: 1px solid {theme.LINE}; }}"
        )

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """The words take the room of their lines, so that sign and words stand in the middle."""
        margins = self._row.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        room -= 2 * (self.sign.width() + self._row.spacing())
        self.words.setFixedWidth(math.ceil(self.words.needed(max(1, room))[0]) + 2)
