"""The ESC/POS driver against the simulated printer, over a socket and a pseudo-terminal."""

import logging
import threading
from collections.abc import Callable
from dataclasses import replace

import pytest
from PIL import ImageChops

from core.fault import FaultCode
from hardware.frames.escpos import encode_picture
from hardware.frames.slip_canvas import draw_slip
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import Confirmation, StatusKind
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.sim.printer import Answers, SimPrinter, Trouble
from tests.contract.printers import CAPABILITIES, PAPER, Bench, bench, drawn, small_slip

__all__ = ["bench"]

PRINTED = (PrintOutcome.PRINTED, None)


def test_a_good_slip_comes_out_dot_for_dot_and_is_confirmed(bench: Bench) -> None:
    bench.print(bench.driver())

    assert bench.seen.wait() == [PRINTED]
    assert [paper.tobytes() for paper in bench.sim.papers] == [drawn("A007")]
    assert bench.sim.unknown == ()


def test_two_slips_come_out_in_order(bench: Bench) -> None:
    printer = bench.driver()
    bench.print(printer, "A007")
    bench.print(printer, "A008")

    assert bench.seen.wait(2) == [PRINTED, PRINTED]
    assert [paper.tobytes() for paper in bench.sim.papers] == [drawn("A007"), drawn("A008")]


@pytest.mark.parametrize(
    ("trouble", "fault", "status"),
    [
        (Trouble.PAPER_OUT, FaultCode.PRINTER_PAPER_OUT, PrinterStatus.PAPER_OUT),
        (Trouble.COVER_OPEN, FaultCode.PRINTER_COVER_OPEN, PrinterStatus.COVER_OPEN),
        (Trouble.OFFLINE, FaultCode.PRINTER_OFFLINE, PrinterStatus.OFFLINE),
        (Trouble.CUTTER, FaultCode.PRINTER_CUTTER, PrinterStatus.CUTTER),
    ],
)
def test_a_printer_in_trouble_refuses_at_once_and_prints_nothing_later(
    bench: Bench, trouble: Trouble, fault: FaultCode, status: PrinterStatus
) -> None:
    bench.sim.trouble(trouble)
    printer = bench.driver()
    bench.seen.wait_status(status)
    bench.print(printer, "A007")
    assert bench.seen.wait() == [(PrintOutcome.NOT_SENT, fault)]

    bench.sim.clear()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.print(printer, "A008")

    assert bench.seen.wait(2)[1] == PRINTED
    assert [paper.tobytes() for paper in bench.sim.papers] == [drawn("A008")]


def test_paper_near_its_end_is_told_and_refuses_nobody(bench: Bench) -> None:
    bench.sim.trouble(Trouble.NEAR_END)
    printer = bench.driver()
    bench.print(printer)

    assert bench.seen.wait() == [PRINTED]
    assert printer.status() is PrinterStatus.NEAR_END


def test_paper_that_ends_in_the_middle_leaves_the_outcome_unknown(bench: Bench) -> None:
    """The held slip still comes out when paper is put in: nobody may promise that it will not."""
    printer = bench.driver()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.sim.paper_ends_after(100)
    bench.print(printer, "A007")
    assert bench.seen.wait() == [(PrintOutcome.UNKNOWN, FaultCode.PRINTER_PAPER_OUT)]
    assert bench.sim.papers == ()

    bench.sim.clear()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.print(printer, "A008")

    assert bench.seen.wait(2)[1] == PRINTED
    assert [paper.tobytes() for paper in bench.sim.papers] == [drawn("A007"), drawn("A008")]


def test_a_slow_printer_still_confirms(bench: Bench) -> None:
    printer = bench.driver()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.sim.slow_to(6000)
    bench.print(printer)

    assert bench.seen.wait() == [PRINTED]


def test_a_connection_lost_in_the_middle_is_unknown_and_the_next_slip_is_whole(
    bench: Bench,
) -> None:
    printer = bench.driver()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.sim.drop_connection_after(1500)
    bench.print(printer, "A007")
    bench.print(printer, "A008")

    outcomes = bench.seen.wait(2)
    assert outcomes == [(PrintOutcome.UNKNOWN, FaultCode.PRINTER_UNREACHABLE), PRINTED]
    assert bench.sim.papers[-1].tobytes()[-len(drawn("A008")) :] == drawn("A008")


def test_a_printer_switched_on_later_prints_what_waited(bench: Bench) -> None:
    bench.switch_off()
    printer = bench.driver()
    bench.seen.wait_status(PrinterStatus.UNREACHABLE)
    bench.print(printer)
    bench.serve()

    assert bench.seen.wait() == [PRINTED]
    assert printer.status() is PrinterStatus.READY


