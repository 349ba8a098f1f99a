"""``motcua ticket issue | reprint | show | history``: paper from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.clock import SystemClock
from core.fault import FaultCode, Unavailable
from core.ids import new_id
from core.ticket import EventKind, PrintState
from db.devices import DeviceBook
from db.holders import PlaceBook
from db.queue import Queue
from motcua.cli import own_paper
from motcua.cli.entry import main
from motcua.cli.terminal import Exit
from tests.queue_world import SITE, Program, open_program


class Command:
    """Runs ``motcua ticket …`` on one machine, beside another program on the same queue."""

    def __init__(self, url: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._config = folder / "config.toml"
        self._url = url
        self.use_printer('{ kind = "sim" }')
        self.beside: Program = open_program(url, SystemClock())
        self.said = ""

    def use_printer(self, link: str) -> None:
        hall = f'[database]\nurl = "{self._url}"\n[kiosk]\nprinter = "p"\n'
        self._config.write_text(f"{hall}[printer.p]\nlink = {link}\n", "utf-8")

    def __call__(self, *words: str, as_json: bool = True) -> tuple[int, Any]:
        sent = ["ticket", *words, "--config", str(self._config)]
        code = main([*sent, *(["--json"] if as_json else [])], environ={})
        told = self._capsys.readouterr()
        self.said = told.out + told.err
        return code, json.loads(told.out) if as_json and told.out else None

    def kiosk_is_alive(self, place: str) -> None:
        book = DeviceBook(self.beside.engine, SITE, place, SystemClock())
        book.note("phieu", state="ready")


@pytest.fixture
def ticket(seeded_sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    command = Command(seeded_sqlite_url, tmp_path, capsys)
    yield command
    command.beside.close()


def test_a_number_from_a_script_comes_out_and_is_recorded(ticket: Command) -> None:
    code, data = ticket("issue", "--service", "A")
    assert (code, data["label"]) == (Exit.DONE, "A001")
    assert (data["print_state"], data["prints"]) == ("printed", 1)
    assert data["paper_at"].startswith("cli-")
    assert data["asked_at"] == data["issued_at"]


def test_without_printing_no_slip_is_owed(ticket: Command) -> None:
    _, data = ticket("issue", "--service", "A", "--no-print")
    assert (data["print_state"], data["paper_at"], data["asked_at"]) == ("none", None, None)


@pytest.mark.complains("unreachable", "cannot")
def test_a_printer_that_is_not_there_costs_the_paper_only(ticket: Command) -> None:
    ticket.use_printer('{ kind = "tcp", host = "127.0.0.1", port = 1 }\nshared = false')
    code, data = ticket("issue", "--service", "A")
    assert (code, data["print_state"]) == (Exit.DONE, "failed")
    assert data["fault"] == "printer_unreachable"


def test_a_slip_is_printed_again_on_this_machines_printer_with_the_mark(ticket: Command) -> None:
    ticket("issue", "--service", "A")
    code, data = ticket("reprint", "A001", "--here", "--reason", "bị rách")
    assert (code, data["label"]) == (Exit.DONE, "A001")
    assert (data["print_state"], data["prints"]) == ("reprinted", 2)
    reasons = [event.reason for event in ticket.beside.reader.history(data["ticket_id"])]
    assert "bị rách" in reasons


def test_a_kiosk_that_runs_is_asked_for_the_slip(ticket: Command) -> None:
    ticket("issue", "--service", "A")
    ticket.kiosk_is_alive("K2")
    cmd_id = new_id()
    code, data = ticket("reprint", "A001", "--cmd-id", cmd_id)
    assert (code, data["place"], data["print_state"]) == (Exit.DONE, "K2", "queued")
    assert ticket("reprint", "A001", "--cmd-id", cmd_id) == (code, data)
    [owed] = ticket.beside.reader.owed("K2")
    assert (owed.label, owed.marked) == ("A001", True)


@pytest.mark.parametrize(
    ("words", "code"), [((), "paper_nowhere"), (("--place", "K9"), "kiosk_silent")]
)
def test_where_no_kiosk_runs_the_command_says_so(
    ticket: Command, words: tuple[str, ...], code: str
) -> None:
    ticket("issue", "--service", "A")
    exit_code, data = ticket("reprint", "A001", *words)
    assert (exit_code, data["error"]["code"]) == (Exit.FAILED, code)


def test_a_slip_is_printed_at_one_place(ticket: Command) -> None:
    assert ticket("reprint", "A001", "--here", "--place", "K1")[0] == Exit.WRONG_USE


def test_a_void_number_gets_no_slip(ticket: Command) -> None:
    ticket("issue", "--service", "A", "--no-print")
    ticket("void", "A001", "--reason", "đi về")
    code, data = ticket("reprint", "A001", "--here")
    assert (code, data["error"]["code"]) == (Exit.FAILED, "step_not_allowed")


def test_the_record_of_the_paper_can_be_read(ticket: Command) -> None:
    ticket("issue", "--service", "A")
    ticket.kiosk_is_alive("K1")
    ticket("reprint", "A001")
    ticket_id = ticket.beside.reader.find("A001").ticket_id
    ticket.beside.queue.record_print(
        ticket_id, PrintState.UNKNOWN, reason="printer_paper_out", cmd_id=new_id()
    )
    ticket("show", "A001", as_json=False)
    assert "K1" in ticket.said
    ticket("history", "A001", as_json=False)
    assert "K1" in ticket.said
    assert "Máy in đã hết giấy" in ticket.said
    papers = [
        event for event in ticket.beside.reader.history(ticket_id) if event.kind is EventKind.PRINT
    ]
    assert [event.print_state for event in papers] == [
        PrintState.PRINTED,
        PrintState.QUEUED,
        PrintState.UNKNOWN,
    ]


# Beside other runs, after a kill, without the database -------------------------------------------


def queued_at(ticket: Command, place: str, cmd_id: str | None = None) -> str:
    """A run that has given out a number whose slip is not out yet."""
    event = ticket.beside.queue.issue(
        "A", source=place, print_state=PrintState.QUEUED, cmd_id=cmd_id or new_id()
    )
    return event.ticket_id or ""


def test_two_runs_with_one_command_id_print_one_slip(ticket: Command) -> None:
    """The other run has it in its hands; this one says that it prints nothing."""
    cmd_id = new_id()
    ticket_id = queued_at(ticket, "cli-other", cmd_id)
    code, data = ticket("issue", "--service", "A", "--cmd-id", cmd_id)
    assert (code, data["print_state"], data["paper_at"]) == (Exit.DONE, "queued", "cli-other")
    ticket("issue", "--service", "A", "--cmd-id", cmd_id, as_json=False)
    assert "không in thêm phiếu nào" in ticket.said
    assert ticket.beside.reader.ticket(ticket_id).prints == 0


def test_a_slip_of_a_run_that_was_killed_is_given_up_and_printed_with_the_mark(
    ticket: Command,
) -> None:
    ticket_id = queued_at(ticket, "cli-dead")
    code, data = ticket("reprint", "A001", "--here")
    assert (code, data["print_state"]) == (Exit.DONE, "reprinted")
    papers = [event.print_state for event in ticket.beside.reader.history(ticket_id)][1:]
    assert papers == [PrintState.UNKNOWN, PrintState.QUEUED, PrintState.REPRINTED]


def test_a_slip_of_a_run_that_still_goes_on_is_waited_for(ticket: Command) -> None:
    queued_at(ticket, "cli-live")
    PlaceBook(ticket.beside.engine, SITE, "cli-live", "cli-live", SystemClock()).claim()
    code, data = ticket("reprint", "A001", "--here")
    assert (code, data["error"]["code"]) == (Exit.FAILED, "paper_under_way")


def test_a_run_that_has_ended_stands_for_its_place_no_more(ticket: Command) -> None:
    ticket("issue", "--service", "A")
    assert ticket.beside.reader.held_places() == frozenset()


def keep_away(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """The database cannot be told of paper ``times`` times."""
    real, left = Queue.record_print, [times]

    def record_print(queue: Queue, *arguments: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] >= 0:
            raise Unavailable(FaultCode.DATABASE_AWAY)
        return real(queue, *arguments, **named)

    monkeypatch.setattr(Queue, "record_print", record_print)


@pytest.mark.complains("not written down")
def test_an_outcome_waits_for_a_database_that_is_away_for_a_moment(
    ticket: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_away(monkeypatch, 2)
    code, data = ticket("issue", "--service", "A")
    assert (code, data["print_state"], data["prints"]) == (Exit.DONE, "printed", 1)


@pytest.mark.complains("not written down")
def test_an_outcome_that_cannot_be_written_down_is_told_as_a_failure(
    ticket: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_away(monkeypatch, 1_000_000)
    monkeypatch.setattr(own_paper, "PATIENCE_S", 0.0)
    code, data = ticket("issue", "--service", "A")
    assert (code, data["error"]["code"]) == (Exit.FAILED, "paper_not_written")
    assert "A001" in ticket.said
