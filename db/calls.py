"""The calls that still hold: what the board lists, out of the feed."""

from typing import Any

import sqlalchemy as sa

from core.ticket import EventKind
from db import schema

_CLAIMS = (EventKind.CALLED, EventKind.PICKED)
_CALLS = (*_CLAIMS, EventKind.RECALLED)


def last_calls_of(site_id: str) -> sa.Select[Any]:
    """The site's calls, newest first, but those that were undone. To be limited by the caller.

    Walks the feed backwards by its key, and looks at each call's ticket by index: as fast with a
    million old events as with none.
    """
    event = schema.ticket_event
    return (
        sa.select(event)
        .where(event.c.site_id == site_id, _is(event, *_CALLS), ~_was_undone(event))
        .order_by(event.c.seq.desc())
    )


def _was_undone(call: sa.Table) -> sa.Exists:
    """Its ticket's call was taken back before the ticket was called anew."""
    undo, claim = (schema.ticket_event.alias(name) for name in ("undo", "claim"))
    called_anew = (
        sa.select(sa.literal_column("1"))
        .where(_same_ticket(claim, call), _is(claim, *_CLAIMS))
        .where(claim.c.seq > call.c.seq, claim.c.seq < undo.c.seq)
        .correlate(call, undo)
        .exists()
    )
    return (
        sa.select(sa.literal_column("1"))
        .where(_same_ticket(undo, call), _is(undo, EventKind.CALL_UNDONE))
        .where(undo.c.seq > call.c.seq, ~called_anew)
        .correlate(call)
        .exists()
    )


def _is(event: Any, *kinds: EventKind) -> sa.ColumnElement[bool]:
    return event.c.kind.in_([sa.literal_column(str(int(kind))) for kind in kinds])  # type: ignore[no-any-return]


def _same_ticket(one: Any, other: Any) -> sa.ColumnElement[bool]:
    return sa.and_(one.c.site_id == other.c.site_id, one.c.ticket_id == other.c.ticket_id)
