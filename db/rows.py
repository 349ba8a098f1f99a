"""Rows of the tables as the frozen values of ``core``."""

from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from core.clock import MINUTE_MS
from core.hall import CallLine, CounterLine, Office, ServiceLine, WaitingLine
from core.ticket import Event, EventKind, PrintState, Ticket, TicketState
from core.waiting import GAPS_WANTED, Pace, WaitRange, expected_wait
from core.wording import Noun, Reading


def ticket_of(row: Any) -> Ticket:
    """A row of ``ticket``, whole."""
    fields = dict(row._asdict())
    low, high = fields.pop("told_low_min"), fields.pop("told_high_min")
    fields["told"] = None if low is None else WaitRange(low_min=low, high_min=high)
    fields["state"] = TicketState(fields["state"])
    fields["print_state"] = PrintState(fields["print_state"])
    return Ticket(**fields)


def event_of(row: Any) -> Event:
    """A row of ``ticket_event``, whole."""
    return event_with(row._asdict())


def event_with(columns: Mapping[str, Any]) -> Event:
    """The event with these columns."""
    paper = columns["print_state"]
    known = {
        "kind": EventKind(columns["kind"]),
        "print_state": None if paper is None else PrintState(paper),
    }
    return Event(**(dict(columns) | known))


def office_of(row: Any) -> Office:
    """A row of ``site``."""
    return Office(
        site_id=row.site_id,
        name_vi=row.office_vi,
        name_en=row.office_en,
        section_vi=row.section_vi,
        section_en=row.section_en,
        zone=ZoneInfo(row.zone),
        tracking_url=row.tracking_url,
        noun=Noun(row.noun),
        reading=Reading(row.reading),
        last_call_at=row.last_call_at,
        notice_vi=row.notice_vi,
        notice_en=row.notice_en,
    )


def call_line(row: Any) -> CallLine:
    """A row of ``ticket_event`` that is a call."""
    return CallLine(
        seq=row.seq,
        label=row.label,
        counter_id=row.counter_id,
        at_ms=row.at_ms,
        again=row.kind == EventKind.RECALLED,
        nth=row.nth,
        service_id=row.service_id,
        priority=row.priority,
    )


def counter_line(
    row: Any, names: Mapping[str, str], live: Any, *, new_day: bool = False
) -> CounterLine:
    """A row of ``counter`` with the row of the ticket that is there, if any.

    ``new_day``: the next command begins one, which ends every pause.
    """
    pauses = row.pause is not None and not new_day
    return CounterLine(
        counter_id=row.counter_id,
        name_vi=row.name_vi,
        name_en=row.name_en,
        officer_id=row.officer_id,
        officer_name=names.get(row.officer_id),
        is_open=row.opened_ms is not None,
        label=None if live is None else live.label,
        state=None if live is None else TicketState(live.state),
        service_id=None if live is None else live.service_id,
        priority=None if live is None else live.priority,
        called_ms=None if live is None else live.called_ms,
        calls=0 if live is None else live.calls,
        pause=row.pause if pauses else None,
        paused_ms=row.paused_ms if pauses else None,
    )


def waiting_line(row: Any, key_ms: int) -> WaitingLine:
    """A ticket of a list; ``key_ms`` is its place in the calling order."""
    return WaitingLine(
        ticket_id=row.ticket_id,
        label=row.label,
        service_id=row.service_id,
        priority=row.priority,
        state=TicketState(row.state),
        issued_ms=row.issued_ms,
        due_ms=row.due_ms,
        key_ms=key_ms,
        print_state=PrintState(row.print_state),
        for_counter_id=row.for_counter_id,
    )


def service_line(
    row: Any, waiting: int, calls_ms: list[int], counters: Sequence[CounterLine]
) -> ServiceLine:
    """A row of ``service`` with the people waiting and the wait to tell the next one.

    ``calls_ms``: today's call times, ascending; ``counters``: those whose own service it is.
    """
    return ServiceLine(
        service_id=row.service_id,
        series=row.series,
        name_vi=row.name_vi,
        name_en=row.name_en,
        position=row.position,
        active=bool(row.active),
        waiting=waiting,
        expected=expected_wait(waiting, _pace(row.minutes, calls_ms, counters)),
        counters=tuple(line.counter_id for line in counters),
        is_return=bool(row.is_return),
    )


def _pace(minutes: int, calls_ms: list[int], counters: Sequence[CounterLine]) -> Pace:
    open_counters = [line for line in counters if line.is_open and line.pause is None]
    return Pace(
        calls_ms=calls_ms[-(GAPS_WANTED + 1) :],
        mean_service_ms=minutes * MINUTE_MS,
        open_counters=len(open_counters) or len(counters),
        free=any(line.label is None for line in open_counters),
    )
