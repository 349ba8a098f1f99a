"""An officer steps away from an open counter and comes back, on both engines."""

import pytest

from core.clock import HOUR_MS, MINUTE_MS
from core.fault import FaultCode
from core.ids import new_id
from core.ticket import EventKind
from core.waiting import NOW
from tests.queue_world import World, act, called, refuses, take

COUNTER_KINDS = (EventKind.COUNTER_PAUSED, EventKind.COUNTER_RESUMED)


def paused(world: World, reason: str = "Ăn trưa") -> None:
    """Counter 1 is open and its officer away."""
    act(world.queue.open_counter, 1, "lan")
    act(world.queue.pause_counter, 1, reason=reason)


def pause_of(world: World, counter_id: int = 1) -> str | None:
    return world.reader.desk(counter_id).counter.pause


def test_a_pause_says_why_and_since_when(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")
    event = act(world.queue.pause_counter, 1, reason="  Ăn trưa ")
    line = world.reader.desk(1).counter

    assert event is not None
    assert (event.kind, event.counter_id, event.officer_id, event.reason) == (
        EventKind.COUNTER_PAUSED,
        1,
        "lan",
        "Ăn trưa",
    )
    assert (line.is_open, line.pause, line.paused_ms) == (True, "Ăn trưa", event.at_ms)


def test_who_comes_back_says_so(world: World) -> None:
    paused(world)
    event = act(world.queue.resume_counter, 1)
    line = world.reader.desk(1).counter

    assert event is not None
    assert (event.kind, event.officer_id) == (EventKind.COUNTER_RESUMED, "lan")
    assert (line.is_open, line.pause, line.paused_ms) == (True, None, None)


def test_the_same_pause_and_a_return_from_none_leave_no_trace(world: World) -> None:
    paused(world)
    assert act(world.queue.pause_counter, 1, reason="Ăn trưa") is None
    act(world.queue.resume_counter, 1)
    assert act(world.queue.resume_counter, 1) is None
    assert act(world.queue.resume_counter, 2) is None

    assert [event.kind for event in world.events(*COUNTER_KINDS)] == list(COUNTER_KINDS)


def test_a_pause_goes_on_for_another_reason(world: World) -> None:
    paused(world)
    world.clock.advance(MINUTE_MS)
    event = act(world.queue.pause_counter, 1, reason="Họp")
    line = world.reader.desk(1).counter

    assert event is not None
    assert (line.pause, line.paused_ms) == ("Họp", event.at_ms)


def test_a_pause_needs_a_reason_an_open_counter_and_nobody_there(world: World) -> None:
    with refuses(FaultCode.REASON_MISSING):
        act(world.queue.pause_counter, 1, reason="  ")
    with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
        act(world.queue.pause_counter, 9, reason="Họp")
    with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
        act(world.queue.resume_counter, 9)
    with refuses(FaultCode.COUNTER_NOT_OPEN, counter=1):
        act(world.queue.pause_counter, 1, reason="Họp")
    act(world.queue.open_counter, 1, "lan")
    called(world)
    with refuses(FaultCode.COUNTER_BUSY, counter=1, label="A001"):
        act(world.queue.pause_counter, 1, reason="Họp")


def test_the_next_call_ends_the_pause(world: World) -> None:
    paused(world)
    called(world)

    assert pause_of(world) is None
    assert world.events()[-1].kind is EventKind.CALLED


def test_picking_ends_the_pause(world: World) -> None:
    paused(world)
    act(world.queue.pick, 1, take(world), reason="cấp cứu")

    assert pause_of(world) is None


def test_a_call_that_brings_nobody_ends_no_pause(world: World) -> None:
    paused(world)

    assert act(world.queue.call_next, 1) is None
    assert pause_of(world) == "Ăn trưa"


def test_a_call_ends_no_pause_but_its_own_counters(world: World) -> None:
    paused(world)
    called(world, counter_id=2)

    assert pause_of(world) == "Ăn trưa"


def test_closing_the_counter_ends_the_pause(world: World) -> None:
    paused(world)
    act(world.queue.close_counter, 1)
    act(world.queue.open_counter, 1, "minh")

    assert pause_of(world) is None


def test_a_new_day_ends_the_pause_before_and_after_its_first_command(world: World) -> None:
    paused(world)
    world.clock.advance(11 * HOUR_MS)
    assert pause_of(world) == "Ăn trưa"
    act(world.queue.issue, "A")
    world.clock.advance(11 * HOUR_MS)
    shown = pause_of(world)
    act(world.queue.issue, "A")

    assert (shown, pause_of(world)) == (None, None)
    assert world.reader.desk(1).counter.is_open


def test_a_pause_sent_twice_is_one(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")
    cmd_id = new_id()
    first = world.queue.pause_counter(1, reason="Họp", cmd_id=cmd_id)
    act(world.queue.resume_counter, 1)
    again = world.queue.pause_counter(1, reason="Họp", cmd_id=cmd_id)

    assert first == again
    assert pause_of(world) is None


def test_who_pauses_serves_nobody_as_far_as_waits_are_told(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")
    free = world.reader.hall().service("A")
    act(world.queue.pause_counter, 1, reason="Họp")
    away = world.reader.hall().service("A")

    assert free is not None
    assert away is not None
    assert free.expected == NOW
    assert away.expected != NOW


@pytest.mark.parametrize("steps", [(), ("undo_call",), ("start", "hold")])
def test_each_call_says_which_of_its_ticket_it_is(world: World, steps: tuple[str, ...]) -> None:
    ticket_id = called(world)
    act(world.queue.recall, 1)
    for step in steps:
        act(getattr(world.queue, step), 1)
    if steps:
        if "hold" in steps:
            act(world.queue.resume, ticket_id)
        act(world.queue.pick, 1, ticket_id, reason="x")
    events = world.reader.history(ticket_id)
    calls = (EventKind.CALLED, EventKind.PICKED, EventKind.RECALLED)

    assert [event.nth for event in events if event.kind in calls] == [1, 2, 3][: 2 + bool(steps)]
    assert {event.nth for event in events if event.kind not in calls} == {None}
