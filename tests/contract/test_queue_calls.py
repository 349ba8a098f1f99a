"""Who is called next, and calling out of turn, on both engines."""

import pytest

from core.clock import MINUTE_MS
from core.fault import FaultCode
from core.ids import new_id
from core.ticket import EventKind, TicketState
from tests.queue_world import World, act, refuses


def take(world: World, service_id: str, **wishes: object) -> str:
    """A ticket of its own minute; its label."""
    world.clock.advance(MINUTE_MS)
    return act(world.queue.issue, service_id, **wishes).label or ""


def ticket_id_of(world: World, label: str) -> str:
    return world.reader.find(label).ticket_id


def call_all(world: World, counter_id: int) -> list[str]:
    """Serve everyone whom this counter may call; the labels in order of their calls."""
    labels = []
    while (event := act(world.queue.call_next, counter_id)) is not None:
        labels.append(event.label or "")
        act(world.queue.start, counter_id)
        act(world.queue.finish, counter_id)
    return labels


def test_a_call_brings_the_ticket_to_the_counter(world: World) -> None:
    label = take(world, "A")
    world.clock.advance(MINUTE_MS)
    event = act(world.queue.call_next, 1)
    ticket = world.reader.find(label)

    assert event is not None
    assert (EventKind.CALLED, label, 1) == (event.kind, event.label, event.counter_id)
    assert (ticket.state, ticket.counter_id, ticket.calls) == (TicketState.CALLED, 1, 1)
    assert world.clock.now_ms() == ticket.called_ms


def test_those_who_came_first_are_called_first(world: World) -> None:
    labels = [take(world, "A") for _ in range(4)]

    assert labels == call_all(world, 1)


def test_nobody_waiting_is_an_answer_and_leaves_no_trace(world: World) -> None:
    take(world, "C")

    assert act(world.queue.call_next, 1) is None
    assert len(world.events()) == 1


def test_a_counter_calls_only_the_services_it_serves(world: World) -> None:
    for service in "AHCEKT":
        take(world, service)

    assert call_all(world, 4) == ["H001", "E001", "K001"]


def test_priority_counts_as_having_come_twenty_minutes_earlier_and_no_more(world: World) -> None:
    early = take(world, "A")
    world.clock.advance(25 * MINUTE_MS)
    normal = [take(world, "A") for _ in range(3)]
    first_in_rank = take(world, "A", priority="NCT")
    later = take(world, "A", priority="PNMT")

    assert [early, first_in_rank, later, *normal] == call_all(world, 1)


def test_helping_out_counts_as_having_come_ten_minutes_later(world: World) -> None:
    """Counter 3 serves C, and A with a penalty."""
    helped = take(world, "A")
    own = [take(world, "C") for _ in range(9)]
    too_late = [take(world, "C") for _ in range(2)]

    assert [*own, helped, *too_late] == call_all(world, 3)


def test_of_two_who_are_due_at_once_the_older_identifier_goes_first(world: World) -> None:
    """The clock stands still, the feed does not: the head start puts both at the same due."""
    slot_ms = world.clock.now_ms()
    second, first = sorted((new_id(), new_id()), reverse=True)
    labels = {
        ticket_id: act(world.queue.issue, "A", ticket_id=ticket_id, slot_ms=slot_ms).label
        for ticket_id in (second, first)
    }

    assert [labels[first], labels[second]] == call_all(world, 1)


def test_a_counter_that_has_someone_cannot_call_another(world: World) -> None:
    take(world, "A")
    take(world, "A")
    act(world.queue.call_next, 1)
    with refuses(FaultCode.COUNTER_BUSY, counter=1, label="A001"):
        act(world.queue.call_next, 1)
    act(world.queue.start, 1)
    with refuses(FaultCode.COUNTER_BUSY, counter=1, label="A001"):
        act(world.queue.call_next, 1)


def test_a_busy_counter_is_told_so_even_when_nobody_waits(world: World) -> None:
    take(world, "A")
    act(world.queue.call_next, 1)
    with refuses(FaultCode.COUNTER_BUSY, counter=1, label="A001"):
        act(world.queue.call_next, 1)


def test_a_counter_that_does_not_exist_calls_nobody(world: World) -> None:
    take(world, "A")
    with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
        act(world.queue.call_next, 9)


def test_a_call_names_the_officer_who_sits_there(world: World) -> None:
    take(world, "A")
    act(world.queue.open_counter, 1, "lan")
    event = act(world.queue.call_next, 1)

    assert event is not None
    assert event.officer_id == "lan"


@pytest.mark.parametrize(
    ("officer", "code", "facts"),
    [
        ("khach", FaultCode.OFFICER_UNKNOWN, {"officer": "khach"}),
        ("minh", FaultCode.COUNTER_TAKEN, {"counter": 1, "officer": "lan"}),
    ],
)
def test_only_the_officer_of_the_counter_calls_there(
    world: World, officer: str, code: FaultCode, facts: dict[str, object]
) -> None:
    take(world, "A")
    act(world.queue.open_counter, 1, "lan")
    with refuses(code, **facts):
        act(world.queue.call_next, 1, officer_id=officer)
    with refuses(code, **facts):
        act(world.queue.pick, 1, ticket_id_of(world, "A001"), reason="x", officer_id=officer)


