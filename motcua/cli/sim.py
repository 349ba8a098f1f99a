"""``motcua sim …``: simulated devices for trying out another program, or a whole hall.

They run until Ctrl-C. Faults are ordered on standard input, one a line.
"""

import argparse
import contextlib
import errno
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hardware.sim.serve import ByteDevice, Server, serve_pty, serve_tcp
from i18n import Texts
from motcua.cli import sim_led as sim_led_options
from motcua.cli import sim_printer as sim_printer_options
from motcua.cli.terminal import Exit, Terminal
from motcua.demo.screen import has_screen

if TYPE_CHECKING:
    from motcua.cli.tree import Branch

LAST_PORT = 65_535
# In use, or not for everybody (ports below 1024).
TAKEN = frozenset({errno.EADDRINUSE, errno.EACCES})
# One line of orders -> True when it was understood.
Order = Callable[[list[str]], bool]


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("sim", texts("cli.sim.about"))
    led = branch.leaf("led", texts("cli.sim.led"), sim_led)
    sim_led_options.add_options(led, texts)
    _add_door(led, texts)
    printer = branch.leaf("printer", texts("cli.sim.printer"), sim_printer)
    sim_printer_options.add_options(printer, texts)
    _add_door(printer, texts)


def sim_led(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Number displays of one protocol on one line; every change is told."""
    if _port_is_wrong(args, terminal):
        return Exit.WRONG_USE
    preset = sim_led_options.protocol_of(args, terminal)
    wrong = sim_led_options.wrong_use(args, preset, terminal.texts)
    if args.window and not has_screen():
        wrong.append(terminal.texts("cli.sim.no_screen"))
    if preset is None or wrong:
        terminal.complain(wrong, code="wrong_use")
        return Exit.WRONG_USE
    line = sim_led_options.SimLine(args, preset, terminal)
    wait = line.show if args.window else _wait_for_end
    return _serve(line.wall, args, terminal, line.order, sim_led_options.ORDERS, wait)


def sim_printer(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """One ticket printer; every paper becomes a picture."""
    if _port_is_wrong(args, terminal):
        return Exit.WRONG_USE
    wrong = sim_printer_options.wrong_use(args, terminal.texts)
    if wrong:
        terminal.complain(wrong, code="wrong_use")
        return Exit.WRONG_USE
    printer = sim_printer_options.open_printer(args, terminal)

    def order(words: list[str]) -> bool:
        return sim_printer_options.order(printer, words)

    def show_roll() -> None:
        sim_printer_options.show_roll(printer, terminal)

    wait = show_roll if args.window else _wait_for_end
    return _serve(printer, args, terminal, order, sim_printer_options.ORDERS, wait)


def _add_door(parser: argparse.ArgumentParser, texts: Texts) -> None:
    parser.add_argument(
        "--host", default="127.0.0.1", metavar="ADDRESS", help=texts("cli.sim.host")
    )
    door = parser.add_mutually_exclusive_group(required=True)
    door.add_argument("--tcp", type=int, metavar="PORT", help=texts("cli.sim.tcp"))
    door.add_argument("--pty", type=Path, metavar="LINK", help=texts("cli.sim.pty"))


def _wait_for_end() -> None:
    """Until Ctrl-C; a wait without limit would not hear it on Windows."""
    over = threading.Event()
    while not over.wait(1.0):
        pass


def _serve(
    device: ByteDevice,
    args: argparse.Namespace,
    terminal: Terminal,
    order: Order,
    orders: str,
    wait: Callable[[], None] = _wait_for_end,
) -> Exit:
    """Serve until ``wait`` ends or Ctrl-C or a polite kill; orders come in on standard input."""
    texts = terminal.texts
    # A service manager's stop ends it as Ctrl-C does, so that the pty's link is taken away.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        opened = _server(device, args)
    except OSError as error:
        if args.tcp is None or error.errno not in TAKEN:
            raise
        terminal.complain([texts("cli.sim.port_taken", port=args.tcp)], code="system")
        return Exit.FAILED
    with opened as server:
        terminal.tell(
            {"address": server.address},
            texts("cli.sim.serving", address=server.address, orders=orders),
        )
        listener = threading.Thread(
            target=_take_orders, args=(order, orders, terminal), name="orders", daemon=True
        )
        listener.start()
        with contextlib.suppress(KeyboardInterrupt):
            wait()
        terminal.tell({"stopped": True}, texts("cli.sim.stopped"))
    return Exit.DONE


def _port_is_wrong(args: argparse.Namespace, terminal: Terminal) -> bool:
    """Whether ``--tcp`` names no port; the complaint is made."""
    if args.tcp is None or 0 <= args.tcp <= LAST_PORT:
        return False
    sentence = terminal.texts(
        "cli.sim.out_of_range", option="--tcp", value=args.tcp, low=0, high=LAST_PORT
    )
    terminal.complain([sentence], code="wrong_use")
    return True


def _server(device: ByteDevice, args: argparse.Namespace) -> Server:
    if args.pty is not None:
        return serve_pty(device, args.pty)
    return serve_tcp(device, args.tcp, args.host, refuses=getattr(args, "refuse_second", False))


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
