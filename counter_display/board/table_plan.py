"""How many counters stand on the board at once: columns, rows, pages. Plain arithmetic."""

import math
from dataclasses import dataclass

_MOST_COLUMNS = 3
_ROOMY = 1.5  # a row's height in parts of its capitals
_TIGHT = 1.41
NAME = 3.0  # widths in parts of the capitals' height: the counter's name,
FIGURE = 0.99  # a digit or a series letter of its number,
EDGES = 1.2  # margins and the gap between both
STATE = 4.0  # and what is going on, where there is room for it
_FOR_STATE = 0.88  # a number may get so much smaller to make that room


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """``cap``: the height of the numbers' capitals, in pixels; ``wanted``: what the seats ask for.
    ``per_page``: counters on a page.
    """

    columns: int
    rows: int
    per_page: int
    pages: int
    cap: float
    wanted: float
    with_state: bool


def width_in_caps(figures: int, *, with_state: bool = False) -> float:
    """The width of a row in parts of its capitals' height; its number has so many ``figures``."""
    return NAME + FIGURE * figures + EDGES + (STATE if with_state else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRoom:
    """What a table has to do with, in pixels. ``cap``: to reach; ``most``: enough is enough."""

    width: float
    height: float
    gap: float
    cap: float
    most: float
    figures: int

    def plan(self, counters: int) -> TablePlan:
        """All counters at once if they can be read so, else on as few pages as possible."""
        counters = max(1, counters)
        whole = self._best(counters, pages=1)
        if whole.cap >= self.cap - 0.5:
            return whole
        fitting = max(1, *(self._fitting(columns) for columns in range(1, _MOST_COLUMNS + 1)))
        pages = math.ceil(counters / fitting)
        return self._best(math.ceil(counters / pages), pages=pages)

    def _best(self, per_page: int, *, pages: int) -> TablePlan:
        """Fewer columns win where the numbers get (nearly) as large."""
        plans = [
            self._grid(columns, per_page, pages)
            for columns in range(1, min(_MOST_COLUMNS, per_page) + 1)
        ]
        return max(plans, key=lambda plan: (plan.cap >= self.cap, plan.cap - 1e-6 * plan.columns))

    def _grid(self, columns: int, per_page: int, pages: int) -> TablePlan:
        rows = math.ceil(per_page / columns)
        width = (self.width - (columns - 1) * self.gap) / columns
        height = (self.height - (rows - 1) * self.gap) / rows
        roomy, tight = height / _ROOMY, height / _TIGHT
        tall = max(roomy, min(tight, self.cap))
        cap = max(1.0, min(tall, width / width_in_caps(self.figures), max(self.most, self.cap)))
        all_told = width / width_in_caps(self.figures, with_state=True)
        with_state = all_told >= max(cap * _FOR_STATE, min(cap, self.cap))
        cap = min(cap, all_told) if with_state else cap
        return TablePlan(
            columns=columns,
            rows=rows,
            per_page=per_page,
            pages=pages,
            cap=cap,
            wanted=self.cap,
            with_state=with_state,
        )

    def _fitting(self, columns: int) -> int:
        """How many counters can be read at once in so many columns."""
        width = (self.width - (columns - 1) * self.gap) / columns
        if width < self.cap * width_in_caps(self.figures):
            return 0
        return columns * int((self.height + self.gap) / (self.cap * _TIGHT + self.gap))
