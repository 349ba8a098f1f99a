"""The board at work: calls on the stage, an absent database, weeks without growth."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Unavailable
from core.hall import CallLine
from counter_display.board.window import BoardWindow
from counter_display.stage_calls import FULL_MS
from tests.hall_samples import LAST_CALLS, NOW_MS, counter, hall
from tests.hand_clock import HandClock
from ui_kit.font import load_font
from ui_kit.theme import stylesheet


@pytest.fixture
def hall_clock() -> HandClock:
    return HandClock(wall_ms=NOW_MS)


@pytest.fixture
def board(qapp: QApplication, qtbot: QtBot, hall_clock: HandClock) -> Iterator[BoardWindow]:
    load_font()
    qapp.setStyleSheet(stylesheet())
    window = BoardWindow(clock=hall_clock)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    yield window
    window.close()
    window.deleteLater()


def test_a_call_comes_on_the_stage_once_and_goes(
    qtbot: QtBot, board: BoardWindow, hall_clock: HandClock
) -> None:
    board.show_hall(hall())
    with qtbot.waitSignal(board.staged) as staged:
        board.announce(LAST_CALLS[0])
    assert staged.args == [LAST_CALLS[0]]
    assert board.call_face.isVisible()
    assert board.call_face.number.text() == "A011"
    assert board.call_face.place.text() == "Quầy 2"
    hall_clock.advance(FULL_MS)
    board.show_hall(hall())
    assert board.counters.isVisible()


def test_before_the_first_hall_a_call_waits(board: BoardWindow) -> None:
    board.announce(LAST_CALLS[0])
    assert not board.call_face.isVisible()
    board.show_hall(hall())
    assert board.call_face.isVisible()


def test_a_recall_is_named_as_such(board: BoardWindow) -> None:
    board.show_hall(hall())
    board.announce(CallLine(seq=90, label="A011", counter_id=2, at_ms=NOW_MS, again=True))
    assert board.call_face.invite.text().startswith("Xin nhắc lại")


def test_the_last_state_stays_and_is_marked_while_the_database_is_away(
    board: BoardWindow, hall_clock: HandClock
) -> None:
    board.show_hall(hall())
    hall_clock.advance(60_000)
    board.show_database(Unavailable(FaultCode.DATABASE_AWAY))
    assert board.foot.sign.isVisible()
    assert "08:36" in board.foot.words.text()
    assert board.counters.rows[0].number.text() == "A010"
    board.show_hall(hall())
    assert not board.foot.sign.isVisible()


def test_the_language_changes_live_also_on_the_stage(board: BoardWindow) -> None:
    board.show_hall(hall())
    board.announce(LAST_CALLS[0])
    board.set_language("en")
    assert board.call_face.place.text() == "Counter 2"
    assert board.last_calls.title.text() == "Just called"


def test_weeks_of_calls_leave_no_widget_and_no_timer_behind(
    board: BoardWindow, hall_clock: HandClock
) -> None:
    def grown() -> tuple[int, int]:
        return len(board.findChildren(QWidget)), len(board.findChildren(QTimer))

    busy = hall(counters=tuple(counter(n, f"A{n:03d}") for n in range(1, 13)))
    board.show_hall(busy)
    before = grown()
    for turn in range(300):
        board.show_hall(busy if turn % 2 else hall())
        board.announce(CallLine(seq=turn, label="A001", counter_id=1, at_ms=0, again=False))
        hall_clock.advance(FULL_MS)
    assert grown() == before
