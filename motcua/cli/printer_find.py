"""``motcua printer find``: what is plugged in, each with the line for ``config.toml``."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tomlkit

from hardware.links.cups_queue import Cups
from hardware.links.serial_port import serial_ports, usb_ports
from hardware.links.usb_lp import DEVICES, usb_lp_printers
from hardware.links.windows_queue import windows_queues
from hardware.protocols.usb_identity import UsbIdentity
from motcua.cli.terminal import Exit, Terminal, table


@dataclass(frozen=True, slots=True, kw_only=True)
class PluggedIn:
    """What the system knows. Serial ports without USB have no identity."""

    serial: Sequence[str] = ()
    usb_serial: Mapping[str, UsbIdentity] = field(default_factory=dict)
    usb_lp: Mapping[str, UsbIdentity] = field(default_factory=dict)
    windows: Sequence[str] = ()
    cups: Sequence[str] = ()


def find_printers(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Every place where a printer may be; exit 3 when there is none."""
    del args
    texts = terminal.texts
    rows = rows_of(plugged_in())
    if not rows:
        terminal.show([], [texts("cli.printer.nothing_found")])
        return Exit.NOTHING
    head = (
        texts("cli.printer.kind"),
        texts("cli.printer.name"),
        texts("cli.printer.identity"),
        texts("cli.printer.config_line"),
    )
    lines = [(row["kind"], row["name"], row["identity"] or "", row["config"]) for row in rows]
    terminal.show(rows, table([head, *lines]))
    return Exit.DONE


def plugged_in() -> PluggedIn:
    """What is there now; kinds that this system has not are empty."""
    return PluggedIn(
        serial=serial_ports(),
        usb_serial=usb_ports(),
        usb_lp=usb_lp_printers(),
        windows=windows_queues(),
        cups=Cups().queues(),
    )


def rows_of(there: PluggedIn) -> list[dict[str, Any]]:
    """One row per place, with its line for ``config.toml``: by identity where that is clear."""
    rows = []
    for port in there.serial:
        identity = _clear(there.usb_serial, port)
        rows.append(_row("serial", port, identity, port=identity or port, baud=9600))
    for name in there.usb_lp:
        identity = _clear(there.usb_lp, name)
        path = (DEVICES / name).as_posix()
        rows.append(_row("usblp", path, identity, device=identity or path))
    rows += [_row("windows", queue, None, queue=queue) for queue in there.windows]
    rows += [_row("cups", queue, None, queue=queue) for queue in there.cups]
    return rows


def _clear(found: Mapping[str, UsbIdentity], name: str) -> str | None:
    """Who ``name`` is, unless another device says the same of itself."""
    identity = found.get(name)
    if identity is None or sum(identity.fits(other) for other in found.values()) > 1:
        return None
    return str(identity)


def _row(kind: str, name: str, identity: str | None, **settings: str | int) -> dict[str, Any]:
    link = tomlkit.inline_table()
    link.update({"kind": kind, **settings})
    return {
        "kind": kind,
        "name": name,
        "identity": identity,
        "config": f"link = {link.as_string()}",
    }
