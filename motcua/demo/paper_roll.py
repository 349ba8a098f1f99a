"""A window that stands for a ticket printer: slot, slips, state, and ways to break and mend it."""

from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hardware.sim.printer import SimPrinter, SimState, Trouble
from i18n import Texts
from motcua.demo.slips_falling import SlipsFalling
from ui_kit import theme
from ui_kit.font import Weight, font
from ui_kit.theme import GRID, TypeScale
from ui_kit.words import Words

LOOK_MS = 120
SCALE = TypeScale(body=15)
_WORST_FIRST = (Trouble.COVER_OPEN, Trouble.PAPER_OUT, Trouble.CUTTER, Trouble.OFFLINE)
_TINTS = {
    theme.GREEN: theme.GREEN_TINT,
    theme.AMBER: theme.AMBER_TINT,
    theme.RED: theme.RED_TINT,
}


class RollState(StrEnum):
    """How the printer is, in one word."""

    READY = "ready"
    NEAR_END = "near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"
    UNPLUGGED = "unplugged"
    OFF = "off"


class Mischief(StrEnum):
    """What a person may do to the printer, and undo."""

    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    UNPLUGGED = "unplugged"
    OFF = "off"

    def is_on(self, state: SimState) -> bool:
        """Whether it is done now."""
        match self:
            case Mischief.UNPLUGGED:
                return not state.plugged
            case Mischief.OFF:
                return not state.powered
            case _:
                return Trouble(self.value) in state.troubles

    def turn(self, printer: SimPrinter) -> None:
        """Do it, or undo it."""
        is_on = self.is_on(printer.state())
        match self:
            case Mischief.UNPLUGGED:
                (printer.plug_in if is_on else printer.unplug)()
            case Mischief.OFF:
                (printer.power_on if is_on else printer.power_off)()
            case _:
                (printer.clear if is_on else printer.trouble)(Trouble(self.value))


def heal(printer: SimPrinter) -> None:
    """Mend everything."""
    printer.clear()
    printer.plug_in()
    printer.power_on()


def worst(state: SimState) -> RollState:
    """What there is to say of the printer first."""
    if not state.powered:
        return RollState.OFF
    if not state.plugged:
        return RollState.UNPLUGGED
    for trouble in (*_WORST_FIRST, Trouble.NEAR_END):
        if trouble in state.troubles:
            return RollState(trouble.value)
    return RollState.READY


def colour_of(state: RollState) -> str:
    """Green: prints. Amber: prints, look after it. Red: does not print."""
    match state:
        case RollState.READY:
            return theme.GREEN
        case RollState.NEAR_END:
            return theme.AMBER
        case _:
            return theme.RED


