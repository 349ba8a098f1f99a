"""``motcua printer …``: the ticket printers of this machine."""

import argparse
import queue
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.clock import DEFAULT_ZONE, SystemClock, local_time
from core.fault import DeviceFault, FaultCode
from core.slip import Slip
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from motcua.cli.terminal import Exit, Terminal, table
from motcua.devices import Devices
from motcua.trial_slip import trial_slip

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

STATUS_WITHIN_S = 5.0
# The printer itself gives up earlier: slips that wait too long are NOT_SENT.
OUTCOME_WITHIN_S = 180.0


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("printer", texts("cli.printer.about"))
    branch.leaf("list", texts("cli.printer.list"), list_printers)
    for name, about, run in (
        ("status", texts("cli.printer.status"), tell_status),
        ("test", texts("cli.printer.test"), print_test),
    ):
        leaf = branch.leaf(name, about, run)
        leaf.add_argument("name", metavar="NAME", help=texts("cli.printer.device"))
    leaf = branch.leaf("render", texts("cli.printer.render"), render)
    leaf.add_argument("--printer", required=True, metavar="NAME", help=texts("cli.printer.device"))
    leaf.add_argument("--label", metavar="A007", help=texts("cli.printer.label"))
    leaf.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help=texts("cli.printer.job")
    )
    leaf.add_argument(
        "--png", type=Path, required=True, metavar="FILE", help=texts("cli.printer.picture")
    )


def list_printers(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Every printer of this machine, and which one the kiosk uses."""
    del args
    settings, texts = terminal.settings(), terminal.texts
    rows = [
        {
            "name": name,
            "driver": printer.driver,
            "link": printer.link.kind,
            "paper_width_dots": printer.paper_width_dots,
            "kiosk": name == settings.kiosk.printer,
        }
        for name, printer in settings.printer.items()
    ]
    if not rows:
        terminal.show([], [texts("cli.printer.none")])
        return Exit.DONE
    head = (
        texts("cli.printer.name"),
        texts("cli.printer.driver"),
        texts("cli.printer.link"),
        texts("cli.printer.width"),
        texts("cli.printer.kiosk"),
    )
    yes_no = {True: texts("common.yes"), False: texts("common.no")}
    lines = [head, *((*list(row.values())[:-1], yes_no[bool(row["kiosk"])]) for row in rows)]
    terminal.show(rows, table(lines))
    return Exit.DONE


def tell_status(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Ask one printer how it is."""
    settings, texts = terminal.settings(), terminal.texts
    told: queue.SimpleQueue[PrinterStatus] = queue.SimpleQueue()
    with Devices(settings) as devices:
        printer = devices.printer(args.name, on_status=told.put)
        try:
            status = told.get(timeout=STATUS_WITHIN_S)
        except queue.Empty:
            status = printer.status()
    data = {
        "name": args.name,
        "status": status.value,
        "can_print": status.can_print,
        "fault": status.fault,
    }
    state = texts.of("cli.printer.state", status.value)
    terminal.show(data, [texts("cli.printer.says", name=args.name, state=state)])
    if status.fault is not None:
        terminal.note(texts.fault(DeviceFault(status.fault, printer=args.name)))
    return Exit.DONE if status.can_print else Exit.FAILED


def print_test(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Print a test slip and wait for what became of it."""
    settings, texts = terminal.settings(), terminal.texts
    ends: queue.SimpleQueue[tuple[PrintOutcome, FaultCode | None]] = queue.SimpleQueue()
    with Devices(settings) as devices:
        printer = devices.printer(args.name)
        slip = _trial_slip(args.name, devices, terminal)
        printer.print_slip(slip, on_outcome=lambda outcome, fault: ends.put((outcome, fault)))
        outcome, fault = ends.get(timeout=OUTCOME_WITHIN_S)
    data = {"name": args.name, "outcome": outcome.value, "fault": fault}
    terminal.show(data, [texts.of("cli.printer.outcome", outcome.value)])
    if fault is not None:
        terminal.note(texts.fault(DeviceFault(fault, printer=args.name)))
    return Exit.DONE if outcome is PrintOutcome.PRINTED else Exit.FAILED


def render(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The bytes and the picture of a slip, as the named printer would get them."""
    from hardware.frames.escpos import encode
    from hardware.frames.slip_canvas import draw_slip
    from hardware.frames.slip_type import SlipFonts
    from hardware.registry import paper_of

    settings, texts = terminal.settings(), terminal.texts
    with Devices(settings) as devices:
        printer = devices.printer_settings(args.printer)
        if args.label is None:
            slip = _trial_slip(args.printer, devices, terminal)
        else:
            slip = _ticket_slip(args.label, devices.logo(args.printer), terminal)
    picture = draw_slip(slip, paper_of(printer.paper_width_dots, printer.dpi), SlipFonts())
    job = encode(picture)
    for path in (args.out, args.png):
        path.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(job)
    picture.save(args.png)
    data = {
        "job": str(args.out),
        "bytes": len(job),
        "png": str(args.png),
        "width": picture.width,
        "height": picture.height,
    }
    terminal.show(data, [texts("cli.printer.rendered", **data)])
    return Exit.DONE


def _trial_slip(name: str, devices: Devices, terminal: Terminal) -> Slip:
    texts = terminal.texts
    now = local_time(SystemClock().now_ms(), ZoneInfo(DEFAULT_ZONE))
    return trial_slip(
        texts,
        printer=name,
        site=terminal.settings().site,
        made_at=now.strftime(texts("common.date_time")),
        logo=devices.logo(name),
    )


def _ticket_slip(label: str, logo: Path | None, terminal: Terminal) -> Slip:
    """The slip of a ticket of the queue, as the kiosk prints it."""
    from kiosk.ticket_paper import TicketPaper
    from motcua.cli.lookup import find
    from motcua.wiring import open_queue

    with open_queue(terminal.settings(), terminal.environ) as hall:
        return TicketPaper(terminal.texts, logo=logo)(find(hall, label), hall.reader.hall())
