"""Issue and call-next beside the raw driver's one-row commit, at one client and at eight."""

from collections.abc import Iterator

from benchmarks.commands import Batch, Kind, open_client
from benchmarks.crowd import crowd_work, per_second, run_crowd, took_ms
from benchmarks.figures import Effort, Figure, Report, high, median
from benchmarks.floor import make_floor
from benchmarks.grounds import Ground, both_grounds, furnish

_NOTES = (
    "floor: one row inserted and committed through the raw driver, the same disk and durability",
    "  SQLite: WAL, synchronous=FULL, BEGIN IMMEDIATE · PostgreSQL: psycopg, fsync and",
    "  synchronous_commit on, BEGIN, INSERT, COMMIT. Batches of all alternate in one run.",
    "commands/s of call-next: call, start and finish, each a command of its own.",
)


def measure(effort: Effort) -> Report:
    with both_grounds() as grounds:
        figures = tuple(figure for ground in grounds for figure in _on(ground, effort))
    return Report(
        name="queue", title="the queue's commands beside their floor", figures=figures, notes=_NOTES
    )


def _on(ground: Ground, effort: Effort) -> Iterator[Figure]:
    url, floor_url = ground.fresh(), ground.fresh()
    furnish(url, counters=effort.clients)
    make_floor(floor_url)
    alone = _alone(url, floor_url, effort)
    yield from _figures(f"{ground.name}, 1 client", alone, ground.limit_ratio)
    together = run_crowd(crowd_work(url, floor_url, effort), effort.clients)
    yield from _figures(f"{ground.name}, {effort.clients} clients", together, None)


def _alone(url: str, floor_url: str, effort: Effort) -> list[list[Batch]]:
    with open_client(url, floor_url, counter_id=1) as client:
        return [[client.run(kind, effort.batch)] for _ in range(effort.rounds) for kind in Kind]


def _figures(
    where: str, together: list[list[Batch]], limit_ratio: float | None
) -> Iterator[Figure]:
    floor = took_ms(together, Kind.FLOOR)
    for kind in (Kind.ISSUE, Kind.CALL):
        took = took_ms(together, kind)
        yield Figure(
            what=f"{where}: {kind.value} p50",
            value=median(took),
            unit="ms",
            floor=median(floor),
            limit_ratio=limit_ratio,
        )
        yield Figure(
            what=f"{where}: {kind.value} p99", value=high(took), unit="ms", floor=high(floor)
        )
        yield Figure(
            what=f"{where}: {kind.value}",
            value=per_second(together, kind),
            unit="/s",
            floor=per_second(together, Kind.FLOOR),
        )
