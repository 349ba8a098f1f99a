"""How a site speaks, and the calls that still hold: what boards and voices read, both engines."""

from core.clock import MINUTE_MS
from core.fault import FaultCode
from core.wording import Noun, Reading
from db.catalogue import changing
from db.devices import DeviceBook
from tests.conftest import WaitUntil
from tests.contract.test_feed import watching
from tests.queue_world import OTHER_SITE, SITE, World, act, called, refuses, take


def test_a_site_that_never_said_otherwise_speaks_as_shipped(world: World) -> None:
    office = world.reader.hall().office

    assert (office.noun, office.reading, office.last_call_at) == (
        Noun.COUNTER,
        Reading.NORTHERN,
        3,
    )
    assert (office.notice_vi, office.notice_en) == ("", "")


def test_what_is_set_of_a_site_is_read_and_the_rest_stays(world: World) -> None:
    with changing(world.engine, SITE) as catalogue:
        catalogue.change_site(noun="cua", reading="south", notice_vi="Nghỉ lễ 2/9")
    office = world.reader.office()

    assert (office.noun, office.reading) == (Noun.WINDOW, Reading.SOUTHERN)
    assert (office.last_call_at, office.notice_vi, office.notice_en) == (3, "Nghỉ lễ 2/9", "")
    assert world.program(OTHER_SITE).reader.office().noun is Noun.COUNTER


def test_a_site_that_does_not_exist_is_not_changed(world: World) -> None:
    with refuses(FaultCode.SITE_UNKNOWN, site="x"), changing(world.engine, "x") as catalogue:
        catalogue.change_site(noun="cua")


def test_who_watches_the_site_is_told_of_its_new_words(world: World, wait_until: WaitUntil) -> None:
    with watching(world.url) as watcher:
        wait_until(lambda: watcher.changes == [0], what="the first look")
        with changing(world.engine, SITE) as catalogue:
            catalogue.change_site(notice_vi="Nghỉ lễ 2/9")
        wait_until(lambda: watcher.changes == [0, 0], what="the second look")


def test_the_lane_of_results_is_marked(world: World) -> None:
    services = world.reader.hall().services

    assert [line.service_id for line in services if line.is_return] == ["T"]


def test_a_call_tells_of_its_ticket_and_which_call_it_was(world: World) -> None:
    world.clock.advance(MINUTE_MS)
    act(world.queue.issue, "A", priority="NCT")
    act(world.queue.call_next, 1)
    act(world.queue.recall, 1)
    calls = world.reader.hall().last_calls

    assert [(line.nth, line.again) for line in calls] == [(2, True), (1, False)]
    assert {(line.service_id, line.priority) for line in calls} == {("A", "NCT")}


def test_calls_that_were_taken_back_are_not_among_the_last(world: World) -> None:
    called(world)
    act(world.queue.recall, 1)
    act(world.queue.undo_call, 1)
    called(world, "C", 3)

    assert [line.label for line in world.reader.hall().last_calls] == ["C001"]


def test_a_ticket_called_anew_after_an_undo_is_among_the_last_once(world: World) -> None:
    called(world)
    act(world.queue.undo_call, 1)
    act(world.queue.call_next, 1)
    act(world.queue.recall, 1)
    calls = world.reader.hall().last_calls

    assert [(line.label, line.nth, line.again) for line in calls] == [
        ("A001", 3, True),
        ("A001", 2, False),
    ]


def test_an_earlier_call_of_a_ticket_outlives_the_undo_of_a_later_one(world: World) -> None:
    ticket_id = called(world)
    act(world.queue.start, 1)
    act(world.queue.transfer, 1, to_counter_id=2)
    act(world.queue.call_next, 2)
    act(world.queue.undo_call, 2)
    calls = world.reader.hall().last_calls

    assert [(line.counter_id, line.nth) for line in calls] == [(1, 1)]
    assert world.reader.ticket(ticket_id).calls == 2


def test_more_undone_calls_than_a_board_shows_hide_none_that_holds(world: World) -> None:
    called(world)
    act(world.queue.start, 1)
    take(world, "C")
    for _ in range(9):
        act(world.queue.call_next, 3)
        act(world.queue.undo_call, 3)

    assert [line.label for line in world.reader.hall().last_calls] == ["A001"]


def test_devices_are_read_by_their_kind(world: World) -> None:
    book = DeviceBook(world.engine, SITE, "K1", world.clock)
    book.note("slips", kind="printer", state="ready", fault=None, warning=False)
    book.note("led 1", kind="display", state="shown", fault=None, warning=False)

    assert [line.name for line in world.reader.devices("display")] == ["led 1"]
    assert [line.name for line in world.reader.printers()] == ["slips"]
    assert {line.name for line in world.reader.devices()} == {"slips", "led 1"}
