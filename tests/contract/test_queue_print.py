"""What became of the paper, on both engines."""

import pytest

from core.fault import FaultCode
from core.ids import new_id
from core.ticket import PRINT_STEPS, EventKind, PrintState
from tests.queue_world import World, act, refuses

# How to bring a ticket's paper into each state, from NONE.
WAYS = {
    PrintState.NONE: (),
    PrintState.QUEUED: (PrintState.QUEUED,),
    PrintState.PRINTED: (PrintState.QUEUED, PrintState.PRINTED),
    PrintState.FAILED: (PrintState.QUEUED, PrintState.FAILED),
    PrintState.UNKNOWN: (PrintState.QUEUED, PrintState.UNKNOWN),
    PrintState.REPRINTED: (PrintState.QUEUED, PrintState.PRINTED, PrintState.REPRINTED),
}


def ticket_with_paper(world: World, state: PrintState, source: str = "kiosk-1") -> str:
    ticket_id = act(world.queue.issue, "A", source=source).ticket_id or ""
    for step in WAYS[state]:
        act(world.queue.record_print, ticket_id, step)
    return ticket_id


@pytest.mark.parametrize("now", PrintState)
def test_the_papers_state_moves_only_along_its_steps(world: World, now: PrintState) -> None:
    ticket_id = ticket_with_paper(world, now)
    label = world.reader.ticket(ticket_id).label
    for then in PrintState:
        if then not in PRINT_STEPS[now]:
            step, state = f"print_{then.name.lower()}", f"print_{now.name.lower()}"
            with refuses(FaultCode.STEP_NOT_ALLOWED, label=label, step=step, state=state):
                act(world.queue.record_print, ticket_id, then)
    for then in PRINT_STEPS[now]:
        ticket_id = ticket_with_paper(world, now)
        event = act(world.queue.record_print, ticket_id, then)

        assert (event.kind, event.print_state) == (EventKind.PRINT, then)
        assert world.reader.ticket(ticket_id).print_state is then


def test_slips_that_came_out_are_counted(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.FAILED)
    assert world.reader.ticket(ticket_id).prints == 0
    for state in (PrintState.PRINTED, PrintState.REPRINTED, PrintState.REPRINTED):
        act(world.queue.record_print, ticket_id, state)

    assert world.reader.ticket(ticket_id).prints == 3


def test_the_printers_fault_is_kept_as_the_reason(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.QUEUED)
    event = act(world.queue.record_print, ticket_id, PrintState.FAILED, reason="printer_paper_out")

    assert event.reason == "printer_paper_out"
    assert world.reader.history(ticket_id)[-1] == event


def test_the_paper_of_a_ticket_that_is_done_can_still_be_printed_again(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.PRINTED)
    for command in (world.queue.call_next, world.queue.start, world.queue.finish):
        act(command, 1)
    act(world.queue.record_print, ticket_id, PrintState.REPRINTED)

    assert world.reader.ticket(ticket_id).print_state is PrintState.REPRINTED


def test_a_ticket_that_does_not_exist_has_no_paper(world: World) -> None:
    nobody = new_id()
    with refuses(FaultCode.TICKET_UNKNOWN, label=nobody):
        act(world.queue.record_print, nobody, PrintState.QUEUED)


def test_a_kiosk_finds_its_slips_that_were_still_in_the_printers_queue(world: World) -> None:
    """After kill -9 between the commit and the paper: same number, printed then."""
    for state in PrintState:
        ticket_with_paper(world, state)
    elsewhere = ticket_with_paper(world, PrintState.QUEUED, source="kiosk-2")
    waiting = [ticket_with_paper(world, PrintState.QUEUED) for _ in range(2)]
    restarted = world.program().reader
    found = restarted.unprinted("kiosk-1")

    assert [ticket.ticket_id for ticket in found[1:]] == waiting
    assert [ticket.label for ticket in found] == ["A002", "A008", "A009"]
    assert [ticket.ticket_id for ticket in restarted.unprinted("kiosk-2")] == [elsewhere]
    assert restarted.unprinted("kiosk-3") == ()


def test_yesterdays_slips_are_not_printed_today(world: World) -> None:
    ticket_with_paper(world, PrintState.QUEUED)
    world.clock.advance(24 * 3_600_000)
    today = ticket_with_paper(world, PrintState.QUEUED)

    assert [ticket.ticket_id for ticket in world.reader.unprinted("kiosk-1")] == [today]
