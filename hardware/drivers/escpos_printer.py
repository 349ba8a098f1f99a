"""A ticket printer that speaks ESC/POS: one slip, one outcome.

    print_slip ──► actor ──► status? ──► fault: NOT_SENT at once, nothing is printed later
                               │ ready
                               ▼
                             bytes ──► line lost: UNKNOWN (NOT_SENT and kept if nothing had left)
                               ▼
                             GS r 1 answered: PRINTED · silence or a fault: UNKNOWN

While the line is down or the printer silent, slips wait, ``expiry_s`` at most: then NOT_SENT.
A slip that was begun is never sent again. After a job whose end is unknown, and after each
opening, the printer is brought back to a known state before anything else is printed.

With ``status="none"`` nothing is ever asked (some models stop working when asked, a file cannot
answer). PRINTED then only means that the line took every byte: whether paper came out, nobody
knows, and ``status()`` says UNKNOWN as long as the line is open. A model that answers DLE EOT
but not GS r must be set to "none" too.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from core.clock import Clock, SystemClock
from core.fault import FaultCode
from core.slip import Slip
from hardware.actor import Actor, Dropped, Job, LineState, Wait, wait_really
from hardware.drivers.escpos_talk import Talk
from hardware.frames.escpos import CONFIRM, RECOVERY, encode
from hardware.frames.slip_canvas import Paper, draw_slip
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.link import Link, LinkDown
from hardware.protocols.printer import OnOutcome, OnStatus, PrinterStatus, PrintOutcome

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EscposSettings:
    """What belongs to one printer. Times in seconds."""

    name: str
    paper: Paper
    status: Literal["realtime", "none"] = "realtime"
    expiry_s: float = 120.0  # a slip older than this is of no use to its citizen
    poll_s: float = 5.0
    answer_s: float = 0.5
    confirm_s: float = 20.0  # from the last byte given to the line to the cut paper
    closing_s: float = 2.0  # how long ``close()`` lets a running slip wait for its proof


class PendingSlip:
    """One slip on its way; tells its outcome exactly once."""

    def __init__(self, slip: Slip, on_outcome: OnOutcome) -> None:
        self.slip = slip
        self.begun = False
        self._on_outcome: OnOutcome | None = on_outcome

    def end(self, outcome: PrintOutcome, fault: FaultCode | None = None) -> None:
        """Tell the outcome; further calls change nothing."""
        tell, self._on_outcome = self._on_outcome, None
        if tell is not None:
            tell(outcome, fault)


def _ignore_status(_: PrinterStatus) -> None:
    """Nobody needs to know."""


class EscposPrinter:
    """See the module; a ``Printer``. ``on_status`` is called once per change, on its thread."""

    def __init__(
        self,
        link: Link,
        settings: EscposSettings,
        *,
        on_status: OnStatus = _ignore_status,
        clock: Clock | None = None,
        draw: Callable[[], float] = random.random,
        wait: Wait = wait_really,
    ) -> None:
        self._settings = settings
        self._on_status = on_status
        self._clock = clock or SystemClock()
        self._fonts = SlipFonts()
        self._status = PrinterStatus.UNKNOWN
        # What the printer still has of an earlier job is not known.
        self._doubtful = True
        self._closing_since_ms: int | None = None
        self._actor = Actor(
            link,
            self,
            name=settings.name,
            idle_every_s=settings.poll_s if settings.status == "realtime" else None,
            clock=self._clock,
            draw=draw,
            wait=wait,
        )
        self._actor.start()

    def print_slip(self, slip: Slip, *, on_outcome: OnOutcome) -> None:
        pending = PendingSlip(slip, on_outcome)
        expires_ms = self._clock.elapsed_ms() + round(self._settings.expiry_s * 1000)
        self._actor.submit(
            Job(
                run=lambda link: self._print(link, pending),
                dropped=lambda why: self._dropped(pending, why),
                keep_after_loss=lambda down: self._keep(pending, down),
                expires_ms=expires_ms,
            )
        )

    def status(self) -> PrinterStatus:
        return self._status

    def close(self) -> None:
        self._actor.close()

    # Duty: what the actor calls on the printer's own thread.

    def opened(self, link: Link) -> None:
        """Find out how the printer is; clear what an earlier job may have left in it."""
        self._doubtful = True
        if self._settings.status == "none":
            self._settle(link, PrinterStatus.UNKNOWN)
        else:
            self._look(link)

    def idle(self, link: Link) -> None:
        self._look(link)

    def line_changed(self, state: LineState) -> None:
        if state.up:
            if self._settings.status == "none":
                self._note(PrinterStatus.UNKNOWN)
        else:
            self._note(PrinterStatus.NO_ANSWER if state.silent else PrinterStatus.UNREACHABLE)

    def _look(self, link: Link) -> FaultCode | None:
        """Ask the printer how it is, and settle what is in doubt; why it cannot print, or None."""
        status = self._talk(link).status()
        if status is None and self._doubtful:
            # Perhaps it takes the questions for the rest of a picture that was cut off.
            link.write(RECOVERY)
            status = self._talk(link).status()
        if status is None:
            raise LinkDown("the printer does not answer", silent=True)
        if status.fault is None and self._doubtful:
            status = self._settle(link, status)
        self._note(status)
        return status.fault

    def _settle(self, link: Link, status: PrinterStatus) -> PrinterStatus:
        """Bring the printer to a known state, and have it confirm that nothing is left to do."""
        link.write(RECOVERY)
        if self._settings.status == "realtime":
            talk = self._talk(link)
            link.write(CONFIRM)
            found = talk.confirmation(self._settings.confirm_s, self._gives_up)
            if found is None:
                raise LinkDown("the printer does not confirm", silent=True)
            if found.fault is not None:
                return found
            # The proof of an earlier job may have come first: ours is right behind it.
            talk.let_finish()
        self._doubtful = False
        return status

    def _print(self, link: Link, pending: PendingSlip) -> None:
        asks = self._settings.status == "realtime"
        picture = draw_slip(pending.slip, self._settings.paper, self._fonts)
        data = encode(picture, confirm=asks)
        if asks and (fault := self._look(link)) is not None:
            pending.end(PrintOutcome.NOT_SENT, fault)
            return
        talk = self._talk(link) if asks else None
        pending.begun = self._doubtful = True
        try:
            link.write(data)
        except LinkDown as down:
            pending.begun = self._doubtful = not down.untouched
            raise
        if talk is None:
            self._doubtful = False
            pending.end(PrintOutcome.PRINTED)
        else:
            self._await_proof(talk, pending)

    def _await_proof(self, talk: Talk, pending: PendingSlip) -> None:
        status = talk.confirmation(self._settings.confirm_s, self._gives_up)
        if status is PrinterStatus.READY:
            self._doubtful = False
            pending.end(PrintOutcome.PRINTED)
        elif status is None:
            pending.end(PrintOutcome.UNKNOWN, FaultCode.PRINTER_NO_ANSWER)
        else:
            self._note(status)
            pending.end(PrintOutcome.UNKNOWN, status.fault)

    def _keep(self, pending: PendingSlip, down: LinkDown) -> bool:
        """A slip of which nothing has left waits for the line; any other has ended."""
        if not pending.begun:
            return True
        log.warning("%s: slip cut off: %s", self._settings.name, down.reason)
        pending.end(PrintOutcome.UNKNOWN, FaultCode.PRINTER_UNREACHABLE)
        return False

    def _dropped(self, pending: PendingSlip, why: Dropped) -> None:
        """The slip will not be printed: it expired, we close, or drawing it failed."""
        log.warning("%s: slip dropped: %s", self._settings.name, why.value)
        outcome = PrintOutcome.UNKNOWN if pending.begun else PrintOutcome.NOT_SENT
        fault = None if why is Dropped.BROKEN else FaultCode.PRINTER_UNREACHABLE
        pending.end(outcome, self._status.fault or fault)

    def _gives_up(self) -> bool:
        """Whether ``close()`` has waited long enough for the running slip."""
        if not self._actor.closing:
            return False
        now = self._clock.elapsed_ms()
        if self._closing_since_ms is None:
            self._closing_since_ms = now
        return now - self._closing_since_ms > self._settings.closing_s * 1000

    def _talk(self, link: Link) -> Talk:
        return Talk(link, self._clock, self._settings.answer_s)

    def _note(self, status: PrinterStatus) -> None:
        if status is self._status:
            return
        self._status = status
        try:
            self._on_status(status)
        except Exception:
            log.exception("%s: telling the status failed", self._settings.name)
