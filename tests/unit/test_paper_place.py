"""Which kiosk prints a further slip, and what happens when the one that owes it is silent."""

from dataclasses import replace

import pytest

from core.fault import FaultCode
from core.hall import DeviceLine
from core.ids import new_id
from core.ticket import EventKind, PaperReason, PrintState, TicketState
from db.devices import ALIVE_MS, DeviceBook
from db.holders import PlaceBook
from hardware.protocols.printer import PrinterStatus
from motcua.programs.paper_place import ask_for_slip, place_for
from motcua.wiring import OpenQueue
from tests import hall_samples
from tests.queue_world import SITE, World, act, refuses

TICKET = replace(hall_samples.ticket("A007", TicketState.WAITING), source="K2")


def line(place: str, name: str = "phieu", *, well: bool = True, alive: bool = True) -> DeviceLine:
    return DeviceLine(
        place=place,
        name=name,
        kind="printer",
        state="ready" if well else "paper_out",
        fault=None if well else FaultCode.PRINTER_PAPER_OUT,
        warning=False,
        since_ms=0,
        seen_ms=0,
        alive=alive,
    )


@pytest.mark.parametrize(
    ("printers", "place"),
    [
        ([line("K1"), line("K2"), line("K3")], "K2"),
        ([line("K3"), line("K2", well=False), line("K1")], "K1"),
        ([line("K1", alive=False), line("K2", well=False), line("K3")], "K3"),
        ([line("K2", well=False), line("K2", "du-phong"), line("K1")], "K2"),
        ([line("K1", well=False), line("K2", well=False)], "K2"),
        ([line("K1", well=False), line("K2", alive=False)], "K1"),
        ([line("K1", alive=False), line("K2", alive=False)], None),
        ([], None),
    ],
    ids=[
        "its own kiosk",
        "another when its own cannot",
        "nobody who is silent",
        "its own by its spare printer",
        "its own when none can",
        "another that answers when none can",
        "all silent",
        "none at all",
    ],
)
def test_the_kiosk_that_gave_out_the_number_comes_first(
    printers: list[DeviceLine], place: str | None
) -> None:
    assert place == place_for(TICKET, printers)


def opened(world: World) -> OpenQueue:
    return OpenQueue(
        engine=world.engine,
        queue=world.queue,
        reader=world.reader,
        site_id=SITE,
        clock=world.clock,
    )


def tell(world: World, place: str, status: PrinterStatus = PrinterStatus.READY) -> None:
    book = DeviceBook(world.engine, SITE, place, world.clock)
    book.note("phieu", state=status.value, fault=status.fault)


def issued(world: World, state: PrintState, source: str = "K1") -> str:
    return act(world.queue.issue, "A", source=source, print_state=state).ticket_id or ""


def test_a_panel_asks_with_its_counter_and_the_same_key_asks_once(world: World) -> None:
    ticket_id, cmd_id = issued(world, PrintState.FAILED), new_id()
    tell(world, "K1")
    act(world.queue.open_counter, 1, "lan")
    first, again = (
        ask_for_slip(opened(world), ticket_id, cmd_id=cmd_id, counter_id=1, officer_id="lan")
        for _ in range(2)
    )
    assert (first.place, first.counter_id, first.officer_id) == ("K1", 1, "lan")
    assert again == first


def test_a_slip_owed_by_a_kiosk_that_is_silent_is_given_up_first(world: World) -> None:
    """It may be out, so the one from the other kiosk says "IN LẠI"."""
    tell(world, "K1")
    ticket_id = issued(world, PrintState.QUEUED)
    world.clock.advance(ALIVE_MS + 1)
    tell(world, "K2")
    event = act(ask_for_slip, opened(world), ticket_id)
    papers = world.events(EventKind.PRINT)
    ticket = world.reader.ticket(ticket_id)

    assert event.place == "K2"
    assert [(each.print_state, each.reason) for each in papers] == [
        (PrintState.UNKNOWN, PaperReason.PLACE_SILENT),
        (PrintState.QUEUED, None),
    ]
    assert (ticket.marked, ticket.paper_at) == (True, "K2")


def test_a_slip_that_is_being_printed_is_waited_for(world: World) -> None:
    tell(world, "K1")
    tell(world, "K2")
    ticket_id = issued(world, PrintState.QUEUED)
    with refuses(FaultCode.PAPER_UNDER_WAY, label="A001", place="K1"):
        act(ask_for_slip, opened(world), ticket_id)


def test_where_no_kiosk_answers_nothing_is_asked_for(world: World) -> None:
    ticket_id = issued(world, PrintState.FAILED)
    with refuses(FaultCode.PAPER_NOWHERE, label="A001"):
        act(ask_for_slip, opened(world), ticket_id)
    tell(world, "K1")
    with refuses(FaultCode.KIOSK_SILENT, place="K9"):
        act(ask_for_slip, opened(world), ticket_id, place="K9")
    assert world.events(EventKind.PRINT) == []


@pytest.mark.parametrize("lives", [True, False])
def test_a_slip_of_the_command_line_is_given_up_once_its_run_is_dead(
    world: World, lives: bool
) -> None:
    """No printer is told of a run, so that its claim on its place says whether it lives."""
    ticket_id = issued(world, PrintState.QUEUED, "cli-1")
    PlaceBook(world.engine, SITE, "cli-1", "cli-1", world.clock).claim()
    if not lives:
        world.clock.advance(ALIVE_MS + 1)
    tell(world, "K1")
    if lives:
        with refuses(FaultCode.PAPER_UNDER_WAY, label="A001", place="cli-1"):
            act(ask_for_slip, opened(world), ticket_id)
    else:
        assert act(ask_for_slip, opened(world), ticket_id).place == "K1"
    assert world.reader.ticket(ticket_id).marked is not lives
