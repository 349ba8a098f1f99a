"""The right side of the panel: three lists of people, a field to find one, what to do with one."""

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.hall import Desk, WaitingLine
from i18n import Texts
from officer_panel.actions import FIND_KEY, KEYS, Action
from officer_panel.lists import Place, find_in, people, place_of, read_wanted
from officer_panel.screens.people_rows import PeopleModel, RowPainter, row_at, rows_of
from ui_kit import theme
from ui_kit.desk_scale import font_rule, units
from ui_kit.key_button import KeyButton
from ui_kit.theme import TypeScale
from ui_kit.words import Align, Words

_NAMES = {
    Place.WAITING: "panel.list.waiting",
    Place.HELD: "panel.list.held",
    Place.MISSED: "panel.list.missed",
}
_EMPTY = {
    Place.WAITING: "panel.list.waiting_empty",
    Place.HELD: "panel.list.held_empty",
    Place.MISSED: "panel.list.missed_empty",
}


class PeopleView(QListView):
    """A list that Enter acts on, and whose left and right arrows change to the next list."""

    entered_row = Signal()
    sideways = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered_row.emit()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.sideways.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)


class PeopleList(QFrame):
    """Emits ``chosen`` when another ticket (or none) is chosen, ``wanted`` for Enter on one,
    ``sought`` with what was typed into the field and is in no list."""

    chosen = Signal()
    wanted = Signal()
    sought = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setObjectName("people")
        self._texts: Texts | None = None
        self._desk: Desk | None = None
        self._place = Place.WAITING
        self._chosen_id: str | None = None
        self.tabs = {place: QPushButton() for place in Place}
        self.finder = QLineEdit()
        self.model = PeopleModel(self)
        self.view = PeopleView()
        self._painter = RowPainter(self)
        self.empty = Words("", colour=theme.INK_SOFT, align=Align.AlignHCenter)
        self.action = KeyButton(KEYS[Action.PICK], one_line=True)
        self.keys = Words("", 13, colour=theme.INK_SOFT, align=Align.AlignHCenter)
        self._set_up_view()
        self._lay_out()

    # Set up ---------------------------------------------------------------------------------------

    def _set_up_view(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._painter)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.entered_row.connect(self.wanted)
        self.view.doubleClicked.connect(lambda _index: self.wanted.emit())
        self.view.sideways.connect(self._step_sideways)
        self.view.selectionModel().currentChanged.connect(self._on_current)
        self.finder.returnPressed.connect(self._on_find)
        for place, tab in self.tabs.items():
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tab.clicked.connect(partial(self.open_place, place))

    def _lay_out(self) -> None:
        tabs = QHBoxLayout()
        tabs.setSpacing(0)
        for tab in self.tabs.values():
            tabs.addWidget(tab, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self._column = QVBoxLayout(self)
        self._column.addLayout(tabs)
        self._column.addWidget(self.finder)
        self._column.addLayout(self._stack, 1)
        self._column.addWidget(self.action)
        self._column.addWidget(self.keys)

    def set_scale(self, scale: TypeScale) -> None:
        self.setStyleSheet(_style(scale))  # first: it puts every font below back to the default
        margin = units(scale, 2)
        self._column.setContentsMargins(margin, margin, margin, units(scale, 1.5))
        self._column.setSpacing(units(scale, 1.5))
        self._painter.set_scale(scale)
        self.view.scheduleDelayedItemsLayout()
        self.finder.setMinimumHeight(units(scale, 5))
        self.empty.set_size(scale.body)
        self.keys.set_size(scale.caption)
        self.action.set_scale(scale)
        self.action.setMinimumHeight(units(scale, 5.5))
        for tab in self.tabs.values():
            tab.setMinimumHeight(units(scale, 5))

    # Contents ------------------------------------------------------------------------------------

    @property
    def chosen_line(self) -> WaitingLine | None:
        """The ticket that is chosen in the open list."""
        row = row_at(self.view.currentIndex())
        return None if row is None else row.line

    def show_desk(self, texts: Texts, desk: Desk, now_ms: int) -> None:
        self._texts, self._desk = texts, desk
        for place, tab in self.tabs.items():
            name, count = texts(_NAMES[place]), len(people(desk, place))
            tab.setText(texts("panel.list.tab", name=name, count=count))
            tab.setChecked(place is self._place)
        self.finder.setPlaceholderText(f"{texts('panel.list.find')}  ({FIND_KEY})")
        self.empty.setText(texts(_EMPTY[self._place]))
        self.keys.setText(texts("panel.list.keys"))
        if self.model.show_rows(rows_of(texts, desk, self._place, now_ms)):
            self._choose_again()
        nobody = self.model.rowCount() == 0
        self._stack.setCurrentWidget(self.empty if nobody else self.view)

    def open_place(self, place: Place) -> None:
        """Turn to another list; nothing is chosen there yet."""
        if place is not self._place:
            self._place = place
            self._chosen_id = None
        self._show_again()

    def choose(self, line: WaitingLine) -> None:
        """Open the list that holds ``line`` and choose it."""
        if self._desk is None:
            return
        place = place_of(self._desk, line.ticket_id)
        if place is None:
            return
        self.open_place(place)
        self._chosen_id = line.ticket_id
        self._choose_again()
        self.view.setFocus()

    def leave(self) -> None:
        """Choose nobody."""
        self._chosen_id = None
        self._choose_again()

    # Inside --------------------------------------------------------------------------------------

    def _show_again(self) -> None:
        if self._texts is not None and self._desk is not None:
            self.show_desk(self._texts, self._desk, self._desk.at_ms)
            self.chosen.emit()

    def _choose_again(self) -> None:
        """After the rows moved: keep the same ticket chosen, or nobody."""
        row = None if self._chosen_id is None else self.model.row_of(self._chosen_id)
        selection = self.view.selectionModel()
        if row is None:
            self._chosen_id = None
            selection.clear()
            selection.setCurrentIndex(QModelIndex(), QItemSelectionModel.SelectionFlag.Clear)
            self.chosen.emit()
            return
        index = self.model.index(row)
        selection.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.view.scrollTo(index)

    def _on_current(self, index: QModelIndex) -> None:
        row = row_at(index)
        if row is not None and row.line is not None:
            self._chosen_id = row.line.ticket_id
            self.chosen.emit()

    def _step_sideways(self, step: int) -> None:
        places = list(Place)
        self.open_place(places[(places.index(self._place) + step) % len(places)])

    def _on_find(self) -> None:
        typed = self.finder.text()
        self.finder.clear()
        wanted = read_wanted(typed)
        if wanted is None or self._desk is None:
            return
        line = find_in(self._desk, wanted)
        if line is not None:
            self.choose(line)
        else:
            self.sought.emit(typed)


def _style(scale: TypeScale) -> str:
    return f"""
    #people QPushButton {{
        background: transparent; border: none; border-bottom: 3px solid {theme.LINE};
        border-radius: 0; padding: 4px 8px; color: {theme.INK_SOFT};
        {font_rule(scale.body, 600)}
    }}
    #people QPushButton:checked {{
        border-bottom: 3px solid {theme.BRAND}; color: {theme.BRAND};
    }}
    #people QPushButton:hover {{ background: {theme.PAGE}; }}
    #people QLineEdit {{
        background: {theme.CARD}; border: 1px solid {theme.LINE}; border-radius: 8px;
        padding: 2px 12px; {font_rule(scale.body)}
    }}
    #people QLineEdit:focus {{ border: 2px solid {theme.INK}; }}
    #people QListView {{
        background: {theme.CARD}; outline: none; border: 2px solid transparent;
    }}
    #people QListView:focus {{ border: 2px solid {theme.INK}; border-radius: 4px; }}
    #people QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    #people QScrollBar::handle:vertical {{
        background: {theme.LINE}; border-radius: 4px; min-height: 40px;
    }}
    #people QScrollBar::add-line, #people QScrollBar::sub-line {{ height: 0; }}
"""
