"""A ticket as its events tell it, and what to say when an event cannot be true."""

from dataclasses import dataclass
from typing import Any

from core.ticket import Event, EventKind, PrintState, TicketState

_CALLS = frozenset({EventKind.CALLED, EventKind.PICKED, EventKind.RECALLED})
# After these the ticket may be called again.
_GIVEN_BACK = frozenset(
    {EventKind.TRANSFERRED, EventKind.RESUMED, EventKind.RESTORED, EventKind.CALL_UNDONE}
)
_ENDED = frozenset({EventKind.FINISHED, EventKind.NO_SHOW, EventKind.VOIDED, EventKind.EXPIRED})
_CAME_OUT = frozenset({PrintState.PRINTED, PrintState.REPRINTED})
_TOLD_AT_ISSUE = (
    "ticket_id", "day", "series", "number", "label", "service_id", "due_ms", "ahead", "print_state"
)  # fmt: skip


class Violation(Exception):
    """An event that may not stand in the feed: where, and which invariant it breaks."""

    def __init__(self, seq: int, kind: EventKind, broken: str) -> None:
        super().__init__(f"event {seq} ({kind.name.lower()}): {broken}")
        self.seq = seq
        self.kind = kind
        self.broken = broken


@dataclass(slots=True, kw_only=True)
class ReplayedTicket:
    """A ticket as the feed tells it; the names are those of the table's columns."""

    ticket_id: str
    day: int
    series: str
    number: int
    label: str
    service_id: str
    priority: str | None
    state: TicketState
    due_ms: int
    issued_ms: int
    ahead: int
    print_state: PrintState
    called_ms: int | None = None
    started_ms: int | None = None
    ended_ms: int | None = None
    counter_id: int | None = None
    for_counter_id: int | None = None
    calls: int = 0
    prints: int = 0
    doubts: int = 0
    paper_at: str | None = None
    asked_ms: int | None = None
    may_be_called: bool = True  # False from a call until the ticket is given back to the queue


def require(event: Event, holds: bool, broken: str) -> None:
    """Raise ``Violation`` unless what the event needs ``holds``."""
    if not holds:
        raise Violation(event.seq, event.kind, broken)


def new_ticket(event: Event) -> ReplayedTicket:
    """The ticket that an ISSUED event brings into being."""
    told: dict[str, Any] = {name: getattr(event, name) for name in _TOLD_AT_ISSUE}
    require(event, None not in told.values(), "an issue that leaves out what it must say")
    ticket = ReplayedTicket(
        state=TicketState.WAITING, issued_ms=event.at_ms, priority=event.priority, **told
    )
    if event.print_state is PrintState.QUEUED:
        ask_slip(event, ticket)
    return ticket


def ask_slip(event: Event, ticket: ReplayedTicket) -> None:
    """Somebody asks a place for the ticket's slip."""
    require(event, event.place is not None, "a slip that nobody owes")
    ticket.print_state = PrintState.QUEUED
    ticket.paper_at, ticket.asked_ms = event.place, event.at_ms


def end_slip(event: Event, ticket: ReplayedTicket) -> None:
    """The slip that was asked for last came out, failed, or left no proof."""
    state = event.print_state
    require(event, event.place is None, f"an outcome for {event.place}")
    assert state is not None, "checked before"
    ticket.print_state = state
    ticket.prints += state in _CAME_OUT
    ticket.doubts += state is PrintState.UNKNOWN


def change_ticket(event: Event, ticket: ReplayedTicket) -> None:
    """What a step writes on the ticket besides its state and its counter."""
    kind = event.kind
    ticket.calls += kind in _CALLS
    nth = ticket.calls if kind in _CALLS else None
    require(event, event.nth == nth, f"call number {event.nth} of the ticket, in truth {nth}")
    if kind in (EventKind.CALLED, EventKind.PICKED):
        ticket.called_ms, ticket.may_be_called = event.at_ms, False
    if kind in _GIVEN_BACK:
        ticket.may_be_called = True
    if kind is EventKind.STARTED:
        ticket.started_ms = event.at_ms
    if kind is EventKind.CALL_UNDONE:
        ticket.called_ms = None
    if kind is EventKind.TRANSFERRED and event.service_id is not None:
        ticket.service_id, ticket.for_counter_id = event.service_id, event.to_counter_id
    if kind is EventKind.RESTORED:
        ticket.ended_ms = None
    if kind in _ENDED:
        ticket.ended_ms = event.at_ms
