"""Devices out of the settings; simulated ones are started inside the program.

    with Devices(settings) as devices:
        printer = devices.printer("phieu")
        leds = devices.leds()

Each program opens what it needs. A simulated device speaks the real bytes through a local TCP
port, so that nothing but the link differs from the real one.
"""

import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PIL import Image

from core.fault import DeviceFault, FaultCode
from hardware.drivers.led_board import Display
from hardware.drivers.led_line import LedLine, OnChange
from hardware.drivers.printer_chain import PrinterChain
from hardware.frames.template import SerialSettings
from hardware.protocols.display import DisplayState
from hardware.protocols.link import Link
from hardware.protocols.printer import OnStatus, Printer, PrinterStatus, RawPrinter
from hardware.registry import capabilities_of, links, printers
from hardware.sim.led import LedWall
from hardware.sim.led_listeners import SimDisplay
from hardware.sim.printer import SimPrinter
from hardware.sim.serve import ByteDevice, serve_tcp
from motcua.assets import shipped_logo
from motcua.led_lines import LedLines
from motcua.led_rows import LedPlan, LedRow
from motcua.settings import LinkSettings, PrinterSettings, Settings

OnWall = Callable[[Mapping[str, str]], None]
OnPaper = Callable[[Image.Image], None]
OnEach = Callable[[str, PrinterStatus], None]

# A citizen before a printer that has just gone waits for so long, then the spare one prints.
SPARE_AFTER_S = 5.0

# A cut cable to a serial server must show although most displays never answer.
_LED_LOST_AFTER_S = 3
_LED_CONNECT_S = 1.5

_SIMULATED_HOST = "127.0.0.1"


def _ignore_display(_name: str, _state: DisplayState) -> None:
    """Nobody asked to be told."""


def _ignore_printer(_status: PrinterStatus) -> None:
    """Nobody asked to be told."""


def _ignore_each(_name: str, _status: PrinterStatus) -> None:
    """Nobody asked to be told."""


