"""What an ESC/POS printer says of itself: one byte answers, told apart by their fixed bits.

    asked with         answer                                    fixed bits
    10 04 n (n 1-4)    1 byte, real time: even during faults     0xx1xx10   & 93 == 12
    1D 72 01           1 byte, in order: everything before it    0xx0xxxx   & 90 == 00
                       is done
    (unasked: ASB)     4 bytes, when something changed           0xx1xx00, then three 0xx0xxxx
    (unasked: flow)    11 or 13, XON and XOFF                    ignored

What a bad line does: answers come late, twice, mixed with ASB bytes, or as noise; noise never
passes for an answer to ``10 04 n``, and the three bytes of an ASB never pass for a ``1D 72``.
Source: Epson ESC/POS command reference (DLE EOT, GS r, GS a).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from hardware.protocols.printer import PrinterStatus

# What DLE EOT n is about.
PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER_SENSOR = 1, 2, 3, 4
QUESTIONS = (PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER_SENSOR)

REAL_TIME_MASK, REAL_TIME_MARK = 0x93, 0x12
ASB_MARK = 0x10
ASB_FOLLOWERS = 3
FOLLOWER_MASK = 0x90
FLOW = frozenset({0x11, 0x13})

# DLE EOT 1
IS_OFFLINE = 0x08
# DLE EOT 2
COVER_OPEN = 0x04
STOPPED_BY_PAPER_END = 0x20
ERROR_HAPPENED = 0x40
# DLE EOT 3
CUTTER_ERROR = 0x08
# DLE EOT 4
NEAR_END = 0x0C
PAPER_END = 0x60


def question(kind: int) -> bytes:
    """DLE EOT ``kind``."""
    return bytes((0x10, 0x04, kind))


class AnswerKind(Enum):
    REAL_TIME = "real_time"
    CONFIRMED = "confirmed"
    UNASKED = "unasked"  # ASB: something changed, ask again


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer; ``value`` is its byte (the first one of an ASB)."""

    kind: AnswerKind
    value: int


class AnswerReader:
    """Sorts the printer's bytes into answers; keeps what an unfinished ASB needs."""

    def __init__(self) -> None:
        self._asb: list[int] = []

    def read(self, data: bytes) -> Iterator[Answer]:
        """The answers that are complete with ``data``."""
        for value in data:
            if value in FLOW:
                continue
            if self._asb and value & FOLLOWER_MASK == 0:
                self._asb.append(value)
                if len(self._asb) > ASB_FOLLOWERS:
                    first, self._asb = self._asb[0], []
                    yield Answer(kind=AnswerKind.UNASKED, value=first)
            elif value & REAL_TIME_MASK == REAL_TIME_MARK:
                # A real-time answer may come in the middle of an ASB.
                yield Answer(kind=AnswerKind.REAL_TIME, value=value)
            elif value & REAL_TIME_MASK == ASB_MARK:
                self._asb = [value]
            elif value & FOLLOWER_MASK == 0:
                yield Answer(kind=AnswerKind.CONFIRMED, value=value)
            else:
                self._asb = []


def status_of(answers: Mapping[int, int]) -> PrinterStatus:
    """The worst that the answers to ``QUESTIONS`` say; a question without answer says nothing."""
    offline, error = answers.get(OFFLINE_CAUSE, 0), answers.get(ERROR_CAUSE, 0)
    paper = answers.get(PAPER_SENSOR, 0)
    # With the cover open many printers see no paper either: the cover is what to look at.
    if offline & COVER_OPEN:
        return PrinterStatus.COVER_OPEN
    if offline & STOPPED_BY_PAPER_END or paper & PAPER_END:
        return PrinterStatus.PAPER_OUT
    if error & CUTTER_ERROR:
        return PrinterStatus.CUTTER
    if answers.get(PRINTER, 0) & IS_OFFLINE or offline & ERROR_HAPPENED:
        return PrinterStatus.OFFLINE
    if paper & NEAR_END:
        return PrinterStatus.NEAR_END
    return PrinterStatus.READY
