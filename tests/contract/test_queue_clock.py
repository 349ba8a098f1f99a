"""Days that begin, and clocks that jump, on both engines."""

import threading
from collections.abc import Callable

import pytest

from core.clock import DAY_MS, HOUR_MS, MINUTE_MS
from core.fault import FaultCode
from core.ticket import Event, EventKind, TicketState
from tests.queue_world import World, act, refuses

TO_MIDNIGHT_MS = 15 * HOUR_MS + 45 * MINUTE_MS  # from 08:15


def test_a_new_day_begins_at_one_and_whoever_waits_or_is_held_expires(world: World) -> None:
    for service in "AACA":
        act(world.queue.issue, service)
    act(world.queue.call_next, 1)
    act(world.queue.start, 1)
    act(world.queue.hold, 1)
    world.clock.advance(TO_MIDNIGHT_MS)
    event = act(world.queue.issue, "A")
    expired = world.events(EventKind.EXPIRED)

    assert (event.label, event.day, event.ahead) == ("A001", 20230928, 0)
    assert sorted(each.label or "" for each in expired) == ["A001", "A002", "A003", "C001"]
    assert {each.day for each in expired} == {20230928}
    assert {world.reader.ticket(each.ticket_id or "").state for each in expired} == {
        TicketState.EXPIRED
    }
    assert act(world.queue.issue, "C").label == "C001"


def test_the_last_ticket_before_midnight_belongs_to_the_old_day(world: World) -> None:
    world.clock.advance(TO_MIDNIGHT_MS - 1)
    assert act(world.queue.issue, "A").day == 20230927
    world.clock.advance(1)
    assert act(world.queue.issue, "A").day == 20230928


def test_three_kiosks_issuing_at_midnight_begin_each_series_once(world: World) -> None:
    for service in "ACT":
        act(world.queue.issue, service)
    world.clock.advance(TO_MIDNIGHT_MS)
    events = at_once([lambda: issue_some(world) for _ in range(3)])

    assert len(world.events(EventKind.EXPIRED)) == 3
    for series in "ACT":
        numbers = sorted(event.number or 0 for event in events if event.series == series)
        assert numbers == list(range(1, 16))
    assert {event.day for event in events} == {20230928}


def issue_some(world: World) -> list[Event]:
    """What one kiosk gives out in the first moments of a day."""
    kiosk = world.program()
    return [act(kiosk.queue.issue, service) for service in "ACT" * 5]


def at_once(works: list[Callable[[], list[Event]]]) -> list[Event]:
    """Let every work run in a thread of its own, from the same moment on."""
    start = threading.Barrier(len(works))
    done: list[Event] = []
    failed: list[BaseException] = []

    def run(work: Callable[[], list[Event]]) -> None:
        start.wait(10)
        try:
            done.extend(work())
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    return done


def test_yesterdays_tickets_can_be_neither_picked_resumed_nor_restored(world: World) -> None:
    waiting, held, missed = (act(world.queue.issue, "A").ticket_id or "" for _ in range(3))
    act(world.queue.pick, 1, missed, reason="x")
    act(world.queue.no_show, 1)
    act(world.queue.pick, 1, held, reason="x")
    act(world.queue.start, 1)
    act(world.queue.hold, 1)
    world.clock.advance(DAY_MS)

    with refuses(FaultCode.TICKET_OF_ANOTHER_DAY, label="A001", day=20230927):
        act(world.queue.pick, 1, waiting, reason="x")
    with refuses(FaultCode.TICKET_OF_ANOTHER_DAY, label="A002", day=20230927):
        act(world.queue.resume, held)
    with refuses(FaultCode.TICKET_OF_ANOTHER_DAY, label="A003", day=20230927):
        act(world.queue.restore, missed)


def test_who_is_served_over_midnight_can_still_be_held_sent_on_and_finished(world: World) -> None:
    ticket_id = act(world.queue.issue, "A").ticket_id or ""
    act(world.queue.call_next, 1)
    act(world.queue.start, 1)
    world.clock.advance(DAY_MS)
    act(world.queue.hold, 1)
    assert [line.ticket_id for line in world.reader.desk(1).held] == [ticket_id]
    act(world.queue.resume, ticket_id)
    assert [line.ticket_id for line in world.reader.desk(1).waiting] == [ticket_id]
    act(world.queue.pick, 1, ticket_id, reason="x")
    act(world.queue.transfer, 1, service_id="C")
    assert [line.ticket_id for line in world.reader.desk(3).waiting] == [ticket_id]
    act(world.queue.call_next, 3)
    act(world.queue.start, 3)
    act(world.queue.finish, 3)

    assert world.reader.ticket(ticket_id).state is TicketState.DONE


