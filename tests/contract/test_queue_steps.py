"""A ticket's way after its call: served, held, sent on, missed, ended; on both engines."""

import pytest

from core.clock import MINUTE_MS
from core.fault import FaultCode
from core.ids import new_id
from core.ticket import EventKind, Ticket, TicketState
from tests.queue_world import World, act, called, refuses, served, take


def rank(ticket: Ticket) -> tuple[object, ...]:
    """What a ticket must keep on all its ways."""
    return ticket.day, ticket.label, ticket.number, ticket.due_ms, ticket.issued_ms, ticket.token


def test_a_citizen_is_called_served_and_done(world: World) -> None:
    ticket_id = called(world)
    started = act(world.queue.start, 1)
    world.clock.advance(MINUTE_MS)
    finished = act(world.queue.finish, 1)
    ticket = world.reader.ticket(ticket_id)

    assert [event.kind for event in world.events()] == [
        EventKind.ISSUED,
        EventKind.CALLED,
        EventKind.STARTED,
        EventKind.FINISHED,
    ]
    assert (ticket.state, ticket.counter_id) == (TicketState.DONE, None)
    assert (ticket.started_ms, ticket.ended_ms) == (started.at_ms, finished.at_ms)
    assert (finished.counter_id, finished.label) == (1, "A001")


def test_someone_who_does_not_come_frees_the_counter(world: World) -> None:
    ticket_id = called(world)
    act(world.queue.no_show, 1)
    ticket = world.reader.ticket(ticket_id)

    assert (ticket.state, ticket.counter_id) == (TicketState.NO_SHOW, None)
    assert act(world.queue.call_next, 1) is None


def test_who_missed_the_call_and_comes_back_keeps_number_and_seniority(world: World) -> None:
    ticket_id = called(world)
    before = world.reader.ticket(ticket_id)
    take(world)
    act(world.queue.no_show, 1)
    event = act(world.queue.restore, ticket_id)
    after = world.reader.ticket(ticket_id)
    again = act(world.queue.call_next, 1)

    assert (event.kind, event.label) == (EventKind.RESTORED, "A001")
    assert rank(after) == rank(before)
    assert (after.state, after.ended_ms) == (TicketState.WAITING, None)
    assert again is not None
    assert again.label == "A001"
    assert world.reader.ticket(ticket_id).calls == 2


def test_holding_frees_the_counter_and_resuming_keeps_the_old_place(world: World) -> None:
    ticket_id = served(world)
    before = world.reader.ticket(ticket_id)
    take(world)
    held = act(world.queue.hold, 1, reason="photo")
    assert world.reader.ticket(ticket_id).state is TicketState.HELD
    other = act(world.queue.call_next, 1)
    resumed = act(world.queue.resume, ticket_id)
    act(world.queue.start, 1)
    act(world.queue.finish, 1)
    again = act(world.queue.call_next, 1)

    assert (held.kind, held.reason, held.counter_id) == (EventKind.HELD, "photo", 1)
    assert other is not None
    assert other.label == "A002"
    assert resumed.kind is EventKind.RESUMED
    assert rank(world.reader.ticket(ticket_id)) == rank(before)
    assert again is not None
    assert again.label == "A001"


@pytest.mark.parametrize("start", [False, True])
def test_a_transfer_keeps_number_and_seniority(world: World, start: bool) -> None:
    """From a call as well as from a citizen who is already served."""
    ticket_id = called(world)
    if start:
        act(world.queue.start, 1)
    before = world.reader.ticket(ticket_id)
    take(world, "C")
    event = act(world.queue.transfer, 1, service_id="C", reason="hộ tịch")
    after = world.reader.ticket(ticket_id)
    again = act(world.queue.call_next, 3)

    assert (event.kind, event.service_id, event.counter_id) == (EventKind.TRANSFERRED, "C", 1)
    assert (event.to_counter_id, event.reason) == (None, "hộ tịch")
    assert rank(after) == rank(before)
    assert (after.service_id, after.series, after.state) == ("C", "A", TicketState.WAITING)
    assert again is not None
    assert again.label == "A001"


