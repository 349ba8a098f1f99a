"""Pictures by every command, and those that stay in the printer's memory."""

from dataclasses import replace

import pytest
import zxingcpp
from PIL import Image, ImageOps

from hardware.sim.firmware import EPSON
from hardware.sim.printer import SimPrinter
from tests.contract.sim_ear import CUT, connected, graphics, ink

# An L of 8 x 8 dots: its upright is two dots wide, its foot one high.
L_ROWS = bytes((0xC0,)) * 7 + b"\xff"
L_COLUMNS = b"\xff\xff" + b"\x01" * 6
L_INK = {(x, y) for x in (0, 1) for y in range(8)} | {(x, 7) for x in range(8)}
SIZE = b"\x08\x00\x08\x00"
DEFINE = graphics(67, b"0AB\x01" + SIZE + b"1" + L_ROWS)
PRINT = graphics(69, b"AB\x01\x01")
KEYS = graphics(64, b"KC")


def doubled(dots: set[tuple[int, int]], wide: int, high: int) -> set[tuple[int, int]]:
    return {(x * wide + i, y * high + k) for x, y in dots for i in range(wide) for k in range(high)}


def inked(job: bytes, **settings: object) -> set[tuple[int, int]]:
    printer, _ = connected(**settings)
    printer.feed(job + CUT)
    return ink(printer.papers[0])


@pytest.mark.parametrize(
    "job",
    [
        b"\x1dv0\x00\x01\x00\x08\x00" + L_ROWS,
        DEFINE + PRINT,
        graphics(68, b"0AB\x01" + SIZE + b"1" + L_COLUMNS) + PRINT,
        graphics(83, b"0AB\x01" + SIZE + b"1" + L_ROWS) + graphics(85, b"AB\x01\x01"),
        graphics(112, b"0\x01\x011" + SIZE + L_ROWS) + graphics(50, b""),
        graphics(113, b"0\x01\x011" + SIZE + L_COLUMNS) + graphics(2, b""),
        b"\x1d8L\x12\x00\x00\x000p0\x01\x011" + SIZE + L_ROWS + graphics(50, b""),
        b"\x1cq\x01\x01\x00\x01\x00" + L_COLUMNS + b"\x1cp\x01\x00",
    ],
    ids=["GS v", "NV", "NV columns", "memory", "buffer", "buffer columns", "GS 8 L", "FS q"],
)
def test_the_same_picture_comes_out_of_every_command(job: bytes) -> None:
    assert inked(job) == L_INK


@pytest.mark.parametrize(("wide", "high"), [(1, 1), (2, 1), (1, 2), (2, 2)])
def test_stored_pictures_are_printed_enlarged(wide: int, high: int) -> None:
    expected = doubled(L_INK, wide, high)
    assert inked(DEFINE + graphics(69, b"AB" + bytes((wide, high)))) == expected
    mode = bytes(((high - 1) << 1 | (wide - 1),))
    assert inked(b"\x1cq\x01\x01\x00\x01\x00" + L_COLUMNS + b"\x1cp\x01" + mode) == expected
    assert inked(b"\x1dv0" + mode + b"\x01\x00\x08\x00" + L_ROWS) == expected


def test_a_printer_without_double_rasters_prints_them_small() -> None:
    job = b"\x1dv0\x03\x01\x00\x08\x00" + L_ROWS
    assert inked(job, firmware=replace(EPSON, double_raster=False)) == L_INK


def test_bit_images_stand_in_the_line_of_text() -> None:
    dots = inked(b"\x1b*\x21\x01\x00\xff\xff\xff\x1b*\x21\x01\x00\xff\xff\xff\n")
    assert dots == {(x, y) for x in (0, 1) for y in range(24)}
    assert inked(b"\x1b*\x00\x01\x00\x80\n") == {(x, y) for x in (0, 1) for y in range(3)}


def test_a_picture_wider_than_the_paper_is_cut_off() -> None:
    assert inked(b"\x1dv0\x00\x09\x00\x01\x00" + b"\xff" * 9) == {(x, 0) for x in range(64)}


