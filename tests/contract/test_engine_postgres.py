"""What happens when the PostgreSQL server says no, or somebody is in the way."""

from collections.abc import Iterator

import psycopg
import pytest

from core.fault import FaultCode
from core.ids import new_id
from db.engine import open_engine
from db.upgrade import upgrade
from tests.queue_world import SITE, RunningClock, act, open_program, unavailable
from tests.real_postgres import RealPostgres


@pytest.fixture
def role(postgres: RealPostgres) -> Iterator[str]:
    """A role of the server that may nothing."""
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as connection:
        connection.execute("CREATE ROLE khach LOGIN")
        yield "khach"
        connection.execute("DROP OWNED BY khach")
        connection.execute("DROP ROLE khach")


def test_a_lock_that_someone_keeps_is_told_within_five_seconds(seeded_postgres_url: str) -> None:
    clock = RunningClock()
    program = open_program(seeded_postgres_url, clock)
    cmd_id = new_id()
    with psycopg.connect(seeded_postgres_url) as other:
        other.execute("SELECT 1 FROM site_clock WHERE site_id = %s FOR UPDATE", [SITE])
        began = clock.elapsed_ms()
        with unavailable(FaultCode.DATABASE_LOCKED):
            program.queue.issue("A", cmd_id=cmd_id)
        waited_ms = clock.elapsed_ms() - began
        assert program.reader.hall().seq == 0
    event = program.queue.issue("A", cmd_id=cmd_id)
    program.close()

    assert waited_ms < 5000
    assert event.label == "A001"


def test_a_connection_that_was_cut_is_made_anew_and_the_command_sent_again(
    seeded_postgres_url: str,
) -> None:
    program = open_program(seeded_postgres_url, RunningClock())
    act(program.queue.issue, "A")
    program.reader.hall()
    with psycopg.connect(seeded_postgres_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'motcua'"
        )
    event = act(program.queue.issue, "A")
    hall = program.reader.hall()
    program.close()

    assert (event.label, event.seq) == ("A002", 2)
    assert hall.seq == 2


def test_a_database_that_does_not_exist_is_told(postgres: RealPostgres) -> None:
    program = open_program(postgres.url("khong_co"), RunningClock())
    with unavailable(FaultCode.DATABASE_ADDRESS_WRONG):
        act(program.queue.issue, "A")
    with unavailable(FaultCode.DATABASE_ADDRESS_WRONG):
        program.engine.check()
    program.close()


def test_a_role_that_may_not_sign_in_is_told(postgres: RealPostgres) -> None:
    address = postgres.url("postgres").replace("postgres@", "khong_co@")
    program = open_program(address, RunningClock())
    with unavailable(FaultCode.DATABASE_REFUSED_SIGN_IN):
        act(program.queue.issue, "A")
    program.close()


def test_a_role_that_may_not_write_is_told(seeded_postgres_url: str, role: str) -> None:
    with psycopg.connect(seeded_postgres_url) as connection:
        connection.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}".encode())
    address = seeded_postgres_url.replace("postgres@", f"{role}@")
    program = open_program(address, RunningClock())
    hall = program.reader.hall()
    with unavailable(FaultCode.DATABASE_READ_ONLY):
        act(program.queue.issue, "A")
    program.close()
    with psycopg.connect(seeded_postgres_url) as connection:
        connection.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}".encode())

    assert hall.seq == 0


def test_a_server_that_only_lets_read_is_told(seeded_postgres_url: str) -> None:
    """A standby, or an administrator who froze the database."""
    name = seeded_postgres_url.partition("?")[0].rpartition("/")[2]
    with psycopg.connect(seeded_postgres_url, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on".encode())
    program = open_program(seeded_postgres_url, RunningClock())
    with unavailable(FaultCode.DATABASE_READ_ONLY):
        act(program.queue.issue, "A")
    program.close()


def test_an_upgrade_takes_as_long_as_it_needs(postgres_url: str) -> None:
    """The statement timeout of commands does not bind it, and it can be run twice."""
    engine = open_engine(postgres_url)
    did = [upgrade(engine), upgrade(engine)]
    engine.dispose()

    assert did == [True, False]


def test_the_password_is_in_no_fault(postgres: RealPostgres) -> None:
    address = postgres.url("khong_co").replace("postgres@", "postgres:bi-mat@")
    program = open_program(address, RunningClock())
    with pytest.raises(Exception, match="database_address_wrong") as caught:
        act(program.queue.issue, "A")
    program.close()

    assert "bi-mat" not in str(caught.value)
