"""Beside the stage: the last calls, for those who did not hear, and who comes next."""

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.clock import local_time
from core.hall import Hall
from counter_display.board.call_face import counter_name
from counter_display.board.level_words import LevelWords
from i18n import Texts
from ui_kit import theme
from ui_kit.font import Weight
from ui_kit.words import Align, Number, Words

CALLS = 5
NEXT = 6


class CallRow(QWidget):
    """One past call: number, counter, time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = Number("", 60, align=Align.AlignLeft)
        self.place = LevelWords("", 30, Weight.Medium)
        self.time = Number("", 24, Weight.Normal, colour=theme.INK_SOFT, align=Align.AlignRight)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.number, 10)
        row.addWidget(self.place, 10)
        row.addWidget(self.time, 6)

    def set_unit(self, unit: float) -> None:
        self.number.set_largest(round(60 * unit))
        self.place.set_size(round(36 * unit))
        self.time.set_largest(round(30 * unit))


class SideCard(QFrame):
    """A card with a heading."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.title = Words("", 30, Weight.DemiBold, colour=theme.BRAND)
        self.empty = Words("", 28, colour=theme.INK_SOFT)
        self.empty.setAlignment(Align.AlignTop | Align.AlignLeft)
        self.column = QVBoxLayout(self)
        self.column.addWidget(self.title)
        self.column.addWidget(self.empty, 1)
        self.empty.hide()

    def set_unit(self, unit: float) -> None:
        margin = round(32 * unit)
        self.column.setContentsMargins(margin, round(22 * unit), margin, round(22 * unit))
        self.column.setSpacing(round(14 * unit))
        self.title.set_size(round(36 * unit))
        self.empty.set_size(round(30 * unit))


class LastCalls(SideCard):
    """The newest calls, newest on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = [CallRow() for _ in range(CALLS)]
        for row in self.rows:
            self.column.addWidget(row, 1)

    def set_unit(self, unit: float) -> None:
        super().set_unit(unit)
        for row in self.rows:
            row.set_unit(unit)

    def show_hall(self, texts: Texts, hall: Hall) -> None:
        self.title.setText(texts("board.last_calls"))
        self.empty.setText("" if hall.last_calls else texts("board.no_calls"))
        self.empty.setVisible(not hall.last_calls)
        calls = hall.last_calls[:CALLS]
        for place, row in enumerate(self.rows):
            call = calls[place] if place < len(calls) else None
            row.number.set_text("" if call is None else call.label)
            row.place.setText("" if call is None else counter_name(texts, hall, call.counter_id))
            time = "" if call is None else f"{local_time(call.at_ms, hall.office.zone):%H:%M}"
            row.time.set_text(time)
            row.number.set_colour(theme.BRAND if place == 0 else theme.INK)
            row.setVisible(bool(calls))


class NextWaiting(SideCard):
    """The next numbers in turn, and how many more wait."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.numbers = [Number("", 56, align=Align.AlignLeft) for _ in range(NEXT)]
        self.more = Words("", 28, colour=theme.INK_SOFT)
        self._grid = QGridLayout()
        self.set_columns(3)
        self.column.addLayout(self._grid, 1)
        self.column.addWidget(self.more)

    def set_columns(self, columns: int) -> None:
        """Three beside each other on a lying screen, two on an upright one."""
        for place, number in enumerate(self.numbers):
            self._grid.removeWidget(number)
            self._grid.addWidget(number, place // columns, place % columns)
        for column in range(NEXT):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def set_unit(self, unit: float) -> None:
        super().set_unit(unit)
        self._grid.setSpacing(round(24 * unit))
        self.more.set_size(round(28 * unit))
        for number in self.numbers:
            number.set_largest(round(60 * unit))

    def show_hall(self, texts: Texts, hall: Hall) -> None:
        self.title.setText(texts("board.next"))
        coming = hall.next_waiting[:NEXT]
        self.empty.setText("" if coming else texts("board.nobody_next"))
        self.empty.setVisible(not coming)
        for place, number in enumerate(self.numbers):
            number.set_text(coming[place].label if place < len(coming) else "")
            number.setVisible(bool(coming))
        waiting = max(len(hall.next_waiting), sum(line.waiting for line in hall.services))
        more = waiting - len(coming)
        self.more.setText(texts("board.more", count=more) if coming and more > 0 else "")
