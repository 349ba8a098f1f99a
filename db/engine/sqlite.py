"""SQLite: one file on one machine, many programs.

On connect: autocommit at the driver (SQLAlchemy's default loses updates silently), then the
PRAGMAs, read back and compared. Writers begin with BEGIN IMMEDIATE: plain BEGIN failed 361 of 400
concurrent issues despite ``busy_timeout``. ``synchronous=FULL``, because NORMAL can forget a
printed number at a power cut.
"""

import logging
import os
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from core.clock import Clock
from core.fault import FaultCode, Unavailable
from db.engine import run_driver_sql

log = logging.getLogger("motcua.db")

BUSY_MS = 2000
POLL_S = 0.015
# A start must stay quick: the whole file is checked up to this size, above it by `motcua db check`.
CHECK_UP_TO_BYTES = 64 * 1024 * 1024

_PRAGMAS: tuple[tuple[str, object], ...] = (
    ("busy_timeout", BUSY_MS),
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
)
_NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs", "ceph"}
)


def driver() -> ModuleType:
    """The newest SQLite there is: ``pysqlite3`` ships one without the WAL-reset bug (<= 3.51.2)."""
    try:
        import pysqlite3
    except ImportError:
        import sqlite3

        return sqlite3
    module: ModuleType = pysqlite3
    return module


class SqliteEngine:
    """One SQLite file; a network path is refused, since its locks cannot be trusted."""

    name = "sqlite"

    def __init__(self, url: sa.URL) -> None:
        if not url.database or url.database == ":memory:":
            raise Unavailable(
                FaultCode.DATABASE_ADDRESS_WRONG, address=url.render_as_string(hide_password=True)
            )
        self.path = Path(url.database).absolute()
        refuse_network_path(self.path)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unavailable(
                FaultCode.DATABASE_READ_ONLY, address=str(self.path), detail=str(error)
            ) from error
        self._driver = driver()
        # One connection for the commands, who keep it, and one for notes beside them.
        self.write = self._engine(pool_size=2, begin="BEGIN IMMEDIATE")
        self.read = self._engine(pool_size=4, begin="BEGIN")
        log.info("SQLite %s at %s", self._driver.sqlite_version, self.path)

    @property
    def version(self) -> str:
        return str(self._driver.sqlite_version)

    def insert(self, table: sa.Table) -> Any:
        return sqlite.insert(table)

    def announced(self, statement: Any, site_id: Any, seq: Any) -> Any:
        del site_id, seq  # readers see `PRAGMA data_version` move
        return statement

    def wake(self, connection: sa.Connection, site_id: str) -> None:
        """Any commit moves `PRAGMA data_version`."""

    def fault_of(self, error: sa.exc.DBAPIError) -> Unavailable | None:
        code = getattr(error.orig, "sqlite_errorcode", None)
        text = str(error.orig).lower()
        found = _fault_code(None if code is None else code & 0xFF, text)
        if found is None:
            return None
        return Unavailable(found, address=str(self.path), detail=str(error.orig))

    def hints(self, site_id: str) -> "SqliteHints":
        del site_id
        return SqliteHints(self.read)

    def clock(self, own: Clock) -> Clock:
        return own  # one machine, one clock

    def check(self) -> None:
        """Read every page of a small file, the header of a large one."""
        if not self.path.exists():
            return
        try:
            with self.read.connect() as connection:
                if self.path.stat().st_size > CHECK_UP_TO_BYTES:
                    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
                    return
                answer = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        except sa.exc.DBAPIError as error:
            raise self.fault_of(error) or error from error
        if answer != "ok":
            raise Unavailable(
                FaultCode.DATABASE_CORRUPT, address=str(self.path), detail=str(answer)
            )

    def take_time(self, connection: sa.Connection) -> None:
        """Nothing limits a statement here."""

    def dispose(self) -> None:
        self.write.dispose()
        self.read.dispose()

    def _engine(self, *, pool_size: int, begin: str) -> sa.Engine:
        engine = sa.create_engine(
            sa.URL.create("sqlite", database=str(self.path)),
            module=self._driver,
            paramstyle="named",
            pool_size=pool_size,
            max_overflow=0,
            poolclass=sa.pool.QueuePool,
            connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
        )
        sa.event.listen(engine, "connect", _on_connect)
        # WORKAROUND(sqlalchemy 2.1): the driver begins no transaction by itself, so we do.
        sa.event.listen(engine, "begin", lambda connection: run_driver_sql(connection, begin))
        return engine


