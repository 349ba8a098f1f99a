"""All counters with their numbers: what the stage shows between calls."""

from typing import assert_never

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from core.hall import CounterLine
from core.ticket import TicketState
from counter_display.board.level_words import LevelWords
from i18n import Texts
from ui_kit import theme
from ui_kit.font import Weight
from ui_kit.words import Align, Number


class CounterRow(QWidget):
    """One counter: its name, the number there, what is going on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = LevelWords("", 40, Weight.DemiBold)
        self.number = Number("", 100, align=Align.AlignLeft)
        self.state = LevelWords("", 30, Weight.Medium, align=Align.AlignRight)
        self._calling = False
        self._dense = False
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.name, 9)
        self._row.addWidget(self.number, 10)
        self._row.addWidget(self.state, 9)

    def show_line(self, texts: Texts, line: CounterLine) -> None:
        self.name.setText(texts.pick(line.name_vi, line.name_en))
        self.number.set_text(line.label or "")
        words, colour = _state(texts, line)
        self.state.setText(words)
        self.state.set_colour(colour)
        self._show_parts()
        calling = line.state is TicketState.CALLED
        self.name.set_colour(theme.INK if line.is_open else theme.INK_SOFT)
        self.number.set_colour(theme.BRAND if calling else theme.INK)
        if calling != self._calling:
            self._calling = calling
            self.update()

    def set_height(self, height: int, unit: float, *, dense: bool) -> None:
        """Sizes that follow from the row's height, in one column or (dense) in several."""
        self._dense = dense
        self._show_parts()
        margin = round((28 if dense else 40) * unit)
        self._row.setContentsMargins(margin, 0, margin, 0)
        self._row.setSpacing(round((12 if dense else 20) * unit))
        size = min(height * 0.36, 54 * unit) * (0.86 if dense else 1.0)
        self.name.set_size(round(size))
        self.state.set_size(round(size * 0.68))
        self.number.set_largest(round(min(height * 0.78, (96 if dense else 130) * unit)))

    def _show_parts(self) -> None:
        """Where room is short, the state gives way to the number: red already means "calling"."""
        self.state.setVisible(not (self._dense and self.number.text()))
        self.number.setVisible(not (self._dense and not self.number.text()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.BRAND if self._calling else theme.LINE), 2))
        painter.setBrush(QColor(theme.BRAND_TINT if self._calling else theme.CARD))
        radius = self.height() * 0.12
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        if self._calling:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.BRAND))
            bar = self._row.contentsMargins().left() * 0.28
            inset = self.height() * 0.2
            box = QRectF(bar * 1.2, inset, bar, self.height() - 2 * inset)
            painter.drawRoundedRect(box, bar / 2, bar / 2)


class CounterTable(QWidget):
    """Rows in one to three columns. Rows are made once and used again, for weeks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[CounterRow] = []
        self._shown = 0
        self._columns = 0
        self._unit = 1.0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)

    def show_lines(self, texts: Texts, lines: tuple[CounterLine, ...]) -> None:
        while len(self.rows) < len(lines):
            self.rows.append(CounterRow(self))
        for row, line in zip(self.rows, lines, strict=False):
            row.show_line(texts, line)
        for row in self.rows[len(lines) :]:
            row.hide()
        if len(lines) != self._shown:
            self._shown = len(lines)
            self._arrange()

    def set_unit(self, unit: float) -> None:
        self._unit = unit
        self._arrange()

    def resizeEvent(self, _event: object) -> None:
        self._fit()

    def _arrange(self) -> None:
        self._columns = 1 if self._shown <= 6 else 2 if self._shown <= 14 else 3
        self._grid.setSpacing(round(16 * self._unit))
        per_column = self._per_column()
        for place, row in enumerate(self.rows):
            self._grid.removeWidget(row)
            if place < self._shown:
                self._grid.addWidget(row, place % per_column, place // per_column)
                row.show()
        for line in range(24):
            self._grid.setRowStretch(line, 1 if line < per_column else 0)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        self._fit()

    def _per_column(self) -> int:
        return max(1, -(-self._shown // max(1, self._columns)))

    def _fit(self) -> None:
        rows = self._per_column()
        height = (self.height() - (rows - 1) * round(16 * self._unit)) // rows
        for row in self.rows[: self._shown]:
            row.setMaximumHeight(max(1, round(190 * self._unit)))
            row.set_height(
                min(height, round(190 * self._unit)), self._unit, dense=self._columns > 1
            )


def _state(texts: Texts, line: CounterLine) -> tuple[str, str]:
    """What is going on at a counter, in words, and their colour."""
    if line.state is None:
        if line.is_open:
            return texts("board.free"), theme.INK_SOFT
        return texts("board.closed"), theme.INK_SOFT
    match line.state:
        case TicketState.CALLED:
            return texts("board.calling"), theme.BRAND
        case TicketState.SERVING:
            return texts("board.serving"), theme.GREEN
        case (
            TicketState.WAITING
            | TicketState.HELD
            | TicketState.DONE
            | TicketState.NO_SHOW
            | TicketState.VOID
            | TicketState.EXPIRED
        ):
            return "", theme.INK_SOFT
        case _:
            assert_never(line.state)
