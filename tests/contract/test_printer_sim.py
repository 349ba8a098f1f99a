"""The simulated printer itself: what a good one does, in order and out of order."""

import random
import threading

import pytest
import zxingcpp
from PIL import Image

from hardware.sim.printer import SimPrinter, Trouble
from tests.contract.sim_ear import CONFIRM, CUT, DOT_ROW, connected, ink
from tests.frames.paper_reader import read_paper


@pytest.mark.parametrize("mode", [0, 1, 2, 3])
def test_every_resolution_of_raster_is_drawn(mode: int) -> None:
    job = b"\x1ba\x01\x1dv0" + bytes((mode, 2, 0, 2, 0, 0xA5, 0x3C, 0x00, 0xFF)) + CUT
    printer, _ = connected()
    printer.feed(job)
    read = read_paper(job, 64)
    picture = Image.new("1", (64, read.rows), 255)
    for row, column in read.ink:
        picture.putpixel((column, row), 0)

    assert [paper.tobytes() for paper in printer.papers] == [picture.tobytes()]


def test_any_pictures_come_out_as_an_independent_decoder_reads_them() -> None:
    chance = random.Random(20230927)
    for _ in range(40):
        job = b"\x1b@"
        for _ in range(chance.randint(1, 6)):
            across, rows = chance.randint(1, 4), chance.randint(1, 9)
            job += b"\x1ba" + bytes((chance.choice((0, 1)),))
            job += b"\x1dv0" + bytes((chance.randint(0, 3), across, 0, rows, 0))
            job += chance.randbytes(across * rows)
        job += CUT
        printer, _ = connected()
        for at in range(0, len(job), 7):
            printer.feed(job[at : at + 7])
        read = read_paper(job, 64)
        assert printer.papers[0].height == read.rows
        assert ink(printer.papers[0]) == {(column, row) for row, column in read.ink}


def test_each_cut_gives_one_paper_and_tells_it() -> None:
    told: list[int] = []
    printer = SimPrinter(width=64, on_paper=lambda paper: told.append(paper.height))
    printer.feed(DOT_ROW + CUT + CUT + DOT_ROW * 3 + CUT)
    assert (told, [paper.height for paper in printer.papers]) == ([1, 3], [1, 3])


def test_a_job_is_held_during_a_trouble_while_questions_are_answered() -> None:
    printer, ear = connected()
    printer.trouble(Trouble.PAPER_OUT)
    printer.feed(DOT_ROW + CUT + b"\x1dr\x01" + b"\x10\x04\x01\x10\x04\x02\x10\x04\x04")
    assert (ear.heard, printer.papers) == (b"\x1a\x32\x7e", ())

    printer.clear(Trouble.PAPER_OUT)
    assert (ear.heard, len(printer.papers)) == (b"\x1a\x32\x7e\x00", 1)


def test_a_question_inside_a_picture_is_part_of_the_picture() -> None:
    printer, ear = connected()
    printer.feed(b"\x1dv0\x00\x01\x00\x03\x00\x10\x04\x01")
    assert ear.heard == b""


def test_changes_are_told_unasked_once_they_are_wanted() -> None:
    printer, ear = connected()
    printer.trouble(Trouble.NEAR_END)
    printer.feed(b"\x1da\xff")
    assert ear.heard == b"\x10\x00\x03\x00"
    printer.trouble(Trouble.COVER_OPEN)
    printer.trouble(Trouble.COVER_OPEN)
    assert ear.heard == b"\x10\x00\x03\x00" + b"\x38\x00\x03\x00"


def test_the_receive_buffer_is_finite_while_a_job_is_held() -> None:
    printer, _ = connected(buffer=100)
    assert printer.room() == 100
    printer.trouble(Trouble.OFFLINE)
    printer.feed(DOT_ROW * 11)
    assert printer.room() == 1


def test_an_unfinished_command_outlives_a_connection_only_on_a_cable() -> None:
    for forgets, rows in ((False, 2), (True, 1)):
        printer, ear = connected(forgets=forgets)
        printer.feed(b"\x1dv0\x00\x01\x00\x01\x00")
        printer.detach()
        printer.attach(ear)
        printer.feed((b"" if forgets else b"\xff") + DOT_ROW + CUT)
        assert [paper.height for paper in printer.papers] == [rows]


def test_the_connection_drops_at_the_byte_that_was_ordered() -> None:
    printer, ear = connected()
    printer.drop_connection_after(len(DOT_ROW) + 3)
    printer.feed(DOT_ROW + CUT)
    assert (ear.hung_up, printer.received, printer.papers) == (True, len(DOT_ROW) + 3, ())


def test_the_printers_own_code_and_letters_come_out_too() -> None:
    printer = SimPrinter(width=384)
    content = b"MC:A007"
    store = b"\x1d(k" + bytes((len(content) + 3, 0, 49, 80, 48)) + content
    printer.feed(b"\x1ba\x01\x1d(k\x03\x001C\x06" + store + b"\x1d(k\x03\x001Q0")
    printer.feed(b"\x1bd\x02SO THU TU\n" + CUT)

    (paper,) = printer.papers
    framed = Image.new("L", (384, paper.height + 60), 255)
    framed.paste(paper.convert("L"), (0, 60))
    assert [code.text for code in zxingcpp.read_barcodes(framed)] == ["MC:A007"]
    [printed] = printer.printed
    assert (printed.codes, printed.letters, printer.unknown) == (("MC:A007",), ("SO THU TU",), ())


def test_attempts_to_open_a_drawer_are_counted_and_kept() -> None:
    """A name with an ESC p in it must never open a drawer: here it would be seen."""
    printer, _ = connected()
    printer.feed(b"\x1bp\x00\x19\xfa" + b"\x10\x14\x01\x00\x05" + b"\x1d(A\x02\x00\x00\x02")
    names = [token.name for token in printer.unknown]
    assert (names, printer.state().drawer_pulses) == (["ESC p", "DLE DC4", "GS ("], 2)


def test_waiting_for_a_fact_ends_as_soon_as_it_holds() -> None:
    printer, _ = connected()
    feeding = threading.Thread(target=lambda: printer.feed(DOT_ROW + CUT))
    feeding.start()
    assert printer.wait_for(lambda sim: len(sim.papers) == 1)
    feeding.join()
    assert not printer.wait_for(lambda sim: len(sim.papers) == 2, timeout_s=0.01)


def test_thousands_of_papers_can_be_kept() -> None:
    printer = SimPrinter(width=576)
    job = b"\x1dv0\x00\x48\x00\x80\x00" + bytes(range(72)) * 128 + CUT
    for _ in range(2000):
        printer.feed(job)

    assert printer.paper_count == 2000
    assert sum(len(paper.packed) for paper in printer.printed) < 2000 * 1024
    assert printer.papers[1999] == printer.papers[0]
    assert [paper.number for paper in printer.printed[-2:]] == [1999, 2000]


def test_a_confirmation_brings_back_the_number_of_its_job_in_order() -> None:
    printer, ear = connected()
    printer.trouble(Trouble.COVER_OPEN)
    printer.feed(DOT_ROW + CUT + b"\x1d(H\x06\x0000\x00\x01A7" + CONFIRM)
    assert ear.heard == b""

    printer.clear()
    assert ear.heard == b"\x37\x22\x00\x01A7\x00" + b"\x00"


def test_a_printer_says_who_it_is() -> None:
    printer, ear = connected()
    printer.feed(b"\x1dI\x01\x1dI\x43")
    assert ear.heard == b"\x20" + b"\x5fTM-T82\x00"
