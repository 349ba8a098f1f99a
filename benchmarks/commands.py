"""What is timed of the queue: batches of issues and of calls, and of the floor's commits."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

from benchmarks.figures import ms_since, now_ns, timed
from benchmarks.floor import Floor, open_floor
from benchmarks.grounds import SERVICE, open_queue
from core.ids import new_id
from db.queue import Queue


class Kind(StrEnum):
    """What is done in a batch."""

    FLOOR = "floor"
    ISSUE = "issue"
    CALL = "call-next"


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """How a batch went. Times of ``now_ns``; ``commands`` were committed in all."""

    kind: Kind
    began_ns: int
    ended_ns: int
    commands: int
    took_ms: list[float] = field(default_factory=list)


class Client:
    """One program at work on the queue, at a counter of its own."""

    def __init__(self, queue: Queue, floor: Floor, counter_id: int) -> None:
        self._queue = queue
        self._floor = floor
        self._counter_id = counter_id

    def run(self, kind: Kind, count: int) -> Batch:
        """``count`` times the same; for a call to be possible, as many must have been issued."""
        began = now_ns()
        commands = count
        match kind:
            case Kind.FLOOR:
                took = timed(self._floor.commit, count)
            case Kind.ISSUE:
                took = timed(self.issue, count)
            case Kind.CALL:
                took = [self.call() for _ in range(count)]
                commands = 3 * count
            case _:
                assert_never(kind)
        return Batch(kind=kind, began_ns=began, ended_ns=now_ns(), commands=commands, took_ms=took)

    def issue(self) -> None:
        self._queue.issue(SERVICE, cmd_id=new_id())

    def call(self) -> float:
        """Milliseconds of the call; the citizen is then served, so that the counter is free."""
        cmd_id = new_id()
        began = now_ns()
        event = self._queue.call_next(self._counter_id, cmd_id=cmd_id)
        took = ms_since(began)
        assert event is not None, "enough were issued before"
        self._queue.start(self._counter_id, cmd_id=new_id())
        self._queue.finish(self._counter_id, cmd_id=new_id())
        return took


@contextmanager
def open_client(url: str, floor_url: str, counter_id: int) -> Iterator[Client]:
    """A client with connections of its own, its first commands behind it."""
    with ExitStack() as stack:
        _, queue = stack.enter_context(open_queue(url))
        client = Client(queue, stack.enter_context(open_floor(floor_url)), counter_id)
        # psycopg prepares a statement at its sixth use; caches fill.
        for kind in Kind:
            client.run(kind, 8)
        yield client
