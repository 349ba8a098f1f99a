"""``motcua sim led``: simulated number displays on one line, faults on order.

silent · wrong_check · refuses · slow · half · noisy N     display N misbehaves from now on
heal [N]               display N is right again, or all of them and the line
unplug · plug          the whole line goes and comes; drop: it goes and is there again at once
echo · quiet           the adapter brings back what comes in, or does not
"""

import argparse
from collections.abc import Callable, Mapping, Sequence

from hardware.frames.presets import Preset
from hardware.sim.led import LedFault, LedWall
from hardware.sim.led_listeners import SimDisplay
from i18n import Texts
from motcua.cli.terminal import Terminal
from motcua.led_rows import row_name
from motcua.settings.protocols import all_protocols, shipped_protocols

HEAL = "heal"
MOST_ROWS = 16
MOST_WIDTH = 64
WINDOW_SIZE = (1000, 560)
_PLAIN = (HEAL, "unplug", "plug", "drop", "echo", "quiet")
ORDERS = ", ".join([*(f"{fault.value} N" for fault in LedFault), f"{HEAL} N", *_PLAIN])


def add_options(parser: argparse.ArgumentParser, texts: Texts) -> None:
    """What kind of displays, and how many."""
    option = parser.add_argument
    option("--protocol", required=True, metavar="NAME", help=texts("cli.sim.protocol"))
    option("--address", type=int, nargs="+", metavar="N", help=texts("cli.sim.address"))
    option("--rows", type=int, default=1, metavar="N", help=texts("cli.sim.rows"))
    option("--places", type=int, metavar="N", help=texts("cli.sim.places"))
    option("--echo", action="store_true", help=texts("cli.sim.echo"))
    option("--window", action="store_true", help=texts("cli.sim.wall_window"))


def wrong_use(args: argparse.Namespace, preset: Preset | None, texts: Texts) -> list[str]:
    """Sentences about options that make no displays."""
    if preset is None:
        names = ", ".join(shipped_protocols())
        return [texts("cli.sim.no_protocol", name=args.protocol, names=names)]
    low, high = preset.dialect.addresses()
    bounds = [("--address", each, max(1, low), high) for each in args.address or ()]
    bounds.append(("--rows", args.rows, 1, min(MOST_ROWS, preset.dialect.rows)))
    if args.places is not None:
        bounds.append(("--places", args.places, 1, MOST_WIDTH))
    return [
        texts("cli.sim.out_of_range", option=option, value=value, low=least, high=most)
        for option, value, least, most in bounds
        if not least <= value <= most
    ]


def protocol_of(args: argparse.Namespace, terminal: Terminal) -> Preset | None:
    """A shipped protocol needs no configuration; an own one is looked up there."""
    shipped = shipped_protocols()
    if args.protocol in shipped or not terminal.config.exists():
        return shipped.get(args.protocol)
    return all_protocols(terminal.settings().led.protocol).get(args.protocol)


class SimLine:
    """The displays that the options ask for; every change of what they show is told."""

    def __init__(self, args: argparse.Namespace, preset: Preset, terminal: Terminal) -> None:
        low, _ = preset.dialect.addresses()
        self._args = args
        self._addresses: Sequence[int] = args.address or [max(1, low)]
        self._dialect = preset.dialect.adapted(width=args.places, digits_only=False)
        self._terminal = terminal

        def tell(shown: Mapping[str, str]) -> None:
            sentence = "   ".join(f"{name}: {text or '·'}" for name, text in shown.items())
            terminal.tell({"shown": dict(shown)}, sentence)

        displays = [
            SimDisplay(name=name, address=address, dialect=self._dialect, row=row)
            for address in self._addresses
            for row, name in enumerate(self._rows(address), 1)
        ]
        self.wall = LedWall(displays, echo=args.echo, on_change=tell)

    def order(self, words: list[str]) -> bool:
        """Do what one line says; False when it says nothing that can be done."""
        faults = {fault.value: fault for fault in LedFault}
        names = self._named(words[-1])
        match words:
            case [fault, _] if names and (fault in faults or fault == HEAL):
                for name in names:
                    self.wall.order(name, faults.get(fault))
                return True
            case [word]:
                return self._order_line(word)
            case _:
                return False

    def show(self) -> None:
        """All displays in a window, until it is closed."""
        # Qt only for those who want to see it.
        from motcua.demo.wall import WallPart, look_of, places_of
        from motcua.demo.wall_window import WallWindow
        from motcua.programs.application import application, run_until_closed

        app, texts = application(), self._terminal.texts
        look = look_of(self._args.protocol, self._dialect, rows=self._args.rows)
        line = self._args.protocol
        parts = [
            WallPart(
                name=str(address),
                title=texts("wall.at_address", address=address),
                rows=self._rows(address),
                look=look,
                places=places_of(look, self._dialect),
                line=line,
            )
            for address in self._addresses
        ]
        window = WallWindow(parts, {line: self.wall}, texts)
        window.resize(*WINDOW_SIZE)
        window.show()
        run_until_closed(app)
        window.close()

    def _rows(self, address: int) -> tuple[str, ...]:
        count = self._args.rows
        return tuple(row_name(str(address), row, count) for row in range(1, count + 1))

    def _named(self, word: str) -> list[str]:
        """The rows that an order's ``word`` means: those of an address, or one alone."""
        all_rows = [name for address in self._addresses for name in self._rows(address)]
        return [name for name in all_rows if word in (name, name.partition("#")[0])]

    def _order_line(self, word: str) -> bool:
        wall = self.wall
        orders: dict[str, Callable[[], None]] = {
            HEAL: self._heal,
            "unplug": lambda: wall.unplug(stay=True),
            "plug": wall.plug_in,
            "drop": wall.unplug,
            "echo": lambda: wall.echo(True),
            "quiet": lambda: wall.echo(False),
        }
        if word not in orders:
            return False
        orders[word]()
        return True

    def _heal(self) -> None:
        for name in self.wall.texts():
            self.wall.order(name, None)
        self.wall.plug_in()
        self.wall.echo(False)
