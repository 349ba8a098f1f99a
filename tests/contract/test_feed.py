"""Being told that the queue moved, on both engines."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.fault import Fault, FaultCode
from core.ids import new_id
from core.ticket import Event
from db.engine import Engine, open_engine
from db.feed import Watch
from tests.conftest import WaitUntil
from tests.hand_clock import HandClock
from tests.queue_world import OTHER_SITE, SITE, World, act, open_program, sqlite_address
from tests.real_postgres import RealPostgres


@dataclass(slots=True, kw_only=True)
class Watcher:
    """What one watch told: places in the feed, and faults with None for "back again"."""

    engine: Engine
    changes: list[int] = field(default_factory=list)
    states: list[FaultCode | None] = field(default_factory=list)

    def state(self, fault: Fault | None) -> None:
        self.states.append(None if fault is None else fault.code)


@contextmanager
def watching(url: str, site_id: str = SITE) -> Iterator[Watcher]:
    """A watch over an engine of its own, as another program has; closed and joined at the end."""
    watcher = Watcher(engine=open_engine(url))
    watch = Watch(watcher.engine, site_id, watcher.changes.append, watcher.state)
    watch.start()
    try:
        yield watcher
    finally:
        watch.close()
        watcher.engine.dispose()


def test_another_programs_commit_is_told(world: World, wait_until: WaitUntil) -> None:
    with watching(world.url) as watcher:
        wait_until(lambda: watcher.changes == [0], what="the first look")
        for seq in (1, 2, 3):
            act(world.queue.issue, "A")
            wait_until(lambda seq=seq: watcher.changes[-1] == seq, what=f"event {seq} is told")

    assert watcher.changes == [0, 1, 2, 3]
    assert watcher.states == []


def test_the_programs_own_commits_are_told_too(world: World, wait_until: WaitUntil) -> None:
    """The watch shares the engine with the commands, as in the kiosk."""
    changes: list[int] = []
    watch = Watch(world.engine, SITE, changes.append, lambda _fault: None)
    watch.start()
    wait_until(lambda: changes == [0])
    act(world.queue.issue, "A")
    wait_until(lambda: changes[-1] == 1)
    watch.close()

    assert changes == [0, 1]


def test_what_changes_nothing_is_not_told(world: World, wait_until: WaitUntil) -> None:
    """A refusal, a repeated command, "nobody waits" and the next ward's commit go by unheard."""
    with watching(world.url) as watcher:
        cmd_id = new_id()
        world.queue.issue("C", cmd_id=cmd_id)
        wait_until(lambda: watcher.changes[-1:] == [1])
        world.queue.issue("C", cmd_id=cmd_id)
        with pytest.raises(Exception, match="counter_empty"):
            act(world.queue.recall, 1)
        assert act(world.queue.call_next, 1) is None
        act(world.program(OTHER_SITE).queue.issue, "A")
        act(world.queue.issue, "C")
        wait_until(lambda: watcher.changes[-1] == 2)

    assert watcher.changes in ([0, 1, 2], [1, 2])


def test_a_watch_sees_where_the_feed_stands_when_it_starts(
    world: World, wait_until: WaitUntil
) -> None:
    for _ in range(3):
        act(world.queue.issue, "A")
    with watching(world.url) as watcher:
        wait_until(lambda: watcher.changes == [3])


def test_a_reader_cut_off_at_any_point_sees_each_event_once(
    world: World, wait_until: WaitUntil
) -> None:
    """It remembers only its last place in the feed; wake-ups may come together."""
    seen: list[Event] = []
    reader = world.program().reader
    total = 40

    def catch_up(_seq: int) -> None:
        while page := reader.events(seen[-1].seq if seen else 0, limit=7):
            seen.extend(page)

    for part in range(4):
        engine = open_engine(world.url)
        watch = Watch(engine, SITE, catch_up, lambda _fault: None)
        watch.start()
        for _ in range(total // 4):
            act(world.queue.issue, "A")
        if part % 2:
            wait_until(lambda part=part: len(seen) == total // 4 * (part + 1))
        watch.close()
        engine.dispose()
    catch_up(0)

    assert seen == world.events()
    assert [event.seq for event in seen] == list(range(1, total + 1))


def test_closing_a_watch_that_never_started_does_no_harm(world: World) -> None:
    watch = Watch(world.engine, SITE, lambda _seq: None, lambda _fault: None)
    watch.close()


def test_a_postgres_that_goes_away_is_told_once_and_its_return_too(
    postgres: RealPostgres, seeded_postgres_url: str, clock: HandClock, wait_until: WaitUntil
) -> None:
    program = open_program(seeded_postgres_url, clock)
    with watching(seeded_postgres_url) as watcher:
        wait_until(lambda: watcher.changes == [0])
        postgres.stop()
        wait_until(lambda: watcher.states == [FaultCode.DATABASE_AWAY])
        postgres.start()
        wait_until(lambda: watcher.states == [FaultCode.DATABASE_AWAY, None])
        act(program.queue.issue, "A")
        wait_until(lambda: watcher.changes[-1] == 1)
    program.close()

    assert watcher.changes == [0, 1]
    assert watcher.states == [FaultCode.DATABASE_AWAY, None]


def test_a_listener_that_is_cut_off_catches_up(
    seeded_postgres_url: str, clock: HandClock, wait_until: WaitUntil
) -> None:
    import psycopg

    program = open_program(seeded_postgres_url, clock)
    with watching(seeded_postgres_url) as watcher:
        wait_until(lambda: watcher.changes == [0])
        with psycopg.connect(seeded_postgres_url, autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%%'"
            )
        act(program.queue.issue, "A")
        wait_until(lambda: watcher.changes[-1] == 1)
    program.close()


def test_an_sqlite_file_that_is_not_there_yet_is_told_and_its_coming_too(
    seeded_file: Path, tmp_path: Path, wait_until: WaitUntil
) -> None:
    path = tmp_path / "motcua.db"
    path.mkdir()
    with watching(sqlite_address(path)) as watcher:
        wait_until(lambda: watcher.states == [FaultCode.DATABASE_AWAY])
        path.rmdir()
        shutil.copy(seeded_file, tmp_path / "copy.db")
        (tmp_path / "copy.db").rename(path)
        wait_until(lambda: watcher.states[-1] is None)
        wait_until(lambda: watcher.changes == [0])


def test_a_database_without_a_schema_is_told_until_it_has_one(
    database_url: str, wait_until: WaitUntil
) -> None:
    from tests.queue_world import fill

    with watching(database_url) as watcher:
        wait_until(lambda: watcher.states == [FaultCode.SCHEMA_MISSING])
        fill(database_url)
        wait_until(lambda: watcher.states[-1] is None)
        wait_until(lambda: watcher.changes == [0])
