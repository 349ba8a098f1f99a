"""Fault matrix, answers: none, late, twice, wrong, too many (docs/printer-faults.md)."""

import time
from dataclasses import replace

import pytest

from core.fault import FaultCode
from hardware.drivers.escpos_printer import EscposPrinter
from hardware.protocols.capabilities import Confirmation, StatusKind
from hardware.protocols.link import Link
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.sim.printer import Answers, SimPrinter, Trouble
from tests.contract.printers import CAPABILITIES, LINES, Bench, bench, drawn, matrix, small_slip
from tests.wrong_baud import WrongBaud

__all__ = ["bench", "matrix"]

PRINTED = (PrintOutcome.PRINTED, None)
NOT_SENT = (PrintOutcome.NOT_SENT, FaultCode.PRINTER_NO_ANSWER)
UNKNOWN = (PrintOutcome.UNKNOWN, FaultCode.PRINTER_NO_ANSWER)
PAPER_OUT = (PrintOutcome.UNKNOWN, FaultCode.PRINTER_PAPER_OUT)


def test_without_an_answer_nothing_is_sent(matrix: Bench) -> None:
    matrix.sim.answer(Answers.MISSING)
    printer = matrix.driver(expiry_s=0.3, answer_s=0.05)
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [NOT_SENT]

    matrix.sim.answer(Answers.RIGHT)
    matrix.seen.wait_status(PrinterStatus.READY)
    matrix.print(printer, "A008")
    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers() == [drawn("A008")]


def test_answers_that_end_during_the_job_make_it_unknown(matrix: Bench) -> None:
    """It did come out: the record claims neither that nor the contrary."""
    printer = matrix.ready(answer_s=0.1, confirm_s=0.5, poll_s=30.0)
    matrix.sim.slow_to(20_000)
    matrix.print(printer, "A007")
    begun = matrix.sim.received + 1000
    assert matrix.sim.wait_for(lambda sim: sim.received > begun)
    matrix.sim.answer(Answers.MISSING)
    matrix.sim.slow_to(None)
    assert matrix.seen.wait() == [UNKNOWN]
    assert matrix.papers() == [drawn("A007")]

    matrix.sim.answer(Answers.RIGHT)
    matrix.print(printer, "A008")
    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers() == [drawn("A007"), drawn("A008")]


def test_late_answers_within_the_deadline_are_as_good(matrix: Bench) -> None:
    matrix.sim.answer(Answers.LATE, late_ms=60)
    printer = matrix.ready(poll_s=30.0)
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [PRINTED]
    matrix.sim.trouble(Trouble.PAPER_OUT)
    matrix.print(printer, "A008")

    assert matrix.seen.wait(2)[1] == (PrintOutcome.NOT_SENT, FaultCode.PRINTER_PAPER_OUT)


def test_answers_after_the_deadline_are_none(matrix: Bench) -> None:
    matrix.sim.answer(Answers.LATE, late_ms=500)
    printer = matrix.driver(answer_s=0.1, expiry_s=1.0)
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [NOT_SENT]
    matrix.sim.answer(Answers.RIGHT)
    matrix.seen.wait_status(PrinterStatus.READY)
    matrix.print(printer, "A008")

    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers() == [drawn("A008")]


def test_a_proof_that_comes_too_late_proves_no_later_slip(matrix: Bench) -> None:
    """The first slip's proof lies in the line when the second one is sent, and is held."""
    printer = matrix.ready(answer_s=0.1, confirm_s=0.5, poll_s=30.0)
    matrix.sim.slow_to(20_000)
    matrix.print(printer, "A007")
    begun = matrix.sim.received + 1500
    assert matrix.sim.wait_for(lambda sim: sim.received > begun)
    matrix.sim.stall()
    (outcome, _), *_ = matrix.seen.wait()
    assert outcome is PrintOutcome.UNKNOWN
    matrix.sim.slow_to(None)
    assert matrix.sim.wait_for(lambda sim: sim.paper_count == 1 or matrix.kind == "pty")
    matrix.sim.jam_at_next_cut()
    matrix.print(printer, "A008")

    outcome, fault = matrix.seen.wait(2)[1]
    assert (outcome, fault) != PRINTED
    assert drawn("A008") not in matrix.papers()


@pytest.mark.parametrize("answers", [Answers.DOUBLE, Answers.GARBAGE])
def test_answers_that_come_twice_or_with_noise_are_understood(
    matrix: Bench, answers: Answers
) -> None:
    matrix.sim.answer(answers)
    printer = matrix.ready()
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [PRINTED]
    for trouble, status in (
        (Trouble.NEAR_END, PrinterStatus.NEAR_END),
        (Trouble.PAPER_OUT, PrinterStatus.PAPER_OUT),
        (Trouble.COVER_OPEN, PrinterStatus.COVER_OPEN),
    ):
        matrix.sim.trouble(trouble)
        matrix.seen.wait_status(status)

    assert matrix.papers() == [drawn("A007")]


def test_a_flood_of_status_neither_hides_nor_makes_a_proof(matrix: Bench) -> None:
    matrix.sim.asb_flood(1)
    printer = matrix.ready()
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [PRINTED]
    matrix.sim.paper_ends_after(60)
    matrix.print(printer, "A008")

    assert matrix.seen.wait(2)[1] == PAPER_OUT
    assert matrix.papers() == [drawn("A007")]


def test_an_unasked_status_ends_the_waiting_at_once(bench: Bench) -> None:
    """Long before the driver would have asked what is wrong."""
    printer = bench.ready(patience_s=60.0, confirm_s=60.0, poll_s=30.0)
    bench.sim.asb_flood(5)
    bench.sim.paper_ends_after(60)
    begun = time.monotonic()
    bench.print(printer)

    assert bench.seen.wait() == [PAPER_OUT]
    assert time.monotonic() - begun < 10


