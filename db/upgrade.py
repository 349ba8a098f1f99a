"""Bringing a database to this program's schema, and refusing one that does not fit."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from core.fault import FaultCode, Unavailable
from db.engine import Engine
from db.schema import REVISION


@contextmanager
def _known_faults(engine: Engine) -> Iterator[None]:
    try:
        yield
    except sa.exc.DBAPIError as error:
        raise engine.fault_of(error) or error from error


def revision_of(engine: Engine) -> str | None:
    """The database's revision, None when it holds no schema of ours."""
    with _known_faults(engine), engine.read.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return None
        version = sa.column("version_num", sa.Text)
        found: str | None = connection.scalar(
            sa.select(version).select_from(sa.table("alembic_version", version))
        )
        return found


def check_revision(engine: Engine) -> None:
    """Raise ``Unavailable`` unless the database has exactly this program's schema."""
    found = revision_of(engine)
    if found is None:
        raise Unavailable(FaultCode.SCHEMA_MISSING, wanted=REVISION)
    if found < REVISION:
        raise Unavailable(FaultCode.SCHEMA_TOO_OLD, found=found, wanted=REVISION)
    if found > REVISION:
        raise Unavailable(FaultCode.SCHEMA_TOO_NEW, found=found, wanted=REVISION)


def upgrade(engine: Engine) -> bool:
    """Run the migrations that are missing; True when there were any."""
    # Alembic takes 0.2 s to import, and only this needs it.
    from alembic import command
    from alembic.config import Config

    found = revision_of(engine)
    if found == REVISION:
        return False
    if found is not None and found > REVISION:
        raise Unavailable(FaultCode.SCHEMA_TOO_NEW, found=found, wanted=REVISION)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with _known_faults(engine), engine.write.begin() as connection:
        engine.take_time(connection)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return True
