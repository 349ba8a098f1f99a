"""What goes wrong on order, byte by byte and row by row; what is on the paper afterwards."""

from dataclasses import replace

import pytest

from hardware.sim.firmware import CLONE, EPSON
from hardware.sim.printer import Answers, Trouble
from tests.contract.sim_ear import CONFIRM, CUT, DOT_ROW, connected, ink
from tests.hand_clock import HandClock

ASK = b"\x10\x04\x01"
READY, OFFLINE = b"\x12", b"\x1a"
STATUS = b"\x1da\xff"


def test_the_paper_ends_at_the_row_that_was_ordered_and_the_rest_follows() -> None:
    printer, ear = connected()
    printer.paper_ends_after(3)
    picture = b"\x1dv0\x00\x01\x00\x05\x00" + b"\x80\x40\x20\x10\x08"
    printer.feed(picture + CUT + CONFIRM + ASK)
    unfinished = printer.unfinished
    assert unfinished is not None
    assert (unfinished.height, printer.paper_count, ear.heard) == (3, 0, OFFLINE)

    printer.clear()
    assert ink(printer.papers[0]) == {(at, at) for at in range(5)}
    assert ear.heard == OFFLINE + b"\x00"
    assert printer.unfinished is None


def test_the_paper_may_end_before_the_first_row() -> None:
    printer, _ = connected()
    printer.paper_ends_after(0)
    printer.feed(DOT_ROW)
    assert (printer.unfinished, printer.state().troubles) == (None, {Trouble.PAPER_OUT})


def test_a_knife_that_jams_stops_the_job_at_its_cut() -> None:
    printer, ear = connected()
    printer.jam_at_next_cut()
    printer.feed(DOT_ROW + ASK + CUT + CONFIRM + ASK + b"\x10\x04\x03")
    assert ear.heard == READY + OFFLINE + b"\x1a"
    assert (printer.paper_count, printer.state().troubles) == (0, {Trouble.CUTTER})

    printer.clear()
    assert (printer.paper_count, ear.heard[3:]) == (1, b"\x00")
    printer.feed(DOT_ROW + CUT)
    assert printer.paper_count == 2


@pytest.mark.parametrize("trouble", sorted(set(Trouble) - {Trouble.NEAR_END}))
def test_what_came_during_a_trouble_is_printed_after_it(trouble: Trouble) -> None:
    printer, ear = connected()
    printer.trouble(trouble)
    printer.feed(DOT_ROW + CUT + CONFIRM)
    assert (printer.paper_count, ear.heard) == (0, b"")
    printer.clear(trouble)
    assert (printer.paper_count, ear.heard) == (1, b"\x00")


def test_near_the_end_of_the_paper_everything_is_printed() -> None:
    printer, ear = connected()
    printer.trouble(Trouble.NEAR_END)
    printer.feed(DOT_ROW + CUT + CONFIRM + b"\x10\x04\x04")
    assert (printer.paper_count, ear.heard) == (1, b"\x03" + b"\x1e")


def test_a_power_cut_loses_the_job_and_not_the_paper() -> None:
    printer, ear = connected()
    printer.paper_ends_after(2)
    printer.feed(b"\x1ba\x01" + DOT_ROW * 4 + CUT)
    printer.power_off()
    assert ear.hung_up
    printer.feed(DOT_ROW + ASK)  # nobody is there
    printer.power_on()
    printer.clear()
    assert printer.paper_count == 0
    unfinished = printer.unfinished
    assert unfinished is not None
    assert unfinished.height == 2

    printer.feed(DOT_ROW + CUT)
    # What hung out is on the next paper; its settings are those of a printer just switched on.
    assert ink(printer.papers[0]) == {(x, y) for y in (0, 1) for x in range(28, 36)} | {
        (x, 2) for x in range(8)
    }


def test_half_a_command_does_not_outlive_a_power_cut() -> None:
    printer, _ = connected(line_dies=False)
    printer.feed(b"\x1dv0\x00\x01\x00\x09\x00\xff")
    printer.power_off()
    printer.power_on()
    printer.feed(DOT_ROW + CUT)
    assert [paper.height for paper in printer.papers] == [1]


def test_a_serial_printer_without_power_swallows_what_is_sent() -> None:
    printer, ear = connected(line_dies=False)
    printer.power_off()
    assert (printer.reachable(), ear.hung_up) == (True, False)
    printer.feed(DOT_ROW + CUT + CONFIRM + ASK)
    printer.power_on()
    printer.feed(ASK)
    assert (printer.paper_count, ear.heard) == (0, READY)


def test_a_pulled_cable_leaves_the_memory_as_it_was() -> None:
    printer, ear = connected()
    printer.trouble(Trouble.PAPER_OUT)
    printer.feed(DOT_ROW + CUT + b"\x1dv0\x00\x01\x00\x01\x00")
    printer.unplug()
    assert (ear.hung_up, printer.reachable()) == (True, False)
    printer.clear()
    assert printer.paper_count == 1
    printer.plug_in()
    printer.attach(ear)
    printer.feed(b"\xff" + CUT)
    assert (printer.reachable(), printer.paper_count) == (True, 2)


