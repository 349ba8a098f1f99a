"""One counter's queue kept in plain lists: what the panel's tests work on."""

import threading
from dataclasses import replace

from core.fault import Fault, FaultCode, Refused, Unavailable
from core.hall import Desk, WaitingLine
from core.ticket import Event, EventKind, PrintState, Ticket, TicketState, check_step
from officer_panel.ports import PanelPorts, Seats
from tests.hall_samples import COUNTERS, DAY, NOW_MS, OFFICE, OFFICERS, PRIORITIES, desk, ticket


class CounterOnPaper:
    """Counter 3. ``paper_fault`` refuses further slips, which kiosk K1 would owe; ``away`` makes
    every call fail, ``lose_answers`` carries out and then fails, ``gate`` holds every call until it
    is set."""

    def __init__(self, sample: Desk | None = None) -> None:
        self.desk_now = sample or desk()
        self.away = False
        self.lose_answers = 0
        self.gate = threading.Event()
        self.gate.set()
        self.sent: list[tuple[EventKind, str, str | None]] = []  # kind, cmd_id, reason
        self._answers: dict[str, Event | None] = {}
        self.first_is_taken = True
        self.paper_fault: Fault | None = None

    def ports(self) -> PanelPorts:
        return PanelPorts(
            seats=self._seats,
            desk=self._desk,
            find=self._find,
            call_next=self._call_next,
            pick=self._pick,
            recall=lambda _counter_id, *, cmd_id: self._step(EventKind.RECALLED, cmd_id),
            start=lambda _counter_id, *, cmd_id: self._step(EventKind.STARTED, cmd_id),
            finish=lambda _counter_id, *, cmd_id: self._step(EventKind.FINISHED, cmd_id),
            no_show=lambda _counter_id, *, cmd_id: self._step(EventKind.NO_SHOW, cmd_id),
            undo_call=lambda _counter_id, *, cmd_id: self._step(EventKind.CALL_UNDONE, cmd_id),
            hold=lambda _counter_id, *, reason, cmd_id: self._step(EventKind.HELD, cmd_id, reason),
            resume=lambda ticket_id, *, cmd_id: self._line(EventKind.RESUMED, ticket_id, cmd_id),
            restore=lambda ticket_id, *, cmd_id: self._line(EventKind.RESTORED, ticket_id, cmd_id),
            transfer=self._transfer,
            void=lambda ticket_id, *, reason, cmd_id: self._line(
                EventKind.VOIDED, ticket_id, cmd_id, reason
            ),
            reprint=self._reprint,
            open_counter=self._open,
            close_counter=self._close,
        )

    # Reading -------------------------------------------------------------------------------------

    def _reach(self) -> None:
        assert self.gate.wait(20)
        if self.away:
            raise Unavailable(FaultCode.DATABASE_AWAY)

    def _seats(self) -> Seats:
        self._reach()
        return Seats(office=OFFICE, counters=COUNTERS, officers=OFFICERS, priorities=PRIORITIES)

    def _desk(self, _counter_id: int) -> Desk:
        self._reach()
        return self.desk_now

    def _find(self, label: str, day: int | None) -> Ticket:
        self._reach()
        if label != "A010" or day != DAY:
            raise Refused(FaultCode.TICKET_UNKNOWN, label=label)
        return ticket("A010", TicketState.SERVING, counter_id=1)

    # Commands ------------------------------------------------------------------------------------

    def _call_next(self, _counter_id: int, *, cmd_id: str, **_who: str | None) -> Event | None:
        coming = min(self.desk_now.waiting, key=lambda line: line.key_ms, default=None)
        if coming is None and cmd_id not in self._answers:
            self._reach()
            return None
        return self._call(EventKind.CALLED, coming, cmd_id)

    def _pick(
        self, _counter_id: int, ticket_id: str, *, reason: str, cmd_id: str, **_who: str | None
    ) -> Event:
        line = next(line for line in self.desk_now.waiting if line.ticket_id == ticket_id)
        return self._call(EventKind.PICKED, line, cmd_id, reason)

    def _call(
        self, kind: EventKind, line: WaitingLine | None, cmd_id: str, reason: str | None = None
    ) -> Event:
        if cmd_id not in self._answers and line is not None:
            self._reach()
            if self.desk_now.ticket is not None:
                label = self.desk_now.ticket.label
                raise Refused(FaultCode.COUNTER_BUSY, counter=3, label=label)
            called = ticket(line.label, TicketState.CALLED, called_ms=NOW_MS, calls=1)
            waiting = tuple(other for other in self.desk_now.waiting if other != line)
            self.desk_now = replace(self.desk_now, ticket=called, waiting=waiting)
        return self._answer(kind, cmd_id, reason)

    def _step(self, kind: EventKind, cmd_id: str, reason: str | None = None) -> Event:
        if cmd_id in self._answers:
            return self._answer(kind, cmd_id)
        self._reach()
        here = self.desk_now.ticket
        if here is None:
            raise Refused(FaultCode.COUNTER_EMPTY, counter=3)
        check_step(kind, here.state, here.label)
        if kind is EventKind.RECALLED:
            self.desk_now = replace(self.desk_now, ticket=replace(here, calls=here.calls + 1))
        elif kind is EventKind.STARTED:
            served = replace(here, state=TicketState.SERVING, started_ms=NOW_MS)
            self.desk_now = replace(self.desk_now, ticket=served)
        else:
            self._put_aside(kind, here)
        return self._answer(kind, cmd_id, reason)

    def _put_aside(self, kind: EventKind, here: Ticket) -> None:
        now = replace(self.desk_now, ticket=None)
        state = {EventKind.HELD: TicketState.HELD, EventKind.NO_SHOW: TicketState.NO_SHOW}
        line = _line_of(here, state.get(kind, TicketState.WAITING))
        if kind is EventKind.FINISHED:
            now = replace(now, served_today=now.served_today + 1)
        elif kind is EventKind.HELD:
            now = replace(now, held=(*now.held, line))
        elif kind is EventKind.NO_SHOW:
            now = replace(now, missed=(*now.missed, line))
        elif kind is EventKind.CALL_UNDONE:
            now = replace(now, waiting=(*now.waiting, line))
        self.desk_now = now

    def _transfer(
        self,
        _counter_id: int,
        *,
        service_id: str | None,
        to_counter_id: int | None,
        cmd_id: str,
        **_why: str | None,
    ) -> Event:
        return self._step(EventKind.TRANSFERRED, cmd_id, f"{service_id or to_counter_id}")

    def _line(
        self, kind: EventKind, ticket_id: str, cmd_id: str, reason: str | None = None
    ) -> Event:
        if cmd_id in self._answers:
            return self._answer(kind, cmd_id)
        self._reach()
        now = self.desk_now
        everyone = (*now.waiting, *now.held, *now.missed)
        line = next(line for line in everyone if line.ticket_id == ticket_id)
        check_step(kind, line.state, line.label)
        self.desk_now = replace(
            now,
            waiting=tuple(other for other in now.waiting if other != line),
            held=tuple(other for other in now.held if other != line),
            missed=tuple(other for other in now.missed if other != line),
        )
        if kind is not EventKind.VOIDED:
            back = replace(line, state=TicketState.WAITING)
            self.desk_now = replace(self.desk_now, waiting=(*self.desk_now.waiting, back))
        return self._answer(kind, cmd_id, reason)

    def _reprint(
        self, ticket_id: str, *, counter_id: int, officer_id: str | None, cmd_id: str
    ) -> Event:
        del counter_id, officer_id
        if cmd_id not in self._answers:
            self._reach()
            if self.paper_fault is not None:
                raise self.paper_fault
            self.note_paper(ticket_id, PrintState.QUEUED)
        event = self._answer(EventKind.PRINT, cmd_id, ticket_id)
        return replace(event, ticket_id=ticket_id, label=ticket_id.removeprefix("id-"), place="K1")

    def note_paper(self, ticket_id: str, state: PrintState) -> None:
        """What became of a slip, as everybody reads it from now on."""
        now = self.desk_now
        noted = {
            name: tuple(
                replace(line, print_state=state) if line.ticket_id == ticket_id else line
                for line in getattr(now, name)
            )
            for name in ("waiting", "held", "missed")
        }
        here = now.ticket
        if here is not None and here.ticket_id == ticket_id:
            here = replace(here, print_state=state)
        self.desk_now = replace(now, ticket=here, **noted)

    def _close(self, counter_id: int, *, cmd_id: str) -> Event:
        self.first_is_taken = self.first_is_taken and counter_id != 1
        return self._answer(EventKind.COUNTER_CLOSED, cmd_id)

    def _open(self, counter_id: int, officer_id: str | None, *, cmd_id: str) -> Event:
        if counter_id == 1 and self.first_is_taken:
            raise Refused(FaultCode.COUNTER_TAKEN, counter=1, officer=OFFICERS[0].officer_id)
        here = replace(self.desk_now.counter, officer_id=officer_id, is_open=True)
        self.desk_now = replace(self.desk_now, counter=here)
        return self._answer(EventKind.COUNTER_OPENED, cmd_id)

    def _answer(self, kind: EventKind, cmd_id: str, reason: str | None = None) -> Event:
        self._reach()
        if cmd_id not in self._answers:
            self.desk_now = replace(self.desk_now, seq=self.desk_now.seq + 1)
            self._answers[cmd_id] = Event(
                site_id=OFFICE.site_id,
                seq=self.desk_now.seq,
                kind=kind,
                at_ms=NOW_MS,
                day=DAY,
                cmd_id=cmd_id,
                reason=reason,
            )
        self.sent.append((kind, cmd_id, reason))
        if self.lose_answers > 0:
            self.lose_answers -= 1
            raise Unavailable(FaultCode.DATABASE_AWAY)
        answer = self._answers[cmd_id]
        assert answer is not None
        return answer

    def kinds(self) -> list[EventKind]:
        """What was really done, in order; a command sent twice counts once."""
        done: dict[str, EventKind] = {}
        for kind, cmd_id, _ in self.sent:
            done.setdefault(cmd_id, kind)
        return list(done.values())


def _line_of(here: Ticket, state: TicketState) -> WaitingLine:
    return WaitingLine(
        ticket_id=here.ticket_id,
        label=here.label,
        service_id=here.service_id,
        priority=here.priority,
        state=state,
        issued_ms=here.issued_ms,
        due_ms=here.due_ms,
        key_ms=here.due_ms,
        print_state=here.print_state,
    )