class PaperRoll(QWidget):
    """One simulated printer on the screen. It looks at the printer; nothing has to be told."""

    def __init__(
        self, printer: SimPrinter, texts: Texts, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._title = texts("demo.roll.title", name=name)
        self._printer = printer
        self._texts = texts
        self._told = 0
        self._state: SimState | None = None
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self._title)
        self.setMinimumWidth(44 * GRID)
        self.slips = SlipsFalling()
        self.state_words = Words("", SCALE.lead, Weight.DemiBold)
        self.count_words = Words("", SCALE.body, colour=theme.INK_SOFT)
        self.buttons: dict[Mischief, QPushButton] = {}
        self._lay_out()
        # The window itself has the keyboard first: no button looks chosen before someone chose.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setFocus()
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        self.look()

    def look(self) -> None:
        """Show what is new at the printer."""
        state = self._printer.state()
        if self._printer.paper_count != self._told:
            printed = self._printer.printed
            new, self._told = printed[self._told :], len(printed)
            for paper in new:
                self.slips.add(paper.picture(), calmly=paper is new[-1])
            self._state = None
        if state != self._state:
            self._state = state
            self.slips.hang(self._printer.unfinished if state.hanging_rows else None)
            self._tell(state)

    # Inside.

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(0)
        column.addWidget(self._face())
        column.addWidget(self._slot())
        column.addWidget(self._scrolled(), 1)
        column.addSpacing(2 * GRID)
        column.addWidget(self._hands())

    def _face(self) -> QWidget:
        """The printer's front: what it is, how it is, how much it printed."""
        face = QFrame()
        face.setProperty("surface", "card")
        lines = QVBoxLayout(face)
        lines.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        lines.setSpacing(GRID)
        lines.addWidget(Words(self._title, SCALE.body, Weight.Medium, colour=theme.INK_SOFT))
        self._sign = QFrame()
        self._sign.setObjectName("sign")
        row = QHBoxLayout(self._sign)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.addWidget(self.state_words)
        lines.addWidget(self._sign)
        lines.addWidget(self.count_words)
        return face

    def _slot(self) -> QWidget:
        """Where the paper comes out."""
        slot = QFrame()
        slot.setFixedHeight(GRID)
        slot.setStyleSheet(
            f"background: {theme.INK}; border-radius: {GRID // 2}px; margin: 0 {GRID}px;"
        )
        return slot

    def _scrolled(self) -> QWidget:
        area = QScrollArea()
        area.setWidget(self.slips)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return area

    def _hands(self) -> QWidget:
        """Buttons for breaking and mending."""
        card = QFrame()
        card.setProperty("surface", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        hint = Words(self._texts("demo.roll.hint"), SCALE.body, colour=theme.INK_SOFT)
        column.addWidget(hint)
        grid = QGridLayout()
        grid.setSpacing(GRID)
        for place, mischief in enumerate(Mischief):
            grid.addWidget(self._button(mischief), place // 2, place % 2)
        column.addLayout(grid)
        self.heal_button = self._plain_button(self._texts("demo.roll.heal"))
        self.heal_button.clicked.connect(self._heal)
        column.addWidget(self.heal_button)
        return card

    def _button(self, mischief: Mischief) -> QPushButton:
        button = self._plain_button(self._texts.of("demo.roll.order", mischief.value))

        def turn() -> None:
            mischief.turn(self._printer)
            self.look()

        button.clicked.connect(turn)
        self.buttons[mischief] = button
        return button

    def _plain_button(self, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setFont(font(SCALE.body, Weight.DemiBold))
        button.setMinimumHeight(5 * GRID)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("kind", "plain")
        return button

    def _heal(self) -> None:
        heal(self._printer)
        self.look()

    def _tell(self, state: SimState) -> None:
        said = worst(state)
        colour = colour_of(said)
        self.state_words.setText(self._texts.of("demo.roll.state", said.value))
        self._sign.setStyleSheet(
            f"QFrame#sign {{ background: {_TINTS[colour]}; border: none;"
            f" border-left: 6px solid {colour}; border-radius: 0; }}"
        )
        key = "demo.roll.held" if state.held or state.hanging_rows else "demo.roll.count"
        self.count_words.setText(self._texts(key, count=self._told))
        for mischief in Mischief:
            _set_kind(self.buttons[mischief], mischief.is_on(state))
        self.heal_button.setEnabled(said is not RollState.READY)


def _set_kind(button: QPushButton, is_on: bool) -> None:
    """A trouble that lasts is seen on its button."""
    kind = "primary" if is_on else "plain"
    if button.property("kind") != kind:
        button.setProperty("kind", kind)
        button.style().unpolish(button)
        button.style().polish(button)


class RollWindows(QObject):
    """A window for each simulated printer, from the moment that it is there."""

    def __init__(
        self,
        printers: Mapping[str, SimPrinter],
        texts: Texts,
        place: tuple[int, int, int, int],
    ) -> None:
        super().__init__()
        self.rolls: dict[str, PaperRoll] = {}
        self._printers = printers
        self._texts = texts
        self._place = place
        self._looking = QTimer(self, interval=LOOK_MS)
        self._looking.timeout.connect(self.look)
        self._looking.start()
        self.look()

    def look(self) -> None:
        """Open the windows of printers that are new, each a little below the one before."""
        left, top, wide, high = self._place
        for name, printer in tuple(self._printers.items()):
            if name not in self.rolls:
                down = 4 * GRID * len(self.rolls)
                roll = self.rolls[name] = PaperRoll(printer, self._texts, name)
                roll.setGeometry(left - down, top + down, wide, high)
                roll.show()

    def close(self) -> None:
        self._looking.stop()
        for roll in self.rolls.values():
            roll.close()
