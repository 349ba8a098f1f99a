"""The board at work: calls on the stage, an absent database, weeks without growth."""

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Unavailable
from core.wording import Noun
from counter_display.board.counter_row import CounterRow
from counter_display.board.scale import scale_of
from counter_display.board.window import BoardWindow
from counter_display.board_look import BoardLook
from counter_display.stage_calls import FULL_MS
from tests.hall_samples import LAST_CALLS, NOW_MS, OFFICE, closed, counter, hall
from tests.hand_clock import HandClock
from tests.ui.board_stage import MONITOR, TV, a_call, busy, long_names, twenty
from ui_kit.font import CAP_HEIGHT, load_font
from ui_kit.inspection import visible_text
from ui_kit.theme import stylesheet

Open = Callable[[BoardLook], BoardWindow]


@pytest.fixture
def hall_clock() -> HandClock:
    return HandClock(wall_ms=NOW_MS)


@pytest.fixture
def open_board(qapp: QApplication, qtbot: QtBot, hall_clock: HandClock) -> Iterator[Open]:
    load_font()
    qapp.setStyleSheet(stylesheet())
    opened: list[BoardWindow] = []

    def opening(look: BoardLook) -> BoardWindow:
        window = BoardWindow(clock=hall_clock, look=look)
        opened.append(window)
        window.resize(1280, 720)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield opening
    for window in opened:
        window.close()
        window.deleteLater()


@pytest.fixture
def board(open_board: Open) -> BoardWindow:
    return open_board(TV)


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


def test_the_board_tells_when_a_call_has_been_drawn(qtbot: QtBot, board: BoardWindow) -> None:
    board.show_hall(hall())
    with qtbot.waitSignal(board.painted) as painted:
        board.announce(LAST_CALLS[0])
    assert painted.args == [LAST_CALLS[0]]


def test_before_the_first_hall_a_call_waits(board: BoardWindow) -> None:
    board.announce(LAST_CALLS[0])
    assert not board.call_face.isVisible()
    board.show_hall(hall())
    assert board.call_face.isVisible()


def test_an_undone_call_leaves_the_stage_at_once(board: BoardWindow) -> None:
    board.show_hall(hall())
    board.announce(LAST_CALLS[0])
    board.forget(2, "A011")
    assert not board.call_face.isVisible()
    assert board.counters.isVisible()


def test_an_undone_call_that_waits_for_the_stage_never_comes(
    board: BoardWindow, hall_clock: HandClock
) -> None:
    board.show_hall(busy())
    board.announce(a_call())
    board.announce(a_call("A010", 1, seq=91))
    board.forget(1, "A010")
    hall_clock.advance(FULL_MS)
    board.show_hall(busy())
    assert not board.call_face.isVisible()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Mời công dân có số"),
        ({"again": True, "nth": 2}, "Xin nhắc lại, mời công dân có số"),
        ({"again": True, "nth": 3}, "Xin mời lần cuối công dân có số"),
        ({"priority": "NCT"}, "Mời công dân ưu tiên có số"),
        ({"priority": "NCT", "again": True, "nth": 3}, "Xin mời lần cuối công dân ưu tiên có số"),
    ],
)
def test_each_kind_of_call_has_its_words(
    board: BoardWindow, changes: dict[str, object], words: str
) -> None:
    board.show_hall(busy())
    board.announce(a_call(**changes))
    assert board.call_face.invite.text() == words
    assert board.call_face.invite.gold == ("lần cuối" in words)


def test_a_call_for_results_says_so(board: BoardWindow) -> None:
    board.show_hall(long_names())
    board.announce(a_call("T004", service_id="T"))
    assert board.call_face.to.text() == "đến nhận kết quả tại"


def test_a_counter_without_a_name_gets_the_word_of_the_site(board: BoardWindow) -> None:
    office = replace(OFFICE, noun=Noun.WINDOW)
    nameless = counter(2, "A011", name_vi="", name_en="")
    board.show_hall(hall(office=office, counters=(nameless,)))
    board.announce(a_call())
    assert board.call_face.place.text() == "Cửa 2"
    assert board.counters.rows[0].name.text() == "Cửa 2"


