"""Slips beside those of new tickets: after the program's end, asked for by staff, or once more.

Nothing here comes out by itself unless someone asked for it just now. All on the database thread.
"""

import logging
from typing import Protocol

from core.clock import MINUTE_MS
from core.fault import FaultCode
from core.hall import Hall
from core.ticket import WITHOUT_PAPER, Event, PaperReason, PrintState, Ticket, TicketState
from kiosk.paper_books import PaperBooks
from kiosk.ports import Owed, PaperNews
from kiosk.print_journal import PrintJournal, SlipEnd, slip_key
from kiosk.slip_tray import SlipTray

log = logging.getLogger("motcua.kiosk")

# Who asked for a slip longer ago than this has gone: it would come out for nobody.
FRESH_MS = 2 * MINUTE_MS
_MISSING = frozenset({PrintState.FAILED, PrintState.UNKNOWN})


class OwedReader(Protocol):
    """What is read of the queue about slips."""

    def hall(self) -> Hall: ...

    def ticket(self, ticket_id: str) -> Ticket: ...

    def owed(self, place: str) -> tuple[Ticket, ...]: ...


class SlipAsker(Protocol):
    """The command of the queue that asks for a further slip."""

    def ask_print(
        self, ticket_id: str, *, place: str, cmd_id: str, reason: str | None = None
    ) -> Event: ...


def settle(
    reader: OwedReader,
    books: PaperBooks,
    journal: PrintJournal | None,
    *,
    place: str,
    now_ms: int,
    since_ms: int = 0,
) -> tuple[Owed, ...]:
    """At the start: write down what is known of every slip that the program before left open.

    What was begun is UNKNOWN unless its outcome was known; what was not begun surely never left, if
    there is a journal that can say so. ``since_ms``: what was asked for before was another
    machine's to print, of which this journal knows nothing.
    Returns those whose citizens may still be there, to be offered. May be called again after
    ``Unavailable``.
    """
    left_over = () if journal is None else journal.left_over
    for end in left_over:
        books.add(end)
    books.write_down(lambda _key: None)
    # Whatever is still owed now was never begun, if the journal can be believed.
    believed = journal is not None and not journal.damaged and not journal.new
    open_slips = reader.owed(place)
    for ticket in open_slips:
        log.warning("%s was still waiting for its paper", ticket.label)
        ours = believed and ticket.asked_ms is not None and ticket.asked_ms > since_ms
        books.add(_interrupted(ticket, PrintState.FAILED if ours else PrintState.UNKNOWN))
    books.write_down(lambda _key: None)
    if journal is not None:
        journal.settled()
    labels = dict.fromkeys(end.ticket_id for end in left_over)
    labels |= dict.fromkeys(ticket.ticket_id for ticket in open_slips)
    left = [reader.ticket(ticket_id) for ticket_id in labels]
    return tuple(_owed(ticket) for ticket in left if _is_offered(ticket, now_ms))


def print_asked(reader: OwedReader, tray: SlipTray, *, now_ms: int) -> None:
    """Print what staff asked this place for, unless it is in the printer's hands already.

    The first slip of a number comes out only where the number was given out: were another program
    taken for this place, both would print it.
    """
    asked = [
        ticket
        for ticket in reader.owed(tray.place)
        if not tray.has(ticket) and (ticket.asked_ms != ticket.issued_ms or tray.expects(ticket))
    ]
    if not asked:
        return
    hall = reader.hall()
    for ticket in asked:
        if ticket.state in WITHOUT_PAPER:
            tray.fail(ticket, PaperReason.NO_LONGER_VALID)
        elif not _is_fresh(ticket, now_ms):
            tray.fail(ticket, PaperReason.TOO_LATE)
        else:
            tray.put(ticket, hall)


def print_again(
    queue: SlipAsker,
    reader: OwedReader,
    tray: SlipTray,
    ticket_id: str,
    *,
    cmd_id: str,
    reason: str | None = None,
) -> PaperNews:
    """A further slip of a number, wished for at this place; the same ``cmd_id`` prints one only.

    Answers FAILED with the printer's fault, and asks for nothing, where no paper would come out.
    Raises what ``queue.ask_print`` raises.
    """
    ticket = reader.ticket(ticket_id)
    if not tray.has(ticket):
        outlook = tray.outlook()
        if outlook.print_state is not PrintState.QUEUED:
            fault = outlook.fault or FaultCode.PRINTER_MISSING
            return _news(ticket, PrintState.FAILED, fault)
        queue.ask_print(ticket_id, place=tray.place, reason=reason, cmd_id=cmd_id)
        ticket = reader.ticket(ticket_id)
    paper = tray.put(ticket, reader.hall())
    return _news(ticket, paper.print_state, paper.fault)


def _news(ticket: Ticket, state: PrintState, fault: FaultCode | None) -> PaperNews:
    return PaperNews(ticket_id=ticket.ticket_id, label=ticket.label, print_state=state, fault=fault)


def _interrupted(ticket: Ticket, state: PrintState) -> SlipEnd:
    ticket_id, asked_ms = slip_key(ticket)
    return SlipEnd(
        ticket_id=ticket_id,
        asked_ms=asked_ms,
        label=ticket.label,
        state=state,
        reason=PaperReason.INTERRUPTED,
    )


def _is_offered(ticket: Ticket, now_ms: int) -> bool:
    waits = ticket.state is TicketState.WAITING
    return waits and ticket.print_state in _MISSING and _is_fresh(ticket, now_ms)


def _is_fresh(ticket: Ticket, now_ms: int) -> bool:
    return ticket.asked_ms is not None and now_ms - ticket.asked_ms <= FRESH_MS


def _owed(ticket: Ticket) -> Owed:
    return Owed(
        ticket_id=ticket.ticket_id,
        label=ticket.label,
        service_id=ticket.service_id,
        issued_ms=ticket.issued_ms,
        doubtful=ticket.marked,
    )
