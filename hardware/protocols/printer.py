"""A ticket printer, as the programs see it."""

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol, assert_never

from core.fault import FaultCode
from core.slip import Slip


class PrinterStatus(StrEnum):
    """The last thing known of a printer; the worst of what it reports."""

    UNKNOWN = "unknown"  # not asked yet, or a printer that is never asked
    READY = "ready"
    NEAR_END = "near_end"  # prints, but the roll ends soon: staff are warned, nobody is refused
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    CUTTER = "cutter"
    NO_ANSWER = "no_answer"  # the line is open and the printer silent
    UNREACHABLE = "unreachable"  # the line cannot be opened

    @property
    def can_print(self) -> bool:
        """Worth giving it a slip; UNKNOWN is worth a try."""
        return self.fault is None

    @property
    def fault(self) -> FaultCode | None:
        """Why it cannot print, or None when it can."""
        match self:
            case PrinterStatus.UNKNOWN | PrinterStatus.READY | PrinterStatus.NEAR_END:
                return None
            case PrinterStatus.PAPER_OUT:
                return FaultCode.PRINTER_PAPER_OUT
            case PrinterStatus.COVER_OPEN:
                return FaultCode.PRINTER_COVER_OPEN
            case PrinterStatus.OFFLINE:
                return FaultCode.PRINTER_OFFLINE
            case PrinterStatus.CUTTER:
                return FaultCode.PRINTER_CUTTER
            case PrinterStatus.NO_ANSWER:
                return FaultCode.PRINTER_NO_ANSWER
            case PrinterStatus.UNREACHABLE:
                return FaultCode.PRINTER_UNREACHABLE
            case _:
                assert_never(self)


class PrintOutcome(StrEnum):
    """How one slip ended."""

    PRINTED = "printed"  # the printer confirmed it; without status: the line took every byte
    NOT_SENT = "not_sent"  # surely not one byte left; trying again is safe
    UNKNOWN = "unknown"  # some bytes left, no proof came back; paper may still come out


OnOutcome = Callable[[PrintOutcome, FaultCode | None], None]
OnStatus = Callable[[PrinterStatus], None]


class Printer(Protocol):
    """One printer. No call waits for paper."""

    def print_slip(self, slip: Slip, *, on_outcome: OnOutcome) -> None:
        """Queue ``slip``; ``on_outcome`` is called exactly once, on the printer's own thread."""

    def status(self) -> PrinterStatus:
        """The last known status; never waits."""

    def close(self) -> None:
        """Stop the printer's thread; slips not yet begun end as NOT_SENT."""
