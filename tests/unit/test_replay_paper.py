"""The plain model of the paper: slips are asked for, they end, and it is known which are marked."""

import pytest

from core.replay import Violation
from core.ticket import Event, EventKind, PrintState
from tests.replayed_feed import Feed


@pytest.fixture
def feed() -> Feed:
    """Two who wait for A."""
    feed = Feed()
    feed.issue(1)
    feed.issue(2)
    return feed


def asked(feed: Feed, place: str | None = "K1") -> Event:
    return feed.step_of(EventKind.PRINT, "A001", print_state=PrintState.QUEUED, place=place)


def test_slips_are_asked_for_and_end_and_both_kinds_are_counted(feed: Feed) -> None:
    for state in (PrintState.PRINTED, PrintState.UNKNOWN, PrintState.REPRINTED):
        event = asked(feed)
        feed.replay.apply(event)
        feed.step(EventKind.PRINT, "A001", print_state=state)
    ticket = feed.replay.tickets["A001"]

    assert (ticket.prints, ticket.doubts) == (2, 1)
    assert (ticket.paper_at, ticket.asked_ms) == ("K1", event.at_ms)


def test_a_ticket_may_be_issued_with_its_slip_under_way(feed: Feed) -> None:
    feed.issue(3, print_state=PrintState.QUEUED, place="K1")
    ticket = feed.replay.tickets["A003"]

    assert (ticket.paper_at, ticket.asked_ms) == ("K1", ticket.issued_ms)
    feed.refuses(feed.issued(4, print_state=PrintState.QUEUED), "nobody owes")


@pytest.mark.parametrize(
    ("before", "state", "broken"),
    [
        ((), PrintState.PRINTED, "after <PrintState.NONE"),
        ((), None, "paper None"),
        ((PrintState.QUEUED,), PrintState.QUEUED, "after <PrintState.QUEUED"),
        ((PrintState.QUEUED,), PrintState.REPRINTED, "after <PrintState.QUEUED"),
        ((PrintState.QUEUED, PrintState.PRINTED), PrintState.FAILED, "after <PrintState.PRINTED"),
        (
            (PrintState.QUEUED, PrintState.UNKNOWN, PrintState.QUEUED),
            PrintState.PRINTED,
            "after <PrintState.QUEUED",
        ),
    ],
)
def test_paper_moves_along_its_steps(
    feed: Feed, before: tuple[PrintState, ...], state: PrintState | None, broken: str
) -> None:
    for step in before:
        place = "K1" if step is PrintState.QUEUED else None
        feed.step(EventKind.PRINT, "A001", print_state=step, place=place)
    place = "K1" if state is PrintState.QUEUED else None
    event = feed.step_of(EventKind.PRINT, "A001", print_state=state, place=place)
    feed.refuses(event, broken)


def test_somebody_owes_every_slip_and_nobody_an_outcome(feed: Feed) -> None:
    with pytest.raises(Violation, match="nobody owes"):
        feed.replay.apply(asked(feed, None))
    feed.replay.apply(asked(feed))
    outcome = feed.step_of(EventKind.PRINT, "A001", print_state=PrintState.PRINTED, place="K1")
    feed.refuses(outcome, "an outcome for K1")


def test_no_slip_is_asked_for_a_ticket_that_is_void(feed: Feed) -> None:
    feed.step(EventKind.VOIDED, "A001", reason="đi về")
    feed.refuses(asked(feed), "a ticket that is void")
