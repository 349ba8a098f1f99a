"""This kiosk's claim on its name: of two machines of one name, one only gives out paper."""

import logging
from typing import TYPE_CHECKING

from core.fault import Fault, FaultCode, Refused

if TYPE_CHECKING:
    from motcua.wiring import OpenQueue

log = logging.getLogger("motcua.programs")

# Renewed before whatever prints once it is older than this, well within ``db.devices.ALIVE_MS``.
_FRESH_MS = 40_000


class KioskPlace:
    """The claim of ``holder`` on ``place``; on the database thread.

    ``since_ms``: slips of this place that were asked for before were another machine's.
    """

    def __init__(self, hall: "OpenQueue", place: str, holder: str) -> None:
        from db.holders import PlaceBook

        self._book = PlaceBook(hall.engine, hall.site_id, place, holder, hall.clock)
        self._place = place
        self._clock = hall.clock
        self._claimed_ms = hall.clock.now_ms()
        self._lost = False
        self.since_ms = self._book.claim()

    def keep(self) -> None:
        """Before paper is promised or printed. Raises ``Refused(KIOSK_RUNS_ALREADY)`` once another
        machine stands here, ``Unavailable`` when that is not known."""
        if self._lost:
            raise Refused(FaultCode.KIOSK_RUNS_ALREADY, place=self._place)
        if abs(self._clock.now_ms() - self._claimed_ms) > _FRESH_MS:
            self._claim()

    def renew(self) -> None:
        """The heartbeat."""
        try:
            if not self._lost:
                self._claim()
        except Fault as fault:
            log.warning("the kiosk's name is not renewed: %s", fault)

    def leave(self) -> None:
        if not self._lost:
            self._book.leave()

    def _claim(self) -> None:
        now_ms = self._clock.now_ms()
        try:
            since_ms = self._book.claim()
        except Refused:
            self._lost = True
            raise
        if since_ms != self.since_ms:
            # Another one stood here meanwhile, and settled what this program had open.
            self._lost = True
            raise Refused(FaultCode.KIOSK_RUNS_ALREADY, place=self._place)
        self._claimed_ms = now_ms
