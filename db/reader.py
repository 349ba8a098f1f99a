"""Snapshots for screens, papers and displays: read-only, each consistent in itself.

``day`` is the queue's own business day (the clock row's), so that a screen whose machine's clock is
behind still shows the right hall. On a new day it is today even before the first command: whoever
waits since yesterday is not shown, and expires in that command.
"""

from core.clock import Clock
from core.fault import FaultCode, Refused
from core.hall import Desk, Hall, OfficerLine
from core.ticket import Event, PrintState, Ticket, TicketState
from db import schema
from db.engine import Engine
from db.look import Look
from db.rows import event_of, ticket_of


class Reader:
    """One site's snapshots; every method opens a read transaction of its own."""

    def __init__(self, engine: Engine, site_id: str, clock: Clock) -> None:
        self._engine = engine
        self._site_id = site_id
        self._clock = clock

    # Snapshots ----------------------------------------------------------------------------------

    def hall(self) -> Hall:
        """Everything the kiosk and the hall board show."""
        with self._reading() as look:
            counters = look.counters()
            return Hall(
                office=look.office(),
                seq=look.seq,
                day=look.day,
                at_ms=self._clock.now_ms(),
                services=look.services(counters),
                counters=counters,
                last_calls=look.last_calls(),
                next_waiting=look.next_waiting(),
                priorities=look.priorities(),
            )

    def desk(self, counter_id: int) -> Desk:
        """Everything the panel of one counter shows."""
        with self._reading() as look:
            counters = look.counters()
            here = next((line for line in counters if line.counter_id == counter_id), None)
            if here is None:
                raise Refused(FaultCode.COUNTER_UNKNOWN, counter=counter_id)
            return Desk(
                office=look.office(),
                seq=look.seq,
                day=look.day,
                at_ms=self._clock.now_ms(),
                counter=here,
                ticket=look.ticket_at(counter_id),
                waiting=look.eligible(counter_id),
                held=look.in_state(TicketState.HELD),
                missed=look.in_state(TicketState.NO_SHOW),
                services=look.services(counters),
                counters=counters,
                officers=look.officers(),
                served_today=look.served_by(counter_id),
            )

    def officers(self) -> tuple[OfficerLine, ...]:
        """Everyone who may sit at a counter."""
        with self._reading() as look:
            return look.officers()

    # Single things --------------------------------------------------------------------------------

    def ticket(self, ticket_id: str) -> Ticket:
        """One ticket; refused when the site does not have it."""
        columns = schema.ticket.c
        with self._reading() as look:
            row = look.first(look.of(schema.ticket).where(columns.ticket_id == ticket_id))
        if row is None:
            raise Refused(FaultCode.TICKET_UNKNOWN, label=ticket_id)
        return ticket_of(row)

    def find(self, label: str, day: int | None = None) -> Ticket:
        """The ticket with that number on ``day``, today when None."""
        columns = schema.ticket.c
        wanted = label.strip().upper()
        with self._reading() as look:
            row = look.first(
                look.of(schema.ticket).where(
                    columns.day == (day or look.day), columns.label == wanted
                )
            )
        if row is None:
            raise Refused(FaultCode.TICKET_UNKNOWN, label=wanted)
        return ticket_of(row)

    def find_paper(self, label: str, day: int, token: str) -> Ticket:
        """The ticket whose paper was scanned; a token that is not its own is refused."""
        ticket = self.find(label, day)
        if ticket.token != token.upper():
            raise Refused(FaultCode.TICKET_UNKNOWN, label=label)
        return ticket

    def tickets(
        self, state: TicketState | None = None, day: int | None = None
    ) -> tuple[Ticket, ...]:
        """The day's tickets in the order in which they were issued."""
        columns = schema.ticket.c
        with self._reading() as look:
            query = look.of(schema.ticket).where(columns.day == (day or look.day))
            if state is not None:
                query = query.where(columns.state == int(state))
            return tuple(map(ticket_of, look.all(query.order_by(columns.issued_ms))))

    def unprinted(self, source: str) -> tuple[Ticket, ...]:
        """Today's tickets of one kiosk whose slip was still in the printer's queue."""
        columns = schema.ticket.c
        with self._reading() as look:
            query = look.of(schema.ticket).where(
                columns.day == look.day,
                columns.source == source,
                columns.print_state == int(PrintState.QUEUED),
            )
            return tuple(map(ticket_of, look.all(query.order_by(columns.issued_ms))))

    def history(self, ticket_id: str) -> tuple[Event, ...]:
        """All that happened to one ticket."""
        columns = schema.ticket_event.c
        with self._reading() as look:
            query = look.of(schema.ticket_event).where(columns.ticket_id == ticket_id)
            return tuple(map(event_of, look.all(query.order_by(columns.seq))))

    def events(self, after_seq: int, limit: int = 1000) -> tuple[Event, ...]:
        """The feed after ``after_seq``, in order, without gaps."""
        columns = schema.ticket_event.c
        with self._reading() as look:
            query = look.of(schema.ticket_event).where(columns.seq > after_seq)
            return tuple(map(event_of, look.all(query.order_by(columns.seq).limit(limit))))

    def _reading(self) -> Look:
        return Look(self._engine, self._site_id, self._clock)
