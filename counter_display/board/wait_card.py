"""People waiting and the expected wait, by service."""

import math

from PySide6.QtWidgets import QWidget

from core.hall import Hall, ServiceLine
from counter_display.board.fitting import set_words, wide
from counter_display.board.level_words import LevelWords
from counter_display.board.side_cards import SideCard
from counter_display.board.wait_row import CHIP, NAME, PEOPLE, TIME, WaitRow
from i18n import Texts
from ui_kit import theme
from ui_kit.font import Weight, font
from ui_kit.words import Align
from ui_kit.wrapping import fits

_ONE_LINE = 1.75  # a row's height in parts of its font size
_TWO_LINES = 2.6
_GIVE_WAY = 0.78  # figures may get so much smaller before the name goes into a line of its own


class WaitCard(SideCard):
    """A table of waits, on pages where there are many services."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        soft = theme.INK_SOFT
        self.rows: list[WaitRow] = []
        self.people = LevelWords("", 26, colour=soft, align=Align.AlignHCenter)
        self.time = LevelWords("", 26, colour=soft, align=Align.AlignRight)
        self.marks = LevelWords("", 30, Weight.Medium, colour=soft)
        for part in (self.people, self.time, self.marks):
            part.setParent(self)
        self._lines: tuple[ServiceLine, ...] = ()
        self._texts: Texts | None = None
        self._page = 0
        self._per_page = 1

    @property
    def pages(self) -> int:
        return max(1, math.ceil(len(self._lines) / self._per_page))

    def show_hall(self, texts: Texts, hall: Hall) -> None:
        lines = tuple(line for line in hall.services if line.active)
        if texts is self._texts and lines == self._lines:
            return
        self._texts = texts
        set_words(self.title, texts("board.waits"))
        set_words(self.people, texts("board.waits_people"))
        set_words(self.time, texts("board.waits_time"))
        self._lines = lines
        self.place()

    def show_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.place()

    def place_parts(self, left: int, top: int, width: int, height: int) -> None:
        """Rows of one line if a name has room beside its figures, else of two."""
        size = max(1, self._scale.secondary(34))
        beside = math.floor(width / (CHIP + PEOPLE + TIME + NAME))
        stacked = beside < size * _GIVE_WAY
        size = max(1, min(size, round(width / 11)) if stacked else min(size, beside))
        high = size * (_TWO_LINES if stacked else _ONE_LINE)
        fitting = max(1, math.floor(height / high))
        pages = max(1, math.ceil(len(self._lines) / fitting))
        self._per_page = max(1, math.ceil(len(self._lines) / pages))
        self._page %= pages
        step = min(height / self._per_page, high * 1.35)
        shown = self._fill(stacked=stacked)
        name_px = self._name_px(width, step, size, stacked=stacked)
        for place, row in enumerate(self.rows[:shown]):
            row.setGeometry(left, round(top + place * step), width, math.floor(step))
            row.fit(size, name_px, stacked=stacked)
        self._place_headings(left, width, size, stacked=stacked)

    def _name_px(self, width: int, step: float, size: int, *, stacked: bool) -> int:
        """One size for all names, so that none looks less important than the others."""
        if self._texts is None:
            return size
        room = width - size * (CHIP + 0.4 + (0.0 if stacked else PEOPLE + TIME))
        high, lines = (step * 0.46, 1) if stacked else (step, 2)
        names = [self._texts.pick(line.name_vi, line.name_en) for line in self._lines]
        for tried in range(size, round(size * 0.62), -1):
            used = font(tried, Weight.Medium)
            if all(fits(name, used, room, high, lines) for name in names):
                return tried
        return max(1, round(size * 0.62))

    def _place_headings(self, left: int, width: int, size: int, *, stacked: bool) -> None:
        """In the line of the title: what the columns mean, and the page."""
        box, small = self.title.geometry(), min(self._scale.px(28), round(size * 0.8))
        at, gap = box.right() + self._scale.px(18), self._scale.px(14)
        together = sum(
            wide(words.text(), small, Weight.Normal) for words in (self.people, self.time)
        )
        room = left + width - at - gap - (small * 2.4 if self.pages > 1 else 0)
        small = max(1, math.floor(small * min(1.0, max(0.6, room / (together + gap)))))
        for words in (self.people, self.time, self.marks):
            words.set_size(small)
        pages, text = self.pages, ""
        if self._texts is not None and pages > 1:
            text = self._texts("board.page", page=self._page + 1, pages=pages)
        set_words(self.marks, text)
        marks = math.ceil(wide(text, small, Weight.Medium)) + 2
        self.marks.setGeometry(at, box.y(), marks, box.height())
        self.marks.setVisible(bool(text))
        time = math.ceil(wide(self.time.text(), small, Weight.Normal)) + 2
        people = math.ceil(wide(self.people.text(), small, Weight.Normal)) + 2
        middle = left + width - (TIME + PEOPLE / 2) * size
        start = min(middle - people / 2, left + width - time - gap - people)
        self.people.setGeometry(round(start), box.y(), people, box.height())
        self.time.setGeometry(left + width - time, box.y(), time, box.height())
        fitting = not stacked and start > (at + marks if text else at)
        self.people.setVisible(fitting)
        self.time.setVisible(fitting)

    def _fill(self, *, stacked: bool) -> int:
        """Write the rows of this page; returns how many there are."""
        lines = self._lines[self._page * self._per_page :][: self._per_page]
        while len(self.rows) < self._per_page:
            self.rows.append(WaitRow(self))
        for row, line in zip(self.rows, lines, strict=False):
            if self._texts is not None:
                row.show_line(self._texts, line, stacked=stacked)
            row.show()
        for row in self.rows[len(lines) :]:
            row.hide()
        return len(lines)
