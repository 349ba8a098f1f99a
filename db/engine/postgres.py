"""PostgreSQL: one server, many machines.

READ COMMITTED for commands (the clock row's lock orders them), REPEATABLE READ for snapshots. Every
wait is bounded, so that no program hangs when the server or the network goes away.
"""

import threading
import time
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import errors
from sqlalchemy.dialects import postgresql

from core.clock import Clock
from core.fault import FaultCode, Unavailable

CHANNEL = "motcua"
LOCK_MS = 2000
# A little more than the server allows itself: past this it is frozen, or the network is gone.
ANSWER_S = 2.2
# How long a program that closes may have to wait for its listener.
SLICE_S = 0.2
# Connections are renewed, and the server's clock measured again, this often.
_RECYCLE_S = 3600
_CONNECT = {
    "connect_timeout": 2,
    "keepalives": 1,
    "keepalives_idle": 1,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 2500,
    "application_name": "motcua",
    "options": f"-c lock_timeout={LOCK_MS} -c statement_timeout={LOCK_MS} -c timezone=UTC",
}

_SIGN_IN_REFUSED = (
    "password authentication failed",
    "no password supplied",
    "no pg_hba.conf entry",
    "is not permitted to log in",
)


class PostgresEngine:
    """One PostgreSQL database."""

    name = "postgresql"

    def __init__(self, url: sa.URL) -> None:
        self._url = url.set(drivername="postgresql+psycopg")
        # One connection for the commands, who keep it, and one for notes beside them.
        self.write = self._engine(isolation="READ COMMITTED", pool_size=2, read_only=False)
        self.read = self._engine(isolation="REPEATABLE READ", pool_size=4, read_only=True)

    def insert(self, table: sa.Table) -> Any:
        return postgresql.insert(table)

    def announced(self, statement: Any, site_id: Any, seq: Any) -> Any:
        payload = site_id + sa.literal(":", sa.Text) + sa.cast(seq, sa.Text)
        return statement.returning(sa.func.pg_notify(sa.literal(CHANNEL, sa.Text), payload))

    def wake(self, connection: sa.Connection, site_id: str) -> None:
        connection.execute(sa.select(sa.func.pg_notify(CHANNEL, f"{site_id}:")))

    def fault_of(self, error: sa.exc.DBAPIError) -> Unavailable | None:
        found = _fault_code(error)
        if found is None:
            return None
        address = self._url.set(password=None).render_as_string()
        return Unavailable(found, address=address, detail=str(error.orig).strip())

    def hints(self, site_id: str) -> "PostgresHints":
        return PostgresHints(self._url, site_id)

    def clock(self, own: Clock) -> Clock:
        """The server's clock: a PC whose date is wrong must not begin tomorrow for everyone."""
        clock = ServerClock(own)
        for engine in (self.write, self.read):
            sa.event.listen(engine, "connect", clock.measure)
        return clock

    def check(self) -> None:
        try:
            with self.read.connect() as connection:
                connection.exec_driver_sql("SELECT 1").scalar()
        except sa.exc.DBAPIError as error:
            raise self.fault_of(error) or error from error

    def take_time(self, connection: sa.Connection) -> None:
        """Lift the server's limit for this transaction, our own for this connection."""
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        driver: Any = connection.connection.driver_connection
        driver.answer_s = None

    def dispose(self) -> None:
        self.write.dispose()
        self.read.dispose()

    def _connect(self) -> "BoundedConnection":
        named = self._url.translate_connect_args(username="user", database="dbname")
        arguments: dict[str, Any] = {**named, **self._url.query, **_CONNECT}
        return BoundedConnection.connect(**arguments)

    def _engine(self, *, isolation: Any, pool_size: int, read_only: bool) -> sa.Engine:
        return sa.create_engine(
            self._url,
            isolation_level=isolation,
            pool_size=pool_size,
            max_overflow=0,
            pool_recycle=_RECYCLE_S,
            creator=self._connect,
            execution_options={"postgresql_readonly": read_only} if read_only else {},
        )


