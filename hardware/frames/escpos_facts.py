"""The answers to ``DLE EOT 1-4`` one by one, for the person who looks for what is wrong."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from hardware.frames.escpos_status import (
    ANY_ERROR,
    COVER_OPEN,
    CUTTER_ERROR,
    ERROR_CAUSE,
    ERROR_HAPPENED,
    IS_OFFLINE,
    NEAR_END,
    OFFLINE_CAUSE,
    PAPER_END,
    PAPER_SENSOR,
    PRINTER,
    STOPPED_BY_PAPER_END,
)


class PrinterFact(StrEnum):
    """What one answer says."""

    ON_LINE = "on_line"
    OFF_LINE = "off_line"
    COVER_CLOSED = "cover_closed"
    COVER_OPEN = "cover_open"
    STOPPED_FOR_PAPER = "stopped_for_paper"
    NO_ERROR = "no_error"
    ERROR = "error"  # one that switching off and on may mend, or a technician
    CUTTER_ERROR = "cutter_error"
    PAPER_THERE = "paper_there"
    PAPER_NEAR_END = "paper_near_end"
    PAPER_OUT = "paper_out"


def facts_of(answers: Mapping[int, int]) -> tuple[PrinterFact, ...]:
    """What ``answers`` (n of ``DLE EOT n`` → its byte) say; of a missing one, nothing."""
    return tuple(_facts(answers))


def _facts(answers: Mapping[int, int]) -> Iterator[PrinterFact]:
    if (printer := answers.get(PRINTER)) is not None:
        yield PrinterFact.OFF_LINE if printer & IS_OFFLINE else PrinterFact.ON_LINE
    if (cause := answers.get(OFFLINE_CAUSE)) is not None:
        yield PrinterFact.COVER_OPEN if cause & COVER_OPEN else PrinterFact.COVER_CLOSED
        if cause & STOPPED_BY_PAPER_END:
            yield PrinterFact.STOPPED_FOR_PAPER
    error, happened = answers.get(ERROR_CAUSE), answers.get(OFFLINE_CAUSE, 0) & ERROR_HAPPENED
    if error is not None:
        if error & CUTTER_ERROR:
            yield PrinterFact.CUTTER_ERROR
        elif error & ANY_ERROR or happened:
            yield PrinterFact.ERROR
        else:
            yield PrinterFact.NO_ERROR
    if (paper := answers.get(PAPER_SENSOR)) is not None:
        if paper & PAPER_END:
            yield PrinterFact.PAPER_OUT
        elif paper & NEAR_END:
            yield PrinterFact.PAPER_NEAR_END
        else:
            yield PrinterFact.PAPER_THERE