def test_a_paused_counter_says_why(board: BoardWindow) -> None:
    board.show_hall(busy())
    assert board.counters.rows[2].state.text() == "Tạm dừng: Ăn trưa"


def test_people_waiting_and_their_wait_are_shown_by_service(board: BoardWindow) -> None:
    board.show_hall(busy())
    row = board.body.side.waits.rows[0]
    assert (row.chip.text(), row.people.text(), row.time.text()) == ("A", "12", "40-55")


def test_a_board_of_some_services_leaves_out_the_others(open_board: Open) -> None:
    board = open_board(replace(TV, services=frozenset({"H", "T"})))
    board.show_hall(busy())
    names = [row.name.text() for row in board.counters.rows if row.isVisible()]
    assert names == ["Quầy 4", "Quầy 5"]
    board.announce(a_call(service_id="A"))
    assert not board.call_face.isVisible()
    board.announce(a_call("H002", 4, service_id="H"))
    assert board.call_face.number.text() == "H002"
    assert "Chứng thực" not in visible_text(board)


def test_a_call_whose_service_nobody_knows_is_shown_everywhere(open_board: Open) -> None:
    board = open_board(replace(TV, services=frozenset({"H"})))
    board.show_hall(busy())
    board.announce(a_call("H002", 4))
    assert board.call_face.isVisible()


def test_counters_that_do_not_fit_at_the_needed_height_turn_pages(open_board: Open) -> None:
    board = open_board(TV)
    board.show_hall(twenty())
    first = {row.name.text() for row in board.counters.rows if row.isVisible()}
    assert board.counters.marks.text() == "1/2"
    board.turn_page()
    second = {row.name.text() for row in board.counters.rows if row.isVisible()}
    assert board.counters.marks.text() == "2/2"
    assert len(first | second) == 18  # two are closed and give way
    assert board.cap_height_mm() >= 37.0 - 0.5


def test_after_a_call_the_page_of_its_counter_is_shown(
    board: BoardWindow, hall_clock: HandClock
) -> None:
    board.show_hall(twenty())
    board.announce(a_call("C105", 15))
    hall_clock.advance(FULL_MS)
    board.show_hall(twenty())
    assert "Quầy 15" in {row.name.text() for row in board.counters.rows if row.isVisible()}


def test_a_screen_too_small_for_its_seats_says_what_it_reaches(open_board: Open) -> None:
    board = open_board(replace(MONITOR, distance_m=8.0))
    board.show_hall(busy())
    assert board.wanted_cap_height_mm() == pytest.approx(98.0)
    assert 37.0 < board.cap_height_mm() < 98.0


def test_where_numbers_need_the_whole_board_the_lists_get_a_page_of_their_own(
    open_board: Open,
) -> None:
    board = open_board(replace(MONITOR, distance_m=8.0))
    board.show_hall(busy())
    assert not board.body.side.isVisible()
    for _ in range(board.counters.pages):
        board.turn_page()
    assert board.body.side.isVisible()
    assert not board.counters.isVisible()


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


def test_a_silent_loudspeaker_is_told_in_words(board: BoardWindow) -> None:
    board.show_hall(busy())
    board.show_sound(Unavailable(FaultCode.DATABASE_AWAY))
    words = "Loa đang tạm hỏng. Vui lòng theo dõi số trên màn hình."
    assert board.foot.words.text() == words
    assert board.foot.words.isVisible()
    assert board.notice.isVisible()
    board.show_sound(None)
    assert words not in visible_text(board)


def test_nobody_is_told_to_listen_where_nothing_is_to_be_heard(board: BoardWindow) -> None:
    board.show_hall(busy())
    board.show_sound(None, heard=False)
    assert "loa" not in board.foot.words.text()
    board.show_sound(None, heard=True)
    assert "loa gọi số" in board.foot.words.text()


