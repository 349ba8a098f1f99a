"""The panel at work: by keyboard alone, by mouse, with a slow or absent database."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.ticket import EventKind, TicketState
from officer_panel.actions import Action
from officer_panel.window import PanelWindow
from officer_panel.window_pace import Pace
from tests.counter_on_paper import CounterOnPaper
from tests.hall_samples import HELD, MISSED, desk, ticket
from tests.ui.panel_stage import QUICK, panel

Key = Qt.Key
LEFT = Qt.MouseButton.LeftButton


def type_key(qtbot: QtBot, key: Qt.Key) -> None:
    """Press a key wherever the focus is, as an officer does."""
    focused = QApplication.focusWidget()
    assert focused is not None, "no widget has the focus: the keyboard is lost"
    qtbot.keyClick(focused, key)


def type_text(qtbot: QtBot, text: str) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClicks(focused, text)


def label_is(qtbot: QtBot, window: PanelWindow, label: str) -> None:
    qtbot.waitUntil(lambda: window.desk_screen.card.number.text() == label)


def ready_for(qtbot: QtBot, window: PanelWindow, key: str) -> None:
    """Wait until the big button means the step of ``key`` and may be pressed."""
    primary = window.desk_screen.primary
    qtbot.waitUntil(lambda: primary.key == key and primary.isEnabled())


def done(qtbot: QtBot, counter: CounterOnPaper, *kinds: EventKind) -> None:
    """Wait until exactly these things were done."""
    qtbot.waitUntil(lambda: counter.kinds() == list(kinds))


def test_a_working_cycle_goes_by_keyboard_alone(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        type_key(qtbot, Key.Key_F2)
        ready_for(qtbot, window, "F3")
        assert window.desk_screen.card.number.text() == "C005"
        type_key(qtbot, Key.Key_F5)
        ready_for(qtbot, window, "F3")
        type_key(qtbot, Key.Key_F3)
        ready_for(qtbot, window, "F4")
        type_key(qtbot, Key.Key_F4)
        ready_for(qtbot, window, "F2")
        assert counter.kinds() == [
            EventKind.CALLED,
            EventKind.RECALLED,
            EventKind.STARTED,
            EventKind.FINISHED,
        ]
        assert "18" in window.desk_screen.status.served.text()


def test_enter_alone_carries_one_citizen_through(qtbot: QtBot) -> None:
    """The focus stays on the big button whatever it means."""
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        for key in ("F2", "F3", "F4", "F2"):
            ready_for(qtbot, window, key)
            qtbot.waitUntil(lambda: window.desk_screen.primary.hasFocus())
            type_key(qtbot, Key.Key_Return)
        done(
            qtbot,
            counter,
            EventKind.CALLED,
            EventKind.STARTED,
            EventKind.FINISHED,
            EventKind.CALLED,
        )


def test_holding_and_resuming_go_by_keyboard(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(ticket("C003", TicketState.SERVING), held=()))
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F4")
        type_key(qtbot, Key.Key_F7)
        assert window.desk_screen.choice.isVisible()
        type_text(qtbot, "1")
        ready_for(qtbot, window, "F2")
        assert counter.sent[-1][2] == "Chờ bổ sung giấy tờ"
        window.desk_screen.people.view.setFocus()
        type_key(qtbot, Key.Key_Right)
        type_key(qtbot, Key.Key_Down)
        qtbot.waitUntil(window.desk_screen.people.action.isEnabled)
        type_key(qtbot, Key.Key_Return)
        done(qtbot, counter, EventKind.HELD, EventKind.RESUMED)


def test_a_missed_number_is_restored_and_an_other_reason_typed(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        window.desk_screen.people.choose(MISSED[1])
        type_key(qtbot, Key.Key_F10)
        done(qtbot, counter, EventKind.RESTORED)
        ready_for(qtbot, window, "F2")
        window.desk_screen.people.choose(MISSED[0])
        type_key(qtbot, Key.Key_F12)
        window.desk_screen.choice.words.setFocus()
        window.desk_screen.choice.words.setText("Công dân xin rút")  # QTest types ASCII only
        type_key(qtbot, Key.Key_Return)
        done(qtbot, counter, EventKind.RESTORED, EventKind.VOIDED)
        assert counter.sent[-1][2] == "Công dân xin rút"


def test_a_transfer_takes_the_letter_of_the_service(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(ticket("C003", TicketState.SERVING)))
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F4")
        type_key(qtbot, Key.Key_F8)
        type_text(qtbot, "h")
        done(qtbot, counter, EventKind.TRANSFERRED)
        assert counter.sent[-1][2] == "H"


def test_escape_leaves_a_question_unanswered(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(ticket("C003", TicketState.SERVING)))
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F4")
        type_key(qtbot, Key.Key_F8)
        type_key(qtbot, Key.Key_Escape)
        assert not window.desk_screen.choice.isVisible()
        assert window.desk_screen.primary.hasFocus()
        assert counter.kinds() == []


def test_a_call_is_undone_with_its_key(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        type_key(qtbot, Key.Key_F2)
        ready_for(qtbot, window, "F3")
        type_key(qtbot, Key.Key_F9)
        done(qtbot, counter, EventKind.CALLED, EventKind.CALL_UNDONE)


def test_a_citizen_is_called_out_of_turn_with_a_reason_by_mouse(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        people = window.desk_screen.people
        row = people.model.row_of("id-C004")
        assert row is not None
        spot = people.view.visualRect(people.model.index(row)).center()
        qtbot.mouseClick(people.view.viewport(), LEFT, pos=spot)
        qtbot.mouseClick(people.action, LEFT)
        qtbot.mouseClick(window.desk_screen.choice.buttons[3], LEFT)
        label_is(qtbot, window, "C004")
        assert counter.sent[-1][2] == "Việc khẩn cấp"


def test_a_working_cycle_goes_by_mouse(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        for key in ("F2", "F3"):
            ready_for(qtbot, window, key)
            qtbot.mouseClick(window.desk_screen.primary, LEFT)
        ready_for(qtbot, window, "F4")
        qtbot.mouseClick(window.desk_screen.buttons[Action.HOLD], LEFT)
        qtbot.mouseClick(window.desk_screen.choice.buttons[0], LEFT)
        done(qtbot, counter, EventKind.CALLED, EventKind.STARTED, EventKind.HELD)


@pytest.mark.parametrize("by", ["F2", "mouse", "enter"])
def test_a_double_press_makes_one_call(qtbot: QtBot, by: str) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter, pace=Pace(settle_ms=400, poll_ms=50, tick_ms=50)) as window:
        ready_for(qtbot, window, "F2")
        primary = window.desk_screen.primary
        for _ in range(2):
            if by == "F2":
                type_key(qtbot, Key.Key_F2)
            elif by == "enter":
                type_key(qtbot, Key.Key_Return)
            else:
                qtbot.mouseClick(primary, LEFT)
        qtbot.waitUntil(lambda: primary.key == "F3")
        qtbot.mouseClick(primary, LEFT)  # a late second half: it would mean "start" by now
        ready_for(qtbot, window, "F3")
        assert counter.kinds() == [EventKind.CALLED]


def test_the_number_appears_only_when_the_database_said_so(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        counter.gate.clear()
        type_key(qtbot, Key.Key_F2)
        assert not window.desk_screen.primary.isEnabled()
        assert counter.kinds() == []
        assert window.desk_screen.card.state.text() == "Quầy đang trống"
        counter.gate.set()
        ready_for(qtbot, window, "F3")
        assert window.desk_screen.card.number.text() == "C005"
        assert counter.kinds() == [EventKind.CALLED]


def test_a_slow_database_never_stops_the_window(qtbot: QtBot) -> None:
    """A heartbeat in the GUI thread goes on while a command hangs."""
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        beats: list[float] = []
        heart = QTimer(window, interval=10)
        heart.timeout.connect(lambda: beats.append(time.monotonic()))
        heart.start()
        counter.gate.clear()
        type_key(qtbot, Key.Key_F2)
        beats.clear()
        qtbot.waitUntil(lambda: len(beats) >= 30)  # a blocked window would beat never
        assert not window.desk_screen.primary.isEnabled()
        counter.gate.set()
        ready_for(qtbot, window, "F3")


def test_a_lost_answer_is_asked_for_again_under_the_same_id(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    counter.lose_answers = 2
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        type_key(qtbot, Key.Key_F2)
        ready_for(qtbot, window, "F3")
        ids = [cmd_id for _, cmd_id, _ in counter.sent]
        assert len(ids) == 3
        assert len(set(ids)) == 1
        assert counter.kinds() == [EventKind.CALLED]


def test_an_absent_database_is_shown_and_heals_by_itself(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        counter.away = True
        qtbot.waitUntil(window.desk_screen.stale.isVisible)
        assert not window.desk_screen.primary.isEnabled()
        assert window.desk_screen.card.number.text() == "C005"  # the last state stays
        counter.away = False
        ready_for(qtbot, window, "F2")
        assert not window.desk_screen.stale.isVisible()


def test_sending_again_can_be_stopped(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        counter.away = True
        window.desk_screen.press(Action.CALL_NEXT)
        qtbot.waitUntil(window.desk_screen.note.stop.isVisible)
        qtbot.waitUntil(
            lambda: (
                qtbot.mouseClick(window.desk_screen.note.stop, LEFT)
                or not window.desk_screen.note.stop.isVisible()
            )
        )
        assert "Vui lòng bấm lại" in window.desk_screen.note.text()
        counter.away = False
        ready_for(qtbot, window, "F2")
        assert counter.kinds() == []


def test_nobody_waiting_is_a_sentence(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(waiting=()))
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        type_key(qtbot, Key.Key_F2)
        qtbot.waitUntil(lambda: "Không còn công dân" in window.desk_screen.note.text())


def test_a_refusal_is_a_sentence(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(ticket("C003", TicketState.CALLED)))
    with panel(qtbot, counter, pace=Pace(settle_ms=0, poll_ms=60_000)) as window:
        ready_for(qtbot, window, "F3")
        counter.desk_now = desk()  # another panel finished it meanwhile
        type_key(qtbot, Key.Key_F3)
        qtbot.waitUntil(lambda: "chưa gọi số nào" in window.desk_screen.note.text())
        ready_for(qtbot, window, "F2")


def test_at_the_start_the_ticket_at_the_counter_is_there(qtbot: QtBot) -> None:
    """A panel that was killed asks who is there."""
    counter = CounterOnPaper(desk(ticket("C003", TicketState.SERVING)))
    with panel(qtbot, counter) as window:
        label_is(qtbot, window, "C003")
        ready_for(qtbot, window, "F4")


def test_a_scanned_ticket_is_chosen_wherever_the_focus_is(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        type_text(qtbot, "MC:C002:20230927:7K2M9QWXTRFA")
        type_key(qtbot, Key.Key_Return)
        qtbot.waitUntil(lambda: window.desk_screen.people.chosen_line == HELD[0])
        assert counter.kinds() == []


def test_a_scan_does_not_answer_an_open_question(qtbot: QtBot) -> None:
    """The letters of a code are no choice of a service."""
    counter = CounterOnPaper(desk(ticket("A011", TicketState.SERVING)))
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F4")
        type_key(qtbot, Key.Key_F8)
        type_text(qtbot, "MC:C002:20230927:7K2M9QWXTRFA")
        type_key(qtbot, Key.Key_Return)
        qtbot.waitUntil(lambda: window.desk_screen.people.chosen_line == HELD[0])
        assert counter.kinds() == []


def test_a_ticket_at_another_counter_is_found_by_typing(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F2")
        type_key(qtbot, Key.Key_F11)
        type_text(qtbot, "a10")
        type_key(qtbot, Key.Key_Return)
        note = window.desk_screen.note
        qtbot.waitUntil(lambda: note.text() == "Số A010 đang phục vụ tại Quầy 1.")
        type_text(qtbot, "MC:A012:20230926:7K2M9QWXTRFA")
        type_key(qtbot, Key.Key_Return)
        qtbot.waitUntil(lambda: "26/09/2023" in note.text())
        type_text(qtbot, "Z99")
        type_key(qtbot, Key.Key_Return)
        qtbot.waitUntil(lambda: "Không tìm thấy số Z099" in note.text())


def test_the_language_changes_while_working(qtbot: QtBot) -> None:
    counter = CounterOnPaper(desk(ticket("C003", TicketState.CALLED)))
    with panel(qtbot, counter) as window:
        ready_for(qtbot, window, "F3")
        with qtbot.waitSignal(window.language_changed):
            qtbot.mouseClick(window.desk_screen.header.language, LEFT)
        assert window.desk_screen.primary.text() == "Start serving"
        assert window.desk_screen.card.service.text() == "Civil status"


def test_sitting_down_opens_the_counter_by_keyboard(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter, sit_down=False) as window:
        window.seat_screen.officers.setCurrentRow(5)
        with qtbot.waitSignal(window.seated) as seat:
            type_key(qtbot, Key.Key_Return)
        assert seat.args == [3, "cb6"]
        ready_for(qtbot, window, "F2")
        done(qtbot, counter, EventKind.COUNTER_OPENED)


def test_a_taken_counter_can_be_closed_first(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter, sit_down=False) as window:
        window.seat_screen.counters.setCurrentRow(0)
        window.seat_screen.officers.setCurrentRow(5)
        window.seat_screen.sit_down()
        qtbot.waitUntil(window.seat_screen.take_over.isVisible)
        assert "Nguyễn Thị Hồng Hạnh" in window.seat_screen.note.text()
        qtbot.waitUntil(window.seat_screen.take_over.isEnabled)
        type_key(qtbot, Key.Key_F4)
        ready_for(qtbot, window, "F2")
        done(qtbot, counter, EventKind.COUNTER_CLOSED, EventKind.COUNTER_OPENED)


def test_closing_the_counter_leads_back_to_the_start(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter, pace=QUICK) as window:
        ready_for(qtbot, window, "F2")
        window.desk_screen.press(Action.CLOSE)
        qtbot.waitUntil(window.seat_screen.isVisible)
        done(qtbot, counter, EventKind.COUNTER_CLOSED)


def test_a_counter_that_someone_else_took_leads_back_to_the_start(qtbot: QtBot) -> None:
    counter = CounterOnPaper()
    with panel(qtbot, counter, pace=QUICK) as window:
        ready_for(qtbot, window, "F2")
        other = replace(counter.desk_now.counter, officer_id="cb1")
        counter.desk_now = replace(counter.desk_now, counter=other)
        window.refresh()
        qtbot.waitUntil(window.seat_screen.isVisible)
