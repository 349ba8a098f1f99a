"""The working screen: ticket, buttons, lists. Drawn from a ``Desk``; tells wishes by a signal."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.ticket import read_paper_code
from i18n import Texts
from officer_panel.actions import (
    FIND_KEY,
    KEYS,
    Action,
    list_action,
    outlook,
    reprint_target,
    undo_left_ms,
    void_target,
)
from officer_panel.printers import printer_words
from officer_panel.screens.choice_pane import ChoicePane, Question
from officer_panel.screens.header import Header, StatusLine
from officer_panel.screens.parts import Strip
from officer_panel.screens.people_list import PeopleList
from officer_panel.screens.questions import reason_question, transfer_question
from officer_panel.screens.ticket_card import TicketCard
from officer_panel.screens.wishes import ACTION_TEXTS, View, Wish
from ui_kit.desk_scale import units
from ui_kit.key_button import KeyButton, Kind
from ui_kit.theme import TypeScale

# Row, column, columns wide; on the right what concerns a chosen ticket as well.
_GRID = {
    Action.RECALL: (0, 0, 1),
    Action.NO_SHOW: (0, 1, 1),
    Action.UNDO_CALL: (0, 2, 1),
    Action.REPRINT: (0, 3, 1),
    Action.HOLD: (1, 0, 1),
    Action.TRANSFER: (1, 1, 2),
    Action.VOID: (1, 3, 1),
}


class DeskScreen(QWidget):
    """Emits ``wished`` with a ``Wish``, ``scanned`` with a code typed in place of a reason."""

    wished = Signal(object)
    scanned = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._view: View | None = None
        self._ready = False
        self._asking: Wish | None = None
        self._focus_back: QWidget | None = None
        self.header = Header()
        self.stale = Strip()
        self.card = TicketCard()
        self.note = self.card.note
        self.primary = KeyButton("F2", Kind.PRIMARY, one_line=True)
        self.primary.setEnabled(False)
        self.buttons = {action: KeyButton(KEYS[action]) for action in _GRID}
        self.choice = ChoicePane()
        self.people = PeopleList()
        self.status = StatusLine()
        self._lay_out()
        self._connect()

    # Set up ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._grid_box = QWidget()
        self._grid = QGridLayout(self._grid_box)
        self._grid.setContentsMargins(0, 0, 0, 0)
        for action, (row, column, wide) in _GRID.items():
            self._grid.addWidget(self.buttons[action], row, column, 1, wide)
            self._grid.setColumnStretch(column, 1)
        self._left = QVBoxLayout()
        self._left.addWidget(self.card, 1)
        self._left.addWidget(self.primary)
        self._left.addWidget(self._grid_box)
        self._left.addWidget(self.choice)
        self._body = QHBoxLayout()
        self._body.addLayout(self._left, 10)
        self._body.addWidget(self.people, 7)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.header)
        page.addWidget(self.stale)
        page.addLayout(self._body, 1)
        page.addWidget(self.status)
        self.stale.hide()

    def _connect(self) -> None:
        self.primary.clicked.connect(self._on_primary)
        for action, button in self.buttons.items():
            button.clicked.connect(partial(self.press, action))
        self.header.close_counter.clicked.connect(partial(self.press, Action.CLOSE))
        self.people.action.clicked.connect(self._on_list)
        self.people.wanted.connect(self._on_list)
        self.people.chosen.connect(self._show_buttons)
        self.choice.made.connect(self._on_choice)
        self.choice.left.connect(self.leave_question)
        by_key: dict[str, list[Action]] = {}
        for action, key in KEYS.items():
            by_key.setdefault(key, []).append(action)
        for key, actions in by_key.items():
            self._shortcut(key, partial(self._on_key, actions))
        self._shortcut(FIND_KEY, self.people.finder.setFocus)

    def _shortcut(self, key: str, slot: object) -> None:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(slot)

    def set_scale(self, scale: TypeScale) -> None:
        margin = units(scale, 2.5)
        self._body.setContentsMargins(margin, units(scale, 2), margin, units(scale, 2))
        self._body.setSpacing(margin)
        self._left.setSpacing(units(scale, 1.25))
        self._grid.setSpacing(units(scale, 1.25))
        for part in (self.stale, self.header, self.card, self.choice, self.people, self.status):
            part.set_scale(scale)
        self.primary.set_scale(scale)
        self.primary.setMinimumHeight(units(scale, 9))
        for button in self.buttons.values():
            button.set_scale(scale)
            button.setMinimumHeight(units(scale, 7))

    # Contents ------------------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        """Draw everything again from ``view``; ends a question that makes no sense any more."""
        self._view = view
        texts, desk = view.texts, view.desk
        self.header.show_office(texts, desk.office, view.now_ms)
        self.header.show_counter(texts, desk.counter, view.officer)
        self.card.show_desk(texts, desk, view.groups, view.now_ms)
        self.people.show_desk(texts, desk, view.now_ms)
        self.status.show_printers(printer_words(texts, desk))
        self.status.served.setText(texts("panel.served_today", count=desk.served_today))
        self._show_buttons()
        if self._asking is not None and self._asking.action not in self._allowed():
            self.leave_question()

    @property
    def ready(self) -> bool:
        """Whether presses count now."""
        return self._ready

    def set_ready(self, ready: bool) -> None:
        """Allow presses, or not while a command is under way; the focus stays where it was."""
        if ready == self._ready:
            return
        focused = self.focusWidget()
        if not ready and isinstance(focused, KeyButton):
            self._focus_back = focused
            self.setFocus()
        self._ready = ready
        self._show_buttons()
        if ready and self._focus_back is not None:
            back, self._focus_back = self._focus_back, None
            usable = back.isEnabled() and back.isVisible()
            (back if usable else self.primary).setFocus()

    def show_stale(self, sentence: str) -> None:
        """What the strip on top says while the database is away; empty hides it."""
        self.stale.words.setText(sentence)
        self.stale.setVisible(bool(sentence))

    def press(self, action: Action, *_checked: object) -> None:
        """Do ``action``, or ask what it needs first; nothing when it is not allowed now."""
        view = self._view
        if view is None or not self._ready or action not in self._allowed():
            return
        ticket = view.desk.ticket
        if action is Action.TRANSFER and ticket is not None:
            self._asking = Wish(action=action)
            self._ask(transfer_question(view.texts, view.desk, ticket))
        elif action is Action.HOLD and ticket is not None:
            self._asking = Wish(action=action)
            self._ask(reason_question(view.texts, action, ticket.label))
        elif action in (Action.PICK, Action.VOID):
            self._ask_about_chosen(view, action)
        elif action in (Action.RESUME, Action.RESTORE, Action.REPRINT):
            target = reprint_target(view.desk, self.people.chosen_line)
            self._wish(Wish(action=action, ticket_id=None if target is None else target[0]))
        else:
            self._wish(Wish(action=action))

    def leave_question(self) -> None:
        """Back from the choices to the buttons."""
        self._asking = None
        self.choice.hide()
        self.card.set_compact(False)
        self.primary.show()
        self._grid_box.show()
        self.primary.setFocus()

    # Inside --------------------------------------------------------------------------------------

    def _allowed(self) -> frozenset[Action]:
        view = self._view
        if view is None:
            return frozenset()
        return outlook(view.desk, chosen=self.people.chosen_line, now_ms=view.now_ms).allowed

    def _show_buttons(self) -> None:
        view = self._view
        if view is None:
            return
        texts, desk, chosen = view.texts, view.desk, self.people.chosen_line
        now = outlook(desk, chosen=chosen, now_ms=view.now_ms)
        allowed = now.allowed if self._ready else frozenset()
        self.primary.show_words(texts(ACTION_TEXTS[now.primary]), key=KEYS[now.primary])
        self.primary.setEnabled(now.primary in allowed)
        left_s = (undo_left_ms(desk, view.now_ms) + 999) // 1000
        targets = {
            Action.VOID: void_target(desk, chosen),
            Action.REPRINT: reprint_target(desk, chosen),
        }
        for action, button in self.buttons.items():
            second = ""
            if action is Action.UNDO_CALL and left_s:
                second = texts("panel.ticket.undo_left", seconds=left_s)
            target = targets.get(action)
            if target is not None:
                second = target[1]
            button.show_words(texts(ACTION_TEXTS[action]), second)
            button.setEnabled(action in allowed)
        self.header.close_counter.setEnabled(Action.CLOSE in allowed)
        self._show_list_button(texts, allowed)

    def _show_list_button(self, texts: Texts, allowed: frozenset[Action]) -> None:
        chosen = self.people.chosen_line
        action = list_action(chosen)
        if chosen is None or action is None:
            self.people.action.show_words(texts("panel.list.choose"))
            self.people.action.setEnabled(False)
            return
        self.people.action.show_words(f"{texts(ACTION_TEXTS[action])}: {chosen.label}")
        self.people.action.setEnabled(action in allowed)

    def _ask(self, question: Question) -> None:
        self.primary.hide()
        self._grid_box.hide()
        self.card.set_compact(True)
        self.choice.ask(question)

    def _ask_about_chosen(self, view: View, action: Action) -> None:
        target = void_target(view.desk, self.people.chosen_line)
        if target is not None:
            self._asking = Wish(action=action, ticket_id=target[0])
            self._ask(reason_question(view.texts, action, target[1]))

    def _wish(self, wish: Wish) -> None:
        self.wished.emit(wish)

    def _on_primary(self) -> None:
        if self._view is not None:
            self.press(outlook(self._view.desk, chosen=None, now_ms=self._view.now_ms).primary)

    def _on_list(self) -> None:
        action = list_action(self.people.chosen_line)
        if action is not None:
            self.press(action)

    def _on_key(self, actions: list[Action]) -> None:
        if self._asking is None:
            for action in actions:
                self.press(action)

    def _on_choice(self, value: object) -> None:
        asking = self._asking
        if asking is None or not self._ready:
            return
        if isinstance(value, str) and read_paper_code(value.upper()) is not None:
            self.choice.words.clear()
            self.scanned.emit(value)
            return
        self.leave_question()
        if asking.action is not Action.TRANSFER:
            reason = str(value)
            self._wish(Wish(action=asking.action, ticket_id=asking.ticket_id, reason=reason))
        elif isinstance(value, int):
            self._wish(Wish(action=asking.action, to_counter_id=value))
        else:
            self._wish(Wish(action=asking.action, service_id=str(value)))
