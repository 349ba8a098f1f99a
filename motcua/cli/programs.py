"""``motcua kiosk | panel | display``: the programs with a window."""

import argparse
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from core.clock import SystemClock
from motcua.cli.terminal import Exit, Terminal
from motcua.settings import Settings

if TYPE_CHECKING:
    from hardware.protocols.printer import OnStatus, Printer
    from i18n import Texts
    from motcua.cli.tree import Branch
    from motcua.programs.display import DisplayProgram
    from motcua.programs.kiosk import KioskProgram
    from motcua.programs.kiosk_paper import OnEach
    from motcua.programs.panel import PanelProgram
    from motcua.programs.parts import OpenHall
    from motcua.wiring import OpenQueue

    Program = KioskProgram | PanelProgram | DisplayProgram
    Make = Callable[[ExitStack, OpenHall, Settings], Program]

PANEL_SIZE = (1024, 680)


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    with_window(tree, tree.leaf("kiosk", texts("programs.kiosk"), kiosk))
    officer = tree.leaf("panel", texts("programs.panel"), panel)
    officer.add_argument("--counter", type=int, metavar="N", help=texts("programs.counter"))
    officer.add_argument("--officer", metavar="ID", help=texts("programs.officer"))
    with_window(tree, officer)
    hall = tree.leaf("display", texts("programs.display"), display)
    hall.add_argument("--board", metavar="NAME", help=texts("display.only_board"))
    with_window(tree, hall)


def with_window(tree: "Branch", leaf: argparse.ArgumentParser) -> None:
    """The options of every program with a window."""
    leaf.add_argument("--windowed", action="store_true", help=tree.texts("programs.windowed"))
    size = partial(_size, texts=tree.texts)
    leaf.add_argument("--screen", type=size, metavar="WxH", help=tree.texts("programs.screen"))


def _size(text: str, *, texts: "Texts") -> tuple[int, int]:
    found = re.fullmatch(r"0*([1-9]\d{2,3})x0*([1-9]\d{2,3})", text)
    if found is None:
        raise argparse.ArgumentTypeError(texts("programs.no_size", value=text))
    return int(found[1]), int(found[2])


# Qt and the database take a while to import: hence the imports inside, the database's last of all.


def kiosk(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The touch screen, full screen unless told otherwise."""
    from i18n import LANGUAGES, Texts
    from motcua.assets import shipped_logo
    from motcua.programs.kiosk import KioskProgram

    def make(open_things: ExitStack, open_hall: "OpenHall", settings: Settings) -> KioskProgram:
        name = settings.kiosk.printer

        def open_printer(*, on_status: "OnStatus", on_each: "OnEach") -> "Printer":
            from motcua.devices import Devices

            assert name is not None, "only called when there is one"
            devices = open_things.enter_context(Devices(settings))
            return devices.printer(name, on_status=on_status, on_each=on_each)

        return KioskProgram(
            open_hall,
            None if name is None else open_printer,
            settings,
            {language: Texts(language) for language in LANGUAGES},
            SystemClock(),
            logo=None if name is None else settings.printer[name].logo or shipped_logo(),
        )

    return _run(args, terminal, make)


def panel(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """An officer's panel, always a window beside other software."""
    from motcua.programs.panel import PanelProgram

    def make(_open_things: ExitStack, open_hall: "OpenHall", settings: Settings) -> PanelProgram:
        return PanelProgram(
            open_hall,
            SystemClock(),
            language=settings.language,
            counter_id=args.counter,
            officer_id=args.officer,
        )

    args.windowed, args.screen = True, args.screen or PANEL_SIZE
    return _run(args, terminal, make)


def display(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Boards, number displays and voice of the hall; ``--board NAME``: that screen alone."""
    boards = terminal.settings().board
    if args.board is not None and args.board not in boards:
        sentence = terminal.texts("display.no_such_board", name=args.board, names=", ".join(boards))
        terminal.complain([sentence], code="wrong_use")
        return Exit.WRONG_USE
    from motcua.devices import Devices
    from motcua.programs.display import DisplayProgram

    def make(open_things: ExitStack, open_hall: "OpenHall", settings: Settings) -> DisplayProgram:
        devices = open_things.enter_context(Devices(settings))
        program = DisplayProgram(open_hall, devices, settings, SystemClock(), board=args.board)
        made.append(program)
        return program

    made: list[DisplayProgram] = []
    done = _run(args, terminal, make)
    if made[0].refused is not None:
        raise made[0].refused
    return done


def _run(args: argparse.Namespace, terminal: Terminal, make: "Make") -> Exit:
    """Show the program's window at once; the queue is opened behind it. Run until it is closed."""
    from motcua.programs.application import application, run_until_closed

    settings, app = terminal.settings(), application()

    @contextmanager
    def open_hall() -> "Iterator[OpenQueue]":
        from motcua.wiring import open_queue

        with open_queue(settings, terminal.environ) as hall:
            yield hall

    with ExitStack() as open_things:
        opened = make(open_things, open_hall, settings)
        open_things.callback(opened.close)
        opened.show(app, windowed=args.windowed, size=args.screen)
        run_until_closed(app)
    return Exit.DONE
