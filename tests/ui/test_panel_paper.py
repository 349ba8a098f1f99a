"""The panel and paper: a further slip, by key and by mouse; printers live in the status line."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Refused
from core.ticket import EventKind, PrintState, TicketState
from officer_panel.actions import Action
from officer_panel.screens.header import StatusDot
from officer_panel.window import PanelWindow
from tests.counter_on_paper import CounterOnPaper
from tests.hall_samples import HELD, WAITING, desk, printer, ticket
from tests.ui.panel_stage import panel
from ui_kit.inspection import visible_text

C004 = WAITING[3]  # its slip did not come out
SERVING = ticket("C003", TicketState.SERVING)


def ready(qtbot: QtBot, window: PanelWindow) -> None:
    qtbot.waitUntil(lambda: window.desk_screen.ready)


def note(window: PanelWindow) -> str:
    return window.desk_screen.note.text()


def press_reprint(qtbot: QtBot) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)


def part(window: PanelWindow, words: str) -> StatusDot | None:
    """The part of the status line that says ``words``."""
    parts = window.findChildren(StatusDot)
    return next((one for one in parts if words in one.words.text() and one.isVisible()), None)


def test_a_further_slip_of_the_chosen_ticket_goes_by_keyboard(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready(qtbot, window)
        window.desk_screen.people.choose(C004)
        press_reprint(qtbot)
        qtbot.waitUntil(lambda: note(window) == "Đã yêu cầu in lại C004 ở K1.")
        assert [(kind, ticket_id) for kind, _, ticket_id in counter.sent] == [
            (EventKind.PRINT, "id-C004")
        ]
        assert window.desk_screen.people.chosen_line is not None  # to see what becomes of it


def test_a_further_slip_of_the_ticket_at_the_counter_goes_by_mouse(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(SERVING))
    with panel(qtbot, counter) as window:
        ready(qtbot, window)
        button = window.desk_screen.buttons[Action.REPRINT]
        assert button.second == "C003"
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: "C003" in note(window))
        assert window.desk_screen.card.state.text() == "Đang phục vụ"  # nothing else happened


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PrintState.REPRINTED, "Phiếu C004 đã in xong ở K1."),
        (PrintState.FAILED, "Chưa in được phiếu C004 ở K1."),
        (PrintState.UNKNOWN, "Chưa rõ phiếu C004 đã in ở K1 hay chưa."),
    ],
)
def test_what_became_of_the_slip_is_told_when_the_desk_shows_it(
    qtbot: QtBot, state: PrintState, words: str
) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready(qtbot, window)
        window.desk_screen.people.choose(C004)
        window.desk_screen.press(Action.REPRINT)
        qtbot.waitUntil(lambda: "Đã yêu cầu" in note(window))
        counter.note_paper(C004.ticket_id, state)
        window.refresh()
        qtbot.waitUntil(lambda: note(window).startswith(words))


def test_without_any_printer_the_refusal_says_so(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(SERVING))
    counter.paper_fault = Refused(FaultCode.PRINTER_MISSING, printer="K1")
    with panel(qtbot, counter) as window:
        ready(qtbot, window)
        window.desk_screen.press(Action.REPRINT)
        qtbot.waitUntil(lambda: "Không có máy in nào tên K1" in note(window))


def test_a_lost_answer_makes_no_second_slip(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(SERVING))
    counter.lose_answers = 2
    with panel(qtbot, counter) as window:
        ready(qtbot, window)
        window.desk_screen.press(Action.REPRINT)
        qtbot.waitUntil(lambda: "Đã yêu cầu in lại C003" in note(window))
        assert len(counter.sent) == 3
        assert counter.kinds() == [EventKind.PRINT]


def test_there_is_nothing_to_reprint_while_nobody_is_meant(qtbot: QtBot) -> None:
    with panel(qtbot, CounterOnPaper()) as window:
        ready(qtbot, window)
        assert not window.desk_screen.buttons[Action.REPRINT].isEnabled()


@pytest.mark.parametrize("line", [C004, HELD[0]], ids=["waiting", "held"])
def test_a_ticket_without_a_slip_can_be_voided(qtbot: QtBot, line: object) -> None:
    unprinted = replace(line, print_state=PrintState.UNKNOWN)  # type: ignore[type-var]
    waiting, held = ((unprinted,), ()) if line is C004 else ((), (unprinted,))
    counter = CounterOnPaper(desk(waiting=waiting, held=held))
    with panel(qtbot, counter) as window:
        ready(qtbot, window)
        window.desk_screen.people.choose(unprinted)
        window.desk_screen.press(Action.VOID)
        qtbot.mouseClick(window.desk_screen.choice.buttons[3], Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: counter.kinds() == [EventKind.VOIDED])
        assert counter.sent[-1][2] == "Phiếu in hỏng"


@pytest.mark.parametrize(
    ("state", "prints", "words"),
    [
        (PrintState.FAILED, 0, "Chưa in được phiếu"),
        (PrintState.UNKNOWN, 0, "Chưa rõ đã in phiếu hay chưa"),
        (PrintState.QUEUED, 0, "Phiếu đang chờ in"),
        (PrintState.REPRINTED, 1, "Đã in lại phiếu"),
        (PrintState.REPRINTED, 2, "Đã in 2 phiếu"),
        (PrintState.PRINTED, 1, ""),
    ],
)
def test_the_card_tells_of_the_slip_of_whoever_is_at_the_counter(
    qtbot: QtBot, state: PrintState, prints: int, words: str
) -> None:
    here = replace(SERVING, print_state=state, prints=prints)
    with panel(qtbot, CounterOnPaper(desk(here))) as window:
        qtbot.waitUntil(window.desk_screen.isVisible)
        assert window.desk_screen.card.paper.text() == words
        assert window.desk_screen.card.paper.isVisible() is bool(words)


def test_the_state_of_a_printer_is_followed_live(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(printers=(printer("K1"),)))
    with panel(qtbot, counter) as window:
        qtbot.waitUntil(lambda: part(window, "Máy in K1: sẵn sàng") is not None)
        out = printer("K1", FaultCode.PRINTER_PAPER_OUT)
        counter.desk_now = replace(counter.desk_now, printers=(out,))
        qtbot.waitUntil(lambda: part(window, "Máy in K1: hết giấy") is not None)
        told = part(window, "Máy in K1: hết giấy")
        assert told is not None
        assert told.toolTip() == "Máy in đã hết giấy. Vui lòng thay cuộn giấy mới."
        assert part(window, "sẵn sàng") is None


def test_a_printer_that_is_no_longer_known_leaves_the_status_line(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(printers=(printer("K1"), printer("K2", warning=True))))
    with panel(qtbot, counter) as window:
        qtbot.waitUntil(lambda: part(window, "K2") is not None)
        counter.desk_now = replace(counter.desk_now, printers=(printer("K1"),))
        qtbot.waitUntil(lambda: part(window, "K2") is None)
        assert part(window, "K1") is not None


def test_the_printers_speak_the_language_of_the_panel(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(printers=(printer("K1", FaultCode.PRINTER_PAPER_OUT),)))
    with panel(qtbot, counter, language="en") as window:
        qtbot.waitUntil(lambda: "Printer K1: out of paper" in visible_text(window))
