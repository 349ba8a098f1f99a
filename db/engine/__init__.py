"""The engines: every difference between SQLite and PostgreSQL, here and nowhere else."""

from typing import Any, Protocol

import sqlalchemy as sa

from core.clock import Clock
from core.fault import FaultCode, Unavailable


class Hints(Protocol):
    """Wake-ups that something may have been committed. Hints only: the tables are the truth."""

    def wait(self, timeout_s: float) -> bool:
        """True when a hint came within ``timeout_s``; raises ``sa.exc.DBAPIError`` when cut off."""

    def wake(self) -> None:
        """End a ``wait`` early, from another thread."""

    def close(self) -> None: ...


class Engine(Protocol):
    """One database, reached by this process. Shared by threads; the connections are not."""

    name: str
    write: sa.Engine  # begins with the write lock, or at the server's word
    read: sa.Engine  # a consistent snapshot per transaction, never a lock

    def insert(self, table: sa.Table) -> Any:
        """The dialect's INSERT, which knows ON CONFLICT."""

    def announced(self, statement: Any, site_id: Any, seq: Any) -> Any:
        """``statement`` (an INSERT of an event) so extended that listeners wake at commit."""

    def wake(self, connection: sa.Connection, site_id: str) -> None:
        """Let listeners wake when this connection's transaction commits; it wrote no event."""

    def fault_of(self, error: sa.exc.DBAPIError) -> Unavailable | None:
        """The typed fault behind a driver's error; None when it is none of the known ones."""

    def hints(self, site_id: str) -> Hints:
        """A connection of its own that waits for commits."""

    def clock(self, own: Clock) -> Clock:
        """The clock that all programs on this database share; ``own`` is this machine's."""

    def check(self) -> None:
        """Raise ``Unavailable`` when the database is damaged or cannot be opened."""

    def take_time(self, connection: sa.Connection) -> None:
        """Let this connection's transaction take as long as it needs: a migration."""

    def dispose(self) -> None: ...


# Faults that pass by themselves: the command is sent again with the same cmd_id.
PASSING = frozenset({FaultCode.DATABASE_AWAY, FaultCode.DATABASE_LOCKED})


def open_engine(url: str) -> Engine:
    """The engine for a database address such as ``sqlite:///data/motcua.db`` or ``postgresql://…``.

    Nothing is connected yet. Raises ``Unavailable`` for an address that cannot be used.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise Unavailable(FaultCode.DATABASE_ADDRESS_WRONG, address=url) from None
    match parsed.get_backend_name():
        case "sqlite":
            from db.engine.sqlite import SqliteEngine

            return SqliteEngine(parsed)
        case "postgresql":
            from db.engine.postgres import PostgresEngine

            return PostgresEngine(parsed)
        case _:
            raise Unavailable(
                FaultCode.DATABASE_ADDRESS_WRONG,
                address=parsed.render_as_string(hide_password=True),
            )


def run_driver_sql(
    connection: sa.Connection, sql: str, parameters: Any = ()
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Column names and rows of ``sql``, run by the driver itself in the connection's transaction.

    ``Connection.exec_driver_sql`` costs as much as SQLite itself and a fifth of PostgreSQL's time.
    Errors come as SQLAlchemy's, and a lost connection is invalidated, as there.
    """
    dialect: Any = connection.dialect
    pooled = connection.connection
    cursor = pooled.cursor()
    try:
        cursor.execute(sql, parameters)
        # SQLite may fail as late as here: it takes one step for each row that is asked for.
        rows = [] if cursor.description is None else list(cursor.fetchall())
        return [column[0] for column in cursor.description or ()], rows
    except dialect.loaded_dbapi.Error as error:
        lost = dialect.is_disconnect(error, pooled.dbapi_connection, cursor)
        wrapped = sa.exc.DBAPIError.instance(
            sql,
            parameters,
            error,
            dialect.loaded_dbapi.Error,
            connection_invalidated=lost,
            dialect=dialect,
        )
        if lost:
            connection.invalidate(error)
        raise wrapped from error
    finally:
        cursor.close()
