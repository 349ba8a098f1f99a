"""Giving out a number: the queue first, then the paper. The number stands whatever the paper does.

    touch -> take_ticket -> queue.issue (one transaction) -> SlipTray -> printer -> record_print

Runs on the database thread; nothing here waits for paper.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol, assert_never

from core.fault import Fault, FaultCode
from core.hall import Hall, Office
from core.ids import new_id
from core.slip import Slip
from core.ticket import Event, PrintState, Ticket, TicketState, paper_code
from core.waiting import WaitRange
from hardware.protocols.printer import Printer, PrintOutcome
from kiosk.ports import PaperNews, Request, Taken

log = logging.getLogger("motcua.kiosk")

# The slip of a ticket; True marks it as a further one.
SlipOf = Callable[[Ticket, Hall, bool], Slip]
OnDatabase = Callable[[Callable[[], None]], object]


class TicketQueue(Protocol):
    """The two commands of the queue that a kiosk gives."""

    def issue(
        self,
        service_id: str,
        *,
        cmd_id: str,
        priority: str | None = None,
        procedure_id: str | None = None,
        source: str = "",
        told: WaitRange | None = None,
        print_state: PrintState = PrintState.NONE,
    ) -> Event: ...

    def record_print(
        self,
        ticket_id: str,
        print_state: PrintState,
        *,
        cmd_id: str,
        reason: str | None = None,
    ) -> Event: ...


class HallReader(Protocol):
    """The snapshots that a kiosk reads."""

    def hall(self) -> Hall: ...

    def ticket(self, ticket_id: str) -> Ticket: ...

    def unprinted(self, source: str) -> tuple[Ticket, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What can be said of paper right now."""

    print_state: PrintState
    fault: FaultCode | None = None


class SlipTray:
    """Hands each ticket's slip to the printer once, and has the outcome written down.

    ``printer`` is None at a kiosk without one. ``on_database`` runs a call on the database thread
    (an executor's ``submit``); ``on_news`` is told each outcome, on the printer's thread.
    """

    def __init__(
        self,
        *,
        queue: TicketQueue,
        printer: Printer | None,
        slip_of: SlipOf,
        on_database: OnDatabase,
        on_news: Callable[[PaperNews], None],
    ) -> None:
        self._queue = queue
        self._printer = printer
        self._slip_of = slip_of
        self._on_database = on_database
        self._on_news = on_news
        self._handed_over: set[str] = set()

    def outlook(self) -> Paper:
        """What may be promised for the next ticket; asks only for the last known status."""
        if self._printer is None:
            return Paper(print_state=PrintState.NONE)
        fault = self._printer.status().fault
        if fault is None:
            return Paper(print_state=PrintState.QUEUED)
        return Paper(print_state=PrintState.FAILED, fault=fault)

    def put(self, ticket: Ticket, hall: Hall, *, again: bool = False) -> Paper:
        """Print the slip of ``ticket``, unless it has been handed over already.

        ``again``: a slip may have come out before; this one says "IN LẠI".

        Whatever goes wrong with the paper ends in the answer and in the books, never in an
        exception: the citizen has a valid number by now.
        """
        if self._printer is None or ticket.print_state is not PrintState.QUEUED:
            return Paper(print_state=ticket.print_state)
        if ticket.ticket_id in self._handed_over:
            return Paper(print_state=PrintState.QUEUED)
        self._handed_over.add(ticket.ticket_id)

        def on_outcome(outcome: PrintOutcome, fault: FaultCode | None) -> None:
            self._note(ticket, outcome, fault)

        try:
            slip = self._slip_of(ticket, hall, again)
            self._printer.print_slip(slip, on_outcome=on_outcome)
        except Exception:
            log.exception("the slip of %s could not be made", ticket.label)
            self._note(ticket, PrintOutcome.NOT_SENT, None)
            return Paper(print_state=PrintState.FAILED)
        return Paper(print_state=PrintState.QUEUED)

    def waits_for(self, ticket_id: str) -> bool:
        """Whether a slip of the ticket was handed over, so that an outcome comes."""
        return ticket_id in self._handed_over

    def print_again(self, ticket: Ticket, hall: Hall) -> Paper:
        """Print the slip of a ticket whose first slip surely never came out (FAILED)."""
        self._queue.record_print(ticket.ticket_id, PrintState.QUEUED, cmd_id=new_id())
        self._handed_over.discard(ticket.ticket_id)
        return self.put(_queued(ticket), hall)

    def _note(self, ticket: Ticket, outcome: PrintOutcome, fault: FaultCode | None) -> None:
        state = _state_after(outcome)
        cmd_id = new_id()

        def record() -> None:
            try:
                self._queue.record_print(
                    ticket.ticket_id, state, reason=fault and fault.value, cmd_id=cmd_id
                )
            except Fault as error:
                # The ticket stays QUEUED in the books, which shows it among the unprinted.
                log.warning("outcome %s of %s not recorded: %s", state.name, ticket.label, error)

        self._on_database(record)
        self._on_news(
            PaperNews(
                ticket_id=ticket.ticket_id, label=ticket.label, print_state=state, fault=fault
            )
        )


