"""A database whose schema is not this program's, on both engines."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from core.fault import FaultCode
from db.engine import Engine, open_engine
from db.schema import REVISION
from db.upgrade import check_revision, revision_of, upgrade
from tests.queue_world import RunningClock, act, open_program, unavailable


def set_revision(engine: Engine, revision: str) -> None:
    with engine.write.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :r"), {"r": revision})


def test_the_seeded_database_has_this_programs_schema(seeded_url: str) -> None:
    engine = open_engine(seeded_url)
    check_revision(engine)
    found, did = revision_of(engine), upgrade(engine)
    engine.dispose()

    assert (found, did) == (REVISION, False)


def test_an_empty_database_has_no_schema(database_url: str) -> None:
    program = open_program(database_url, RunningClock())
    asked: list[Callable[[], object]] = [
        lambda: check_revision(program.engine),
        lambda: act(program.queue.issue, "A"),
        lambda: program.reader.hall(),
        lambda: program.reader.events(0),
    ]
    for ask in asked:
        with unavailable(FaultCode.SCHEMA_MISSING):
            ask()
    program.close()


@pytest.mark.parametrize(
    ("revision", "code"),
    [("0000", FaultCode.SCHEMA_TOO_OLD), ("9999", FaultCode.SCHEMA_TOO_NEW)],
)
def test_another_schema_is_refused(seeded_url: str, revision: str, code: FaultCode) -> None:
    engine = open_engine(seeded_url)
    set_revision(engine, revision)
    with unavailable(code):
        check_revision(engine)
    engine.dispose()


def test_a_newer_schema_is_not_touched_by_an_upgrade(seeded_url: str) -> None:
    engine = open_engine(seeded_url)
    set_revision(engine, "9999")
    with unavailable(FaultCode.SCHEMA_TOO_NEW):
        upgrade(engine)
    found = revision_of(engine)
    engine.dispose()

    assert found == "9999"
