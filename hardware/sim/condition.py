"""What may be wrong with the simulated printer, and the bytes by which it says so.

    DLE EOT n   1 byte   0xx1xx10   1 printer, 2 cause of offline, 3 cause of error, 4 paper
    GS r n      1 byte   0xx0xxxx   1 paper, 2 drawer
    ASB         4 bytes  0xx1xx00 0xx0xxxx 0xx0xxxx 0xx0xxxx

Source: Epson ESC/POS command reference (DLE EOT, GS r, GS a).
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum


class Trouble(StrEnum):
    """What may be wrong with it; all but NEAR_END stop the paper."""

    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    CUTTER = "cutter"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimState:
    """One look at a simulated printer.

    ``held``: bytes of commands that wait for a trouble to end. ``hanging_rows``: what is printed
    and not cut off. ``slip_in_mouth``: the presenter holds a slip that nobody took; ``retracted``:
    numbers of papers that it drew back, which no citizen has. ``drawer_pulses``: how often
    something tried to open a cash drawer.
    """

    troubles: frozenset[Trouble]
    powered: bool
    plugged: bool
    connected: bool
    held: int
    hanging_rows: int
    slip_in_mouth: bool
    retracted: tuple[int, ...]
    drawer_pulses: int


STOPPING = frozenset(Trouble) - {Trouble.NEAR_END}
_PAPER_LOW = frozenset({Trouble.NEAR_END, Trouble.PAPER_OUT})
# What ``GS a n`` may ask to be told.
ASB_ONLINE, ASB_ERROR, ASB_PAPER = 0x02, 0x04, 0x08


def real_time(question: int, on: Set[Trouble]) -> int:
    """The answer to ``DLE EOT question`` while the troubles ``on`` last."""
    value = 0x12
    match question:
        case 1:
            value |= 0x08 if on & STOPPING else 0
        case 2:
            value |= 0x04 if Trouble.COVER_OPEN in on else 0
            value |= 0x20 if Trouble.PAPER_OUT in on else 0
            value |= 0x40 if Trouble.CUTTER in on else 0
        case 3:
            value |= 0x08 if Trouble.CUTTER in on else 0
        case 4:
            value |= 0x0C if on & _PAPER_LOW else 0
            value |= 0x60 if Trouble.PAPER_OUT in on else 0
    return value


def full_status(on: Set[Trouble], *, slip_in_mouth: bool) -> bytes:
    """The answer of a kiosk printer to ``DLE EOT 20``: paper, user, error, worse error."""
    paper = 0x01 if Trouble.PAPER_OUT in on else 0
    paper |= 0x04 if on & _PAPER_LOW else 0
    paper |= 0x20 if slip_in_mouth else 0
    user = 0x02 if Trouble.COVER_OPEN in on else 0
    worse = 0x01 if Trouble.CUTTER in on else 0
    return bytes((0x10, 0x0F, paper, user, 0, worse))


def paper_status(on: Set[Trouble]) -> int:
    """The answer to ``GS r 1``."""
    value = 0x03 if on & _PAPER_LOW else 0
    return value | (0x0C if Trouble.PAPER_OUT in on else 0)


def automatic_status(on: Set[Trouble]) -> bytes:
    """The four bytes that are sent unasked."""
    first = 0x10 | (0x08 if on & STOPPING else 0)
    first |= 0x20 if Trouble.COVER_OPEN in on else 0
    second = 0x08 if Trouble.CUTTER in on else 0
    return bytes((first, second, paper_status(on), 0))


def told_about(wanted: int, before: bytes, after: bytes) -> bool:
    """Whether ``GS a wanted`` asked for what changed between two automatic statuses."""
    changed = [one != other for one, other in zip(before, after, strict=True)]
    return (
        bool(wanted & ASB_ONLINE and changed[0])
        or bool(wanted & ASB_ERROR and changed[1])
        or bool(wanted & ASB_PAPER and changed[2])
    )
