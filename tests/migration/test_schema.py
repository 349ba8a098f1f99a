"""A database that was migrated and one that was made fresh are the same, on both engines."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import db
from db.engine import Engine, open_engine
from db.schema import REVISION, metadata
from db.upgrade import upgrade
from tests.queue_world import sqlite_address
from tests.real_postgres import RealPostgres

Pair = tuple[Engine, Engine]


@pytest.fixture(params=["sqlite", "postgres"])
def pair(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Pair]:
    """A migrated database and a fresh one of the same kind."""
    if request.param == "sqlite":
        urls = [sqlite_address(tmp_path / f"{name}.db") for name in ("migrated", "fresh")]
        yield from made(urls)
        return
    postgres: RealPostgres = request.getfixturevalue("postgres")
    names = [postgres.fresh(), postgres.fresh()]
    yield from made([postgres.url(name) for name in names])
    for name in names:
        postgres.drop(name)


def made(urls: list[str]) -> Iterator[Pair]:
    migrated, fresh = (open_engine(url) for url in urls)
    upgrade(migrated)
    with fresh.write.begin() as connection:
        metadata.create_all(connection)
    yield migrated, fresh
    migrated.dispose()
    fresh.dispose()


def reflected(engine: Engine, look: Callable[[Any, str], object]) -> dict[str, object]:
    """What ``look`` finds of every table."""
    with engine.read.connect() as connection:
        inspector = sa.inspect(connection)
        tables = sorted(set(inspector.get_table_names()) - {"alembic_version"})
        return {table: look(inspector, table) for table in tables}


def columns(inspector: Any, table: str) -> object:
    return [
        (column["name"], str(column["type"]), column["nullable"], column["default"])
        for column in inspector.get_columns(table)
    ]


def keys(inspector: Any, table: str) -> object:
    foreign = [
        (key["name"], key["constrained_columns"], key["referred_table"], key["referred_columns"])
        for key in inspector.get_foreign_keys(table)
    ]
    primary = inspector.get_pk_constraint(table)
    return (primary["name"], primary["constrained_columns"], sorted(foreign))


def rules(inspector: Any, table: str) -> object:
    unique = [
        (each["name"], each["column_names"]) for each in inspector.get_unique_constraints(table)
    ]
    checks = [(each["name"], each["sqltext"]) for each in inspector.get_check_constraints(table)]
    return sorted(unique), sorted(checks)


def indexes(inspector: Any, table: str) -> object:
    """With their WHERE: a partial index that lost it would still be there by name."""
    return sorted(
        (each["name"], each["column_names"], each["unique"], where(each))
        for each in inspector.get_indexes(table)
    )


def conditions(inspector: Any, table: str) -> dict[str, str]:
    return {each["name"]: where(each) for each in inspector.get_indexes(table)}


def where(index: dict[str, Any]) -> str:
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return re.sub(r"\s+", " ", str(sorted(options.items())))


@pytest.mark.parametrize("look", [columns, keys, rules, indexes])
def test_a_fresh_schema_equals_a_migrated_one(
    pair: Pair, look: Callable[[Any, str], object]
) -> None:
    migrated, fresh = (reflected(engine, look) for engine in pair)

    assert len(fresh) == len(metadata.tables)
    assert migrated == fresh


def test_the_partial_indexes_have_their_conditions(pair: Pair) -> None:
    for engine in pair:
        found = reflected(engine, conditions)["ticket"]
        assert isinstance(found, dict)
        assert "state = 0" in found["ix_ticket_waiting"]
        assert "1, 2" in found["ix_ticket_at_counter"]
        assert "state = 3" in found["ix_ticket_held"]


def test_alembic_finds_nothing_to_migrate(pair: Pair) -> None:
    for engine in pair:
        with engine.read.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": True, "include_name": ours}
            )
            assert compare_metadata(context, metadata) == []


def ours(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name == "alembic_version")


def test_the_programs_revision_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(db.__file__).parent / "migrations"))

    assert ScriptDirectory.from_config(config).get_heads() == [REVISION]


def test_every_constraint_has_a_name(pair: Pair) -> None:
    """A migration on either engine can only change what it can name."""
    migrated, _ = pair
    with migrated.read.connect() as connection:
        inspector = sa.inspect(connection)
        for table in metadata.tables:
            named = [
                inspector.get_pk_constraint(table),
                *inspector.get_foreign_keys(table),
                *inspector.get_unique_constraints(table),
                *inspector.get_check_constraints(table),
            ]
            assert [each for each in named if not each["name"]] == [], table


def test_a_migration_can_be_taken_back(pair: Pair) -> None:
    from alembic import command

    migrated, _ = pair
    config = Config()
    config.set_main_option("script_location", str(Path(db.__file__).parent / "migrations"))
    with migrated.write.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    with migrated.read.connect() as connection:
        left = sa.inspect(connection).get_table_names()

    assert left == ["alembic_version"]
    assert upgrade(migrated)
