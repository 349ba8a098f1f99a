"""Fault matrix, power and cables: before, during and after the job (docs/printer-faults.md)."""

import logging

import pytest

from core.fault import FaultCode
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from tests.contract.printers import CAPABILITIES, WAYS, Bench, drawn, job_bytes, matrix

__all__ = ["matrix"]

PRINTED = (PrintOutcome.PRINTED, None)
UNREACHABLE = (PrintOutcome.UNKNOWN, FaultCode.PRINTER_UNREACHABLE)
NO_ANSWER = (PrintOutcome.UNKNOWN, FaultCode.PRINTER_NO_ANSWER)
# What is asked right before each slip.
ASKED_BYTES = {CAPABILITIES: 12, WAYS["tells"]: 3}


def gone(matrix: Bench) -> PrinterStatus:
    """How a printer without power looks: a serial port stays there."""
    return PrinterStatus.UNREACHABLE if matrix.kind == "tcp" else PrinterStatus.NO_ANSWER


def bytes_until(matrix: Bench, share: float) -> int:
    """Bytes from the pre-flight questions on to the given share of the slip A007."""
    slip = job_bytes("A007", matrix.capabilities)
    return ASKED_BYTES[matrix.capabilities] + round(slip * share)


def test_a_slip_waits_for_a_printer_that_is_switched_on_in_time(matrix: Bench) -> None:
    matrix.sim.power_off()
    printer = matrix.driver(answer_s=0.1)
    matrix.seen.wait_status(gone(matrix))
    matrix.print(printer)
    matrix.sim.power_on()

    assert matrix.seen.wait() == [PRINTED]
    assert matrix.papers() == [drawn("A007")]


def test_a_slip_that_waited_for_power_too_long_is_not_sent(matrix: Bench) -> None:
    matrix.sim.power_off()
    printer = matrix.driver(answer_s=0.05, expiry_s=0.4)
    matrix.seen.wait_status(gone(matrix))
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [(PrintOutcome.NOT_SENT, gone(matrix).fault)]

    matrix.sim.power_on()
    matrix.seen.wait_status(PrinterStatus.READY)
    matrix.print(printer, "A008")
    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers() == [drawn("A008")]


def test_switched_off_during_the_job_it_is_unknown_and_never_printed_again(matrix: Bench) -> None:
    """The printer forgets what it had; half of the slip hangs out and is cut off."""
    printer = matrix.ready(poll_s=0.1, confirm_s=1.0)
    matrix.sim.slow_to(20_000)
    matrix.print(printer, "A007")
    begun = matrix.sim.received + 1500
    assert matrix.sim.wait_for(lambda sim: sim.received > begun)
    matrix.sim.power_off()
    matrix.sim.slow_to(None)
    (outcome,) = matrix.seen.wait()
    assert outcome in (UNREACHABLE, NO_ANSWER)
    matrix.seen.wait_status(gone(matrix))

    matrix.sim.power_on()
    matrix.print(printer, "A008")
    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers()[-1] == drawn("A008")
    assert drawn("A007") not in matrix.papers()


def test_switched_off_and_on_again_between_slip_and_proof_it_is_unknown(matrix: Bench) -> None:
    """The whole slip had left, the printer was held by a fault, and has forgotten all of it."""
    printer = matrix.ready(poll_s=30.0)
    matrix.sim.paper_ends_after(60)
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [(PrintOutcome.UNKNOWN, FaultCode.PRINTER_PAPER_OUT)]
    matrix.sim.power_off()
    matrix.sim.clear()
    matrix.sim.power_on()
    matrix.print(printer, "A008")

    assert matrix.seen.wait(2)[1] == PRINTED
    assert drawn("A007") not in matrix.papers()
    assert matrix.papers()[-1] == drawn("A008")


def test_switched_off_after_the_job_it_stays_printed(matrix: Bench) -> None:
    printer = matrix.ready(answer_s=0.1)
    matrix.print(printer, "A007")
    assert matrix.seen.wait() == [PRINTED]
    matrix.sim.power_off()
    matrix.seen.wait_status(gone(matrix))
    matrix.sim.power_on()
    matrix.seen.wait_status(PrinterStatus.READY)

    assert matrix.seen.told == [PRINTED]
    assert matrix.papers() == [drawn("A007")]


@pytest.mark.parametrize("forgets", [True, False], ids=["state-reset", "state-kept"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_a_cable_pulled_in_the_middle_is_unknown_and_the_next_slip_is_whole(
    tmp_path_factory: pytest.TempPathFactory, matrix: Bench, forgets: bool, share: float
) -> None:
    bench = Bench(
        matrix.kind, tmp_path_factory.mktemp("line"), matrix.capabilities, forgets=forgets
    )
    bench.serve()
    try:
        printer = bench.ready(poll_s=30.0, answer_s=0.1)
        bench.sim.drop_connection_after(bytes_until(bench, share))
        bench.print(printer, "A007")
        bench.print(printer, "A008")
        assert bench.seen.wait(2) == [UNREACHABLE, PRINTED]
        papers = bench.papers()
    finally:
        bench.close()

    # Half a slip is cut off before the next one is printed: no paper has two numbers.
    assert papers[-1] == drawn("A008")
    assert len(papers) <= 2
    assert drawn("A007") not in papers


def test_a_line_lost_between_the_last_byte_and_the_proof_is_unknown(matrix: Bench) -> None:
    """The slip did come out, and nobody can know."""
    printer = matrix.ready(poll_s=30.0)
    asked = 1 if matrix.capabilities is CAPABILITIES else 4
    matrix.sim.drop_connection_after(bytes_until(matrix, 1.0) - asked)
    matrix.print(printer, "A007")
    matrix.print(printer, "A008")

    assert matrix.seen.wait(2) == [UNREACHABLE, PRINTED]
    assert matrix.papers() == [drawn("A007"), drawn("A008")]


def test_a_cable_pulled_and_put_in_while_idle_is_told_and_logged_once(
    matrix: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    matrix.ready()
    caplog.set_level(logging.INFO, "hardware")
    caplog.clear()
    matrix.sim.unplug()
    matrix.seen.wait_status(PrinterStatus.UNREACHABLE)
    matrix.sim.plug_in()
    matrix.seen.wait_status(PrinterStatus.READY)

    ready, away = PrinterStatus.READY, PrinterStatus.UNREACHABLE
    assert matrix.seen.statuses == [ready, away, ready]
    assert len([r for r in caplog.records if r.levelno == logging.WARNING]) == 1


def test_a_stalled_receive_buffer_is_unknown_and_the_printer_recovers(matrix: Bench) -> None:
    """A cable takes no more bytes then; a network swallows them all, and only the proof is missing.

    Whatever had been taken in is printed once the printer goes on.
    """
    printer = matrix.ready(matrix.link(write_timeout_s=0.2), answer_s=0.1, confirm_s=0.5)
    matrix.sim.slow_to(20_000)
    matrix.print(printer, "A007")
    begun = matrix.sim.received + 1500
    assert matrix.sim.wait_for(lambda sim: sim.received > begun)
    matrix.sim.stall()
    (outcome,) = matrix.seen.wait()
    assert outcome in (UNREACHABLE, NO_ANSWER)

    matrix.sim.slow_to(None)
    matrix.print(printer, "A008")
    assert matrix.seen.wait(2)[1] == PRINTED
    assert matrix.papers()[-1] == drawn("A008")
    assert matrix.papers().count(drawn("A007")) <= 1
