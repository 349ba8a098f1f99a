"""What proves that a printer has done its jobs, and how it is brought back to a known state.

``GS r`` says "all before me is done", and nothing more: the answer to an earlier request may come
late, or never. ``owed`` counts requests without answer. After n of them, n + 1 new requests, each
sent when the one before it was answered, leave none open: by then the first of the new ones has
been answered, and what is still missing comes right behind it. ``GS ( H`` brings back the number
of its job, and needs none of this.
"""

import itertools
import random
from collections.abc import Callable
from dataclasses import replace

from core.slip import Slip
from hardware.drivers.escpos_talk import Talk
from hardware.frames.escpos import confirm_request, encode, recovery
from hardware.frames.escpos_status import JOBS, job_mark
from hardware.protocols.capabilities import Capabilities, Confirmation
from hardware.protocols.link import Link, LinkDown
from hardware.protocols.printer import PrinterStatus

MOST_OWED = 8


class Proofs:
    """Numbers jobs and waits for their proofs; used by the owner thread only.

    ``clean``: the printer is known to wait for a new slip. ``torn``: half a slip may hang out.
    """

    def __init__(
        self, capabilities: Capabilities, *, confirm_s: float, give_up: Callable[[], bool]
    ) -> None:
        self._capabilities = capabilities
        self._confirm_s = confirm_s
        self._give_up = give_up
        # Not from 0: an answer to the program that ran before must not pass for ours.
        self._numbers = itertools.count(random.randrange(JOBS))
        self._owed = 1
        self.clean = False
        self.torn = False

    @property
    def possible(self) -> bool:
        """Whether the printer proves anything."""
        return self._capabilities.confirmation is not Confirmation.NONE

    def number(self) -> int:
        """The next job's number."""
        return next(self._numbers) % JOBS

    def scrap(self) -> bytes:
        """What cuts off half a slip, so that nobody gets it together with the next one."""
        if not self.torn:
            return b""
        silent = replace(self._capabilities, confirmation=Confirmation.NONE)
        return encode(Slip(lines=()), silent)

    def requested(self) -> None:
        """A request has left."""
        self._owed = min(self._owed + 1, MOST_OWED)

    def wait(self, talk: Talk, job: int) -> PrinterStatus | None:
        """Wait for the proof of ``job``; as ``Talk.confirmation``."""
        mark = job_mark(job) if self._capabilities.confirmation is Confirmation.GS_H else None
        status = talk.confirmation(mark, self._confirm_s, self._give_up)
        if status is PrinterStatus.READY:
            self._owed = max(0, self._owed - 1)
        return status

    def settle(self, link: Link, talk: Talk) -> PrinterStatus:
        """Have the printer prove that nothing is left to do: READY, or the fault that prevents it.

        Raises ``LinkDown`` when it does neither.
        """
        rounds = self._owed + 1 if self._capabilities.confirmation is Confirmation.GS_R else 1
        link.write(recovery(self._capabilities))
        for _ in range(rounds):
            job = self.number()
            talk.forget()
            link.write(confirm_request(self._capabilities, job))
            self.requested()
            status = self.wait(talk, job)
            if status is None:
                raise LinkDown("the printer does not confirm", silent=True)
            if status.fault is not None:
                return status
        if rounds > 1:
            talk.let_finish()
        self._owed = 0
        self.clean = True
        return PrinterStatus.READY
