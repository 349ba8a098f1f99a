"""``motcua ticket issue``: the kiosk's own way of giving out a number, from a script."""

import argparse
import queue
from collections.abc import Callable
from contextlib import ExitStack

from core.fault import DeviceFault
from core.hall import Hall
from core.ids import new_id
from core.ticket import Ticket
from kiosk.ports import PaperNews, Request
from kiosk.take_ticket import SlipTray, take_ticket
from kiosk.ticket_paper import TicketPaper
from motcua.cli.plain import plain
from motcua.cli.terminal import Exit, Terminal
from motcua.devices import Devices
from motcua.wiring import open_queue

SOURCE = "cli"


def issue(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Give out a number, print it unless told not to, and wait for what became of the paper."""
    settings, texts = terminal.settings(), terminal.texts
    records: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
    news: list[PaperNews] = []
    with ExitStack() as open_things:
        hall = open_things.enter_context(open_queue(settings, terminal.environ))
        devices = open_things.enter_context(Devices(settings))
        name = None if args.no_print else settings.kiosk.printer
        if name is None and not args.no_print:
            terminal.note(texts("ticket.issue.printer_none"))
        tray = SlipTray(
            queue=hall.queue,
            printer=None if name is None else devices.printer(name),
            slip_of=TicketPaper(texts, logo=devices.logo(name)),
            on_database=records.put,
            on_news=news.append,
        )
        line = hall.reader.hall().service(args.service)
        request = Request(
            told=None if line is None else line.expected,
            service_id=args.service,
            priority=args.priority,
            procedure_id=args.procedure,
            cmd_id=args.cmd_id or new_id(),
        )
        taken = take_ticket(hall.queue, hall.reader, tray, request, source=SOURCE)
        if tray.waits_for(taken.ticket_id):
            records.get()()  # the printer tells an outcome within its own deadlines, always
        ticket = hall.reader.ticket(taken.ticket_id)
        snapshot = hall.reader.hall()
    fault = next((told.fault for told in news), taken.fault)
    terminal.show(plain(ticket) | {"fault": fault}, _lines(ticket, snapshot, terminal))
    if fault is not None:
        terminal.note(texts.fault(DeviceFault(fault, printer=name)))
    return Exit.DONE


def _lines(ticket: Ticket, hall: Hall, terminal: Terminal) -> list[str]:
    texts = terminal.texts
    line = hall.service(ticket.service_id)
    service = ticket.service_id if line is None else texts.pick(line.name_vi, line.name_en)
    wait = "" if ticket.told is None else texts.wait(ticket.told)
    state = texts.of("common.print_state", ticket.print_state.name.lower())
    return [
        texts(
            "ticket.issue.done",
            label=ticket.label,
            service=service,
            ahead=ticket.ahead,
            wait=wait,
        ),
        texts("ticket.issue.paper", state=state),
    ]
