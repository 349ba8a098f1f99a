"""What an ESC/POS printer says of itself: short answers, told apart by their fixed bits.

    asked with                  answer                               fixed bits
    10 04 n (n 1-4) DLE EOT     1 byte, real time: even in faults    0xx1xx10   & 93 == 12
    1D 72 01        GS r        1 byte, in order: everything         0xx0xxxx   & 90 == 00
                                before it is done
    1D 28 48 06 00  GS ( H      37 22 d1 d2 d3 d4 00, in order: the  00110111, then six of
    30 30 d1…d4                 job that sent d1…d4 is done          0xx0xxxx   & 90 == 00
    1D 61 n         GS a        4 bytes (ASB): at once, and unasked  0xx1xx00   & 93 == 10,
                                whenever something changes           then three 0xx0xxxx
    (unasked: flow control)     11 or 13, XON and XOFF               ignored

What a bad line does: answers come late, twice, cut anywhere, or as noise. Noise never passes for an
answer to ``10 04 n``; the tail of an ASB never passes for a ``1D 72``; our own job marks are made
of bytes 40-4F (``job_mark``), so that a real-time answer in their middle is still told apart.
Source: Epson ESC/POS command reference (DLE EOT, GS r, GS ( H function 48, GS a).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from hardware.protocols.printer import PrinterStatus

# What DLE EOT n is about.
PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER_SENSOR = 1, 2, 3, 4
QUESTIONS = (PRINTER, OFFLINE_CAUSE, ERROR_CAUSE, PAPER_SENSOR)
# GS a: tell changes of drawer pin no, on-line state, errors and paper sensors yes.
WATCH = b"\x1da\x0e"

REAL_TIME_MASK, REAL_TIME_MARK = 0x93, 0x12
ASB_MARK = 0x10
FOLLOWER_MASK = 0x90
FLOW = frozenset({0x11, 0x13})
JOB_HEAD, JOB_KIND = 0x37, 0x22
ASB_BYTES, JOB_BYTES = 4, 7
JOBS = 0x10000  # that ``job_mark`` tells apart

# DLE EOT 1
IS_OFFLINE = 0x08
# DLE EOT 2
COVER_OPEN = 0x04
STOPPED_BY_PAPER_END = 0x20
ERROR_HAPPENED = 0x40
# DLE EOT 3
CUTTER_ERROR = 0x08
ANY_ERROR = 0x68
# DLE EOT 4
NEAR_END = 0x0C
PAPER_END = 0x60
# ASB, by its bytes
ASB_OFFLINE, ASB_COVER_OPEN = 0x08, 0x20
ASB_CUTTER, ASB_ERROR = 0x08, 0x6C
ASB_NEAR_END, ASB_PAPER_END = 0x03, 0x0C


def question(kind: int) -> bytes:
    """DLE EOT ``kind``."""
    return bytes((0x10, 0x04, kind))


def job_mark(job: int) -> bytes:
    """The d1…d4 of job number ``job``; jobs that are ``JOBS`` apart have the same."""
    return bytes(0x40 | job >> shift & 0x0F for shift in (12, 8, 4, 0))


class AnswerKind(Enum):
    REAL_TIME = "real_time"  # DLE EOT
    CONFIRMED = "confirmed"  # GS r
    JOB_DONE = "job_done"  # GS ( H
    AUTOMATIC = "automatic"  # ASB


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: its byte, the four bytes of an ASB, or the mark of a job that is done."""

    kind: AnswerKind
    data: bytes


class AnswerReader:
    """Sorts the printer's bytes into answers; keeps what an unfinished one needs.

    One reader belongs to one opening of the line: a new one in the middle of an ASB would take
    the rest of it for proof.
    """

    def __init__(self) -> None:
        self._begun = bytearray()

    def read(self, data: bytes) -> Iterator[Answer]:
        """The answers that are complete with ``data``."""
        for value in data:
            if value in FLOW:
                continue
            if value & REAL_TIME_MASK == REAL_TIME_MARK:
                # It may come in the middle of a longer answer.
                yield Answer(kind=AnswerKind.REAL_TIME, data=bytes((value,)))
            elif value == JOB_HEAD or value & REAL_TIME_MASK == ASB_MARK:
                self._begun = bytearray((value,))
            elif value & FOLLOWER_MASK:
                self._begun.clear()  # noise
            elif self._begun:
                self._begun.append(value)
                yield from self._finished()
            else:
                yield Answer(kind=AnswerKind.CONFIRMED, data=bytes((value,)))

    def _finished(self) -> Iterator[Answer]:
        """The long answer, if it is whole; what cannot become one is forgotten."""
        begun = self._begun
        if begun[0] != JOB_HEAD:
            if len(begun) == ASB_BYTES:
                yield Answer(kind=AnswerKind.AUTOMATIC, data=bytes(begun))
                begun.clear()
        elif begun[1] != JOB_KIND:
            begun.clear()
        elif len(begun) == JOB_BYTES:
            if begun[-1] == 0:
                yield Answer(kind=AnswerKind.JOB_DONE, data=bytes(begun[2:-1]))
            begun.clear()


def status_of(answers: Mapping[int, int]) -> PrinterStatus:
    """The worst that the answers to ``QUESTIONS`` say; a question without answer says nothing."""
    offline, error = answers.get(OFFLINE_CAUSE, 0), answers.get(ERROR_CAUSE, 0)
    paper = answers.get(PAPER_SENSOR, 0)
    return _worst(
        cover=bool(offline & COVER_OPEN),
        paper_end=bool(offline & STOPPED_BY_PAPER_END or paper & PAPER_END),
        cutter=bool(error & CUTTER_ERROR),
        offline=bool(answers.get(PRINTER, 0) & IS_OFFLINE or offline & ERROR_HAPPENED),
        near_end=bool(paper & NEAR_END),
    )


def status_of_asb(asb: bytes) -> PrinterStatus:
    """The worst that the four bytes of an ASB say."""
    first, error, paper, _ = asb
    return _worst(
        cover=bool(first & ASB_COVER_OPEN),
        paper_end=bool(paper & ASB_PAPER_END),
        cutter=bool(error & ASB_CUTTER),
        offline=bool(first & ASB_OFFLINE or error & ASB_ERROR),
        near_end=bool(paper & ASB_NEAR_END),
    )


def _worst(
    *, cover: bool, paper_end: bool, cutter: bool, offline: bool, near_end: bool
) -> PrinterStatus:
    # With the cover open many printers see no paper either: the cover is what to look at.
    if cover:
        return PrinterStatus.COVER_OPEN
    if paper_end:
        return PrinterStatus.PAPER_OUT
    if cutter:
        return PrinterStatus.CUTTER
    if offline:
        return PrinterStatus.OFFLINE
    if near_end:
        return PrinterStatus.NEAR_END
    return PrinterStatus.READY
