"""A ticket printer that speaks ESC/POS: one slip, one outcome.

    print_slip ──► actor ──► status? ──► fault: NOT_SENT at once, nothing is printed later
                               │ ready, and nothing of an earlier job is left
                               ▼
                on_begun ──► bytes ──► line lost: UNKNOWN (kept if nothing had left)
                               ▼
                             proof: PRINTED · silence or a fault: UNKNOWN

While the line is down or the printer silent, slips wait, ``stranded_s`` at most: then NOT_SENT.
Behind other slips, or for the printer's turn among several kiosks, they wait up to ``expiry_s``.
A slip that was begun is never sent again. After a job whose end is unknown, and after each
opening, the printer is brought back to a known state before anything else is printed.

What ``Capabilities`` say:

    status        none       nothing is ever asked (some models stop working when asked)
                  realtime   DLE EOT before each slip and when idle
                  automatic  the same by GS a, and changes are heard at once
    confirmation  none       PRINTED: the line took every byte, and the status is good after that
                  gs_r       one byte, from a printer that still answers after it
                  gs_h       brings back the number of the job

A line that cannot answer (file, spooler) has neither. A printer that is never asked has the status
UNKNOWN as long as its line is open.
"""

import logging
import random
from collections.abc import Callable

from core.clock import Clock, SystemClock
from core.fault import FaultCode
from core.slip import Slip
from hardware.actor import Actor, Dropped, Job, LineState, Wait, wait_really
from hardware.drivers.escpos_job import PendingJob
from hardware.drivers.escpos_session import Session
from hardware.drivers.escpos_settings import FRESH_MS, STALE_POLLS, EscposSettings, mute
from hardware.drivers.last_status import LastStatus
from hardware.frames.escpos import confirm_request, encode
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.link import Link, LinkDown
from hardware.protocols.printer import (
    OnBegun,
    OnOutcome,
    OnStatus,
    PrinterStatus,
    PrintOutcome,
    ignore_begun,
)

__all__ = ["EscposPrinter", "EscposSettings"]

