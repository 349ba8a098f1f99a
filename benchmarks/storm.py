"""The storm: many processes, random commands, jumping clocks, everything sent again now and then.

``python -m benchmarks.storm [--engine sqlite|postgres] [--commands N] [--processes N] [--url URL]``
Afterwards the feed is replayed through the plain model and compared with the tables and with what
the processes were told. Exit 0 only when there is no violation, no duplicate and no gap.
"""

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.postgres import real_postgres
from benchmarks.storm_worker import (
    BEGIN_MS,
    SERVICES,
    StormClock,
    StormOrder,
    StormReport,
    work,
)
from db.catalogue import Catalogue
from db.check import CheckResult, check
from db.engine import Engine, open_engine
from db.reader import Reader
from db.seed import DEFAULT_SITE, seed
from db.upgrade import upgrade

COMMANDS = 100_000
QUICK_COMMANDS = 8_000
COMMANDS_A_DAY = 15_000
PROCESSES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class StormResult:
    """What is left after the storm. ``wrong`` is empty when every invariant holds."""

    commands: int
    acknowledged: int
    retried: int
    nobody: int
    restarted: int
    refused: Counter[str]
    unavailable: Counter[str]
    given_up: int
    events: int
    tickets: int
    seconds: float
    wrong: tuple[str, ...]


def prepare(engine: Engine) -> None:
    """The seeded ward with series that do not end in the middle of the storm."""
    upgrade(engine)
    seed(engine)
    widen_series(engine)


def widen_series(engine: Engine) -> None:
    with engine.write.begin() as connection:
        catalogue = Catalogue(engine, connection, DEFAULT_SITE)
        for series in SERVICES:
            catalogue.put_series(series, last_no=99_999)


def storm(url: str, *, commands: int, processes: int = PROCESSES, seed_no: int = 1) -> StormResult:
    """Run the storm on a prepared database and prove what it left behind."""
    began = time.monotonic()
    reports = run_processes(url, commands=commands, processes=processes, seed_no=seed_no)
    seconds = time.monotonic() - began
    engine = open_engine(url)
    try:
        result = check(engine, DEFAULT_SITE)
        wrong = [*result.differences, *result.departures, *_wrong_answers(engine, reports)]
    finally:
        engine.dispose()
    return _result(reports, result, seconds, wrong)


def run_processes(
    url: str, *, commands: int, processes: int, seed_no: int
) -> tuple[StormReport, ...]:
    """Let all processes go at once; their reports. One that dies raises ``EOFError``."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(processes)
    days = max(3, commands // COMMANDS_A_DAY)
    running = []
    for number in range(processes):
        here, there = context.Pipe(duplex=False)
        order = StormOrder(
            url=url,
            site_id=DEFAULT_SITE,
            number=number,
            commands=commands // processes,
            days=days,
            seed=seed_no,
        )
        process = context.Process(target=work, args=(order, start, there))
        process.start()
        there.close()
        running.append((process, here))
    try:
        return tuple(here.recv() for _, here in running)
    finally:
        for process, here in running:
            here.close()
            process.join(5)
            process.kill()


def _wrong_answers(engine: Engine, reports: Sequence[StormReport]) -> Iterator[str]:
    """Answers that differ from the feed, from each other, or have no event; and events unasked."""
    fed: dict[str, int] = {}
    reader = Reader(engine, DEFAULT_SITE, StormClock(wall_ms=BEGIN_MS))
    after = 0
    while page := reader.events(after, limit=5000):
        fed |= {event.cmd_id: event.seq for event in page if event.cmd_id is not None}
        after = page[-1].seq
    told: set[str] = set()
    for report in reports:
        yield from report.unlike
        told |= report.acknowledged.keys() | report.given_up
        for cmd_id, seq in report.acknowledged.items():
            if fed.get(cmd_id) != seq:
                yield f"{cmd_id} was acknowledged as event {seq}, the feed has {fed.get(cmd_id)}"
    yield from (f"nobody was told of {cmd_id}" for cmd_id in fed.keys() - told)


def _result(
    reports: Sequence[StormReport], result: CheckResult, seconds: float, wrong: Sequence[str]
) -> StormResult:
    return StormResult(
        commands=sum(report.commands for report in reports),
        acknowledged=sum(len(report.acknowledged) for report in reports),
        retried=sum(report.retried for report in reports),
        nobody=sum(report.nobody for report in reports),
        restarted=sum(report.restarted for report in reports),
        refused=sum((report.refused for report in reports), Counter()),
        unavailable=sum((report.unavailable for report in reports), Counter()),
        given_up=sum(len(report.given_up) for report in reports),
        events=result.events,
        tickets=result.tickets,
        seconds=seconds,
        wrong=tuple(wrong),
    )


def summary(engine: str, processes: int, result: StormResult) -> str:
    """The result for the terminal."""
    rate = result.commands / result.seconds
    lines = [
        f"── storm on {engine}: {result.commands:,} commands by {processes} processes "
        f"in {result.seconds:.1f} s ({rate:,.0f}/s)",
        f"   acknowledged {result.acknowledged:,} · sent again {result.retried:,} "
        f"· nobody waited {result.nobody:,} · programs restarted {result.restarted:,}",
        f"   events {result.events:,} · tickets {result.tickets:,}",
        f"   refused {result.refused.total():,}: {_counted(result.refused)}",
        f"   database away or locked {result.unavailable.total():,} · given up {result.given_up:,}",
        f"   violations, duplicates, gaps: {len(result.wrong)}",
    ]
    return "\n".join([*lines, *(f"   WRONG {sentence}" for sentence in result.wrong[:20])])


def _counted(codes: Counter[str]) -> str:
    return " · ".join(f"{code} {count:,}" for code, count in codes.most_common())


@contextmanager
def _database(engine: str, folder: Path) -> Iterator[str]:
    """The address of an empty database of that kind."""
    if engine == "sqlite":
        yield f"sqlite:///{(folder / 'storm.db').as_posix()}"
        return
    with real_postgres(folder / "cluster") as fresh:
        yield fresh()


def main(arguments: Sequence[str]) -> int:
    """0 when nothing was found wrong."""
    asked = _asked(arguments)
    commands = asked.commands or (QUICK_COMMANDS if asked.quick else COMMANDS)
    right = True
    for name in ("sqlite", "postgres") if asked.engine == "both" else (asked.engine,):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            if asked.url is not None:
                right &= _run(asked.url, asked.url, commands, asked.processes)
                break
            with _database(name, Path(folder)) as url:
                right &= _run(name, url, commands, asked.processes)
    return 0 if right else 1


def _run(name: str, url: str, commands: int, processes: int) -> bool:
    engine = open_engine(url)
    prepare(engine)
    engine.dispose()
    result = storm(url, commands=commands, processes=processes)
    print(summary(name, processes, result), flush=True)
    return not result.wrong


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.storm", description=__doc__.splitlines()[0])
    parser.add_argument("--engine", choices=["sqlite", "postgres", "both"], default="both")
    parser.add_argument("--commands", type=int, help=f"in all; {COMMANDS} unless told")
    parser.add_argument("--processes", type=int, default=PROCESSES)
    parser.add_argument("--url", help="an empty database instead of one made for the storm")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_COMMANDS} commands")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
