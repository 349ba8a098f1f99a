"""Beside the stage: the last calls, for those who did not hear, and who comes next."""

import math

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QWidget

from core.clock import local_time
from core.hall import Hall
from counter_display.board.fitting import fit_words, set_words
from counter_display.board.level_words import LevelWords, PlaceName
from counter_display.board.sayings import place_name
from counter_display.board.scale import Scale
from i18n import Texts
from ui_kit import theme
from ui_kit.font import CAP_HEIGHT, Weight
from ui_kit.words import Align, Number, Words

CALLS = 6
NEXT = 6


class SideCard(QFrame):
    """A card with a heading; ``place_parts`` puts what is below it into its box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.title = LevelWords("", 30, Weight.DemiBold, colour=theme.BRAND)
        self.empty = Words("", 28, colour=theme.INK_SOFT)
        self.empty.setAlignment(Align.AlignTop | Align.AlignLeft)
        for part in (self.title, self.empty):
            part.setParent(self)
        self.empty.hide()
        self._scale = Scale(unit=1.0, cap=0.0, upright=False)

    @property
    def pages(self) -> int:
        return 1

    def show_page(self, page: int) -> None:
        """Cards with more than fits have several pages; this one has one."""

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.place()

    def resizeEvent(self, _event: QResizeEvent) -> None:
        self.place()

    def place(self) -> None:
        """Set all boxes again."""
        scale, edge = self._scale, self._scale.px(32)
        high, top = scale.px(56), scale.px(18)
        room = max(1, self.width() - 2 * edge)
        self.title.setGeometry(edge, top, room, high)
        fit_words(self.title, room, high, largest=scale.px(38))
        self.title.resize(min(room, math.ceil(self.title.needed(room)[0]) + 2), high)
        rest = max(1, self.height() - 2 * top - high)
        self.empty.setGeometry(edge, top + high + scale.px(8), room, max(1, rest - scale.px(8)))
        fit_words(self.empty, room, rest, largest=scale.secondary(34), lines=3)
        self.place_parts(edge, top + high, room, rest)

    def place_parts(self, left: int, top: int, width: int, height: int) -> None:
        """Put the rows into this box."""
        raise NotImplementedError

    def say_empty(self, sentence: str) -> None:
        """Say ``sentence`` in place of the rows; nothing: there are rows."""
        if sentence != self.empty.text() or self.empty.isHidden() != (not sentence):
            self.empty.setText(sentence)
            self.empty.setVisible(bool(sentence))
            self.place()


class CallRow(QWidget):
    """One past call: number, counter, time."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.number = Number("", 60, align=Align.AlignLeft)
        self.to = PlaceName()
        self.time = Number("", 24, Weight.Normal, colour=theme.INK_SOFT, align=Align.AlignRight)
        for part in (self.number, self.to, self.time):
            part.setParent(self)

    def fit(self, size: int, figures: int) -> None:
        """Numbers at ``size``; the time of the call only where there is room for it."""
        wide, high = self.width(), self.height()
        number = min(round(0.735 * size * figures), wide // 2)
        time = round(size * 0.46 * 3.1)
        gap = round(size * 0.4)
        with_time = wide - number - time - 2 * gap >= size * 2.1
        self.number.set_largest(size)
        self.number.setGeometry(0, 0, number, high)
        self.time.set_largest(round(size * 0.46))
        self.time.setGeometry(wide - time, 0, time, high)
        self.time.setVisible(with_time)
        left = number + gap
        self.to.setGeometry(left, 0, max(1, wide - left - (time + gap if with_time else 0)), high)
        self.to.fit(max(1, round(size * 0.92)))


class LastCalls(SideCard):
    """The newest calls, newest on top; as many as can be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = [CallRow(self) for _ in range(CALLS)]
        self._filled = 0
        self._shown: object = None
        self._figures = 4

    def show_hall(self, texts: Texts, hall: Hall) -> None:
        calls = hall.last_calls[:CALLS]
        names = tuple(place_name(texts, hall, call.counter_id) for call in calls)
        if (texts, calls, names) == self._shown:
            return
        self._shown = (texts, calls, names)
        set_words(self.title, texts("board.last_calls"))
        self._filled = len(calls)
        self._figures = max([4, *(len(call.label) for call in calls)])
        for place, (row, call) in enumerate(zip(self.rows, calls, strict=False)):
            row.number.set_text(call.label)
            set_words(row.to, names[place])
            row.time.set_text(f"{local_time(call.at_ms, hall.office.zone):%H:%M}")
            row.number.set_colour(theme.BRAND if place == 0 else theme.INK)
        self.say_empty("" if calls else texts("board.no_calls"))
        self.place()

    def place_parts(self, left: int, top: int, width: int, height: int) -> None:
        size = max(1, min(self._scale.secondary(62), round(width / 5.2)))
        fitting = max(1, min(CALLS, math.floor(height / (size * 1.12))))
        step = min(height / fitting, size * 1.5)
        for place, row in enumerate(self.rows):
            row.setVisible(place < min(fitting, self._filled))
            row.setGeometry(left, round(top + place * step), width, math.floor(step))
            row.fit(size, self._figures)


class NextWaiting(SideCard):
    """The next numbers in turn, and how many more wait."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = [Number("", 56, align=Align.AlignLeft) for _ in range(NEXT)]
        self.more = LevelWords("", 28, colour=theme.INK_SOFT)
        for part in (*self.numbers, self.more):
            part.setParent(self)

    def show_hall(self, texts: Texts, hall: Hall) -> None:
        set_words(self.title, texts("board.next"))
        coming = hall.next_waiting[:NEXT]
        for place, number in enumerate(self.numbers):
            number.set_text(coming[place].label if place < len(coming) else "")
        waiting = max(len(hall.next_waiting), sum(line.waiting for line in hall.services))
        more = waiting - len(coming)
        set_words(self.more, texts("board.more", count=more) if coming and more > 0 else "")
        self.say_empty("" if coming else texts("board.nobody_next"))
        self.place()

    def place_parts(self, left: int, top: int, width: int, height: int) -> None:
        size = max(1, min(self._scale.secondary(62), round(width / 3.4)))
        columns = 3 if width >= size * 10 else 2
        more = round(size * 0.9)
        rows = NEXT // columns
        step = min((height - more) / rows, size * 1.5)
        fitting = math.floor((height - more) / (size * 1.02)) * columns
        gap = size * 0.3
        wide = (width - (columns - 1) * gap) / columns
        for place, number in enumerate(self.numbers):
            number.set_largest(size)
            number.setVisible(bool(number.text()) and place < max(columns, fitting))
            number.setGeometry(
                round(left + place % columns * (wide + gap)),
                round(top + place // columns * step),
                math.floor(wide),
                math.floor(step),
            )
        used = round(top + min(rows, max(1, fitting // columns)) * step)
        self.more.setGeometry(left, used, width, more)
        fit_words(self.more, width, more, largest=min(more * CAP_HEIGHT, self._scale.px(36)))
