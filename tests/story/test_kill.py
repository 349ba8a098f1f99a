"""Programs and servers that die in the middle of their work."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.storm import widen_series
from core.clock import SystemClock
from core.fault import FaultCode, Unavailable
from core.ids import new_id
from core.ticket import Event
from db.check import check
from db.engine import open_engine
from tests.conftest import WaitUntil
from tests.queue_world import SITE, RunningClock, open_program, unavailable
from tests.real_postgres import RealPostgres

ROOT = Path(__file__).parents[2]
WRITERS = 3
ENOUGH = 60  # commands acknowledged before the lightning strikes


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a killed writer left in its log."""

    source: str
    done: dict[str, int]  # command -> place in the feed
    tickets: dict[str, str]  # command -> ticket, also of the last one that got no answer

    @property
    def unanswered(self) -> dict[str, str]:
        return {cmd: ticket for cmd, ticket in self.tickets.items() if cmd not in self.done}


def read_log(source: str, log: Path) -> Written:
    whole = [line.split() for line in log.read_text("ascii").splitlines(keepends=True)]
    lines = [line for line in whole if len(line) == 3]
    return Written(
        source=source,
        done={cmd: int(seq) for word, cmd, seq in lines if word == "done"},
        tickets={cmd: ticket for word, cmd, ticket in lines if word == "sent"},
    )


def kill_writers_under_load(url: str, folder: Path, wait_until: WaitUntil) -> list[Written]:
    """Let writers run until each has written some, then kill -9 all of them."""
    logs = [folder / f"kiosk-{number}.log" for number in range(WRITERS)]
    writers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.queue_writer", url, log.stem, str(log)], cwd=ROOT
        )
        for log in logs
    ]
    try:
        wait_until(
            lambda: all(log.exists() and log.read_text().count("done") >= ENOUGH for log in logs),
            timeout_s=60,
            what="every writer has written",
        )
    finally:
        for writer in writers:
            writer.kill()
        for writer in writers:
            writer.wait()
    return [read_log(log.stem, log) for log in logs]


def test_what_was_acknowledged_survives_kill_9_and_the_rest_can_be_sent_again(
    seeded_url: str, tmp_path: Path, wait_until: WaitUntil
) -> None:
    """Every writer restarts with the command that got no answer: one ticket, no gap, no copy."""
    engine = open_engine(seeded_url)
    widen_series(engine)
    engine.dispose()
    writers = kill_writers_under_load(seeded_url, tmp_path, wait_until)
    program = open_program(seeded_url, SystemClock())
    survived = {event.cmd_id: event.seq for event in program.reader.events(0, limit=100_000)}
    for written in writers:
        assert {cmd: survived.get(cmd) for cmd in written.done} == written.done
        unprinted = {ticket.ticket_id for ticket in program.reader.owed(written.source)}
        for cmd_id, ticket_id in written.unanswered.items():
            event = program.queue.issue(
                "A", cmd_id=cmd_id, ticket_id=ticket_id, source=written.source
            )
            assert event.seq == survived.get(cmd_id, event.seq)
        assert {written.tickets[cmd] for cmd in written.done} <= unprinted
    feed = program.reader.events(0, limit=100_000)
    result = check(program.engine, SITE)
    program.close()

    assert {event.cmd_id for event in feed} == {cmd for each in writers for cmd in each.tickets}
    assert [event.number for event in feed] == list(range(1, len(feed) + 1))
    assert (result.differences, result.departures) == ((), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Kiosk:
    """What a kiosk got while things went wrong around it."""

    issued: list[Event] = field(default_factory=list)
    faults: set[FaultCode] = field(default_factory=set)


@contextmanager
def issuing(url: str, total: int) -> Iterator[Kiosk]:
    """A kiosk in a thread of its own that issues ``total`` tickets, whatever happens meanwhile."""
    kiosk = Kiosk()

    def run() -> None:
        program = open_program(url, RunningClock())
        for _ in range(total):
            cmd_id = new_id()
            while True:
                try:
                    kiosk.issued.append(program.queue.issue("A", cmd_id=cmd_id))
                    break
                except Unavailable as fault:
                    kiosk.faults.add(fault.code)
        program.close()

    thread = threading.Thread(target=run)
    thread.start()
    yield kiosk
    thread.join()


def test_a_postgres_that_is_restarted_costs_patience_and_nothing_else(
    postgres: RealPostgres, seeded_postgres_url: str, wait_until: WaitUntil
) -> None:
    with issuing(seeded_postgres_url, 300) as kiosk:
        for soon in (50, 150):
            wait_until(lambda soon=soon: len(kiosk.issued) >= soon, timeout_s=60)
            postgres.stop()
            postgres.start()
    program = open_program(seeded_postgres_url, RunningClock())
    feed = program.reader.events(0)
    result = check(program.engine, SITE)
    program.close()

    assert list(feed) == kiosk.issued
    assert kiosk.faults <= {FaultCode.DATABASE_AWAY}
    assert [event.number for event in feed] == list(range(1, 301))
    assert result.differences == ()


def test_a_postgres_that_stays_away_is_told_within_five_seconds(
    postgres: RealPostgres, seeded_postgres_url: str
) -> None:
    clock = RunningClock()
    program = open_program(seeded_postgres_url, clock)
    cmd_id = new_id()
    postgres.stop()
    try:
        began = clock.elapsed_ms()
        with unavailable(FaultCode.DATABASE_AWAY):
            program.queue.issue("A", cmd_id=cmd_id)
        waited_ms = clock.elapsed_ms() - began
        with unavailable(FaultCode.DATABASE_AWAY):
            program.reader.hall()
    finally:
        postgres.start()
    event = program.queue.issue("A", cmd_id=cmd_id)
    program.close()

    assert waited_ms < 5000
    assert event.label == "A001"
