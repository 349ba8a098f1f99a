"""``motcua led …``: the number displays of this machine."""

import argparse
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from core.clock import local_time
from core.fault import Fault
from motcua.cli import led_protocols, led_show
from motcua.cli.terminal import Exit, Terminal, table
from motcua.programs.display_place import place_of_display, unknown_counters
from motcua.settings import LedDisplay, Settings
from motcua.settings.protocols import all_protocols

if TYPE_CHECKING:
    from motcua.cli.tree import Branch


def add_to(tree: "Branch") -> None:
    texts = tree.texts
    branch = tree.branch("led", texts("cli.led.about"))
    branch.leaf("list", texts("cli.led.list"), list_displays)
    led_show.add_to(branch, texts)
    led_protocols.add_to(branch, texts)


def list_displays(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Every display of this machine: its place, its protocol, and how it is now."""
    del args
    settings, texts = terminal.settings(), terminal.texts
    rows = [_row(name, display, settings) for name, display in settings.led.display.items()]
    if not rows:
        terminal.show([], [texts("cli.led.none")])
        return Exit.DONE
    try:
        told, unknown = _told(settings, terminal)
    except Fault as fault:
        # Where displays hang is known all the same.
        told, unknown = {}, ()
        terminal.note(texts.fault(fault))
    untold: dict[str, Any] = {"running": False, "state": None, "answered": None, "since": None}
    nowhere = {name for name, _ in unknown}
    rows = [
        row | told.get(row["name"], untold) | {"no_such_counter": row["name"] in nowhere}
        for row in rows
    ]
    head = (
        texts("cli.led.name"),
        texts("display.shows"),
        texts("cli.led.line"),
        texts("cli.led.protocol"),
        texts("cli.led.address"),
        texts("display.state_now"),
        texts("display.answered"),
    )
    lines = [
        (
            row["name"],
            _shows(row, terminal),
            f"{row['line']} ({row['link']})",
            row["protocol"],
            row["address"],
            _state(row, terminal),
            row["answered"] or "",
        )
        for row in rows
    ]
    terminal.show(rows, table([head, *lines]))
    for name, counter in unknown:
        terminal.note(texts("display.no_such_counter", name=name, counter=counter))
    return Exit.DONE


def _row(name: str, display: LedDisplay, settings: Settings) -> dict[str, Any]:
    preset = all_protocols(settings.led.protocol)[display.protocol]
    return {
        "name": name,
        "shows": display.shows,
        "counter": display.counter,
        "rows": display.rows,
        "line": display.line,
        "link": settings.led.line[display.line].link.kind,
        "protocol": display.protocol,
        "title": preset.title,
        "address": display.address,
    }


def _told(
    settings: Settings, terminal: Terminal
) -> tuple[dict[str, dict[str, Any]], tuple[tuple[str, int], ...]]:
    """What the display program of this machine told of its displays, if it runs; and the displays
    at counters that do not exist."""
    from db.devices import DISPLAY
    from motcua.wiring import open_queue

    with open_queue(settings, terminal.environ) as hall:
        lines = hall.reader.devices(DISPLAY)
        zone = hall.reader.office().zone
        unknown = unknown_counters(settings.led.display, hall.reader.counters())

    def time(at_ms: int | None) -> str | None:
        return None if at_ms is None else f"{local_time(at_ms, zone):%d/%m %H:%M:%S}"

    told = {
        line.name: {
            "running": line.alive,
            "state": line.state if line.alive else None,
            "answered": time(line.answered_ms),
            "since": time(line.since_ms) if line.alive else None,
        }
        for line in lines
        if line.place == place_of_display()
    }
    return told, unknown


def _shows(row: Mapping[str, Any], terminal: Terminal) -> str:
    if row["shows"] == "calls":
        return terminal.texts("display.last_calls", rows=row["rows"])
    return terminal.texts("common.counter_number", counter=row["counter"])


def _state(row: Mapping[str, Any], terminal: Terminal) -> str:
    if row["state"] is None:
        return terminal.texts("display.not_running")
    return terminal.texts.of("cli.led.state", row["state"])
