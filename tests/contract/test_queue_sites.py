"""Two wards in one database, on both engines."""

from core.fault import FaultCode
from core.ticket import EventKind
from tests.queue_world import OTHER_SITE, SITE, World, act, refuses


def test_two_wards_never_influence_each_other(world: World) -> None:
    here, there = world.program(SITE), world.program(OTHER_SITE)
    for program in (here, there, here):
        act(program.queue.issue, "A")
    act(here.queue.open_counter, 1, "lan")
    act(there.queue.open_counter, 2, "lan")
    call_here, call_there = act(here.queue.call_next, 1), act(there.queue.call_next, 1)
    act(here.queue.start, 1)
    act(here.queue.finish, 1)

    assert call_here is not None
    assert call_there is not None
    assert (call_here.label, call_here.officer_id) == ("A001", "lan")
    assert (call_there.label, call_there.officer_id) == ("A001", None)
    assert [event.seq for event in here.reader.events(0)] == [1, 2, 3, 4, 5, 6]
    assert [event.kind for event in there.reader.events(0)] == [
        EventKind.ISSUED,
        EventKind.COUNTER_OPENED,
        EventKind.CALLED,
    ]
    assert {event.site_id for event in there.reader.events(0)} == {OTHER_SITE}
    assert here.reader.hall().service("A").waiting == 1
    assert there.reader.hall().service("A").waiting == 0
    assert there.reader.hall().last_calls[0].seq == 3
    assert there.reader.desk(1).ticket is not None
    assert here.reader.desk(1).served_today == 1
    assert there.reader.desk(1).served_today == 0


def test_a_ticket_of_another_ward_is_unknown_here(world: World) -> None:
    here, there = world.program(SITE), world.program(OTHER_SITE)
    theirs = act(there.queue.issue, "A").ticket_id or ""
    act(there.queue.issue, "C")

    with refuses(FaultCode.TICKET_UNKNOWN, label=theirs):
        here.reader.ticket(theirs)
    with refuses(FaultCode.TICKET_UNKNOWN, label=theirs):
        act(here.queue.void, theirs, reason="x")
    with refuses(FaultCode.TICKET_UNKNOWN, label=theirs):
        act(here.queue.pick, 1, theirs, reason="x")
    assert here.reader.history(theirs) == ()
    assert here.reader.tickets() == ()
    assert act(here.queue.call_next, 1) is None


def test_a_day_begins_for_each_ward_by_itself(world: World) -> None:
    here, there = world.program(SITE), world.program(OTHER_SITE)
    act(here.queue.issue, "A")
    act(there.queue.issue, "A")
    world.clock.advance(24 * 3_600_000)
    act(here.queue.issue, "A")

    world.clock.jump(-24 * 3_600_000)

    assert here.reader.hall().day == 20230928
    assert here.reader.events(0)[-1].day == 20230928
    assert [event.kind for event in there.reader.events(0)] == [EventKind.ISSUED]
