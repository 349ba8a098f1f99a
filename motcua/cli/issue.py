"""``motcua ticket issue | reprint``: the kiosk's own way of giving out numbers and slips."""

import argparse
from contextlib import ExitStack

from core.fault import DeviceFault, FaultCode
from core.hall import Hall
from core.ids import new_id
from core.ticket import Ticket
from kiosk.owed_slips import print_again
from kiosk.ports import Request
from kiosk.take_ticket import take_ticket
from motcua.cli.lookup import event_line, find
from motcua.cli.own_paper import NotWritten, OwnPaper
from motcua.cli.plain import plain
from motcua.cli.terminal import Exit, Terminal
from motcua.devices import Devices
from motcua.programs.paper_place import ask_for_slip, give_up_silent
from motcua.wiring import open_queue


def issue(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Give out a number, print it unless told not to, and wait for what became of the paper."""
    settings, texts = terminal.settings(), terminal.texts
    with ExitStack() as open_things:
        hall = open_things.enter_context(open_queue(settings, terminal.environ))
        devices = open_things.enter_context(Devices(settings))
        name = None if args.no_print else settings.kiosk.printer
        if name is None and not args.no_print:
            terminal.note(texts("ticket.issue.printer_none"))
        own = open_things.enter_context(OwnPaper(hall, devices, settings, name, texts))
        line = hall.reader.hall().service(args.service)
        request = Request(
            told=None if line is None else line.expected,
            service_id=args.service,
            priority=args.priority,
            procedure_id=args.procedure,
            cmd_id=args.cmd_id or new_id(),
        )
        taken = take_ticket(hall.queue, hall.reader, own.tray, request)
        try:
            fault = own.wait(hall.reader.ticket(taken.ticket_id)) or taken.fault
        except NotWritten as lost:
            return _not_written(lost, terminal)
        ticket = hall.reader.ticket(taken.ticket_id)
        snapshot = hall.reader.hall()
    terminal.show(plain(ticket) | {"fault": fault}, _lines(ticket, snapshot, terminal))
    _note_other_run(ticket, own, terminal)
    _note_fault(fault, name, terminal)
    return Exit.DONE


def reprint(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """A further slip of the same number, from a kiosk that runs or from this machine's printer."""
    if args.here and args.place is not None:
        terminal.complain([terminal.texts("ticket.reprint.one_place")], code="wrong_use")
        return Exit.WRONG_USE
    return _reprint_here(args, terminal) if args.here else _ask_kiosk(args, terminal)


def _ask_kiosk(args: argparse.Namespace, terminal: Terminal) -> Exit:
    with open_queue(terminal.settings(), terminal.environ) as hall:
        event = ask_for_slip(
            hall,
            find(hall, args.label, args.day).ticket_id,
            place=args.place,
            reason=args.reason,
            cmd_id=args.cmd_id or new_id(),
        )
        office = hall.reader.hall().office
    asked = terminal.texts("ticket.reprint.asked", label=event.label, place=event.place)
    terminal.show(plain(event), [event_line(event, office, terminal), asked])
    return Exit.DONE


def _reprint_here(args: argparse.Namespace, terminal: Terminal) -> Exit:
    settings = terminal.settings()
    name = settings.kiosk.printer
    if name is None:
        terminal.complain([terminal.texts("ticket.issue.printer_none")], code="printer_missing")
        return Exit.FAILED
    with ExitStack() as open_things:
        hall = open_things.enter_context(open_queue(settings, terminal.environ))
        devices = open_things.enter_context(Devices(settings))
        own = open_things.enter_context(OwnPaper(hall, devices, settings, name, terminal.texts))
        cmd_id = args.cmd_id or new_id()
        asked = find(hall, args.label, args.day)
        give_up_silent(hall, asked, cmd_id=cmd_id)
        ticket_id = asked.ticket_id
        news = print_again(
            hall.queue,
            hall.reader,
            own.tray,
            ticket_id,
            cmd_id=cmd_id,
            reason=args.reason,
        )
        try:
            fault = own.wait(hall.reader.ticket(ticket_id)) or news.fault
        except NotWritten as lost:
            return _not_written(lost, terminal)
        ticket = hall.reader.ticket(ticket_id)
    terminal.show(plain(ticket) | {"fault": fault}, [_paper_line(ticket, terminal)])
    if fault is None:
        _note_other_run(ticket, own, terminal)
    _note_fault(fault, name, terminal)
    return Exit.DONE if fault is None else Exit.FAILED


def _note_other_run(ticket: Ticket, own: OwnPaper, terminal: Terminal) -> None:
    if ticket.paper_at not in (None, own.tray.place):
        terminal.note(terminal.texts("ticket.issue.printed_before", label=ticket.label))


def _not_written(lost: NotWritten, terminal: Terminal) -> Exit:
    said = terminal.texts("ticket.issue.not_written", label=lost.ticket.label)
    terminal.complain([said], code="paper_not_written")
    return Exit.FAILED


def _note_fault(fault: FaultCode | None, name: str | None, terminal: Terminal) -> None:
    if fault is not None:
        terminal.note(terminal.texts.fault(DeviceFault(fault, printer=name)))


def _paper_line(ticket: Ticket, terminal: Terminal) -> str:
    state = terminal.texts.of("common.print_state", ticket.print_state.name.lower())
    return terminal.texts("ticket.issue.paper", state=state)


def _lines(ticket: Ticket, hall: Hall, terminal: Terminal) -> list[str]:
    texts = terminal.texts
    line = hall.service(ticket.service_id)
    service = ticket.service_id if line is None else texts.pick(line.name_vi, line.name_en)
    wait = "" if ticket.told is None else texts.wait(ticket.told)
    return [
        texts(
            "ticket.issue.done",
            label=ticket.label,
            service=service,
            ahead=ticket.ahead,
            wait=wait,
        ),
        _paper_line(ticket, terminal),
    ]
