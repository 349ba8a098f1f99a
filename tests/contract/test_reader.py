"""Snapshots for screens, on both engines."""

from core.clock import MINUTE_MS
from core.fault import FaultCode
from core.ids import new_id
from core.ticket import TicketState
from core.waiting import NOW, WaitRange
from tests.queue_world import SITE, World, act, refuses


def take(world: World, service_id: str, **wishes: object) -> str:
    world.clock.advance(MINUTE_MS)
    return act(world.queue.issue, service_id, **wishes).label or ""


def serve(world: World, counter_id: int) -> str:
    event = act(world.queue.call_next, counter_id)
    assert event is not None
    act(world.queue.start, counter_id)
    act(world.queue.finish, counter_id)
    return event.label or ""


def test_an_empty_hall_has_its_office_services_counters_and_priorities(world: World) -> None:
    hall = world.reader.hall()

    assert (hall.office.site_id, hall.office.name_vi) == (SITE, "UBND phường Thanh Nhàn")
    assert [line.service_id for line in hall.services] == list("ACEHKLT")
    assert [line.counter_id for line in hall.counters] == [1, 2, 3, 4, 5]
    assert [group.code for group in hall.priorities] == ["NCC", "NKT", "NCT", "PNMT", "CNDT", "OM"]
    assert (hall.seq, hall.last_calls, hall.next_waiting) == (0, (), ())
    assert {line.is_open for line in hall.counters} == {False}
    assert hall.at_ms == world.clock.now_ms()


def test_a_hall_counts_who_waits_and_names_who_is_where(world: World) -> None:
    for service in "AAAC":
        take(world, service, priority="NCT")
    act(world.queue.open_counter, 1, "lan")
    world.clock.advance(MINUTE_MS)
    call = act(world.queue.call_next, 1)
    hall = world.reader.hall()
    counter = hall.counters[0]

    assert call is not None
    assert {line.service_id: line.waiting for line in hall.services if line.waiting} == {
        "A": 2,
        "C": 1,
    }
    assert (counter.label, counter.state, counter.service_id, counter.calls) == (
        "A001",
        TicketState.CALLED,
        "A",
        1,
    )
    assert (counter.officer_name, counter.priority) == ("Nguyễn Thị Lan", "NCT")
    assert counter.called_ms == call.at_ms
    assert [line.label for line in hall.next_waiting] == ["A002", "A003", "C001"]
    assert hall.seq == call.seq


def test_a_service_counts_the_counters_of_its_own_and_not_those_that_help(world: World) -> None:
    hall = world.reader.hall()

    assert {line.service_id: line.counters for line in hall.services} == {
        "A": (1, 2),
        "C": (3,),
        "E": (4,),
        "H": (4,),
        "K": (4,),
        "L": (5,),
        "T": (5,),
    }


def test_the_last_calls_come_newest_first_and_say_which_were_repeated(world: World) -> None:
    for _ in range(10):
        take(world, "A")
    serve(world, 1)
    act(world.queue.call_next, 1)
    act(world.queue.recall, 1)
    calls = world.reader.hall().last_calls

    assert [(line.label, line.counter_id, line.again) for line in calls] == [
        ("A002", 1, True),
        ("A002", 1, False),
        ("A001", 1, False),
    ]
    assert [line.seq for line in calls] == sorted((line.seq for line in calls), reverse=True)


def test_at_most_sixteen_calls_and_twelve_waiting_are_shown(world: World) -> None:
    for _ in range(31):
        take(world, "A")
    for _ in range(18):
        serve(world, 1)
    hall = world.reader.hall()

    assert [line.label for line in hall.last_calls] == [f"A{n:03d}" for n in range(18, 2, -1)]
    assert [line.label for line in hall.next_waiting] == [f"A{n:03d}" for n in range(19, 31)]


