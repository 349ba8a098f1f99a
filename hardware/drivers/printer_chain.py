"""A printer with spares behind it, as one printer: each slip comes out once, somewhere.

    print_slip ──► the first that can print now ──► PRINTED, UNKNOWN: that is the end
                        │ NOT_SENT: surely not one byte left
                        ▼
                   the next one ──► … ──► none is left: NOT_SENT, for the fault of the first

Each member has its own line and thread. One that cannot be reached must give a slip back soon
(``EscposSettings.expiry_s``), so that its citizen does not wait for it.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial

from core.slip import Slip
from hardware.protocols.printer import (
    OnBegun,
    OnOutcome,
    OnStatus,
    Printer,
    PrinterStatus,
    PrintOutcome,
    PrintResult,
    ignore_begun,
)

log = logging.getLogger(__name__)

MakePrinter = Callable[[OnStatus], Printer]

# The best first: what a chain says of itself, and whom it asks first.
_RANK = {PrinterStatus.READY: 0, PrinterStatus.NEAR_END: 1, PrinterStatus.UNKNOWN: 2}
_FAULTY = len(_RANK)


def _rank(status: PrinterStatus) -> int:
    return _RANK.get(status, _FAULTY)


def _ignore_status(_: PrinterStatus) -> None:
    """Nobody needs to know."""


class ChainSlip:
    """One slip on its way through the printers ``order``, one by one; ``first`` has the last word
    when all of them fail."""

    def __init__(
        self,
        slip: Slip,
        order: Sequence[Printer],
        first: Printer,
        *,
        on_outcome: OnOutcome,
        on_begun: OnBegun,
        stop: Callable[[], bool],
    ) -> None:
        self._slip = slip
        self._left = list(order)
        self._first = first
        self._on_outcome = on_outcome
        self._on_begun = on_begun
        self._stop = stop
        self._announced = False
        self._refused = False
        self._failure: PrintResult | None = None

    def give_to_next(self) -> None:
        """Hand it to the next printer; there is one."""
        printer = self._left.pop(0)
        on_outcome = partial(self._ended, printer)
        printer.print_slip(self._slip, on_outcome=on_outcome, on_begun=self._begin)

    def _ended(self, printer: Printer, result: PrintResult) -> None:
        if result.outcome is not PrintOutcome.NOT_SENT or self._refused:
            self._on_outcome(result)
            return
        if self._failure is None or printer is self._first:
            self._failure = result
        if self._left and not self._stop():
            log.warning("%s: slip goes to the next printer: %s", result.printer, result.fault)
            self.give_to_next()
        else:
            self._on_outcome(self._failure)

    def _begin(self) -> None:
        """Said once for the slip, whichever printer begins it; a no is a no for all of them."""
        if self._announced:
            return
        try:
            self._on_begun()
        except Exception:
            self._refused = True
            raise
        self._announced = True


class PrinterChain:
    """See the module; a ``Printer``. ``makers`` open the members, the most wanted one first.

    ``on_status`` is called once per change of the whole, on any member's thread.
    """

    def __init__(
        self, makers: Sequence[MakePrinter], *, on_status: OnStatus = _ignore_status
    ) -> None:
        if not makers:
            raise ValueError("no printer")
        self._on_status = on_status
        self._closing = False
        self._telling = threading.RLock()
        self._told = PrinterStatus.UNKNOWN
        self._known = [PrinterStatus.UNKNOWN] * len(makers)
        self._members = [
            make(partial(self._member_changed, place)) for place, make in enumerate(makers)
        ]

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None:
        ChainSlip(
            slip,
            self._by_rank(),
            self._members[0],
            on_outcome=on_outcome,
            on_begun=on_begun,
            stop=lambda: self._closing,
        ).give_to_next()

    def status(self) -> PrinterStatus:
        """The best of all: as long as one prints, the chain does."""
        return _best([member.status() for member in self._members])

    def look(self, deadline_s: float) -> PrinterStatus:
        deadline = time.monotonic() + deadline_s
        found = {member: member.status() for member in self._members}
        for member in self._by_rank():
            found[member] = member.look(max(0.0, deadline - time.monotonic()))
            if found[member].can_print:
                return found[member]
        return _best(list(found.values()))

    def close(self) -> None:
        self._closing = True
        for member in self._members:
            member.close()

    def _by_rank(self) -> list[Printer]:
        """All members, those first that can print as far as is known."""
        return sorted(self._members, key=lambda member: _rank(member.status()))

    def _member_changed(self, place: int, status: PrinterStatus) -> None:
        # One at a time, so that the last thing told is the last thing known.
        with self._telling:
            self._known[place] = status
            whole = _best(self._known)
            if whole is not self._told:
                self._told = whole
                self._on_status(whole)


def _best(statuses: Sequence[PrinterStatus]) -> PrinterStatus:
    """The best one; of equally bad ones the first."""
    return min(statuses, key=_rank)
