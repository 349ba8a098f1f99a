"""Snapshots for screens, papers and displays: read-only, each consistent in itself.

``day`` is the queue's own business day (the clock row's), so that a screen whose machine's clock is
behind still shows the right hall. On a new day it is today even before the first command: whoever
waits since yesterday is not shown, and expires in that command.
"""

import json

import sqlalchemy as sa

from core.clock import Clock
from core.fault import FaultCode, Refused
from core.hall import CounterLine, Desk, DeviceLine, Hall, Office, OfficerLine, ProcedureLine
from core.slip_template import DEFAULT_TEMPLATE, SiteSlip
from core.slip_template_reading import read_template
from core.ticket import Event, PrintState, Ticket, TicketState
from db import schema
from db.devices import PRINTER
from db.engine import Engine
from db.holders import is_held
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
                printers=look.devices(PRINTER),
            )

    def printers(self) -> tuple[DeviceLine, ...]:
        """The printers of all kiosks, as these told last."""
        return self.devices(PRINTER)

    def devices(self, kind: str | None = None) -> tuple[DeviceLine, ...]:
        """Every device of the site, or those of one kind, as their programs told last."""
        with self._reading() as look:
            return look.devices(kind)

    def office(self) -> Office:
        """Who runs this hall, and how it speaks."""
        with self._reading() as look:
            return look.office()

    def counters(self) -> tuple[CounterLine, ...]:
        """Every counter as it is now."""
        with self._reading() as look:
            return look.counters()

    def held_places(self) -> frozenset[str]:
        """The places for which a living program stands, and so for the slips they owe."""
        with self._reading() as look:
            query = look.of(schema.place_holder).where(is_held(self._clock.now_ms()))
            return frozenset(row.place for row in look.all(query))

    def slip(self) -> SiteSlip:
        """How the site's slips look; as shipped when it never said otherwise.

        Raises ``TemplateProblems`` for a template that somebody spoilt by hand.
        """
        template, logo = schema.slip_template.c, schema.slip_logo.c
        with self._reading() as look:
            row = look.first(look.of(schema.slip_template, template.template))
            digest = look.first(look.of(schema.slip_logo, logo.digest))
        own = DEFAULT_TEMPLATE if row is None else read_template(json.loads(row.template))
        return SiteSlip(template=own, logo=None if digest is None else digest.digest)

    def slip_logo(self) -> bytes | None:
        """The site's own picture for its slips, None without one."""
        with self._reading() as look:
            row = look.first(look.of(schema.slip_logo, schema.slip_logo.c.picture))
        return None if row is None else bytes(row.picture)

    def procedure(self, procedure_id: str) -> ProcedureLine | None:
        """The names of an errand; None when the site does not have it any more."""
        columns = schema.procedure.c
        with self._reading() as look:
            query = look.of(
                schema.procedure, columns.procedure_id, columns.name_vi, columns.name_en
            )
            row = look.first(query.where(columns.procedure_id == procedure_id))
        return None if row is None else ProcedureLine(**row._asdict())

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

    def owed(self, place: str) -> tuple[Ticket, ...]:
        """The tickets whose slip ``place`` still owes, of whichever day, first asked for first."""
        columns = schema.ticket.c
        # Bound instead of written out, it would lose the index.
        queued: sa.ColumnElement[int] = sa.literal_column(str(int(PrintState.QUEUED)))
        with self._reading() as look:
            query = look.of(schema.ticket).where(
                columns.paper_at == place, columns.print_state == queued
            )
            return tuple(map(ticket_of, look.all(query.order_by(columns.asked_ms))))

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
