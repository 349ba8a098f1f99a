"""A PostgreSQL back end that neither answers nor hangs up."""

import psutil  # type: ignore[import-untyped]
import psycopg

from core.clock import SystemClock
from core.ids import new_id
from tests.queue_world import open_program


def test_a_back_end_that_freezes_does_not_freeze_us(seeded_postgres_url: str) -> None:
    """The attempt ends by itself, and the command goes through on a fresh connection."""
    program = open_program(seeded_postgres_url, SystemClock())
    program.queue.issue("A", cmd_id=new_id())
    frozen = _freeze(seeded_postgres_url)
    try:
        event = program.queue.issue("A", cmd_id=new_id())
    finally:
        for backend in frozen:
            backend.resume()

    assert event.number == 2
    program.queue.close()
    program.engine.dispose()


def _freeze(url: str) -> list[psutil.Process]:
    """Stop every backend of this database in the middle of whatever it does."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        ).fetchall()
    backends = [psutil.Process(int(row[0])) for row in rows]
    for backend in backends:
        backend.suspend()
    return backends
