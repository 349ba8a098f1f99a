"""The floor: one row inserted and committed through the raw driver, with the same durability."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg

from db.engine.sqlite import BUSY_MS, driver

_SQLITE = "sqlite:///"
_LABEL = "A007"


class Floor(Protocol):
    """The least that a command could be."""

    def commit(self) -> None:
        """Insert one row and commit it."""


def make_floor(url: str) -> None:
    """Create the one table of the floor in an empty database."""
    if url.startswith(_SQLITE):
        with closing(_sqlite(url)) as connection:
            connection.execute("CREATE TABLE floor (no INTEGER PRIMARY KEY, label TEXT NOT NULL)")
    else:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE floor (no bigserial PRIMARY KEY, label text NOT NULL)")


@contextmanager
def open_floor(url: str) -> Iterator[Floor]:
    """A connection of its own to a floor that was made."""
    if url.startswith(_SQLITE):
        with closing(_sqlite(url)) as connection:
            yield _SqliteFloor(connection)
    else:
        with psycopg.connect(url) as session:
            yield _PostgresFloor(session)


class _SqliteFloor:
    def __init__(self, connection: Any) -> None:
        self._execute = connection.execute

    def commit(self) -> None:
        self._execute("BEGIN IMMEDIATE")
        self._execute("INSERT INTO floor (label) VALUES (?)", (_LABEL,))
        self._execute("COMMIT")


class _PostgresFloor:
    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def commit(self) -> None:
        self._connection.execute("INSERT INTO floor (label) VALUES (%s)", (_LABEL,))
        self._connection.commit()


def _sqlite(url: str) -> Any:
    """A connection to the file as the queue's engine has it: WAL, FULL, explicit transactions."""
    path = Path(url.removeprefix(_SQLITE))
    connection = driver().connect(str(path), timeout=BUSY_MS / 1000, isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection
