"""The rows of a list of people, and how a row is drawn."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from core.hall import Desk, WaitingLine
from core.ticket import PrintState
from i18n import Texts
from officer_panel.lists import Place, age_min, by_service, next_in_turn
from officer_panel.screens.ticket_card import age_words
from ui_kit import theme
from ui_kit.font import Weight, draw_tabular, font, tabular_width
from ui_kit.theme import TypeScale

Index = QModelIndex | QPersistentModelIndex
_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a list: a service (``line`` is None) or a person."""

    text: str
    right: str
    line: WaitingLine | None = None
    marks: tuple[tuple[str, str], ...] = ()  # (words, colour of the patch)


def rows_of(texts: Texts, desk: Desk, place: Place, now_ms: int) -> list[Row]:
    """What a list shows: services, and their people below them."""
    coming = next_in_turn(desk) if place is Place.WAITING else None
    rows: list[Row] = []
    for group in by_service(desk, place):
        service = group.service
        name = (
            texts("panel.list.removed_service")
            if service is None
            else f"{service.series}   {texts.pick(service.name_vi, service.name_en)}"
        )
        rows.append(Row(text=name, right=str(len(group.people))))
        rows += [
            Row(
                text=line.label,
                right=age_words(texts, age_min(line, now_ms)),
                line=line,
                marks=_marks(texts, line, coming),
            )
            for line in group.people
        ]
    return rows


def _marks(
    texts: Texts, line: WaitingLine, coming: WaitingLine | None
) -> tuple[tuple[str, str], ...]:
    marks: list[tuple[str, str]] = []
    if line == coming:
        marks.append((texts("panel.list.next"), theme.GREEN_TINT))
    if line.priority is not None:
        marks.append((texts("common.priority").lower(), theme.GOLD))
    paper = _PAPER.get(line.print_state)
    if paper is not None:
        marks.append((texts(paper[0]), paper[1]))
    return tuple(marks)


# What is worth a mark: a slip that is out needs none.
_PAPER = {
    PrintState.QUEUED: ("panel.list.queued", theme.SHADE),
    PrintState.FAILED: ("panel.list.unprinted", theme.AMBER_TINT),
    PrintState.UNKNOWN: ("panel.list.doubtful", theme.AMBER_TINT),
}


class PeopleModel(QAbstractListModel):
    """The rows of one list. Services cannot be chosen; the arrows step over them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []

    def show_rows(self, rows: list[Row]) -> bool:
        """Take over ``rows``; False when nothing changed but ages, and nothing need move."""
        if rows == self._rows:
            return False
        same = [row.line and row.line.ticket_id for row in rows] == [
            row.line and row.line.ticket_id for row in self._rows
        ]
        if same and rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return False
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()
        return True

    def row_of(self, ticket_id: str) -> int | None:
        """Where a ticket stands, or None."""
        for place, row in enumerate(self._rows):
            if row.line is not None and row.line.ticket_id == ticket_id:
                return place
        return None

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == _ROW:
            return row
        return row.text if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self._rows[index.row()].line is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def row_at(index: Index) -> Row | None:
    """The row at ``index``, or None."""
    row = index.data(_ROW) if index.isValid() else None
    return row if isinstance(row, Row) else None


class RowPainter(QStyledItemDelegate):
    """Draws services as quiet headings and people as number, marks and age."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scale = TypeScale(body=16)

    def set_scale(self, scale: TypeScale) -> None:
        self._scale = scale

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        row = row_at(index)
        steps = 2.0 if row is not None and row.line is None else 2.6
        return QSize(0, round(self._scale.body * steps))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = row_at(index)
        if row is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if row.line is None:
            self._paint_service(painter, box, row)
        else:
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_person(painter, box, row, selected)
        painter.restore()

    def _paint_service(self, painter: QPainter, box: QRectF, row: Row) -> None:
        painter.fillRect(box, QColor(theme.PAGE))
        painter.setPen(QColor(theme.INK_SOFT))
        painter.setFont(font(self._scale.caption, Weight.DemiBold))
        inner = box.adjusted(self._pad, 0, -self._pad, 0)
        self._right(painter, inner, row.right)
        inner.setRight(inner.right() - 2 * self._pad)
        text = QFontMetricsF(painter.font()).elidedText(
            row.text, Qt.TextElideMode.ElideRight, inner.width()
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_person(self, painter: QPainter, box: QRectF, row: Row, selected: bool) -> None:
        if selected:
            painter.fillRect(box, QColor(theme.BRAND_TINT))
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), QColor(theme.BRAND))
        inner = box.adjusted(self._pad, 0, -self._pad, 0)
        used = font(self._scale.lead, Weight.Bold)
        painter.setFont(used)
        painter.setPen(QColor(theme.BRAND if selected else theme.INK))
        baseline = box.center().y() + used.pixelSize() * 0.36
        draw_tabular(painter, inner.left(), baseline, row.text)
        left = inner.left() + max(tabular_width(row.text, used), tabular_width("A000", used))
        self._paint_marks(painter, left + self._pad, box, row.marks)
        painter.setFont(font(self._scale.body))
        painter.setPen(QColor(theme.INK_SOFT))
        self._right(painter, inner, row.right)

    def _paint_marks(
        self, painter: QPainter, left: float, box: QRectF, marks: tuple[tuple[str, str], ...]
    ) -> None:
        used: QFont = font(self._scale.caption, Weight.DemiBold)
        metrics = QFontMetricsF(used)
        painter.setFont(used)
        for words, patch in marks:
            width, height = metrics.horizontalAdvance(words) + metrics.height(), metrics.height()
            pill = QRectF(left, box.center().y() - height * 0.6, width, height * 1.2)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(patch))
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
            painter.setPen(QColor(theme.INK))
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
            left += width + metrics.height() * 0.4

    @property
    def _pad(self) -> float:
        return float(self._scale.body)

    @staticmethod
    def _right(painter: QPainter, inner: QRectF, text: str) -> None:
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
