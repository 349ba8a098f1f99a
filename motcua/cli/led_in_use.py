"""Whether the display program has the lines that a command wants to speak on."""

import argparse
from collections.abc import Iterable, Mapping
from dataclasses import asdict

from core.fault import Fault
from hardware.protocols.display import DisplayState
from hardware.protocols.link import LinkDown
from hardware.registry import links
from motcua.cli.terminal import Terminal
from motcua.led_rows import LedPlan, LedRow
from motcua.programs.display_claims import is_running
from motcua.programs.display_place import place_of_display
from motcua.settings import Led, SerialPort, Settings


def led_lines_in_use(args: argparse.Namespace, terminal: Terminal) -> bool:
    """True, and said, while the display program of this machine runs; not with ``--force``.

    A network line would have two owners, and the running hall would be darkened.
    """
    settings = terminal.settings()
    if args.force or not _display_runs(settings, terminal):
        return False
    terminal.complain([terminal.texts("display.in_use")], code="lines_in_use")
    return True


def busy_rows(
    led: Led, rows: Iterable[LedRow], states: Mapping[str, DisplayState]
) -> frozenset[str]:
    """Of the rows that cannot be reached those whose line another program has."""
    away = {row.name: row.settings.line for row in rows if _is_away(states.get(row.name))}
    busy = {line for line in set(away.values()) if _is_busy(led, line)}
    return frozenset(name for name, line in away.items() if line in busy)


def _is_away(state: DisplayState | None) -> bool:
    return state is DisplayState.UNREACHABLE


def _is_busy(led: Led, line: str) -> bool:
    sheet, settings = LedPlan(led).sheet(line), led.line[line].link
    if sheet is None or not isinstance(settings, SerialPort):
        return False  # no other line knows of another owner
    said = {name: value for name, value in asdict(settings).items() if value is not None}
    link = links()[said.pop("kind")](asdict(sheet) | said)
    try:
        link.open()
    except LinkDown as down:
        return down.busy
    finally:
        link.close()
    return False


def _display_runs(settings: Settings, terminal: Terminal) -> bool:
    if is_running(settings.data_folder):
        return True
    from db.devices import DISPLAY
    from motcua.wiring import open_queue

    try:
        with open_queue(settings, terminal.environ) as hall:
            lines = hall.reader.devices(DISPLAY)
    except Fault:
        return False  # displays can be tried before there is a database
    return any(line.alive and line.place == place_of_display() for line in lines)
