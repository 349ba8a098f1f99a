"""Giving out a number: the queue first, then the paper. The number stands whatever the paper does.

    touch -> take_ticket -> queue.issue (one transaction) -> SlipTray -> printer -> record_print

Runs on the database thread; nothing here waits for paper, only for the printer's word that there is
some, ``LOOK_S`` at most.
"""

from typing import Protocol

from core.fault import Refused
from core.hall import Hall, Office
from core.ids import new_id
from core.ticket import Event, PrintState, Ticket, paper_code
from core.waiting import WaitRange
from kiosk.ports import Request, Taken
from kiosk.slip_tray import SlipTray


class TicketQueue(Protocol):
    """The command of the queue that gives out a number."""

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
        reason: str | None = None,
        ticket_id: str | None = None,
    ) -> Event: ...


class HallReader(Protocol):
    """The snapshots that a kiosk reads."""

    def hall(self) -> Hall: ...

    def ticket(self, ticket_id: str) -> Ticket: ...


def take_ticket(queue: TicketQueue, reader: HallReader, tray: SlipTray, request: Request) -> Taken:
    """Give out the number that ``request`` asks for and start its paper.

    The same ``cmd_id`` again answers with the same ticket, and prints nothing twice. Raises what
    ``queue.issue`` raises; a printer that fails does not fail the ticket.
    """
    outlook = tray.outlook()
    ticket_id = new_id()
    tray.expect(ticket_id)
    try:
        event = queue.issue(
            request.service_id,
            cmd_id=request.cmd_id,
            priority=request.priority,
            procedure_id=request.procedure_id,
            source=tray.place,
            told=request.told,
            print_state=outlook.print_state,
            reason=outlook.fault and outlook.fault.value,
            ticket_id=ticket_id,
        )
    except Refused:
        tray.forget(ticket_id)
        raise
    if event.ticket_id != ticket_id or outlook.print_state is not PrintState.QUEUED:
        tray.forget(ticket_id)  # this touch was answered before, or there is no slip to print
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


def code_of(ticket: Ticket, office: Office) -> str:
    """What the ticket's QR says: its tracking address, else its own code for the panel's scanner.

    In capitals, which keeps the QR in alphanumeric mode and a size smaller.
    """
    if office.tracking_url is None:
        return paper_code(ticket.label, ticket.day, ticket.token)
    return f"{office.tracking_url.rstrip('/')}/{ticket.token}".upper()
