"""A seeded queue for tests, made in a moment: a copied file, or a copied PostgreSQL database."""

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import pytest

from core.clock import MINUTE_MS, Clock
from core.fault import Fault, FaultCode, Refused, Unavailable
from core.ids import new_id
from core.ticket import Event, EventKind
from db.catalogue import Catalogue
from db.check import CheckResult, check
from db.engine import Engine, open_engine
from db.queue import Queue
from db.reader import Reader
from db.seed import seed
from db.upgrade import upgrade
from i18n import LANGUAGES, Texts
from tests.hand_clock import SPECIMEN_MS, HandClock
from tests.real_postgres import RealPostgres

SITE = "thanh-nhan"
OTHER_SITE = "bach-khoa"

T = TypeVar("T")


def act(command: Callable[..., T], *arguments: Any, **named: Any) -> T:
    """Send a command with an identifier of its own, as one press of a key does."""
    return command(*arguments, cmd_id=new_id(), **named)


@dataclass(slots=True, kw_only=True)
class RunningClock:
    """The wall clock is the test's, time itself passes: for whoever waits with a deadline."""

    wall_ms: int = SPECIMEN_MS

    def now_ms(self) -> int:
        return self.wall_ms

    def elapsed_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


@dataclass(slots=True, kw_only=True)
class Program:
    """What one program holds of the queue: its own engine, commands and snapshots."""

    engine: Engine
    queue: Queue
    reader: Reader

    def close(self) -> None:
        self.queue.close()
        self.engine.dispose()


@dataclass(slots=True, kw_only=True)
class World:
    """One seeded database and its programs; ``queue`` and ``reader`` are the first one's."""

    url: str
    clock: HandClock
    same_catalogue: bool = True  # False: the test changed who serves what, or where numbers begin
    programs: list[Program] = field(default_factory=list)

    @property
    def engine(self) -> Engine:
        return self._first.engine

    @property
    def queue(self) -> Queue:
        return self._first.queue

    @property
    def reader(self) -> Reader:
        return self._first.reader

    @property
    def _first(self) -> Program:
        return self.programs[0] if self.programs else self.program()

    def program(self, site_id: str = SITE, clock: Clock | None = None) -> Program:
        """One more program on the same database."""
        program = open_program(self.url, clock or self.clock, site_id)
        self.programs.append(program)
        return program

    @contextmanager
    def catalogue(self, site_id: str = SITE) -> Iterator[Catalogue]:
        """Change services and counters, as ward IT does from another program."""
        self.same_catalogue = False
        engine = open_engine(self.url)
        try:
            with engine.write.begin() as connection:
                yield Catalogue(engine, connection, site_id)
        finally:
            engine.dispose()

    def events(self, *kinds: EventKind) -> list[Event]:
        """The whole feed, or these kinds of it."""
        feed = self.reader.events(0, limit=1_000_000)
        return [event for event in feed if not kinds or event.kind in kinds]

    def check(self, site_id: str = SITE) -> CheckResult:
        """Compare the feed with the tables."""
        return check(self.engine, site_id)

    def close(self) -> None:
        for program in self.programs:
            program.close()
        self.programs.clear()


def take(world: World, service_id: str = "A") -> str:
    """A ticket of its own minute; its id."""
    world.clock.advance(MINUTE_MS)
    return act(world.queue.issue, service_id).ticket_id or ""


def called(world: World, service_id: str = "A", counter_id: int = 1) -> str:
    """A ticket that was called to a counter."""
    ticket_id = take(world, service_id)
    act(world.queue.call_next, counter_id)
    return ticket_id


def served(world: World, service_id: str = "A", counter_id: int = 1) -> str:
    """A ticket whose citizen is at a counter."""
    ticket_id = called(world, service_id, counter_id)
    act(world.queue.start, counter_id)
    return ticket_id


def open_program(url: str, clock: Clock, site_id: str = SITE) -> Program:
    engine = open_engine(url)
    return Program(
        engine=engine,
        queue=Queue(engine, site_id, clock),
        reader=Reader(engine, site_id, clock),
    )


def fill(url: str) -> None:
    """Make the schema and two wards in an empty database."""
    engine = open_engine(url)
    upgrade(engine)
    seed(engine, SITE)
    seed(engine, OTHER_SITE)
    engine.dispose()


def sqlite_address(path: Path) -> str:
    return f"sqlite:///{path.as_posix()}"


@contextmanager
def refuses(code: FaultCode, **facts: object) -> Iterator[None]:
    """The block is refused with exactly this code and these facts, and people can read why."""
    with pytest.raises(Refused) as caught:
        yield
    assert (code, facts) == (caught.value.code, caught.value.facts)
    assert_readable(caught.value)


@contextmanager
def unavailable(code: FaultCode) -> Iterator[None]:
    """The block fails because the database cannot be used just now, for this reason."""
    with pytest.raises(Unavailable) as caught:
        yield
    assert code is caught.value.code
    assert_readable(caught.value)


def assert_readable(fault: Fault) -> None:
    """Every language has a sentence for the fault, with no gap in it."""
    for language in LANGUAGES:
        sentence = Texts(language).fault(fault)
        assert "…" not in sentence, f"{language}: {sentence} lacks a fact of {fault}"


# Fixtures: tests/conftest.py imports them ---------------------------------------------------------


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A seeded SQLite file to copy."""
    path = tmp_path_factory.mktemp("seeded") / "motcua.db"
    fill(sqlite_address(path))
    return path


@pytest.fixture(scope="session")
def seeded_template(postgres: RealPostgres) -> str:
    """A seeded PostgreSQL database to copy."""
    name = postgres.fresh()
    fill(postgres.url(name))
    return name


@pytest.fixture
def seeded_sqlite_url(seeded_file: Path, tmp_path: Path) -> str:
    """The address of an SQLite file with two wards in it."""
    return sqlite_address(Path(shutil.copy(seeded_file, tmp_path / "queue.db")))


@pytest.fixture
def seeded_postgres_url(postgres: RealPostgres, seeded_template: str) -> Iterator[str]:
    """The address of a PostgreSQL database with two wards in it."""
    name = postgres.fresh(seeded_template)
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture(params=["sqlite", "postgres"])
def seeded_url(request: pytest.FixtureRequest) -> str:
    """A database with two wards in it; the test runs once on each engine."""
    url: str = request.getfixturevalue(f"seeded_{request.param}_url")
    return url


@pytest.fixture
def world(seeded_url: str, clock: HandClock) -> Iterator[World]:
    """A queue on either engine; when the test is over, its feed and its tables must agree."""
    world = World(url=seeded_url, clock=clock)
    yield world
    results = [world.check(site_id) for site_id in (SITE, OTHER_SITE)]
    world.close()
    assert [result.differences for result in results] == [(), ()]
    if world.same_catalogue:
        assert [result.departures for result in results] == [(), ()]
