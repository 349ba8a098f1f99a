"""A ticket that nobody holds, with everything that a slip can say: for previews."""

from core.hall import Hall
from core.ticket import PrintState, Ticket, TicketState, label_of
from core.waiting import WaitRange

_NUMBER = 7


def sample_ticket(hall: Hall) -> Ticket:
    """Number 7 of the hall's first service, with priority, taken just now."""
    line = hall.services[0] if hall.services else None
    series = "A" if line is None else line.series
    group = next(iter(hall.priorities), None)
    return Ticket(
        site_id=hall.office.site_id,
        ticket_id="",
        day=hall.day,
        series=series,
        number=_NUMBER,
        label=label_of(series, _NUMBER),
        service_id=series if line is None else line.service_id,
        procedure_id=None,
        priority=None if group is None else group.code,
        state=TicketState.WAITING,
        due_ms=hall.at_ms,
        issued_ms=hall.at_ms,
        called_ms=None,
        started_ms=None,
        ended_ms=None,
        counter_id=None,
        for_counter_id=None,
        calls=0,
        ahead=4,
        told=WaitRange(low_min=15, high_min=25),
        token="2222222222AA",
        source="",
        print_state=PrintState.NONE,
        prints=0,
    )
