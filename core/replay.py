"""The feed read once more through a plain model: the oracle that every queue must agree with.

``Replay`` applies events one by one and raises ``Violation`` at the first one that breaks an
invariant of the queue. What it holds afterwards is what the tables must say (``db.check``).
"""

from collections.abc import Callable
from typing import assert_never

from core.replay_lines import Lines, Policy
from core.replay_ticket import (
    ReplayedTicket,
    Violation,
    ask_slip,
    change_ticket,
    end_slip,
    new_ticket,
    require,
)
from core.ticket import (
    STEPS,
    UNDO_WITHIN_MS,
    WITHOUT_PAPER,
    Event,
    EventKind,
    PrintState,
    TicketState,
    print_steps,
)

__all__ = ["Policy", "Replay", "Violation"]

_LIVE = frozenset({TicketState.CALLED, TicketState.SERVING})


class Replay:
    """One site after the events so far.

    With a ``policy`` the calling order, the first numbers and who serves what are proved too.
    What departs from it goes to ``departed`` when that is given (the catalogue may have been
    another one when it happened), else it is a ``Violation`` like any other.
    """

    def __init__(
        self, policy: Policy | None = None, departed: Callable[[Violation], None] | None = None
    ) -> None:
        self.seq = 0
        self.at_ms = 0
        self.day = 0
        self.tickets: dict[str, ReplayedTicket] = {}
        self.numbers: dict[tuple[int, str], int] = {}  # day, series -> last number
        self.sitting: dict[int, str] = {}  # counter -> officer
        self.paused: dict[int, tuple[str, int]] = {}  # counter -> reason, since when
        self.at_counter: dict[int, str] = {}  # counter -> live ticket
        self.overdue: set[str] = set()  # of an earlier day: they must expire before all else
        self.appointments = 0  # tickets whose due is not their arrival less the head start
        self._policy = policy
        self._departed = departed
        self._lines = Lines()
        self._held: set[str] = set()

    def apply(self, event: Event) -> None:
        """Let one event happen; raises ``Violation``, after which the model is of no more use."""
        self._take_place(event)
        self._check_officer(event)
        match event.kind:
            case EventKind.ISSUED:
                self._issue(event)
            case EventKind.PRINT:
                self._print(event)
            case EventKind.COUNTER_OPENED:
                self._open(event)
            case EventKind.COUNTER_CLOSED:
                self._close(event)
            case EventKind.COUNTER_PAUSED:
                self._pause(event)
            case EventKind.COUNTER_RESUMED:
                self._resume(event)
            case EventKind.CLOCK_CONFIRMED:
                pass
            case (
                EventKind.CALLED
                | EventKind.PICKED
                | EventKind.RECALLED
                | EventKind.STARTED
                | EventKind.FINISHED
                | EventKind.NO_SHOW
                | EventKind.RESTORED
                | EventKind.HELD
                | EventKind.RESUMED
                | EventKind.TRANSFERRED
                | EventKind.CALL_UNDONE
                | EventKind.VOIDED
                | EventKind.EXPIRED
            ):
                self._step(event)
            case _:
                assert_never(event.kind)

    def next_for(self, counter_id: int) -> str | None:
        """The ticket that ``call_next`` must call at this counter now; None when nobody waits."""
        assert self._policy is not None, "who comes next is a matter of policy"
        penalties = self._policy.penalties_ms.get(counter_id, {})
        first = self._lines.first_for(counter_id, penalties, self.sitting)
        return None if first is None else first[1]

    # The feed itself ------------------------------------------------------------------------------

    def _take_place(self, event: Event) -> None:
        require(event, event.seq == self.seq + 1, f"follows on {self.seq}")
        require(event, event.at_ms > self.at_ms, f"at {event.at_ms}, not after {self.at_ms}")
        require(event, event.day >= self.day, f"day {event.day} after {self.day}")
        expired = event.kind is EventKind.EXPIRED
        require(event, (event.cmd_id is None) == expired, f"command id {event.cmd_id}")
        if event.day > self.day:
            require(event, not self.overdue, "a day begins before the one before has expired")
            self.overdue = self._lines.everyone() | self._held
            self.paused.clear()
        self.seq, self.at_ms, self.day = event.seq, event.at_ms, event.day
        settled = expired or not self.overdue
        require(event, settled, f"{len(self.overdue)} of an earlier day have not expired")

    def _check_officer(self, event: Event) -> None:
        if event.counter_id is None or event.kind is EventKind.COUNTER_OPENED:
            return
        sitting = self.sitting.get(event.counter_id)
        if sitting is not None:
            told = f"officer {event.officer_id} at the counter of {sitting}"
            require(event, event.officer_id == sitting, told)
        elif event.officer_id is not None:
            elsewhere = event.officer_id in self.sitting.values()
            require(event, not elsewhere, f"officer {event.officer_id} sits elsewhere")

    def _depart(self, event: Event, broken: str) -> None:
        violation = Violation(event.seq, event.kind, broken)
        if self._departed is None:
            raise violation
        self._departed(violation)

    # Tickets --------------------------------------------------------------------------------------

    def _issue(self, event: Event) -> None:
        ticket = new_ticket(event)
        require(event, ticket.ticket_id not in self.tickets, "the ticket exists already")
        key = (event.day, ticket.series)
        last = self.numbers.get(key)
        if last is None:
            self._check_first_number(event, ticket)
        else:
            require(event, ticket.number == last + 1, f"number {ticket.number} after {last}")
        ahead = self._lines.ahead_of(ticket.service_id, ticket.due_ms)
        require(event, ticket.ahead == ahead, f"{ticket.ahead} ahead, in truth {ahead}")
        self.numbers[key] = ticket.number
        self.tickets[ticket.ticket_id] = ticket
        self._lines.join(ticket)

        if self._policy is not None:
            head_start = self._policy.head_starts_ms.get(ticket.priority or "", 0)
            self.appointments += ticket.due_ms != ticket.issued_ms - head_start

    def _check_first_number(self, event: Event, ticket: ReplayedTicket) -> None:
        if self._policy is None:
            return
        first = self._policy.first_numbers.get(ticket.series)
        if ticket.number != first:
            self._depart(event, f"the day begins with {ticket.number}, the series with {first}")

    def _print(self, event: Event) -> None:
        ticket = self._named(event)
        state = event.print_state
        steps = print_steps(ticket.print_state, marked=ticket.prints + ticket.doubts > 0)
        require(event, state in steps, f"paper {state!r} after {ticket.print_state!r}")
        if state is PrintState.QUEUED:
            useful = ticket.state not in WITHOUT_PAPER
            require(event, useful, f"a slip for a ticket that is {ticket.state.name.lower()}")
            ask_slip(event, ticket)
        else:
            end_slip(event, ticket)

    def _step(self, event: Event) -> None:
        ticket = self._named(event)
        leaving, to = STEPS[event.kind]
        require(event, ticket.state in leaving, f"not from {ticket.state.name.lower()}")
        if ticket.counter_id is not None:
            where = f"at counter {event.counter_id}, the ticket is at {ticket.counter_id}"
            require(event, event.counter_id == ticket.counter_id, where)
        self._check_rule(event, ticket)
        self._leave(ticket)
        change_ticket(event, ticket)
        ticket.state = to
        self._enter(event, ticket)

    def _check_rule(self, event: Event, ticket: ReplayedTicket) -> None:
        """What the kind of step demands beyond the ticket's state."""
        same = event.service_id == ticket.service_id
        require(event, same or event.kind is EventKind.TRANSFERRED, "of another service")
        if event.kind in (EventKind.PICKED, EventKind.VOIDED):
            require(event, bool((event.reason or "").strip()), "without a reason")
        if event.kind in (EventKind.CALLED, EventKind.PICKED):
            require(event, ticket.may_be_called, "called again without being given back")
            self._check_call(event, ticket)
        if event.kind is EventKind.RESTORED:
            require(event, ticket.day == event.day, f"a ticket of {ticket.day}")
        if event.kind is EventKind.CALL_UNDONE:
            late = event.at_ms - (ticket.called_ms or 0) > UNDO_WITHIN_MS
            require(event, not late, "more than a minute after the call")
        if event.kind is EventKind.EXPIRED:
            require(event, ticket.ticket_id in self.overdue, "of no earlier day")
            self.overdue.remove(ticket.ticket_id)

    def _check_call(self, event: Event, ticket: ReplayedTicket) -> None:
        if self._policy is None or event.counter_id is None:
            return
        penalties = self._policy.penalties_ms.get(event.counter_id, {})
        if ticket.service_id not in penalties:
            self._depart(event, f"counter {event.counter_id} does not serve {ticket.service_id}")
            return
        if event.kind is EventKind.CALLED:
            first = self._lines.first_for(event.counter_id, penalties, self.sitting)
            key = (ticket.due_ms + penalties[ticket.service_id], ticket.ticket_id)
            if first != key:
                self._depart(event, f"called {key}, first in order is {first}")

    def _leave(self, ticket: ReplayedTicket) -> None:
        if ticket.state is TicketState.WAITING:
            self._lines.leave(ticket)
        elif ticket.state is TicketState.HELD:
            self._held.remove(ticket.ticket_id)
        elif ticket.counter_id is not None:
            del self.at_counter[ticket.counter_id]

    def _enter(self, event: Event, ticket: ReplayedTicket) -> None:
        if ticket.state in _LIVE:
            counter_id = event.counter_id
            require(event, counter_id is not None, "at no counter")
            assert counter_id is not None
            taken = self.at_counter.setdefault(counter_id, ticket.ticket_id)
            require(event, taken == ticket.ticket_id, f"{taken} is at the counter already")
            ticket.counter_id = counter_id
            self.paused.pop(counter_id, None)
            return
        ticket.counter_id = None
        if ticket.state is TicketState.WAITING:
            self._lines.join(ticket)
        elif ticket.state is TicketState.HELD:
            self._held.add(ticket.ticket_id)

    def _named(self, event: Event) -> ReplayedTicket:
        """The event's ticket, which it names as it was issued."""
        ticket = self.tickets.get(event.ticket_id or "")
        if ticket is None:
            raise Violation(event.seq, event.kind, f"no ticket {event.ticket_id} was issued")
        told = (event.series, event.number, event.label, event.priority)
        issued = (ticket.series, ticket.number, ticket.label, ticket.priority)
        require(event, told == issued, f"says {told}, issued was {issued}")
        return ticket

    # Counters -------------------------------------------------------------------------------------

    def _open(self, event: Event) -> None:
        counter_id, officer_id = event.counter_id, event.officer_id
        if counter_id is None or officer_id is None:
            raise Violation(event.seq, event.kind, "names no counter or no officer")
        require(event, counter_id not in self.sitting, f"counter {counter_id} is open already")
        elsewhere = officer_id in self.sitting.values()
        require(event, not elsewhere, f"officer {officer_id} sits elsewhere")
        self.sitting[counter_id] = officer_id

    def _close(self, event: Event) -> None:
        if event.counter_id is None or event.counter_id not in self.sitting:
            raise Violation(event.seq, event.kind, f"counter {event.counter_id} is not open")
        require(event, event.counter_id not in self.at_counter, "someone is at the counter")
        del self.sitting[event.counter_id]
        self.paused.pop(event.counter_id, None)

    def _pause(self, event: Event) -> None:
        if event.counter_id is None or event.counter_id not in self.sitting:
            raise Violation(event.seq, event.kind, f"counter {event.counter_id} is not open")
        require(event, event.counter_id not in self.at_counter, "someone is at the counter")
        reason, (before, _) = event.reason or "", self.paused.get(event.counter_id, ("", 0))
        require(event, bool(reason.strip()), "without a reason")
        require(event, reason != before, f"paused for that already: {reason}")
        self.paused[event.counter_id] = (reason, event.at_ms)

    def _resume(self, event: Event) -> None:
        if event.counter_id is None or event.counter_id not in self.paused:
            raise Violation(event.seq, event.kind, f"counter {event.counter_id} does not pause")
        del self.paused[event.counter_id]
