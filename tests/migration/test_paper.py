"""A database of the first version, with tickets in it, brought to the second: both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import db
from core.fault import FaultCode
from core.ticket import PrintState, TicketState
from db import schema
from db.check import check
from db.engine import Engine, open_engine
from db.reader import Reader
from db.upgrade import check_revision, revision_of, upgrade
from tests.hand_clock import SPECIMEN_MS, HandClock
from tests.queue_world import sqlite_address, unavailable
from tests.real_postgres import RealPostgres

SITE = "thanh-nhan"
DAY = 20230927
ISSUED, PRINT = 1, 20
QUEUED, PRINTED, FAILED, UNKNOWN = 1, 2, 3, 4
# Ticket by ticket: the print state at issue, and the outcomes that followed.
PAPERS = ((0,), (QUEUED,), (QUEUED, PRINTED), (FAILED,), (QUEUED, FAILED, QUEUED, UNKNOWN))


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database at revision 0001, filled as the first version filled it."""
    with empty_database(request, tmp_path) as engine:
        fill_old(engine)
        yield engine


@contextmanager
def empty_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """A database without tables, on the engine that ``request`` names."""
    if request.param == "sqlite":
        engine = open_engine(sqlite_address(folder / "old.db"))
        yield engine
        engine.dispose()
        return
    postgres: RealPostgres = request.getfixturevalue("postgres")
    name = postgres.fresh()
    engine = open_engine(postgres.url(name))
    yield engine
    engine.dispose()
    postgres.drop(name)


def fill_old(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(db.__file__).parent / "migrations"))
    with engine.write.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    with engine.write.begin() as connection:
        for table, row in catalogue_rows():
            insert(connection, table, row)
        tickets, events = [], []
        for number, papers in enumerate(PAPERS, 1):
            tickets.append(ticket_row(number, papers, SPECIMEN_MS + len(events) + 1))
            for place, state in enumerate(papers):
                kind = PRINT if place else ISSUED
                events.append(event_row(number, len(events) + 1, kind, state))
        for row in tickets:
            insert(connection, "ticket", row)
        for row in events:
            insert(connection, "ticket_event", row)
        clock = {"seq": len(events), "last_ms": SPECIMEN_MS + len(events), "day": DAY}
        insert(connection, "site_clock", {"site_id": SITE} | clock)


def insert(connection: sa.Connection, table: str, row: dict[str, Any]) -> None:
    """By name: the tables of today's program have more columns."""
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)


def catalogue_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    names = ("kind_vi", "kind_en", "name_vi", "name_en", "office_vi", "office_en")
    told = dict.fromkeys((*names, "section_vi", "section_en"), "x")
    yield "site", {"site_id": SITE, "zone": "Asia/Ho_Chi_Minh"} | told
    yield "series", {"site_id": SITE, "series": "A"}
    service = {"service_id": "A", "series": "A", "name_vi": "x", "name_en": "x"}
    yield "service", {"site_id": SITE} | service
    yield "day_counter", {"site_id": SITE, "day": DAY, "series": "A", "last_no": len(PAPERS)}


def ticket_row(number: int, papers: tuple[int, ...], issued_ms: int) -> dict[str, Any]:
    return named(number) | {
        "day": DAY,
        "state": 0,
        "due_ms": issued_ms,
        "issued_ms": issued_ms,
        "ahead": number - 1,
        "token": "",
        "source": f"K{number % 2 + 1}",
        "print_state": papers[-1],
        "prints": papers.count(PRINTED),
    }


def event_row(number: int, seq: int, kind: int, print_state: int) -> dict[str, Any]:
    issue = {"due_ms": SPECIMEN_MS + seq, "ahead": number - 1} if kind == ISSUED else {}
    return (
        named(number)
        | issue
        | {
            "seq": seq,
            "kind": kind,
            "at_ms": SPECIMEN_MS + seq,
            "day": DAY,
            "cmd_id": f"cmd-{seq}",
            "print_state": print_state,
        }
    )


def named(number: int) -> dict[str, Any]:
    return {
        "site_id": SITE,
        "ticket_id": f"t{number}",
        "series": "A",
        "number": number,
        "label": f"A{number:03d}",
        "service_id": "A",
    }


def test_an_old_database_is_refused_until_it_is_brought_up(old: Engine) -> None:
    with unavailable(FaultCode.SCHEMA_TOO_OLD):
        check_revision(old)
    assert upgrade(old)
    check_revision(old)
    assert revision_of(old) == schema.REVISION


def test_tickets_and_feed_agree_after_the_migration(old: Engine) -> None:
    upgrade(old)
    result = check(old, SITE)

    assert (result.differences, result.departures) == ((), ())
    assert (result.events, result.tickets) == (sum(map(len, PAPERS)), len(PAPERS))


def test_slips_that_were_asked_for_are_those_of_the_tickets_own_kiosk(old: Engine) -> None:
    upgrade(old)
    reader = Reader(old, SITE, HandClock())
    papers = {ticket.label: ticket for ticket in reader.tickets()}

    assert [ticket.label for ticket in reader.owed("K1")] == ["A002"]
    assert [ticket.doubts for ticket in papers.values()] == [0, 0, 0, 0, 1]
    assert [ticket.paper_at for ticket in papers.values()] == [None, "K1", "K2", None, "K2"]
    last = papers["A005"]
    assert last.asked_ms is not None
    assert (last.print_state, last.asked_ms > last.issued_ms) == (PrintState.UNKNOWN, True)
    assert {ticket.state for ticket in papers.values()} == {TicketState.WAITING}


def test_the_migration_with_tickets_can_be_taken_back(old: Engine) -> None:
    upgrade(old)
    config = Config()
    config.set_main_option("script_location", str(Path(db.__file__).parent / "migrations"))
    with old.write.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0001")
    with old.read.connect() as connection:
        columns = {column["name"] for column in sa.inspect(connection).get_columns("ticket")}
        count = connection.exec_driver_sql("SELECT count(*) FROM ticket").scalar()

    assert columns & {"paper_at", "asked_ms", "doubts"} == set()
    assert count == len(PAPERS)
