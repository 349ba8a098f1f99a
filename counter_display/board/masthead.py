"""The board's top and bottom: office, clock and date; what to do, or that something is wrong."""

import math

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from core.clock import local_time
from core.hall import Office
from counter_display.board.fitting import fit_words, set_words
from counter_display.board.scale import Scale
from i18n import Texts
from ui_kit import theme
from ui_kit.drawings import Drawing, Sign
from ui_kit.font import CAP_HEIGHT, Weight
from ui_kit.words import Align, Number, Words

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
        self._scale = Scale(unit=1.0, cap=0.0, upright=False)
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

    def set_scale(self, scale: Scale) -> None:
        """An upright screen has room for a long name on two lines."""
        self._scale = scale
        clock = scale.secondary(84)
        extra = max(0, clock - scale.px(84)) * CAP_HEIGHT
        self.setFixedHeight(round(scale.px(216 if scale.upright else 150) + extra))
        self._row.setContentsMargins(scale.px(48), 0, scale.px(48), scale.px(10))
        self._row.setSpacing(scale.px(32))
        self.date.set_size(scale.px(30))
        self.time.set_largest(clock)
        self.time.setFixedHeight(round(clock * 0.9))
        self._fit_names()

    def show_office(self, texts: Texts, office: Office) -> None:
        section = texts.pick(office.section_vi, office.section_en)
        name = texts.pick(office.name_vi, office.name_en)
        if (section, name) != (self.section.text(), self.office.text()):
            self.section.setText(section)
            self.office.setText(name)
            self._fit_names()

    def resizeEvent(self, _event: object) -> None:
        self._fit_names()

    def _fit_names(self) -> None:
        """Names as large as the room beside the clock allows."""
        scale = self._scale
        width = self.width() - round(4.7 * self.time_px()) - scale.px(128)
        wanted = scale.px(56)
        largest = fit_words(self.office, width, 999, largest=wanted, smallest=wanted / 2)
        if scale.upright and largest < wanted * 0.75:
            largest = fit_words(
                self.office, width, 999, largest=wanted, smallest=wanted / 2, lines=2
            )
        section = min(scale.px(36), largest * 0.72)
        fit_words(self.section, width, 999, largest=section, smallest=section / 2)

    def time_px(self) -> int:
        """The font size of the clock."""
        return self._scale.secondary(84)

    def show_time(self, texts: Texts, office: Office, now_ms: int) -> None:
        now = local_time(now_ms, office.zone)
        self.time.set_text(f"{now:%H:%M}")
        weekday = texts(_WEEKDAYS[now.weekday()])
        set_words(self.date, texts("board.date", weekday=weekday, date=f"{now:%d/%m/%Y}"))


class Foot(QFrame):
    """What citizens should do; when something is away, that what they see or hear may be old."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("foot")
        self._scale = Scale(unit=1.0, cap=0.0, upright=False)
        self._alarm: bool | None = None
        self.words = Words("", 32, Weight.Medium, align=Align.AlignHCenter)
        self.sign = Drawing(Sign.WARNING, 48, theme.INK)
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self.sign)
        self._row.addWidget(self.words)
        self._row.addStretch(1)
        self.show_words("", alarm=False)

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self._row.setContentsMargins(scale.px(48), 0, scale.px(48), 0)
        self._row.setSpacing(scale.px(24))
        self._fit()

    def show_words(self, sentence: str, *, alarm: bool) -> None:
        """``alarm``: on gold and with a sign, for something that people must know."""
        changed = sentence != self.words.text() or alarm != self._alarm
        if not changed:
            return
        self.words.setText(sentence)
        if alarm != self._alarm:
            self._alarm = alarm
            self.sign.setVisible(alarm)
            colour = theme.GOLD if alarm else theme.CARD
            line = theme.GOLD if alarm else theme.LINE
            self.setStyleSheet(
                f"#foot {{ background: {colour}; border: none; border-top: 1px solid {line}; }}"
            )
        self._fit()

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def _fit(self) -> None:
        """The words take the room of their lines, so that sign and words stand in the middle.

        What must be known may take two lines to be read from afar; a hint stays small.
        """
        scale, alarm = self._scale, bool(self._alarm)
        size = min(scale.secondary(40), scale.px(64)) if alarm else scale.px(36)
        side = round(size * 1.4)
        self.sign.setFixedSize(side, side)
        room = self.width() - 2 * scale.px(48)
        if alarm:
            room -= 2 * (side + scale.px(24))
        room = max(1, room)
        lines = 2 if alarm or scale.upright else 1
        used = fit_words(self.words, room, 9_999, largest=size, smallest=scale.px(20), lines=lines)
        wide, high = self.words.needed(room)
        self.words.setFixedWidth(min(room, math.ceil(wide) + 2))
        self.setFixedHeight(max(1, round(high + 0.8 * used)))
