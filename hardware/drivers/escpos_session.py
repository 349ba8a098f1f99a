"""What is said to an ESC/POS printer and in which order; outcomes are its driver's business."""

from collections.abc import Callable

from core.clock import Clock
from hardware.drivers.escpos_job import PendingJob
from hardware.drivers.escpos_proof import Proofs
from hardware.drivers.escpos_settings import EscposSettings
from hardware.drivers.escpos_talk import Talk
from hardware.frames.escpos import recovery
from hardware.protocols.capabilities import Capabilities, Confirmation, StatusKind
from hardware.protocols.link import Link, LinkDown
from hardware.protocols.printer import PrinterStatus

# A silent printer may be waiting for the rest of a picture. When the bytes are of no use to it, as
# with a wrong baud rate, it must not print them for ever.
FLUSHES = 3


class Session:
    """One printer through all openings of its line; used by the owner thread only.

    Statuses are READY or worse; ``LinkDown`` is raised when the printer stays silent.
    """

    def __init__(
        self,
        settings: EscposSettings,
        capabilities: Capabilities,
        clock: Clock,
        give_up: Callable[[], bool],
    ) -> None:
        self._settings = settings
        self._can = capabilities
        self._clock = clock
        self._give_up = give_up
        self._proofs = Proofs(capabilities, confirm_s=settings.confirm_s, give_up=give_up)
        self._flushes_left = FLUSHES

    @property
    def asks(self) -> bool:
        """Whether the printer may be asked how it is."""
        return self._can.status is not StatusKind.NONE

    @property
    def tells(self) -> bool:
        """Whether the printer says by itself when something changes."""
        return self._can.status is StatusKind.AUTOMATIC

    def begin(self, link: Link) -> None:
        """The line has just been opened; nothing is known of the printer."""
        self._talk = Talk(
            link,
            self._clock,
            kind=self._can.status,
            answer_s=self._settings.answer_s,
            patience_s=self._settings.patience_s,
        )
        self._proofs.clean = False
        if self._settings.sharing is not None and self.asks:
            self._await_turn(link)

    def news(self) -> PrinterStatus | None:
        """What the printer has told unasked since the last call, if anything."""
        return self._talk.news()

    def look(self, link: Link, *, settle: bool = False) -> PrinterStatus:
        """Ask the printer how it is, and bring it to a known state where that is useful now."""
        status = self._talk.status()
        if status is None and self._flush(link):
            status = self._talk.status()
        if status is None:
            raise LinkDown("the printer does not answer", silent=True)
        self._flushes_left = FLUSHES
        # A shared printer is left as it is found by those who only look.
        if status.fault is None and (settle or self._settings.sharing is None):
            found = self.settle(link)
            status = status if found.fault is None else found
        return status

    def settle(self, link: Link) -> PrinterStatus:
        """READY for a slip, or the fault that came up meanwhile."""
        if self._proofs.clean or not self._proofs.possible:
            return PrinterStatus.READY
        return self._proofs.settle(link, self._talk)

    def number(self) -> int:
        """The next job's number."""
        return self._proofs.number()

    def send(self, link: Link, pending: PendingJob, data: bytes) -> None:
        """All bytes of a job that was announced."""
        data = self._proofs.scrap() + data
        if not self._proofs.possible and not self._proofs.clean:
            # Together, since a spooler makes one job of each write.
            data = recovery(self._can) + data
        self._talk.forget()
        pending.begun, self._proofs.clean, torn = True, False, self._proofs.torn
        self._proofs.torn = True
        try:
            link.write(data)
        except LinkDown as down:
            pending.begun = not down.untouched
            self._proofs.torn = pending.begun or torn
            raise

    def proof(self, pending: PendingJob, job: int) -> PrinterStatus | None:
        """Wait until ``job`` is proved to be done: a status without fault. None: silence."""
        if self._proofs.possible:
            self._proofs.requested()
            status = self._proofs.wait(self._talk, job)
        elif self.asks:
            # All that can be known where nothing is proved: how the printer is after it.
            status = self._talk.status_within(self._settings.confirm_s, self._give_up)
        else:
            status = PrinterStatus.UNKNOWN
        if status is None or (status.fault is None and not self._is_sure()):
            return None
        if status.fault is None:
            self._proofs.clean, self._proofs.torn = not pending.raw, False
        return status

    def _is_sure(self) -> bool:
        """Whether the byte of GS r came from a printer: a line that breaks gives a zero as well."""
        by_one_byte = self._can.confirmation is Confirmation.GS_R
        return not (by_one_byte and self.asks) or self._talk.alive()

    def _await_turn(self, link: Link) -> None:
        if self._talk.turn_comes(self._settings.turn_s):
            return
        self._flush(link)
        if not self._talk.turn_comes(self._settings.answer_s):
            raise LinkDown("the printer does not answer, or serves another", silent=True)

    def _flush(self, link: Link) -> bool:
        """End a picture that was cut off: the printer may take our questions for its rest."""
        if self._flushes_left == 0:
            return False
        self._flushes_left -= 0 if self._proofs.torn else 1
        link.write(recovery(self._can))
        return True