def take_ticket(
    queue: TicketQueue, reader: HallReader, tray: SlipTray, request: Request, *, source: str
) -> Taken:
    """Give out the number that ``request`` asks for and start its paper.

    The same ``cmd_id`` again answers with the same ticket, and prints nothing twice. Raises what
    ``queue.issue`` raises; a printer that fails does not fail the ticket.
    """
    outlook = tray.outlook()
    event = queue.issue(
        request.service_id,
        cmd_id=request.cmd_id,
        priority=request.priority,
        procedure_id=request.procedure_id,
        source=source,
        told=request.told,
        print_state=outlook.print_state,
    )
    assert event.ticket_id is not None, "ISSUED names its ticket"
    # Read only now: the number must not wait for what merely stands beside it.
    hall = reader.hall()
    line = hall.service(request.service_id)
    ticket = reader.ticket(event.ticket_id)
    paper = tray.put(ticket, hall)
    return Taken(
        ticket_id=ticket.ticket_id,
        label=ticket.label,
        service_id=ticket.service_id,
        priority=ticket.priority,
        ahead=ticket.ahead,
        told=ticket.told,
        issued_ms=ticket.issued_ms,
        counters=() if line is None else line.counters,
        code=code_of(ticket, hall.office),
        tracked=hall.office.tracking_url is not None,
        print_state=paper.print_state,
        fault=outlook.fault if paper.print_state is PrintState.FAILED else None,
    )


def print_left_over(reader: HallReader, tray: SlipTray, *, source: str) -> tuple[Ticket, ...]:
    """After a crash: print the slips that this kiosk still owed, under the same numbers.

    Returns the tickets concerned, for the log and for staff. Call once at start.
    """
    owed = tuple(
        ticket
        for ticket in reader.unprinted(source)
        if ticket.print_state is PrintState.QUEUED and ticket.state is TicketState.WAITING
    )
    if owed:
        hall = reader.hall()
        for ticket in owed:
            log.warning("%s was still waiting for its paper; printing it now", ticket.label)
            # It may have come out just before the crash: two slips of one number must differ.
            tray.put(ticket, hall, again=True)
    return owed


def code_of(ticket: Ticket, office: Office) -> str:
    """What the ticket's QR says: its tracking address, else its own code for the panel's scanner.

    In capitals, which keeps the QR in alphanumeric mode and a size smaller.
    """
    if office.tracking_url is None:
        return paper_code(ticket.label, ticket.day, ticket.token)
    return f"{office.tracking_url.rstrip('/')}/{ticket.token}".upper()


def _queued(ticket: Ticket) -> Ticket:
    return replace(ticket, print_state=PrintState.QUEUED)


def _state_after(outcome: PrintOutcome) -> PrintState:
    match outcome:
        case PrintOutcome.PRINTED:
            return PrintState.PRINTED
        case PrintOutcome.NOT_SENT:
            return PrintState.FAILED
        case PrintOutcome.UNKNOWN:
            return PrintState.UNKNOWN
        case _:
            assert_never(outcome)
