"""Call-next in a hall with a long history: three databases, measured alternately in one run."""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import cycle, islice

import psycopg

from benchmarks.commands import Client, Kind
from benchmarks.figures import Effort, Figure, Report, median
from benchmarks.grounds import SERVICE, SITE, Ground, both_grounds, furnish, open_queue
from db.engine.sqlite import driver

LIMIT_RATIO = 1.15
WAITING = 20
_SERVED_A_DAY = 900

_NUMBERS = {
    "sqlite": (
        "WITH RECURSIVE past(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM past WHERE i < {count}) "
    ),
    "postgresql": "WITH past(i) AS (SELECT * FROM generate_series(1, {count})) ",
}
# Served long ago: state 4 is DONE. Identifiers as long as real ones, in order of their time.
_TICKETS = f"""
INSERT INTO ticket (site_id, ticket_id, day, series, number, label, service_id, state, due_ms,
                    issued_ms, called_ms, started_ms, ended_ms, calls, ahead, token, source,
                    print_state, prints)
{{numbers}}
SELECT '{SITE}', '00000000-0000-7000-8000-000' || CAST(100000000 + i AS TEXT),
       20000101 + i / {_SERVED_A_DAY}, '{SERVICE}', i % {_SERVED_A_DAY} + 1, 'A007', '{SERVICE}',
       4, i, i, i + 1, i + 2, i + 3, 1, 4, '7K2M9QWXTRFA', 'K1', 2, 1
FROM past"""
_EVENTS = f"""
INSERT INTO ticket_event (site_id, seq, kind, at_ms, day, cmd_id, ticket_id, series, number, label,
                          service_id)
{{numbers}}
SELECT '{SITE}', i, 1, i, 20000101 + i / {_SERVED_A_DAY},
       '00000000-0000-7000-9000-000' || CAST(100000000 + i AS TEXT),
       '00000000-0000-7000-8000-000' || CAST(100000000 + i AS TEXT),
       '{SERVICE}', i % {_SERVED_A_DAY} + 1, 'A007', '{SERVICE}'
FROM past"""
_CLOCK = "UPDATE site_clock SET seq = {count}"


def measure(effort: Effort) -> Report:
    with both_grounds() as grounds:
        figures = tuple(figure for ground in grounds for figure in _on(ground, effort))
    return Report(
        name="history",
        title="call-next in a hall that has served many",
        figures=figures,
        notes=(
            f"floor: the same with {effort.histories[0]:,} old tickets; {WAITING} people wait.",
        ),
    )


def fill(url: str, count: int) -> None:
    """``count`` tickets that were served long ago, each with an event."""
    kind = url.partition(":")[0]
    numbers = _NUMBERS[kind].format(count=count)
    statements = [text.format(numbers=numbers, count=count) for text in (_TICKETS, _EVENTS, _CLOCK)]
    if kind == "sqlite":
        _fill_sqlite(url, statements)
    else:
        _fill_postgres(url, statements)


def _fill_sqlite(url: str, statements: list[str]) -> None:
    connection = driver().connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for statement in ("BEGIN", *statements, "COMMIT", "PRAGMA wal_checkpoint(TRUNCATE)"):
        connection.execute(statement)
    connection.close()


def _fill_postgres(url: str, statements: list[str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        # No look at the catalogue for each of a million rows.
        connection.execute("SET session_replication_role = replica")
        for statement in (*statements, "VACUUM ANALYZE", "CHECKPOINT"):
            connection.execute(statement.encode())


class _Nothing:
    """No floor is measured here."""

    def commit(self) -> None:
        raise AssertionError("the floor is the shortest history")


def _on(ground: Ground, effort: Effort) -> Iterator[Figure]:
    took = _alternately(ground, effort)
    shortest = median(took[effort.histories[0]])
    for count in effort.histories:
        longest = count == effort.histories[-1]
        yield Figure(
            what=f"{ground.name}, {count:,} old tickets: call-next p50",
            value=median(took[count]),
            unit="ms",
            floor=shortest,
            limit_ratio=LIMIT_RATIO if longest else None,
        )


def _alternately(ground: Ground, effort: Effort) -> dict[int, list[float]]:
    """Milliseconds of each call, by the length of the history."""
    took: dict[int, list[float]] = {count: [] for count in effort.histories}
    batch = max(1, effort.batch // 5)
    with ExitStack() as stack:
        clients: dict[int, Client] = {}
        for count in effort.histories:
            url = ground.fresh()
            furnish(url)
            fill(url, count)
            _, queue = stack.enter_context(open_queue(url))
            clients[count] = client = Client(queue, _Nothing(), counter_id=1)
            client.run(Kind.ISSUE, WAITING + 8)
            client.run(Kind.CALL, 8)
        for number in range(effort.rounds * 5):
            # Each comes first, second and last equally often.
            for count in islice(cycle(effort.histories), number % 3, number % 3 + 3):
                clients[count].run(Kind.ISSUE, batch)
                took[count] += clients[count].run(Kind.CALL, batch).took_ms
    return took
