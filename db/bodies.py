"""What each command does inside the lock: check the rules, change the rows, name the event.

A body returns the fields of its event, or None when there is nothing to do.
"""

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from core.fault import FaultCode, Refused
from core.ticket import (
    STEPS,
    EventKind,
    PrintState,
    Ticket,
    TicketState,
    check_may_have_paper,
    check_slip_end,
    label_of,
)
from db import rules, schema
from db.command import Writing

Fields = Mapping[str, object]
# The columns that a step changes, out of the hour (UTC milliseconds) and the ticket as it was.
Changes = Callable[[int, Ticket], Mapping[str, object]]


def issue(writing: Writing, asked: Fields, reason: str | None) -> Fields:
    """Number, ticket and event of a new ticket."""
    rules.check_asked(writing, asked)
    day, at_ms, service_id = writing.tick.day, writing.tick.at_ms, asked["service_id"]
    number = writing.row(writing.statements.next_number, day=day, service_id=service_id)
    if number is None:
        raise rules.why_no_number(writing, str(service_id))
    named = {
        "series": number.series,
        "number": number.last_no,
        "label": label_of(number.series, number.last_no, number.width),
    }
    place = asked["paper_at"]
    added = writing.row(
        writing.statements.add_ticket,
        **asked,
        **named,
        day=day,
        issued_ms=at_ms,
        asked_ms=None if place is None else at_ms,
    )
    assert added is not None, "INSERT … RETURNING gives a row"
    kept = {name: asked[name] for name in ("ticket_id", "service_id", "priority", "print_state")}
    told = {"due_ms": added.due_ms, "ahead": added.ahead, "place": place, "reason": reason}
    return named | kept | told


def call_next(writing: Writing, counter_id: int, officer_id: str | None) -> Fields | None:
    """Claim whoever comes next at the counter."""
    if officer_id is not None:
        rules.check_officer_may_sit(writing, counter_id, officer_id)
    row = writing.row(
        writing.statements.claim_next, counter_id=counter_id, called_ms=writing.tick.at_ms
    )
    if row is None:
        rules.check_counter_free(writing, counter_id)
        return None
    fields = dict(row._asdict())
    if fields.pop("pause") is not None:
        rules.end_pause(writing, counter_id)
    return fields | {"counter_id": counter_id, "officer_id": officer_id}


def pick(
    writing: Writing, counter_id: int, ticket_id: str, reason: str, officer_id: str | None
) -> Fields:
    """Claim one ticket out of turn."""
    if officer_id is not None:
        rules.check_officer_may_sit(writing, counter_id, officer_id)
    rules.check_counter_free(writing, counter_id)
    ticket = rules.ticket_with(writing, ticket_id)
    rules.check_counter_serves(writing, counter_id, ticket.service_id)
    rules.check_today(writing, ticket)
    fields = rules.step(
        writing,
        ticket,
        EventKind.PICKED,
        counter_id=counter_id,
        called_ms=writing.tick.at_ms,
        calls=ticket.calls + 1,
    )
    rules.end_pause(writing, counter_id)
    where = {"officer_id": officer_id, "counter_id": counter_id}
    return fields | where | {"reason": reason, "nth": ticket.calls + 1}


def at_counter(
    writing: Writing, kind: EventKind, counter_id: int, changes: Changes, reason: str | None
) -> Fields:
    """A step of the ticket that is at the counter now."""
    ticket = rules.ticket_at(writing, counter_id)
    values = dict(changes(writing.tick.at_ms, ticket))
    if STEPS[kind][1] not in (TicketState.CALLED, TicketState.SERVING):
        values["counter_id"] = None
    fields = rules.step(writing, ticket, kind, **values)
    return fields | {"counter_id": counter_id, "reason": reason, "nth": values.get("calls")}


def come_back(
    writing: Writing, kind: EventKind, ticket_id: str, values: Mapping[str, object]
) -> Fields:
    """A ticket that was put aside today waits again, in its old place."""
    ticket = rules.ticket_with(writing, ticket_id)
    rules.check_today(writing, ticket)
    return rules.step(writing, ticket, kind, **values)


def transfer(
    writing: Writing,
    counter_id: int,
    service_id: str | None,
    to_counter_id: int | None,
    reason: str | None,
) -> Fields:
    """Send the citizen at the counter on."""
    ticket = rules.ticket_at(writing, counter_id)
    target = service_id or ticket.service_id
    rules.check_transfer(writing, target, to_counter_id)
    fields = rules.step(
        writing,
        ticket,
        EventKind.TRANSFERRED,
        counter_id=None,
        service_id=target,
        for_counter_id=to_counter_id,
    )
    return fields | {
        "counter_id": counter_id,
        "service_id": target,
        "to_counter_id": to_counter_id,
        "reason": reason,
    }


