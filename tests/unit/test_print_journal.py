"""The journal of begun slips: what it says after any end of the program."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core.fault import FaultCode, Refused
from core.ticket import PaperReason, PrintState, Ticket, TicketState
from kiosk import print_journal
from kiosk.print_journal import PrintJournal, SlipEnd, journal_file
from tests import hall_samples

ASKED_MS = 1_695_777_300_000


class Disk:
    """One machine's disk: opens its journal again and again."""

    def __init__(self, folder: Path) -> None:
        self.path = journal_file(folder, "K1")
        self._journal: PrintJournal | None = None

    def start(self, *, settled: bool = True) -> PrintJournal:
        self.stop()
        self._journal = PrintJournal(self.path, "K1")
        if settled:
            self._journal.settled()
        return self._journal

    def stop(self) -> None:
        if self._journal is not None:
            self._journal.close()

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.path.read_text("utf-8").splitlines()]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path)
    yield disk
    disk.stop()


def asked(label: str = "A007", ms: int = ASKED_MS) -> Ticket:
    ticket: Ticket = hall_samples.ticket(
        label, TicketState.WAITING, print_state=PrintState.QUEUED, paper_at="K1", asked_ms=ms
    )
    return ticket


def end_of(ticket: Ticket, state: PrintState, reason: str | None = None) -> SlipEnd:
    assert ticket.asked_ms is not None
    return SlipEnd(
        ticket_id=ticket.ticket_id,
        asked_ms=ticket.asked_ms,
        label=ticket.label,
        state=state,
        reason=reason,
    )


def test_a_new_journal_has_nothing_left_over(disk: Disk) -> None:
    journal = disk.start()
    assert (journal.left_over, journal.damaged) == ((), False)


def test_a_journal_that_was_not_there_says_so_until_its_start_is_settled(disk: Disk) -> None:
    """The program may be killed before it has told the queue what that means."""
    for _ in range(2):
        assert disk.start(settled=False).new
    disk.start(settled=True)
    assert not disk.start(settled=False).new


def test_a_slip_that_was_begun_and_not_ended_is_unknown(disk: Disk) -> None:
    disk.start().begin(asked())
    assert disk.start().left_over == (end_of(asked(), PrintState.UNKNOWN, PaperReason.INTERRUPTED),)


def test_the_beginning_is_on_the_disk_before_anything_else_happens(disk: Disk) -> None:
    disk.start().begin(asked())
    [line] = disk.lines()
    assert line == {
        "slip": "begun",
        "ticket_id": asked().ticket_id,
        "asked_ms": ASKED_MS,
        "label": "A007",
    }


@pytest.mark.parametrize(
    ("state", "reason"),
    [(PrintState.PRINTED, None), (PrintState.FAILED, "printer_unreachable")],
)
def test_an_outcome_that_the_queue_does_not_know_yet_is_kept(
    disk: Disk, state: PrintState, reason: str | None
) -> None:
    journal = disk.start()
    journal.begin(asked())
    journal.end(end_of(asked(), state, reason))
    assert disk.start().left_over == (end_of(asked(), state, reason),)


def test_what_the_queue_knows_is_forgotten_and_the_rest_kept_in_order(disk: Disk) -> None:
    journal = disk.start()
    tickets = [asked(f"A00{number}", ASKED_MS + number) for number in range(1, 5)]
    for ticket in tickets:
        journal.begin(ticket)
        journal.end(end_of(ticket, PrintState.PRINTED))
    for ticket in (tickets[1], tickets[3]):
        journal.noted(end_of(ticket, PrintState.PRINTED).key)
    assert [end.label for end in disk.start().left_over] == ["A001", "A003"]


def test_a_journal_of_which_all_is_known_begins_anew(disk: Disk) -> None:
    journal = disk.start()
    for number in range(200):
        ticket = asked(ms=ASKED_MS + number)
        journal.begin(ticket)
        journal.end(end_of(ticket, PrintState.PRINTED))
        journal.noted(end_of(ticket, PrintState.PRINTED).key)
    assert disk.path.stat().st_size == 0
    journal.begin(asked())
    assert len(disk.start().left_over) == 1


