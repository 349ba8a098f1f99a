"""Opening the shared queue for one program: the checked database, commands, snapshots."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from core.clock import Clock, SystemClock
from db.engine import Engine, open_engine
from db.queue import Queue
from db.reader import Reader
from db.upgrade import check_revision
from motcua.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQueue:
    """The queue of one site, as one program uses it on its one database thread."""

    engine: Engine
    queue: Queue
    reader: Reader
    site_id: str
    clock: Clock  # the one that all programs on this database share


@contextmanager
def open_database(settings: Settings, environ: Mapping[str, str]) -> Iterator[Engine]:
    """The database of the settings, undamaged; closed at the end. Raises ``Unavailable``."""
    engine = open_engine(settings.database.address(environ))
    try:
        engine.check()
        yield engine
    finally:
        engine.dispose()


@contextmanager
def open_queue(
    settings: Settings, environ: Mapping[str, str], clock: Clock | None = None
) -> Iterator[OpenQueue]:
    """The site's queue, with the schema that this program needs. Raises ``Unavailable``."""
    with open_database(settings, environ) as engine:
        clock = clock or engine.clock(SystemClock())
        check_revision(engine)
        queue = Queue(engine, settings.site, clock)
        try:
            yield OpenQueue(
                engine=engine,
                queue=queue,
                reader=Reader(engine, settings.site, clock),
                site_id=settings.site,
                clock=clock,
            )
        finally:
            queue.close()
