"""``motcua sim printer``: a simulated ticket printer, its papers as pictures, faults on order.

paper_out · near_end · cover_open · offline · cutter    a trouble begins
clear [TROUBLE]        it ends, or all do; what was held is printed
paper N                the paper ends after N more rows
jam                    the knife gets stuck at the next cut
off · on               power; queue and parser are lost, printed rows are not
unplug · plug          the cable
slow N · stall         N bytes a second (0: as fast as they come); takes nothing more
drop N                 hangs up at byte N
answer KIND [MS]       right, missing, garbage, late (by MS), double
flood MS               status bytes unasked, every MS milliseconds (0 ends it)
take · retract · tear  the slip in the presenter's mouth; the paper at the tear bar
"""

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image

from hardware.sim.firmware import CLONE, EPSON, Firmware
from hardware.sim.printer import Answers, SimPrinter, Trouble
from i18n import Texts
from motcua.cli.terminal import Terminal
from motcua.demo.screen import has_screen

LEAST_WIDTH, MOST_WIDTH = 64, 1024
LEAST_BUFFER = 16
ROLL_SIZE = (380, 900)
_WITH_NUMBER = ("paper N", "slow N", "drop N", "flood MS")
_PLAIN = ("clear", "jam", "off", "on", "unplug", "plug", "stall", "take", "retract", "tear")
ORDERS = ", ".join((*Trouble, *_PLAIN, *_WITH_NUMBER, *(f"answer {kind}" for kind in Answers)))


def add_options(parser: argparse.ArgumentParser, texts: Texts) -> None:
    """What kind of printer it is."""
    option = parser.add_argument
    option("--width", type=int, default=576, metavar="DOTS", help=texts("cli.sim.width"))
    option("--buffer", type=int, default=65_536, metavar="BYTES", help=texts("cli.sim.buffer"))
    option("--out", type=Path, default=Path("papers"), metavar="DIR", help=texts("cli.sim.out"))
    option("--clone", action="store_true", help=texts("cli.sim.clone"))
    option("--gs-h", choices=("yes", "no"), help=texts("cli.sim.gs_h"))
    option("--no-status", action="store_true", help=texts("cli.sim.no_status"))
    option("--no-cutter", action="store_true", help=texts("cli.sim.no_cutter"))
    option("--presenter", action="store_true", help=texts("cli.sim.presenter"))
    option("--keep-parser", action="store_true", help=texts("cli.sim.keep_parser"))
    option("--refuse-second", action="store_true", help=texts("cli.sim.refuse_second"))
    option("--window", action="store_true", help=texts("cli.sim.window"))
    option("--motion-unit", type=float, metavar="DOTS", help=texts("cli.sim.motion_unit"))


def wrong_use(args: argparse.Namespace, texts: Texts) -> list[str]:
    """Sentences about options that make no printer."""
    bounds: list[tuple[str, float, float, float]] = [
        ("--width", args.width, LEAST_WIDTH, MOST_WIDTH),
        ("--buffer", args.buffer, LEAST_BUFFER, 2**30),
    ]
    if args.motion_unit is not None:
        bounds.append(("--motion-unit", args.motion_unit, 0.1, 4))
    sentences = [
        texts("cli.sim.out_of_range", option=option, value=value, low=low, high=high)
        for option, value, low, high in bounds
        if not low <= value <= high
    ]
    if args.window and not has_screen():
        sentences.append(texts("cli.sim.no_screen"))
    return sentences


def firmware_of(args: argparse.Namespace) -> Firmware:
    """What the options say that it knows."""
    firmware = CLONE if args.clone else EPSON
    if args.gs_h is not None:
        firmware = replace(firmware, gs_h=args.gs_h == "yes")
    if args.no_status:
        firmware = replace(firmware, real_time=False, gs_r=False, gs_h=False, automatic=False)
    if args.motion_unit is not None:
        firmware = replace(firmware, motion_unit=args.motion_unit)
    return replace(firmware, cutter=not args.no_cutter, presenter=args.presenter)


def open_printer(args: argparse.Namespace, terminal: Terminal) -> SimPrinter:
    """The printer; each of its papers is kept and told in one line."""
    args.out.mkdir(parents=True, exist_ok=True)

    def keep(picture: Image.Image) -> None:
        paper = printer.printed[-1]
        path = args.out / f"paper-{paper.number:03d}.png"
        picture.save(path)
        told = {
            "paper": str(path),
            "number": paper.number,
            "width": paper.width,
            "rows": paper.rows,
            "codes": list(paper.codes),
            "letters": list(paper.letters),
        }
        sentence = terminal.texts("cli.sim.paper", path=path, rows=paper.rows)
        terminal.tell(told, " · ".join((sentence, *(f"QR {code}" for code in paper.codes))))

    printer = SimPrinter(
        width=args.width,
        buffer=args.buffer,
        # A printer in the network forgets half a command when its connection ends.
        forgets=args.tcp is not None and not args.keep_parser,
        firmware=firmware_of(args),
        on_paper=keep,
    )
    return printer


def show_roll(printer: SimPrinter, terminal: Terminal) -> None:
    """The printer in a window, until it is closed."""
    from motcua.demo.paper_roll import PaperRoll
    from motcua.programs.application import application, run_until_closed

    app = application()
    roll = PaperRoll(printer, terminal.texts, "sim")
    roll.resize(*ROLL_SIZE)
    roll.show()
    run_until_closed(app)


def order(printer: SimPrinter, words: list[str]) -> bool:
    """Do what one line says; False when it says nothing that can be done."""
    match words:
        case [trouble] if trouble in list(Trouble):
            printer.trouble(Trouble(trouble))
        case ["clear", *troubles] if set(troubles) <= set(Trouble):
            printer.clear(*(Trouble(trouble) for trouble in troubles))
        case ["answer", kind] if kind in list(Answers):
            printer.answer(Answers(kind))
        case ["answer", kind, late] if kind in list(Answers) and late.isdecimal():
            printer.answer(Answers(kind), late_ms=int(late))
        case [word, number] if number.isdecimal():
            return _order_number(printer, word, int(number))
        case [word]:
            return _order_plain(printer, word)
        case _:
            return False
    return True


def _order_number(printer: SimPrinter, word: str, number: int) -> bool:
    match word:
        case "paper":
            printer.paper_ends_after(number)
        case "slow":
            printer.slow_to(number or None)
        case "drop":
            printer.drop_connection_after(number)
        case "flood":
            printer.asb_flood(number or None)
        case _:
            return False
    return True


def _order_plain(printer: SimPrinter, word: str) -> bool:
    orders: dict[str, Callable[[], None]] = {
        "jam": printer.jam_at_next_cut,
        "off": printer.power_off,
        "on": printer.power_on,
        "unplug": printer.unplug,
        "plug": printer.plug_in,
        "stall": printer.stall,
        "take": printer.take_slip,
        "retract": printer.retract_slip,
        "tear": printer.tear,
    }
    if word not in orders:
        return False
    orders[word]()
    return True