class BoundedConnection(psycopg.Connection[Any]):
    """A connection on which nobody waits for ever: a server may freeze without hanging up."""

    answer_s: float | None = ANSWER_S

    def wait(self, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        try:
            return super().wait(gen, interval, self.answer_s if timeout is None else timeout)
        except errors._WaitTimeout as error:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {self.answer_s} s") from error


class ServerClock:
    """The server's wall clock, measured at each new connection; in between ``own`` carries on."""

    def __init__(self, own: Clock) -> None:
        self._own = own
        self._measured: tuple[int, int] | None = None  # the server's now_ms, our elapsed_ms

    def now_ms(self) -> int:
        if self._measured is None:
            return self._own.now_ms()
        server_ms, elapsed_ms = self._measured
        return server_ms + self._own.elapsed_ms() - elapsed_ms

    def elapsed_ms(self) -> int:
        return self._own.elapsed_ms()

    def measure(self, connection: Any, _record: object) -> None:
        """Ask the server for its time; on whatever thread opened the connection."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint")
            server_ms = int(cursor.fetchone()[0])
        connection.rollback()
        self._measured = (server_ms, self._own.elapsed_ms())


class PostgresHints:
    """One connection that LISTENs, outside every pool: ``notifies()`` holds its lock."""

    def __init__(self, url: sa.URL, site_id: str) -> None:
        self._prefix = f"{site_id}:"
        self._woken = threading.Event()
        arguments = url.translate_connect_args(username="user", database="dbname")
        try:
            self._connection = psycopg.connect(
                **(arguments | dict(url.query) | _CONNECT), autocommit=True
            )
        except psycopg.Error as error:
            raise sa.exc.DBAPIError("connect", {}, error) from error
        try:
            self._connection.execute(f"LISTEN {CHANNEL}")
        except psycopg.Error as error:
            self._connection.close()
            raise sa.exc.DBAPIError(f"LISTEN {CHANNEL}", {}, error) from error

    def wait(self, timeout_s: float) -> bool:
        end = time.monotonic() + timeout_s
        try:
            while not self._woken.is_set():
                left = end - time.monotonic()
                if left <= 0:
                    return False
                for notice in self._connection.notifies(timeout=min(left, SLICE_S), stop_after=1):
                    if notice.payload.startswith(self._prefix):
                        return True
        except psycopg.Error as error:
            raise sa.exc.DBAPIError(f"LISTEN {CHANNEL}", {}, error) from error
        self._woken.clear()
        return True

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        self._connection.close()


def _fault_code(error: sa.exc.DBAPIError) -> FaultCode | None:
    """By SQLSTATE where the server spoke, by the class of the error where it could not."""
    orig = error.orig
    state = getattr(orig, "sqlstate", None)
    match orig:
        case errors.LockNotAvailable() | errors.QueryCanceled() | errors.DeadlockDetected():
            return FaultCode.DATABASE_LOCKED
        case errors.SerializationFailure():
            return FaultCode.DATABASE_LOCKED
        case errors.DiskFull() | errors.OutOfMemory() | errors.InsufficientResources():
            return FaultCode.DATABASE_FULL
        case errors.DataCorrupted() | errors.IndexCorrupted():
            return FaultCode.DATABASE_CORRUPT
        case errors.InvalidPassword() | errors.InvalidAuthorizationSpecification():
            return FaultCode.DATABASE_REFUSED_SIGN_IN
        case errors.InvalidCatalogName():
            return FaultCode.DATABASE_ADDRESS_WRONG
        case errors.ReadOnlySqlTransaction() | errors.InsufficientPrivilege():
            return FaultCode.DATABASE_READ_ONLY
        case errors.UndefinedTable():
            return FaultCode.SCHEMA_MISSING
        case psycopg.OperationalError() | psycopg.InterfaceError():
            return _connect_fault(str(orig))
        case _ if error.connection_invalidated or (state or "").startswith("57P"):
            return FaultCode.DATABASE_AWAY
        case _:
            return None


def _connect_fault(words: str) -> FaultCode:
    """A failed connect carries no SQLSTATE: libpq hands on the server's words only."""
    lowered = words.lower()
    if any(words in lowered for words in _SIGN_IN_REFUSED):
        return FaultCode.DATABASE_REFUSED_SIGN_IN
    if "role" in lowered and "does not exist" in lowered:
        return FaultCode.DATABASE_REFUSED_SIGN_IN
    if "database" in lowered and "does not exist" in lowered:
        return FaultCode.DATABASE_ADDRESS_WRONG
    return FaultCode.DATABASE_AWAY
