"""What became of the paper, on both engines."""

import pytest

from core.fault import FaultCode
from core.ids import new_id
from core.ticket import PRINT_STEPS, EventKind, PrintState, TicketState
from tests.queue_world import World, act, refuses

DAY_MS = 24 * 3_600_000
# How to bring a ticket's paper into each state, from NONE.
WAYS = {
    PrintState.NONE: (),
    PrintState.QUEUED: (PrintState.QUEUED,),
    PrintState.PRINTED: (PrintState.QUEUED, PrintState.PRINTED),
    PrintState.FAILED: (PrintState.QUEUED, PrintState.FAILED),
    PrintState.UNKNOWN: (PrintState.QUEUED, PrintState.UNKNOWN),
    PrintState.REPRINTED: (
        PrintState.QUEUED,
        PrintState.PRINTED,
        PrintState.QUEUED,
        PrintState.REPRINTED,
    ),
}
ENDS = tuple(PRINT_STEPS[PrintState.QUEUED])


def paper_goes(world: World, ticket_id: str, *steps: PrintState, place: str = "kiosk-1") -> None:
    for step in steps:
        if step is PrintState.QUEUED:
            act(world.queue.ask_print, ticket_id, place=place)
        else:
            act(world.queue.record_print, ticket_id, step)


def ticket_with_paper(world: World, state: PrintState, place: str = "kiosk-1") -> str:
    ticket_id = act(world.queue.issue, "A", source=place).ticket_id or ""
    paper_goes(world, ticket_id, *WAYS[state], place=place)
    return ticket_id


# Asking -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", set(PrintState) - {PrintState.QUEUED})
def test_a_slip_can_be_asked_for_whatever_became_of_the_last_one(
    world: World, now: PrintState
) -> None:
    ticket_id = ticket_with_paper(world, now)
    world.clock.advance(5_000)
    event = act(world.queue.ask_print, ticket_id, place="kiosk-2", reason="bị rách")
    ticket = world.reader.ticket(ticket_id)

    assert (event.kind, event.print_state) == (EventKind.PRINT, PrintState.QUEUED)
    assert (event.place, event.reason) == ("kiosk-2", "bị rách")
    assert (ticket.print_state, ticket.paper_at) == (PrintState.QUEUED, "kiosk-2")
    assert ticket.asked_ms == event.at_ms


def test_a_slip_that_is_under_way_is_not_asked_for_again(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.QUEUED)
    with refuses(FaultCode.PAPER_UNDER_WAY, label="A001", place="kiosk-1"):
        act(world.queue.ask_print, ticket_id, place="kiosk-2")

    assert world.reader.ticket(ticket_id).paper_at == "kiosk-1"


def test_a_ticket_that_is_void_or_expired_gets_no_slip(world: World) -> None:
    void, expired = (ticket_with_paper(world, PrintState.FAILED) for _ in range(2))
    act(world.queue.void, void, reason="đi về")
    world.clock.advance(DAY_MS)
    act(world.queue.issue, "A")
    for ticket_id, state in ((void, "void"), (expired, "expired")):
        label = world.reader.ticket(ticket_id).label
        told = {"label": label, "step": "print_queued", "state": state}
        with refuses(FaultCode.STEP_NOT_ALLOWED, **told):
            act(world.queue.ask_print, ticket_id, place="kiosk-1")


def test_the_paper_of_a_ticket_that_is_done_can_still_be_printed_again(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.PRINTED)
    for command in (world.queue.call_next, world.queue.start, world.queue.finish):
        act(command, 1)
    paper_goes(world, ticket_id, PrintState.QUEUED, PrintState.REPRINTED)
    ticket = world.reader.ticket(ticket_id)

    assert (ticket.state, ticket.print_state) == (TicketState.DONE, PrintState.REPRINTED)


def test_the_officer_who_asks_for_a_slip_is_named(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.FAILED)
    act(world.queue.open_counter, 2, "lan")
    event = act(world.queue.ask_print, ticket_id, place="kiosk-1", counter_id=2)

    assert (event.counter_id, event.officer_id) == (2, "lan")


def test_only_the_officer_of_the_counter_asks_there(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.FAILED)
    act(world.queue.open_counter, 2, "lan")
    with refuses(FaultCode.COUNTER_TAKEN, counter=2, officer="lan"):
        act(world.queue.ask_print, ticket_id, place="kiosk-1", counter_id=2, officer_id="minh")
    with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
        act(world.queue.ask_print, ticket_id, place="kiosk-1", counter_id=9)


def test_a_ticket_that_does_not_exist_has_no_paper(world: World) -> None:
    nobody = new_id()
    with refuses(FaultCode.TICKET_UNKNOWN, label=nobody):
        act(world.queue.record_print, nobody, PrintState.FAILED)
    with refuses(FaultCode.TICKET_UNKNOWN, label=nobody):
        act(world.queue.ask_print, nobody, place="kiosk-1")


# How a slip ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize("now", PrintState)
def test_only_a_slip_that_is_owed_ends_and_asking_is_no_end(world: World, now: PrintState) -> None:
    ticket_id = ticket_with_paper(world, now)
    ends = ENDS if now is PrintState.QUEUED else ()
    for then in set(PrintState) - set(ends):
        step, state = f"print_{then.name.lower()}", f"print_{now.name.lower()}"
        with refuses(FaultCode.STEP_NOT_ALLOWED, label="A001", step=step, state=state):
            act(world.queue.record_print, ticket_id, then)

    assert world.reader.ticket(ticket_id).print_state is now


