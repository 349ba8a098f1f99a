"""``motcua voice status``: how the hall's loudspeakers are, as the display programs told."""

import argparse
from typing import TYPE_CHECKING, Any

from core.clock import local_time
from counter_display.voice.plan import SpeakerState
from motcua.cli.terminal import Exit, Terminal, table

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from core.hall import DeviceLine


def status(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """Each loudspeaker of the hall: where it is, how it is, since when."""
    del args
    from db.devices import SPEAKER
    from motcua.wiring import open_queue

    texts = terminal.texts
    with open_queue(terminal.settings(), terminal.environ) as hall:
        lines = hall.reader.devices(SPEAKER)
        zone = hall.reader.office().zone
    rows = [_row(line, zone) for line in lines]
    if not rows:
        terminal.show([], [texts("voice.no_speaker")])
        return Exit.DONE
    head = (texts("voice.place"), texts("voice.state"), texts("voice.since"))
    said = [(row["place"], _words(row, terminal), row["since"] or "") for row in rows]
    terminal.show(rows, table([head, *said]))
    return Exit.DONE


def _row(line: "DeviceLine", zone: "ZoneInfo") -> dict[str, Any]:
    since = f"{local_time(line.since_ms, zone):%d/%m %H:%M:%S}"
    return {
        "place": line.place,
        "running": line.alive,
        "state": line.state if line.alive else None,
        "fault": line.fault.value if line.alive and line.fault is not None else None,
        "placeholder": line.alive and line.warning,
        "since": since if line.alive else None,
    }


def _words(row: dict[str, Any], terminal: Terminal) -> str:
    texts, state = terminal.texts, row["state"]
    if state is None:
        return texts("display.not_running")
    known = state in set(SpeakerState)
    words = texts.of("voice.speaker", state) if known else str(state)
    return f"{words}; {texts('voice.placeholder')}" if row["placeholder"] else words
