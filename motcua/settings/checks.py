"""What must fit together across ``config.toml``: names that name nothing, addresses twice.

Works on the raw file, so that these problems are found beside all others. Whatever has the wrong
type is none of this module's business: pydantic has already spoken.
"""

from collections.abc import Iterator, Mapping

from hardware.frames.presets import Preset
from hardware.frames.template_problems import BadTemplate
from hardware.protocols.usb_identity import is_identity
from motcua.settings.checks_printers import printer_problems
from motcua.settings.problems import Problem, SettingCode
from motcua.settings.protocols import own_protocol, shipped_protocols
from motcua.settings.raw import Table, no_such, table_of, tables_of

_FORMAT = ("baud", "bits", "parity", "stop")


def cross_problems(data: Table) -> list[Problem]:
    """Everything that is wrong between the settings of ``data`` (the file as tomllib gives it)."""
    led = table_of(data, "led")
    lines = tables_of(led, "line")
    displays = tables_of(led, "display")
    protocols, found = _own_protocols(tables_of(led, "protocol"))
    found += printer_problems(data)
    for name, display in displays.items():
        found += _display_problems(name, display, lines, protocols)
    found += _same_address(displays)
    found += _different_formats(displays, lines, protocols)
    found += _same_port(data, lines)
    return found


def _own_protocols(described: Table) -> tuple[dict[str, Preset | None], list[Problem]]:
    """Every protocol by name, a broken one as None; and what is wrong with the own ones."""
    found: dict[str, Preset | None] = dict(shipped_protocols())
    problems: list[Problem] = []
    for name, table in described.items():
        try:
            found[name] = own_protocol(name, table)
        except BadTemplate as bad:
            found[name] = None
            problems += [
                Problem(
                    key=f"led.protocol.{name}.{each.key}".removesuffix("."),
                    code=each.code,
                    facts=each.facts,
                    allowed=each.allowed,
                )
                for each in bad.problems
            ]
    return found, problems


def _display_problems(
    name: str, display: Table, lines: Table, protocols: Mapping[str, Preset | None]
) -> Iterator[Problem]:
    key = f"led.display.{name}"
    line, protocol, address = (display.get(part) for part in ("line", "protocol", "address"))
    if isinstance(line, str) and line not in lines:
        yield no_such(f"{key}.line", line, lines)
    if not isinstance(protocol, str):
        return
    if protocol not in protocols:
        yield no_such(f"{key}.protocol", protocol, protocols)
        return
    preset = protocols[protocol]
    if preset is not None and isinstance(address, int):
        low, high = preset.dialect.addresses()
        if not low <= address <= high:
            facts = {"value": address, "low": low, "high": high}
            yield Problem(key=f"{key}.address", code=SettingCode.OUT_OF_RANGE, facts=facts)


def _same_address(displays: Table) -> Iterator[Problem]:
    """Two displays at one address of a line answer into each other; two registers of one do not."""
    first: dict[tuple[object, ...], str] = {}
    for name, display in displays.items():
        place = (display.get("line"), display.get("address", 1), display.get("protocol"))
        if not isinstance(place[0], str):
            continue
        other = first.setdefault(place, name)
        if other != name:
            facts = {"value": place[1], "other": f"led.display.{other}"}
            key = f"led.display.{name}.address"
            yield Problem(key=key, code=SettingCode.ADDRESS_TWICE, facts=facts)


def _different_formats(
    displays: Table, lines: Table, protocols: Mapping[str, Preset | None]
) -> Iterator[Problem]:
    """One line has one speed and format: its displays agree, or the line itself says which."""
    first: dict[str, tuple[str, object]] = {}
    for name, display in displays.items():
        line, protocol = display.get("line"), display.get("protocol")
        preset = protocols.get(protocol) if isinstance(protocol, str) else None
        if preset is None or not isinstance(line, str) or line not in lines:
            continue
        link = table_of(lines[line], "link")
        if link.get("kind") != "serial" or all(part in link for part in _FORMAT):
            continue
        other, known = first.setdefault(line, (name, preset.serial))
        if known != preset.serial:
            facts = {"other": f"led.display.{other}", "line": f"led.line.{line}.link"}
            key = f"led.display.{name}.protocol"
            yield Problem(key=key, code=SettingCode.FORMAT_DIFFERS, facts=facts)


def _same_port(data: Table, lines: Table) -> Iterator[Problem]:
    """A port belongs to one device or line."""
    first: dict[tuple[object, ...], str] = {}
    owners = [(f"printer.{name}", table) for name, table in tables_of(data, "printer").items()]
    owners += [(f"led.line.{name}", table) for name, table in lines.items()]
    for owner, table in owners:
        link = table_of(table, "link")
        place, leaf = _place(link)
        if place is None:
            continue
        other = first.setdefault(place, owner)
        if other != owner:
            facts = {"value": ":".join(str(part) for part in place[1:]), "other": other}
            key = f"{owner}.link.{leaf}"
            yield Problem(key=key, code=SettingCode.PORT_TWICE, facts=facts)


def _place(link: Table) -> tuple[tuple[object, ...] | None, str]:
    """What nobody else may use, and the setting that says so."""
    match link:
        case {"kind": "serial", "port": str(port)}:
            return ("usb", port.lower()) if is_identity(port) else ("serial", port), "port"
        case {"kind": "usblp" | "libusb", "device": str(device)}:
            return ("usb", device.lower()), "device"
        case {"kind": "tcp", "host": str(host)}:
            return ("tcp", host.lower(), link.get("port", 9100)), "host"
        case {"kind": "windows" | "cups" as kind, "queue": str(queue)}:
            return (kind, queue), "queue"
        case {"kind": "file", "path": str(path)}:
            return ("file", path), "path"
        case _:
            return None, ""