def void(writing: Writing, ticket_id: str, reason: str) -> Fields:
    """End a ticket that nobody serves."""
    ticket = rules.ticket_with(writing, ticket_id)
    fields = rules.step(
        writing, ticket, EventKind.VOIDED, counter_id=None, ended_ms=writing.tick.at_ms
    )
    return fields | {"counter_id": ticket.counter_id, "reason": reason}


def ask_print(
    writing: Writing,
    ticket_id: str,
    place: str,
    reason: str | None,
    counter_id: int | None,
    officer_id: str | None,
) -> Fields:
    """Let ``place`` owe a further slip of the ticket."""
    if counter_id is not None and officer_id is not None:
        rules.check_officer_may_sit(writing, counter_id, officer_id)
    elif counter_id is not None:
        rules.officer_at(writing, counter_id)
    ticket = rules.ticket_with(writing, ticket_id)
    check_may_have_paper(ticket.state, ticket.label)
    if ticket.print_state is PrintState.QUEUED:
        raise Refused(FaultCode.PAPER_UNDER_WAY, label=ticket.label, place=ticket.paper_at)
    _change_paper(
        writing,
        ticket_id,
        print_state=int(PrintState.QUEUED),
        paper_at=place,
        asked_ms=writing.tick.at_ms,
    )
    told = {"print_state": PrintState.QUEUED, "place": place, "reason": reason}
    return rules.named(ticket) | told | {"counter_id": counter_id, "officer_id": officer_id}


def record_print(
    writing: Writing,
    ticket_id: str,
    print_state: PrintState,
    reason: str | None,
    asked_ms: int | None,
) -> Fields:
    """Write down how the ticket's last slip ended."""
    ticket = rules.ticket_with(writing, ticket_id)
    if asked_ms is not None and asked_ms != ticket.asked_ms:
        raise Refused(FaultCode.PAPER_ASKED_ANEW, label=ticket.label, place=ticket.paper_at)
    check_slip_end(ticket.print_state, print_state, ticket.label, marked=ticket.marked)
    came_out = print_state in (PrintState.PRINTED, PrintState.REPRINTED)
    _change_paper(
        writing,
        ticket_id,
        print_state=int(print_state),
        prints=ticket.prints + came_out,
        doubts=ticket.doubts + (print_state is PrintState.UNKNOWN),
    )
    return rules.named(ticket) | {"print_state": print_state, "reason": reason}


def _change_paper(writing: Writing, ticket_id: str, **values: object) -> None:
    columns = schema.ticket.c
    writing.change(
        sa.update(schema.ticket)
        .where(columns.site_id == writing.site_id, columns.ticket_id == ticket_id)
        .values(**values)
    )


def open_counter(writing: Writing, counter_id: int, officer_id: str) -> Fields | None:
    """Seat the officer, unless they sit there already."""
    if rules.check_officer_may_sit(writing, counter_id, officer_id):
        return None
    rules.seat(writing, counter_id, officer_id)
    return {"counter_id": counter_id, "officer_id": officer_id}


def close_counter(writing: Writing, counter_id: int) -> Fields | None:
    """Let the officer go, if somebody sits there."""
    officer_id = rules.officer_at(writing, counter_id)
    rules.check_counter_free(writing, counter_id)
    if officer_id is None:
        return None
    rules.seat(writing, counter_id, None)
    return {"counter_id": counter_id, "officer_id": officer_id}


def pause_counter(writing: Writing, counter_id: int, reason: str) -> Fields | None:
    """Let an open counter call nobody, unless it does so for that reason already."""
    counter = rules.counter_with(writing, counter_id)
    if counter.officer_id is None:
        raise Refused(FaultCode.COUNTER_NOT_OPEN, counter=counter_id)
    rules.check_counter_free(writing, counter_id)
    if counter.pause == reason:
        return None
    rules.set_counter(writing, counter_id, pause=reason, paused_ms=writing.tick.at_ms)
    return {"counter_id": counter_id, "reason": reason}


def resume_counter(writing: Writing, counter_id: int) -> Fields | None:
    """End the counter's pause, if there is one."""
    if rules.counter_with(writing, counter_id).pause is None:
        return None
    rules.end_pause(writing, counter_id)
    return {"counter_id": counter_id}
