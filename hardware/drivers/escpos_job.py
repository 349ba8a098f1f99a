"""One job for a printer on its way: a slip, or bytes for the technician."""

import logging
from collections.abc import Callable

from core.fault import FaultCode
from hardware.protocols.printer import OnBegun, OnOutcome, PrintOutcome, PrintResult

log = logging.getLogger(__name__)


class PendingJob:
    """Tells its outcome exactly once. ``make`` gives its bytes for a job number.

    ``begun``: bytes of it may have left. ``raw``: it may leave the printer in any state.
    """

    def __init__(
        self,
        make: Callable[[int], bytes],
        *,
        printer: str,
        on_outcome: OnOutcome,
        on_begun: OnBegun,
        expires_ms: int,
        raw: bool = False,
    ) -> None:
        self.make = make
        self.expires_ms = expires_ms
        self.raw = raw
        self.begun = False
        self._announced = False
        self._printer = printer
        self._on_outcome: OnOutcome | None = on_outcome
        self._on_begun = on_begun

    def announce(self) -> bool:
        """Say that the first byte is about to leave; False when it must not.

        Said once, also when a line that failed before the first byte makes a second try needed.
        """
        if self._announced:
            return True
        try:
            self._on_begun()
        except Exception:
            log.exception("%s: slip held back", self._printer)
            return False
        self._announced = True
        return True

    def end(self, outcome: PrintOutcome, fault: FaultCode | None = None) -> None:
        """Tell the outcome; further calls change nothing."""
        tell, self._on_outcome = self._on_outcome, None
        if tell is not None:
            tell(PrintResult(outcome=outcome, fault=fault, printer=self._printer))
