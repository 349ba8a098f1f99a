"""The queue's hot statements: built with SQLAlchemy Core, compiled once for the dialect.

Run as driver SQL: compiling and binding at each call cost as much as the database (ADR 0009).
States stand as literals, so that the partial indexes serve (a bound value loses them on PostgreSQL
once a generic plan is used).
"""

from collections import namedtuple
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Integer, SmallInteger, Text
from sqlalchemy.sql.sqltypes import BigInteger

from core.ticket import TicketState
from db import schema
from db.engine import Engine, run_driver_sql

Row = Any
Parameters = Mapping[str, object]


def _p(name: str, kind: Any = Text) -> sa.BindParameter[Any]:
    return sa.bindparam(name, type_=kind)


def _state(state: TicketState) -> sa.ColumnElement[int]:
    return sa.literal_column(str(int(state)), SmallInteger)


class Statement:
    """One compiled statement and what it needs to run."""

    def __init__(self, engine: Engine, core: Any) -> None:
        compiled = core.compile(dialect=engine.write.dialect)
        self.sql = str(compiled)
        self._constants = {
            name: value for name, value in compiled.params.items() if value is not None
        }
        self._row: Any = None

    def first(self, connection: sa.Connection, parameters: Parameters) -> Row | None:
        """Run it; its first row."""
        rows = self.all(connection, parameters)
        return rows[0] if rows else None

    def all(self, connection: sa.Connection, parameters: Parameters) -> list[Row]:
        """Run it; its rows, with the columns as attributes and ``_asdict()`` as SQLAlchemy's."""
        names, rows = run_driver_sql(connection, self.sql, {**self._constants, **parameters})
        if self._row is None:
            self._row = namedtuple("Row", names)  # type: ignore[misc]
        return [self._row._make(row) for row in rows]


class Statements:
    """All hot statements for one engine."""

    def __init__(self, engine: Engine) -> None:
        self.tick = Statement(engine, _tick())
        self.roll_day = Statement(engine, _roll_day())
        self.skip_seq = Statement(engine, _skip_seq())
        self.expire_waiting = Statement(engine, _expire(TicketState.WAITING))
        self.expire_held = Statement(engine, _expire(TicketState.HELD))
        self.next_number = Statement(engine, _next_number(engine))
        self.add_ticket = Statement(engine, _add_ticket())
        self.claim_next = Statement(engine, _claim_next())
        self.add_event = Statement(engine, _add_event(engine))
        self.event_of_command = Statement(engine, _event_of_command())
        self.at_counter = Statement(engine, _at_counter())


def _tick() -> Any:
    """Lock the site and take the next place in the feed; ``day`` comes back as it was.

    No row: the site is unknown, or the clock leapt further than ``limit_ms``.
    """
    clock = schema.site_clock
    now = _p("now_ms", BigInteger)
    return (
        sa.update(clock)
        .where(
            clock.c.site_id == _p("site_id"),
            sa.or_(
                now - clock.c.last_ms <= _p("limit_ms", BigInteger),
                clock.c.last_ms == sa.literal_column("0"),
            ),
        )
        .values(
            seq=clock.c.seq + 1,
            last_ms=sa.case((clock.c.last_ms >= now, clock.c.last_ms + 1), else_=now),
        )
        .returning(clock.c.seq, clock.c.last_ms, clock.c.day)
    )


def _roll_day() -> Any:
    clock = schema.site_clock
    return sa.update(clock).where(clock.c.site_id == _p("site_id_")).values(day=_p("day_", Integer))


def _skip_seq() -> Any:
    """Make room for ``count`` events of the same command; time moves on with them."""
    clock = schema.site_clock
    count = _p("count_", BigInteger)
    return (
        sa.update(clock)
        .where(clock.c.site_id == _p("site_id_"))
        .values(seq=clock.c.seq + count, last_ms=clock.c.last_ms + count)
    )


def _expire(state: TicketState) -> Any:
    ticket = schema.ticket
    return (
        sa.select(ticket.c.ticket_id, ticket.c.label, ticket.c.service_id, ticket.c.series)
        .add_columns(ticket.c.number, ticket.c.priority)
        .where(
            ticket.c.site_id == _p("site_id"),
            ticket.c.state == _state(state),
            ticket.c.day < _p("day", Integer),
        )
        .order_by(ticket.c.due_ms, ticket.c.ticket_id)
    )


def _next_number(engine: Engine) -> Any:
    """The series' next number of the day. No row: unknown or closed service, or full range."""
    service, series, numbers = schema.service, schema.series, schema.day_counter
    first = (
        sa.select(service.c.site_id, _p("day", Integer), service.c.series, series.c.first_no)
        .join(
            series,
            (series.c.site_id == service.c.site_id) & (series.c.series == service.c.series),
        )
        .where(
            service.c.site_id == _p("site_id"),
            service.c.service_id == _p("service_id"),
            service.c.active == sa.literal_column("1"),
        )
    )
    # Spelled out: SQLAlchemy drops the table's name in SQLite's RETURNING: ambiguous then.
    counted = sa.literal_column("day_counter.series", Text)
    of_series = (series.c.site_id == _p("site_id"), series.c.series == counted)
    limit = sa.select(series.c.last_no).where(*of_series).scalar_subquery()
    width = sa.select(series.c.width).where(*of_series).scalar_subquery()
    insert = engine.insert(numbers).from_select(["site_id", "day", "series", "last_no"], first)
    return insert.on_conflict_do_update(
        index_elements=["site_id", "day", "series"],
        set_={"last_no": numbers.c.last_no + 1},
        where=numbers.c.last_no < limit,
    ).returning(numbers.c.series, numbers.c.last_no, width.label("width"))


