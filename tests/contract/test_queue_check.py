"""``db.check`` finds what is wrong, on both engines."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from core.clock import MINUTE_MS
from core.fault import FaultCode
from db import schema
from tests.hand_clock import HandClock
from tests.queue_world import SITE, World, act, refuses


@pytest.fixture
def spoilt(seeded_url: str, clock: HandClock) -> Iterator[World]:
    """A morning's queue that a test may damage: nothing is proved at the end."""
    world = World(url=seeded_url, clock=clock)
    act(world.queue.open_counter, 1, "lan")
    for service in "AAC":
        act(world.queue.issue, service)
    act(world.queue.call_next, 1)
    act(world.queue.start, 1)
    world.queue.close()
    yield world
    world.close()


def damage(world: World, statement: sa.Update | sa.Delete) -> tuple[str, ...]:
    """Change a table behind the queue's back; what the check finds then."""
    with world.engine.write.begin() as connection:
        connection.execute(statement.where(statement.table.c.site_id == SITE))
    return world.check().differences


def test_a_sound_queue_agrees_with_its_feed(spoilt: World) -> None:
    result = spoilt.check()

    assert (result.agrees, result.events, result.tickets) == (True, 6, 3)
    assert (result.differences, result.departures, result.appointments) == ((), (), 0)


def test_an_empty_queue_agrees_too(world: World) -> None:
    assert (world.check().agrees, world.check().events) == (True, 0)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("due_ms", 5, "ticket C001 of 20230927: due_ms is 5, by the feed "),
        ("calls", 3, "ticket C001 of 20230927: calls is 3, by the feed 0"),
        ("state", 4, "ticket C001 of 20230927: state is 4, by the feed"),
        ("print_state", 2, "ticket C001 of 20230927: print_state is 2, by the feed"),
        ("doubts", 1, "ticket C001 of 20230927: doubts is 1, by the feed 0"),
        ("paper_at", "K2", "ticket C001 of 20230927: paper_at is 'K2', by the feed None"),
        ("service_id", "A", "ticket C001 of 20230927: service_id is 'A', by the feed 'C'"),
    ],
)
def test_a_ticket_that_says_something_else_than_the_feed_is_found(
    spoilt: World, name: str, value: object, told: str
) -> None:
    ticket = schema.ticket
    found = damage(spoilt, sa.update(ticket).where(ticket.c.label == "C001").values({name: value}))

    assert len(found) == 1
    assert found[0].startswith(told)


def test_numbers_counters_and_the_clock_are_compared(spoilt: World) -> None:
    found = damage(spoilt, sa.update(schema.day_counter).values(last_no=9))
    assert found == (
        "day_counter 20230927 A: last_no is 9, by the feed 2",
        "day_counter 20230927 C: last_no is 9, by the feed 1",
    )
    nobody = {"officer_id": None, "opened_ms": None}
    assert "counter 1: officer_id is None, by the feed 'lan'" in damage(
        spoilt, sa.update(schema.counter).values(nobody)
    )
    assert "site_clock: seq is 7, by the feed 6" in damage(
        spoilt, sa.update(schema.site_clock).values(seq=7)
    )


def test_lost_events_and_lost_tickets_are_found(spoilt: World) -> None:
    ticket, event = schema.ticket, schema.ticket_event
    assert damage(spoilt, sa.delete(ticket).where(ticket.c.label == "C001")) == (
        "1 tickets of the feed are in no table",
    )
    assert damage(spoilt, sa.delete(event).where(event.c.seq == 3)) == (
        "event 4 (issued): follows on 2",
    )


def test_a_call_out_of_order_departs_from_the_catalogue(spoilt: World) -> None:
    """It may have been in order when it happened: services and penalties change."""
    spoilt.clock.advance(MINUTE_MS)
    act(spoilt.queue.call_next, 3)
    with spoilt.catalogue() as catalogue:
        catalogue.put_counter(3, name_vi="", name_en="", serves={"C": 30})
    result = spoilt.check()

    assert result.agrees
    assert len(result.departures) == 1
    assert "event 7 (called): called" in result.departures[0]


def test_an_unknown_site_cannot_be_checked(world: World) -> None:
    with refuses(FaultCode.SITE_UNKNOWN, site="ha-noi"):
        world.check("ha-noi")
