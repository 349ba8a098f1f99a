"""Where queues are measured: both engines on a real disk, with halls that are ready to be used."""

import itertools
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.postgres import real_postgres
from core.clock import SystemClock
from db.catalogue import Catalogue
from db.engine import Engine, open_engine
from db.queue import Queue
from db.seed import DEFAULT_SITE, seed
from db.upgrade import upgrade

SITE = DEFAULT_SITE
SERVICE = "A"
# /tmp often lives in memory, where a commit costs nothing; /var/tmp is kept over restarts.
_DISK = Path("/var/tmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One engine. ``fresh`` gives the address of a new empty database.

    ``limit_ratio``: how many times the floor a command may take there.
    """

    name: str
    fresh: Callable[[], str]
    limit_ratio: float
    wakeup_limit_ms: float


@contextmanager
def bench_folder() -> Iterator[Path]:
    """An empty folder on a disk, removed at the end."""
    with tempfile.TemporaryDirectory(
        prefix="motcua-bench-", dir=_DISK if _DISK.is_dir() else None, ignore_cleanup_errors=True
    ) as folder:
        yield Path(folder)


def sqlite_ground(folder: Path) -> Ground:
    numbers = itertools.count(1)
    return Ground(
        name="SQLite",
        fresh=lambda: f"sqlite:///{(folder / f'bench{next(numbers)}.db').as_posix()}",
        limit_ratio=3.0,
        wakeup_limit_ms=30.0,
    )


@contextmanager
def both_grounds() -> Iterator[tuple[Ground, ...]]:
    """SQLite and PostgreSQL, the latter's server running."""
    with bench_folder() as folder, real_postgres(folder / "cluster") as fresh:
        postgres = Ground(name="PostgreSQL", fresh=fresh, limit_ratio=4.5, wakeup_limit_ms=20.0)
        yield sqlite_ground(folder), postgres


def furnish(url: str, counters: int = 1) -> None:
    """The ward's schema and catalogue; ``counters`` serve ``SERVICE``, whose numbers never end."""
    engine = open_engine(url)
    upgrade(engine)
    seed(engine, SITE)
    with engine.write.begin() as connection:
        catalogue = Catalogue(engine, connection, SITE)
        catalogue.put_series(SERVICE, last_no=10_000_000)
        for number in range(1, counters + 1):
            catalogue.put_counter(
                number, name_vi=f"Quầy {number:02d}", name_en=f"Counter {number:02d}",
                serves={SERVICE: 0},
            )  # fmt: skip
    engine.dispose()


@contextmanager
def open_queue(url: str) -> Iterator[tuple[Engine, Queue]]:
    """The queue of a furnished database, as a program has it."""
    engine = open_engine(url)
    queue = Queue(engine, SITE, SystemClock())
    try:
        yield engine, queue
    finally:
        queue.close()
        engine.dispose()
