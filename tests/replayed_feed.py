"""A feed written by hand, event by event, for the plain model."""

from typing import Any

import pytest

from core.clock import MINUTE_MS
from core.replay import Policy, Replay, Violation
from core.ticket import Event, EventKind, PrintState, TicketState

DAY = 20230927
BEGIN_MS = 1_695_777_300_000
POLICY = Policy(
    penalties_ms={1: {"A": 0}, 2: {"A": 0, "C": 10 * MINUTE_MS}, 3: {"C": 0}},
    head_starts_ms={"NCT": 20 * MINUTE_MS},
    first_numbers={"A": 1, "C": 1},
)


class Feed:
    """Writes events as the queue would, one a minute, and hands each to the model at once."""

    def __init__(self, policy: Policy | None = POLICY) -> None:
        self.replay = Replay(policy)
        self.day = DAY
        self.waiting_ahead = 0

    def event(self, kind: EventKind, **fields: Any) -> Event:
        seq = self.replay.seq + 1
        place = {"seq": seq, "at_ms": BEGIN_MS + seq * MINUTE_MS, "day": self.day}
        cmd_id = None if kind is EventKind.EXPIRED else f"cmd-{seq}"
        return Event(**{"site_id": "s", "kind": kind, "cmd_id": cmd_id} | place | fields)

    def happen(self, kind: EventKind, **fields: Any) -> Event:
        event = self.event(kind, **fields)
        self.replay.apply(event)
        return event

    def issued(self, number: int, service: str = "A", **fields: Any) -> Event:
        """The ISSUED event of A001, A002, …, not yet applied."""
        at_ms = BEGIN_MS + (self.replay.seq + 1) * MINUTE_MS
        told: dict[str, Any] = {
            "ticket_id": f"{service}{number:03d}",
            "series": service,
            "number": number,
            "label": f"{service}{number:03d}",
            "service_id": service,
            "due_ms": at_ms,
            "ahead": self.ahead(service),
            "print_state": PrintState.NONE,
        }
        return self.event(EventKind.ISSUED, **told | fields)

    def ahead(self, service: str) -> int:
        waits = (TicketState.WAITING, service)
        tickets = self.replay.tickets.values()
        return sum((ticket.state, ticket.service_id) == waits for ticket in tickets)

    def issue(self, number: int, service: str = "A", **fields: Any) -> None:
        self.replay.apply(self.issued(number, service, **fields))

    def step_of(self, kind: EventKind, label: str, /, **fields: Any) -> Event:
        ticket = self.replay.tickets[label]
        calls = kind in (EventKind.CALLED, EventKind.PICKED, EventKind.RECALLED)
        told = {
            "ticket_id": label,
            "series": ticket.series,
            "number": ticket.number,
            "label": label,
            "service_id": ticket.service_id,
            "priority": ticket.priority,
            "counter_id": ticket.counter_id,
            "nth": ticket.calls + 1 if calls else None,
        }
        return self.event(kind, **told | fields)

    def step(self, kind: EventKind, label: str, /, **fields: Any) -> None:
        self.replay.apply(self.step_of(kind, label, **fields))

    def refuses(self, event: Event, broken: str) -> None:
        with pytest.raises(Violation, match=broken) as caught:
            self.replay.apply(event)
        assert (caught.value.seq, caught.value.kind) == (event.seq, event.kind)
