"""Pictures as ESC/POS: the reference's bytes, and the dots an independent decoder sees."""

import random
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.frames.escpos import confirm_request, encode, encode_picture, recovery
from hardware.frames.escpos_commands import job_mark
from hardware.frames.slip_canvas import draw_slip, paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import Capabilities, Confirmation, Cutter
from tests.frames.paper_reader import read_paper
from tests.frames.specimen_slips import CODE, TRACKING, specimen

BARE = Capabilities(confirmation=Confirmation.NONE)
WIDTHS = [384, 420, 432, 504, 512, 546, 576, 640]
# DLE EOT, DLE ENQ, DLE DC4: what a printer does at once, wherever it sees it.
AT_ONCE = re.compile(rb"\x10\x04[\x01-\x08]|\x10\x05[\x00-\x02]|\x10\x14[\x01-\x08]")


def picture_of(width: int, height: int, dots: set[tuple[int, int]]) -> Image.Image:
    picture = Image.new("1", (width, height), 255)
    for row, column in dots:
        picture.putpixel((column, row), 0)
    return picture


def dots_of(picture: Image.Image) -> set[tuple[int, int]]:
    values = list(picture.convert("L").get_flattened_data())
    return {divmod(place, picture.width) for place, value in enumerate(values) if value == 0}


def test_one_dot_in_the_middle_is_these_bytes() -> None:
    job = encode_picture(picture_of(24, 3, {(1, 8)}))
    expected = (
        "1b 40  1b 61 01"
        "1d 76 30 00 01 00 03 00  00 80 00"  # one byte wide, three rows: cheaper than three bands
        "1d 56 42 00  1d 72 01"
    )
    assert job == bytes.fromhex(expected)


def test_a_wide_row_between_empty_ones_has_a_band_of_its_own() -> None:
    wide = {(20, column) for column in range(64)}
    job = encode_picture(picture_of(64, 41, wide), BARE)
    empty = "1d 76 30 00 01 00 14 00" + "00" * 20
    band = "1d 76 30 00 08 00 01 00" + "ff" * 8
    assert job == bytes.fromhex("1b 40 1b 61 01" + empty + band + empty + "1d 56 42 00")


def test_a_square_of_four_dots_is_one_bit_where_the_printer_doubles() -> None:
    square = {(row, column) for row in (0, 1) for column in (8, 9)}
    job = encode_picture(picture_of(16, 2, square), replace(BARE, double_raster=True))
    assert job == bytes.fromhex("1b 40 1b 61 01  1d 76 30 03 01 00 01 00 08  1d 56 42 00")


def test_empty_rows_are_fed_in_motion_units_once_these_are_known() -> None:
    """With half a dot to the unit, 20 rows are 40 units."""
    wide = {(20, column) for column in range(64)}
    job = encode_picture(picture_of(64, 41, wide), replace(BARE, motion_unit=0.5))
    band = "1d 76 30 00 08 00 01 00" + "ff" * 8
    start = "1b 40 1d 50 cb cb 1b 61 01"
    assert job == bytes.fromhex(start + "1b 4a 28" + band + "1b 4a 28" + "1d 56 42 00")


@pytest.mark.parametrize(
    ("cutter", "end"), [(Cutter.FULL, "1d 56 41 00"), (Cutter.PARTIAL, "1d 56 42 00")]
)
def test_the_knife_cuts_as_it_can(cutter: Cutter, end: str) -> None:
    job = encode_picture(picture_of(8, 1, set()), replace(BARE, cutter=cutter))
    assert job.endswith(bytes.fromhex(end))


def test_without_a_knife_the_slip_is_fed_to_the_tear_bar() -> None:
    read = read_paper(encode_picture(picture_of(8, 1, set()), replace(BARE, cutter=Cutter.NONE)), 8)
    assert (read.cuts, read.rows) == ([], 1 + 18 * 8)


def test_a_presenter_holds_the_slip_out_after_the_cut() -> None:
    can = replace(BARE, cutter=Cutter.FULL, presenter=True)
    assert encode_picture(picture_of(8, 1, set()), can).endswith(
        bytes.fromhex("1d 56 41 00 1d 65 03 0c")
    )


@pytest.mark.parametrize(
    ("confirmation", "request_bytes"),
    [
        (Confirmation.NONE, ""),
        (Confirmation.GS_R, "1d 72 01"),
        (Confirmation.GS_H, "1d 28 48 06 00 30 30" + job_mark(42).hex()),
    ],
)
def test_a_job_ends_with_what_proves_it(confirmation: Confirmation, request_bytes: str) -> None:
    can = Capabilities(confirmation=confirmation)
    assert confirm_request(can, 42) == bytes.fromhex(request_bytes)
    assert encode(specimen(), can, job=42).endswith(b"\x1dVB\x00" + bytes.fromhex(request_bytes))