class SqliteHints:
    """Polls ``PRAGMA data_version`` (7 µs): it moves when another connection commits."""

    def __init__(self, engine: sa.Engine) -> None:
        self._woken = threading.Event()
        try:
            self._connection = engine.raw_connection()
        except Exception as error:
            raise sa.exc.DBAPIError("connect", {}, error) from error
        self._cursor = self._connection.cursor()
        try:
            self._version = self._data_version()
        except sa.exc.DBAPIError:
            self.close()
            raise

    def wait(self, timeout_s: float) -> bool:
        rounds = max(1, round(timeout_s / POLL_S))
        for _ in range(rounds):
            if self._woken.wait(POLL_S):
                self._woken.clear()
                return True
            version = self._data_version()
            if version != self._version:
                self._version = version
                return True
        return False

    def wake(self) -> None:
        self._woken.set()

    def close(self) -> None:
        self._cursor.close()
        self._connection.close()

    def _data_version(self) -> int:
        try:
            self._cursor.execute("PRAGMA data_version")
            row = self._cursor.fetchone()
        except Exception as error:
            raise sa.exc.DBAPIError("PRAGMA data_version", {}, error) from error
        return 0 if row is None else int(row[0])


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for name, wanted in _PRAGMAS:
        cursor.execute(f"PRAGMA {name} = {wanted}")
        cursor.execute(f"PRAGMA {name}")
        got = cursor.fetchone()[0]
        if got != wanted:
            raise RuntimeError(f"SQLite keeps {name} = {got!r}, {wanted!r} is needed")
    cursor.close()


def _fault_code(primary: int | None, text: str) -> FaultCode | None:
    """SQLite's primary result code (https://sqlite.org/rescode.html), else its words."""
    match primary:
        case 5 | 6:
            return FaultCode.DATABASE_LOCKED
        case 13:
            return FaultCode.DATABASE_FULL
        case 11 | 26:
            return FaultCode.DATABASE_CORRUPT
        case 8 | 3:
            return FaultCode.DATABASE_READ_ONLY
        case 10 | 14:
            return FaultCode.DATABASE_AWAY
        case 1 if "no such table" in text:
            return FaultCode.SCHEMA_MISSING
        case _:
            return None


def refuse_network_path(path: Path) -> None:
    """Raise ``Unavailable`` for a path on a network share: two hosts would share one file."""
    shared = str(path).startswith(("\\\\", "//"))
    if not shared and sys.platform == "win32":
        import ctypes

        remote = 4  # DRIVE_REMOTE of GetDriveTypeW
        shared = ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == remote
    elif not shared:
        shared = _file_system_of(path) in _NETWORK_FILE_SYSTEMS
    if shared:
        raise Unavailable(FaultCode.DATABASE_ON_NETWORK_PATH, address=str(path))


def _file_system_of(path: Path, mounts: Path = Path("/proc/self/mounts")) -> str:
    """The type of the file system that holds ``path``; empty where the system does not tell."""
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    real = os.path.realpath(path)
    best, kind = "", ""
    for line in lines:
        _, mount, fs_type, *_ = line.split()
        place = mount.replace("\\040", " ")
        inside = real == place or real.startswith(place.rstrip("/") + "/")
        if inside and len(place) >= len(best):
            best, kind = place, fs_type
    return kind
