"""One look at the database: a read transaction whose queries all see the same moment."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Self
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from core.clock import Clock, service_day
from core.fault import FaultCode, Refused
from core.hall import (
    CallLine,
    CounterLine,
    DeviceLine,
    Office,
    OfficerLine,
    PriorityGroup,
    ServiceLine,
    WaitingLine,
)
from core.ticket import EventKind, Ticket, TicketState
from db import schema
from db.calls import last_calls_of
from db.devices import device_lines
from db.engine import Engine
from db.rows import (
    call_line,
    counter_line,
    office_of,
    service_line,
    ticket_of,
    waiting_line,
)
from db.statements import eligible

LAST_CALLS = 16  # recalls of one number stand once on the boards
NEXT_WAITING = 12
_WAITING_COLUMNS = (
    "ticket_id",
    "label",
    "service_id",
    "priority",
    "state",
    "issued_ms",
    "due_ms",
    "print_state",
    "for_counter_id",
)


class Look:
    """One read transaction of one site: its queries, all seeing the same moment."""

    def __init__(self, engine: Engine, site_id: str, clock: Clock) -> None:
        self._engine = engine
        self._site_id = site_id
        self._clock = clock
        self.seq = 0
        self.day = 0
        # Who waits or is held since before this day expires with the next command.
        self._waiting_since_day = 0

    def __enter__(self) -> Self:
        try:
            row = self._begin()
        except sa.exc.DBAPIError as error:
            self._leave()
            if not error.connection_invalidated:
                raise self._engine.fault_of(error) or error from error
            row = self._begin_anew()
        if row is None:
            self._leave()
            raise Refused(FaultCode.SITE_UNKNOWN, site=self._site_id)
        self.seq = row.seq
        self.day = max(row.day, service_day(self._clock.now_ms(), ZoneInfo(row.zone)))
        if self.day > row.day:
            self._waiting_since_day = self.day
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        self._leave()
        if isinstance(error, sa.exc.DBAPIError):
            raise self._engine.fault_of(error) or error from error

    def _begin(self) -> Any:
        self._connection = self._engine.read.connect()
        clock, site = schema.site_clock.c, schema.site.c
        query = self.of(schema.site_clock, clock.seq, clock.day, site.zone)
        return self.first(query.where(site.site_id == clock.site_id))

    def _begin_anew(self) -> Any:
        """A pooled connection may have died while nobody used it: try once with a fresh one."""
        try:
            return self._begin()
        except sa.exc.DBAPIError as error:
            self._leave()
            raise self._engine.fault_of(error) or error from error

    def _leave(self) -> None:
        connection = self.__dict__.pop("_connection", None)
        if connection is not None:
            connection.close()

    def first(self, query: sa.Select[Any]) -> Any:
        return self._connection.execute(query.limit(1)).first()

    def all(self, query: sa.Select[Any]) -> Sequence[Any]:
        return self._connection.execute(query).all()

    def of(self, table: sa.Table, *columns: Any) -> sa.Select[Any]:
        """The site's own rows of ``table``: whole, or these columns."""
        return sa.select(*(columns or table.c)).where(table.c.site_id == self._site_id)

    def _still_waits(self) -> sa.ColumnElement[bool]:
        # "+ 0", or SQLite takes the index by day for it, which holds every ticket there ever was.
        return schema.ticket.c.day + sa.literal_column("0") >= self._waiting_since_day

    # Who we are ---------------------------------------------------------------------------------

    def office(self) -> Office:
        return office_of(self.first(self.of(schema.site)))

    def priorities(self) -> tuple[PriorityGroup, ...]:
        columns = schema.priority_group.c
        rows = self.all(self.of(schema.priority_group).order_by(columns.position))
        return tuple(
            PriorityGroup(
                code=row.code,
                name_vi=row.name_vi,
                name_en=row.name_en,
                head_start_ms=row.head_start_ms,
            )
            for row in rows
        )

    def officers(self) -> tuple[OfficerLine, ...]:
        columns = schema.officer.c
        rows = self.all(
            self.of(schema.officer).where(columns.active == 1).order_by(columns.officer_id)
        )
        return tuple(OfficerLine(officer_id=row.officer_id, name=row.name) for row in rows)

    # The hall now -------------------------------------------------------------------------------

    def counters(self) -> tuple[CounterLine, ...]:
        columns = schema.counter.c
        names = {line.officer_id: line.name for line in self.officers()}
        live = {row.counter_id: row for row in self.all(self._live())}
        rows = self.all(self.of(schema.counter).order_by(columns.counter_id))
        new_day = self._waiting_since_day > 0
        return tuple(
            counter_line(row, names, live.get(row.counter_id), new_day=new_day) for row in rows
        )

    def _live(self) -> sa.Select[Any]:
        return self.of(schema.ticket).where(
            schema.ticket.c.state.in_([sa.literal_column("1"), sa.literal_column("2")])
        )

    def ticket_at(self, counter_id: int) -> Ticket | None:
        row = self.first(self._live().where(schema.ticket.c.counter_id == counter_id))
        return None if row is None else ticket_of(row)

    def services(self, counters: Sequence[CounterLine]) -> tuple[ServiceLine, ...]:
        """Each service with the people waiting for it and the wait to tell the next one."""
        columns = schema.service.c
        waiting = self._waiting_by_service()
        calls = self._calls_by_service()
        serving = self._counters_by_service()
        rows = self.all(self.of(schema.service).order_by(columns.position, columns.service_id))
        return tuple(
            service_line(
                row,
                waiting[row.service_id],
                calls[row.service_id],
                [line for line in counters if line.counter_id in serving[row.service_id]],
            )
            for row in rows
        )

    def _waiting_by_service(self) -> dict[str, int]:
        columns = schema.ticket.c
        rows = self.all(
            self.of(schema.ticket, columns.service_id, sa.func.count())
            .where(columns.state == sa.literal_column("0"), self._still_waits())
            .group_by(columns.service_id)
        )
        return defaultdict(int, {row.service_id: row[1] for row in rows})

    def _calls_by_service(self) -> dict[str, list[int]]:
        """Today's last call times of each service, ascending."""
        columns = schema.ticket.c
        rows = self.all(
            self.of(schema.ticket, columns.service_id, columns.called_ms)
            .where(columns.day == self.day, columns.called_ms.is_not(None))
            .order_by(columns.called_ms)
        )
        calls: dict[str, list[int]] = defaultdict(list)
        for service_id, called_ms in rows:
            calls[service_id].append(called_ms)
        return calls

    def _counters_by_service(self) -> dict[str, set[int]]:
        """Own services only: helping out is no promise to the citizen."""
        columns = schema.counter_service.c
        rows = self.all(
            self.of(schema.counter_service, columns.service_id, columns.counter_id).where(
                columns.penalty_ms == 0
            )
        )
        serving: dict[str, set[int]] = defaultdict(set)
        for service_id, counter_id in rows:
            serving[service_id].add(counter_id)
        return serving

    def last_calls(self) -> tuple[CallLine, ...]:
        """Newest first, without those that were taken back."""
        rows = self.all(last_calls_of(self._site_id).limit(LAST_CALLS))
        return tuple(call_line(row) for row in rows if row.day == self.day)

    def devices(self, kind: str | None) -> tuple[DeviceLine, ...]:
        """The devices of the site, as their programs told last; None: of every kind."""
        columns = schema.device_state.c
        query = self.of(schema.device_state).order_by(columns.place, columns.name)
        if kind is not None:
            query = query.where(columns.kind == kind)
        return device_lines(self.all(query), self._clock.now_ms())

    # People -------------------------------------------------------------------------------------

    def _waiting_lines(self) -> sa.Select[Any]:
        ticket = schema.ticket
        return self.of(ticket, *(ticket.c[name] for name in _WAITING_COLUMNS))

    def next_waiting(self) -> tuple[WaitingLine, ...]:
        """The first of those who wait today, by due time."""
        columns = schema.ticket.c
        query = self._waiting_lines().where(
            columns.state == sa.literal_column("0"), self._still_waits()
        )
        rows = self.all(query.order_by(columns.due_ms, columns.ticket_id).limit(NEXT_WAITING))
        return tuple(waiting_line(row, row.due_ms) for row in rows)

    def eligible(self, counter_id: int) -> tuple[WaitingLine, ...]:
        """Those whom this counter may call, in the order of ``call_next`` itself."""
        ticket, serves = schema.ticket, schema.counter_service
        query = eligible(sa.literal(counter_id)).add_columns(
            *(ticket.c[name] for name in _WAITING_COLUMNS if name != "ticket_id"),
            (ticket.c.due_ms + serves.c.penalty_ms).label("key_ms"),
        )
        rows = self._connection.execute(
            query.where(self._still_waits()), {"site_id": self._site_id}
        )
        return tuple(waiting_line(row, row.key_ms) for row in rows)

    def in_state(self, state: TicketState) -> tuple[WaitingLine, ...]:
        columns = schema.ticket.c
        query = self._waiting_lines().where(
            self._still_waits() if state is TicketState.HELD else columns.day == self.day,
            columns.state == sa.literal_column(str(int(state))),
        )
        rows = self.all(query.order_by(columns.due_ms))
        return tuple(waiting_line(row, row.due_ms) for row in rows)

    def served_by(self, counter_id: int) -> int:
        """How many citizens this counter has finished with today."""
        event, ticket = schema.ticket_event.c, schema.ticket.c
        query = (
            sa.select(sa.func.count())
            .select_from(schema.ticket)
            .join(
                schema.ticket_event,
                (event.site_id == ticket.site_id) & (event.ticket_id == ticket.ticket_id),
            )
            .where(
                ticket.site_id == self._site_id,
                ticket.day == self.day,
                ticket.state == sa.literal_column("4"),
                event.kind == int(EventKind.FINISHED),
                event.counter_id == counter_id,
            )
        )
        return int(self._connection.scalar(query) or 0)
