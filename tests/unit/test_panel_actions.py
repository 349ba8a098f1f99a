"""What an officer may do at each state of the counter."""

from dataclasses import replace

import pytest

from core.ticket import TicketState
from officer_panel.actions import KEYS, Action, outlook, undo_left_ms, void_target
from officer_panel.errand import RETRY_FOR_MS, Errand
from officer_panel.lists import (
    Place,
    Wanted,
    age_min,
    by_service,
    find_in,
    is_at_counter,
    next_in_turn,
    place_of,
    read_wanted,
)
from officer_panel.ports import Command
from officer_panel.scan import PAUSE_MS, ScanLine
from tests.hall_samples import HELD, MISSED, NOW_MS, WAITING, desk, ticket, waiting_line

CALLED = ticket("C003", TicketState.CALLED)
SERVING = ticket("C003", TicketState.SERVING)


def test_an_empty_counter_calls_or_closes() -> None:
    view = outlook(desk(), chosen=None, now_ms=NOW_MS)
    assert view.primary is Action.CALL_NEXT
    assert view.allowed == {Action.CALL_NEXT, Action.CLOSE}


def test_a_called_ticket_is_started_recalled_or_missed() -> None:
    view = outlook(desk(CALLED), chosen=None, now_ms=NOW_MS)
    assert view.primary is Action.START
    assert view.allowed == {
        Action.START,
        Action.RECALL,
        Action.NO_SHOW,
        Action.TRANSFER,
        Action.UNDO_CALL,
        Action.VOID,
        Action.REPRINT,
    }


def test_a_served_ticket_is_finished_held_or_transferred() -> None:
    view = outlook(desk(SERVING), chosen=None, now_ms=NOW_MS)
    assert view.primary is Action.FINISH
    assert view.allowed == {Action.FINISH, Action.HOLD, Action.TRANSFER, Action.REPRINT}


def test_a_call_can_be_undone_for_a_minute() -> None:
    assert undo_left_ms(desk(CALLED), NOW_MS) == 40_000
    late = outlook(desk(CALLED), chosen=None, now_ms=NOW_MS + 40_000)
    assert Action.UNDO_CALL not in late.allowed


@pytest.mark.parametrize(
    ("chosen", "action"),
    [
        (WAITING[3], Action.PICK),
        (HELD[0], Action.RESUME),
        (MISSED[0], Action.RESTORE),
    ],
)
def test_a_chosen_ticket_allows_one_list_action(chosen: object, action: Action) -> None:
    view = outlook(desk(), chosen=chosen, now_ms=NOW_MS)  # type: ignore[arg-type]
    lists = {Action.PICK, Action.RESUME, Action.RESTORE}
    assert view.allowed & lists == {action}
    assert Action.VOID in view.allowed


def test_nobody_is_picked_while_the_counter_is_busy() -> None:
    view = outlook(desk(SERVING), chosen=WAITING[0], now_ms=NOW_MS)
    assert Action.PICK not in view.allowed


def test_void_means_the_chosen_ticket_before_the_called_one() -> None:
    assert void_target(desk(CALLED), WAITING[0]) == ("id-A012", "A012")
    assert void_target(desk(CALLED), None) == ("id-C003", "C003")
    assert void_target(desk(SERVING), None) is None


def test_no_key_means_two_things_at_one_time() -> None:
    for at_counter in (None, CALLED, SERVING):
        for chosen in (None, WAITING[0], HELD[0], MISSED[0]):
            allowed = outlook(desk(at_counter), chosen=chosen, now_ms=NOW_MS).allowed
            keys = [KEYS[action] for action in allowed]
            assert len(keys) == len(set(keys))


# Lists ------------------------------------------------------------------------------------------


def test_people_stand_by_service_in_the_order_of_the_kiosk() -> None:
    groups = by_service(desk(), Place.WAITING)
    assert [group.service and group.service.series for group in groups] == ["A", "C", "L"]
    assert [line.label for line in groups[1].people] == ["C005", "C004", "C006"]


def test_people_of_a_removed_service_stand_last() -> None:
    sample = desk(waiting=(waiting_line("Z001", 1), *WAITING))
    last = by_service(sample, Place.WAITING)[-1]
    assert last.service is None
    assert [line.label for line in last.people] == ["Z001"]


def test_the_next_in_turn_is_the_least_key() -> None:
    line = next_in_turn(desk())
    assert line is not None
    assert line.label == "C005"  # 21 minutes and 20 of head start
    assert next_in_turn(desk(waiting=())) is None


