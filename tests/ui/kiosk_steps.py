"""Steps that the tests of the kiosk's screens have in common."""

from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.ticket import PrintState
from kiosk.app import KioskWindow
from kiosk.ports import KioskTiming, PaperNews, Spot
from kiosk.screens.choice_button import ChoiceButton
from kiosk.screens.view import Place
from tests.ui.kiosk_stage import TEXTS, Counterpart, Stage, press, says, settle, touch

LONG: Final = 600_000
# Everything that happens by itself is far away, except what a test is about.
CALM: Final = KioskTiming(
    idle=LONG,
    taken=LONG,
    taken_without_paper=LONG,
    voided=LONG,
    owed=LONG,
    double_tap=0,
    heal=20,
    refresh=LONG,
)
VI: Final = TEXTS["vi"]
TRY_AGAIN: Final = VI("kiosk.choice.try_again")
PRINT_AGAIN: Final = VI("kiosk.choice.print_again")
UNWANTED: Final = VI("kiosk.choice.void")


def calm(**changes: int) -> KioskTiming:
    values = {name: getattr(CALM, name) for name in KioskTiming.__dataclass_fields__}
    return KioskTiming(**(values | changes))


def at(qtbot: QtBot, window: KioskWindow, place: Place) -> None:
    qtbot.waitUntil(lambda: window.place is place)
    settle()


def at_home(qtbot: QtBot, stage: Stage, timing: KioskTiming = CALM) -> KioskWindow:
    window = stage.open(timing=timing)
    at(qtbot, window, Place.HOME)
    return window


def with_number(qtbot: QtBot, stage: Stage, timing: KioskTiming = CALM) -> KioskWindow:
    """A citizen without priority has just got A007."""
    window = at_home(qtbot, stage, timing)
    touch(window, "A, ")
    touch(window, VI("kiosk.priority.none"))
    at(qtbot, window, Place.TAKEN)
    return window


def without_slip(
    qtbot: QtBot,
    stage: Stage,
    behind: Counterpart,
    state: PrintState = PrintState.FAILED,
    timing: KioskTiming = CALM,
) -> KioskWindow:
    """A007 is on the screen; its slip did not come out."""
    behind.print_state = state
    return with_number(qtbot, stage, timing)


def news(state: PrintState, elsewhere: Spot | None = None) -> PaperNews:
    return PaperNews(ticket_id="t7", label="A007", print_state=state, elsewhere=elsewhere)


def choices(window: KioskWindow) -> list[str]:
    """What can be chosen now, by the names that a screen reader says."""
    found = window.findChildren(ChoiceButton)
    return [one.accessibleName() for one in found if one.isVisible() and one.isEnabled()]


def until_says(qtbot: QtBot, window: KioskWindow, words: str) -> None:
    qtbot.waitUntil(lambda: says(window, words))


def focus_on(window: KioskWindow, words: str) -> None:
    """Press Tab until the button has the focus; every button comes once in each round."""
    window.activateWindow()
    settle()
    for _ in range(20):
        press(window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        if focused is not None and words in focused.accessibleName():
            return
    pytest.fail(f"Tab never comes to {words!r}")
