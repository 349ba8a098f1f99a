"""``motcua printer render``: the bytes and the picture of a slip, without paper."""

import argparse
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from core.clock import DEFAULT_ZONE, SystemClock, local_time
from core.slip import LogoLine, Slip
from hardware.frames.capability_check import UnfitCapabilities
from hardware.frames.escpos import encode, store_logo
from hardware.frames.slip_blocks import logo_dots
from hardware.frames.slip_canvas import draw_slip
from hardware.frames.slip_paper import paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import Alphabet, Capabilities, Level
from hardware.registry import capabilities_of
from hardware.sim.firmware import EPSON, Firmware
from hardware.sim.printer import SimPrinter
from motcua.cli.terminal import Exit, Terminal
from motcua.devices import Devices
from motcua.settings.checks_printers import capability_problem
from motcua.settings.printing import MUTE_KINDS
from motcua.settings.problems import sentence_of
from motcua.trial_slip import trial_slip


def render(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """What the named printer would get, and what it would make of it."""
    settings, texts = terminal.settings(), terminal.texts
    with Devices(settings) as devices:
        printer = devices.printer_settings(args.printer)
        logo = devices.logo(args.printer)
    can = capabilities_of(printer.options(), answers=printer.link.kind not in MUTE_KINDS)
    if args.level is not None:
        can = replace(can, level=Level(args.level))
    if args.label is None:
        slip = _trial_slip(args.printer, logo, terminal)
    else:
        slip = _ticket_slip(args.label, logo, terminal)
    fonts = SlipFonts()
    try:
        job = encode(slip, can, fonts=fonts)
    except UnfitCapabilities as unfit:
        found = [capability_problem(f"printer.{args.printer}", each) for each in unfit.problems]
        sentences = [sentence_of(each, terminal.config, texts) for each in found]
        terminal.complain(sentences, code=found[0].code.value)
        return Exit.WRONG_USE
    picture = picture_of(job, slip, can, fonts)
    for path in (args.out, args.png):
        path.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_bytes(job)
    picture.save(args.png)
    data = {
        "job": str(args.out),
        "bytes": len(job),
        "level": can.level.value,
        "png": str(args.png),
        "width": picture.width,
        "height": picture.height,
    }
    terminal.show(data, [texts("cli.printer.rendered", **data)])
    return Exit.DONE


def picture_of(job: bytes, slip: Slip, can: Capabilities, fonts: SlipFonts) -> Image.Image:
    """The slip as the printer burns it: its own letters are drawn by a simulated one."""
    if can.level is Level.RASTER:
        return draw_slip(slip, paper_for(can), fonts)
    printer = SimPrinter(width=can.width_dots, firmware=_firmware(can))
    if can.logo_in_printer:
        for line in slip.lines:
            dots = logo_dots(line, paper_for(can), fonts) if isinstance(line, LogoLine) else None
            if dots is not None:
                printer.feed(store_logo(dots, can))
    printer.feed(job)
    if not printer.paper_count:
        printer.tear()
    return printer.papers[-1]


def _firmware(can: Capabilities) -> Firmware:
    """A printer that keeps its promises, with its letters where ``can`` says they are."""
    pages = dict(EPSON.pages)
    if (page := can.code_page) is not None:
        tcvn3 = page.alphabet is Alphabet.TCVN3
        pages[page.page] = EPSON.pages[30 if tcvn3 else 52]
        if page.capitals_page is not None:
            pages[page.capitals_page] = EPSON.pages[31]
    return replace(EPSON, pages=pages, dpi=can.dpi, motion_unit=can.motion_unit or 1.0)


def _trial_slip(name: str, logo: Path | None, terminal: Terminal) -> Slip:
    texts = terminal.texts
    now = local_time(SystemClock().now_ms(), ZoneInfo(DEFAULT_ZONE))
    return trial_slip(
        texts,
        printer=name,
        site=terminal.settings().site,
        made_at=now.strftime(texts("common.date_time")),
        logo=logo,
    )


def _ticket_slip(label: str, logo: Path | None, terminal: Terminal) -> Slip:
    """The slip of a ticket of the queue, as the kiosk prints it."""
    from kiosk.ticket_paper import TicketPaper, pictures_folder
    from motcua.cli.lookup import find
    from motcua.wiring import open_queue

    settings = terminal.settings()
    with open_queue(settings, terminal.environ) as hall:
        paper = TicketPaper(
            terminal.texts,
            reader=hall.reader,
            logo=logo,
            pictures=pictures_folder(settings.data_folder),
        )
        return paper(find(hall, label), hall.reader.hall())
