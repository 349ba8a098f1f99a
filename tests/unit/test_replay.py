"""The plain model accepts what the office may do, and nothing else."""

from dataclasses import replace
from typing import Any

import pytest

from core.clock import MINUTE_MS
from core.replay import Replay, Violation
from core.ticket import EventKind, TicketState
from tests.replayed_feed import BEGIN_MS, DAY, POLICY, Feed


@pytest.fixture
def feed() -> Feed:
    """Two who wait for A."""
    feed = Feed()
    feed.issue(1)
    feed.issue(2)
    return feed


@pytest.fixture
def serving(feed: Feed) -> Feed:
    """A001 is served at counter 1, A002 waits."""
    feed.step(EventKind.CALLED, "A001", counter_id=1)
    feed.step(EventKind.STARTED, "A001")
    return feed


def test_a_ticket_is_followed_from_issue_to_end(serving: Feed) -> None:
    serving.step(EventKind.HELD, "A001")
    serving.step(EventKind.RESUMED, "A001")
    serving.step(EventKind.CALLED, "A001", counter_id=2)
    serving.step(EventKind.TRANSFERRED, "A001", service_id="C", to_counter_id=3)
    serving.step(EventKind.CALLED, "A001", counter_id=3)
    serving.step(EventKind.NO_SHOW, "A001")
    serving.step(EventKind.RESTORED, "A001")
    serving.step(EventKind.CALLED, "A001", counter_id=3)
    serving.step(EventKind.CALL_UNDONE, "A001")
    serving.step(EventKind.PICKED, "A001", counter_id=3, reason="x")
    serving.step(EventKind.RECALLED, "A001")
    serving.step(EventKind.STARTED, "A001")
    serving.step(EventKind.FINISHED, "A001")
    ticket = serving.replay.tickets["A001"]

    assert (ticket.state, ticket.service_id, ticket.for_counter_id) == (TicketState.DONE, "C", 3)
    assert (ticket.calls, ticket.due_ms) == (6, BEGIN_MS + MINUTE_MS)
    assert ticket.ended_ms == serving.replay.at_ms
    assert serving.replay.at_counter == {}
    assert serving.replay.numbers == {(DAY, "A"): 2}


# The feed itself ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"seq": 4}, "follows on 2"),
        ({"seq": 2}, "follows on 2"),
        ({"at_ms": BEGIN_MS + 2 * MINUTE_MS}, "not after"),
        ({"day": DAY - 1}, "day 20230926 after 20230927"),
        ({"cmd_id": None}, "command id None"),
    ],
)
def test_the_feed_has_no_gap_no_copy_and_runs_forward(
    feed: Feed, changes: dict[str, Any], broken: str
) -> None:
    feed.refuses(replace(feed.issued(3), **changes), broken)


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"number": 4, "label": "A004"}, "number 4 after 2"),
        ({"number": 2, "label": "A002"}, "number 2 after 2"),
        ({"ticket_id": "A001"}, "exists already"),
        ({"ahead": 1}, "1 ahead, in truth 2"),
        ({"due_ms": None}, "leaves out"),
    ],
)
def test_numbers_run_on_without_gap_or_copy(
    feed: Feed, changes: dict[str, Any], broken: str
) -> None:
    feed.refuses(replace(feed.issued(3), **changes), broken)


def test_a_day_begins_with_the_first_number_of_the_series() -> None:
    Feed().refuses(Feed().issued(2), "the day begins with 2, the series with 1")
    Feed(None).issue(2)


# Tickets -----------------------------------------------------------------------------------------


def test_an_event_of_a_ticket_that_was_never_issued_is_found(feed: Feed) -> None:
    event = replace(feed.step_of(EventKind.VOIDED, "A001", reason="x"), ticket_id="A009")
    feed.refuses(event, "no ticket A009 was issued")


@pytest.mark.parametrize("change", [{"number": 9}, {"label": "A009"}, {"priority": "NCT"}])
def test_a_ticket_keeps_number_label_and_priority(serving: Feed, change: dict[str, Any]) -> None:
    serving.refuses(serving.step_of(EventKind.HELD, "A001", **change), "issued was")


@pytest.mark.parametrize(
    ("kind", "broken"),
    [
        (EventKind.STARTED, "not from serving"),
        (EventKind.VOIDED, "not from serving"),
        (EventKind.RESUMED, "not from serving"),
        (EventKind.CALL_UNDONE, "not from serving"),
    ],
)
def test_only_legal_steps_are_taken(serving: Feed, kind: EventKind, broken: str) -> None:
    serving.refuses(serving.step_of(kind, "A001", reason="x"), broken)


def test_a_step_happens_where_the_ticket_is(serving: Feed) -> None:
    serving.refuses(serving.step_of(EventKind.FINISHED, "A001", counter_id=2), "the ticket is at 1")


def test_a_counter_has_one_live_ticket_at_most(serving: Feed) -> None:
    serving.refuses(
        serving.step_of(EventKind.CALLED, "A002", counter_id=1), "A001 is at the counter already"
    )


