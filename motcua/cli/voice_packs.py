"""``motcua voice packs``: which voices there are, and whether they can say everything."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.announcement import Tongue
from core.fault import DeviceFault
from counter_display.voice.pack import load_pack, read_pack
from counter_display.voice.plan import VoicePlan
from counter_display.voice.shipped import shipped_pack
from motcua.cli.terminal import Exit, Terminal, table
from motcua.programs.display_voice import plan_of


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """One pack. ``used``: calls are spoken with it. ``fault``: what is wrong with it, or None."""

    name: str
    language: Tongue
    folder: Path
    used: bool
    clips: int
    placeholder: bool
    fault: DeviceFault | None


def packs(args: argparse.Namespace, terminal: Terminal) -> Exit:
    """The packs that come along and those of config.toml; fails when one in use is not right."""
    del args
    settings, texts = terminal.settings(), terminal.texts
    rows = [_row(*place) for place in _places(plan_of(settings.voice))]
    head = (
        texts("voice.name"),
        texts("voice.language"),
        texts("voice.used"),
        texts("voice.state"),
        texts("voice.folder"),
    )
    lines = table([head, *(_cells(row, terminal) for row in rows)])
    faults = [texts.fault(row.fault) for row in rows if row.fault is not None]
    terminal.show([_plain(row, terminal) for row in rows], [*lines, *faults])
    return Exit.DONE if all(row.fault is None for row in rows if row.used) else Exit.FAILED


def _places(plan: VoicePlan) -> Iterator[tuple[Path, Tongue, bool]]:
    """Folder, language, whether it is in use."""
    yield shipped_pack("vi"), "vi", plan.pack is None
    yield shipped_pack("en"), "en", plan.english and plan.english_pack is None
    if plan.pack is not None:
        yield plan.pack, "vi", True
    if plan.english_pack is not None:
        yield plan.english_pack, "en", plan.english


def _row(folder: Path, language: Tongue, used: bool) -> _Row:
    name, clips, placeholder = folder.name, 0, False
    fault: DeviceFault | None = None
    try:
        read = read_pack(folder)
        name, clips, placeholder = read.facts.name, len(read.pack.clips), read.facts.placeholder
        load_pack(folder)
    except DeviceFault as wrong:
        fault = wrong
    return _Row(
        name=name,
        language=language,
        folder=folder,
        used=used,
        clips=clips,
        placeholder=placeholder,
        fault=fault,
    )


def _cells(row: _Row, terminal: Terminal) -> tuple[str, ...]:
    texts = terminal.texts
    if row.fault is not None:
        state = texts("voice.faulty")
    elif row.placeholder:
        state = texts("voice.placeholder")
    else:
        state = texts("voice.complete")
    used = texts("voice.yes") if row.used else "-"
    return (row.name, row.language, used, state, str(row.folder))


def _plain(row: _Row, terminal: Terminal) -> dict[str, object]:
    fault = row.fault
    return {
        "name": row.name,
        "language": row.language,
        "folder": str(row.folder),
        "used": row.used,
        "clips": row.clips,
        "placeholder": row.placeholder,
        "complete": fault is None,
        "fault": None if fault is None else fault.code.value,
        "sentence": None if fault is None else terminal.texts.fault(fault),
    }
