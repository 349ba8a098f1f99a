"""A ticket's legal steps, its label and the code on its paper."""

import pytest

from core.fault import FaultCode, Refused
from core.ticket import (
    PRINT_STEPS,
    STEPS,
    EventKind,
    PrintState,
    TicketState,
    check_may_have_paper,
    check_slip_end,
    check_step,
    label_of,
    paper_code,
    print_steps,
    read_paper_code,
)

ENDS = (TicketState.DONE, TicketState.VOID, TicketState.EXPIRED)


def reachable(*starts: TicketState) -> set[TicketState]:
    """All states that steps lead to from ``starts``."""
    found = set(starts)
    while more := {to for leaving, to in STEPS.values() if leaving & found} - found:
        found |= more
    return found


def test_every_state_can_be_reached_from_a_new_ticket() -> None:
    assert reachable(TicketState.WAITING) == set(TicketState)


@pytest.mark.parametrize("state", set(TicketState) - set(ENDS))
def test_from_every_state_that_is_no_end_there_is_a_way_to_be_done(state: TicketState) -> None:
    assert TicketState.DONE in reachable(state)


@pytest.mark.parametrize("state", ENDS)
def test_no_step_leaves_an_end(state: TicketState) -> None:
    assert [kind for kind, (leaving, _) in STEPS.items() if state in leaving] == []


@pytest.mark.parametrize("kind", STEPS)
@pytest.mark.parametrize("state", TicketState)
def test_a_step_is_refused_from_every_state_but_its_own(
    kind: EventKind, state: TicketState
) -> None:
    if state in STEPS[kind][0]:
        check_step(kind, state, "A001")
        return
    with pytest.raises(Refused) as caught:
        check_step(kind, state, "A001")
    assert caught.value.code is FaultCode.STEP_NOT_ALLOWED
    assert caught.value.facts == {
        "label": "A001",
        "step": kind.name.lower(),
        "state": state.name.lower(),
    }


def test_who_is_served_cannot_be_voided_and_who_waits_cannot_be_held() -> None:
    assert TicketState.SERVING not in STEPS[EventKind.VOIDED][0]
    assert STEPS[EventKind.HELD][0] == {TicketState.SERVING}


def test_a_slip_is_asked_for_from_every_print_state_and_ends_before_the_next() -> None:
    assert set(PRINT_STEPS) == set(PrintState)
    queued = {PrintState.QUEUED}
    assert all(PRINT_STEPS[now] == queued for now in set(PrintState) - queued)
    assert PRINT_STEPS[PrintState.QUEUED] == set(PrintState) - queued - {PrintState.NONE}


def test_the_first_slip_is_printed_and_every_further_one_reprinted() -> None:
    queued, others = PrintState.QUEUED, {PrintState.FAILED, PrintState.UNKNOWN}
    assert print_steps(queued, marked=False) == others | {PrintState.PRINTED}
    assert print_steps(queued, marked=True) == others | {PrintState.REPRINTED}


@pytest.mark.parametrize("now", PrintState)
@pytest.mark.parametrize("then", PrintState)
def test_only_a_slip_that_is_owed_ends_and_not_by_being_asked_for(
    now: PrintState, then: PrintState
) -> None:
    if now is PrintState.QUEUED and then in print_steps(now, marked=True):
        check_slip_end(now, then, "A001", marked=True)
        return
    with pytest.raises(Refused) as caught:
        check_slip_end(now, then, "A001", marked=True)
    assert caught.value.facts == {
        "label": "A001",
        "step": f"print_{then.name.lower()}",
        "state": f"print_{now.name.lower()}",
    }


@pytest.mark.parametrize("state", TicketState)
def test_only_a_ticket_that_is_good_for_something_gets_a_slip(state: TicketState) -> None:
    if state not in (TicketState.VOID, TicketState.EXPIRED):
        check_may_have_paper(state, "A001")
        return
    with pytest.raises(Refused, match="print_queued"):
        check_may_have_paper(state, "A001")


@pytest.mark.parametrize(
    ("series", "number", "width", "label"),
    [
        ("A", 7, 3, "A007"),
        ("A", 999, 3, "A999"),
        ("A", 1000, 3, "A1000"),
        ("K2-", 1, 3, "K2-001"),
        ("Đ", 0, 2, "Đ00"),
    ],
)
def test_a_label_is_the_series_and_the_number_in_its_width(
    series: str, number: int, width: int, label: str
) -> None:
    assert label_of(series, number, width) == label


def test_the_code_on_paper_is_read_back() -> None:
    code = paper_code("A007", 20230927, "7K2M9QWXTRFA")

    assert code == "MC:A007:20230927:7K2M9QWXTRFA"
    assert read_paper_code(f" {code}\r\n") == ("A007", 20230927, "7K2M9QWXTRFA")


@pytest.mark.parametrize(
    "code", ["", "A007", "MC:A007:20230927", "XX:A007:20230927:T", "MC:A007:hôm nay:T"]
)
def test_something_else_that_was_scanned_is_no_ticket(code: str) -> None:
    assert read_paper_code(code) is None