def test_a_step_changes_no_service_unless_it_is_a_transfer(serving: Feed) -> None:
    serving.refuses(serving.step_of(EventKind.HELD, "A001", service_id="C"), "another service")


@pytest.mark.parametrize("kind", [EventKind.PICKED, EventKind.VOIDED])
@pytest.mark.parametrize("reason", [None, " "])
def test_what_needs_a_reason_has_one(feed: Feed, kind: EventKind, reason: str | None) -> None:
    counter = 1 if kind is EventKind.PICKED else None
    event = feed.step_of(kind, "A001", counter_id=counter, reason=reason)
    feed.refuses(event, "without a reason")


def test_a_call_is_undone_within_a_minute(feed: Feed) -> None:
    feed.step(EventKind.CALLED, "A001", counter_id=1)
    event = feed.step_of(EventKind.CALL_UNDONE, "A001")
    feed.refuses(replace(event, at_ms=event.at_ms + 1), "more than a minute")


def test_a_ticket_is_not_called_twice_without_being_given_back(feed: Feed) -> None:
    """Even where its state would allow it."""
    feed.replay.tickets["A001"].may_be_called = False
    event = feed.step_of(EventKind.CALLED, "A001", counter_id=1)
    feed.refuses(event, "without being given back")


# The calling order -------------------------------------------------------------------------------


def test_a_call_takes_whoever_is_first(feed: Feed) -> None:
    assert feed.replay.next_for(1) == "A001"
    feed.refuses(feed.step_of(EventKind.CALLED, "A002", counter_id=1), "first in order is")


def test_picking_takes_anyone_whom_the_counter_serves(feed: Feed) -> None:
    feed.step(EventKind.PICKED, "A002", counter_id=1, reason="x")
    event = feed.step_of(EventKind.PICKED, "A001", counter_id=3, reason="x")
    feed.refuses(event, "counter 3 does not serve A")


def test_head_start_and_penalty_decide_together() -> None:
    """Counter 2 serves A at once and C ten minutes later."""
    feed = Feed()
    feed.issue(1, "C")
    for number in (1, 2):
        feed.issue(number)
    at_ms = BEGIN_MS + 4 * MINUTE_MS
    feed.issue(3, due_ms=at_ms - 20 * MINUTE_MS, ahead=0, priority="NCT")

    assert feed.replay.next_for(2) == "A003"
    assert feed.replay.next_for(3) == "C001"
    feed.step(EventKind.CALLED, "A003", counter_id=2)
    feed.step(EventKind.NO_SHOW, "A003")
    assert feed.replay.next_for(2) == "A001"
    assert feed.replay.appointments == 0


def test_a_ticket_kept_for_an_open_counter_is_left_to_it(serving: Feed) -> None:
    serving.happen(EventKind.COUNTER_OPENED, counter_id=2, officer_id="lan")
    serving.step(EventKind.TRANSFERRED, "A001", to_counter_id=2)

    assert (serving.replay.next_for(1), serving.replay.next_for(2)) == ("A002", "A001")
    serving.happen(EventKind.COUNTER_CLOSED, counter_id=2, officer_id="lan")
    assert serving.replay.next_for(1) == "A001"


def test_without_a_policy_only_the_order_goes_unproved(feed: Feed) -> None:
    bare = Feed(None)
    bare.issue(1)
    bare.issue(2)
    bare.step(EventKind.CALLED, "A002", counter_id=9)
    bare.refuses(bare.step_of(EventKind.CALLED, "A002", counter_id=1), "not from called")


def test_departures_from_todays_catalogue_can_be_collected() -> None:
    departed: list[Violation] = []
    feed = Feed()
    feed.replay = Replay(POLICY, departed.append)
    feed.issue(7)
    feed.issue(8)
    feed.step(EventKind.CALLED, "A008", counter_id=1)

    assert [violation.seq for violation in departed] == [1, 3]


# Days --------------------------------------------------------------------------------------------


def test_a_new_day_begins_once_everyone_of_the_old_one_has_expired(serving: Feed) -> None:
    serving.step(EventKind.HELD, "A001")
    serving.day = DAY + 1
    serving.step(EventKind.EXPIRED, "A002")
    assert serving.replay.overdue == {"A001"}
    serving.refuses(serving.issued(1, ticket_id="new", ahead=0), "have not expired")


def test_on_the_new_day_numbers_begin_anew(feed: Feed) -> None:
    feed.day = DAY + 1
    for label in ("A001", "A002"):
        feed.step(EventKind.EXPIRED, label)
    feed.issue(1, ticket_id="new", ahead=0)

    assert feed.replay.numbers == {(DAY, "A"): 2, (DAY + 1, "A"): 1}


def test_nobody_expires_on_their_own_day(feed: Feed) -> None:
    feed.refuses(feed.step_of(EventKind.EXPIRED, "A001"), "of no earlier day")


def test_a_missed_ticket_is_restored_on_its_own_day_only(feed: Feed) -> None:
    feed.step(EventKind.CALLED, "A001", counter_id=1)
    feed.step(EventKind.NO_SHOW, "A001")
    feed.day = DAY + 1
    feed.step(EventKind.EXPIRED, "A002")
    feed.refuses(feed.step_of(EventKind.RESTORED, "A001"), "a ticket of 20230927")