def test_before_the_days_first_command_nobody_is_shown_as_waiting(world: World) -> None:
    """Snapshots and calls agree: whoever was left over from yesterday is gone."""
    for service in "AC":
        act(world.queue.issue, service)
    world.clock.advance(DAY_MS)
    hall, desk = world.reader.hall(), world.reader.desk(1)

    assert (hall.day, desk.day) == (20230928, 20230928)
    assert {line.waiting for line in hall.services} == {0}
    assert (hall.next_waiting, desk.waiting) == ((), ())
    assert act(world.queue.call_next, 1) is None
    assert len(world.events()) == 2


# A clock that is wrong --------------------------------------------------------------------------


@pytest.mark.parametrize("back_ms", [HOUR_MS, DAY_MS, 400 * DAY_MS])
def test_a_clock_set_back_reuses_no_number_and_keeps_the_order(world: World, back_ms: int) -> None:
    first = act(world.queue.issue, "A")
    world.clock.jump(-back_ms)
    second, third = act(world.queue.issue, "A"), act(world.queue.issue, "A")
    restarted = world.program().queue
    fourth = act(restarted.issue, "A")
    call = act(restarted.call_next, 1)

    events = [first, second, third, fourth]
    assert [event.label for event in events] == ["A001", "A002", "A003", "A004"]
    assert [event.at_ms - first.at_ms for event in events] == [0, 1, 2, 3]
    assert {event.day for event in events} == {20230927}
    assert call is not None
    assert call.label == "A001"


def test_a_clock_that_leaps_ahead_is_not_believed_until_someone_vouches_for_it(
    world: World,
) -> None:
    last = act(world.queue.issue, "A")
    world.clock.jump(DAY_MS)
    facts = {"last_ms": last.at_ms, "now_ms": world.clock.now_ms()}
    for _ in range(2):
        with refuses(FaultCode.CLOCK_JUMPED, **facts):
            act(world.queue.issue, "A")
    with refuses(FaultCode.CLOCK_JUMPED, **facts):
        act(world.queue.call_next, 1)
    confirmed = act(world.queue.confirm_clock, reason="đã kiểm tra")
    event = act(world.queue.issue, "A")

    assert (confirmed.kind, confirmed.reason) == (EventKind.CLOCK_CONFIRMED, "đã kiểm tra")
    assert confirmed.at_ms > world.clock.now_ms()  # the expired ticket took the moment before
    assert [each.label for each in world.events(EventKind.EXPIRED)] == ["A001"]
    assert (event.label, event.day) == ("A001", 20230928)


def test_a_leap_that_is_set_right_again_needs_no_word(world: World) -> None:
    act(world.queue.issue, "A")
    world.clock.jump(DAY_MS)
    with pytest.raises(Exception, match="clock_jumped"):
        act(world.queue.issue, "A")
    world.clock.jump(-DAY_MS)

    assert act(world.queue.issue, "A").label == "A002"


@pytest.mark.parametrize(("ahead_ms", "accepted"), [(12 * HOUR_MS, True), (13 * HOUR_MS, False)])
def test_half_a_day_is_the_most_that_a_clock_may_leap(
    world: World, ahead_ms: int, accepted: bool
) -> None:
    act(world.queue.issue, "A")
    world.clock.jump(ahead_ms)
    if accepted:
        assert act(world.queue.issue, "A").seq == 2
    else:
        with pytest.raises(Exception, match="clock_jumped"):
            act(world.queue.issue, "A")


def test_a_program_that_just_started_believes_its_clock_over_a_long_holiday(world: World) -> None:
    """It has no other witness: the office may have been closed for Tết."""
    act(world.queue.issue, "A")
    world.clock.jump(9 * DAY_MS)
    restarted = world.program().queue

    assert act(restarted.issue, "A").day == 20231006
    assert act(restarted.issue, "A").label == "A002"


def test_a_program_that_just_started_does_not_believe_a_clock_a_year_ahead(world: World) -> None:
    last = act(world.queue.issue, "A")
    world.clock.jump(365 * DAY_MS)
    restarted = world.program().queue
    with refuses(FaultCode.CLOCK_JUMPED, last_ms=last.at_ms, now_ms=world.clock.now_ms()):
        act(restarted.issue, "A")


def test_a_program_left_running_over_the_weekend_goes_on_by_itself(world: World) -> None:
    act(world.queue.issue, "A")
    world.clock.advance(64 * HOUR_MS)

    assert act(world.queue.issue, "A").day == 20230930


def test_a_day_too_far_ahead_is_kept_when_the_clock_is_set_right(world: World) -> None:
    """Tomorrow's numbers are given out already: they are not given out again tomorrow."""
    act(world.queue.issue, "A")
    world.clock.jump(DAY_MS)
    wrong = act(world.program().queue.issue, "A")
    world.clock.jump(-DAY_MS)
    right = act(world.program().queue.issue, "A")
    world.clock.advance(DAY_MS)
    tomorrow = act(world.program().queue.issue, "A")

    assert [(event.day, event.label) for event in (wrong, right, tomorrow)] == [
        (20230928, "A001"),
        (20230928, "A002"),
        (20230928, "A003"),
    ]
