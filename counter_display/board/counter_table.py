"""All counters with their numbers: what the stage shows between calls, on pages if need be."""

import math

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from core.hall import CounterLine, Office
from counter_display.board.counter_row import CounterRow
from counter_display.board.fitting import set_words
from counter_display.board.scale import Scale
from counter_display.board.table_plan import TablePlan, TableRoom
from i18n import Texts
from ui_kit import theme
from ui_kit.font import Weight
from ui_kit.words import Align, Words

_FEWEST_FIGURES = 4
_LARGEST = 150  # of the design: a number of a list is not the call itself


class CounterTable(QWidget):
    """Rows in one to three columns. Rows are made once and used again, for weeks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[CounterRow] = []
        self.marks = Words("", 30, Weight.Medium, colour=theme.INK_SOFT, align=Align.AlignHCenter)
        self.marks.setParent(self)
        self.marks.hide()
        self._texts: Texts | None = None
        self._office: Office | None = None
        self._lines: tuple[CounterLine, ...] = ()
        self._figures = _FEWEST_FIGURES
        self._scale = Scale(unit=1.0, cap=0.0, upright=False)
        self._page = 0
        self._plan: TablePlan | None = None

    @property
    def pages(self) -> int:
        return 1 if self._plan is None else self._plan.pages

    def cap(self) -> float:
        """How high the capitals of the numbers are, in pixels; the smallest counts."""
        shown = [row.cap() for row in self.rows if row.isVisibleTo(self)]
        return min(shown, default=self.room(self.width(), self.height()).plan(1).cap)

    def room(self, width: int, height: int) -> TableRoom:
        """What a table of this hall on this screen has to do with in so many pixels."""
        scale = self._scale
        return TableRoom(
            width=width,
            height=height,
            gap=scale.px(14),
            cap=scale.cap,
            most=max(scale.px(_LARGEST) * 0.74, scale.cap * 1.25),
            figures=self._figures,
        )

    def show_lines(self, texts: Texts, office: Office, lines: tuple[CounterLine, ...]) -> None:
        labels = [len(line.label) for line in lines if line.label]
        figures = max(self._figures, *labels) if labels else self._figures
        again = (len(lines), figures, self._open(lines)) != (
            len(self._lines),
            self._figures,
            self._open(self._lines),
        )
        self._texts, self._office, self._lines = texts, office, lines
        self._figures = figures
        if again:
            self.arrange()
        else:
            self._fill()

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.arrange()

    def show_page(self, page: int) -> None:
        if page % self.pages != self._page:
            self._page = page % self.pages
            self._fill()

    def page_of(self, counter_id: int) -> int:
        """The page with this counter, the current one if it is on none."""
        per_page = len(self._listed()) if self._plan is None else self._plan.per_page
        for place, line in enumerate(self._listed()):
            if line.counter_id == counter_id:
                return place // max(1, per_page)
        return self._page

    def resizeEvent(self, _event: object) -> None:
        self.arrange()

    def arrange(self) -> None:
        """Decide on columns, rows and pages again."""
        self._plan = self._planned()
        self._page %= self._plan.pages
        self._fill()

    def _planned(self) -> TablePlan:
        plan = self.room(self.width(), self.height()).plan(len(self._lines))
        if plan.pages == 1:
            return plan
        room = self.room(self.width(), self.height() - self._marks_height())
        return room.plan(len(self._open(self._lines)) or len(self._lines))

    def _marks_height(self) -> int:
        return self._scale.px(52)

    def _listed(self) -> tuple[CounterLine, ...]:
        """All counters; where they need pages, those that are closed give way to the others."""
        if len(self._lines) <= (self._plan.per_page if self._plan else 0):
            return self._lines
        return tuple(self._lines[place] for place in self._open(self._lines)) or self._lines

    @staticmethod
    def _open(lines: tuple[CounterLine, ...]) -> tuple[int, ...]:
        """The places of counters that are open, or where someone is still served."""
        return tuple(
            place for place, line in enumerate(lines) if line.is_open or line.label is not None
        )

    def _fill(self) -> None:
        plan, texts, office = self._plan, self._texts, self._office
        if plan is None or texts is None or office is None:
            return
        listed = self._listed()
        lines = listed[self._page * plan.per_page :][: plan.per_page]
        while len(self.rows) < plan.per_page:
            self.rows.append(CounterRow(self))
        paged = plan.pages > 1
        boxes = self._boxes(plan, self.height() - (self._marks_height() if paged else 0))
        for row, line, box in zip(self.rows, lines, boxes, strict=False):
            row.show_line(texts, office, line)
            row.fit(box, plan, self._figures)
            row.show()
        for row in self.rows[len(lines) :]:
            row.hide()
        self.marks.setVisible(paged)
        if paged:
            set_words(self.marks, texts("board.page", page=self._page + 1, pages=plan.pages))
            self.marks.set_size(self._scale.px(34))
            high = self._marks_height()
            self.marks.setGeometry(0, self.height() - high, self.width(), high)

    def _boxes(self, plan: TablePlan, height: int) -> list[QRect]:
        gap = self._scale.px(14)
        wide = (self.width() - (plan.columns - 1) * gap) / plan.columns
        high = (height - (plan.rows - 1) * gap) / plan.rows
        high = min(high, max(plan.cap * 2.4, self._scale.px(190)))
        return [
            QRect(
                round(place // plan.rows * (wide + gap)),
                round(place % plan.rows * (high + gap)),
                math.floor(wide),
                math.floor(high),
            )
            for place in range(plan.per_page)
        ]
