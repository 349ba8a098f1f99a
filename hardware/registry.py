"""Names in config.toml → what they stand for: the one place to add a driver or a link.

``options`` are the validated settings of one device; a factory takes what it knows. A further
driver is one function here and its module, nothing else.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from hardware.actor import Sharing
from hardware.drivers.escpos_printer import EscposPrinter
from hardware.drivers.escpos_settings import EscposSettings
from hardware.frames import capability_options
from hardware.links.cups_queue import CupsQueueLink
from hardware.links.file import FileLink
from hardware.links.libusb import LibusbLink
from hardware.links.serial_port import SerialLink
from hardware.links.tcp import TcpLink
from hardware.links.usb_lp import UsbLpLink
from hardware.links.windows_queue import WindowsQueueLink
from hardware.protocols.capabilities import Capabilities
from hardware.protocols.link import Link
from hardware.protocols.printer import OnStatus, RawPrinter

Options = Mapping[str, Any]
LinkFactory = Callable[[Options], Link]
PrinterFactory = Callable[[Link, Options, OnStatus], RawPrinter]

# Those of ``EscposSettings`` that the programs set.
_TIMES = ("expiry_s",)


def links() -> dict[str, LinkFactory]:
    """Every kind of line: ``serial`` (port, baud, …), ``tcp`` (host, port), ``usblp`` and
    ``libusb`` (device), ``windows`` and ``cups`` (queue), ``file`` (path)."""
    return {
        "serial": lambda options: SerialLink(**options),
        "tcp": lambda options: TcpLink(**options),
        "usblp": lambda options: UsbLpLink(**options),
        "libusb": lambda options: LibusbLink(**options),
        "windows": lambda options: WindowsQueueLink(**options),
        "cups": lambda options: CupsQueueLink(**options),
        "file": lambda options: FileLink(Path(options["path"])),
    }


def printers() -> dict[str, PrinterFactory]:
    """Every kind of printer: ``escpos`` (name, shared, profile and whatever overrules it)."""
    return {"escpos": _escpos}


def capabilities_of(options: Options, *, answers: bool = True) -> Capabilities:
    """What the printer of ``options`` can do; ``answers``: its link can be read."""
    return capability_options.capabilities_of(options, answers=answers)


def _escpos(link: Link, options: Options, on_status: OnStatus) -> RawPrinter:
    times = {name: options[name] for name in _TIMES if name in options}
    settings = EscposSettings(
        name=options["name"],
        capabilities=capabilities_of(options, answers=link.answers),
        sharing=Sharing() if options.get("shared") else None,
        **times,
    )
    return EscposPrinter(link, settings, on_status=on_status)
