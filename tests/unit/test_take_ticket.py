"""Giving out numbers without a screen: real queue, real printer driver, no Qt."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import zxingcpp

from core.fault import FaultCode, Refused
from core.hall import Hall
from core.ids import new_id
from core.slip import Slip
from core.ticket import PrintState, Ticket, TicketState, paper_code
from core.waiting import WaitRange
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.sim.printer import Trouble
from kiosk.ports import PaperNews
from tests.contract.printers import Bench
from tests.hand_clock import HandClock
from tests.ticket_giver import PRINTER, SPARE, HandPrinter, TicketGiver

Open = Callable[..., TicketGiver]
TOLD = WaitRange(low_min=15, high_min=25)


@pytest.fixture
def kiosk(seeded_sqlite_url: str, clock: HandClock, tmp_path: Path) -> Iterator[Open]:
    """Opens kiosks on one database and one machine."""
    with ExitStack() as open_ones:

        def start(printer: Any = None, **chosen: Any) -> TicketGiver:
            giver = TicketGiver(seeded_sqlite_url, clock, tmp_path, printer, **chosen)
            open_ones.callback(giver.close)
            return giver

        yield start


@pytest.fixture
def paper_world(tmp_path: Path) -> Iterator[Bench]:
    """A simulated printer over TCP, and the driver that ships."""
    bench = Bench("tcp", tmp_path)
    bench.serve()
    yield bench
    bench.close()


# The number ---------------------------------------------------------------------------------------


def test_a_number_is_given_out_and_its_paper_comes_out(kiosk: Open, paper_world: Bench) -> None:
    """From touch to paper: what the printer cut can be read, and the books know that it came."""
    giver = kiosk(paper_world.driver())
    taken = giver.take("A", told=TOLD)
    assert (taken.label, taken.print_state, taken.fault) == ("A001", PrintState.QUEUED, None)
    [news] = giver.wait_news()
    assert (taken.ticket_id, "A001", PrintState.PRINTED, None) == (
        news.ticket_id,
        news.label,
        news.print_state,
        news.fault,
    )
    ticket = giver.ticket(taken)
    assert (ticket.print_state, ticket.prints) == (PrintState.PRINTED, 1)
    [paper] = paper_world.sim.papers
    assert [taken.code] == [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))]


def test_the_answer_says_what_the_screen_shows(kiosk: Open) -> None:
    giver = kiosk(HandPrinter())
    giver.take("A")
    taken = giver.take("A", priority="NCT", told=TOLD)
    ticket = giver.ticket(taken)
    assert (taken.label, taken.service_id, taken.priority, taken.ahead) == ("A002", "A", "NCT", 0)
    assert (TOLD, ticket.issued_ms) == (taken.told, taken.issued_ms)
    line = giver.queue(lambda hall: hall.reader.hall()).service("A")
    assert line is not None
    assert line.counters == taken.counters
    assert paper_code("A002", ticket.day, ticket.token) == taken.code
    assert not taken.tracked


def test_the_wait_that_was_told_is_kept_with_the_ticket(kiosk: Open) -> None:
    giver = kiosk()
    assert giver.ticket(giver.take(told=TOLD)).told == TOLD


def test_the_same_touch_twice_gives_one_ticket_and_one_slip(
    kiosk: Open, paper_world: Bench
) -> None:
    giver = kiosk(paper_world.driver())
    cmd_id = new_id()
    first, second = giver.take(cmd_id=cmd_id), giver.take(cmd_id=cmd_id)
    assert first.ticket_id == second.ticket_id
    giver.wait_news()
    third = giver.take(cmd_id=cmd_id)
    assert PrintState.PRINTED is third.print_state
    giver.take("C")
    giver.wait_news(2)
    assert giver.issued() == ["A001", "C001"]
    assert len(paper_world.sim.papers) == 2


def test_an_unknown_service_is_refused_and_nothing_is_printed(kiosk: Open) -> None:
    printer = HandPrinter()
    giver = kiosk(printer)
    with pytest.raises(Refused) as caught:
        giver.take("Z")
    assert FaultCode.SERVICE_UNKNOWN is caught.value.code
    assert (giver.issued(), printer.slips) == ([], [])


# The paper ----------------------------------------------------------------------------------------


def test_without_paper_the_ticket_is_valid_and_the_reason_is_told(
    kiosk: Open, paper_world: Bench
) -> None:
    paper_world.sim.trouble(Trouble.PAPER_OUT)
    giver = kiosk(paper_world.driver())
    paper_world.seen.wait_status(PrinterStatus.PAPER_OUT)
    taken = giver.take()
    assert PrintState.FAILED is taken.print_state
    assert FaultCode.PRINTER_PAPER_OUT is taken.fault
    ticket = giver.ticket(taken)
    assert (ticket.state, ticket.print_state) == (TicketState.WAITING, PrintState.FAILED)
    paper_world.sim.clear()
    paper_world.seen.wait_status(PrinterStatus.READY)
    assert paper_world.sim.papers == ()


def test_paper_that_ends_within_the_slip_is_recorded_as_doubtful(
    kiosk: Open, paper_world: Bench
) -> None:
    giver = kiosk(paper_world.driver())
    paper_world.seen.wait_status(PrinterStatus.READY)
    paper_world.sim.paper_ends_after(40)
    taken = giver.take()
    [news] = giver.wait_news()
    assert (news.print_state, news.fault) == (PrintState.UNKNOWN, FaultCode.PRINTER_PAPER_OUT)
    assert giver.prints(taken) == [(PrintState.UNKNOWN, "printer_paper_out")]
    assert TicketState.WAITING is giver.ticket(taken).state


@pytest.mark.parametrize(
    ("outcome", "fault", "expected"),
    [
        (PrintOutcome.PRINTED, None, PrintState.PRINTED),
        (PrintOutcome.NOT_SENT, FaultCode.PRINTER_COVER_OPEN, PrintState.FAILED),
        (PrintOutcome.UNKNOWN, FaultCode.PRINTER_NO_ANSWER, PrintState.UNKNOWN),
    ],
)
def test_each_outcome_is_recorded_with_its_reason_and_told_once(
    kiosk: Open, outcome: PrintOutcome, fault: FaultCode | None, expected: PrintState
) -> None:
    printer = HandPrinter()
    giver = kiosk(printer)
    taken = giver.take()
    assert giver.prints(taken) == []
    printer.end(outcome, fault)
    news = PaperNews(ticket_id=taken.ticket_id, label="A001", print_state=expected, fault=fault)
    assert [news] == giver.wait_news()
    assert [(expected, fault and fault.value)] == giver.prints(taken)


def test_a_kiosk_without_printer_promises_no_paper(kiosk: Open) -> None:
    giver = kiosk(None)
    taken = giver.take()
    assert (taken.print_state, taken.fault) == (PrintState.NONE, None)
    assert PrintState.NONE is giver.ticket(taken).print_state


@pytest.mark.complains("could not be made")
def test_a_slip_that_cannot_be_made_does_not_cost_the_number(kiosk: Open) -> None:
    def torn(_ticket: Ticket, _hall: Hall) -> Slip:
        raise OSError("logo.png is missing")

    giver = kiosk(HandPrinter(), slip_of=torn)
    taken = giver.take()
    assert (taken.label, taken.print_state, taken.fault) == ("A001", PrintState.FAILED, None)
    [news] = giver.wait_news()
    assert PrintState.FAILED is news.print_state
    ticket = giver.ticket(taken)
    assert (ticket.state, ticket.print_state) == (TicketState.WAITING, PrintState.FAILED)


@pytest.mark.parametrize("before", [PrinterStatus.READY, PrinterStatus.UNKNOWN])
def test_the_printer_is_asked_before_every_number(kiosk: Open, before: PrinterStatus) -> None:
    printer = HandPrinter(before)
    giver = kiosk(printer)
    for looks in (1, 2):
        giver.take()
        assert looks == printer.looks
    printer.now = PrinterStatus.COVER_OPEN
    assert FaultCode.PRINTER_COVER_OPEN is giver.take().fault


def test_why_there_was_no_paper_from_the_start_stands_with_the_number(kiosk: Open) -> None:
    giver = kiosk(HandPrinter(PrinterStatus.PAPER_OUT))
    taken = giver.take()
    [issued] = giver.queue(lambda hall: hall.reader.history(taken.ticket_id))
    assert (issued.print_state, issued.reason) == (PrintState.FAILED, "printer_paper_out")


def test_a_slip_that_came_out_of_the_spare_printer_says_where(kiosk: Open) -> None:
    printer = HandPrinter()
    giver = kiosk(printer)
    for name in (PRINTER, SPARE.printer):
        giver.take()
        printer.end(PrintOutcome.PRINTED, printer=name)
    assert [news.elsewhere for news in giver.wait_news(2)] == [None, SPARE]


def test_giving_out_numbers_needs_no_qt() -> None:
    """The command line takes tickets where no screen is, and no Qt either."""
    modules = "kiosk.asked, kiosk.ticket_paper, motcua.programs.kiosk_paper, sys"
    told = f"import {modules}; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
