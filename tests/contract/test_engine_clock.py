"""Whose clock counts: this machine's on SQLite, the server's on PostgreSQL."""

import time

from core.ids import new_id
from db.engine import open_engine
from db.queue import Queue
from db.seed import DEFAULT_SITE, seed
from db.upgrade import upgrade
from tests.hand_clock import SPECIMEN_MS, HandClock


def test_one_machine_goes_by_its_own_clock(sqlite_url: str, clock: HandClock) -> None:
    engine = open_engine(sqlite_url)
    assert engine.clock(clock) is clock
    engine.dispose()


def test_a_pc_with_a_wrong_date_goes_by_the_server(postgres_url: str, clock: HandClock) -> None:
    """Three years behind or a day ahead: the server's day counts for everyone."""
    engine = open_engine(postgres_url)
    upgrade(engine)
    seed(engine)
    engine.write.dispose()
    engine.read.dispose()
    shared = engine.clock(clock)
    assert shared.now_ms() == SPECIMEN_MS  # nothing measured yet

    queue = Queue(engine, DEFAULT_SITE, shared)
    before_ms = time.time_ns() // 1_000_000
    first = queue.issue("A", cmd_id=new_id())
    assert first.at_ms >= before_ms - 60_000

    clock.jump(24 * 3_600_000)
    clock.advance(5_000)
    second = queue.issue("A", cmd_id=new_id())
    assert (second.day, second.number) == (first.day, 2)
    assert 5_000 <= second.at_ms - first.at_ms < 60_000
    queue.close()
    engine.dispose()
