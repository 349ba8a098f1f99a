"""Who stands for a place: one living program at a time answers for the slips that it owes.

Two kiosks of one name would each print every slip of that name, two display programs each speak
every call. Decided in the database, since only
that is shared by their machines; outside the feed, as nobody watches it.
"""

import sqlalchemy as sa

from core.clock import Clock
from core.fault import FaultCode, Refused
from db import schema
from db.devices import ALIVE_MS
from db.engine import Engine


class PlaceBook:
    """The claim of one installation (``holder``) on ``place``. All may raise ``Unavailable``."""

    def __init__(
        self,
        engine: Engine,
        site_id: str,
        place: str,
        holder: str,
        clock: Clock,
        *,
        refusal: FaultCode = FaultCode.KIOSK_RUNS_ALREADY,
    ) -> None:
        """``refusal``: what somebody is told who finds the place held."""
        self._engine = engine
        self._site_id = site_id
        self._place = place
        self._holder = holder
        self._clock = clock
        self._refusal = refusal

    def claim(self) -> int:
        """Stand for the place, or go on doing so; to be said again within ``ALIVE_MS``.

        Answers since when (UTC milliseconds): slips that were asked for before were another's; 0
        when nobody else was ever known. Raises ``Refused(refusal)`` while another holder is alive.
        """
        holder, now_ms = schema.place_holder, self._clock.now_ms()
        own = holder.c.holder == self._holder
        row = {"holder": self._holder, "seen_ms": now_ms}
        since = sa.case((own, holder.c.since_ms), else_=now_ms)
        query = (
            self._engine.insert(holder)
            .values(site_id=self._site_id, place=self._place, since_ms=0, **row)
            .on_conflict_do_update(
                index_elements=["site_id", "place"],
                set_=row | {"since_ms": since},
                where=own | ~is_held(now_ms),
            )
            .returning(holder.c.since_ms)
        )
        try:
            with self._engine.write.begin() as connection:
                since_ms = connection.scalar(query)
        except sa.exc.IntegrityError as error:
            raise Refused(FaultCode.SITE_UNKNOWN, site=self._site_id) from error
        except sa.exc.DBAPIError as error:
            raise self._engine.fault_of(error) or error from error
        if since_ms is None:
            raise Refused(self._refusal, place=self._place)
        return int(since_ms)

    def leave(self) -> None:
        """The program ends: another may stand for the place at once."""
        holder = schema.place_holder
        own = (
            (holder.c.site_id == self._site_id)
            & (holder.c.place == self._place)
            & (holder.c.holder == self._holder)
        )
        self._change(sa.update(holder).where(own).values(seen_ms=0))

    def _change(self, query: sa.Executable) -> None:
        try:
            with self._engine.write.begin() as connection:
                connection.execute(query)
        except sa.exc.DBAPIError as error:
            raise self._engine.fault_of(error) or error from error


def is_held(now_ms: int) -> sa.ColumnElement[bool]:
    """Told within ``ALIVE_MS``; a clock that was set back must not lock a place for hours."""
    return schema.place_holder.c.seen_ms.between(now_ms - ALIVE_MS, now_ms + ALIVE_MS)
