"""From a commit in one process to ``Watch.on_change`` in another one."""

import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

import sqlalchemy as sa

from benchmarks.figures import NS_PER_MS, Effort, Figure, Report, high, median, now_ns
from benchmarks.grounds import SERVICE, SITE, Ground, both_grounds, furnish, open_queue
from core.fault import Fault
from core.ids import new_id
from db.engine import open_engine
from db.feed import Watch

if TYPE_CHECKING:
    Pipe = Connection[str, tuple[int, int]]

_PATIENCE_S = 30.0
# Longest pause between two commits: longer than a poll, so that they fall anywhere within one.
_PAUSE_S = 0.06


def measure(effort: Effort) -> Report:
    with both_grounds() as grounds:
        figures = tuple(figure for ground in grounds for figure in _on(ground, effort.wakeups))
    return Report(
        name="wakeup",
        title=f"commit in one process, on_change in another, {effort.wakeups} times",
        figures=figures,
        notes=("from the moment before COMMIT is sent, so the commit itself is within.",),
    )


def _on(ground: Ground, count: int) -> Iterator[Figure]:
    url = ground.fresh()
    furnish(url)
    with _watching(url) as hear, open_queue(url) as (engine, queue):
        last = _Last()
        sa.event.listen(engine.write, "commit", last.note)
        took = []
        chance = random.Random(1)
        for _ in range(count):
            time.sleep(chance.uniform(0.01, _PAUSE_S))
            event = queue.issue(SERVICE, cmd_id=new_id())
            took.append((_woken_ns(hear, event.seq) - last.at_ns) / NS_PER_MS)
    yield Figure(what=f"{ground.name}: p50", value=median(took), unit="ms")
    yield Figure(
        what=f"{ground.name}: p99", value=high(took), unit="ms", limit=ground.wakeup_limit_ms
    )
    yield Figure(what=f"{ground.name}: longest", value=max(took), unit="ms")


@dataclass
class _Last:
    """When the last commit was sent."""

    at_ns: int = field(default=0)

    def note(self, _connection: sa.Connection) -> None:
        self.at_ns = now_ns()


@contextmanager
def _watching(url: str) -> "Iterator[Pipe]":
    """Another process that tells each ``seq`` it was woken for, and when."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_watch, args=(url, there), daemon=True)
    process.start()
    try:
        _woken_ns(here, 0)
        yield here
    finally:
        here.send("enough")
        process.join(5)
        process.kill()


def _woken_ns(hear: "Pipe", seq: int) -> int:
    """When the other process was told of ``seq``."""
    while hear.poll(_PATIENCE_S):
        told, at_ns = hear.recv()
        if told >= seq:
            return at_ns
    raise TimeoutError(f"event {seq} has woken nobody within {_PATIENCE_S} s")


def _watch(url: str, tell: "Connection[tuple[int, int], str]") -> None:
    """The other process."""
    engine = open_engine(url)

    def on_change(seq: int) -> None:
        tell.send((seq, now_ns()))

    def on_state(fault: Fault | None) -> None:
        if fault is not None:
            raise fault

    watch = Watch(engine, SITE, on_change, on_state)
    watch.start()
    tell.recv()
    watch.close()
    engine.dispose()