def test_a_ticket_sent_to_an_open_counter_is_left_to_it(world: World) -> None:
    act(world.queue.open_counter, 2, "lan")
    ticket_id = served(world)
    later = take(world)
    event = act(world.queue.transfer, 1, to_counter_id=2)

    assert (event.service_id, event.to_counter_id) == ("A", 2)
    assert world.reader.ticket(ticket_id).for_counter_id == 2
    assert act(world.queue.call_next, 1).ticket_id == later
    assert act(world.queue.call_next, 5) is None
    assert act(world.queue.call_next, 2).ticket_id == ticket_id


def test_a_ticket_kept_for_a_counter_is_released_when_that_closes(world: World) -> None:
    act(world.queue.open_counter, 2, "lan")
    ticket_id = served(world)
    act(world.queue.transfer, 1, to_counter_id=2)

    assert act(world.queue.call_next, 1) is None
    act(world.queue.close_counter, 2)
    assert act(world.queue.call_next, 1).ticket_id == ticket_id


def test_a_ticket_kept_for_a_counter_may_be_picked_elsewhere_with_a_reason(world: World) -> None:
    act(world.queue.open_counter, 2, "lan")
    ticket_id = served(world)
    act(world.queue.transfer, 1, to_counter_id=2)
    act(world.queue.pick, 1, ticket_id, reason="quầy 2 nghỉ")

    assert world.reader.ticket(ticket_id).counter_id == 1


def test_another_transfer_forgets_for_which_counter_a_ticket_was_kept(world: World) -> None:
    act(world.queue.open_counter, 2, "lan")
    ticket_id = served(world)
    act(world.queue.transfer, 1, to_counter_id=2)
    act(world.queue.call_next, 2)
    act(world.queue.transfer, 2, service_id="A")

    assert world.reader.ticket(ticket_id).for_counter_id is None
    assert act(world.queue.call_next, 1).ticket_id == ticket_id


def test_a_transfer_must_say_where_to(world: World) -> None:
    called(world)
    with pytest.raises(ValueError, match="names a service or a counter"):
        act(world.queue.transfer, 1)


@pytest.mark.parametrize(
    ("target", "code", "facts"),
    [
        ({"service_id": "X"}, FaultCode.SERVICE_UNKNOWN, {"service": "X"}),
        ({"to_counter_id": 9}, FaultCode.COUNTER_UNKNOWN, {"counter": 9}),
        (
            {"to_counter_id": 4},
            FaultCode.COUNTER_NOT_SERVING,
            {"counter": 4, "service": "A", "who": "1, 2, 3, 5"},
        ),
        (
            {"service_id": "E", "to_counter_id": 3},
            FaultCode.COUNTER_NOT_SERVING,
            {"counter": 3, "service": "E", "who": "4"},
        ),
    ],
)
def test_nobody_is_sent_where_they_cannot_be_called(
    world: World, target: dict[str, object], code: FaultCode, facts: dict[str, object]
) -> None:
    called(world)
    with refuses(code, **facts):
        act(world.queue.transfer, 1, **target)


def test_nobody_is_sent_to_a_service_without_a_counter(world: World) -> None:
    with world.catalogue() as catalogue:
        catalogue.put_series("Z")
        catalogue.put_service("Z", series="Z", name_vi="Mới", name_en="New", minutes=5, position=9)
    called(world)
    with refuses(FaultCode.SERVICE_UNSERVED, service="Z"):
        act(world.queue.transfer, 1, service_id="Z")


def test_the_history_of_a_ticket_tells_every_step(world: World) -> None:
    ticket_id = served(world)
    take(world)
    act(world.queue.hold, 1)
    act(world.queue.resume, ticket_id)
    act(world.queue.pick, 2, ticket_id, reason="x")
    act(world.queue.no_show, 2)

    assert [event.kind.name for event in world.reader.history(ticket_id)] == [
        "ISSUED",
        "CALLED",
        "STARTED",
        "HELD",
        "RESUMED",
        "PICKED",
        "NO_SHOW",
    ]
    assert world.reader.history(new_id()) == ()
