"""What one process of the storm does: random commands, a clock that jumps, commands sent again."""

import random
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from core.clock import DAY_MS, HOUR_MS
from core.fault import Refused, Unavailable
from core.ids import new_id
from core.ticket import Event, EventKind, PrintState
from db.engine import open_engine
from db.queue import Queue

BEGIN_MS = 1_695_777_300_000  # 27/09/2023 08:15 at the site
SERVICES = ("A", "C", "E", "H", "K", "L", "T")
COUNTERS = (1, 2, 3, 4, 5)
OFFICERS = ("lan", "minh", "ha", "hung", "mai")
PRIORITIES = (None, None, None, "NCT", "NCC")
# How far this machine's clock is off, and how often: mostly right, sometimes an hour or a day.
JUMPS_MS = (0, 0, 0, 0, -HOUR_MS, HOUR_MS, -DAY_MS, 11 * HOUR_MS, 14 * HOUR_MS)
WEIGHTS = {
    "issue": 18, "call_next": 18, "start": 15, "finish": 14, "record_print": 8, "transfer": 4,
    "ask_print": 6,
    "resume": 4, "no_show": 3, "recall": 3, "restore": 3, "hold": 3, "pick": 2, "void": 2,
    "undo_call": 2, "open_counter": 2, "close_counter": 1,
}  # fmt: skip
ATTEMPTS = 4
SHARED_EVERY = 25  # every so many commands, two processes send the very same one

Command = Callable[[Queue], Event | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StormOrder:
    """One process's share; ``number`` counts from 0, neighbours (0 and 1, …) share commands."""

    url: str
    site_id: str
    number: int
    commands: int
    days: int
    seed: int


@dataclass(slots=True, kw_only=True)
class StormReport:
    """What one process saw. ``acknowledged``: command -> place in the feed."""

    commands: int = 0
    acknowledged: dict[str, int] = field(default_factory=dict)
    retried: int = 0
    nobody: int = 0
    restarted: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    unavailable: Counter[str] = field(default_factory=Counter)
    given_up: set[str] = field(default_factory=set)  # commands that the database never answered
    unlike: list[str] = field(default_factory=list)  # commands answered differently the second time


@dataclass(slots=True, kw_only=True)
class StormClock:
    """Days pass as the storm goes on; the wall clock is sometimes wrong, elapsed time never."""

    wall_ms: int = BEGIN_MS

    def now_ms(self) -> int:
        return self.wall_ms

    def elapsed_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


def work(order: StormOrder, start: Barrier, report_to: Connection) -> None:
    """Run one process's share and send the ``StormReport``."""
    worker = StormWorker(order)
    start.wait(60)
    for number in range(order.commands):
        worker.step(number)
    worker.close()
    report_to.send(worker.report)
    report_to.close()


class StormWorker:
    """One program in the storm."""

    def __init__(self, order: StormOrder) -> None:
        self.report = StormReport()
        self._order = order
        self._random = random.Random(f"{order.seed}/{order.number}")
        self._clock = StormClock()
        self._jump_ms = 0
        self._tickets: deque[str] = deque(maxlen=40)
        self._sent: deque[tuple[Command, Event]] = deque(maxlen=40)
        self._open()

    def step(self, number: int) -> None:
        """One command, and now and then one of the earlier ones again."""
        self._move_clock(number)
        chance = self._random.random()
        if number % SHARED_EVERY == 0:
            self._send(*self._shared(number))
        else:
            self._send(*self._any())
        if self._sent and chance < 0.12:
            self._send_again(self._sent[-1] if chance < 0.08 else self._random.choice(self._sent))
        if chance > 0.998:
            self.close()
            self._open()
            self.report.restarted += 1

    def close(self) -> None:
        self._queue.close()
        self._engine.dispose()

    def _open(self) -> None:
        self._engine = open_engine(self._order.url)
        self._queue = Queue(self._engine, self._order.site_id, self._clock)

    def _move_clock(self, number: int) -> None:
        if number % 20 == 0:
            self._jump_ms = self._random.choice(JUMPS_MS)
        passed = self._order.days * DAY_MS * number // self._order.commands
        self._clock.wall_ms = BEGIN_MS + passed + self._jump_ms

    def _send(self, cmd_id: str, command: Command) -> None:
        self.report.commands += 1
        try:
            event = self._persist(command)
        except Refused as refused:
            self.report.refused[refused.code.value] += 1
            return
        except Unavailable:
            self.report.given_up.add(cmd_id)
            return
        if event is None:
            self.report.nobody += 1
            return
        self.report.acknowledged[cmd_id] = event.seq
        self._sent.append((command, event))
        if event.ticket_id is not None and event.kind is not EventKind.FINISHED:
            self._tickets.append(event.ticket_id)

    def _send_again(self, sent: tuple[Command, Event]) -> None:
        command, first = sent
        self.report.retried += 1
        try:
            again = self._persist(command)
        except Refused as refused:
            again = None
            self.report.refused[refused.code.value] += 1
        except Unavailable:
            return
        if again != first:
            self.report.unlike.append(f"{first} was answered again with {again}")

    def _persist(self, command: Command) -> Event | None:
        """Send a command until the database takes it: the same ``cmd_id`` every time."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return command(self._queue)
            except Unavailable as fault:
                self.report.unavailable[fault.code.value] += 1
                if attempt == ATTEMPTS:
                    raise
        raise AssertionError("the last attempt returns or raises")

    # Which command -------------------------------------------------------------------------------

    def _shared(self, number: int) -> tuple[str, Command]:
        """The command that the neighbour sends too, with the same identifiers."""
        cmd_id = f"shared-{self._order.number // 2}-{number}"
        service = SERVICES[number // SHARED_EVERY % len(SERVICES)]
        ticket_id, token = f"ticket-{cmd_id}", "7K2M9QWXTRFA"
        return cmd_id, lambda queue: queue.issue(
            service, cmd_id=cmd_id, ticket_id=ticket_id, token=token
        )

    def _any(self) -> tuple[str, Command]:
        name = self._random.choices(tuple(WEIGHTS), tuple(WEIGHTS.values()))[0]
        if self.report.refused["clock_jumped"] and self._jump_ms > 0 and self._chance(0.05):
            name = "confirm_clock"
        cmd_id = new_id()
        arguments, named = self._arguments(name)
        return cmd_id, lambda queue: getattr(queue, name)(*arguments, cmd_id=cmd_id, **named)

    def _arguments(self, name: str) -> tuple[tuple[object, ...], dict[str, object]]:
        choice = self._random.choice
        counter, ticket = choice(COUNTERS), choice(self._tickets or (new_id(),))
        service = choice(SERVICES)
        match name:
            case "issue":
                return (service,), {"priority": choice(PRIORITIES), "ticket_id": new_id()}
            case "pick":
                return (counter, ticket), {"reason": "con nhỏ"}
            case "void":
                return (ticket,), {"reason": "đi về"}
            case "resume" | "restore":
                return (ticket,), {}
            case "ask_print":
                return (ticket,), {"place": choice(("K1", "K2"))}
            case "record_print":
                return (ticket, choice(tuple(PrintState))), {}
            case "open_counter":
                return (counter, choice(OFFICERS)), {}
            case "transfer":
                target: dict[str, object] = {"service_id": service}
                if self._chance(0.4):
                    target["to_counter_id"] = choice(COUNTERS)
                return (counter,), target
            case "confirm_clock":
                return (), {"reason": "storm"}
            case _:
                return (counter,), {}

    def _chance(self, share: float) -> bool:
        return self._random.random() < share
