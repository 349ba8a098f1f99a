"""Looking up tickets: ``motcua ticket list | show | history``, and how an event reads."""

import argparse

from core.clock import local_time
from core.fault import DeviceFault, FaultCode
from core.hall import Office
from core.ticket import (
    Event,
    EventKind,
    PaperReason,
    PrintState,
    Ticket,
    TicketState,
    read_paper_code,
)
from motcua.cli.plain import plain
from motcua.cli.terminal import Exit, Terminal, table
from motcua.wiring import OpenQueue, open_queue


def find(hall: OpenQueue, label: str, day: int | None = None) -> Ticket:
    """The ticket of a number, or of the code that a scanner read from its paper."""
    code = read_paper_code(label)
    if code is not None:
        return hall.reader.find_paper(*code)
    return hall.reader.find(label, day)


def list_tickets(args: argparse.Namespace, terminal: Terminal) -> Exit:
    texts = terminal.texts
    state = None if args.state is None else TicketState[args.state.upper()]
    with open_queue(terminal.settings(), terminal.environ) as hall:
        tickets = hall.reader.tickets(state, args.day)
        office = hall.reader.hall().office
    rows = [
        (
            ticket.label,
            ticket.service_id,
            ticket.priority or "",
            _clock_time(ticket.issued_ms, office),
            _state_word(ticket, terminal),
            _print_word(ticket.print_state, terminal),
        )
        for ticket in tickets
    ]
    terminal.show([plain(ticket) for ticket in tickets], table(rows) or [texts("ticket.list.none")])
    return Exit.DONE if tickets else Exit.NOTHING


def show(args: argparse.Namespace, terminal: Terminal) -> Exit:
    texts = terminal.texts
    with open_queue(terminal.settings(), terminal.environ) as hall:
        ticket = find(hall, args.label, args.day)
        office = hall.reader.hall().office
    told = "" if ticket.told is None else texts.wait(ticket.told)
    rows = [
        (texts("common.number"), ticket.label),
        (texts("common.service"), ticket.service_id),
        (texts("common.priority"), ticket.priority or texts("common.no")),
        (texts("ticket.show.state"), _state_word(ticket, terminal)),
        (texts("ticket.show.issued"), _clock_time(ticket.issued_ms, office)),
        (texts("ticket.show.ahead"), ticket.ahead),
        (texts("ticket.show.told"), told),
        (texts("ticket.show.calls"), ticket.calls),
        (texts("ticket.show.paper"), _print_word(ticket.print_state, terminal)),
        (texts("ticket.show.prints"), ticket.prints),
        (texts("ticket.show.doubts"), ticket.doubts),
        (texts("ticket.show.paper_at"), _paper_place(ticket, office)),
        (texts("ticket.show.source"), ticket.source),
    ]
    terminal.show(plain(ticket), table(rows))
    return Exit.DONE


def history(args: argparse.Namespace, terminal: Terminal) -> Exit:
    with open_queue(terminal.settings(), terminal.environ) as hall:
        ticket = find(hall, args.label, args.day)
        events = hall.reader.history(ticket.ticket_id)
        office = hall.reader.hall().office
    terminal.show(
        [plain(event) for event in events],
        [event_line(event, office, terminal) for event in events],
    )
    return Exit.DONE


def event_line(event: Event, office: Office, terminal: Terminal) -> str:
    """``08:15:03  A007  gọi số  Quầy 01  lan  (lý do)``; a slip asked for also names its place."""
    texts = terminal.texts
    words = texts.of("common.step", event.kind.name.lower())
    if event.kind is EventKind.PRINT and event.print_state is not None:
        words = _print_word(event.print_state, terminal)
    parts = [_clock_time(event.at_ms, office), event.label or "", words]
    if event.counter_id is not None:
        parts.append(texts("common.counter_number", counter=event.counter_id))
    if event.to_counter_id is not None:
        parts.append("→ " + texts("common.counter_number", counter=event.to_counter_id))
    parts += [event.place or "", event.officer_id or "", _reason(event, terminal)]
    return "  ".join(part for part in parts if part)


def _reason(event: Event, terminal: Terminal) -> str:
    """Why, in brackets; what programs wrote as a code in the words of the language."""
    if not event.reason:
        return ""
    words = event.reason
    if words in set(PaperReason):
        words = terminal.texts.of("ticket.reason", words)
    elif words in set(FaultCode):
        words = terminal.texts.fault(DeviceFault(FaultCode(words)))
    return f"({words})"


def _paper_place(ticket: Ticket, office: Office) -> str:
    """Where and when the last slip was asked for."""
    if ticket.paper_at is None or ticket.asked_ms is None:
        return ""
    return f"{ticket.paper_at} · {_clock_time(ticket.asked_ms, office)}"


def _state_word(ticket: Ticket, terminal: Terminal) -> str:
    word = terminal.texts.of("common.state", ticket.state.name.lower())
    if ticket.counter_id is None:
        return word
    return f"{word} · {terminal.texts('common.counter_number', counter=ticket.counter_id)}"


def _print_word(state: PrintState, terminal: Terminal) -> str:
    return terminal.texts.of("common.print_state", state.name.lower())


def _clock_time(at_ms: int, office: Office) -> str:
    return f"{local_time(at_ms, office.zone):%H:%M:%S}"