def test_a_notice_moves_only_where_it_does_not_fit(
    board: BoardWindow, hall_clock: HandClock
) -> None:
    board.show_hall(hall(office=replace(OFFICE, notice_vi="Thứ Bảy làm việc đến 11 giờ 30.")))
    assert not board.notice.moves
    board.show_hall(busy())
    assert board.notice.moves
    assert board.notice.offset() == 0.0  # so that its beginning can be read
    hall_clock.advance(4_000)
    seen = board.notice.offset()
    assert 0 < seen < board.notice.width() / 4


def test_the_language_changes_live_also_on_the_stage(board: BoardWindow) -> None:
    board.show_hall(hall())
    board.announce(LAST_CALLS[0])
    board.set_language("en")
    assert board.call_face.place.text() == "Counter 2"
    assert board.body.side.last_calls.title.text() == "Just called"


def test_nothing_flashes_more_than_three_times_a_second(board: BoardWindow) -> None:
    pulses = list(board.call_face.findChildren(QTimer))
    assert [timer.interval() for timer in pulses] == [500]


def test_a_month_of_calls_leaves_nothing_behind(
    qapp: QApplication, board: BoardWindow, hall_clock: HandClock
) -> None:
    """1,200 calls stand for the 22,000 of a month: what does not grow by them never grows."""
    halls = (twenty(), busy(), long_names())

    def calls(count: int) -> None:
        for turn in range(count):
            label, desk = f"A{turn % 999:03d}", 1 + turn % 20
            sample = halls[turn // 50 % 3]
            lines = tuple(
                replace(line, label=label) if line.counter_id == desk else line
                for line in sample.counters
            )
            board.show_hall(replace(sample, counters=lines, seq=turn))
            board.announce(a_call(label, desk, seq=turn))
            if turn % 25 == 0:
                board.turn_page()
                qapp.processEvents()
            hall_clock.advance(FULL_MS)
        gc.collect()

    calls(300)
    before = _things(board)
    tracemalloc.start()
    calls(150)
    started, _ = tracemalloc.get_traced_memory()
    calls(150)
    grown = tracemalloc.get_traced_memory()[0] - started
    tracemalloc.stop()
    calls(600)
    assert _things(board) == before
    assert grown < 25_000  # bytes by 150 calls: less than 4 MB by those of a month


def _things(board: BoardWindow) -> tuple[int, int, int]:
    return (
        len(board.findChildren(QObject)),
        len(board.findChildren(QWidget)),
        len(board.findChildren(QTimer)),
    )


@pytest.mark.parametrize("counters", [5, 12, 20])
def test_a_long_reason_for_a_pause_is_cut_before_it_is_too_small(
    open_board: Open, counters: int
) -> None:
    reason = "họp giao ban đột xuất với lãnh đạo ủy ban về việc triển khai hệ thống mới, "
    reason += "công dân vui lòng sang quầy bên cạnh"
    board = open_board(TV)
    lines = (counter(n, pause=reason) for n in range(1, counters + 1))
    board.show_hall(hall(counters=tuple(lines)))
    QApplication.processEvents()
    wanted = scale_of(board.width(), board.height(), TV).cap
    rows = [row for row in board.findChildren(CounterRow) if row.isVisible()]
    assert rows
    for row in rows:
        words, size = row.state.text(), row.state.font().pixelSize()
        assert size * CAP_HEIGHT >= wanted / 2 - 1  # a size is whole pixels
        assert words.startswith("Tạm dừng: họp giao")
        assert words.endswith("…")


def test_a_closed_counter_is_not_said_to_pause(board: BoardWindow) -> None:
    board.show_hall(hall(counters=(closed(1), counter(2, pause=""))))
    QApplication.processEvents()
    rows = board.findChildren(CounterRow)
    said = {row.counter_id: row.state.text() for row in rows if row.isVisible()}
    assert said == {1: "Đã đóng", 2: "Tạm dừng"}