def test_a_picture_is_put_where_justification_says() -> None:
    places = [
        min(inked(b"\x1ba" + bytes((n,)) + b"\x1dv0\x00\x01\x00\x08\x00" + L_ROWS))[0]
        for n in range(3)
    ]
    assert places == [0, 28, 56]


def test_stored_pictures_outlive_a_power_cut_and_others_do_not() -> None:
    printer, ear = connected()
    printer.feed(DEFINE + graphics(83, b"0AB\x01" + SIZE + b"1" + L_ROWS))
    printer.power_off()
    printer.power_on()
    printer.attach(ear)
    printer.feed(KEYS + PRINT + graphics(85, b"AB\x01\x01") + CUT)
    assert ear.heard == b"\x37\x72\x40AB\x00"
    assert [paper.height for paper in printer.papers] == [8]


def test_key_codes_are_told_and_deleted() -> None:
    printer, ear = connected()
    printer.feed(KEYS + DEFINE + graphics(67, b"0A1\x01" + SIZE + b"1" + L_ROWS) + KEYS)
    printer.feed(graphics(66, b"AB") + KEYS + graphics(65, b"CLR") + KEYS)
    answers = (b"", b"A1AB", b"A1", b"")
    assert ear.heard == b"".join(b"\x37\x72\x40" + keys + b"\x00" for keys in answers)


def test_more_key_codes_than_one_answer_holds_come_in_several() -> None:
    printer, ear = connected()
    for number in range(45):
        key = bytes((0x41, 0x30 + number))
        printer.feed(graphics(67, b"0" + key + b"\x01" + SIZE + b"1" + L_ROWS))
    printer.feed(KEYS)
    first, _, second = ear.heard.partition(b"\x00")
    assert (first[:3], len(first)) == (b"\x37\x72\x41", 3 + 80)
    assert (second[:3], len(second)) == (b"\x37\x72\x40", 3 + 10 + 1)


def test_a_full_memory_keeps_what_it_has() -> None:
    printer, ear = connected(firmware=replace(EPSON, nv_bytes=10))
    printer.feed(DEFINE + graphics(67, b"0CD\x01" + SIZE + b"1" + L_ROWS) + KEYS)
    assert ear.heard == b"\x37\x72\x40AB\x00"
    assert len(printer.unknown) == 1


@pytest.mark.parametrize("level", [48, 49, 50, 51])
@pytest.mark.parametrize("module", [3, 8])
def test_a_code_of_the_printers_own_is_read_by_a_decoder(level: int, module: int) -> None:
    content = b"HTTPS://MOTCUA.VN/T/A007"
    job = b"\x1d(k\x04\x001A2\x00" + b"\x1d(k\x03\x001C" + bytes((module,))
    job += b"\x1d(k\x03\x001E" + bytes((level,))
    job += b"\x1d(k" + bytes((len(content) + 3, 0)) + b"1P0" + content + b"\x1d(k\x03\x001Q0"
    printer = SimPrinter(width=384)
    printer.feed(job + CUT)

    picture = ImageOps.expand(printer.papers[0].convert("L"), 32, 255)
    [code] = zxingcpp.read_barcodes(picture)
    assert (code.text, code.ec_level) == (content.decode(), "LMQH"[level - 48])
    assert printer.printed[0].codes == (content.decode(),)
    columns = {column for column, _ in ink(printer.papers[0])}
    assert (max(columns) + 1) % module == 0


def test_too_much_for_a_code_prints_none() -> None:
    content = b"x" * 4000
    job = b"\x1d(k" + (len(content) + 3).to_bytes(2, "little") + b"1P0" + content
    printer = SimPrinter(width=384)
    printer.feed(job + b"\x1d(k\x03\x001Q0" + CUT)
    assert printer.papers == ()


def test_the_picture_of_a_paper_is_black_on_white() -> None:
    printer, _ = connected()
    printer.feed(b"\x1dv0\x00\x08\x00\x01\x00" + b"\xf0" * 8 + CUT)
    picture: Image.Image = printer.papers[0]
    assert (picture.mode, picture.size, picture.getpixel((0, 0))) == ("1", (64, 1), 0)
    assert picture.getpixel((7, 0)) == 255