@pytest.mark.parametrize(
    ("answers", "heard"),
    [
        (Answers.RIGHT, READY),
        (Answers.MISSING, b""),
        (Answers.DOUBLE, READY * 2),
        (Answers.GARBAGE, b"\xa5\xff\x81" + READY),
        (Answers.LATE, b""),
    ],
)
def test_answers_are_as_good_as_ordered(answers: Answers, heard: bytes) -> None:
    printer, ear = connected()
    printer.answer(answers)
    printer.feed(ASK)
    assert ear.heard == heard


def test_a_late_answer_comes_when_its_time_has_come() -> None:
    clock = HandClock()
    printer, ear = connected(clock=clock)
    printer.answer(Answers.LATE, late_ms=800)
    printer.feed(ASK + CONFIRM)
    assert printer.tick() == pytest.approx(0.8)
    clock.advance(799)
    printer.tick()
    assert ear.heard == b""
    clock.advance(1)
    printer.tick()
    assert (ear.heard, printer.tick()) == (READY + b"\x00", None)


def test_a_late_answer_is_lost_with_its_connection() -> None:
    clock = HandClock()
    printer, ear = connected(clock=clock)
    printer.answer(Answers.LATE, late_ms=800)
    printer.feed(ASK)
    printer.detach()
    printer.attach(ear)
    clock.advance(1000)
    printer.tick()
    assert ear.heard == b""


def test_status_bytes_flood_the_line_until_it_ends() -> None:
    clock = HandClock()
    printer, ear = connected(clock=clock)
    printer.asb_flood(every_ms=5)
    for _ in range(10):
        clock.advance(5)
        assert printer.tick() == pytest.approx(0.005)
    assert ear.heard == b"\x10\x00\x00\x00" * 10
    printer.asb_flood(None)
    assert printer.tick() is None


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (0x02, [Trouble.OFFLINE, Trouble.COVER_OPEN, Trouble.PAPER_OUT, Trouble.CUTTER]),
        (0x04, [Trouble.CUTTER]),
        (0x08, [Trouble.NEAR_END, Trouble.PAPER_OUT]),
        (0x01, []),
    ],
)
def test_only_the_changes_that_were_asked_for_are_told(wanted: int, told: list[Trouble]) -> None:
    heard = []
    for trouble in Trouble:
        printer, ear = connected()
        printer.feed(b"\x1da" + bytes((wanted,)))
        at_once = ear.heard
        printer.trouble(trouble)
        heard += [trouble] if ear.heard != at_once else []
    assert set(heard) == set(told)


def test_a_trouble_that_begins_by_itself_is_told_too() -> None:
    printer, ear = connected()
    printer.feed(STATUS)
    printer.paper_ends_after(1)
    printer.feed(DOT_ROW)
    assert ear.heard[4:] == b"\x18\x00\x0f\x00"


def test_a_stalled_printer_takes_nothing() -> None:
    printer, _ = connected()
    printer.stall()
    assert (printer.room(), printer.tick()) == (0, None)
    printer.slow_to(None)
    assert printer.room() == 65_536


def test_a_slow_line_takes_as_many_bytes_as_time_has_passed() -> None:
    clock = HandClock()
    printer, _ = connected(clock=clock)
    printer.slow_to(960)
    clock.advance(250)
    assert printer.room() == 240
    printer.feed(bytes(240))
    assert printer.room() == 0


def test_a_picture_fills_the_buffer_only_while_it_cannot_be_printed() -> None:
    printer, _ = connected(buffer=1000)
    printer.feed(b"\x1dv0\x00\x08\x00\x00\x04" + bytes(900))
    assert printer.room() == 1000
    printer.trouble(Trouble.COVER_OPEN)
    assert printer.room() == 1000 - 908
    printer.clear()
    assert printer.room() == 1000


def test_a_presenter_holds_a_slip_until_it_is_taken() -> None:
    printer, ear = connected(firmware=replace(EPSON, presenter=True))
    printer.feed(DOT_ROW + CUT + CONFIRM + b"\x10\x04\x14" + DOT_ROW + CUT + CONFIRM)
    assert (printer.paper_count, printer.state().slip_in_mouth) == (1, True)
    assert ear.heard == b"\x00" + b"\x10\x0f\x20\x00\x00\x00"

    printer.take_slip()
    assert (printer.paper_count, ear.heard[-1:]) == (2, b"\x00")
    printer.retract_slip()
    assert (printer.state().slip_in_mouth, printer.state().retracted) == (False, (2,))


def test_without_a_knife_paper_is_torn_off_by_hand() -> None:
    printer, _ = connected(firmware=replace(CLONE, cutter=False))
    printer.feed(DOT_ROW + CUT + DOT_ROW)
    assert printer.paper_count == 0
    printer.tear()
    assert [paper.height for paper in printer.papers] == [2]


def test_some_printers_go_deaf_when_they_are_asked() -> None:
    printer, ear = connected(firmware=replace(CLONE, hangs_when_asked=True))
    printer.feed(DOT_ROW + ASK)
    assert (printer.room(), ear.heard) == (0, b"")
    printer.power_off()
    printer.power_on()
    assert printer.room() == 65_536


def test_a_printer_without_status_answers_nothing() -> None:
    mute = replace(CLONE, real_time=False, gs_r=False, automatic=False)
    printer, ear = connected(firmware=mute)
    printer.feed(ASK + STATUS + CONFIRM + b"\x1d(H\x06\x0000A007" + DOT_ROW + CUT)
    assert (ear.heard, printer.paper_count) == (b"", 1)
