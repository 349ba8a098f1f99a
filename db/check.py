"""Does the queue agree with its own feed? Replays every event and compares with the tables.

One read transaction, a page of rows at a time: a million events fit in the memory of their tickets.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Any

import sqlalchemy as sa

from core.fault import FaultCode, Refused
from core.replay import Policy, Replay, Violation
from core.replay_ticket import ReplayedTicket
from db import schema
from db.engine import Engine
from db.rows import event_of

PAGE = 2000
TOLD_AT_MOST = 100

# What the feed alone decides of a ticket; the other columns say where it came from.
_REPLAYED = tuple(
    column.name for column in fields(ReplayedTicket) if column.name in schema.ticket.c
)


@dataclass(slots=True, kw_only=True)
class _Findings:
    """The first sentences, and how many there were."""

    sentences: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, sentence: str) -> None:
        self.count += 1
        if self.count <= TOLD_AT_MOST:
            self.sentences.append(sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What was found at one site.

    ``differences``: the feed breaks an invariant, or a table says something else than the feed.
    ``departures``: calls and numbers that today's catalogue would not explain, which is no fault
    where services or penalties were changed since. Both hold the first 100 sentences at most.
    """

    site_id: str
    events: int
    tickets: int
    appointments: int
    differences: tuple[str, ...]
    departures: tuple[str, ...]
    difference_count: int
    departure_count: int

    @property
    def agrees(self) -> bool:
        return self.difference_count == 0


def check(engine: Engine, site_id: str) -> CheckResult:
    """Replay the whole feed of ``site_id`` and compare it with the tables.

    Raises ``Refused(SITE_UNKNOWN)`` and ``Unavailable``.
    """
    try:
        with engine.read.connect() as connection:
            return _Check(connection, site_id).run()
    except sa.exc.DBAPIError as error:
        raise engine.fault_of(error) or error from error


def policy_of(connection: sa.Connection, site_id: str) -> Policy:
    """Today's catalogue of the site, as far as the calling order depends on it."""
    serves, group, series = schema.counter_service.c, schema.priority_group.c, schema.series.c
    penalties: dict[int, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(
        sa.select(serves.counter_id, serves.service_id, serves.penalty_ms).where(
            serves.site_id == site_id
        )
    ):
        penalties[row.counter_id][row.service_id] = row.penalty_ms
    groups = sa.select(group.code, group.head_start_ms).where(group.site_id == site_id)
    firsts = sa.select(series.series, series.first_no).where(series.site_id == site_id)
    return Policy(
        penalties_ms=penalties,
        head_starts_ms={row.code: row.head_start_ms for row in connection.execute(groups)},
        first_numbers={row.series: row.first_no for row in connection.execute(firsts)},
    )


class _Check:
    """One check in one read transaction."""

    def __init__(self, connection: sa.Connection, site_id: str) -> None:
        self._connection = connection
        self._site_id = site_id
        self._wrong = _Findings()
        self._departed = _Findings()

    def run(self) -> CheckResult:
        clock = self._row(schema.site_clock)
        if clock is None:
            raise Refused(FaultCode.SITE_UNKNOWN, site=self._site_id)
        policy = policy_of(self._connection, self._site_id)
        replay = Replay(policy, lambda violation: self._departed.add(str(violation)))
        if self._replayed(replay):
            self._compare_clock(clock, replay)
            self._compare_numbers(replay)
            self._compare_counters(replay)
            tickets = self._compare_tickets(replay)
        else:
            tickets = 0
        return CheckResult(
            site_id=self._site_id,
            events=replay.seq,
            tickets=tickets,
            appointments=replay.appointments,
            differences=tuple(self._wrong.sentences),
            departures=tuple(self._departed.sentences),
            difference_count=self._wrong.count,
            departure_count=self._departed.count,
        )

    def _replayed(self, replay: Replay) -> bool:
        """Replay the feed; False when it breaks an invariant: then nothing can be compared."""
        try:
            for row in self._pages(schema.ticket_event, schema.ticket_event.c.seq):
                replay.apply(event_of(row))
        except Violation as violation:
            self._wrong.add(str(violation))
            return False
        if replay.overdue:
            self._wrong.add(f"the feed ends before {len(replay.overdue)} tickets have expired")
        return True

    def _compare_clock(self, clock: Any, replay: Replay) -> None:
        self._compare("site_clock", "seq", clock.seq, replay.seq)
        self._compare("site_clock", "last_ms", clock.last_ms, replay.at_ms)
        self._compare("site_clock", "day", clock.day, replay.day)

    def _compare_numbers(self, replay: Replay) -> None:
        counted = {(row.day, row.series): row.last_no for row in self._rows(schema.day_counter)}
        for day, series in sorted(counted.keys() | replay.numbers.keys()):
            key = (day, series)
            name = f"day_counter {day} {series}"
            self._compare(name, "last_no", counted.get(key), replay.numbers.get(key))

    def _compare_counters(self, replay: Replay) -> None:
        for row in self._rows(schema.counter):
            sitting = replay.sitting.get(row.counter_id)
            paused = replay.paused.get(row.counter_id, (None, None))
            where = f"counter {row.counter_id}"
            self._compare(where, "officer_id", row.officer_id, sitting)
            self._compare(where, "pause", (row.pause, row.paused_ms), paused)

    def _compare_tickets(self, replay: Replay) -> int:
        count = 0
        for row in self._pages(schema.ticket, schema.ticket.c.ticket_id):
            count += 1
            told = replay.tickets.get(row.ticket_id)
            if told is None:
                self._wrong.add(f"ticket {row.label} of {row.day}: the feed never issued it")
                continue
            for name in _REPLAYED:
                where = f"ticket {row.label} of {row.day}"
                self._compare(where, name, getattr(row, name), getattr(told, name))
        if count < len(replay.tickets):
            self._wrong.add(f"{len(replay.tickets) - count} tickets of the feed are in no table")
        return count

    def _compare(self, where: str, name: str, table: object, feed: object) -> None:
        if table != feed:
            self._wrong.add(f"{where}: {name} is {table!r}, by the feed {feed!r}")

    def _row(self, table: sa.Table) -> Any:
        return next(iter(self._rows(table)), None)

    def _rows(self, table: sa.Table) -> Any:
        return self._connection.execute(sa.select(table).where(table.c.site_id == self._site_id))

    def _pages(self, table: sa.Table, key: sa.Column[Any]) -> Iterator[Any]:
        """All rows of the site in the order of ``key``, fetched page by page."""
        query = sa.select(table).where(table.c.site_id == self._site_id).order_by(key).limit(PAGE)
        page = self._connection.execute(query).all()
        while page:
            yield from page
            last = getattr(page[-1], key.name)
            page = self._connection.execute(query.where(key > last)).all()