def test_nobody_has_to_wait_where_a_counter_is_free(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")

    assert world.reader.hall().service("A").expected == NOW


def test_the_expected_wait_follows_the_pace_of_the_last_calls(world: World) -> None:
    for _ in range(12):
        take(world, "A")
    act(world.queue.open_counter, 1, "lan")
    for _ in range(7):
        world.clock.advance(10 * MINUTE_MS)
        serve(world, 1)
    act(world.queue.call_next, 1)
    line = world.reader.hall().service("A")

    assert line.waiting == 4
    # Six gaps of ten minutes and one of none: 51 minutes / 7 x 5, a fifth to each side.
    assert line.expected == WaitRange(low_min=30, high_min=55)


def test_the_desk_shows_the_order_in_which_calls_are_made(world: World) -> None:
    """Priority, helping out, a kept ticket and an appointment together."""
    act(world.queue.open_counter, 2, "lan")
    act(world.queue.open_counter, 3, "minh")
    take(world, "C")
    act(world.queue.call_next, 3)
    act(world.queue.transfer, 3, service_id="A", to_counter_id=2)
    for service in "ACAACACCA":
        take(world, service)
    take(world, "A", slot_ms=world.clock.now_ms() - 5 * MINUTE_MS)
    take(world, "C", priority="OM")
    take(world, "A", priority="NCC")
    for counter in (3, 2):
        shown = world.reader.desk(counter).waiting
        assert [line.key_ms for line in shown] == sorted(line.key_ms for line in shown)
        called = []
        for _ in range(len(shown) if counter == 2 else 4):
            called.append(serve(world, counter))
        assert called == [line.label for line in shown][: len(called)]


def test_a_desk_knows_who_is_there_held_and_missed(world: World) -> None:
    act(world.queue.open_counter, 1, "lan")
    for _ in range(4):
        take(world, "A")
    act(world.queue.call_next, 1)
    act(world.queue.no_show, 1)
    act(world.queue.call_next, 1)
    act(world.queue.start, 1)
    act(world.queue.hold, 1)
    serve(world, 1)
    act(world.queue.call_next, 1)
    desk = world.reader.desk(1)

    assert desk.ticket == world.reader.find("A004")
    assert [line.label for line in desk.missed] == ["A001"]
    assert [line.label for line in desk.held] == ["A002"]
    assert (desk.waiting, desk.served_today) == ((), 1)
    assert desk.counter.officer_id == "lan"
    assert [line.officer_id for line in desk.officers] == ["ha", "hung", "lan", "mai", "minh"]
    assert len(desk.services) == 7
    assert len(desk.counters) == 5


def test_a_panel_that_was_killed_finds_its_citizen_at_the_counter_again(world: World) -> None:
    take(world, "A")
    act(world.queue.call_next, 1)
    ticket = world.program().reader.desk(1).ticket

    assert ticket is not None
    assert (ticket.label, ticket.state) == ("A001", TicketState.CALLED)


def test_what_does_not_exist_is_refused(world: World) -> None:
    nobody = new_id()
    with refuses(FaultCode.COUNTER_UNKNOWN, counter=9):
        world.reader.desk(9)
    with refuses(FaultCode.TICKET_UNKNOWN, label=nobody):
        world.reader.ticket(nobody)
    with refuses(FaultCode.TICKET_UNKNOWN, label="A009"):
        world.reader.find("a009 ")
    stranger = world.program("ha-noi").reader
    with refuses(FaultCode.SITE_UNKNOWN, site="ha-noi"):
        stranger.hall()


def test_a_ticket_is_found_by_its_number_today_or_on_another_day(world: World) -> None:
    yesterdays = act(world.queue.issue, "A")
    world.clock.advance(24 * 60 * MINUTE_MS)
    todays = act(world.queue.issue, "A")

    assert world.reader.find(" a001").ticket_id == todays.ticket_id
    assert world.reader.find("A001", 20230927).ticket_id == yesterdays.ticket_id


def test_a_scanned_paper_finds_its_ticket_only_with_its_own_token(world: World) -> None:
    event = act(world.queue.issue, "A", token="7K2M9QWXTRFA")

    assert world.reader.find_paper("A001", 20230927, "7k2m9qwxtrfa").ticket_id == event.ticket_id
    with refuses(FaultCode.TICKET_UNKNOWN, label="A001"):
        world.reader.find_paper("A001", 20230927, "222222222222")


def test_tickets_are_listed_by_day_and_state_in_the_order_of_issue(world: World) -> None:
    labels = [take(world, service) for service in "CAT"]
    act(world.queue.call_next, 3)

    assert [ticket.label for ticket in world.reader.tickets()] == labels
    called = world.reader.tickets(TicketState.CALLED)
    assert [ticket.label for ticket in called] == ["C001"]
    assert world.reader.tickets(day=20230926) == ()


def test_the_feed_is_read_in_pages(world: World) -> None:
    for _ in range(5):
        take(world, "A")

    assert [event.seq for event in world.reader.events(0, limit=2)] == [1, 2]
    assert [event.seq for event in world.reader.events(2, limit=10)] == [3, 4, 5]
    assert world.reader.events(5) == ()
