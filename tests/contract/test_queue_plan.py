"""The next call costs the same after twenty thousand tickets: the partial index serves it."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from db import schema
from db.engine import Engine, open_engine
from db.statements import Statements
from tests.hand_clock import SPECIMEN_MS, HandClock
from tests.queue_world import SITE, act, open_program

FINISHED = 20_000


def old_ticket(number: int, state: int) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(column.name for column in schema.ticket.c)
    return row | {
        "site_id": SITE,
        "ticket_id": f"old-{number:06d}",
        "day": 20230926,
        "series": "A",
        "number": number,
        "label": f"A{number:03d}",
        "service_id": "A",
        "state": state,
        "due_ms": SPECIMEN_MS - number,
        "issued_ms": SPECIMEN_MS - number,
        "calls": 1,
        "ahead": 0,
        "token": "",
        "source": "",
        "print_state": 0,
        "prints": 0,
        "doubts": 0,
    }


def filled(url: str) -> Engine:
    """An engine on a year of finished tickets and a handful who wait, with fresh statistics."""
    engine = open_engine(url)
    rows = [old_ticket(number, 4 if number <= FINISHED else 0) for number in range(1, 20_021)]
    with engine.write.begin() as connection:
        connection.execute(sa.insert(schema.ticket), rows)
        connection.exec_driver_sql("ANALYZE")
    return engine


def test_sqlite_finds_the_next_ticket_by_the_index_of_those_who_wait(
    seeded_sqlite_url: str,
) -> None:
    engine = filled(seeded_sqlite_url)
    claim = Statements(engine).claim_next
    claim.sql = f"EXPLAIN QUERY PLAN {claim.sql}"
    with engine.read.connect() as connection:
        asked = {"site_id": SITE, "counter_id": 1, "called_ms": SPECIMEN_MS}
        plan = claim.all(connection, asked)
    engine.dispose()
    steps = [row.detail for row in plan]

    assert any("ix_ticket_waiting" in step for step in steps), steps
    assert not [step for step in steps if step.startswith("SCAN ticket")], steps


def test_postgres_finds_the_next_ticket_by_the_index_even_with_a_generic_plan(
    seeded_postgres_url: str,
) -> None:
    """After five runs PostgreSQL may plan without looking at the values: literals must do."""
    engine = filled(seeded_postgres_url)
    sql, names = with_numbered_parameters(Statements(engine).claim_next.sql)
    values = {"site_id": f"'{SITE}'", "counter_id": "1", "called_ms": "1", "calls_1": "1"}
    arguments = ", ".join(values[name] for name in names)
    with engine.write.begin() as connection:
        connection.exec_driver_sql("SET LOCAL plan_cache_mode = force_generic_plan")
        connection.exec_driver_sql(f"PREPARE claim AS {sql}")
        plan = connection.exec_driver_sql(f"EXPLAIN EXECUTE claim({arguments})").all()
    engine.dispose()
    steps = "\n".join(row[0] for row in plan)

    assert "ix_ticket_waiting" in steps, steps
    assert "$" in steps, "the plan is not a generic one"
    assert "Seq Scan on ticket" not in steps, steps


@pytest.mark.parametrize("engine_of", ["seeded_sqlite_url", "seeded_postgres_url"])
def test_what_a_kiosk_owes_is_found_by_its_index(
    request: pytest.FixtureRequest, clock: HandClock, engine_of: str
) -> None:
    """Asked at every change in the hall: it must not cost a look at every ticket there ever was."""
    url: str = request.getfixturevalue(engine_of)
    filled(url).dispose()
    program = open_program(url, clock)
    asked: list[tuple[str, Any]] = []

    @sa.event.listens_for(program.engine.read, "before_cursor_execute")
    def keep(_connection: Any, _cursor: Any, sql: str, values: Any, *_: object) -> None:
        asked.append((sql, values))

    assert program.reader.owed("K1") == ()
    sql, values = asked[-1]
    explain = "EXPLAIN QUERY PLAN" if program.engine.name == "sqlite" else "EXPLAIN"
    with program.engine.read.connect() as connection:
        steps = str(connection.exec_driver_sql(f"{explain} {sql}", values).all())
    program.close()

    assert "ix_ticket_owed" in steps, steps


def test_the_hall_is_read_without_a_look_at_every_ticket_there_ever_was(
    seeded_sqlite_url: str, clock: HandClock
) -> None:
    """Asked at every change by every screen; SQLite once took the index by day for "since 0"."""
    filled(seeded_sqlite_url).dispose()
    program = open_program(seeded_sqlite_url, clock)
    asked: list[tuple[str, Any]] = []

    @sa.event.listens_for(program.engine.read, "before_cursor_execute")
    def keep(_connection: Any, _cursor: Any, sql: str, values: Any, *_: object) -> None:
        asked.append((sql, values))

    yesterdays = program.reader.hall().next_waiting
    act(program.queue.issue, "A")
    todays, desk = program.reader.hall().next_waiting, program.reader.desk(1)
    with program.engine.read.connect() as connection:
        plans = [
            [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
            for sql, values in asked.copy()
            if sql.startswith("SELECT")
        ]
    program.close()
    slow = [step for steps in plans for step in steps if step.startswith("SCAN ticket")]
    slow += [step for steps in plans for step in steps if "day>" in step]

    assert [len(lines) for lines in (yesterdays, todays, desk.waiting)] == [0, 1, 1]
    assert len(plans) > 20
    assert slow == []


def with_numbered_parameters(sql: str) -> tuple[str, list[str]]:
    """``%(name)s`` as ``$n``, and the names in the order of their numbers."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        name = found.group(1)
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return re.sub(r"%\((\w+)\)s", number, sql), names
