"""Fault matrix, paper and mechanics: before, during and after the job (docs/printer-faults.md)."""

import logging
from collections.abc import Callable

import pytest

from core.fault import FaultCode
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.sim.printer import Trouble
from tests.contract.printers import Bench, drawn, matrix

__all__ = ["matrix"]

PRINTED = (PrintOutcome.PRINTED, None)
STOPS = [
    pytest.param(Trouble.PAPER_OUT, PrinterStatus.PAPER_OUT, id="paper-out"),
    pytest.param(Trouble.COVER_OPEN, PrinterStatus.COVER_OPEN, id="cover-open"),
    pytest.param(Trouble.CUTTER, PrinterStatus.CUTTER, id="cutter-jammed"),
    pytest.param(Trouble.OFFLINE, PrinterStatus.OFFLINE, id="offline"),
]


@pytest.mark.parametrize(("trouble", "status"), STOPS)
def test_before_the_job_it_is_not_sent_and_nothing_comes_later(
    matrix: Bench, trouble: Trouble, status: PrinterStatus
) -> None:
    printer = matrix.ready(poll_s=30.0)
    matrix.sim.trouble(trouble)
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [(PrintOutcome.NOT_SENT, status.fault)]
    assert printer.status() is status

    matrix.sim.clear()
    matrix.print(printer, "A008")
    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers() == [drawn("A008")]


@pytest.mark.parametrize(("trouble", "status"), STOPS)
def test_before_the_line_is_opened_it_is_told_and_not_sent(
    matrix: Bench, trouble: Trouble, status: PrinterStatus
) -> None:
    """A printer that is switched on without paper still says so, whichever way it is asked."""
    matrix.sim.trouble(trouble)
    printer = matrix.driver()
    matrix.seen.wait_status(status)
    matrix.print(printer)

    assert matrix.seen.wait() == [(PrintOutcome.NOT_SENT, status.fault)]


@pytest.mark.parametrize(
    ("trouble", "status"), [stop for stop in STOPS if stop.id != "cutter-jammed"]
)
def test_during_the_job_it_is_unknown_at_once_and_the_held_slip_comes_later(
    matrix: Bench, trouble: Trouble, status: PrinterStatus
) -> None:
    """Nobody may promise that a held slip will not come: it does, and the next one is whole."""
    printer = matrix.ready(poll_s=30.0)
    if trouble is Trouble.PAPER_OUT:
        matrix.sim.paper_ends_after(60)
    else:
        matrix.sim.slow_to(20_000)
    matrix.print(printer, "A007")
    if trouble is not Trouble.PAPER_OUT:
        begun = matrix.sim.received + 1000
        assert matrix.sim.wait_for(lambda sim: sim.received > begun)
        matrix.sim.trouble(trouble)
        matrix.sim.slow_to(None)
    assert matrix.seen.wait() == [(PrintOutcome.UNKNOWN, status.fault)]
    assert matrix.papers() == []

    matrix.sim.clear()
    matrix.print(printer, "A008")
    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers() == [drawn("A007"), drawn("A008")]


def test_a_knife_that_jams_during_the_job_is_unknown_and_the_slip_hangs_on(matrix: Bench) -> None:
    printer = matrix.ready(poll_s=30.0)
    matrix.sim.jam_at_next_cut()
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [(PrintOutcome.UNKNOWN, FaultCode.PRINTER_CUTTER)]

    matrix.sim.clear()
    matrix.print(printer, "A008")
    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers() == [drawn("A007"), drawn("A008")]


@pytest.mark.parametrize(("trouble", "status"), STOPS)
def test_after_the_job_it_stays_printed_and_the_trouble_is_told(
    matrix: Bench, trouble: Trouble, status: PrinterStatus
) -> None:
    printer = matrix.ready()
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [PRINTED]
    matrix.sim.trouble(trouble)
    matrix.seen.wait_status(status)
    matrix.print(printer, "A008")

    assert matrix.seen.wait(2) == [PRINTED, (PrintOutcome.NOT_SENT, status.fault)]
    assert matrix.papers() == [drawn("A007")]


def test_near_end_is_told_and_refuses_nobody(matrix: Bench) -> None:
    printer = matrix.ready()
    matrix.sim.trouble(Trouble.NEAR_END)
    matrix.seen.wait_status(PrinterStatus.NEAR_END)
    matrix.print(printer, "A007")

    assert matrix.seen.wait() == [PRINTED]
    assert printer.status() is PrinterStatus.NEAR_END
    assert matrix.papers() == [drawn("A007")]


def test_paper_that_nears_its_end_during_the_job_changes_nothing(matrix: Bench) -> None:
    printer = matrix.ready()
    matrix.sim.slow_to(20_000)
    matrix.print(printer, "A007")
    begun = matrix.sim.received + 1000
    assert matrix.sim.wait_for(lambda sim: sim.received > begun)
    matrix.sim.trouble(Trouble.NEAR_END)
    matrix.sim.slow_to(None)

    assert matrix.seen.wait() == [PRINTED]
    matrix.seen.wait_status(PrinterStatus.NEAR_END)


def test_a_trouble_and_its_end_are_logged_once(
    matrix: Bench, caplog: pytest.LogCaptureFixture, wait_until: Callable[..., None]
) -> None:
    printer = matrix.ready()
    caplog.set_level(logging.INFO, "hardware")
    caplog.clear()
    matrix.sim.trouble(Trouble.COVER_OPEN)
    matrix.seen.wait_status(PrinterStatus.COVER_OPEN)
    for label in ("A007", "A008"):
        matrix.print(printer, label)
    matrix.seen.wait(2)
    matrix.sim.clear()
    matrix.seen.wait_status(PrinterStatus.READY)

    def said() -> list[tuple[int, str]]:
        return [(record.levelno, record.getMessage()) for record in caplog.records]

    expected = [(logging.WARNING, "phieu: cover_open"), (logging.INFO, "phieu: prints again")]
    wait_until(lambda: said() == expected)
