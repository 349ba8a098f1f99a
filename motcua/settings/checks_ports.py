"""Ports that two devices want: by name, by what is plugged in, by address in the network."""

import posixpath
import re
from collections.abc import Iterator

from hardware.protocols.usb_identity import UsbIdentity, is_identity, parse_identity
from motcua.settings.problems import Problem, SettingCode
from motcua.settings.raw import Table, table_of, tables_of

Place = tuple[object, ...]

_COM = re.compile(r"(?:\\\\\.\\)?(com\d+)", re.IGNORECASE)
_BY_ID = re.compile(r"/dev/serial/by-id/usb-(?P<told>.+?)-if\d\d(?:-port\d+)?")
_SERVER = re.compile(r"socket://(?P<host>[^:/]+|\[[^\]]+\]):(?P<port>\d+)", re.IGNORECASE)


def port_problems(data: Table) -> Iterator[Problem]:
    """A port belongs to one device or line."""
    owners = [(f"printer.{name}", table) for name, table in tables_of(data, "printer").items()]
    lines = tables_of(table_of(data, "led"), "line")
    owners += [(f"led.line.{name}", table) for name, table in lines.items()]
    before: list[tuple[str, Place]] = []
    for owner, table in owners:
        place, leaf = _place(table_of(table, "link"))
        if place is None:
            continue
        other = next((each for each, taken in before if _same(taken, place)), None)
        if other is None:
            before.append((owner, place))
            continue
        facts = {"value": ":".join(str(part) for part in place[1:]), "other": other}
        yield Problem(key=f"{owner}.link.{leaf}", code=SettingCode.PORT_TWICE, facts=facts)


def _place(link: Table) -> tuple[Place | None, str]:
    """What nobody else may use, and the setting that says so."""
    match link:
        case {"kind": "serial", "port": str(port)}:
            return _serial(port), "port"
        case {"kind": "usblp" | "libusb", "device": str(device)}:
            return _identity(device) if is_identity(device) else ("usb", device), "device"
        case {"kind": "tcp", "host": str(host)}:
            return ("tcp", host.lower(), link.get("port", 9100)), "host"
        case {"kind": "windows" | "cups" as kind, "queue": str(queue)}:
            return (kind, queue), "queue"
        case {"kind": "file", "path": str(path)}:
            return ("file", path), "path"
        case _:
            return None, ""


def _serial(port: str) -> Place | None:
    if is_identity(port):
        return _identity(port)
    if com := _COM.fullmatch(port):
        return "serial", com[1].upper()
    if server := _SERVER.fullmatch(port):
        return "tcp", server["host"].lower(), int(server["port"])
    return "serial", posixpath.normpath(port) if port.startswith("/") else port


def _identity(text: str) -> Place | None:
    try:
        return "usb", parse_identity(text)
    except ValueError:
        return None  # told already, where it stands


def _same(one: Place, other: Place) -> bool:
    """Whether two places may be one and the same device."""
    match one, other:
        case ("usb", UsbIdentity() as first), ("usb", UsbIdentity() as second):
            first, second = _lower(first), _lower(second)
            return first.fits(second) or second.fits(first)
        case (("usb", UsbIdentity() as identity), ("serial", str(port))) | (
            ("serial", str(port)),
            ("usb", UsbIdentity() as identity),
        ):
            told = _BY_ID.fullmatch(port)
            if told is None or identity.serial is None:
                return False
            return told["told"].lower().endswith(f"_{identity.serial.lower()}")
        case _:
            return one == other


def _lower(identity: UsbIdentity) -> UsbIdentity:
    return parse_identity(str(identity).lower())