def test_an_officer_does_not_call_from_a_counter_where_they_do_not_sit(world: World) -> None:
    take(world, "A")
    act(world.queue.open_counter, 1, "lan")
    with refuses(FaultCode.OFFICER_ELSEWHERE, officer="lan", counter=1):
        act(world.queue.call_next, 2, officer_id="lan")


# Out of turn ----------------------------------------------------------------------------


def test_picking_calls_one_out_of_turn_and_keeps_the_reason(world: World) -> None:
    take(world, "A")
    chosen = take(world, "A")
    event = act(world.queue.pick, 1, ticket_id_of(world, chosen), reason="  con nhỏ khóc ")

    assert (EventKind.PICKED, chosen, "con nhỏ khóc") == (event.kind, event.label, event.reason)
    assert TicketState.CALLED is world.reader.find(chosen).state
    assert call_all_after(world) == "A001"


def call_all_after(world: World) -> str:
    """Who is called at counter 2 while counter 1 is busy."""
    event = act(world.queue.call_next, 2)
    assert event is not None
    return event.label or ""


@pytest.mark.parametrize("reason", ["", "  "])
def test_picking_and_voiding_need_a_reason(world: World, reason: str) -> None:
    ticket_id = ticket_id_of(world, take(world, "A"))
    with refuses(FaultCode.REASON_MISSING):
        act(world.queue.pick, 1, ticket_id, reason=reason)
    with refuses(FaultCode.REASON_MISSING):
        act(world.queue.void, ticket_id, reason=reason)


def test_a_counter_picks_only_what_it_serves(world: World) -> None:
    ticket_id = ticket_id_of(world, take(world, "A"))
    with refuses(FaultCode.COUNTER_NOT_SERVING, counter=4, service="A", who="1, 2, 3, 5"):
        act(world.queue.pick, 4, ticket_id, reason="x")


def test_a_busy_counter_picks_nobody(world: World) -> None:
    take(world, "A")
    ticket_id = ticket_id_of(world, take(world, "A"))
    act(world.queue.call_next, 1)
    with refuses(FaultCode.COUNTER_BUSY, counter=1, label="A001"):
        act(world.queue.pick, 1, ticket_id, reason="x")


def test_only_a_waiting_ticket_can_be_picked(world: World) -> None:
    ticket_id = ticket_id_of(world, take(world, "A"))
    act(world.queue.call_next, 1)
    with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step="picked", state="called"):
        act(world.queue.pick, 2, ticket_id, reason="x")


def test_a_ticket_that_does_not_exist_can_be_neither_picked_nor_resumed(world: World) -> None:
    nobody = new_id()
    for command in (world.queue.resume, world.queue.restore):
        with refuses(FaultCode.TICKET_UNKNOWN, label=nobody):
            act(command, nobody)
    with refuses(FaultCode.TICKET_UNKNOWN, label=nobody):
        act(world.queue.pick, 1, nobody, reason="x")
    with refuses(FaultCode.TICKET_UNKNOWN, label=nobody):
        act(world.queue.void, nobody, reason="x")


# Once more, and back ----------------------------------------------------------------------------


def test_recalling_counts_the_calls_and_changes_nothing_else(world: World) -> None:
    label = take(world, "A")
    act(world.queue.call_next, 1)
    called_ms = world.reader.find(label).called_ms
    world.clock.advance(MINUTE_MS)
    event = act(world.queue.recall, 1)
    ticket = world.reader.find(label)

    assert (EventKind.RECALLED, label, 1) == (event.kind, event.label, event.counter_id)
    assert (TicketState.CALLED, 2, called_ms) == (ticket.state, ticket.calls, ticket.called_ms)


def test_a_call_made_by_mistake_is_undone_within_a_minute(world: World) -> None:
    first, second = take(world, "A"), take(world, "A")
    act(world.queue.call_next, 1)
    world.clock.advance(MINUTE_MS)
    event = act(world.queue.undo_call, 1)
    ticket = world.reader.find(first)

    assert (event.kind, event.counter_id) == (EventKind.CALL_UNDONE, 1)
    assert (
        ticket.state,
        ticket.counter_id,
        ticket.called_ms,
    ) == (TicketState.WAITING, None, None)
    assert [first, second] == call_all(world, 1)


def test_after_a_minute_a_call_stays_made(world: World) -> None:
    take(world, "A")
    called = act(world.queue.call_next, 1)
    assert called is not None
    world.clock.advance(called.at_ms + MINUTE_MS + 1 - world.clock.now_ms())
    with refuses(FaultCode.UNDO_TOO_LATE, label="A001"):
        act(world.queue.undo_call, 1)


def test_a_call_cannot_be_undone_once_service_began(world: World) -> None:
    take(world, "A")
    act(world.queue.call_next, 1)
    act(world.queue.start, 1)
    with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step="call_undone", state="serving"):
        act(world.queue.undo_call, 1)