@given(jobs=st.lists(st.integers(0, 4095), min_size=2, max_size=2, unique=True))
def test_marks_of_jobs_are_four_printable_bytes_and_differ(jobs: list[int]) -> None:
    """The reference allows 20 to 7E."""
    one, other = (job_mark(job) for job in jobs)
    assert one != other
    assert len(one) == len(other) == 4
    assert all(0x20 <= byte <= 0x7E for byte in one + other)


def test_recovery_outlasts_any_band_that_was_cut_off() -> None:
    assert recovery(Capabilities(max_payload=2048)) == bytes(2048) + b"\x1b@"


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_anything_but_a_slips_picture_is_refused(mode: str) -> None:
    with pytest.raises(ValueError, match="not a slip's picture"):
        encode_picture(Image.new(mode, (8, 8)))
    with pytest.raises(ValueError, match="12 dots"):
        encode_picture(Image.new("1", (12, 8)))


@given(
    columns=st.integers(1, 12),
    height=st.integers(1, 40),
    ink=st.integers(0, 400),
    seed=st.integers(0, 2**16),
    grain=st.sampled_from([1, 2]),
    doubles=st.booleans(),
)
def test_every_picture_comes_out_dot_for_dot(
    columns: int, height: int, ink: int, seed: int, grain: int, doubles: bool
) -> None:
    chance = random.Random(seed)
    width = columns * 8
    places = [(chance.randrange(height), chance.randrange(width)) for _ in range(ink)]
    dots = {
        (row // grain * grain + down, column // grain * grain + across)
        for row, column in places
        for down in range(grain)
        for across in range(grain)
        if row // grain * grain + down < height
    }
    can = replace(BARE, double_raster=doubles)
    job = encode_picture(picture_of(width, height, dots), can)
    read = read_paper(job, width)
    changed = read.ink ^ dots
    # A dot more where the bytes would have been an order to the printer, nowhere else.
    assert changed <= {(row, column) for row, column in read.ink if column % 8 == 4}
    assert len(changed) <= len(AT_ONCE.findall(bytes_of(width, height, dots)))
    assert read.rows == height


def bytes_of(width: int, height: int, dots: set[tuple[int, int]]) -> bytes:
    data = bytearray(width // 8 * height)
    for row, column in dots:
        data[row * (width // 8) + column // 8] |= 0x80 >> column % 8
    return bytes(data)


@given(
    columns=st.integers(1, 6),
    orders=st.lists(
        st.sampled_from(["100401", "101401", "1004", "10", "14010000", "100500"]), min_size=1
    ),
    doubles=st.booleans(),
)
def test_no_dots_are_an_order_to_open_the_drawer(
    columns: int, orders: list[str], doubles: bool
) -> None:
    """Within a row, over the ends of rows, and in dots of double size."""
    data = bytes.fromhex("".join(orders))
    data += bytes(-len(data) % columns)
    ink = bytes(255 - value for value in data)
    picture = Image.frombytes("1", (columns * 8, len(data) // columns), ink)
    twice = picture.resize((picture.width * 2, picture.height * 2), Image.Resampling.NEAREST)
    for drawn in (picture, twice):
        job = encode_picture(drawn, replace(BARE, double_raster=doubles))
        assert AT_ONCE.search(job) is None
        assert read_paper(job, drawn.width).rows == drawn.height


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("doubles", [False, True])
def test_the_specimen_ticket_comes_out_dot_for_dot_on_every_head(width: int, doubles: bool) -> None:
    can = Capabilities(width_dots=width, double_raster=doubles)
    picture = draw_slip(specimen(priority=True, reprint=True), paper_for(can), SlipFonts())
    read = read_paper(encode(specimen(priority=True, reprint=True), can), picture.width)

    assert read.ink == dots_of(picture)
    assert (read.rows, read.cuts, read.questions) == (picture.height, [picture.height], [1])
    assert max(read.payloads) <= can.max_payload
    assert set(read.modes) == ({0, 3} if doubles else {0})


@pytest.mark.parametrize("most", [256, 1000, 4096])
def test_no_band_is_larger_than_the_printer_takes(most: int) -> None:
    read = read_paper(encode(specimen(), Capabilities(max_payload=most)), 576)
    assert max(read.payloads) <= most


@pytest.mark.parametrize("qr", [CODE, TRACKING])
@pytest.mark.parametrize(("width", "most"), [(576, 27_500), (384, 17_000)])
def test_the_specimen_ticket_stays_within_its_bytes(width: int, most: int, qr: str) -> None:
    assert len(encode(specimen(qr=qr), Capabilities(width_dots=width))) <= most


def test_dots_of_double_size_save_a_sixth_of_the_bytes_at_least() -> None:
    plain, doubled = (
        len(encode(specimen(), Capabilities(double_raster=doubles))) for doubles in (False, True)
    )
    assert doubled < plain * 5 / 6
