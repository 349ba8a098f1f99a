"""A ticket printer, as the programs see it."""

from collections.abc import Callable
from dataclasses import dataclass
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
    BUSY = "busy"  # another program of this computer has the line
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
            case PrinterStatus.BUSY:
                return FaultCode.PRINTER_BUSY
            case PrinterStatus.UNREACHABLE:
                return FaultCode.PRINTER_UNREACHABLE
            case _:
                assert_never(self)


class PrintOutcome(StrEnum):
    """How one slip ended."""

    PRINTED = "printed"  # the printer confirmed it; without status: the line took every byte
    NOT_SENT = "not_sent"  # surely not one byte left; trying again is safe
    UNKNOWN = "unknown"  # some bytes left, no proof came back; paper may still come out


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintResult:
    """How one slip ended, why, and on which printer: a spare one may have taken over."""

    outcome: PrintOutcome
    fault: FaultCode | None = None
    printer: str = ""


OnOutcome = Callable[[PrintResult], None]
# Called on the printer's thread right before a slip's first byte leaves; if it raises, none does.
OnBegun = Callable[[], None]
OnStatus = Callable[[PrinterStatus], None]


def ignore_begun() -> None:
    """Nobody needs to know."""


class Printer(Protocol):
    """One printer, or several behind one name. Only ``look`` waits, and never for paper."""

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None:
        """Queue ``slip``; ``on_outcome`` is called exactly once, on the printer's own thread."""

    def status(self) -> PrinterStatus:
        """The last known status; never waits."""

    def look(self, deadline_s: float) -> PrinterStatus:
        """Ask the printer now, unless it has just answered. When no answer comes within
        ``deadline_s``: what was known last of one that is printing or has a fault, else UNKNOWN or
        NO_ANSWER. Not from the GUI thread."""

    def close(self) -> None:
        """Stop the printer's thread; slips not yet begun end as NOT_SENT."""


class RawPrinter(Printer, Protocol):
    """One printer whose technician may send it anything."""

    def print_raw(self, data: bytes, *, on_outcome: OnOutcome) -> None:
        """Queue ``data`` for test pages and pictures that the printer is to keep; outcomes as of a
        slip, and the next slip finds the printer as if nothing had been sent."""