def test_changes_are_told_unasked_between_two_polls(matrix: Bench) -> None:
    if matrix.capabilities is CAPABILITIES:
        matrix.ready(poll_s=0.1)
    else:
        matrix.ready(poll_s=3600.0)
    matrix.sim.trouble(Trouble.COVER_OPEN)
    matrix.seen.wait_status(PrinterStatus.COVER_OPEN)
    matrix.sim.clear()
    matrix.seen.wait_status(PrinterStatus.READY)


class BreakingLine:
    """The printer loses its power with the first long job, and its line gives a zero byte."""

    answers = True

    def __init__(self, link: Link, sim: SimPrinter) -> None:
        self._link, self._sim = link, sim
        self._broken = b""
        self.armed = False

    @property
    def name(self) -> str:
        return self._link.name

    def open(self) -> None:
        self._link.open()

    def close(self) -> None:
        self._link.close()

    def write(self, data: bytes) -> None:
        if self.armed:
            self.armed = False
            self._sim.power_off()
            self._broken = b"\0"
        self._link.write(data)

    def read(self, size: int, timeout_s: float) -> bytes:
        broken, self._broken = self._broken, b""
        return broken or self._link.read(size, timeout_s)


def test_a_zero_byte_of_a_breaking_line_proves_nothing(bench: Bench) -> None:
    if bench.kind == "tcp":
        bench.switch_off()
        bench.sim = SimPrinter(width=CAPABILITIES.width_dots, line_dies=False)
        bench.serve()
    line = BreakingLine(bench.link(), bench.sim)
    printer = bench.ready(line, answer_s=0.1, confirm_s=1.0, poll_s=30.0)
    printer.print_raw(b"\x1b@", on_outcome=bench.seen.outcome)
    assert bench.seen.wait() == [PRINTED]

    def arm() -> None:
        line.armed = True

    printer.print_slip(small_slip(), on_outcome=bench.seen.outcome, on_begun=arm)
    assert bench.seen.wait(2)[1] == UNKNOWN
    assert bench.papers() == []


def test_a_port_that_another_program_holds_is_told_as_such(bench: Bench) -> None:
    """On a serial port that is known; a network printer just serves the other one."""
    other = bench.link()
    other.open()
    other.write(b"\x10\x04\x01")
    assert other.read(1, 5.0) == b"\x12"
    busy = PrinterStatus.BUSY if bench.kind == "pty" else PrinterStatus.NO_ANSWER
    printer = bench.driver(answer_s=0.05, expiry_s=0.4)
    bench.seen.wait_status(busy)
    bench.print(printer, "A007")
    assert bench.seen.wait() == [(PrintOutcome.NOT_SENT, busy.fault)]

    other.close()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.print(printer, "A008")
    assert bench.seen.wait(2)[1] == PRINTED
    assert bench.papers() == [drawn("A008")]


@pytest.mark.parametrize(
    ("ours", "theirs"), [(9600, 115_200), (115_200, 9600), (19_200, 9600), (38_400, 115_200)]
)
@pytest.mark.parametrize("bench", LINES[-1:], indirect=True)
def test_a_wrong_baud_rate_is_no_answer_and_hardly_a_byte_reaches_the_paper(
    bench: Bench, ours: int, theirs: int
) -> None:
    line = WrongBaud(bench.link(), ours=ours, theirs=theirs)
    printer = bench.driver(line, answer_s=0.04, expiry_s=0.6)
    bench.print(printer)
    assert bench.seen.wait() == [NOT_SENT]

    assert bench.papers() == []
    assert bench.sim.state().drawer_pulses == 0
    # Questions go on, few bytes each; what ends a picture is sent a few times and never again.
    assert any(spoken_in_three_looks(printer, bench) < 200 for _ in range(8))


def spoken_in_three_looks(printer: EscposPrinter, bench: Bench) -> int:
    """Bytes that the printer hears while it is asked three times more."""
    before = bench.sim.received
    for _ in range(3):
        printer.look(0.3)
    return bench.sim.received - before


@pytest.mark.parametrize("line", LINES)
def test_where_nothing_is_proved_the_status_after_the_job_counts(
    tmp_path_factory: pytest.TempPathFactory, line: str
) -> None:
    unproved = replace(CAPABILITIES, confirmation=Confirmation.NONE)
    bench = Bench(line, tmp_path_factory.mktemp("line"), unproved)
    bench.serve()
    try:
        printer = bench.ready(poll_s=30.0)
        bench.print(printer, "A007")
        assert bench.seen.wait() == [PRINTED]
        assert bench.sim.wait_for(lambda sim: sim.paper_count == 1)
        bench.sim.paper_ends_after(60)
        bench.print(printer, "A008")
        assert bench.seen.wait(2)[1] == PAPER_OUT
    finally:
        bench.close()


@pytest.mark.parametrize("line", LINES)
def test_where_nothing_is_asked_a_proof_still_counts(
    tmp_path_factory: pytest.TempPathFactory, line: str
) -> None:
    unasked = replace(CAPABILITIES, status=StatusKind.NONE)
    bench = Bench(line, tmp_path_factory.mktemp("line"), unasked)
    bench.serve()
    try:
        printer = bench.driver(confirm_s=1.0)
        bench.print(printer, "A007")
        assert bench.seen.wait() == [PRINTED]
        bench.sim.paper_ends_after(60)
        bench.print(printer, "A008")
        assert bench.seen.wait(2)[1] == UNKNOWN
        assert printer.status() is PrinterStatus.UNKNOWN
    finally:
        bench.close()
