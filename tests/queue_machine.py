"""Anything an office may do to its queue, in any order, proved step by step by the plain model."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from core.clock import DAY_MS, DEFAULT_ZONE, HOUR_MS, MINUTE_MS, service_day
from core.fault import FaultCode, Refused
from core.ids import new_id
from core.replay import Replay
from core.ticket import Event, EventKind, PrintState, TicketState
from db.check import check, policy_of
from db.queue import Queue
from tests.hand_clock import HandClock
from tests.queue_world import SITE, open_program

ZONE = ZoneInfo(DEFAULT_ZONE)
# Mostly the two services that counters 2, 3 and 5 serve with different penalties.
SERVICES = st.sampled_from("AAAACCCCEKT")
COUNTERS = st.sampled_from([1, 2, 3, 5, 2, 3, 4, 9])
OFFICERS = st.sampled_from(["lan", "minh", "ha"])
LATE = st.sampled_from([False, True, None])
KIOSKS = st.sampled_from(["K1", "K2"])
PLACES = st.integers(0, 30)  # the n-th ticket or command from the last
AT_COUNTER = ("recall", "start", "finish", "no_show", "hold", "undo_call")
USUAL = (
    "come", "come", "come", "call", "call", "call", "call", "start", "finish", "hold", "no_show",
    "recall", "undo_call", "send on", "keep", "keep", "come back", "come back",
)  # fmt: skip
JUMPS_MS = (-DAY_MS, -HOUR_MS, -1, HOUR_MS, 11 * HOUR_MS, 20 * HOUR_MS)

Command = Callable[[Queue], Event | None]


class QueueMachine(RuleBasedStateMachine):
    """One site's queue, the model beside it, and everything that was sent so far."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.clock = HandClock()
        self.program = open_program(url, self.clock)
        with self.program.engine.read.connect() as connection:
            self.replay = Replay(policy_of(connection, SITE))
        self.sent: list[tuple[Command, Event]] = []
        self.tickets: list[str] = []

    def teardown(self) -> None:
        result = check(self.program.engine, SITE)
        self.program.close()
        assert result.differences == ()
        assert result.departures == ()

    def send(self, command: Callable[[Queue, str], Event | None]) -> Event | None:
        """Send one command; the feed and the model go on together."""
        cmd_id = new_id()
        try:
            event = command(self.program.queue, cmd_id)
        except Refused as refused:
            self.explain(refused)
            assert self.new_events() == ()
            return None
        news = self.new_events()
        for each in news:
            self.replay.apply(each)
        assert news[-1:] == (() if event is None else (event,))
        assert all(each.kind is EventKind.EXPIRED for each in news[:-1])
        if event is not None:
            self.sent.append((lambda queue: command(queue, cmd_id), event))
            assert event.day >= service_day(self.clock.now_ms(), ZONE) or self.day_is_ahead()
        return event

    def new_events(self) -> tuple[Event, ...]:
        return self.program.reader.events(self.replay.seq)

    def explain(self, refused: Refused) -> None:
        """What the queue says of a counter is what the model says."""
        counter = refused.facts.get("counter")
        if refused.code is FaultCode.COUNTER_EMPTY:
            assert counter not in self.replay.at_counter
        if refused.code is FaultCode.COUNTER_BUSY:
            assert isinstance(counter, int)
            live = self.replay.tickets[self.replay.at_counter[counter]]
            assert live.label == refused.facts["label"]

    def day_is_due(self) -> bool:
        """The next command begins a new day: whoever waits in the model expires with it."""
        return service_day(self.clock.now_ms(), ZONE) > self.replay.day

    def day_is_ahead(self) -> bool:
        return service_day(self.replay.at_ms, ZONE) <= self.replay.day

    def ticket(self, place: int) -> str:
        return self.tickets[-1 - place % len(self.tickets)]

    @initialize(services=st.lists(SERVICES, min_size=4, max_size=8))
    def morning(self, services: list[str]) -> None:
        """Some who wait, a few minutes between them, and two open counters."""
        self.sit(2, "lan")
        self.sit(3, "minh")
        for service in services:
            self.issue(service, None, None)
            self.clock.advance(3 * MINUTE_MS)

    # Citizens -----------------------------------------------------------------------------------

    @rule(
        service=SERVICES,
        priority=st.sampled_from([None, None, "NCT", "VIP"]),
        slot_min=st.sampled_from([None, None, None, -30, 15, 90]),
        paper=st.sampled_from([PrintState.NONE, PrintState.QUEUED, PrintState.FAILED]),
    )
    def issue(
        self,
        service: str,
        priority: str | None,
        slot_min: int | None,
        paper: PrintState = PrintState.QUEUED,
    ) -> None:
        slot = None if slot_min is None else self.clock.now_ms() + slot_min * MINUTE_MS
        ticket_id = new_id()
        event = self.send(
            lambda queue, cmd_id: queue.issue(
                service,
                cmd_id=cmd_id,
                ticket_id=ticket_id,
                priority=priority,
                slot_ms=slot,
                source="K1",
                print_state=paper,
            )
        )
        if event is not None:
            self.tickets.append(ticket_id)

    # Officers -----------------------------------------------------------------------------------

    @rule(counter=COUNTERS)
    def call_next(self, counter: int) -> None:
        expected = self.replay.next_for(counter)
        seq, due = self.replay.seq, self.day_is_due()
        event = self.send(lambda queue, cmd_id: queue.call_next(counter, cmd_id=cmd_id))
        if event is not None and not due:
            assert event.ticket_id == expected
        if event is None and not due and counter != 9 and counter not in self.replay.at_counter:
            assert (expected, self.replay.seq) == (None, seq) or self.clock_is_doubted()

    def clock_is_doubted(self) -> bool:
        return self.clock.now_ms() - self.replay.at_ms > 12 * HOUR_MS

    @rule(counter=COUNTERS, name=st.sampled_from(AT_COUNTER))
    def step(self, counter: int, name: str) -> None:
        self.send(lambda queue, cmd_id: getattr(queue, name)(counter, cmd_id=cmd_id))

    @rule(
        doings=st.lists(
            st.tuples(st.sampled_from(USUAL), PLACES, SERVICES), min_size=5, max_size=14
        )
    )
    def usual_morning(self, doings: list[tuple[str, int, str]]) -> None:
        """What mostly happens, so that chance does not spend its time on what is refused."""
        for doing, place, service in doings:
            self.clock.advance(place * 11_000)
            busy = sorted(self.replay.at_counter)
            aside = self.put_aside()
            if doing == "come":
                self.issue(service, "NCT" if place > 20 else None, None)
            elif doing == "come back" and aside:
                self.come_back(aside[place % len(aside)])
            elif doing in AT_COUNTER and busy:
                self.go_on(doing, busy[place % len(busy)])
            elif doing in ("send on", "keep") and busy:
                kept = 2 + place % 2 if doing == "keep" else None
                self.transfer(busy[place % len(busy)], "AC"[place % 2], kept)
            else:
                self.call_next(1 + place % 5)

    def go_on(self, doing: str, counter: int) -> None:
        """A step of someone who is at a counter; who is to be served is first asked to start."""
        state = self.replay.tickets[self.replay.at_counter[counter]].state
        if doing in ("finish", "hold") and state is TicketState.CALLED:
            self.step(counter, "start")
        self.step(counter, doing)

    def come_back(self, ticket_id: str) -> None:
        held = self.replay.tickets[ticket_id].state is TicketState.HELD
        name = "resume" if held else "restore"
        self.send(lambda queue, cmd_id: getattr(queue, name)(ticket_id, cmd_id=cmd_id))

    def put_aside(self) -> list[str]:
        """Those who are held or missed their call."""
        aside = (TicketState.HELD, TicketState.NO_SHOW)
        return [each for each in self.tickets if self.replay.tickets[each].state in aside]

    @rule(
        counter=COUNTERS,
        service=SERVICES,
        to_counter=st.one_of(st.none(), COUNTERS),
    )
    def transfer(self, counter: int, service: str, to_counter: int | None) -> None:
        self.send(
            lambda queue, cmd_id: queue.transfer(
                counter, service_id=service, to_counter_id=to_counter, cmd_id=cmd_id
            )
        )

    @precondition(lambda self: self.tickets)
    @rule(
        name=st.sampled_from(["pick", "pick", "void", "resume", "restore"]),
        counter=COUNTERS,
        place=PLACES,
    )
    def take_in_hand(self, name: str, counter: int, place: int) -> None:
        """One ticket, whatever has become of it."""
        ticket_id = self.ticket(place)
        where = (counter,) if name == "pick" else ()
        why = {"reason": "x"} if name in ("pick", "void") else {}
        self.send(
            lambda queue, cmd_id: getattr(queue, name)(*where, ticket_id, cmd_id=cmd_id, **why)
        )

    # Paper --------------------------------------------------------------------------------------

    @precondition(lambda self: self.tickets)
    @rule(place=PLACES, kiosk=KIOSKS)
    def ask_print(self, place: int, kiosk: str) -> None:
        ticket_id = self.ticket(place)
        self.send(lambda queue, cmd_id: queue.ask_print(ticket_id, place=kiosk, cmd_id=cmd_id))

    @precondition(lambda self: self.tickets)
    @rule(place=PLACES, state=st.sampled_from(PrintState), late=LATE)
    def record_print(self, place: int, state: PrintState, late: bool | None) -> None:
        """An outcome, by its slip, of a slip that was asked for before, or of whichever is last."""
        ticket_id = self.ticket(place)
        last_ms = self.replay.tickets[ticket_id].asked_ms or 0
        asked_ms = None if late is None else last_ms - late
        event = self.send(
            lambda queue, cmd_id: queue.record_print(
                ticket_id, state, asked_ms=asked_ms, cmd_id=cmd_id
            )
        )
        assert event is None or not late

    @rule(kiosk=KIOSKS)
    def look_at_what_is_owed(self, kiosk: str) -> None:
        """A kiosk finds the slips that it owes by the model, first asked for first."""
        owed = [
            ticket
            for ticket in self.replay.tickets.values()
            if (ticket.print_state, ticket.paper_at) == (PrintState.QUEUED, kiosk)
        ]
        owed.sort(key=lambda ticket: ticket.asked_ms or 0)
        found = self.program.reader.owed(kiosk)
        assert [ticket.ticket_id for ticket in found] == [ticket.ticket_id for ticket in owed]
        assert [ticket.marked for ticket in found] == [
            ticket.prints + ticket.doubts > 0 for ticket in owed
        ]

    @rule(counter=COUNTERS, officer=st.one_of(OFFICERS, st.none()))
    def sit(self, counter: int, officer: str | None) -> None:
        """An officer comes to the counter, or whoever is there leaves."""
        if officer is None:
            self.send(lambda queue, cmd_id: queue.close_counter(counter, cmd_id=cmd_id))
        else:
            self.send(lambda queue, cmd_id: queue.open_counter(counter, officer, cmd_id=cmd_id))

    @rule(counter=COUNTERS, reason=st.sampled_from(["Ăn trưa", "Họp", " ", None]))
    def step_away(self, counter: int, reason: str | None) -> None:
        """The officer of the counter pauses, or comes back."""
        if reason is None:
            self.send(lambda queue, cmd_id: queue.resume_counter(counter, cmd_id=cmd_id))
        else:
            self.send(
                lambda queue, cmd_id: queue.pause_counter(counter, reason=reason, cmd_id=cmd_id)
            )

    # Machines -----------------------------------------------------------------------------------

    @rule(trouble=st.sampled_from((*JUMPS_MS, "night", "night", "night", "restart")))
    def trouble(self, trouble: int | str) -> None:
        """A clock that jumps, a night that passes, a program that is started again."""
        if self.clock_is_doubted():
            event = self.send(lambda queue, cmd_id: queue.confirm_clock(cmd_id=cmd_id))
            assert event is not None
        elif trouble == "restart":
            self.program.close()
            self.program = open_program(self.url, self.clock)
        elif trouble == "night":
            self.clock.advance(14 * HOUR_MS)
        elif isinstance(trouble, int):
            self.clock.jump(trouble)

    @precondition(lambda self: self.sent)
    @rule(place=PLACES)
    def send_again(self, place: int) -> None:
        """Whatever has happened since, or however wrong the clock is: the first answer."""
        command, first = self.sent[-1 - place % len(self.sent)]
        assert command(self.program.queue) == first
        assert self.new_events() == ()

    @rule(counter=st.sampled_from([1, 2, 3, 4, 5]))
    def look(self, counter: int) -> None:
        """The panel shows first whom the next call will bring."""
        desk = self.program.reader.desk(counter)
        live = self.replay.at_counter.get(counter)
        assert (None if desk.ticket is None else desk.ticket.ticket_id) == live
        pause = None if self.day_is_due() else self.replay.paused.get(counter)
        shown_pause = desk.counter.pause, desk.counter.paused_ms
        assert shown_pause == (pause or (None, None))
        if not self.day_is_due():
            shown = desk.waiting[0].ticket_id if desk.waiting else None
            assert shown == self.replay.next_for(counter)
