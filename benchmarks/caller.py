"""The officers' side: another process, whose queue commits calls and tells when."""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import sqlalchemy as sa

from benchmarks.figures import now_ns
from benchmarks.grounds import open_queue
from core.ids import new_id

_PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """A call; ``at_ns``: the moment before its COMMIT was sent, so the commit counts too."""

    counter_id: int
    label: str
    at_ns: int


class Caller:
    """The other process as seen from here."""

    def __init__(self, pipe: "Connection[Any, Any]") -> None:
        self._pipe = pipe

    def call(self, *counters: int) -> list[Called]:
        """Call the next one at each of ``counters``, as fast as the queue takes it."""
        return [Called(**told) for told in self._ask("call", counters)]

    def done(self, *counters: int) -> None:
        """Nobody came there: the counters are free again."""
        self._ask("no_show", counters)

    def _ask(self, what: str, counters: tuple[int, ...]) -> Any:
        self._pipe.send((what, counters))
        if not self._pipe.poll(_PATIENCE_S):
            raise TimeoutError(f"no answer to {what} {counters} within {_PATIENCE_S} s")
        return self._pipe.recv()


@contextmanager
def caller(url: str) -> Iterator[Caller]:
    """A process with a queue of its own on the database at ``url``."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_obey, args=(url, there), daemon=True)
    process.start()
    there.close()
    try:
        yield Caller(here)
    finally:
        here.send(("enough", ()))
        process.join(5)
        process.kill()


def _obey(url: str, pipe: "Connection[Any, Any]") -> None:
    """The other process."""
    commits: list[int] = []
    with open_queue(url) as (engine, queue):
        sa.event.listen(engine.write, "commit", lambda _: commits.append(now_ns()))
        while True:
            what, counters = pipe.recv()
            if what == "enough":
                return
            told = []
            for counter_id in counters:
                if what == "no_show":
                    queue.no_show(counter_id, cmd_id=new_id())
                    continue
                event = queue.call_next(counter_id, cmd_id=new_id())
                assert event is not None, "enough people wait"
                told.append({"counter_id": counter_id, "label": event.label, "at_ns": commits[-1]})
            pipe.send(told)
