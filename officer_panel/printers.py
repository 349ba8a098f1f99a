"""The printers of the site in words: which can print, which cannot and since when, what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from types import MappingProxyType
from typing import Final

from core.clock import local_time
from core.fault import DeviceFault, FaultCode
from core.hall import Desk, DeviceLine
from i18n import Texts

_NEVER_ASKED = "unknown"  # a value of ``PrinterStatus``: some printers cannot say how they are

_STATES: Final[Mapping[FaultCode, str]] = MappingProxyType(
    {
        FaultCode.PRINTER_PAPER_OUT: "panel.printer.paper_out",
        FaultCode.PRINTER_COVER_OPEN: "panel.printer.cover_open",
        FaultCode.PRINTER_OFFLINE: "panel.printer.offline",
        FaultCode.PRINTER_CUTTER: "panel.printer.cutter",
        FaultCode.PRINTER_UNREACHABLE: "panel.printer.unreachable",
        FaultCode.PRINTER_NO_ANSWER: "panel.printer.no_answer",
        FaultCode.PRINTER_BUSY: "panel.printer.busy",
    }
)


class Mood(IntEnum):
    """How urgent a part of the status line is, the worst first."""

    TROUBLE = 0
    CARE = 1
    UNSURE = 2
    FINE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusWords:
    """One part of the status line; ``advice`` is the whole sentence of what to do, or empty."""

    text: str
    mood: Mood
    advice: str = ""


def printer_words(texts: Texts, desk: Desk) -> tuple[StatusWords, ...]:
    """Every printer, those in the same state together, the worst first."""
    crowded = {line.place for line in desk.printers if _many_at(line.place, desk.printers)}
    together: dict[tuple[Mood, str, str], list[str]] = {}
    for line in desk.printers:
        name = f"{line.place} ({line.name})" if line.place in crowded else line.place
        together.setdefault(_state_of(texts, desk, line), []).append(name)
    return tuple(
        StatusWords(
            text=texts("panel.printer.line", names=", ".join(names), state=state),
            mood=mood,
            advice=advice,
        )
        for (mood, state, advice), names in sorted(
            together.items(), key=lambda part: (part[0][0], part[1])
        )
    )


def _many_at(place: str, lines: Sequence[DeviceLine]) -> bool:
    return sum(line.place == place for line in lines) > 1


def _state_of(texts: Texts, desk: Desk, line: DeviceLine) -> tuple[Mood, str, str]:
    """``(mood, words, advice)`` of one printer."""
    if not line.alive:
        time = f"{local_time(line.seen_ms, desk.office.zone):%H:%M}"
        advice = texts("panel.printer.silent_advice")
        return Mood.TROUBLE, texts("panel.printer.silent", time=time), advice
    if line.fault is not None:
        state = texts(_STATES.get(line.fault, "panel.printer.trouble"))
        return Mood.TROUBLE, state, texts.fault(DeviceFault(line.fault, printer=line.name))
    if line.warning:
        return Mood.CARE, texts("panel.printer.near_end"), texts("panel.printer.near_end_advice")
    if line.state == _NEVER_ASKED:
        return Mood.UNSURE, texts("panel.printer.unsure"), texts("panel.printer.unsure_advice")
    return Mood.FINE, texts("panel.printer.ready"), ""
