"""What programs may ask of a printer: look at it, begin a slip, send bytes, close it."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from core.fault import FaultCode
from hardware.protocols.capabilities import Confirmation
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.sim.printer import Answers, Trouble
from tests.contract.printers import Bench, bench, drawn, matrix, small_slip

__all__ = ["bench", "matrix"]

PRINTED = (PrintOutcome.PRINTED, None)
WaitUntil = Callable[..., None]


def test_a_look_asks_now(matrix: Bench, wait_until: WaitUntil) -> None:
    printer = matrix.ready(poll_s=3600.0)
    matrix.sim.trouble(Trouble.PAPER_OUT)
    # An answer is believed for a second; what a printer tells by itself is believed at once.
    wait_until(lambda: printer.look(0.5) is PrinterStatus.PAPER_OUT)


def test_a_look_does_not_ask_again_within_a_second(bench: Bench) -> None:
    printer = bench.ready(poll_s=3600.0)
    printer.look(0.5)
    asked = bench.sim.received
    looks = [printer.look(0.5) for _ in range(20)]

    assert looks == [PrinterStatus.READY] * 20
    assert bench.sim.received == asked


def test_a_look_without_an_answer_within_its_deadline_knows_nothing(
    bench: Bench, wait_until: WaitUntil
) -> None:
    """What the printer said before is no answer to the question of now."""
    printer = bench.ready(poll_s=3600.0, answer_s=1.0)
    bench.sim.answer(Answers.MISSING)
    took: list[float] = []
    found: list[PrinterStatus] = []

    def slow_look() -> bool:
        begun = time.monotonic()
        found.append(printer.look(0.3))
        took.append(time.monotonic() - begun)
        return took[-1] > 0.25

    wait_until(slow_look)
    assert found[-1] is PrinterStatus.UNKNOWN
    assert set(found[:-1]) <= {PrinterStatus.READY}  # an answer is believed for a second
    assert took[-1] < 0.9
    bench.sim.answer(Answers.RIGHT)


def test_a_look_at_a_printer_that_missed_many_polls_finds_no_answer(
    bench: Bench, wait_until: WaitUntil
) -> None:
    unproved = replace(bench.capabilities, confirmation=Confirmation.NONE)
    printer = bench.ready(poll_s=0.2, answer_s=2.0, capabilities=unproved)
    bench.sim.answer(Answers.MISSING)

    wait_until(lambda: printer.look(0.05) is PrinterStatus.NO_ANSWER)
    assert bench.seen.statuses == [PrinterStatus.READY]
    bench.sim.answer(Answers.RIGHT)


def test_a_look_at_a_printer_that_is_printing_finds_what_was_known(
    bench: Bench, wait_until: WaitUntil
) -> None:
    printer = bench.ready(poll_s=3600.0, patience_s=60.0, confirm_s=60.0, closing_s=0.1)
    begun = bench.sim.received + 1000
    bench.sim.slow_to(5_000)
    bench.print(printer)
    assert bench.sim.wait_for(lambda sim: sim.received > begun)
    took: list[float] = []

    def slow_look() -> bool:
        since = time.monotonic()
        assert printer.look(0.1) is PrinterStatus.READY
        took.append(time.monotonic() - since)
        return took[-1] > 0.09

    wait_until(slow_look)
    assert bench.seen.told == []


def test_a_fault_is_looked_at_again_soon(bench: Bench) -> None:
    """Between two long polls the screens learn that staff have put paper in."""
    bench.sim.trouble(Trouble.PAPER_OUT)
    bench.driver(poll_s=3600.0, fault_poll_s=0.2)
    bench.seen.wait_status(PrinterStatus.PAPER_OUT)
    bench.sim.clear()

    bench.seen.wait_status(PrinterStatus.READY)


def test_many_may_look_at_the_same_time(bench: Bench, wait_until: WaitUntil) -> None:
    printer = bench.ready(poll_s=3600.0)
    bench.sim.trouble(Trouble.COVER_OPEN)
    wait_until(lambda: printer.look(0.5) is PrinterStatus.COVER_OPEN)
    bench.sim.clear()
    wait_until(lambda: printer.look(0.5) is PrinterStatus.READY)
    seen: list[PrinterStatus] = []
    lookers = [threading.Thread(target=lambda: seen.append(printer.look(5.0))) for _ in range(8)]
    for looker in lookers:
        looker.start()
    for looker in lookers:
        looker.join()

    assert seen == [PrinterStatus.READY] * 8


def test_the_beginning_is_told_once_before_the_first_byte(bench: Bench) -> None:
    printer = bench.ready(poll_s=3600.0)
    told: list[int] = []

    def begun() -> None:
        told.append(bench.sim.paper_count)

    printer.print_slip(small_slip(), on_outcome=bench.seen.outcome, on_begun=begun)
    assert bench.seen.wait() == [PRINTED]
    assert told == [0]


def test_a_slip_that_may_not_begin_is_not_sent(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    printer = bench.ready(poll_s=3600.0)

    def refuse() -> None:
        raise LookupError("the ticket is void")

    printer.print_slip(small_slip("A007"), on_outcome=bench.seen.outcome, on_begun=refuse)
    bench.print(printer, "A008")

    assert bench.seen.wait(2) == [(PrintOutcome.NOT_SENT, None), PRINTED]
    assert bench.papers() == [drawn("A008")]
    assert "phieu: slip held back" in caplog.text


def test_bytes_of_the_technician_are_proved_and_the_next_slip_is_whole(matrix: Bench) -> None:
    """Even when they leave the printer in the middle of a picture."""
    printer = matrix.ready(poll_s=3600.0, confirm_s=0.5)
    printer.print_raw(
        b"\x1b@" + b"\x1dv0\x00\x01\x00\x02\x00\xff\xff\x1dVB\x00", on_outcome=matrix.seen.outcome
    )
    assert matrix.seen.wait() == [PRINTED]
    assert matrix.sim.paper_count == 1
    cut_off = b"\x1dv0\x00\x30\x00\x40\x00" + bytes(100)
    printer.print_raw(cut_off, on_outcome=matrix.seen.outcome)
    assert matrix.seen.wait(2)[1] == (PrintOutcome.UNKNOWN, FaultCode.PRINTER_NO_ANSWER)
    matrix.print(printer, "A008")

    assert matrix.seen.wait(3)[2] == PRINTED
    assert matrix.papers()[-1] == drawn("A008")


def test_bytes_for_a_printer_without_paper_are_not_sent(bench: Bench) -> None:
    printer = bench.ready(poll_s=3600.0)
    bench.sim.trouble(Trouble.PAPER_OUT)
    received = bench.sim.received
    printer.print_raw(b"\x1b@", on_outcome=bench.seen.outcome)

    assert bench.seen.wait() == [(PrintOutcome.NOT_SENT, FaultCode.PRINTER_PAPER_OUT)]
    assert bench.sim.received - received < 50


def test_closing_waits_for_the_running_slip_only_so_long(bench: Bench) -> None:
    printer = bench.ready(poll_s=3600.0, confirm_s=60.0, closing_s=0.3, patience_s=60.0)
    bench.sim.paper_ends_after(60)
    bench.print(printer, "A007")
    assert bench.sim.wait_for(lambda sim: Trouble.PAPER_OUT in sim.state().troubles)
    begun = time.monotonic()
    printer.close()

    assert time.monotonic() - begun < 5.0
    assert [outcome for outcome, _ in bench.seen.told] == [PrintOutcome.UNKNOWN]


def test_closing_lets_the_running_slip_end(bench: Bench) -> None:
    printer = bench.ready(poll_s=3600.0, closing_s=10.0)
    bench.sim.slow_to(20_000)
    bench.print(printer, "A007")
    begun = bench.sim.received + 1000
    assert bench.sim.wait_for(lambda sim: sim.received > begun)
    printer.close()

    assert bench.seen.told == [PRINTED]
    assert bench.papers() == [drawn("A007")]


def test_a_line_fault_is_not_logged_by_both_of_those_who_know_it(
    bench: Bench, caplog: pytest.LogCaptureFixture, wait_until: WaitUntil
) -> None:
    bench.ready()
    caplog.set_level(logging.INFO, "hardware")
    caplog.clear()
    bench.switch_off()
    bench.seen.wait_status(PrinterStatus.UNREACHABLE)
    bench.serve()
    bench.seen.wait_status(PrinterStatus.READY)
    expected = [logging.WARNING, logging.INFO]

    wait_until(lambda: [record.levelno for record in caplog.records] == expected)