def test_age_counts_whole_minutes_and_is_never_negative() -> None:
    assert age_min(WAITING[0], NOW_MS) == 34
    assert age_min(WAITING[-1], NOW_MS - 5_000) == 0


@pytest.mark.parametrize(
    "typed", ["A012", "a012", " a 12 ", "A12", "MC:A012:20230927:7K2M9QWXTRFA"]
)
def test_a_typed_or_scanned_number_is_found(typed: str) -> None:
    wanted = read_wanted(typed)
    assert wanted is not None
    line = find_in(desk(), wanted)
    assert line is not None
    assert line.label == "A012"
    assert place_of(desk(), line.ticket_id) is Place.WAITING


def test_paper_of_another_day_is_not_taken_for_todays() -> None:
    wanted = read_wanted("MC:A012:20230926:7K2M9QWXTRFA")
    assert wanted == Wanted(label="A012", day=20230926)
    assert find_in(desk(), wanted) is None


def test_the_ticket_at_the_counter_is_recognised() -> None:
    assert is_at_counter(desk(SERVING), Wanted(label="C3", day=None))
    assert not is_at_counter(desk(), Wanted(label="C3", day=None))
    assert not is_at_counter(desk(SERVING), Wanted(label="C003", day=20230926))


# The scanner -------------------------------------------------------------------------------------


def type_all(line: ScanLine, text: str, now: int, step: int = 5) -> tuple[list[bool], int]:
    taken = []
    for char in text:
        now += step
        taken.append(line.typed(char, now))
    return taken, now


def test_a_scanned_code_is_taken_out_of_the_typing() -> None:
    line = ScanLine()
    taken, now = type_all(line, "MC:A007:20230927:7K2M9QWXTRFA", 10_000)
    assert taken == [False] + [True] * 28
    assert line.ended(now + 5) == "MC:A007:20230927:7K2M9QWXTRFA"
    assert line.ended(now + 10) is None


def test_a_scanner_under_caps_lock_is_read_all_the_same() -> None:
    line = ScanLine()
    _, now = type_all(line, "mc:a007:20230927:7k2m9qwxtrfa", 10_000)
    assert line.ended(now) == "MC:A007:20230927:7K2M9QWXTRFA"


def test_ordinary_typing_and_enter_stay_ordinary() -> None:
    line = ScanLine()
    taken, now = type_all(line, "MACMK", 10_000)
    assert not any(taken)
    assert line.ended(now) is None


def test_a_pause_ends_a_half_scanned_code() -> None:
    line = ScanLine()
    _, now = type_all(line, "MC:A0", 10_000)
    assert line.ended(now + PAUSE_MS + 1) is None


# One command at a time ---------------------------------------------------------------------------

CALL = Command(action=Action.CALL_NEXT, cmd_id="one", counter_id=3)


def test_a_second_press_does_not_count_while_the_first_is_under_way_or_settling() -> None:
    errand = Errand(settle_ms=500)
    assert errand.begin(CALL, 1_000) == CALL
    assert errand.begin(replace(CALL, cmd_id="two"), 1_001) is None
    errand.answered(1_010)
    assert errand.begin(replace(CALL, action=Action.START), 1_100) is None
    assert errand.ready(1_510)


def test_without_an_answer_the_same_command_is_sent_again_for_a_while() -> None:
    errand = Errand(settle_ms=0)
    errand.begin(CALL, 0)
    assert errand.no_answer(2_000)
    assert errand.tries == 2
    assert errand.under_way == CALL
    assert not errand.no_answer(RETRY_FOR_MS)
    assert errand.under_way is None


def test_the_same_wish_keeps_its_cmd_id_until_the_truth_was_seen() -> None:
    errand = Errand(settle_ms=0)
    errand.begin(CALL, 0)
    errand.give_up()
    again = errand.begin(replace(CALL, cmd_id="two"), 50_000)
    assert again is not None
    assert again.cmd_id == "one"
    errand.give_up()
    errand.seen()
    fresh = errand.begin(replace(CALL, cmd_id="three"), 60_000)
    assert fresh is not None
    assert fresh.cmd_id == "three"


def test_another_wish_gets_its_own_cmd_id() -> None:
    errand = Errand(settle_ms=0)
    errand.begin(CALL, 0)
    errand.give_up()
    other = errand.begin(Command(action=Action.CLOSE, cmd_id="two", counter_id=3), 1)
    assert other is not None
    assert other.cmd_id == "two"
