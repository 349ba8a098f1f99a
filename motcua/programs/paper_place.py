"""Where a further slip comes out: at the kiosk that gave out the number, if its printer can print.

For whoever asks beside a kiosk's own screen: the panel, the command line.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.fault import FaultCode, Refused
from core.hall import DeviceLine
from core.ticket import Event, PaperReason, PrintState, Ticket

if TYPE_CHECKING:
    from motcua.wiring import OpenQueue


def place_for(ticket: Ticket, printers: Iterable[DeviceLine]) -> str | None:
    """Which place is best asked for a slip of ``ticket``; None when no printer is looked after.

    The ticket's own kiosk comes first, then another one that can print, by name. When none can, it
    is the ticket's own kiosk or another that at least answers: it tells what is wrong.
    """
    alive = [line for line in printers if line.alive]
    able = sorted({line.place for line in alive if line.fault is None})
    answering = sorted({line.place for line in alive})
    for places in (able, answering):
        if ticket.source in places:
            return ticket.source
        if places:
            return places[0]
    return None


def ask_for_slip(
    hall: "OpenQueue",
    ticket_id: str,
    *,
    cmd_id: str,
    place: str | None = None,
    reason: str | None = None,
    counter_id: int | None = None,
    officer_id: str | None = None,
) -> Event:
    """Ask the best place, or ``place``, for a further slip; the same ``cmd_id`` asks once.

    A slip that is owed by a kiosk which is silent by now is given up first: it may be out, so that
    this one says "IN LẠI". Raises ``Refused``: PAPER_NOWHERE when no kiosk looks after a printer,
    KIOSK_SILENT when ``place`` does not, PAPER_UNDER_WAY while a slip is being printed.
    """
    ticket = hall.reader.ticket(ticket_id)
    printers = hall.reader.printers()
    alive = {line.place for line in printers if line.alive}
    chosen = place_for(ticket, printers) if place is None else place
    if chosen is None:
        raise Refused(FaultCode.PAPER_NOWHERE, label=ticket.label)
    if chosen not in alive:
        raise Refused(FaultCode.KIOSK_SILENT, place=chosen)
    give_up_silent(hall, ticket, cmd_id=cmd_id)
    return hall.queue.ask_print(
        ticket_id,
        place=chosen,
        reason=reason,
        counter_id=counter_id,
        officer_id=officer_id,
        cmd_id=cmd_id,
    )


def give_up_silent(hall: "OpenQueue", ticket: Ticket, *, cmd_id: str) -> None:
    """Write down that nobody knows of the slip, if whoever owes it does not live any more.

    For ``cmd_id``, which then asks for a further one: that says "IN LẠI".
    """
    if ticket.print_state is not PrintState.QUEUED:
        return
    alive = {line.place for line in hall.reader.printers() if line.alive}
    if ticket.paper_at in alive | hall.reader.held_places():
        return
    hall.queue.record_print(
        ticket.ticket_id,
        PrintState.UNKNOWN,
        reason=PaperReason.PLACE_SILENT.value,
        asked_ms=ticket.asked_ms,
        cmd_id=f"{cmd_id}/silent",
    )
