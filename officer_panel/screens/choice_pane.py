"""Choices in place of a modal box: a reason, or where to. One key chooses and does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ui_kit import theme
from ui_kit.desk_scale import font_rule, units
from ui_kit.font import Weight
from ui_kit.key_button import KeyButton
from ui_kit.theme import TypeScale
from ui_kit.words import Align, Words

_ROW = 6.5  # height of a choice in grid steps: two lines of text


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possibility. ``value`` is given back; ``key`` is one character or empty."""

    value: object
    text: str
    second: str = ""
    key: str = ""
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked. ``groups``: ``(heading, choices)``; ``free_text`` names a field for words."""

    title: str
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    free_text: str = ""
    confirm: str = ""
    back: str = ""


class ChoicePane(QFrame):
    """Emits ``made`` with the value of the choice (the typed words for free text), or ``left``."""

    made = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setObjectName("choice")
        self._scale = TypeScale(body=16)
        self.title = Words("", 20, Weight.Bold)
        self.back = KeyButton("Esc", one_line=True)
        self.back.clicked.connect(self.left)
        self.words = QLineEdit()
        self.words.setMaxLength(200)
        self.words.returnPressed.connect(self._on_words)
        self.confirm = KeyButton("Enter", one_line=True)
        self.confirm.clicked.connect(self._on_words)
        self._buttons: list[tuple[KeyButton, Choice]] = []
        self._groups: list[QWidget] = []
        self._lay_out()
        self.hide()

    @property
    def buttons(self) -> Sequence[KeyButton]:
        """The buttons of the present question, in order."""
        return [button for button, _ in self._buttons]

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.back)
        self._middle = QVBoxLayout()
        bottom = QHBoxLayout()
        bottom.addWidget(self.words, 1)
        bottom.addWidget(self.confirm)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addLayout(self._middle)
        self._column.addLayout(bottom)

    def ask(self, question: Question) -> None:
        """Show ``question`` and put the focus on its first choice."""
        self._clear()
        self.title.setText(question.title)
        self.back.show_words(question.back)
        for heading, choices in question.groups:
            self._add_group(heading, choices)
        self.words.setVisible(bool(question.free_text))
        self.confirm.setVisible(bool(question.free_text))
        self.words.clear()
        self.words.setPlaceholderText(question.free_text)
        self.confirm.show_words(question.confirm)
        self.set_scale(self._scale)
        self.show()
        first = next((button for button, choice in self._buttons if choice.enabled), None)
        (first or self.words).setFocus()

    def set_scale(self, scale: TypeScale) -> None:
        self._scale = scale
        self.setStyleSheet(_style(scale))  # first: it puts every font below back to the default
        margin = units(scale, 2)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(units(scale, 1.5))
        self._middle.setSpacing(units(scale, 1.5))
        self.title.set_size(scale.lead)
        for button in (self.back, self.confirm, *self.buttons):
            button.set_scale(scale)
            button.setFixedHeight(units(scale, _ROW))
        self.words.setFixedHeight(units(scale, _ROW))
        for group in self._groups:
            for heading in group.findChildren(Words):
                heading.set_size(scale.caption)
        self._layout_heights()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the focused button did not want: a choice's own key, arrows, Escape."""
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        if event.key() in (Qt.Key.Key_Right, Qt.Key.Key_Down):
            self.focusNextChild()
            return
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Up):
            self.focusPreviousChild()
            return
        for button, choice in self._buttons:
            if choice.key and event.text().upper() == choice.key and button.isEnabled():
                button.click()
                return
        super().keyPressEvent(event)

    # Inside --------------------------------------------------------------------------------------

    def _add_group(self, heading: str, choices: Sequence[Choice]) -> None:
        group = QWidget()
        grid = QGridLayout(group)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(units(self._scale, 1))
        columns = _columns_for(len(choices))
        first = 0
        if heading:
            words = Words(heading, 13, colour=theme.INK_SOFT, align=Align.AlignLeft)
            grid.addWidget(words, 0, 0, 1, columns)
            first = 1
        for place, choice in enumerate(choices):
            button = KeyButton(choice.key, one_line=bool(choice.second))
            button.show_words(choice.text, choice.second)
            button.setEnabled(choice.enabled)
            button.clicked.connect(partial(self._on_choice, choice.value))
            grid.addWidget(button, first + place // columns, place % columns)
            self._buttons.append((button, choice))
        for column in range(columns):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 1)
        self._middle.addWidget(group)
        self._groups.append(group)

    def _layout_heights(self) -> None:
        """Give every row its height: wrapping headings make Qt's layouts squeeze the buttons."""
        row, gap = units(self._scale, _ROW), units(self._scale, 1)
        spacing = self._column.spacing()
        total = 2 * units(self._scale, 2) + row + spacing
        for group in self._groups:
            headings = group.findChildren(Words)
            heading = headings[0].sizeHint().height() + gap if headings else 0
            buttons = len(group.findChildren(KeyButton))
            rows = -(-buttons // _columns_for(buttons)) if buttons else 0
            high = heading + rows * row + max(0, rows - 1) * gap
            group.setFixedHeight(high)
            total += high + spacing
        if not self.words.isHidden():
            total += row + spacing
        self.setFixedHeight(total - spacing + 2)

    def _clear(self) -> None:
        for group in self._groups:
            self._middle.removeWidget(group)
            group.deleteLater()
        self._groups.clear()
        self._buttons.clear()

    def _on_choice(self, value: object) -> None:
        self.made.emit(value)

    def _on_words(self) -> None:
        typed = " ".join(self.words.text().split())
        if typed:
            self.made.emit(typed)
        else:
            self.words.setFocus()


def _columns_for(choices: int) -> int:
    """Two by two, three in a row, four when there are many: no choice stands alone."""
    if choices in (2, 4):
        return 2
    return 3 if choices <= 6 else 4


def _style(scale: TypeScale) -> str:
    return f"""
    #choice QLineEdit {{
        background: {theme.CARD}; border: 1px solid {theme.LINE}; border-radius: 8px;
        padding: 2px 12px; {font_rule(scale.body)}
    }}
    #choice QLineEdit:focus {{ border: 2px solid {theme.INK}; }}
"""
