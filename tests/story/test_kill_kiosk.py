"""kill -9 of a kiosk around its paper: the number stays, and paper and record agree afterwards."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from core.clock import SystemClock
from core.ticket import EventKind, PaperReason, PrintState
from db.check import check
from hardware.sim.printer import SimPrinter
from hardware.sim.serve import Server, serve_tcp
from tests.conftest import WaitUntil
from tests.queue_world import SITE, Program, open_program

ROOT = Path(__file__).parents[2]
# Bytes a second: a slip takes some seconds, so that the kiosk is surely killed within it.
CRAWL = 2000
# Wider than any stroke of a letter, narrower than the bar.
BAR_DOTS = 60


class Kiosk:
    """One machine with its printer; its program is started, told what to do, and killed."""

    def __init__(self, url: str, folder: Path, wait_until: WaitUntil) -> None:
        self.sim = SimPrinter(width=384, forgets=True)
        self.server: Server = serve_tcp(self.sim).start()
        self.books: Program = open_program(url, SystemClock())
        self._url, self._folder, self._wait_until = url, folder, wait_until
        self._talk = folder / "talk"
        self._process: subprocess.Popen[str] | None = None

    def start(self, pace: str = "announced") -> None:
        self._talk.write_text("", "utf-8")
        port = str(self.server.port)
        words = [self._url, str(self._folder), port, str(self._talk), pace]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kiosk_process", *words],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            text=True,
        )
        self.wait("ready")

    def order(self, words: str) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(words + "\n")
        self._process.stdin.flush()

    def said(self, what: str) -> list[dict[str, Any]]:
        whole = [
            line for line in self._talk.read_text("utf-8").splitlines(True) if line[-1] == "\n"
        ]
        return [told for told in map(json.loads, whole) if told["what"] == what]

    def wait(self, what: str, count: int = 1) -> dict[str, Any]:
        self._wait_until(lambda: len(self.said(what)) >= count, timeout_s=30, what=what)
        return self.said(what)[count - 1]

    def kill(self) -> None:
        """As the power goes, or as kill -9 does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        self._process.stdin.close()

    def end(self) -> None:
        assert self._process is not None
        self.order("end")
        self._process.wait(30)
        assert self._process.stdin is not None
        self._process.stdin.close()

    def papers(self, ticket_id: str) -> list[tuple[PrintState | None, str | None]]:
        """What the record says of the ticket's slips."""
        history = self.books.reader.history(ticket_id)
        return [
            (event.print_state, event.reason) for event in history if event.kind is EventKind.PRINT
        ]

    def close(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()
        self.server.close()
        self.books.close()


@pytest.fixture
def kiosk(seeded_url: str, tmp_path: Path, wait_until: WaitUntil) -> Iterator[Kiosk]:
    """On either engine; record and feed agree at the end."""
    kiosk = Kiosk(seeded_url, tmp_path, wait_until)
    yield kiosk
    differences = check(kiosk.books.engine, SITE).differences
    kiosk.close()
    assert differences == ()


def label_on(paper: Image.Image) -> str:
    """The number of a slip, by its code."""
    [code] = zxingcpp.read_barcodes(paper.convert("L"))
    return code.text.split(":")[1]


def has_mark(paper: Image.Image) -> bool:
    """Whether the black bar of "IN LẠI" stands on top: black without a gap, as in no letter."""
    top = paper.crop((0, 0, paper.width, 60)).convert("L").tobytes()
    return bytes(BAR_DOTS) in top


def test_killed_after_the_commit_and_before_the_paper(kiosk: Kiosk) -> None:
    """The slip waited behind another one. It is offered, under the same number, without a mark."""
    kiosk.start("unhurried")
    kiosk.order("take")
    taken = kiosk.wait("taken")
    kiosk.kill()
    assert kiosk.books.reader.ticket(taken["ticket_id"]).print_state is PrintState.QUEUED
    kiosk.start()
    owed = kiosk.wait("owed")
    kiosk.order("look_after")
    kiosk.wait("looked")

    assert (owed["label"], owed["doubtful"]) == ("A001", False)
    assert kiosk.papers(owed["ticket_id"]) == [(PrintState.FAILED, PaperReason.INTERRUPTED)]
    assert kiosk.sim.paper_count == 0
    kiosk.order(f"reprint {owed['ticket_id']}")
    assert kiosk.wait("reprint")["state"] == "QUEUED"
    assert kiosk.sim.wait_for(lambda sim: sim.paper_count == 1)
    kiosk.end()
    [paper] = kiosk.sim.papers
    assert label_on(paper) == "A001"
    assert not has_mark(paper)
    assert kiosk.papers(owed["ticket_id"])[-1] == (PrintState.PRINTED, None)
    assert [ticket.label for ticket in kiosk.books.reader.tickets()] == ["A001"]


def test_killed_while_the_slip_is_printed(kiosk: Kiosk) -> None:
    """Nobody knows. Nothing comes out by itself; what is asked for then says "IN LẠI"."""
    kiosk.sim.slow_to(CRAWL)
    kiosk.start()
    kiosk.order("take")
    taken = kiosk.wait("taken")
    kiosk.wait("begun")
    begun_at = kiosk.sim.received
    assert kiosk.sim.wait_for(lambda sim: sim.received > begun_at + 200)
    kiosk.kill()
    kiosk.sim.slow_to(None)
    kiosk.start()
    owed = kiosk.wait("owed")
    kiosk.order("look_after")
    kiosk.wait("looked")

    assert (owed["label"], owed["doubtful"]) == ("A001", True)
    assert kiosk.papers(taken["ticket_id"]) == [(PrintState.UNKNOWN, PaperReason.INTERRUPTED)]
    whole = [paper for paper in kiosk.sim.papers if paper.height > 300]
    kiosk.order(f"reprint {taken['ticket_id']}")
    assert kiosk.sim.wait_for(lambda sim: sim.paper_count > len(whole))
    kiosk.end()
    last = list(kiosk.sim.papers)[-1]
    assert label_on(last) == "A001"
    assert has_mark(last)
    assert kiosk.papers(taken["ticket_id"])[-1] == (PrintState.REPRINTED, None)


def test_killed_after_the_paper_and_before_the_record(kiosk: Kiosk) -> None:
    """The slip is out, the confirmation was not heard any more: UNKNOWN, which is the truth."""
    kiosk.start()
    kiosk.order("take")
    taken = kiosk.wait("taken")
    assert kiosk.sim.wait_for(lambda sim: sim.paper_count == 1)
    kiosk.kill()
    kiosk.start()
    kiosk.end()
    ticket = kiosk.books.reader.ticket(taken["ticket_id"])

    # How far it came before the lightning is chance: what is said must be true either way.
    assert ticket.print_state in (PrintState.PRINTED, PrintState.UNKNOWN)
    assert ticket.marked
    assert kiosk.sim.paper_count == 1


@pytest.mark.parametrize("lives", [4])
def test_killed_again_and_again_no_number_is_twice_on_paper_without_the_mark(
    kiosk: Kiosk, lives: int
) -> None:
    """A cable that is kicked all morning: every start offers, every offer is taken."""
    for life in range(lives):
        kiosk.sim.slow_to(CRAWL if life % 2 else None)
        kiosk.start("unhurried" if life == 2 else "announced")
        for owed in kiosk.said("owed"):
            kiosk.order(f"reprint {owed['ticket_id']}")
        kiosk.order("take")
        kiosk.wait("taken")
        kiosk.kill()
    kiosk.sim.slow_to(None)
    kiosk.start()
    for owed in kiosk.said("owed"):
        kiosk.order(f"reprint {owed['ticket_id']}")
    kiosk.order("take")
    last = kiosk.wait("taken")
    kiosk.end()
    unmarked = [
        code.text
        for paper in kiosk.sim.papers
        if not has_mark(paper)
        for code in zxingcpp.read_barcodes(paper.convert("L"))
    ]

    assert len(unmarked) == len(set(unmarked))
    tickets = kiosk.books.reader.tickets()
    assert [ticket.label for ticket in tickets] == [f"A{n:03d}" for n in range(1, lives + 2)]
    assert PrintState.QUEUED not in [ticket.print_state for ticket in tickets[:-1]]
    assert last["label"] == tickets[-1].label