def _add_ticket() -> Any:
    """Insert a waiting ticket; its due time and the people ahead are reckoned inside the lock."""
    ticket, group = schema.ticket, schema.priority_group
    issued = _p("issued_ms", BigInteger)
    head_start = sa.func.coalesce(
        sa.select(group.c.head_start_ms)
        .where(group.c.site_id == _p("site_id"), group.c.code == _p("priority"))
        .scalar_subquery(),
        sa.literal_column("0"),
    )
    due = sa.func.coalesce(_p("slot_ms", BigInteger), issued - head_start)
    other = ticket.alias("other")
    ahead = (
        sa.select(sa.func.count())
        .select_from(other)
        .where(
            other.c.site_id == _p("site_id"),
            other.c.state == _state(TicketState.WAITING),
            other.c.service_id == _p("service_id"),
            other.c.due_ms <= due,
        )
        .scalar_subquery()
    )
    plain = {
        "site_id": Text, "ticket_id": Text, "day": Integer, "series": Text, "number": Integer,
        "label": Text, "service_id": Text, "procedure_id": Text, "priority": Text,
        "token": Text, "source": Text, "print_state": SmallInteger,
        "told_low_min": Integer, "told_high_min": Integer,
        "paper_at": Text, "asked_ms": BigInteger,
    }  # fmt: skip
    values: dict[str, Any] = {name: _p(name, kind) for name, kind in plain.items()}
    values |= {"state": _state(TicketState.WAITING), "issued_ms": issued}
    values |= {"due_ms": due, "ahead": ahead}
    return sa.insert(ticket).values(values).returning(ticket.c.due_ms, ticket.c.ahead)


def eligible(counter_id: Any) -> sa.Select[Any]:
    """Waiting tickets that ``counter_id`` may call, in calling order: the one policy.

    ``due + penalty`` decides. A ticket kept for another counter is left to it while that is open.
    """
    ticket, serves = schema.ticket, schema.counter_service
    kept = schema.counter.alias("kept")
    keeper_is_open = (
        sa.select(sa.literal_column("1"))
        .where(
            kept.c.site_id == ticket.c.site_id,
            kept.c.counter_id == ticket.c.for_counter_id,
            kept.c.opened_ms.is_not(None),
        )
        .exists()
    )
    key = ticket.c.due_ms + serves.c.penalty_ms
    return (
        sa.select(ticket.c.ticket_id)
        .join(
            serves,
            (serves.c.site_id == ticket.c.site_id)
            & (serves.c.service_id == ticket.c.service_id)
            & (serves.c.counter_id == counter_id),
        )
        .where(
            ticket.c.site_id == _p("site_id"),
            ticket.c.state == _state(TicketState.WAITING),
            sa.or_(
                ticket.c.for_counter_id.is_(None),
                ticket.c.for_counter_id == counter_id,
                sa.not_(keeper_is_open),
            ),
        )
        .order_by(key, ticket.c.ticket_id)
    )


def _claim_next() -> Any:
    ticket = schema.ticket
    counter_id = _p("counter_id", Integer)
    waiting = eligible(counter_id).limit(sa.literal_column("1")).scalar_subquery()
    return (
        sa.update(ticket)
        .where(ticket.c.site_id == _p("site_id"), ticket.c.ticket_id == waiting)
        .values(
            state=_state(TicketState.CALLED),
            counter_id=counter_id,
            called_ms=_p("called_ms", BigInteger),
            calls=ticket.c.calls + 1,
        )
        .returning(
            ticket.c.ticket_id,
            ticket.c.series,
            ticket.c.number,
            ticket.c.label,
            ticket.c.service_id,
            ticket.c.priority,
            ticket.c.calls.label("nth"),
            _pause_of(counter_id).label("pause"),
        )
    )


def _pause_of(counter_id: Any) -> Any:
    """Looked up with the claim, since a statement of its own would cost every call a round trip."""
    counter = schema.counter
    return (
        sa.select(counter.c.pause)
        .where(counter.c.site_id == _p("site_id"), counter.c.counter_id == counter_id)
        .scalar_subquery()
    )


def _add_event(engine: Engine) -> Any:
    """Insert an event; the officer is the one named, else the one who sits at the counter."""
    event, counter = schema.ticket_event, schema.counter
    values: dict[str, Any] = {column.name: _p(column.name, column.type) for column in event.c}
    sitting = (
        sa.select(counter.c.officer_id)
        .where(
            counter.c.site_id == _p("site_id"), counter.c.counter_id == _p("counter_id", Integer)
        )
        .scalar_subquery()
    )
    values["officer_id"] = sa.func.coalesce(_p("officer_id"), sitting)
    insert = sa.insert(event).values(values).returning(event.c.officer_id)
    return engine.announced(insert, _p("site_id"), _p("seq", BigInteger))


def _event_of_command() -> Any:
    event = schema.ticket_event
    return sa.select(event).where(event.c.site_id == _p("site_id"), event.c.cmd_id == _p("cmd_id"))


def _at_counter() -> Any:
    ticket = schema.ticket
    return sa.select(ticket).where(
        ticket.c.site_id == _p("site_id"),
        ticket.c.counter_id == _p("counter_id", Integer),
        ticket.c.state.in_([_state(TicketState.CALLED), _state(TicketState.SERVING)]),
    )
