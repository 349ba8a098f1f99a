"""Slips beside those of new numbers: reprints, what staff ask; and how the printer is."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from core.clock import MINUTE_MS
from core.fault import FaultCode, Refused
from core.ids import new_id
from core.slip import Slip
from core.ticket import PaperReason, PrintState, TicketState
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from tests.hand_clock import HandClock
from tests.ticket_giver import KIOSK, PRINTER, VOID_REASON, HandPrinter, TicketGiver, bars, words

Open = Callable[..., TicketGiver]
MARK = "IN LẠI"


@pytest.fixture
def kiosk(seeded_sqlite_url: str, clock: HandClock, tmp_path: Path) -> Iterator[Open]:
    """Opens kiosks on one database and one machine; closed and opened again it is a new start."""
    with ExitStack() as open_ones:

        def start(printer: Any = None, **chosen: Any) -> TicketGiver:
            giver = TicketGiver(seeded_sqlite_url, clock, tmp_path, printer, **chosen)
            open_ones.callback(giver.close)
            return giver

        yield start


def marks(slip: Slip) -> list[str]:
    return [bar for bar in bars(slip) if bar == MARK]


# Once more, from the screen -----------------------------------------------------------------------


def test_a_slip_that_surely_never_came_out_is_printed_without_a_mark(kiosk: Open) -> None:
    printer = HandPrinter()
    giver = kiosk(printer)
    taken = giver.take()
    printer.end(PrintOutcome.NOT_SENT, FaultCode.PRINTER_UNREACHABLE)
    giver.wait_news()
    assert PrintState.QUEUED is giver.reprint(taken.ticket_id).print_state
    printer.end(PrintOutcome.PRINTED)
    giver.wait_news(2)
    states = [state for state, _ in giver.prints(taken)]
    assert states == [PrintState.FAILED, PrintState.QUEUED, PrintState.PRINTED]
    assert words(printer.slips[0]) == words(printer.slips[1])


@pytest.mark.parametrize("outcome", [PrintOutcome.PRINTED, PrintOutcome.UNKNOWN])
def test_after_a_slip_that_may_be_out_every_further_one_is_marked(
    kiosk: Open, outcome: PrintOutcome
) -> None:
    printer = HandPrinter()
    giver = kiosk(printer)
    taken = giver.take()
    printer.end(outcome)
    giver.wait_news()
    for count, end in enumerate((PrintOutcome.NOT_SENT, PrintOutcome.PRINTED), 2):
        giver.reprint(taken.ticket_id)
        printer.end(end)
        giver.wait_news(count)
    assert [len(marks(slip)) for slip in printer.slips] == [0, 1, 1]
    assert PrintState.REPRINTED is giver.news[-1].print_state
    assert PrintState.REPRINTED is giver.ticket(taken).print_state


def test_one_touch_on_reprint_gives_one_slip_however_often_it_is_sent(kiosk: Open) -> None:
    printer = HandPrinter()
    giver = kiosk(printer)
    taken = giver.take()
    printer.end(PrintOutcome.UNKNOWN)
    giver.wait_news()
    cmd_id = new_id()
    for _ in range(3):
        assert PrintState.QUEUED is giver.reprint(taken.ticket_id, cmd_id=cmd_id).print_state
    printer.end(PrintOutcome.PRINTED)
    giver.wait_news(2)
    assert PrintState.REPRINTED is giver.reprint(taken.ticket_id, cmd_id=cmd_id).print_state
    assert len(printer.slips) == 2


def test_a_reprint_where_no_paper_would_come_says_why_and_asks_for_nothing(kiosk: Open) -> None:
    printer = HandPrinter(PrinterStatus.PAPER_OUT)
    giver = kiosk(printer)
    taken = giver.take()
    news = giver.reprint(taken.ticket_id)
    assert (news.print_state, news.fault) == (PrintState.FAILED, FaultCode.PRINTER_PAPER_OUT)
    assert (giver.prints(taken), printer.slips) == ([], [])
    printer.now = PrinterStatus.NEAR_END
    assert PrintState.QUEUED is giver.reprint(taken.ticket_id).print_state
    assert marks(printer.slips[0]) == []


def test_a_kiosk_without_printer_reprints_nothing(kiosk: Open) -> None:
    giver = kiosk(None)
    news = giver.reprint(giver.take().ticket_id)
    assert (news.print_state, news.fault) == (PrintState.FAILED, FaultCode.PRINTER_MISSING)


def test_a_number_given_up_at_the_kiosk_is_void_with_its_reason(kiosk: Open) -> None:
    giver = kiosk(HandPrinter(PrinterStatus.PAPER_OUT))
    taken = giver.take()
    giver.void(taken.ticket_id)
    assert TicketState.VOID is giver.ticket(taken).state
    history = giver.queue(lambda hall: hall.reader.history(taken.ticket_id))
    assert history[-1].reason == VOID_REASON
    with pytest.raises(Refused):
        giver.ask_print(taken.ticket_id)


# What staff ask -----------------------------------------------------------------------------------


def test_what_staff_ask_for_is_printed_once_by_the_kiosk_that_was_asked(kiosk: Open) -> None:
    here, there = HandPrinter(), HandPrinter()
    giver, other = kiosk(here), kiosk(there, source="kiosk-2")
    taken = giver.take()
    here.end(PrintOutcome.PRINTED)
    giver.wait_news()
    giver.ask_print(taken.ticket_id, "kiosk-2")
    for each in (giver, other, other):
        each.look_after()
    assert (len(here.slips), len(there.slips)) == (1, 1)
    assert marks(there.slips[0]) == [MARK]
    there.end(PrintOutcome.PRINTED)
    other.wait_news()
    other.look_after()
    ticket = giver.ticket(taken)
    assert (ticket.print_state, ticket.paper_at) == (PrintState.REPRINTED, "kiosk-2")
    assert (ticket.source, len(there.slips)) == (KIOSK, 1)


def test_staff_may_ask_for_the_same_number_again_and_again(kiosk: Open) -> None:
    printer = HandPrinter()
    giver = kiosk(printer)
    taken = giver.take()
    printer.end(PrintOutcome.PRINTED)
    for count in (2, 3):
        giver.wait_news(count - 1)
        giver.ask_print(taken.ticket_id)
        giver.look_after()
        printer.end(PrintOutcome.PRINTED)
    giver.wait_news(3)
    assert [len(marks(slip)) for slip in printer.slips] == [0, 1, 1]
    assert giver.ticket(taken).prints == 3


def test_a_slip_asked_for_long_ago_comes_out_for_nobody(kiosk: Open, clock: HandClock) -> None:
    giver = kiosk(HandPrinter(PrinterStatus.PAPER_OUT))
    taken = giver.take()
    giver.ask_print(taken.ticket_id)
    clock.advance(5 * MINUTE_MS)
    giver.look_after()
    giver.look_after()
    assert giver.prints(taken)[1:] == [(PrintState.FAILED, PaperReason.TOO_LATE)]


def test_a_slip_of_a_number_that_was_voided_meanwhile_is_not_printed(kiosk: Open) -> None:
    printer = HandPrinter(PrinterStatus.PAPER_OUT)
    giver = kiosk(printer)
    taken = giver.take()
    giver.ask_print(taken.ticket_id)
    giver.void(taken.ticket_id)
    giver.look_after()
    assert giver.prints(taken)[1:] == [(PrintState.FAILED, PaperReason.NO_LONGER_VALID)]
    assert printer.slips == []


# How the printer is -------------------------------------------------------------------------------


def test_everyone_can_see_how_the_kiosks_printer_is(kiosk: Open) -> None:
    giver = kiosk(HandPrinter(PrinterStatus.NEAR_END))
    [line] = giver.queue(lambda hall: hall.reader.printers())
    assert (line.place, line.name, line.state) == (KIOSK, PRINTER, "near_end")
    assert (line.alive, line.fault, line.warning) == (True, None, True)


def test_the_heartbeat_says_that_the_kiosk_is_alive(kiosk: Open, clock: HandClock) -> None:
    giver = kiosk(HandPrinter())
    clock.advance(2 * MINUTE_MS)
    assert not giver.queue(lambda hall: hall.reader.printers()[0].alive)
    giver.note_devices()
    assert giver.queue(lambda hall: hall.reader.printers()[0].alive)


def test_a_kiosk_that_ends_says_so(kiosk: Open) -> None:
    watching = kiosk(None, source="kiosk-2")
    kiosk(HandPrinter()).close()
    assert not watching.queue(lambda hall: hall.reader.printers()[0].alive)
