"""A number whose slip is missing can be given up: never by a stray touch, once, for certain."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.fault import Fault, FaultCode, Refused, Unavailable
from kiosk.screens.choice_button import ChoiceButton
from kiosk.screens.view import Place
from tests.ui.kiosk_stage import (
    Counterpart,
    Stage,
    place_of,
    press,
    says,
    settle,
    tap,
    tap_on,
)
from tests.ui.kiosk_steps import (
    TRY_AGAIN,
    UNWANTED,
    VI,
    at,
    calm,
    choices,
    focus_on,
    until_says,
    without_slip,
)

Key = Qt.Key
VOID = VI("kiosk.choice.confirm")
KEEP = VI("kiosk.choice.keep")
QUESTION = VI("kiosk.choice.ask", label="A007")


def test_a_number_is_given_up_only_after_a_question(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    tap_on(window, UNWANTED)
    assert says(window, QUESTION)
    assert choices(window) == [VOID, KEEP]
    assert behind.voids == []
    tap_on(window, VOID)
    at(qtbot, window, Place.VOIDED)
    assert [ticket for ticket, _ in behind.voids] == ["t7"]
    assert says(window, VI("kiosk.voided.title", label="A007"))


def test_the_second_tap_of_a_double_tap_gives_nothing_up(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind, timing=calm(double_tap=400))

    def asked() -> bool:
        tap_on(window, UNWANTED)  # the shield of the screen before comes down first
        return says(window, QUESTION)

    qtbot.waitUntil(asked)
    tap(window, place_of(window, VOID))
    settle()
    assert behind.voids == []
    assert says(window, QUESTION)


def test_where_giving_up_was_offered_the_number_is_kept(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """Whoever keeps tapping the same place keeps the number."""
    window = without_slip(qtbot, stage, behind)
    where = place_of(window, UNWANTED)
    for _ in range(2):
        tap(window, where)
        settle()
    assert choices(window) == [TRY_AGAIN, UNWANTED]
    assert behind.voids == []


def test_a_touch_beside_the_question_keeps_the_number(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    tap_on(window, UNWANTED)
    settle()
    tap(window, window.rect().center())
    assert window.place is Place.TAKEN
    assert choices(window) == [TRY_AGAIN, UNWANTED]
    tap(window, window.rect().center())
    at(qtbot, window, Place.HOME)
    assert behind.voids == []


def test_two_taps_give_up_once(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    window = without_slip(qtbot, stage, behind)
    tap_on(window, UNWANTED)
    settle()
    behind.go_on.clear()
    where = place_of(window, VOID)
    tap(window, where)
    tap(window, where)
    assert says(window, VI("kiosk.choice.voiding", label="A007"))
    behind.go_on.set()
    at(qtbot, window, Place.VOIDED)
    assert len(behind.voids) == 1


def test_nobody_leaves_while_the_number_is_being_given_up(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """The screen says in the end whether the number is still valid."""
    window = without_slip(qtbot, stage, behind)
    tap_on(window, UNWANTED)
    behind.go_on.clear()
    tap_on(window, VOID)
    press(window, Key.Key_Escape)
    tap(window, window.rect().center())
    assert window.place is Place.TAKEN
    behind.go_on.set()
    at(qtbot, window, Place.VOIDED)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            Refused(FaultCode.STEP_NOT_ALLOWED, label="A007", step="voided", state="serving"),
            "đang phục vụ",
        ),
        (Unavailable(FaultCode.DATABASE_AWAY), VI("kiosk.paper.not_sent")),
    ],
    ids=["refused", "away"],
)
def test_a_number_that_could_not_be_given_up_stays_valid_and_says_why(
    qtbot: QtBot, stage: Stage, behind: Counterpart, error: Fault, words: str
) -> None:
    window = without_slip(qtbot, stage, behind)
    tap_on(window, UNWANTED)
    behind.refusal = error
    tap_on(window, VOID)
    until_says(qtbot, window, words)
    assert window.place is Place.TAKEN
    assert choices(window) == [TRY_AGAIN, UNWANTED]


def test_the_confirmation_makes_room_for_the_next_citizen(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind, timing=calm(voided=30))
    tap_on(window, UNWANTED)
    tap_on(window, VOID)
    qtbot.waitUntil(lambda: len(behind.voids) == 1)
    at(qtbot, window, Place.HOME)


def test_an_unanswered_question_keeps_the_number(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind, timing=calm(taken_without_paper=200))
    tap_on(window, UNWANTED)
    at(qtbot, window, Place.HOME)
    assert behind.voids == []


# By keyboard --------------------------------------------------------------------------------------


def test_the_question_is_asked_of_the_keyboard_with_the_focus_on_the_safe_answer(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    focus_on(window, UNWANTED)
    press(window, Key.Key_Space)
    focused = QApplication.focusWidget()
    assert isinstance(focused, ChoiceButton)
    assert focused.accessibleName() == KEEP
    focus_on(window, VOID)
    press(window, Key.Key_Return)
    at(qtbot, window, Place.VOIDED)


def test_escape_takes_the_question_back_and_then_leads_home(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    tap_on(window, UNWANTED)
    press(window, Key.Key_Escape)
    assert choices(window) == [TRY_AGAIN, UNWANTED]
    press(window, Key.Key_Escape)
    at(qtbot, window, Place.HOME)
    assert behind.voids == []


@pytest.mark.parametrize("name", [TRY_AGAIN, UNWANTED])
def test_the_focus_on_a_choice_can_be_seen(
    qtbot: QtBot, stage: Stage, behind: Counterpart, name: str
) -> None:
    window = without_slip(qtbot, stage, behind)
    [button] = [one for one in window.findChildren(ChoiceButton) if name in one.accessibleName()]
    plain = button.grab().toImage()
    focus_on(window, name)
    assert button.grab().toImage() != plain
