"""The rules that commands check inside the lock, each with the fault that names what is wrong."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from core.fault import FaultCode, Refused
from core.ticket import STEPS, UNDO_WITHIN_MS, EventKind, Ticket, TicketState, check_step
from db import schema
from db.command import Writing
from db.rows import ticket_of


def reason_given(reason: str) -> str:
    """The reason without surrounding blanks; none at all is refused."""
    words = reason.strip()
    if not words:
        raise Refused(FaultCode.REASON_MISSING)
    return words


# Tickets ----------------------------------------------------------------------------------------


def ticket_at(writing: Writing, counter_id: int) -> Ticket:
    """The ticket that is at the counter; refused when nobody is there."""
    row = writing.row(writing.statements.at_counter, counter_id=counter_id)
    if row is None:
        officer_at(writing, counter_id)
        raise Refused(FaultCode.COUNTER_EMPTY, counter=counter_id)
    return ticket_of(row)


def ticket_with(writing: Writing, ticket_id: str) -> Ticket:
    """The ticket of that id at this site."""
    columns = schema.ticket.c
    row = writing.one(
        sa.select(schema.ticket).where(
            columns.site_id == writing.site_id, columns.ticket_id == ticket_id
        )
    )
    if row is None:
        raise Refused(FaultCode.TICKET_UNKNOWN, label=ticket_id)
    return ticket_of(row)


def step(writing: Writing, ticket: Ticket, kind: EventKind, **values: object) -> dict[str, object]:
    """Take a legal step with a ticket and change its ``values``; the fields of the event."""
    check_step(kind, ticket.state, ticket.label)
    columns = schema.ticket.c
    writing.change(
        sa.update(schema.ticket)
        .where(columns.site_id == writing.site_id, columns.ticket_id == ticket.ticket_id)
        .values(state=int(STEPS[kind][1]), **values)
    )
    return named(ticket)


def named(ticket: Ticket) -> dict[str, object]:
    """The fields by which an event names its ticket."""
    return {
        "ticket_id": ticket.ticket_id,
        "series": ticket.series,
        "number": ticket.number,
        "label": ticket.label,
        "service_id": ticket.service_id,
        "priority": ticket.priority,
    }


def check_today(writing: Writing, ticket: Ticket) -> None:
    """A ticket is valid on its own day; who is sent on or held over midnight stays in the queue."""
    in_queue = ticket.state in (TicketState.WAITING, TicketState.HELD)
    if ticket.day != writing.tick.day and not in_queue:
        raise Refused(FaultCode.TICKET_OF_ANOTHER_DAY, label=ticket.label, day=ticket.day)


def check_undo_in_time(at_ms: int, ticket: Ticket) -> None:
    if ticket.called_ms is not None and at_ms - ticket.called_ms > UNDO_WITHIN_MS:
        raise Refused(FaultCode.UNDO_TOO_LATE, label=ticket.label)


# What is asked for at the kiosk -----------------------------------------------------------------


def check_asked(writing: Writing, asked: Mapping[str, object]) -> None:
    """The priority group and the procedure exist, and the procedure is this service's."""
    if asked["priority"] is not None:
        columns = schema.priority_group.c
        known = sa.select(columns.code).where(
            columns.site_id == writing.site_id, columns.code == asked["priority"]
        )
        if writing.one(known) is None:
            raise Refused(FaultCode.PRIORITY_UNKNOWN, priority=asked["priority"])
    if asked["procedure_id"] is not None:
        procedure = schema.procedure.c
        offered = sa.select(procedure.procedure_id).where(
            procedure.site_id == writing.site_id,
            procedure.procedure_id == asked["procedure_id"],
            procedure.service_id == asked["service_id"],
        )
        if writing.one(offered) is None:
            raise Refused(FaultCode.PROCEDURE_UNKNOWN, procedure=asked["procedure_id"])


def why_no_number(writing: Writing, service_id: str) -> Refused:
    """Why a service gives out no number."""
    row = _service(writing, service_id)
    if row is None:
        return Refused(FaultCode.SERVICE_UNKNOWN, service=service_id)
    if not row.active:
        return Refused(FaultCode.SERVICE_CLOSED, service=service_id)
    columns = schema.series.c
    last_no = writing.connection.scalar(
        sa.select(columns.last_no).where(
            columns.site_id == writing.site_id, columns.series == row.series
        )
    )
    return Refused(FaultCode.SERIES_EXHAUSTED, series=row.series, last_no=last_no)


