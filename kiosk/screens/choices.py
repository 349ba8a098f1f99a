"""What a citizen without a slip can do: print again, or, asked once more, give the number up."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QBoxLayout, QVBoxLayout, QWidget

from core.fault import FaultCode
from core.ticket import PrintState
from i18n import Texts
from kiosk.ports import Taken
from kiosk.screens import wording
from kiosk.screens.choice_button import ChoiceButton
from kiosk.screens.measures import Measures, Shape
from kiosk.screens.remedy import Remedy, Stage
from ui_kit.drawings import Sign
from ui_kit.font import Weight
from ui_kit.words import Words

_MISSING = (PrintState.FAILED, PrintState.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What there is to choose for the number ``label``. ``fault`` is the printer's, now."""

    label: str
    remedy: Remedy
    fault: FaultCode | None


def choice_of(taken: Taken, remedy: Remedy, fault: FaultCode | None) -> Choice | None:
    """None while there is nothing to choose: the slip is out, or on its way."""
    if taken.print_state not in _MISSING or remedy.stage is Stage.PRINTING:
        return None
    return Choice(label=taken.label, remedy=remedy, fault=fault)


class Choices(QWidget):
    """``reprint``, ``unwanted`` (asks first), ``kept`` and ``voided`` (the answers to that).

    The safe answer stands where "cancel" stood before: an impatient second tap keeps the number.
    """

    reprint = Signal()
    unwanted = Signal()
    kept = Signal()
    voided = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._print = ChoiceButton("primary", Sign.RECEIPT)
        self._unwanted = ChoiceButton("plain", Sign.CROSS)
        self._void = ChoiceButton("danger", Sign.CROSS)
        self._keep = ChoiceButton("primary", Sign.CHECK)
        self._question = Words("", weight=Weight.Bold)
        self._hint = Words("")
        self._print.clicked.connect(self.reprint)
        self._unwanted.clicked.connect(self.unwanted)
        self._void.clicked.connect(self.voided)
        self._keep.clicked.connect(self.kept)
        self._words = QVBoxLayout()
        self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._lay_out()

    def _lay_out(self) -> None:
        self._words.setSpacing(0)
        self._words.addStretch(1)
        self._words.addWidget(self._question)
        self._words.addWidget(self._hint)
        self._words.addStretch(1)
        for left, right in ((self._print, self._unwanted), (self._void, self._keep)):
            self._buttons.addWidget(left, 1)
            self._buttons.addWidget(right, 1)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.addLayout(self._words)
        self._parts.addLayout(self._buttons, 1)

    def fit(self, measures: Measures) -> None:
        tall = measures.shape is Shape.TALL
        self._parts.setDirection(
            QBoxLayout.Direction.TopToBottom if tall else QBoxLayout.Direction.LeftToRight
        )
        self._parts.setSpacing(measures.gap)
        self._buttons.setSpacing(measures.gap)
        self._question.set_size(measures.type.title if tall else measures.type.body)
        self._hint.set_size(measures.type.lead if tall else measures.type.body)
        for button in (self._print, self._unwanted, self._void, self._keep):
            button.fit(measures, tall=tall)

    def say(self, texts: Texts, choice: Choice | None) -> None:
        """Show what can be chosen; nothing at all for None."""
        by_keys = any(button.hasFocus() for button in self._answers())
        self.setVisible(choice is not None)
        if choice is None:
            return
        stage = choice.remedy.stage
        offered, asked = stage is Stage.OFFERED, stage is Stage.ASKED
        self._say_question(texts, choice)
        self._print.setVisible(offered)
        self._unwanted.setVisible(offered)
        self._void.setVisible(asked)
        self._keep.setVisible(asked)
        self._say_print(texts, choice)
        self._unwanted.say(texts("kiosk.choice.void"))
        self._void.say(texts("kiosk.choice.confirm"))
        self._keep.say(texts("kiosk.choice.keep"))
        if by_keys:
            self._lead_focus(offered)

    def _answers(self) -> tuple[ChoiceButton, ...]:
        return self._print, self._unwanted, self._void, self._keep

    def _say_question(self, texts: Texts, choice: Choice) -> None:
        stage = choice.remedy.stage
        voiding = stage is Stage.VOIDING
        key = "kiosk.choice.voiding" if voiding else "kiosk.choice.ask"
        self._question.setText(texts(key, label=choice.label))
        self._hint.setText(texts("kiosk.choice.ask_hint"))
        self._question.setVisible(stage is not Stage.OFFERED)
        self._hint.setVisible(stage is Stage.ASKED)

    def _say_print(self, texts: Texts, choice: Choice) -> None:
        doubtful = choice.remedy.doubtful
        title = texts("kiosk.choice.print_again" if doubtful else "kiosk.choice.try_again")
        if choice.fault is not None:
            self._print.say(title, wording.printer_trouble(texts, choice.fault), enabled=False)
        else:
            note = texts("kiosk.choice.print_again_note") if doubtful else ""
            self._print.say(title, note)

    def _lead_focus(self, offered: bool) -> None:
        """Whoever pressed a key finds the focus again, on the safe answer."""
        focused = QApplication.focusWidget()
        if focused is None or not focused.isVisible() or focused not in self._answers():
            safe = self._unwanted if offered else self._keep
            safe.setFocus(Qt.FocusReason.TabFocusReason)
