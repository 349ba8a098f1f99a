"""One command = one transaction: lock the site's clock, do it, write the event, commit.

A command that changes nothing is rolled back, so that ``seq`` stays gapless. A command that was
seen before, whatever stops it this time, answers with the event that it wrote the first time.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from core.clock import DAY_MS, HOUR_MS, Clock, service_day
from core.fault import FaultCode, Refused
from core.ticket import Event, EventKind
from db import schema
from db.engine import PASSING, Engine
from db.rows import event_of, event_with
from db.statements import Row, Statement, Statements

log = logging.getLogger("motcua.db")

# No new attempt begins after this; an attempt itself ends within 2.2 s: nobody waits above 5 s.
RETRY_MS = 2700
# How far the wall clock may run ahead of the clock that never jumps until someone vouches for it.
JUMP_MS = 12 * HOUR_MS
# For the first command of a process, which has no such witness: longer than any holiday.
FIRST_JUMP_MS = 35 * DAY_MS
_EVENT_COLUMNS = tuple(column.name for column in schema.ticket_event.c)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """The command's place in the feed, taken inside the lock."""

    seq: int
    at_ms: int
    day: int


class _NothingToDo(Exception):
    """Rolls the transaction back: the command has no effect."""


class Writing:
    """What a command's body works with, inside the lock."""

    def __init__(
        self, connection: sa.Connection, statements: Statements, site_id: str, tick: Tick
    ) -> None:
        self.connection = connection
        self.statements = statements
        self.site_id = site_id
        self.tick = tick

    def row(self, statement: Statement, **parameters: object) -> Row | None:
        """The first row of a hot statement; ``site_id`` is always given."""
        return statement.first(self.connection, {"site_id": self.site_id} | parameters)

    def one(self, query: sa.Executable) -> Row | None:
        """The first row of a rare statement."""
        return self.connection.execute(query).first()

    def change(self, query: sa.Executable) -> int:
        """Run a rare UPDATE; how many rows it changed."""
        result: sa.CursorResult[Any] = self.connection.execute(query)
        return result.rowcount

    def write(self, kind: EventKind, fields: Mapping[str, object], cmd_id: str | None) -> Event:
        """Append an event at this tick."""
        columns: dict[str, Any] = dict.fromkeys(_EVENT_COLUMNS)
        columns |= fields
        columns |= {"site_id": self.site_id, "seq": self.tick.seq, "at_ms": self.tick.at_ms}
        columns |= {"day": self.tick.day, "kind": int(kind), "cmd_id": cmd_id}
        if columns["print_state"] is not None:
            columns["print_state"] = int(columns["print_state"])
        officer = self.statements.add_event.first(self.connection, columns)
        assert officer is not None, "INSERT … RETURNING gives a row"
        return event_with(columns | {"officer_id": officer[0]})


Body = Callable[[Writing], Mapping[str, object] | None]