def _service(writing: Writing, service_id: str) -> Any:
    columns = schema.service.c
    return writing.one(
        sa.select(columns.series, columns.active).where(
            columns.site_id == writing.site_id, columns.service_id == service_id
        )
    )


# Counters ---------------------------------------------------------------------------------------


def counter_with(writing: Writing, counter_id: int) -> Any:
    """The row of the counter: who sits there, and its pause; refused when there is none."""
    columns = schema.counter.c
    row = writing.one(
        sa.select(columns.officer_id, columns.pause).where(
            columns.site_id == writing.site_id, columns.counter_id == counter_id
        )
    )
    if row is None:
        raise Refused(FaultCode.COUNTER_UNKNOWN, counter=counter_id)
    return row


def officer_at(writing: Writing, counter_id: int) -> str | None:
    """Who sits at the counter; refused when there is no such counter."""
    officer_id: str | None = counter_with(writing, counter_id).officer_id
    return officer_id


def check_counter_free(writing: Writing, counter_id: int) -> None:
    """Nobody is at the counter, and the counter exists."""
    row = writing.row(writing.statements.at_counter, counter_id=counter_id)
    if row is not None:
        raise Refused(FaultCode.COUNTER_BUSY, counter=counter_id, label=row.label)
    officer_at(writing, counter_id)


def check_officer_may_sit(writing: Writing, counter_id: int, officer_id: str) -> bool:
    """True when the officer sits there already, False when they may; refused otherwise."""
    officer, counter = schema.officer.c, schema.counter.c
    known = sa.select(officer.name).where(
        officer.site_id == writing.site_id,
        officer.officer_id == officer_id,
        officer.active == 1,
    )
    if writing.one(known) is None:
        raise Refused(FaultCode.OFFICER_UNKNOWN, officer=officer_id)
    sitting = officer_at(writing, counter_id)
    if sitting == officer_id:
        return True
    if sitting is not None:
        raise Refused(FaultCode.COUNTER_TAKEN, counter=counter_id, officer=sitting)
    elsewhere = writing.connection.scalar(
        sa.select(counter.counter_id).where(
            counter.site_id == writing.site_id, counter.officer_id == officer_id
        )
    )
    if elsewhere is not None:
        raise Refused(FaultCode.OFFICER_ELSEWHERE, officer=officer_id, counter=elsewhere)
    return False


def seat(writing: Writing, counter_id: int, officer_id: str | None) -> None:
    """Put an officer at the counter, or nobody; no pause outlives that."""
    opened_ms = None if officer_id is None else writing.tick.at_ms
    set_counter(
        writing, counter_id, officer_id=officer_id, opened_ms=opened_ms, pause=None, paused_ms=None
    )


def end_pause(writing: Writing, counter_id: int) -> None:
    set_counter(writing, counter_id, pause=None, paused_ms=None)


def set_counter(writing: Writing, counter_id: int, **values: object) -> None:
    """Change columns of one counter."""
    columns = schema.counter.c
    writing.change(
        sa.update(schema.counter)
        .where(columns.site_id == writing.site_id, columns.counter_id == counter_id)
        .values(**values)
    )


def check_counter_serves(writing: Writing, counter_id: int, service_id: str) -> None:
    columns = schema.counter_service.c
    served = sa.select(columns.penalty_ms).where(
        columns.site_id == writing.site_id,
        columns.counter_id == counter_id,
        columns.service_id == service_id,
    )
    if writing.one(served) is None:
        raise Refused(
            FaultCode.COUNTER_NOT_SERVING,
            counter=counter_id,
            service=service_id,
            who=", ".join(map(str, who_serves(writing, service_id))),
        )


def who_serves(writing: Writing, service_id: str) -> tuple[int, ...]:
    """The counters that serve a service."""
    columns = schema.counter_service.c
    rows = writing.connection.execute(
        sa.select(columns.counter_id)
        .where(columns.site_id == writing.site_id, columns.service_id == service_id)
        .order_by(columns.counter_id)
    )
    return tuple(row.counter_id for row in rows)


def check_transfer(writing: Writing, service_id: str, to_counter_id: int | None) -> None:
    """The ticket can be called where it is sent."""
    if _service(writing, service_id) is None:
        raise Refused(FaultCode.SERVICE_UNKNOWN, service=service_id)
    if to_counter_id is not None:
        officer_at(writing, to_counter_id)
        check_counter_serves(writing, to_counter_id, service_id)
    elif not who_serves(writing, service_id):
        raise Refused(FaultCode.SERVICE_UNSERVED, service=service_id)
