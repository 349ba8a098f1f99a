"""A database of the second version, with calls in it, brought to the third: both engines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

import db
from core.ticket import EventKind
from core.wording import Noun
from db.check import check
from db.engine import Engine
from db.reader import Reader
from db.upgrade import upgrade
from tests.hand_clock import SPECIMEN_MS, HandClock
from tests.migration.test_paper import (
    DAY,
    SITE,
    catalogue_rows,
    empty_database,
    insert,
    named,
    ticket_row,
)

# Of one ticket at counter 1: called, recalled, taken back, called anew, recalled.
FEED = (1, 2, 4, 12, 2, 4)


@pytest.fixture(params=["sqlite", "postgres"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database at revision 0002 with one ticket that was called four times."""
    with empty_database(request, tmp_path) as engine:
        fill_old(engine)
        yield engine


def migrations(connection: sa.Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(db.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def fill_old(engine: Engine) -> None:
    with engine.write.begin() as connection:
        command.upgrade(migrations(connection), "0002")
    called_ms = SPECIMEN_MS + 5
    ticket = ticket_row(1, (0,), SPECIMEN_MS + 1)
    ticket |= {"state": 1, "counter_id": 1, "calls": 4, "called_ms": called_ms}
    with engine.write.begin() as connection:
        for table, row in catalogue_rows():
            # The numbers of the day: one ticket was issued.
            insert(connection, table, row | ({"last_no": 1} if table == "day_counter" else {}))
        lane = {"site_id": SITE, "name_vi": "x", "name_en": "x"}
        insert(connection, "series", {"site_id": SITE, "series": "T"})
        insert(connection, "service", lane | {"service_id": "T", "series": "T"})
        insert(connection, "counter", lane | {"counter_id": 1})
        insert(connection, "ticket", ticket)
        for seq, kind in enumerate(FEED, 1):
            insert(connection, "ticket_event", event_row(seq, kind))
        clock = {"seq": len(FEED), "last_ms": SPECIMEN_MS + len(FEED), "day": DAY}
        insert(connection, "site_clock", {"site_id": SITE} | clock)


def event_row(seq: int, kind: int) -> dict[str, Any]:
    at_ms = SPECIMEN_MS + seq
    issue = {"due_ms": at_ms, "ahead": 0, "print_state": 0}
    told = issue if kind == EventKind.ISSUED else {"counter_id": 1}
    place = {"seq": seq, "kind": kind, "at_ms": at_ms, "day": DAY, "cmd_id": f"cmd-{seq}"}
    return named(1) | told | place


def test_calls_made_before_the_migration_are_numbered(old: Engine) -> None:
    upgrade(old)
    events = Reader(old, SITE, HandClock()).events(0)

    assert [event.nth for event in events] == [None, 1, 2, None, 3, 4]
    assert check(old, SITE).differences == ()


def test_the_shipped_lane_of_results_is_known_as_one(old: Engine) -> None:
    upgrade(old)
    hall = Reader(old, SITE, HandClock()).hall()

    assert [line.service_id for line in hall.services if line.is_return] == ["T"]
    assert (hall.office.noun, hall.office.last_call_at) == (Noun.COUNTER, 3)
    assert [line.pause for line in hall.counters] == [None]


def test_the_migration_can_be_taken_back(old: Engine) -> None:
    upgrade(old)
    with old.write.begin() as connection:
        command.downgrade(migrations(connection), "0002")
    with old.read.connect() as connection:
        columns = {column["name"] for column in sa.inspect(connection).get_columns("counter")}

    assert columns & {"pause", "paused_ms"} == set()