class Devices:
    """Opens devices by their names in ``config.toml`` and closes all of them at the end.

    ``walls`` and ``sim_printers``: the simulated devices that were started, by line and by
    printer, for ordering faults.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._led: LedPlan | None = None
        self._open = contextlib.ExitStack()
        self.walls: dict[str, LedWall] = {}
        self.sim_printers: dict[str, SimPrinter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    # Paper.

    def printer(
        self,
        name: str,
        *,
        on_status: OnStatus = _ignore_printer,
        on_each: OnEach = _ignore_each,
        on_paper: OnPaper | None = None,
    ) -> Printer:
        """The printer ``name`` with its spares behind it, open, each on a thread of its own.

        ``on_status`` tells of all of them as one, ``on_each`` of each by its name. ``on_paper``
        gets what simulated ones print; otherwise their last paper lies in ``data/papers``. Raises
        ``DeviceFault`` when there is none.
        """
        names = self.chain_of(name)
        expiry = {"expiry_s": SPARE_AFTER_S} if len(names) > 1 else {}

        def make(member: str, tell: OnStatus) -> RawPrinter:
            def tell_both(status: PrinterStatus) -> None:
                on_each(member, status)
                tell(status)

            return self._open_printer(member, tell_both, on_paper, expiry)

        makers = [partial(make, member) for member in names]
        printer: Printer
        if len(makers) == 1:
            printer = makers[0](on_status)
        else:
            printer = PrinterChain(makers, on_status=on_status)
        self._open.callback(printer.close)
        return printer

    def one_printer(
        self,
        name: str,
        *,
        on_status: OnStatus = _ignore_printer,
        on_paper: OnPaper | None = None,
        without: Collection[str] = (),
    ) -> RawPrinter:
        """The printer ``name`` without its spares, for its technician; else as ``printer``.

        ``without``: settings ("status", "confirmation") that count as "none" whatever they are.
        """
        printer = self._open_printer(name, on_status, on_paper, dict.fromkeys(without, "none"))
        self._open.callback(printer.close)
        return printer

    def link(self, name: str) -> Link:
        """The line to printer ``name``, not yet open: for looking at it without a driver."""
        settings = self.printer_settings(name)
        link = self._link(settings.link, lambda: self._sim_printer(name, settings, None))
        self._open.callback(link.close)
        return link

    def chain_of(self, name: str) -> tuple[str, ...]:
        """The printer ``name`` and its spares, the spare of a spare last."""
        names: list[str] = []
        following: str | None = name
        while following is not None and following not in names:
            names.append(following)
            following = self.printer_settings(following).fallback
        return tuple(names)

    def logo(self, name: str | None) -> Path | None:
        """The picture on the slips of printer ``name``: its own, else the shipped one."""
        if name is None:
            return None
        return self.printer_settings(name).logo or shipped_logo()

    def printer_settings(self, name: str) -> PrinterSettings:
        """How printer ``name`` is configured; raises ``DeviceFault`` when there is none."""
        settings = self._settings.printer.get(name)
        if settings is None:
            raise DeviceFault(FaultCode.PRINTER_MISSING, printer=name)
        return settings

    def _open_printer(
        self,
        name: str,
        on_status: OnStatus,
        on_paper: OnPaper | None,
        more: Mapping[str, Any],
    ) -> RawPrinter:
        settings = self.printer_settings(name)
        link = self._link(settings.link, lambda: self._sim_printer(name, settings, on_paper))
        options = settings.options() | {"name": name, "shared": settings.takes_turns, **more}
        return printers()[settings.driver](link, options, on_status)

    def _sim_printer(
        self, name: str, settings: PrinterSettings, on_paper: OnPaper | None
    ) -> SimPrinter:
        folder = self._settings.data_folder / "papers"

        def keep_last(paper: Image.Image) -> None:
            folder.mkdir(parents=True, exist_ok=True)
            paper.save(folder / f"{name}.png")

        width = capabilities_of(settings.options()).width_dots
        printer = SimPrinter(width=width, on_paper=on_paper or keep_last)
        self.sim_printers[name] = printer
        return printer

    # Number displays.

    @property
    def led(self) -> LedPlan:
        """How the number displays hang together."""
        if self._led is None:
            self._led = LedPlan(self._settings.led)
        return self._led

    def displays_of(self) -> Mapping[int, Sequence[str]]:
        """Which rows of displays stand at which counter."""
        return self.led.at_counters()

    def leds(
        self,
        names: Collection[str] | None = None,
        *,
        on_change: OnChange = _ignore_display,
        on_wall: OnWall | None = None,
        started: bool = True,
    ) -> LedLines:
        """All displays, or only the lines that the rows ``names`` are on. ``on_change`` is called
        on the lines' threads; ``on_wall`` whenever simulated displays show something else. Without
        ``started`` no line is touched before ``start`` is said."""
        chosen = [row for row in self.led.rows if names is None or row.name in names]
        line_of = {row.name: row.settings.line for row in chosen}
        lines = {
            line: self._led_line(line, on_change, on_wall)
            for line in dict.fromkeys(line_of.values())
        }
        together = LedLines(lines, line_of)
        if started:
            together.start()
        return together

    def _led_line(self, name: str, on_change: OnChange, on_wall: OnWall | None) -> LedLine:
        settings = self._settings.led.line[name]
        rows = [row for row in self.led.rows if row.settings.line == name]
        serial = self.led.sheet(name)
        watch: dict[str, float] = {}
        if settings.link.kind in ("tcp", "serial"):
            watch["lost_after_s"] = _LED_LOST_AFTER_S
        if settings.link.kind == "tcp":
            watch["connect_timeout_s"] = _LED_CONNECT_S
        link = self._link(settings.link, lambda: self._wall(name, rows, on_wall), serial, watch)
        line = LedLine(
            link,
            [_display(row) for row in rows],
            name=name,
            baud=self.led.baud(name),
            echo=settings.echo,
            on_change=on_change,
        )
        self._open.callback(line.close)
        return line

    def _wall(self, name: str, rows: Sequence[LedRow], on_wall: OnWall | None) -> LedWall:
        simulated = [
            SimDisplay(
                name=row.name,
                address=row.settings.address,
                dialect=row.dialect,
                row=row.row,
            )
            for row in rows
        ]
        wall = LedWall(simulated, echo=self._settings.led.line[name].echo, on_change=on_wall)
        self.walls[name] = wall
        return wall

    # Lines.

    def _link(
        self,
        settings: LinkSettings,
        simulated: Callable[[], ByteDevice],
        serial: SerialSettings | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> Link:
        """The line that ``settings`` describe; ``serial`` is what the device's sheet says,
        ``more`` the link's other options."""
        if settings.kind == "sim":
            server = self._open.enter_context(serve_tcp(simulated()))
            return links()["tcp"]({"host": _SIMULATED_HOST, "port": server.port})
        said = {name: value for name, value in asdict(settings).items() if value is not None}
        kind = said.pop("kind")
        sheet = asdict(serial) if serial is not None and kind == "serial" else {}
        return links()[kind](sheet | said | dict(more or {}))


def _display(row: LedRow) -> Display:
    settings = row.settings
    return Display(
        name=row.name,
        address=settings.address,
        dialect=row.dialect,
        counter=settings.counter or 0,
        row=row.row,
        color=settings.color,
        blink=settings.blink,
    )