class Commands:
    """Runs commands for one site on one engine: locking, retrying, answering repeats.

    Safe to share between threads; commands of one process run one after the other anyway.
    """

    def __init__(self, engine: Engine, site_id: str, clock: Clock) -> None:
        self._engine = engine
        self._site_id = site_id
        self._clock = clock
        self._statements = Statements(engine)
        self._mutex = threading.Lock()
        self._connection: sa.Connection | None = None
        self._zone: ZoneInfo | None = None
        self._seen_at: int | None = None  # elapsed_ms() of the last command that went through

    def run(
        self, kind: EventKind, cmd_id: str, body: Body, *, any_jump: bool = False
    ) -> Event | None:
        """The event that the command wrote, now or the first time; None when it has no effect.

        ``body`` returns the event's fields, or None for "nothing to do". Raises ``Refused`` when a
        rule forbids it and ``Unavailable`` when the database cannot be used.
        """
        with self._mutex:
            began = self._clock.elapsed_ms()
            pause_s = 0.02
            while True:
                try:
                    return self._attempt(kind, cmd_id, body, any_jump)
                except sa.exc.DBAPIError as error:
                    self._forget_connection(error)
                    fault = self._engine.fault_of(error)
                    if fault is None:
                        raise
                    late = self._clock.elapsed_ms() - began >= RETRY_MS
                    if fault.code not in PASSING or late:
                        raise fault from error
                    log.info("%s, trying again: %s", fault.code, fault.facts.get("detail"))
                time.sleep(pause_s)
                pause_s = min(pause_s * 2, 0.25)

    def close(self) -> None:
        with self._mutex:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _attempt(self, kind: EventKind, cmd_id: str, body: Body, any_jump: bool) -> Event | None:
        connection = self._connect()
        try:
            with connection.begin():
                event = self._write(connection, kind, cmd_id, body, any_jump)
            # Only a time that was committed is a witness for the next one.
            self._seen_at = self._clock.elapsed_ms()
            return event
        except _NothingToDo:
            return self._answer_given(connection, kind, cmd_id)
        except Refused:
            answer = self._answer_given(connection, kind, cmd_id)
            if answer is None:
                raise
            return answer
        except sa.exc.IntegrityError as error:
            answer = self._answer_given(connection, kind, cmd_id)
            if answer is None:
                raise RuleBroken(error) from error
            return answer

    def _write(
        self, connection: sa.Connection, kind: EventKind, cmd_id: str, body: Body, any_jump: bool
    ) -> Event:
        tick = self._tick(connection, any_jump)
        writing = Writing(connection, self._statements, self._site_id, tick)
        fields = body(writing)
        if fields is None:
            raise _NothingToDo
        return writing.write(kind, fields, cmd_id)

    def _connect(self) -> sa.Connection:
        if self._connection is None or self._connection.closed or self._connection.invalidated:
            self._connection = self._engine.write.connect()
        return self._connection

    def _forget_connection(self, error: sa.exc.DBAPIError) -> None:
        """A connection that failed is not trusted again."""
        if isinstance(error, RuleBroken) or self._connection is None:
            return
        log.debug("leaving the connection after %s", type(error.orig).__name__)
        self._connection.invalidate()
        self._connection.close()
        self._connection = None

    def _tick(self, connection: sa.Connection, any_jump: bool) -> Tick:
        zone = self._site_zone(connection)
        parameters = {
            "site_id": self._site_id,
            "now_ms": self._clock.now_ms(),
            "limit_ms": 2**62 if any_jump else self._limit_ms(),
        }
        row = self._statements.tick.first(connection, parameters)
        if row is None:
            raise self._no_tick(connection, parameters["now_ms"])
        today = service_day(row.last_ms, zone)
        tick = Tick(seq=row.seq, at_ms=row.last_ms, day=row.day)
        return tick if today <= row.day else self._new_day(connection, tick, today)

    def _limit_ms(self) -> int:
        """How far ahead of the last event this command may lie: see ADR 0007."""
        if self._seen_at is None:
            return FIRST_JUMP_MS
        return JUMP_MS + self._clock.elapsed_ms() - self._seen_at

    def _no_tick(self, connection: sa.Connection, now_ms: object) -> Refused:
        clock = schema.site_clock
        last_ms = connection.scalar(
            sa.select(clock.c.last_ms).where(clock.c.site_id == self._site_id)
        )
        if last_ms is None:
            return Refused(FaultCode.SITE_UNKNOWN, site=self._site_id)
        return Refused(FaultCode.CLOCK_JUMPED, last_ms=last_ms, now_ms=now_ms)

    def _new_day(self, connection: sa.Connection, tick: Tick, today: int) -> Tick:
        """Begin ``today``: whoever still waits from earlier expires, each with an own event."""
        site = {"site_id": self._site_id, "site_id_": self._site_id, "day": today}
        statements = self._statements
        statements.roll_day.all(connection, site | {"day_": today})
        self._end_pauses(connection)
        left = [
            row
            for statement in (statements.expire_waiting, statements.expire_held)
            for row in statement.all(connection, site)
        ]
        if left:
            self._expire(connection, tick, today, left)
            statements.skip_seq.all(connection, site | {"count_": len(left)})
        return Tick(seq=tick.seq + len(left), at_ms=tick.at_ms + len(left), day=today)

    def _end_pauses(self, connection: sa.Connection) -> None:
        """Who paused yesterday did not come back to say so."""
        counter = schema.counter
        connection.execute(
            sa.update(counter)
            .where(counter.c.site_id == self._site_id, counter.c.pause.is_not(None))
            .values(pause=None, paused_ms=None)
        )

    def _expire(
        self, connection: sa.Connection, tick: Tick, today: int, left: Sequence[Row]
    ) -> None:
        """End these tickets and write their events, from ``tick`` on.

        In two statements: a thousand left over one by one would lock everybody out for seconds.
        No wake-up is sent, as the command's own event follows.
        """
        ticket, event = schema.ticket, schema.ticket_event
        which = {"site_id": self._site_id, "kind": int(EventKind.EXPIRED), "day": today}
        connection.execute(
            sa.update(ticket)
            .where(ticket.c.site_id == self._site_id)
            .where(ticket.c.ticket_id == sa.bindparam("left_id"))
            .values(state=sa.literal_column("7"), ended_ms=sa.bindparam("at_ms")),
            [
                {"left_id": row.ticket_id, "at_ms": tick.at_ms + offset}
                for offset, row in enumerate(left)
            ],
        )
        connection.execute(
            sa.insert(event),
            [
                {**which, **row._asdict(), "seq": tick.seq + offset, "at_ms": tick.at_ms + offset}
                for offset, row in enumerate(left)
            ],
        )

    def _site_zone(self, connection: sa.Connection) -> ZoneInfo:
        if self._zone is None:
            site = schema.site
            name = connection.scalar(sa.select(site.c.zone).where(site.c.site_id == self._site_id))
            if name is None:
                raise Refused(FaultCode.SITE_UNKNOWN, site=self._site_id)
            self._zone = ZoneInfo(name)
        return self._zone

    def _answer_given(
        self, connection: sa.Connection, kind: EventKind, cmd_id: str
    ) -> Event | None:
        """What this ``cmd_id`` was answered the first time, if it was."""
        parameters = {"site_id": self._site_id, "cmd_id": cmd_id}
        with connection.begin():
            row = self._statements.event_of_command.first(connection, parameters)
        if row is None:
            return None
        event = event_of(row)
        if event.kind is not kind:
            raise Refused(FaultCode.COMMAND_REUSED, cmd_id=cmd_id, kind=event.kind.name.lower())
        return event


class RuleBroken(sa.exc.DBAPIError):
    """A constraint refused what a command wanted; the command's own words explain which rule."""

    def __init__(self, error: sa.exc.IntegrityError) -> None:
        super().__init__(error.statement, error.params, error.orig or error)
