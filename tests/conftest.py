"""What every test may ask for, and what every test must leave behind as it found it."""

import gc
import logging
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.hand_clock import HandClock
from tests.queue_world import (  # noqa: F401  fixtures for every test that needs a queue
    seeded_file,
    seeded_postgres_url,
    seeded_sqlite_url,
    seeded_template,
    seeded_url,
    world,
)
from tests.real_postgres import RealPostgres

# Before anything imports Qt: tests draw, but not on the developer's screen.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

OUR_LOGGERS: Final = (
    "core",
    "i18n",
    "db",
    "hardware",
    "ui_kit",
    "kiosk",
    "officer_panel",
    "counter_display",
    "motcua",
)
# Threads that belong to the machinery of the tests themselves.
_FOREIGN_THREADS: Final = ("pytest_timeout", "execnet", "Dummy-")
_LEAVE_WITHIN_S: Final = 5.0

WaitUntil = Callable[..., None]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long stories first: begun last, one of them would keep a single core busy at the end."""
    items.sort(key=lambda item: "story" not in item.path.parts)


def pytest_collection_finish() -> None:
    """What is there before the first test stays: no later search for garbage need look at it."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def clock() -> HandClock:
    """A clock at 08:15 on 27/09/2023 that only the test moves."""
    return HandClock()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """The folder for pictures of screens and slips: MOTCUA_PICTURES, else build/pictures."""
    default = Path(__file__).parent.parent / "build" / "pictures"
    folder = Path(os.environ.get("MOTCUA_PICTURES") or default)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def wait_until() -> WaitUntil:
    """``wait_until(fact, timeout_s=10)``: goes on once ``fact()`` holds, else fails."""

    def wait(fact: Callable[[], object], *, timeout_s: float = 10.0, what: str = "") -> None:
        deadline = time.monotonic() + timeout_s
        pause = threading.Event()
        while not fact():
            if time.monotonic() > deadline:
                pytest.fail(f"not within {timeout_s} s: {what or fact}")
            pause.wait(0.005)

    return wait


@pytest.fixture(scope="session")
def postgres() -> Iterator[RealPostgres]:
    """One real PostgreSQL cluster per test process.

    In a folder of its own: pytest removes those of earlier runs, also of runs that still go on.
    """
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        cluster = RealPostgres(folder=Path(folder) / "data")
        cluster.start()
        yield cluster
        cluster.remove()


@pytest.fixture
def postgres_url(postgres: RealPostgres) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    database = postgres.fresh()
    yield postgres.url(database)
    postgres.drop(database)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The address of an SQLite file that does not exist yet."""
    return f"sqlite:///{(tmp_path / 'motcua.db').as_posix()}"


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database; the test runs once on each engine."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(autouse=True)
def _no_thread_stays() -> Iterator[None]:
    """Fail a test that leaves a thread running: a forgotten device or watcher."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + _LEAVE_WITHIN_S
    for thread in _new_threads(before):
        thread.join(max(0.0, deadline - time.monotonic()))
    if left := _new_threads(before):
        pytest.fail(f"threads left running: {sorted(thread.name for thread in left)}")


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before and not thread.name.startswith(_FOREIGN_THREADS)
    ]


@pytest.fixture(autouse=True)
def _widgets_die_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """Collect a screen's garbage in the GUI thread: in a worker thread it ends in a crash."""
    yield
    if "qtbot" in request.fixturenames:
        gc.collect()


class _Errors(logging.Handler):
    """Keeps what our own code logs as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.sentences: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in OUR_LOGGERS:
            self.sentences.append(record.getMessage())


@pytest.fixture(autouse=True)
def _no_error_is_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test during which our code logs an error that the test does not expect.

    Expected: those with words of the ``complains`` marker, or any in a test that reads ``caplog``.
    """
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    yield
    logging.getLogger().removeHandler(errors)
    if "caplog" in request.fixturenames:
        return
    marker = request.node.get_closest_marker("complains")
    expected = marker.args if marker else ()
    unexpected = [
        sentence
        for sentence in errors.sentences
        if not any(words in sentence for words in expected)
    ]
    if unexpected:
        pytest.fail(f"errors in the log: {unexpected}")
