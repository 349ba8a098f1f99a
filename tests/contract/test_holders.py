"""One living program stands for a place, on both engines."""

from concurrent.futures import ThreadPoolExecutor

from core.fault import FaultCode, Refused
from db.devices import ALIVE_MS
from db.holders import PlaceBook
from tests.queue_world import OTHER_SITE, SITE, World, refuses


def book(world: World, holder: str, place: str = "K1", site_id: str = SITE) -> PlaceBook:
    """The claim of one machine, on an engine of its own as in another program."""
    program = world.program(site_id)
    return PlaceBook(program.engine, site_id, place, holder, world.clock)


def test_a_living_holder_is_not_put_out(world: World) -> None:
    first, second = book(world, "one"), book(world, "two")
    assert first.claim() == 0
    for _ in range(5):
        world.clock.advance(ALIVE_MS)
        with refuses(FaultCode.KIOSK_RUNS_ALREADY, place="K1"):
            second.claim()
        assert first.claim() == 0


def test_the_same_holder_is_let_in_at_once_after_a_crash(world: World) -> None:
    book(world, "one").claim()
    assert book(world, "one").claim() == 0


def test_a_silent_holder_is_followed_by_another_which_knows_since_when(world: World) -> None:
    first, second = book(world, "one"), book(world, "two")
    first.claim()
    world.clock.advance(ALIVE_MS + 1)
    since_ms = world.clock.now_ms()
    assert second.claim() == since_ms
    world.clock.advance(1_000)
    assert second.claim() == since_ms
    with refuses(FaultCode.KIOSK_RUNS_ALREADY, place="K1"):
        first.claim()


def test_a_holder_that_leaves_makes_room_and_a_former_one_takes_none_away(world: World) -> None:
    first, second = book(world, "one"), book(world, "two")
    first.claim()
    first.leave()
    assert world.reader.held_places() == frozenset()
    second.claim()
    first.leave()
    assert world.reader.held_places() == {"K1"}


def test_a_clock_that_was_set_back_locks_nobody_out(world: World) -> None:
    book(world, "one").claim()
    world.clock.advance(-3_600_000)
    assert book(world, "two").claim() == world.clock.now_ms()


def test_each_place_of_each_site_is_another(world: World) -> None:
    book(world, "one").claim()
    book(world, "two", "K2").claim()
    book(world, "three", "K1", OTHER_SITE).claim()
    assert world.reader.held_places() == {"K1", "K2"}


def test_a_site_that_does_not_exist_is_said_to_be_unknown(world: World) -> None:
    stray = PlaceBook(world.engine, "nowhere", "K1", "one", world.clock)
    with refuses(FaultCode.SITE_UNKNOWN, site="nowhere"):
        stray.claim()


def test_of_many_that_start_at_once_one_stands_there(world: World) -> None:
    books = [book(world, f"holder-{number}") for number in range(4)]

    def tries(each: PlaceBook) -> bool:
        try:
            each.claim()
        except Refused:
            return False
        return True

    with ThreadPoolExecutor(len(books)) as threads:
        assert sum(threads.map(tries, books)) == 1