log = logging.getLogger(__name__)


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
        self._can = settings.capabilities if link.answers else mute(settings.capabilities)
        self._clock = clock or SystemClock()
        self._last = LastStatus(name=settings.name, on_status=on_status, clock=self._clock)
        self._fonts = SlipFonts()
        self._session = Session(settings, self._can, self._clock, self._gives_up)
        self._closing_since_ms: int | None = None
        self._printing = False
        self._actor = Actor(
            link,
            self,
            name=settings.name,
            idle_every_s=settings.idle_every_s(self._can.status),
            hurry_s=self._hurry_s,
            sharing=settings.sharing,
            clock=self._clock,
            draw=draw,
            wait=wait,
        )
        self._actor.start()

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None:
        def make(job: int) -> bytes:
            return encode(slip, self._can, fonts=self._fonts, job=job)

        self._submit(make, on_outcome, on_begun)

    def print_raw(self, data: bytes, *, on_outcome: OnOutcome) -> None:
        """Send ``data`` as it is, for test pages and pictures that the printer is to keep; what
        proves it is asked for here. Outcomes as of a slip."""

        def make(job: int) -> bytes:
            return data + confirm_request(self._can, job)

        self._submit(make, on_outcome, ignore_begun, raw=True)

    def status(self) -> PrinterStatus:
        return self._last.value

    def look(self, deadline_s: float) -> PrinterStatus:
        if not self._session.asks or self._is_younger(FRESH_MS):
            return self._last.value
        count = self._last.count
        expires_ms = self._clock.elapsed_ms() + round(deadline_s * 1000)
        self._actor.submit(Job(run=self._look_again, key="look", expires_ms=expires_ms))
        status = self._last.wait_past(count, deadline_s, lambda: self._actor.closing)
        # While it prints, its thread awaits the paper and asks about trouble by itself.
        answered = self._last.count > count or self._printing
        return status if answered or status.fault is not None else self._not_known()

    def close(self) -> None:
        self._actor.close()
        self._last.wake()

    # Duty: what the actor calls on the printer's own thread.

    def opened(self, link: Link) -> None:
        """Find out how the printer is; clear what an earlier job may have left in it."""
        self._session.begin(link)
        if self._session.asks:
            self._look(link)

    def idle(self, link: Link) -> None:
        due_ms = round(self._settings.poll_s * 1000)
        if self._session.tells and self._is_younger(due_ms):
            news = self._session.news()
            if news is None or news is self._last.value:
                return
        self._look(link)

    def line_changed(self, state: LineState) -> None:
        if state.up:
            if not self._session.asks:
                self._last.note(PrinterStatus.UNKNOWN, answered=False)
        elif state.busy:
            self._last.note(PrinterStatus.BUSY, answered=False)
        else:
            silent = PrinterStatus.NO_ANSWER if state.silent else PrinterStatus.UNREACHABLE
            self._last.note(silent, answered=False)

    # One job.

    def _submit(
        self,
        make: Callable[[int], bytes],
        on_outcome: OnOutcome,
        on_begun: OnBegun,
        *,
        raw: bool = False,
    ) -> None:
        asked_ms = self._clock.elapsed_ms()
        pending = PendingJob(
            make,
            printer=self._settings.name,
            on_outcome=on_outcome,
            on_begun=on_begun,
            expires_ms=asked_ms + round(self._settings.expiry_s * 1000),
            raw=raw,
        )
        self._actor.submit(
            Job(
                run=lambda link: self._print(link, pending),
                dropped=lambda why: self._dropped(pending, why),
                keep_after_loss=lambda down: self._keep(pending, down),
                expires_ms=pending.expires_ms,
                asked_ms=asked_ms,
                stranded_ms=round(self._settings.stranded_s * 1000),
            )
        )

    def _print(self, link: Link, pending: PendingJob) -> None:
        job = self._session.number()
        data = pending.make(job)
        if (fault := self._get_ready(link)) is not None:
            pending.end(PrintOutcome.NOT_SENT, fault)
        elif self._clock.elapsed_ms() >= pending.expires_ms:
            self._dropped(pending, Dropped.EXPIRED)
        elif not pending.announce():
            pending.end(PrintOutcome.NOT_SENT)
        else:
            self._printing = True
            try:
                self._session.send(link, pending, data)
                self._end(pending, self._session.proof(pending, job))
            finally:
                self._printing = False

    def _get_ready(self, link: Link) -> FaultCode | None:
        """Why a slip cannot be printed now, or None when the printer waits for one."""
        if self._session.asks:
            return self._look(link, settle=True).fault
        return self._session.settle(link).fault

    def _end(self, pending: PendingJob, status: PrinterStatus | None) -> None:
        """``status``: what the printer said when all bytes had left; None: nothing."""
        if status is None:
            pending.end(PrintOutcome.UNKNOWN, FaultCode.PRINTER_NO_ANSWER)
        elif status.fault is not None:
            self._last.note(status)
            pending.end(PrintOutcome.UNKNOWN, status.fault)
        else:
            pending.end(PrintOutcome.PRINTED)

    def _keep(self, pending: PendingJob, down: LinkDown) -> bool:
        """A slip of which nothing has left waits for the line; any other has ended."""
        if not pending.begun:
            return True
        log.warning("%s: slip cut off: %s", self._settings.name, down.reason)
        pending.end(PrintOutcome.UNKNOWN, FaultCode.PRINTER_UNREACHABLE)
        return False

    def _dropped(self, pending: PendingJob, why: Dropped) -> None:
        """The slip will not be printed: it expired, we close, or drawing it failed."""
        log.warning("%s: slip dropped: %s", self._settings.name, why.value)
        outcome = PrintOutcome.UNKNOWN if pending.begun else PrintOutcome.NOT_SENT
        fault = None if why is Dropped.BROKEN else FaultCode.PRINTER_UNREACHABLE
        pending.end(outcome, self._last.value.fault or fault)

    # How the printer is.

    def _look_again(self, link: Link) -> None:
        if not self._is_younger(FRESH_MS):
            self._look(link)

    def _look(self, link: Link, *, settle: bool = False) -> PrinterStatus:
        status = self._session.look(link, settle=settle)
        self._last.note(status)
        return status

    def _not_known(self) -> PrinterStatus:
        """What to say of a printer that was asked and has not answered yet."""
        age_ms = self._last.age_ms()
        stale = age_ms is not None and age_ms > STALE_POLLS * self._settings.poll_s * 1000
        return PrinterStatus.NO_ANSWER if stale else PrinterStatus.UNKNOWN

    def _hurry_s(self) -> float | None:
        """How soon to look again while it cannot print; None: no sooner than usual."""
        if self._last.value.fault is None:
            return None
        usual_s = self._settings.idle_every_s(self._can.status)
        return None if usual_s is None else min(usual_s, self._settings.fault_poll_s)

    def _is_younger(self, most_ms: int) -> bool:
        """Whether the printer has answered within the last ``most_ms``."""
        age_ms = self._last.age_ms()
        return age_ms is not None and age_ms < most_ms

    def _gives_up(self) -> bool:
        """Whether ``close()`` has waited long enough for the running slip."""
        if not self._actor.closing:
            return False
        now = self._clock.elapsed_ms()
        if self._closing_since_ms is None:
            self._closing_since_ms = now
        return now - self._closing_since_ms > self._settings.closing_s * 1000
