"""Names in config.toml → what they stand for: the one place to add a driver or a link.

``options`` are the validated settings of one device; a factory takes what it knows. A further
driver is one function here and its module, nothing else.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hardware.drivers.escpos_printer import EscposPrinter, EscposSettings
from hardware.frames.slip_canvas import Paper
from hardware.links.file import FileLink
from hardware.links.serial_port import SerialLink
from hardware.links.tcp import TcpLink
from hardware.protocols.link import Link
from hardware.protocols.printer import OnStatus, Printer

Options = Mapping[str, Any]
LinkFactory = Callable[[Options], Link]
PrinterFactory = Callable[[Link, Options, OnStatus], Printer]


def links() -> dict[str, LinkFactory]:
    """Every kind of line: ``serial`` (port, baud, …), ``tcp`` (host, port), ``file`` (path)."""
    return {
        "serial": lambda options: SerialLink(**options),
        "tcp": lambda options: TcpLink(**options),
        "file": lambda options: FileLink(Path(options["path"])),
    }


def printers() -> dict[str, PrinterFactory]:
    """Every kind of printer: ``escpos`` (name, paper_width_dots, dpi, and its own settings)."""
    return {"escpos": _escpos}


def paper_of(width_dots: int, dpi: int) -> Paper:
    """The paper of a print head; "203 dpi" heads have 8 dots per millimetre."""
    return Paper(width_dots=width_dots, dots_per_mm=8.0 if dpi == 203 else dpi / 25.4)


def _escpos(link: Link, options: Options, on_status: OnStatus) -> Printer:
    rest = dict(options)
    paper = paper_of(rest.pop("paper_width_dots"), rest.pop("dpi", 203))
    if isinstance(link, FileLink):
        rest["status"] = "none"  # a file cannot answer
    return EscposPrinter(link, EscposSettings(paper=paper, **rest), on_status=on_status)
