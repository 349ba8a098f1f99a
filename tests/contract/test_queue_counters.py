"""Officers sitting down and leaving, on both engines."""

from core.fault import FaultCode
from core.ticket import EventKind
from tests.queue_world import World, act, refuses


def test_an_officer_opens_a_counter_and_leaves_it(world: World) -> None:
    opened = act(world.queue.open_counter, 1, "lan")
    here = world.reader.desk(1).counter
    closed = act(world.queue.close_counter, 1)
    left = world.reader.desk(1).counter

    assert opened is not None
    assert (opened.kind, opened.counter_id, opened.officer_id) == (
        EventKind.COUNTER_OPENED,
        1,
        "lan",
    )
    assert (here.is_open, here.officer_id, here.officer_name) == (True, "lan", "Nguyễn Thị Lan")
    assert closed is not None
    assert (closed.kind, closed.officer_id) == (EventKind.COUNTER_CLOSED, "lan")
    assert (left.is_open, left.officer_id, left.officer_name) == (False, None, None)


def test_sitting_down_where_one_sits_and_leaving_an_empty_place_leave_no_trace(
    world: World,
) -> None:
    act(world.queue.open_counter, 1, "lan")

    assert act(world.queue.open_counter, 1, "lan") is None
    assert act(world.queue.close_counter, 2) is None
    assert len(world.events()) == 1


def test_two_officers_do_not_share_a_counter(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")
    with refuses(FaultCode.COUNTER_TAKEN, counter=1, officer="lan"):
        act(world.queue.open_counter, 1, "minh")


def test_one_officer_does_not_sit_at_two_counters(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")
    with refuses(FaultCode.OFFICER_ELSEWHERE, officer="lan", counter=1):
        act(world.queue.open_counter, 2, "lan")
    act(world.queue.close_counter, 1)

    assert act(world.queue.open_counter, 2, "lan") is not None


def test_only_officers_and_counters_that_exist_can_be_opened(world: World) -> None:
    with refuses(FaultCode.OFFICER_UNKNOWN, officer="khach"):
        act(world.queue.open_counter, 1, "khach")
    with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
        act(world.queue.open_counter, 9, "lan")
    with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
        act(world.queue.close_counter, 9)


def test_an_officer_who_works_here_no_more_cannot_sit_down(world: World) -> None:
    with world.catalogue() as catalogue:
        catalogue.put_officer("lan", name="Nguyễn Thị Lan", active=False)
    with refuses(FaultCode.OFFICER_UNKNOWN, officer="lan"):
        act(world.queue.open_counter, 1, "lan")


def test_nobody_leaves_while_a_citizen_is_at_the_counter(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")
    act(world.queue.issue, "A")
    act(world.queue.call_next, 1)
    with refuses(FaultCode.COUNTER_BUSY, counter=1, label="A001"):
        act(world.queue.close_counter, 1)
    act(world.queue.no_show, 1)

    assert act(world.queue.close_counter, 1) is not None
