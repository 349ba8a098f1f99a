"""What SQLite must promise, and what happens when its file cannot keep the promise."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.clock import DAY_MS
from core.fault import FaultCode
from core.ids import new_id
from db.engine import Engine, open_engine
from db.engine.sqlite import _file_system_of, refuse_network_path
from db.upgrade import check_revision, upgrade
from tests.hand_clock import HandClock
from tests.queue_world import (
    RunningClock,
    World,
    act,
    open_program,
    sqlite_address,
    unavailable,
)

LOCK_HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def sqlite_world(seeded_sqlite_url: str, clock: HandClock) -> Iterator[World]:
    world = World(url=seeded_sqlite_url, clock=clock)
    yield world
    world.close()


def path_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@contextmanager
def lock_held_elsewhere(path: Path) -> Iterator[None]:
    """Another process holds the write lock."""
    with subprocess.Popen(
        [sys.executable, "-c", LOCK_HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "locked\n"
        yield
        holder.communicate()


@pytest.mark.parametrize("connections", ["write", "read"])
def test_every_connection_keeps_what_a_number_on_paper_needs(
    seeded_sqlite_url: str, connections: str
) -> None:
    engine = open_engine(seeded_sqlite_url)
    with getattr(engine, connections).connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 2000,
    }


def test_a_lock_that_another_process_keeps_is_told_within_five_seconds(
    seeded_sqlite_url: str,
) -> None:
    clock = RunningClock()
    program = open_program(seeded_sqlite_url, clock)
    cmd_id = new_id()
    with lock_held_elsewhere(path_of(seeded_sqlite_url)):
        began = clock.elapsed_ms()
        with unavailable(FaultCode.DATABASE_LOCKED):
            program.queue.issue("A", cmd_id=cmd_id)
        waited_ms = clock.elapsed_ms() - began
        assert program.reader.hall().seq == 0  # readers are never in anyone's way
    event = program.queue.issue("A", cmd_id=cmd_id)
    program.close()

    assert waited_ms < 5000
    assert event.label == "A001"


@contextmanager
def full_disk(engine: Engine) -> Iterator[None]:
    """The file may not grow by a single page, on whatever connection."""

    def stop_growing(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite takes the present size at least

    sa.event.listen(engine.write, "connect", stop_growing)
    engine.write.dispose()
    yield
    sa.event.remove(engine.write, "connect", stop_growing)
    engine.write.dispose()


def test_a_full_disk_is_told_leaves_nothing_half_done_and_heals_by_itself(
    sqlite_world: World,
) -> None:
    queue, accepted = sqlite_world.queue, 0
    queue.close()
    with full_disk(sqlite_world.engine):
        with unavailable(FaultCode.DATABASE_FULL):
            for _ in range(1000):
                act(queue.issue, "A")
                accepted += 1
        queue.close()
    event = act(queue.issue, "A")

    assert (event.number, event.seq) == (accepted + 1, accepted + 1)
    assert sqlite_world.check().differences == ()


def test_a_time_that_was_never_committed_is_no_witness_for_the_next_one(
    sqlite_world: World,
) -> None:
    """The first command after a long weekend meets a full disk; the second one must not be told
    that the clock jumped."""
    act(sqlite_world.queue.issue, "A")
    sqlite_world.clock.jump(4 * DAY_MS)
    monday = sqlite_world.program()

    def fail_once(_connection: sa.Connection) -> None:
        sa.event.remove(monday.engine.write, "commit", fail_once)
        cause = sqlite3.OperationalError("database or disk is full")
        cause.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise sa.exc.OperationalError("COMMIT", {}, cause)

    sa.event.listen(monday.engine.write, "commit", fail_once)
    with unavailable(FaultCode.DATABASE_FULL):
        act(monday.queue.issue, "A")

    assert act(monday.queue.issue, "A").day == 20231001


def test_a_damaged_page_is_found_at_the_start(seeded_sqlite_url: str) -> None:
    path = path_of(seeded_sqlite_url)
    with path.open("r+b") as file:
        file.seek(3 * 4096)
        file.write(b"\xa5" * 3 * 4096)
    engine = open_engine(seeded_sqlite_url)
    with unavailable(FaultCode.DATABASE_CORRUPT):
        engine.check()
    engine.dispose()


def test_a_file_that_is_no_database_is_told_as_damaged(tmp_path: Path) -> None:
    path = tmp_path / "motcua.db"
    path.write_bytes(b"no database at all" * 1000)
    engine = open_engine(sqlite_address(path))
    for look in (engine.check, lambda: check_revision(engine), lambda: upgrade(engine)):
        with unavailable(FaultCode.DATABASE_CORRUPT):
            look()
    engine.dispose()


def test_a_sound_file_passes_the_check_and_a_missing_one_is_no_fault(
    seeded_sqlite_url: str, sqlite_url: str
) -> None:
    for url in (seeded_sqlite_url, sqlite_url):
        engine = open_engine(url)
        engine.check()
        engine.dispose()


def test_a_database_that_may_only_be_read_refuses_commands(sqlite_world: World) -> None:
    def read_only(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA query_only = 1")

    sa.event.listen(sqlite_world.engine.write, "connect", read_only)
    with unavailable(FaultCode.DATABASE_READ_ONLY):
        act(sqlite_world.queue.issue, "A")
    assert sqlite_world.reader.hall().seq == 0


def test_a_folder_in_place_of_the_file_is_told(tmp_path: Path) -> None:
    clock = RunningClock()
    folder = tmp_path / "motcua.db"
    folder.mkdir()
    program = open_program(sqlite_address(folder), clock)
    with unavailable(FaultCode.DATABASE_AWAY):
        program.reader.hall()
    with unavailable(FaultCode.DATABASE_AWAY):
        act(program.queue.issue, "A")
    program.close()


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with unavailable(FaultCode.DATABASE_READ_ONLY):
        open_engine(sqlite_address(tmp_path / "data" / "motcua.db"))


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    engine = open_engine(sqlite_address(tmp_path / "data" / "hall" / "motcua.db"))
    upgrade(engine)
    engine.dispose()

    assert (tmp_path / "data" / "hall" / "motcua.db").is_file()


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_share_is_known_by_its_mount(tmp_path: Path, kind: str) -> None:
    """Two hosts would share one file, and their locks cannot be trusted."""
    share = tmp_path / "hồ sơ"
    share.mkdir()
    mounts = tmp_path / "mounts"
    place = share.as_posix().replace(" ", "\\040")
    mounts.write_text(
        f"/dev/vda / ext4 rw 0 0\nserver:/data {place} {kind} rw 0 0\ntmpfs /run tmpfs rw 0 0\n",
        encoding="utf-8",
    )

    assert _file_system_of(share / "motcua.db", mounts) == kind
    assert _file_system_of(tmp_path / "motcua.db", mounts) == "ext4"
    assert _file_system_of(tmp_path / "motcua.db", tmp_path / "no-mounts") == ""


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs", "9p"])
def test_a_network_share_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr("db.engine.sqlite._file_system_of", lambda _path: kind)
    with unavailable(FaultCode.DATABASE_ON_NETWORK_PATH):
        open_engine(sqlite_address(tmp_path / "motcua.db"))


def test_a_windows_share_is_refused_by_its_name() -> None:
    with unavailable(FaultCode.DATABASE_ON_NETWORK_PATH):
        refuse_network_path(Path("//server/share/motcua.db"))


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "nonsense"])
def test_an_address_that_cannot_be_used_is_refused(address: str) -> None:
    with unavailable(FaultCode.DATABASE_ADDRESS_WRONG):
        open_engine(address)
