"""Orders for the hall's voice: say this, be silent, speak again. The newest silence or speech stays
in force over restarts; a text that nobody spoke within a minute is no news any more.
"""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from core.clock import Clock
from core.fault import FaultCode, Refused
from db import schema
from db.engine import Engine

SAY_WITHIN_MS = 60_000


class OrderKind(StrEnum):
    """What the voice shall do."""

    SAY = "say"
    MUTE = "mute"
    UNMUTE = "unmute"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceOrder:
    """One order; ``text_vi`` and ``text_en`` (empty: not in English) only of ``SAY``."""

    order_no: int
    at_ms: int
    kind: OrderKind
    text_vi: str = ""
    text_en: str = ""


class VoiceOrders:
    """The orders of one site. All methods may raise ``Unavailable``."""

    def __init__(self, engine: Engine, site_id: str, clock: Clock) -> None:
        self._engine = engine
        self._site_id = site_id
        self._clock = clock

    def put(self, kind: OrderKind, *, text_vi: str = "", text_en: str = "") -> None:
        """Give an order; every program that watches the site looks for it at once."""
        try:
            with self._engine.write.begin() as connection:
                self._put(connection, kind, text_vi, text_en)
                self._engine.wake(connection, self._site_id)
        except sa.exc.DBAPIError as error:
            raise self._engine.fault_of(error) or error from error

    def after(self, order_no: int) -> tuple[VoiceOrder, ...]:
        """The orders after ``order_no``, in their order, without texts that are too old."""
        order = schema.voice_order.c
        query = (
            sa.select(schema.voice_order)
            .where(order.site_id == self._site_id, order.order_no > order_no)
            .order_by(order.order_no)
        )
        try:
            with self._engine.read.connect() as connection:
                rows = connection.execute(query).all()
        except sa.exc.DBAPIError as error:
            raise self._engine.fault_of(error) or error from error
        oldest_ms = self._clock.now_ms() - SAY_WITHIN_MS
        orders = (
            VoiceOrder(
                order_no=row.order_no,
                at_ms=row.at_ms,
                kind=OrderKind(row.kind),
                text_vi=row.text_vi,
                text_en=row.text_en,
            )
            for row in rows
        )
        return tuple(
            each for each in orders if each.kind is not OrderKind.SAY or each.at_ms >= oldest_ms
        )

    def _put(self, connection: sa.Connection, kind: OrderKind, vi: str, en: str) -> None:
        site, table = schema.site, schema.voice_order
        # Also what keeps two orders from getting one number, and what the site's watchers look at.
        changed = sa.update(site).where(site.c.site_id == self._site_id)
        if not connection.execute(changed.values(changes=site.c.changes + 1)).rowcount:
            raise Refused(FaultCode.SITE_UNKNOWN, site=self._site_id)
        own, now_ms = table.c.site_id == self._site_id, self._clock.now_ms()
        last = connection.scalar(sa.select(sa.func.max(table.c.order_no)).where(own)) or 0
        row = {"site_id": self._site_id, "order_no": last + 1, "at_ms": now_ms, "kind": kind.value}
        connection.execute(sa.insert(table).values(row | {"text_vi": vi, "text_en": en}))
        stale = (table.c.kind == OrderKind.SAY.value) & (table.c.at_ms < now_ms - SAY_WITHIN_MS)
        if kind is not OrderKind.SAY:
            stale |= table.c.kind != OrderKind.SAY.value
        connection.execute(sa.delete(table).where(own, table.c.order_no <= last, stale))
