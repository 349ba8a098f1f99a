"""The ward that a fresh database starts with, and changing it, on both engines."""

import tomllib
from pathlib import Path

import pytest
import sqlalchemy as sa

import db
from core.fault import FaultCode
from db import schema
from db.catalogue import Catalogue
from db.engine import open_engine
from db.seed import seed
from db.upgrade import upgrade
from tests.queue_world import SITE, World, act, refuses

SEED = tomllib.loads((Path(db.__file__).parent / "seed.toml").read_text("utf-8"))


def count(world: World, table: sa.Table) -> int:
    with world.engine.read.connect() as connection:
        return connection.scalar(
            sa.select(sa.func.count()).select_from(table).where(table.c.site_id == SITE)
        )


def test_the_seed_is_the_ward_of_thanh_nhan_in_the_tree_of_hai_ba_trung(world: World) -> None:
    with world.engine.read.connect() as connection:
        sites = connection.execute(sa.select(schema.site)).all()
    parents = {row.site_id: row.parent_id for row in sites}

    assert len(parents) == 19
    assert [site for site, parent in parents.items() if parent is None] == ["hai-ba-trung"]
    assert {parent for parent in parents.values() if parent} == {"hai-ba-trung"}
    assert (count(world, schema.service), count(world, schema.counter)) == (7, 5)
    assert count(world, schema.procedure) == len(SEED["procedure"])


def test_every_service_of_the_seed_is_served_and_every_procedure_has_everyday_words() -> None:
    served = {service for counter in SEED["counter"] for service in counter["serves"]}

    assert served == {service["id"] for service in SEED["service"]}
    assert [each["id"] for each in SEED["procedure"] if not each["words"]] == []
    assert [
        each["id"] for each in SEED["procedure"] if ("service" in each) == ("elsewhere_vi" in each)
    ] == []


def test_seeding_twice_changes_nothing_and_touches_no_ticket(world: World) -> None:
    act(world.queue.issue, "A")
    tables = [schema.service, schema.counter, schema.counter_service, schema.officer, schema.ticket]
    before = [count(world, table) for table in tables]
    engine = open_engine(world.url)
    seed(engine)
    engine.dispose()

    assert [count(world, table) for table in tables] == before
    assert act(world.queue.issue, "A").label == "A002"


def test_seeding_an_open_counter_leaves_its_officer_there(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")
    engine = open_engine(world.url)
    seed(engine)
    engine.dispose()

    assert world.reader.desk(1).counter.officer_id == "lan"


def test_only_a_ward_of_the_tree_can_be_seeded(world: World) -> None:
    engine = open_engine(world.url)
    with refuses(FaultCode.SITE_UNKNOWN, site="ha-noi"):
        seed(engine, "ha-noi")
    engine.dispose()


@pytest.mark.parametrize(("first_no", "last_no"), [(5, 4), (-1, 10), (1, 0)])
def test_a_series_without_a_number_is_refused(world: World, first_no: int, last_no: int) -> None:
    with (
        refuses(FaultCode.SERIES_EMPTY, series="A", first_no=first_no, last_no=last_no),
        world.catalogue() as catalogue,
    ):
        catalogue.put_series("A", first_no=first_no, last_no=last_no)

    assert act(world.queue.issue, "A").label == "A001"


def test_a_new_service_takes_tickets_at_once(world: World) -> None:
    with world.catalogue() as catalogue:
        catalogue.put_series("Đ", first_no=100, last_no=199)
        catalogue.put_service(
            "DAT", series="Đ", name_vi="Đất đai", name_en="Land", minutes=20, position=8
        )
        catalogue.put_counter(6, name_vi="Quầy 06", name_en="Counter 06", serves={"DAT": 0})
    label = act(world.queue.issue, "DAT").label
    event = act(world.queue.call_next, 6)

    assert label == "Đ100"
    assert event is not None
    assert event.label == "Đ100"


def test_a_penalty_that_changes_changes_the_order_of_the_next_calls(world: World) -> None:
    helped, own = act(world.queue.issue, "A"), act(world.queue.issue, "C")
    assert [line.label for line in world.reader.desk(3).waiting] == [own.label, helped.label]
    with world.catalogue() as catalogue:
        catalogue.put_counter(3, name_vi="Quầy 03", name_en="", serves={"C": 0, "A": 0})

    assert act(world.queue.call_next, 3).label == helped.label


def test_a_catalogue_on_an_empty_database_makes_a_site_of_its_own(database_url: str) -> None:
    """A ward that is in nobody's seed."""
    engine = open_engine(database_url)
    upgrade(engine)
    with engine.write.begin() as connection:
        catalogue = Catalogue(engine, connection, "ha-giang")
        catalogue.put_site(
            kind_vi="Xã",
            kind_en="Commune",
            name_vi="Hà Giang",
            name_en="Ha Giang",
            office_vi="UBND xã Hà Giang",
            office_en="People's Committee of Ha Giang Commune",
        )
        catalogue.put_series("A")
        catalogue.put_service("A", series="A", name_vi="A", name_en="A", minutes=5, position=0)
    with engine.read.connect() as connection:
        clocks = connection.execute(sa.select(schema.site_clock)).all()
    engine.dispose()

    assert [(row.site_id, row.seq, row.day) for row in clocks] == [("ha-giang", 0, 0)]