def test_a_slip_that_waited_too_long_is_not_sent(bench: Bench) -> None:
    bench.switch_off()
    printer = bench.driver(expiry_s=0.05)
    bench.print(printer)

    assert bench.seen.wait() == [(PrintOutcome.NOT_SENT, FaultCode.PRINTER_UNREACHABLE)]
    assert bench.sim.papers == ()


def test_a_silent_printer_is_told_from_an_unreachable_one(bench: Bench) -> None:
    bench.sim.answer(Answers.MISSING)
    printer = bench.driver(expiry_s=0.05, answer_s=0.05)
    bench.print(printer)

    assert bench.seen.wait() == [(PrintOutcome.NOT_SENT, FaultCode.PRINTER_NO_ANSWER)]
    assert printer.status() is PrinterStatus.NO_ANSWER


def test_noise_on_the_line_does_not_pass_for_an_answer(bench: Bench) -> None:
    bench.sim.answer(Answers.GARBAGE)
    bench.print(bench.driver())

    assert bench.seen.wait() == [PRINTED]


def test_a_printer_that_is_never_asked_gets_the_same_slip(bench: Bench) -> None:
    """Without status PRINTED means that the line took every byte, and nothing more is claimed."""
    bench.sim.answer(Answers.MISSING)
    printer = bench.driver(
        capabilities=replace(CAPABILITIES, status=StatusKind.NONE, confirmation=Confirmation.NONE)
    )
    bench.print(printer)

    assert bench.seen.wait() == [PRINTED]
    assert bench.sim.wait_for(lambda sim: len(sim.papers) == 1)
    assert bench.sim.papers[0].tobytes() == drawn("A007")
    assert printer.status() is PrinterStatus.UNKNOWN


def test_each_change_of_status_is_told_once(bench: Bench) -> None:
    bench.driver()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.sim.trouble(Trouble.COVER_OPEN)
    bench.seen.wait_status(PrinterStatus.COVER_OPEN)
    asked = bench.sim.received
    assert bench.sim.wait_for(lambda sim: sim.received > asked + 30)
    bench.sim.clear()
    bench.seen.wait_status(PrinterStatus.READY)

    told = [PrinterStatus.READY, PrinterStatus.COVER_OPEN, PrinterStatus.READY]
    assert told == bench.seen.statuses


def test_a_plug_pulled_while_idle_is_told_once_and_heals(
    bench: Bench, caplog: pytest.LogCaptureFixture, wait_until: Callable[..., None]
) -> None:
    caplog.set_level(logging.INFO, "hardware.actor")
    bench.driver()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.switch_off()
    bench.seen.wait_status(PrinterStatus.UNREACHABLE)
    bench.serve()
    bench.seen.wait_status(PrinterStatus.READY)

    expected = [logging.INFO, logging.WARNING, logging.INFO]
    wait_until(lambda: [record.levelno for record in caplog.records] == expected)


def test_closing_ends_every_waiting_slip_and_leaves_no_thread(bench: Bench) -> None:
    bench.switch_off()
    printer = bench.driver()
    bench.print(printer, "A007")
    bench.print(printer, "A008")
    printer.close()

    not_sent = (PrintOutcome.NOT_SENT, FaultCode.PRINTER_UNREACHABLE)
    assert bench.seen.told == [not_sent, not_sent]
    assert [t.name for t in threading.enumerate() if t.name.startswith(("line-", "sim-"))] == []


def test_a_held_job_is_printed_although_its_client_has_gone(bench: Bench) -> None:
    printer = bench.driver()
    bench.seen.wait_status(PrinterStatus.READY)
    bench.sim.paper_ends_after(50)
    bench.print(printer)
    bench.seen.wait()
    printer.close()
    bench.sim.clear()

    assert bench.sim.wait_for(lambda sim: len(sim.papers) == 1)
    picture = draw_slip(small_slip(), PAPER, SlipFonts())
    assert ImageChops.difference(bench.sim.papers[0], picture).getbbox() is None


def test_the_simulator_reads_commands_cut_anywhere() -> None:
    job = encode_picture(draw_slip(small_slip(), PAPER, SlipFonts()))
    whole, bytewise = SimPrinter(width=PAPER.width), SimPrinter(width=PAPER.width)
    whole.feed(job)
    for value in job:
        bytewise.feed(bytes((value,)))

    assert [paper.tobytes() for paper in bytewise.papers] == [drawn("A007")]
    assert [paper.tobytes() for paper in whole.papers] == [drawn("A007")]
