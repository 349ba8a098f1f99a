"""``motcua sim …``: simulated devices for trying out another program, or a whole hall.

They run until Ctrl-C. Faults are ordered on standard input, one a line.
"""

import argparse
import itertools
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from hardware.frames.presets import Preset
from hardware.sim.led import LedFault, LedWall
from hardware.sim.led_listeners import SimDisplay
from hardware.sim.printer import Answers, SimPrinter, Trouble
from hardware.sim.serve import ByteDevice, Server, serve_pty, serve_tcp
from i18n import Texts
from motcua.cli.terminal import Exit, Terminal
from motcua.settings.protocols import all_protocols, shipped_protocols

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

HEAL = "heal"
# One line of orders -> True when it was understood.
Order = Callable[[list[str]], bool]


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("sim", texts("cli.sim.about"))
    led = branch.leaf("led", texts("cli.sim.led"), sim_led)
    led.add_argument("--protocol", required=True, metavar="NAME", help=texts("cli.sim.protocol"))
    led.add_argument("--address", type=int, nargs="+", metavar="N", help=texts("cli.sim.address"))
    led.add_argument("--echo", action="store_true", help=texts("cli.sim.echo"))
    _add_door(led, texts)
    printer = branch.leaf("printer", texts("cli.sim.printer"), sim_printer)
    printer.add_argument(
        "--width", type=int, default=576, metavar="DOTS", help=texts("cli.sim.width")
    )
    printer.add_argument(
        "--out", type=Path, default=Path("papers"), metavar="DIR", help=texts("cli.sim.out")
    )
    _add_door(printer, texts)


def sim_led(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Number displays of one protocol on one line; every change is told."""
    texts = terminal.texts
    preset = _protocol(args.protocol, terminal)
    if preset is None:
        names = ", ".join(shipped_protocols())
        terminal.complain(
            [texts("cli.sim.no_protocol", name=args.protocol, names=names)], code="wrong_use"
        )
        return Exit.WRONG_USE
    low, _ = preset.dialect.addresses()
    displays = [
        SimDisplay(name=str(address), address=address, dialect=preset.dialect)
        for address in args.address or [max(1, low)]
    ]

    def tell(shown: Mapping[str, str]) -> None:
        sentence = "   ".join(f"{name}: {text or '·'}" for name, text in shown.items())
        terminal.tell({"shown": dict(shown)}, sentence)

    wall = LedWall(displays, echo=args.echo, on_change=tell)

    faults = {fault.value: fault for fault in LedFault}

    def order(words: list[str]) -> bool:
        match words:
            case [fault, name] if name in wall.texts() and (fault in faults or fault == HEAL):
                wall.order(name, faults.get(fault))
                return True
            case ["unplug"]:
                wall.unplug()
                return True
            case _:
                return False

    orders = ", ".join([*(f"{fault} N" for fault in (*faults, HEAL)), "unplug"])
    return _serve(wall, args, terminal, order, orders)


def sim_printer(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """One ticket printer; every paper becomes a picture."""
    args.out.mkdir(parents=True, exist_ok=True)
    numbers = itertools.count(1)

    def keep(paper: Image.Image) -> None:
        path = args.out / f"paper-{next(numbers):03d}.png"
        paper.save(path)
        terminal.tell({"paper": str(path)}, terminal.texts("cli.sim.paper", path=path))

    # A printer in the network forgets half a command when its connection ends.
    printer = SimPrinter(width=args.width, forgets=args.tcp is not None, on_paper=keep)
    orders = ", ".join([*Trouble, "clear", "slow N", "drop N", *(f"answer {a}" for a in Answers)])
    return _serve(printer, args, terminal, lambda words: _order_printer(printer, words), orders)


def _order_printer(printer: SimPrinter, words: list[str]) -> bool:
    match words:
        case ["clear"]:
            printer.clear()
        case [trouble] if trouble in list(Trouble):
            printer.trouble(Trouble(trouble))
        case ["slow", number] if number.isdecimal():
            printer.slow_to(int(number) or None)
        case ["drop", number] if number.isdecimal():
            printer.drop_connection_after(int(number))
        case ["answer", answers] if answers in list(Answers):
            printer.answer(Answers(answers))
        case _:
            return False
    return True


def _protocol(name: str, terminal: Terminal) -> Preset | None:
    """A shipped protocol needs no configuration; an own one is looked up there."""
    shipped = shipped_protocols()
    if name in shipped or not terminal.config.exists():
        return shipped.get(name)
    return all_protocols(terminal.settings().led.protocol).get(name)


def _add_door(parser: argparse.ArgumentParser, texts: Texts) -> None:
    door = parser.add_mutually_exclusive_group(required=True)
    door.add_argument("--tcp", type=int, metavar="PORT", help=texts("cli.sim.tcp"))
    door.add_argument("--pty", type=Path, metavar="LINK", help=texts("cli.sim.pty"))


def _serve(
    device: ByteDevice, args: argparse.Namespace, terminal: Terminal, order: Order, orders: str
) -> Exit:
    """Serve until Ctrl-C or a polite kill; orders come in on standard input."""
    texts, over = terminal.texts, threading.Event()
    # A service manager's stop ends it as Ctrl-C does, so that the pty's link is taken away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _server(device, args) as server:
        terminal.tell(
            {"address": server.address},
            texts("cli.sim.serving", address=server.address, orders=orders),
        )
        listener = threading.Thread(
            target=_take_orders, args=(order, orders, terminal), name="orders", daemon=True
        )
        listener.start()
        try:
            while not over.wait(1.0):
                pass
        except KeyboardInterrupt:
            terminal.tell({"stopped": True}, texts("cli.sim.stopped"))
    return Exit.DONE


def _server(device: ByteDevice, args: argparse.Namespace) -> Server:
    if args.pty is not None:
        return serve_pty(device, args.pty)
    return serve_tcp(device, args.tcp)


def _take_orders(order: Order, orders: str, terminal: Terminal) -> None:
    if sys.stdin is None:  # started without any, as by a service manager
        return
    # Unbuffered: a thread that waits inside Python's buffered stdin aborts the interpreter's end.
    with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as raw:
        while line := raw.readline():
            _take_order(line.decode("utf-8", "replace").split(), order, orders, terminal)


def _take_order(words: list[str], order: Order, orders: str, terminal: Terminal) -> None:
    if words:
        taken, said = order(words), " ".join(words)
        if taken:
            sentence = terminal.texts("cli.sim.ordered", order=said)
        else:
            sentence = terminal.texts("cli.sim.no_such_order", order=said, orders=orders)
        terminal.tell({"order": words, "taken": taken}, sentence)
