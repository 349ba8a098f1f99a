"""A number whose slip is missing: printed again, told where it is, told why not."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Refused, Unavailable
from core.ticket import PrintState
from kiosk.ports import Spot
from kiosk.screens.view import Place
from tests.ui.kiosk_stage import (
    TEXTS,
    Counterpart,
    Stage,
    hall,
    place_of,
    press,
    says,
    settle,
    tap,
    tap_on,
)
from tests.ui.kiosk_steps import (
    LONG,
    PRINT_AGAIN,
    TRY_AGAIN,
    UNWANTED,
    VI,
    at,
    at_home,
    calm,
    choices,
    focus_on,
    news,
    until_says,
    with_number,
    without_slip,
)

AGAIN = VI("kiosk.paper.again")
HELP_DESK = Spot(printer="du-phong", words_vi="bàn hướng dẫn", words_en="the help desk")

# Printing again -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (PrintState.FAILED, [TRY_AGAIN, UNWANTED]),
        (PrintState.UNKNOWN, [f"{PRINT_AGAIN}. Phiếu có dòng IN LẠI", UNWANTED]),
        (PrintState.QUEUED, []),
        (PrintState.PRINTED, []),
        (PrintState.NONE, []),
    ],
)
def test_only_a_missing_slip_leaves_something_to_choose(
    qtbot: QtBot, stage: Stage, behind: Counterpart, state: PrintState, offered: list[str]
) -> None:
    assert choices(without_slip(qtbot, stage, behind, state)) == offered


def test_a_slip_is_asked_for_again_and_comes_out(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    tap_on(window, TRY_AGAIN)
    assert says(window, AGAIN)
    assert choices(window) == []
    qtbot.waitUntil(lambda: [ticket for ticket, _ in behind.reprints] == ["t7"])
    window.show_paper(news(PrintState.PRINTED))
    until_says(qtbot, window, VI("kiosk.paper.printed_hint"))
    assert says(window, "A007")


def test_two_taps_ask_once(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    window = without_slip(qtbot, stage, behind)
    behind.go_on.clear()
    where = place_of(window, TRY_AGAIN)
    tap(window, where)
    tap(window, where)
    behind.go_on.set()
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news(PrintState.PRINTED))
    until_says(qtbot, window, VI("kiosk.paper.printed_hint"))
    assert len(behind.reprints) == 1


def test_an_outcome_that_comes_before_the_answer_is_not_lost(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """The printer has its own thread; the answer QUEUED must not cover what is known already."""
    window = without_slip(qtbot, stage, behind)
    behind.go_on.clear()
    tap_on(window, TRY_AGAIN)
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news(PrintState.PRINTED))
    behind.go_on.set()
    until_says(qtbot, window, VI("kiosk.paper.printed_hint"))


def test_after_a_second_failure_the_same_can_be_chosen(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    tap_on(window, TRY_AGAIN)
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news(PrintState.FAILED))
    until_says(qtbot, window, VI("kiosk.paper.failed_again", label="A007"))
    assert choices(window) == [TRY_AGAIN, UNWANTED]
    tap_on(window, TRY_AGAIN)
    qtbot.waitUntil(lambda: len(behind.reprints) == 2)
    first, second = behind.reprints
    assert first[1] != second[1]  # a new wish, not the old one sent again


def test_a_slip_that_may_be_out_is_never_offered_as_a_first_one(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """The second attempt surely failed; of the first nobody knows."""
    window = without_slip(qtbot, stage, behind, PrintState.UNKNOWN)
    tap_on(window, PRINT_AGAIN)
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news(PrintState.FAILED))
    until_says(qtbot, window, VI("kiosk.paper.failed_again", label="A007"))
    assert choices(window)[0].startswith(PRINT_AGAIN)


def test_a_lost_answer_is_asked_for_under_the_same_name(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    behind.refusal = Unavailable(FaultCode.DATABASE_AWAY)
    tap_on(window, TRY_AGAIN)
    until_says(qtbot, window, VI("kiosk.paper.not_sent"))
    behind.refusal = None
    tap_on(window, TRY_AGAIN)
    qtbot.waitUntil(lambda: len(behind.reprints) == 2)
    first, second = behind.reprints
    assert first == second


def test_once_the_slip_has_failed_a_lost_answer_is_history(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """Else the queue would answer the next wish with the slip that failed."""
    window = without_slip(qtbot, stage, behind)
    behind.refusal = Unavailable(FaultCode.DATABASE_AWAY)
    tap_on(window, TRY_AGAIN)
    until_says(qtbot, window, VI("kiosk.paper.not_sent"))
    window.show_paper(news(PrintState.FAILED))
    behind.refusal = None
    tap_on(window, TRY_AGAIN)
    qtbot.waitUntil(lambda: len(behind.reprints) == 2)
    first, second = behind.reprints
    assert first[1] != second[1]


def test_a_refusal_is_told_and_leaves_the_number_as_it_was(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    behind.refusal = Refused(FaultCode.PAPER_UNDER_WAY, label="A007", place="K1")
    tap_on(window, TRY_AGAIN)
    until_says(qtbot, window, VI.fault(behind.refusal))
    assert choices(window) == [TRY_AGAIN, UNWANTED]


@pytest.mark.complains("REPRINT of a ticket")
def test_an_unexpected_error_is_logged_and_the_choice_stays(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    behind.refusal = RuntimeError("boom")
    tap_on(window, TRY_AGAIN)
    until_says(qtbot, window, VI("kiosk.paper.not_sent"))
    assert not says(window, "boom")
    assert choices(window) == [TRY_AGAIN, UNWANTED]


def test_a_printer_with_a_known_fault_is_not_offered_until_it_heals(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.printer_fault = FaultCode.PRINTER_PAPER_OUT
    window = without_slip(qtbot, stage, behind)
    assert choices(window) == [UNWANTED]
    assert says(window, "Máy in đang hết giấy")
    behind.printer_fault = None
    window.show_printer_state()
    assert choices(window) == [TRY_AGAIN, UNWANTED]
    assert not says(window, "Máy in đang hết giấy")


def test_the_slip_of_a_citizen_who_left_does_not_show_on_the_next_screen(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    behind.go_on.clear()
    tap_on(window, TRY_AGAIN)
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    tap_on(window, VI("kiosk.bar.home"))
    at(qtbot, window, Place.HOME)
    behind.go_on.set()
    window.show_paper(news(PrintState.FAILED))
    settle()
    assert window.place is Place.HOME
    assert choices(window) == []


# A spare printer, and the printer's own state -----------------------------------------------------


def test_a_slip_from_the_spare_printer_is_told_with_its_place(qtbot: QtBot, stage: Stage) -> None:
    window = with_number(qtbot, stage)
    window.show_paper(news(PrintState.PRINTED, elsewhere=HELP_DESK))
    assert says(window, "Mời nhận phiếu tại bàn hướng dẫn")
    assert not says(window, VI("kiosk.paper.printed_hint"))


def test_whoever_is_sent_to_the_spare_printer_gets_the_time_to_read_it(
    qtbot: QtBot, stage: Stage
) -> None:
    window = with_number(qtbot, stage, calm(taken=2 * LONG))
    before = VI("kiosk.bar.home_in", seconds=2 * LONG // 1000)
    qtbot.waitUntil(lambda: not says(window, before))
    window.show_paper(news(PrintState.PRINTED, elsewhere=HELP_DESK))
    assert says(window, before)


def test_a_doubtful_slip_of_the_spare_printer_is_looked_for_there(
    qtbot: QtBot, stage: Stage
) -> None:
    window = with_number(qtbot, stage)
    window.show_paper(news(PrintState.UNKNOWN, elsewhere=HELP_DESK))
    assert says(window, "tại bàn hướng dẫn")
    assert choices(window)[0].startswith(PRINT_AGAIN)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (FaultCode.PRINTER_PAPER_OUT, "Máy in đang hết giấy."),
        (FaultCode.PRINTER_COVER_OPEN, "Nắp máy in đang mở."),
        (FaultCode.PRINTER_OFFLINE, "Máy in đang ngừng nhận lệnh."),
        (FaultCode.PRINTER_CUTTER, "Máy in đang kẹt dao cắt."),
        (FaultCode.PRINTER_UNREACHABLE, "Máy in đang mất kết nối."),
        (FaultCode.PRINTER_NO_ANSWER, "Máy in chưa trả lời."),
        (FaultCode.PRINTER_BUSY, "Máy in đang bận."),
        (FaultCode.PRINTER_MISSING, "Máy in đang tạm ngừng."),
    ],
)
def test_the_first_screen_says_live_why_no_paper_will_come(
    qtbot: QtBot, stage: Stage, behind: Counterpart, fault: FaultCode, words: str
) -> None:
    window = at_home(qtbot, stage)
    assert not says(window, "Máy in")
    behind.printer_fault = fault
    window.show_printer_state()
    assert says(window, words)
    assert says(window, "Ông/Bà vẫn lấy được số")
    behind.printer_fault = None
    window.show_printer_state()
    assert not says(window, words)


def test_the_printer_is_asked_how_it_is_while_the_citizen_still_chooses(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = at_home(qtbot, stage)
    assert behind.prepared == 0
    tap_on(window, "A, ")
    at(qtbot, window, Place.PRIORITY)
    assert behind.prepared == 1
    assert behind.requests == []


def test_the_printer_is_asked_for_a_kiosk_without_priority_groups_too(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.hall = hall(groups=())
    window = at_home(qtbot, stage)
    tap_on(window, "A, ")
    at(qtbot, window, Place.TAKEN)
    assert behind.prepared == 1


def test_the_choices_speak_the_language_of_the_moment(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    tap_on(window, VI("kiosk.switch_language"))
    english = TEXTS["en"]
    assert choices(window) == [english("kiosk.choice.try_again"), english("kiosk.choice.void")]


def test_a_slip_is_asked_for_again_by_keyboard(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = without_slip(qtbot, stage, behind)
    focus_on(window, TRY_AGAIN)
    press(window, Qt.Key.Key_Return)
    until_says(qtbot, window, AGAIN)
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
