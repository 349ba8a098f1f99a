"""The same command sent again, for every command and on both engines."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from core.fault import FaultCode
from core.ids import new_id
from core.ticket import Event, PrintState
from tests.queue_world import OTHER_SITE, SITE, World, act, refuses

Send = Callable[[str], Event | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One command in a world where it may happen, and in one where it may not any more."""

    send: Callable[[World, str, str], Event | None]  # world, ticket id, command id
    before: tuple[str, ...] = ()  # steps at counter 1 that make it possible


CASES = {
    "call_next": Case(send=lambda w, _, c: w.queue.call_next(1, cmd_id=c)),
    "pick": Case(send=lambda w, t, c: w.queue.pick(1, t, reason="x", cmd_id=c)),
    "recall": Case(before=("call_next",), send=lambda w, _, c: w.queue.recall(1, cmd_id=c)),
    "start": Case(before=("call_next",), send=lambda w, _, c: w.queue.start(1, cmd_id=c)),
    "no_show": Case(before=("call_next",), send=lambda w, _, c: w.queue.no_show(1, cmd_id=c)),
    "undo_call": Case(before=("call_next",), send=lambda w, _, c: w.queue.undo_call(1, cmd_id=c)),
    "finish": Case(before=("call_next", "start"), send=lambda w, _, c: w.queue.finish(1, cmd_id=c)),
    "hold": Case(before=("call_next", "start"), send=lambda w, _, c: w.queue.hold(1, cmd_id=c)),
    "transfer": Case(
        before=("call_next",),
        send=lambda w, _, c: w.queue.transfer(1, service_id="C", cmd_id=c),
    ),
    "resume": Case(
        before=("call_next", "start", "hold"), send=lambda w, t, c: w.queue.resume(t, cmd_id=c)
    ),
    "restore": Case(
        before=("call_next", "no_show"), send=lambda w, t, c: w.queue.restore(t, cmd_id=c)
    ),
    "void": Case(send=lambda w, t, c: w.queue.void(t, reason="x", cmd_id=c)),
    "ask_print": Case(send=lambda w, t, c: w.queue.ask_print(t, place="K1", cmd_id=c)),
    "record_print": Case(
        before=("ask_print",),
        send=lambda w, t, c: w.queue.record_print(t, PrintState.UNKNOWN, cmd_id=c),
    ),
    "open_counter": Case(send=lambda w, _, c: w.queue.open_counter(2, "lan", cmd_id=c)),
    "close_counter": Case(before=("sit",), send=lambda w, _, c: w.queue.close_counter(2, cmd_id=c)),
    "confirm_clock": Case(send=lambda w, _, c: w.queue.confirm_clock(reason="x", cmd_id=c)),
    "issue": Case(send=lambda w, _, c: w.queue.issue("C", cmd_id=c)),
}


def prepared(world: World, case: Case) -> str:
    """The world before the command; its only ticket."""
    ticket_id = act(world.queue.issue, "A").ticket_id or ""
    for step in case.before:
        if step == "sit":
            act(world.queue.open_counter, 2, "lan")
        elif step == "ask_print":
            act(world.queue.ask_print, ticket_id, place="K1")
        else:
            act(getattr(world.queue, step), 1)
    return ticket_id


@pytest.mark.parametrize("name", CASES)
def test_a_command_sent_again_gives_the_first_answer_and_changes_nothing(
    world: World, name: str
) -> None:
    """At once by the same program, later by another one, and when it would be refused by now."""
    case, cmd_id = CASES[name], new_id()
    ticket_id = prepared(world, case)
    first = case.send(world, ticket_id, cmd_id)
    after = world.events()
    tickets = world.reader.tickets()
    again = case.send(world, ticket_id, cmd_id)
    world.programs.insert(0, world.program())
    world.clock.advance(120_000)
    much_later = case.send(world, ticket_id, cmd_id)

    assert first is not None
    assert again == first
    assert much_later == first
    assert (world.events(), world.reader.tickets()) == (after, tickets)


def test_the_answer_outlives_the_ticket_that_it_was_about(world: World) -> None:
    """The counter is empty by now and everything else would refuse the recall."""
    act(world.queue.issue, "A")
    act(world.queue.call_next, 1)
    cmd_id = new_id()
    first = world.queue.recall(1, cmd_id=cmd_id)
    act(world.queue.start, 1)
    act(world.queue.finish, 1)

    assert world.queue.recall(1, cmd_id=cmd_id) == first
    with refuses(FaultCode.COUNTER_EMPTY, counter=1):
        act(world.queue.recall, 1)


def test_a_second_press_on_call_does_not_call_the_next_one(world: World) -> None:
    act(world.queue.issue, "A")
    act(world.queue.issue, "A")
    cmd_id = new_id()
    first = world.queue.call_next(1, cmd_id=cmd_id)
    act(world.queue.start, 1)
    act(world.queue.finish, 1)

    assert world.queue.call_next(1, cmd_id=cmd_id) == first
    assert world.reader.find("A002").calls == 0


def test_a_call_that_found_nobody_may_find_somebody_when_sent_again(world: World) -> None:
    """ "Nobody waits" left no trace, so it is no answer to keep."""
    cmd_id = new_id()
    assert world.queue.call_next(1, cmd_id=cmd_id) is None
    act(world.queue.issue, "A")
    event = world.queue.call_next(1, cmd_id=cmd_id)

    assert event is not None
    assert event.label == "A001"


def test_a_command_identifier_used_for_something_else_is_refused(world: World) -> None:
    cmd_id = new_id()
    world.queue.issue("A", cmd_id=cmd_id)
    for other in (
        lambda: world.queue.call_next(1, cmd_id=cmd_id),
        lambda: world.queue.call_next(4, cmd_id=cmd_id),
        lambda: world.queue.open_counter(1, "lan", cmd_id=cmd_id),
        lambda: world.queue.recall(1, cmd_id=cmd_id),
    ):
        with refuses(FaultCode.COMMAND_REUSED, cmd_id=cmd_id, kind="issued"):
            other()


def test_a_ticket_identifier_is_issued_once(world: World) -> None:
    ticket_id, cmd_id = new_id(), new_id()
    act(world.queue.issue, "A", ticket_id=ticket_id)
    with refuses(FaultCode.COMMAND_REUSED, cmd_id=cmd_id, kind="issued"):
        world.queue.issue("A", cmd_id=cmd_id, ticket_id=ticket_id)

    assert act(world.queue.issue, "A").label == "A002"


def test_one_site_may_use_the_command_identifier_of_another(world: World) -> None:
    cmd_id = new_id()
    here, there = (
        world.program(site).queue.issue("A", cmd_id=cmd_id) for site in (SITE, OTHER_SITE)
    )

    assert (here.site_id, there.site_id) == (SITE, OTHER_SITE)
    assert (here.label, there.label) == ("A001", "A001")
