"""How slips ended, written down in the queue: in order, each exactly once, nothing lost.

An outcome comes on the printer's thread, perhaps while the database is away. It is kept here and in
the journal until the queue has it; the command's identifier is that of the slip, so that telling it
again, even after a restart, changes nothing.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from core.fault import FaultCode, Refused
from core.ticket import Event, PrintState, Ticket
from kiosk.print_journal import PrintJournal, SlipEnd, SlipKey

log = logging.getLogger("motcua.kiosk")

# The slip is not the one that the ticket waits for any more.
_TOO_LATE = frozenset(
    {FaultCode.PAPER_ASKED_ANEW, FaultCode.STEP_NOT_ALLOWED, FaultCode.TICKET_UNKNOWN}
)


class PaperRecord(Protocol):
    """The command of the queue that writes down an outcome."""

    def record_print(
        self,
        ticket_id: str,
        print_state: PrintState,
        *,
        cmd_id: str,
        reason: str | None = None,
        asked_ms: int | None = None,
    ) -> Event: ...


class PaperBooks:
    """The outcomes that the queue does not know yet. ``journal`` is None where none is kept."""

    def __init__(self, queue: PaperRecord, journal: PrintJournal | None = None) -> None:
        self._queue = queue
        self._journal = journal
        self._mutex = threading.Lock()
        self._ends: deque[SlipEnd] = deque()

    def begin(self, ticket: Ticket) -> None:
        """The slip's first byte is about to leave; raises ``OSError`` when that cannot be kept."""
        if self._journal is not None:
            self._journal.begin(ticket)

    def add(self, end: SlipEnd) -> None:
        """Keep an outcome until it is written down; from any thread."""
        if self._journal is not None:
            try:
                self._journal.end(end)
            except OSError as error:
                # Still known to this process; after a crash it would read as unknown, rightly.
                log.error("the end of %s's slip is not in the journal: %s", end.label, error)
        with self._mutex:
            self._ends.append(end)

    def write_down(self, on_noted: Callable[[SlipKey], None]) -> None:
        """Tell the queue all there is to tell; on the database thread.

        Raises ``Unavailable``, or ``Refused`` while the queue's clock is in doubt: what is left
        stays for the next time.
        """
        while True:
            with self._mutex:
                end = self._ends[0] if self._ends else None
            if end is None:
                return
            self._tell(end)
            with self._mutex:
                self._ends.popleft()
            if self._journal is not None:
                self._journal.noted(end.key)
            on_noted(end.key)

    def _tell(self, end: SlipEnd) -> None:
        try:
            self._queue.record_print(
                end.ticket_id,
                end.state,
                reason=end.reason,
                asked_ms=end.asked_ms,
                cmd_id=end.cmd_id,
            )
        except Refused as refused:
            if refused.code not in _TOO_LATE:
                raise
            # Given up by staff meanwhile, and counted as doubtful then.
            log.warning("%s of %s comes too late: %s", end.state.name, end.label, refused)
