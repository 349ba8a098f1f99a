"""The kiosk at work: what a citizen touches, what the queue answers, what the screen shows."""

import pytest
from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Refused, Unavailable
from core.ticket import PrintState
from core.waiting import WaitRange
from kiosk.app import KioskWindow
from kiosk.ports import PaperNews
from kiosk.screens.buttons import Card
from kiosk.screens.view import Place
from tests.ui.kiosk_stage import (
    TEXTS,
    Counterpart,
    Stage,
    busy_services,
    hall,
    many_services,
    place_of,
    press,
    says,
    settle,
    tap,
    tap_on,
    touch,
)
from tests.ui.kiosk_steps import (
    CALM,
    LONG,
    VI,
    at,
    at_home,
    calm,
    focus_on,
    until_says,
    with_number,
)
from ui_kit.inspection import touch_targets
from ui_kit.words import Words

Key = Qt.Key


def cards(window: KioskWindow) -> set[str]:
    return {card.accessibleName() for card in window.findChildren(Card) if card.isVisible()}


# Taking a number ----------------------------------------------------------------------------------


def test_two_touches_lead_to_a_number(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    window = at_home(qtbot, stage)
    tap_on(window, "A, ")
    at(qtbot, window, Place.PRIORITY)
    assert says(window, "A · Chứng thực")
    tap_on(window, VI("kiosk.priority.none"))
    at(qtbot, window, Place.TAKEN)
    [request] = behind.requests
    assert (request.service_id, request.priority) == ("A", None)
    assert says(window, "A007")


def test_the_priority_that_was_touched_goes_with_the_request(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = at_home(qtbot, stage)
    tap_on(window, "C, ")
    at(qtbot, window, Place.PRIORITY)
    tap_on(window, "Người cao tuổi")
    at(qtbot, window, Place.TAKEN)
    assert [request.priority for request in behind.requests] == ["NCT"]
    assert says(window, "Ưu tiên: Người cao tuổi")


def test_the_wait_that_the_card_showed_is_sent_along(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    with_number(qtbot, stage)
    assert behind.requests[0].told == WaitRange(low_min=40, high_min=60)


def test_without_priority_groups_one_touch_is_enough(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.hall = hall(groups=())
    window = at_home(qtbot, stage)
    tap_on(window, "A, ")
    at(qtbot, window, Place.TAKEN)
    assert len(behind.requests) == 1


def test_the_second_touch_of_a_double_tap_chooses_nothing(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """It was meant for the screen before, wherever the next screen has its buttons."""
    window = stage.open(timing=calm(double_tap=LONG))
    at(qtbot, window, Place.HOME)
    touch(window, "A, ")
    settle()
    tap(window, place_of(window, VI("kiosk.priority.none")))
    settle()
    assert (window.place, behind.requests) == (Place.PRIORITY, [])


def test_after_a_moment_the_screen_takes_touches_again(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = stage.open(timing=calm(double_tap=30))
    at(qtbot, window, Place.HOME)

    def tapped() -> bool:
        tap(window, place_of(window, "A, "))
        return window.place is Place.PRIORITY

    qtbot.waitUntil(tapped)
    assert behind.requests == []


def test_touches_while_a_number_is_under_way_ask_for_no_second_one(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.hall = hall(groups=())
    behind.go_on.clear()
    window = at_home(qtbot, stage)
    where = place_of(window, "A, ")
    for _ in range(5):
        tap(window, where)
        press(window, Key.Key_Escape)
    qtbot.waitUntil(lambda: len(behind.requests) == 1)
    assert window.place is Place.HOME
    behind.go_on.set()
    at(qtbot, window, Place.TAKEN)
    assert len(behind.requests) == 1


def test_a_slow_answer_is_bridged_by_a_word(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.go_on.clear()
    window = at_home(qtbot, stage, calm(patience=10))
    touch(window, "A, ")
    touch(window, VI("kiosk.priority.none"))
    until_says(qtbot, window, VI("kiosk.working"))
    behind.go_on.set()
    at(qtbot, window, Place.TAKEN)
    assert not says(window, VI("kiosk.working"))


# When it does not work ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("waited_ms", "service", "same"),
    [(1_000, "A, ", True), (1_000, "C, ", False), (CALM.remember + 1, "A, ", False)],
    ids=["same wish", "another wish", "another citizen"],
)
def test_a_lost_answer_is_asked_for_under_the_same_name(
    qtbot: QtBot,
    stage: Stage,
    behind: Counterpart,
    waited_ms: int,
    service: str,
    same: bool,
) -> None:
    """The first request may have been carried out: the queue answers it with the same ticket."""
    behind.hall = hall(groups=())
    window = at_home(qtbot, stage)
    behind.refusal = behind.away = Unavailable(FaultCode.DATABASE_AWAY)
    touch(window, "A, ")
    at(qtbot, window, Place.AWAY)
    behind.refusal = behind.away = None
    at(qtbot, window, Place.HOME)
    behind.clock.advance(waited_ms)
    touch(window, service)
    at(qtbot, window, Place.TAKEN)
    first, second = behind.requests
    assert (first.cmd_id == second.cmd_id) is same


def test_a_refusal_says_what_to_do_and_leads_home(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.hall = hall(groups=())
    behind.refusal = Refused(FaultCode.SERIES_EXHAUSTED, series="A")
    window = at_home(qtbot, stage)
    touch(window, "A, ")
    at(qtbot, window, Place.REFUSED)
    assert says(window, VI("kiosk.refused.full"))
    tap_on(window, VI("kiosk.bar.home"))
    at(qtbot, window, Place.HOME)
    behind.refusal = None
    touch(window, "A, ")
    at(qtbot, window, Place.TAKEN)
    first, second = behind.requests
    assert first.cmd_id != second.cmd_id


@pytest.mark.complains("no ticket")
def test_an_unexpected_error_is_logged_and_told_kindly(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.hall = hall(groups=())
    behind.refusal = RuntimeError("boom")
    window = at_home(qtbot, stage)
    touch(window, "A, ")
    at(qtbot, window, Place.REFUSED)
    assert says(window, VI("kiosk.refused.unexpected"))
    assert not says(window, "boom")


def test_a_service_that_closed_between_drawing_and_touch_is_refused_kindly(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """It is gone from the hall altogether while the citizen looks at the priority screen."""
    window = at_home(qtbot, stage)
    touch(window, "A, ")
    at(qtbot, window, Place.PRIORITY)
    behind.hall = hall(services=busy_services()[1:])
    behind.refusal = Refused(FaultCode.SERVICE_CLOSED, service="A")
    window.refresh()
    touch(window, VI("kiosk.priority.none"))
    at(qtbot, window, Place.REFUSED)
    assert says(window, VI("kiosk.refused.gone"))
    assert behind.requests[0].service_id == "A"


def test_a_closed_service_cannot_be_touched(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = at_home(qtbot, stage)
    [closed] = [card for card in window.findChildren(Card) if "H, " in card.accessibleName()]
    tap(window, closed.mapTo(window, closed.rect().center()))
    settle()
    assert (window.place, behind.requests) == (Place.HOME, [])
    assert VI("kiosk.home.closed") in closed.accessibleName()


def test_a_hall_without_services_says_so(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    behind.hall = hall(services=())
    window = at_home(qtbot, stage)
    assert says(window, VI("kiosk.home.all_closed"))
    assert cards(window) == set()
    behind.hall = hall()
    window.refresh()
    qtbot.waitUntil(lambda: len(cards(window)) == 7)


# The database goes away ---------------------------------------------------------------------------


def test_a_database_that_is_away_is_told_and_healed_by_itself(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = at_home(qtbot, stage)
    behind.away = Unavailable(FaultCode.DATABASE_AWAY)
    window.refresh()
    at(qtbot, window, Place.AWAY)
    assert says(window, VI("kiosk.away.title"))
    assert says(window, VI.fault(behind.away))
    behind.away = None
    at(qtbot, window, Place.HOME)
    assert len(cards(window)) == 7


def test_a_kiosk_that_starts_without_its_database_waits_for_it(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.away = Unavailable(FaultCode.DATABASE_AWAY)
    window = stage.open(timing=CALM)
    at(qtbot, window, Place.AWAY)
    behind.away = None
    at(qtbot, window, Place.HOME)


def test_a_number_stays_on_the_screen_while_the_database_is_away(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = with_number(qtbot, stage, calm(heal=LONG))
    behind.away = Unavailable(FaultCode.DATABASE_AWAY)
    window.show_database_fault(behind.away)
    settle()
    assert window.place is Place.TAKEN
    assert says(window, "A007")
    tap_on(window, VI("kiosk.bar.home"))
    at(qtbot, window, Place.AWAY)
    behind.away = None
    window.show_database_fault(None)
    at(qtbot, window, Place.HOME)


# The number and its paper -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (PrintState.PRINTED, VI("kiosk.paper.printed_hint")),
        (PrintState.FAILED, VI("kiosk.paper.failed", label="A007")),
        (PrintState.UNKNOWN, VI("kiosk.paper.unknown", label="A007")),
    ],
)
def test_news_of_the_paper_change_the_screen(
    qtbot: QtBot, stage: Stage, state: PrintState, words: str
) -> None:
    window = with_number(qtbot, stage)
    assert says(window, VI("kiosk.paper.coming_hint"))
    window.show_paper(PaperNews(ticket_id="t7", label="A007", print_state=state))
    assert says(window, words)
    assert says(window, "A007")


def test_news_of_other_paper_change_nothing(qtbot: QtBot, stage: Stage) -> None:
    window = with_number(qtbot, stage)
    window.show_paper(PaperNews(ticket_id="t6", label="A006", print_state=PrintState.FAILED))
    assert says(window, VI("kiosk.paper.coming_hint"))


def test_news_that_come_before_the_answer_are_not_lost(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.go_on.clear()
    window = at_home(qtbot, stage)
    touch(window, "A, ")
    touch(window, VI("kiosk.priority.none"))
    window.show_paper(PaperNews(ticket_id="t7", label="A007", print_state=PrintState.FAILED))
    behind.go_on.set()
    at(qtbot, window, Place.TAKEN)
    assert says(window, VI("kiosk.paper.failed", label="A007"))


def test_a_number_with_paper_makes_room_for_the_next_citizen(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = at_home(qtbot, stage, calm(taken=30))
    touch(window, "A, ")
    touch(window, VI("kiosk.priority.none"))
    at(qtbot, window, Place.HOME)
    assert len(behind.tickets) == 1


def test_a_number_without_paper_stays_longer(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """Time to write it down or to photograph it; the button counts the seconds."""
    behind.print_state = PrintState.FAILED
    window = with_number(qtbot, stage, calm(taken=1, taken_without_paper=25_000))
    assert says(window, VI("kiosk.bar.home_in", seconds=25))


def test_bad_news_of_the_paper_let_the_number_stay_longer(qtbot: QtBot, stage: Stage) -> None:
    window = with_number(qtbot, stage, calm(taken_without_paper=2 * LONG))
    window.show_paper(PaperNews(ticket_id="t7", label="A007", print_state=PrintState.UNKNOWN))
    assert says(window, VI("kiosk.bar.home_in", seconds=2 * LONG // 1000))


def test_a_touch_anywhere_on_the_number_leads_home(qtbot: QtBot, stage: Stage) -> None:
    window = with_number(qtbot, stage)
    tap(window, window.rect().center())
    at(qtbot, window, Place.HOME)


# Nobody there -------------------------------------------------------------------------------------


def test_a_citizen_who_left_is_asked_for_and_then_forgotten(qtbot: QtBot, stage: Stage) -> None:
    window = at_home(qtbot, stage, calm(idle=30, idle_warning=400))
    touch(window, "A, ")
    at(qtbot, window, Place.PRIORITY)
    until_says(qtbot, window, VI("kiosk.idle.text"))
    at(qtbot, window, Place.HOME)
    assert not says(window, VI("kiosk.idle.text"))


def test_one_touch_on_the_warning_gives_more_time_and_chooses_nothing(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = at_home(qtbot, stage, calm(idle=200, idle_warning=LONG))
    touch(window, "A, ")
    asked = VI("kiosk.idle.text")
    until_says(qtbot, window, asked)
    [warning] = [words for words in window.findChildren(Words) if words.text() == asked]
    tap(window, warning.mapTo(window, warning.rect().center()))
    settle()
    assert not says(window, asked)
    assert (window.place, behind.requests) == (Place.PRIORITY, [])


def test_the_language_changes_at_once_and_for_good_reason(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """A tourist's English goes on through all screens; who comes next finds Vietnamese."""
    window = at_home(qtbot, stage, calm(idle=400, idle_warning=30))
    tap_on(window, VI("kiosk.switch_language"))
    assert says(window, "Certification")
    assert not says(window, "Chứng thực")
    touch(window, "A, ")
    touch(window, TEXTS["en"]("kiosk.priority.none"))
    at(qtbot, window, Place.TAKEN)
    assert says(window, TEXTS["en"]("kiosk.paper.coming_hint"))
    touch(window, TEXTS["en"]("kiosk.bar.home"))
    until_says(qtbot, window, "Chứng thực")
    assert (window.place, window.texts.language) == (Place.HOME, "vi")


def test_the_language_of_a_number_can_be_changed(qtbot: QtBot, stage: Stage) -> None:
    window = with_number(qtbot, stage)
    tap_on(window, VI("kiosk.switch_language"))
    assert says(window, TEXTS["en"]("kiosk.ticket.number"))
    assert says(window, "A007")
    assert window.place is Place.TAKEN


# Pages --------------------------------------------------------------------------------------------


def test_more_services_than_fit_are_on_further_pages(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.hall = hall(services=many_services(20), groups=())
    window = stage.open((1366, 768), timing=CALM)
    at(qtbot, window, Place.HOME)
    first = seen = cards(window)
    while len(seen) < 20:
        tap_on(window, VI("kiosk.bar.next"))
        settle()
        assert cards(window) - seen
        seen = seen | cards(window)
    last = next(iter(cards(window) - first))
    tap_on(window, last)
    at(qtbot, window, Place.TAKEN)
    touch(window, VI("kiosk.bar.home"))
    settle()
    assert cards(window) == first


def test_a_page_that_was_left_open_is_turned_back(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.hall = hall(services=many_services(20))
    window = stage.open((1366, 768), timing=calm(idle=100, idle_warning=20))
    at(qtbot, window, Place.HOME)
    first = cards(window)
    tap_on(window, VI("kiosk.bar.next"))
    qtbot.waitUntil(lambda: cards(window) == first)


# Keyboard, screen reader, heartbeat ---------------------------------------------------------------


def test_a_number_can_be_taken_by_keyboard_alone(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = at_home(qtbot, stage)
    focus_on(window, "C, ")
    press(window, Key.Key_Return)
    at(qtbot, window, Place.PRIORITY)
    focus_on(window, VI("kiosk.priority.none"))
    press(window, Key.Key_Space)
    at(qtbot, window, Place.TAKEN)
    assert [request.service_id for request in behind.requests] == ["C"]
    press(window, Key.Key_Return)
    at(qtbot, window, Place.HOME)


def test_escape_leads_back(qtbot: QtBot, stage: Stage) -> None:
    window = at_home(qtbot, stage)
    touch(window, "A, ")
    at(qtbot, window, Place.PRIORITY)
    press(window, Key.Key_Escape)
    at(qtbot, window, Place.HOME)


def test_the_focus_can_be_seen(qtbot: QtBot, stage: Stage) -> None:
    window = at_home(qtbot, stage)
    [card] = [card for card in window.findChildren(Card) if "A, " in card.accessibleName()]
    plain = card.grab().toImage()
    focus_on(window, "A, ")
    assert card.grab().toImage() != plain


def test_every_button_says_what_it_does(qtbot: QtBot, stage: Stage) -> None:
    window = at_home(qtbot, stage)
    assert "A, Chứng thực, 12 người chờ, khoảng 40-60 phút" in cards(window)
    names = [found.accessibleName() for found, _ in touch_targets(window)]
    assert "Switch to English" in names
    touch(window, "A, ")
    at(qtbot, window, Place.PRIORITY)
    names = [found.accessibleName() for found, _ in touch_targets(window)]
    assert "Không thuộc diện ưu tiên. Chạm vào đây để lấy số ngay" in names
    assert all(names)


def test_the_screen_lives_on_while_the_queue_is_slow(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    """No pause over 50 ms, or none much above what this machine does to an idle window."""
    window = at_home(qtbot, stage)
    touch(window, "A, ")
    at(qtbot, window, Place.PRIORITY)
    heart = Heartbeat()
    usual_ms = heart.longest_pause_ms(qtbot)
    behind.go_on.clear()
    touch(window, VI("kiosk.priority.none"))
    qtbot.waitUntil(lambda: len(behind.requests) == 1)
    pause_ms = heart.longest_pause_ms(qtbot)
    assert window.place is Place.PRIORITY
    behind.go_on.set()
    at(qtbot, window, Place.TAKEN)
    assert pause_ms <= max(50, 4 * usual_ms)


class Heartbeat(QObject):
    """A timer of 5 ms in the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._since = QElapsedTimer()
        self._pauses: list[int] = []

    def longest_pause_ms(self, qtbot: QtBot, beats: int = 60) -> int:
        self._pauses = []
        self._since.start()
        self._timer.start()
        qtbot.waitUntil(lambda: len(self._pauses) >= beats)
        self._timer.stop()
        return max(self._pauses)

    def _beat(self) -> None:
        self._pauses.append(self._since.restart())
