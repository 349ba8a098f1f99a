"""The simulated printer itself: what a good one does, in order and out of order."""

import threading

import pytest
import zxingcpp
from PIL import Image

from hardware.sim.printer import SimPrinter, Trouble
from tests.frames.paper_reader import read_paper

CUT = b"\x1dVB\x00"
DOT_ROW = b"\x1dv0\x00\x01\x00\x01\x00\xff"


class Ear:
    """Hears what the printer says."""

    def __init__(self) -> None:
        self.heard = b""
        self.hung_up = False

    def send(self, data: bytes) -> None:
        self.heard += data

    def wake(self) -> None:
        """Nothing sleeps here."""

    def hang_up(self) -> None:
        self.hung_up = True


def connected(**settings: object) -> tuple[SimPrinter, Ear]:
    printer, ear = SimPrinter(width=64, **settings), Ear()  # type: ignore[arg-type]
    printer.attach(ear)
    return printer, ear


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
    assert [token.body for token in printer.unknown] == [b"SO THU TU"]


def test_commands_that_no_slip_has_are_kept_for_looking_at() -> None:
    """A name with an ESC p in it must never open a drawer: here it would be seen."""
    printer, _ = connected()
    printer.feed(
        b"\x1bp\x00\x19\xfa\x1c.\x10\x14\x01\x00\x05\x1b\x24\x01\x00\x1d(A\x02\x00\x00\x02"
    )
    names = [token.name for token in printer.unknown]
    assert names == ["ESC p", "FS .", "DLE DC4", "ESC $", "GS ("]


def test_waiting_for_a_fact_ends_as_soon_as_it_holds() -> None:
    printer, _ = connected()
    feeding = threading.Thread(target=lambda: printer.feed(DOT_ROW + CUT))
    feeding.start()
    assert printer.wait_for(lambda sim: len(sim.papers) == 1)
    feeding.join()
    assert not printer.wait_for(lambda sim: len(sim.papers) == 2, timeout_s=0.01)