def test_a_slip_that_was_never_begun_leaves_no_trace(disk: Disk) -> None:
    journal = disk.start()
    journal.end(end_of(asked(), PrintState.FAILED))
    journal.noted(end_of(asked(), PrintState.FAILED).key)
    assert disk.lines() == []


def test_a_spare_printer_that_takes_over_begins_the_same_slip(disk: Disk) -> None:
    journal = disk.start()
    journal.begin(asked())
    journal.begin(asked())
    assert len(disk.lines()) == 1


def test_each_slip_of_a_ticket_is_another(disk: Disk) -> None:
    journal = disk.start()
    first, second = asked(), asked(ms=ASKED_MS + 1)
    for ticket in (first, second):
        journal.begin(ticket)
    journal.noted(end_of(first, PrintState.UNKNOWN).key)
    [left] = disk.start().left_over
    assert left.asked_ms == ASKED_MS + 1


@pytest.mark.parametrize("bytes_left", [1, 10, 60])
def test_a_torn_last_line_did_not_happen(disk: Disk, bytes_left: int) -> None:
    """The power went while it was written: its slip's first byte cannot have left."""
    disk.start().begin(asked())
    disk.stop()
    whole = disk.path.read_bytes()
    disk.path.write_bytes(whole + whole[:bytes_left])
    journal = disk.start()
    assert (len(journal.left_over), journal.damaged) == (1, False)
    journal.begin(asked("A008", ASKED_MS + 1))
    assert [end.label for end in disk.start().left_over] == ["A007", "A008"]


@pytest.mark.complains("damaged")
@pytest.mark.parametrize(
    "line",
    [
        b"\x00\x00\x00",
        b'{"slip": "begun"}',
        b'["begun"]',
        b'{"slip": "lost", "ticket_id": "t", "asked_ms": 1}',
        b'{"slip": "ended", "ticket_id": "t", "asked_ms": 1, "label": "A", "state": "GONE"}',
    ],
)
def test_damage_anywhere_else_is_told(disk: Disk, line: bytes) -> None:
    disk.start().begin(asked())
    disk.stop()
    whole = disk.path.read_bytes()
    disk.path.write_bytes(line + b"\n" + whole)
    journal = disk.start()
    assert journal.damaged
    assert [end.label for end in journal.left_over] == ["A007"]


def test_a_second_program_is_refused_and_the_first_goes_on(disk: Disk) -> None:
    journal = disk.start()
    with pytest.raises(Refused) as caught:
        PrintJournal(disk.path, "K1")
    assert FaultCode.KIOSK_RUNS_ALREADY is caught.value.code
    journal.begin(asked())
    assert len(disk.lines()) == 1


def test_after_the_end_of_the_program_nothing_begins_and_nothing_fails(disk: Disk) -> None:
    """The printer's thread outlives the journal by a moment: no slip may begin unseen."""
    journal = disk.start()
    journal.begin(asked())
    journal.close()
    with pytest.raises(ValueError, match="closed"):
        journal.begin(asked("A008"))
    journal.end(end_of(asked(), PrintState.PRINTED))
    journal.noted(end_of(asked(), PrintState.PRINTED).key)
    assert [end.state for end in disk.start().left_over] == [PrintState.UNKNOWN]


def test_names_of_every_alphabet_are_kept(disk: Disk) -> None:
    disk.start().begin(asked("Đ-007"))
    assert disk.start().left_over[0].label == "Đ-007"


def test_a_journal_that_cannot_be_begun_leaves_no_file_that_would_be_believed(
    disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, "disk full")

    with monkeypatch.context() as patched:
        patched.setattr(print_journal, "_keep_name", lambda _path: None)
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="disk full"):
            disk.start()
    assert not disk.path.exists()
    assert disk.start(settled=False).new