@pytest.mark.parametrize("then", ENDS)
@pytest.mark.parametrize("before", [PrintState.FAILED, PrintState.PRINTED, PrintState.UNKNOWN])
def test_what_comes_out_after_a_slip_that_may_be_out_is_a_reprint(
    world: World, before: PrintState, then: PrintState
) -> None:
    """After a slip that surely never left, the next one is the first."""
    ticket_id = ticket_with_paper(world, before)
    paper_goes(world, ticket_id, PrintState.QUEUED)
    marked = before is not PrintState.FAILED
    assert world.reader.ticket(ticket_id).marked is marked
    if then is (PrintState.PRINTED if marked else PrintState.REPRINTED):
        with refuses(
            FaultCode.STEP_NOT_ALLOWED,
            label="A001",
            step=f"print_{then.name.lower()}",
            state="print_queued",
        ):
            act(world.queue.record_print, ticket_id, then)
        return
    event = act(world.queue.record_print, ticket_id, then)

    assert (event.kind, event.print_state) == (EventKind.PRINT, then)
    assert world.reader.ticket(ticket_id).print_state is then


def test_a_reprint_that_fails_leaves_the_mark_to_the_next(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.PRINTED)
    paper_goes(world, ticket_id, PrintState.QUEUED, PrintState.FAILED, PrintState.QUEUED)

    assert world.reader.ticket(ticket_id).marked


def test_slips_that_came_out_and_slips_in_doubt_are_counted(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.FAILED)
    ticket = world.reader.ticket(ticket_id)
    assert (ticket.prints, ticket.doubts, ticket.marked) == (0, 0, False)
    paper_goes(world, ticket_id, PrintState.QUEUED, PrintState.UNKNOWN)
    paper_goes(world, ticket_id, PrintState.QUEUED, PrintState.REPRINTED)
    paper_goes(world, ticket_id, PrintState.QUEUED, PrintState.UNKNOWN)
    paper_goes(world, ticket_id, PrintState.QUEUED, PrintState.REPRINTED)
    ticket = world.reader.ticket(ticket_id)

    assert (ticket.prints, ticket.doubts, ticket.marked) == (2, 2, True)


def test_the_printers_fault_is_kept_as_the_reason(world: World) -> None:
    ticket_id = ticket_with_paper(world, PrintState.QUEUED)
    event = act(world.queue.record_print, ticket_id, PrintState.FAILED, reason="printer_paper_out")

    assert event.reason == "printer_paper_out"
    assert world.reader.history(ticket_id)[-1] == event


def test_why_a_ticket_was_given_out_without_paper_stands_in_its_history(world: World) -> None:
    event = act(
        world.queue.issue,
        "A",
        source="kiosk-1",
        print_state=PrintState.FAILED,
        reason="printer_cover_open",
    )
    ticket = world.reader.ticket(event.ticket_id or "")

    assert world.reader.history(ticket.ticket_id) == (event,)
    assert (event.reason, event.place) == ("printer_cover_open", None)
    assert (ticket.paper_at, ticket.asked_ms) == (None, None)


def test_an_outcome_names_its_slip_and_a_late_one_is_refused(world: World) -> None:
    """The kiosk's network came back after staff had given its slip up and asked another kiosk."""
    asked = act(world.queue.issue, "A", source="kiosk-1", print_state=PrintState.QUEUED)
    ticket_id = asked.ticket_id or ""
    paper_goes(world, ticket_id, PrintState.UNKNOWN)
    world.clock.advance(1_000)
    again = act(world.queue.ask_print, ticket_id, place="kiosk-2")
    with refuses(FaultCode.PAPER_ASKED_ANEW, label="A001", place="kiosk-2"):
        act(world.queue.record_print, ticket_id, PrintState.REPRINTED, asked_ms=asked.at_ms)
    act(world.queue.record_print, ticket_id, PrintState.REPRINTED, asked_ms=again.at_ms)

    assert world.reader.ticket(ticket_id).print_state is PrintState.REPRINTED


# Who owes what ------------------------------------------------------------------------------------


def test_a_kiosk_owes_the_slips_that_it_gave_out_and_those_it_was_asked_for(world: World) -> None:
    """After kill -9 between the commit and the paper, and when a panel asks."""
    for state in PrintState:
        ticket_with_paper(world, state)
    issued = act(world.queue.issue, "C", source="kiosk-2", print_state=PrintState.QUEUED)
    world.clock.advance(1_000)
    act(world.queue.ask_print, world.reader.find("A004").ticket_id, place="kiosk-2")
    restarted = world.program().reader

    assert [ticket.label for ticket in restarted.owed("kiosk-1")] == ["A002"]
    assert [ticket.label for ticket in restarted.owed("kiosk-2")] == ["C001", "A004"]
    assert restarted.owed("kiosk-2")[0].asked_ms == issued.at_ms
    assert restarted.owed("kiosk-3") == ()


def test_a_slip_is_owed_until_its_outcome_is_written_down_also_after_midnight(
    world: World,
) -> None:
    ticket_id = ticket_with_paper(world, PrintState.QUEUED)
    world.clock.advance(DAY_MS)
    act(world.queue.issue, "A")
    [owed] = world.reader.owed("kiosk-1")
    assert (owed.ticket_id, owed.state) == (ticket_id, TicketState.EXPIRED)
    paper_goes(world, ticket_id, PrintState.FAILED)

    assert world.reader.owed("kiosk-1") == ()
