"""Giving out numbers, on both engines."""

import pytest

from core.clock import MINUTE_MS
from core.fault import FaultCode
from core.ids import new_id
from core.ticket import EventKind, PrintState, TicketState
from core.waiting import WaitRange
from tests.queue_world import World, act, refuses


def test_the_first_ticket_of_the_day_is_number_one_and_says_all_that_was_asked(
    world: World,
) -> None:
    ticket_id = new_id()
    told = WaitRange(low_min=5, high_min=10)
    event = act(
        world.queue.issue,
        "A",
        ticket_id=ticket_id,
        priority="NCT",
        procedure_id="sao-y",
        source="kiosk-1",
        told=told,
        print_state=PrintState.QUEUED,
        token="7K2M9QWXTRFA",
    )
    ticket = world.reader.ticket(ticket_id)

    assert (
        event.kind,
        event.seq,
        event.day,
        event.label,
    ) == (EventKind.ISSUED, 1, 20230927, "A001")
    assert (ticket_id, "A", 1, 0) == (event.ticket_id, event.series, event.number, event.ahead)
    assert TicketState.WAITING is ticket.state
    assert world.clock.now_ms() == ticket.issued_ms == event.at_ms
    assert ticket.issued_ms - 20 * MINUTE_MS == ticket.due_ms == event.due_ms
    assert (told, "7K2M9QWXTRFA", "kiosk-1") == (ticket.told, ticket.token, ticket.source)
    assert (
        ticket.procedure_id,
        ticket.priority,
        ticket.print_state,
    ) == ("sao-y", "NCT", PrintState.QUEUED)


def test_numbers_run_on_within_a_series_and_each_series_by_itself(world: World) -> None:
    labels = [act(world.queue.issue, service).label for service in "AACACT"]

    assert labels == ["A001", "A002", "C001", "A003", "C002", "T001"]


def test_a_ticket_without_wishes_gets_an_identifier_and_a_secret_of_its_own(world: World) -> None:
    first, second = (act(world.queue.issue, "A").ticket_id for _ in range(2))
    tickets = [world.reader.ticket(ticket_id or "") for ticket_id in (first, second)]

    assert first != second
    assert tickets[0].token != tickets[1].token
    assert [len(ticket.token) for ticket in tickets] == [12, 12]


def test_ahead_counts_those_who_wait_for_the_same_service_and_will_be_called_earlier(
    world: World,
) -> None:
    for service in "AAC":
        act(world.queue.issue, service)
        world.clock.advance(MINUTE_MS)

    assert act(world.queue.issue, "A").ahead == 2
    assert act(world.queue.issue, "A", priority="NCT").ahead == 0
    assert act(world.queue.issue, "A", priority="OM").ahead == 1
    assert act(world.queue.issue, "A").ahead == 5


def test_an_appointment_is_due_at_its_slot_whenever_the_citizen_arrives(world: World) -> None:
    slot_ms = world.clock.now_ms() + 30 * MINUTE_MS
    booked = act(world.queue.issue, "A", slot_ms=slot_ms)
    walk_in = act(world.queue.issue, "A")
    world.clock.advance(40 * MINUTE_MS)
    late = act(world.queue.issue, "A")

    assert slot_ms == booked.due_ms
    called = [act(world.queue.call_next, 1)]
    act(world.queue.start, 1)
    act(world.queue.finish, 1)
    called += [act(world.queue.call_next, 1)]
    assert [walk_in.label, booked.label] == [event.label for event in called if event]
    assert late.due_ms is not None
    assert late.due_ms > slot_ms


def test_a_service_that_does_not_exist_gives_no_number(world: World) -> None:
    with refuses(FaultCode.SERVICE_UNKNOWN, service="X"):
        act(world.queue.issue, "X")


def test_a_closed_service_gives_no_number_and_goes_on_where_it_stopped(world: World) -> None:
    service = {"series": "A", "name_vi": "Chứng thực", "name_en": "", "minutes": 6, "position": 0}
    act(world.queue.issue, "A")
    with world.catalogue() as catalogue:
        catalogue.put_service("A", active=False, **service)
    with refuses(FaultCode.SERVICE_CLOSED, service="A"):
        act(world.queue.issue, "A")
    with world.catalogue() as catalogue:
        catalogue.put_service("A", active=True, **service)

    assert act(world.queue.issue, "A").label == "A002"


@pytest.mark.parametrize("procedure", ["khong-co", "khai-sinh", "cu-tru"])
def test_a_procedure_must_be_one_of_the_service(world: World, procedure: str) -> None:
    """Unknown, another service's, and one that is done elsewhere."""
    with refuses(FaultCode.PROCEDURE_UNKNOWN, procedure=procedure):
        act(world.queue.issue, "A", procedure_id=procedure)


def test_a_priority_group_must_exist(world: World) -> None:
    with refuses(FaultCode.PRIORITY_UNKNOWN, priority="VIP"):
        act(world.queue.issue, "A", priority="VIP")


def test_a_refused_issue_takes_neither_a_number_nor_a_place_in_the_feed(world: World) -> None:
    act(world.queue.issue, "A")
    for wish in ({"priority": "VIP"}, {"procedure_id": "khong-co"}):
        with pytest.raises(Exception, match="unknown"):
            act(world.queue.issue, "A", **wish)
    event = act(world.queue.issue, "A")

    assert (event.label, event.seq) == ("A002", 2)


def test_a_series_at_its_end_never_wraps_onto_a_live_number(world: World) -> None:
    with world.catalogue() as catalogue:
        catalogue.put_series("A", first_no=998, last_no=999)
    labels = [act(world.queue.issue, "A").label for _ in range(2)]
    with refuses(FaultCode.SERIES_EXHAUSTED, series="A", last_no=999):
        act(world.queue.issue, "A")
    with world.catalogue() as catalogue:
        catalogue.put_series("A", first_no=998, last_no=1200)

    assert [*labels, act(world.queue.issue, "A").label] == ["A998", "A999", "A1000"]


def test_two_services_may_share_one_series(world: World) -> None:
    with world.catalogue() as catalogue:
        catalogue.put_service(
            "A2", series="A", name_vi="Sao y", name_en="Copies", minutes=5, position=9
        )
    labels = [act(world.queue.issue, service).label for service in ("A", "A2", "A")]

    assert labels == ["A001", "A002", "A003"]


def test_an_unknown_site_is_refused(world: World) -> None:
    stranger = world.program("ha-noi").queue
    with refuses(FaultCode.SITE_UNKNOWN, site="ha-noi"):
        act(stranger.issue, "A")
