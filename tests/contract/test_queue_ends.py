"""How a ticket ends, and steps that nobody may take; on both engines."""

from collections.abc import Callable

import pytest

from core.fault import FaultCode
from core.ticket import Event, EventKind, TicketState
from tests.queue_world import World, act, called, refuses, served, take


def test_a_void_ticket_keeps_its_number(world: World) -> None:
    ticket_id = take(world)
    event = act(world.queue.void, ticket_id, reason=" lấy nhầm ")
    ticket = world.reader.ticket(ticket_id)

    assert (event.kind, event.reason, event.counter_id) == (EventKind.VOIDED, "lấy nhầm", None)
    assert (ticket.state, ticket.ended_ms) == (TicketState.VOID, event.at_ms)
    assert act(world.queue.issue, "A").label == "A002"


def test_voiding_a_called_ticket_frees_the_counter(world: World) -> None:
    ticket_id = called(world)
    event = act(world.queue.void, ticket_id, reason="đi về")

    assert event.counter_id == 1
    assert world.reader.ticket(ticket_id).counter_id is None
    assert act(world.queue.call_next, 1) is None


@pytest.mark.parametrize("way", [("hold",), ("no_show",)])
def test_held_and_missed_tickets_can_be_voided(world: World, way: tuple[str, ...]) -> None:
    ticket_id = served(world) if way == ("hold",) else called(world)
    act(getattr(world.queue, way[0]), 1)
    act(world.queue.void, ticket_id, reason="đi về")

    assert world.reader.ticket(ticket_id).state is TicketState.VOID


def test_who_is_being_served_cannot_be_voided(world: World) -> None:
    ticket_id = served(world)
    with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step="voided", state="serving"):
        act(world.queue.void, ticket_id, reason="x")


@pytest.mark.parametrize("end", ["finish", "void"])
def test_the_end_is_the_end(world: World, end: str) -> None:
    ticket_id = served(world) if end == "finish" else take(world)
    state = "done" if end == "finish" else "void"
    if end == "finish":
        act(world.queue.finish, 1)
    else:
        act(world.queue.void, ticket_id, reason="x")

    for command, step in ((world.queue.resume, "resumed"), (world.queue.restore, "restored")):
        with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step=step, state=state):
            act(command, ticket_id)
    with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step="voided", state=state):
        act(world.queue.void, ticket_id, reason="x")
    with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step="picked", state=state):
        act(world.queue.pick, 1, ticket_id, reason="x")


# What a counter may do with nobody, and with somebody in the wrong state -------------------------

AT_COUNTER = ("recall", "start", "finish", "no_show", "hold", "undo_call")
STEP_NAMES = {
    "recall": "recalled",
    "start": "started",
    "finish": "finished",
    "no_show": "no_show",
    "hold": "held",
    "undo_call": "call_undone",
}


def command_of(world: World, name: str) -> Callable[..., Event]:
    command: Callable[..., Event] = getattr(world.queue, name)
    return command


def test_an_empty_counter_has_nobody_to_do_anything_with(world: World) -> None:
    for name in AT_COUNTER:
        with refuses(FaultCode.COUNTER_EMPTY, counter=1):
            act(command_of(world, name), 1)
    with refuses(FaultCode.COUNTER_EMPTY, counter=1):
        act(world.queue.transfer, 1, service_id="C")


def test_a_counter_that_does_not_exist_has_nobody_either(world: World) -> None:
    for name in AT_COUNTER:
        with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
            act(command_of(world, name), 9)
    with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
        act(world.queue.transfer, 9, service_id="C")


def test_a_called_citizen_is_not_served_yet(world: World) -> None:
    called(world)
    for name in ("finish", "hold"):
        step = STEP_NAMES[name]
        with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step=step, state="called"):
            act(command_of(world, name), 1)


def test_a_served_citizen_is_neither_called_again_nor_missed(world: World) -> None:
    served(world)
    for name in ("recall", "start", "no_show", "undo_call"):
        step = STEP_NAMES[name]
        with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step=step, state="serving"):
            act(command_of(world, name), 1)


def test_only_held_tickets_are_resumed_and_only_missed_ones_restored(world: World) -> None:
    ticket_id = take(world)
    for command, step in ((world.queue.resume, "resumed"), (world.queue.restore, "restored")):
        with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step=step, state="waiting"):
            act(command, ticket_id)