# Counters ----------------------------------------------------------------------------------------


def test_an_officer_sits_at_one_counter_and_a_counter_has_one_officer(feed: Feed) -> None:
    feed.happen(EventKind.COUNTER_OPENED, counter_id=1, officer_id="lan")
    opened = feed.event(EventKind.COUNTER_OPENED, counter_id=2, officer_id="lan")
    feed.refuses(opened, "officer lan sits elsewhere")


@pytest.mark.parametrize(
    ("kind", "fields", "broken"),
    [
        (EventKind.COUNTER_OPENED, {"counter_id": 1, "officer_id": "ha"}, "open already"),
        (EventKind.COUNTER_OPENED, {"counter_id": 2}, "no officer"),
        (EventKind.COUNTER_CLOSED, {"counter_id": 2}, "counter 2 is not open"),
        (EventKind.COUNTER_CLOSED, {"counter_id": 1, "officer_id": "ha"}, "at the counter of lan"),
    ],
)
def test_counters_open_and_close_in_turn(
    feed: Feed, kind: EventKind, fields: dict[str, Any], broken: str
) -> None:
    feed.happen(EventKind.COUNTER_OPENED, counter_id=1, officer_id="lan")
    feed.refuses(feed.event(kind, **fields), broken)


def test_nobody_leaves_a_counter_with_a_citizen(feed: Feed) -> None:
    feed.happen(EventKind.COUNTER_OPENED, counter_id=1, officer_id="lan")
    feed.step(EventKind.CALLED, "A001", counter_id=1, officer_id="lan")
    closed = feed.event(EventKind.COUNTER_CLOSED, counter_id=1, officer_id="lan")
    feed.refuses(closed, "someone is at the counter")


def test_only_the_officer_of_an_open_counter_acts_there(feed: Feed) -> None:
    feed.happen(EventKind.COUNTER_OPENED, counter_id=1, officer_id="lan")
    feed.refuses(
        feed.step_of(EventKind.CALLED, "A001", counter_id=2, officer_id="lan"), "sits elsewhere"
    )


def test_a_word_for_the_clock_changes_nothing(feed: Feed) -> None:
    before = dict(feed.replay.tickets)
    feed.happen(EventKind.CLOCK_CONFIRMED, reason="đã kiểm tra")

    assert (feed.replay.tickets, feed.replay.seq) == (before, 3)


# Pauses and calls ---------------------------------------------------------------------------------


@pytest.fixture
def away(feed: Feed) -> Feed:
    """Lan has opened counter 1 and gone to lunch."""
    feed.happen(EventKind.COUNTER_OPENED, counter_id=1, officer_id="lan")
    feed.happen(EventKind.COUNTER_PAUSED, counter_id=1, officer_id="lan", reason="Ăn trưa")
    return feed


@pytest.mark.parametrize(
    ("kind", "fields", "broken"),
    [
        (EventKind.COUNTER_PAUSED, {"counter_id": 2, "reason": "Họp"}, "counter 2 is not open"),
        (EventKind.COUNTER_PAUSED, {"counter_id": 1, "reason": "Ăn trưa"}, "for that already"),
        (EventKind.COUNTER_PAUSED, {"counter_id": 1, "reason": " "}, "without a reason"),
        (EventKind.COUNTER_RESUMED, {"counter_id": 2}, "counter 2 does not pause"),
    ],
)
def test_a_counter_pauses_and_resumes_in_turn(
    away: Feed, kind: EventKind, fields: dict[str, Any], broken: str
) -> None:
    officer = {"officer_id": "lan"} if fields["counter_id"] == 1 else {}
    away.refuses(away.event(kind, **fields, **officer), broken)


def test_no_counter_pauses_with_a_citizen(away: Feed) -> None:
    away.step(EventKind.CALLED, "A001", counter_id=1, officer_id="lan")
    paused = away.event(EventKind.COUNTER_PAUSED, counter_id=1, officer_id="lan", reason="Họp")
    away.refuses(paused, "someone is at the counter")


def test_a_call_and_closing_end_a_pause(away: Feed) -> None:
    assert set(away.replay.paused) == {1}
    away.step(EventKind.CALLED, "A001", counter_id=1, officer_id="lan")
    assert away.replay.paused == {}
    away.step(EventKind.CALL_UNDONE, "A001", officer_id="lan")
    away.happen(EventKind.COUNTER_PAUSED, counter_id=1, officer_id="lan", reason="Họp")
    away.happen(EventKind.COUNTER_CLOSED, counter_id=1, officer_id="lan")
    assert away.replay.paused == {}


@pytest.mark.parametrize(
    ("kind", "nth"),
    [(EventKind.RECALLED, 1), (EventKind.RECALLED, None), (EventKind.STARTED, 2)],
)
def test_calls_of_a_ticket_are_counted_without_a_gap(
    feed: Feed, kind: EventKind, nth: int | None
) -> None:
    feed.step(EventKind.CALLED, "A001", counter_id=1)
    feed.refuses(feed.step_of(kind, "A001", nth=nth), "of the ticket, in truth")
