"""Pictures as ESC/POS: the reference's bytes, and the dots an independent decoder sees."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hardware.frames.escpos import MAX_PAYLOAD, RECOVERY, encode
from hardware.frames.slip_canvas import Paper, draw_slip
from hardware.frames.slip_type import SlipFonts
from tests.frames.paper_reader import read_paper
from tests.frames.specimen_slips import CODE, TRACKING, specimen


def picture_of(width: int, height: int, dots: set[tuple[int, int]]) -> Image.Image:
    picture = Image.new("1", (width, height), 255)
    for row, column in dots:
        picture.putpixel((column, row), 0)
    return picture


def dots_of(picture: Image.Image) -> set[tuple[int, int]]:
    values = list(picture.convert("L").get_flattened_data())
    return {divmod(place, picture.width) for place, value in enumerate(values) if value == 0}


def test_one_dot_in_the_middle_is_these_bytes() -> None:
    job = encode(picture_of(24, 3, {(1, 8)}))
    expected = (
        "1b 40  1b 61 01"
        "1d 76 30 00 01 00 03 00  00 80 00"  # one byte wide, three rows: cheaper than three bands
        "1d 56 42 00  1d 72 01"
    )
    assert job == bytes.fromhex(expected)


def test_a_wide_row_between_empty_ones_has_a_band_of_its_own() -> None:
    wide = {(20, column) for column in range(64)}
    job = encode(picture_of(64, 41, wide), cut=False, confirm=False)
    empty = "1d 76 30 00 01 00 14 00" + "00" * 20
    expected = "1b 40 1b 61 01" + empty + "1d 76 30 00 08 00 01 00" + "ff" * 8 + empty
    assert job == bytes.fromhex(expected)


def test_cut_and_confirmation_can_be_left_out() -> None:
    blank = picture_of(8, 1, set())
    assert encode(blank, cut=False).endswith(b"\x1dr\x01")
    assert encode(blank, confirm=False).endswith(b"\x1dVB\x00")


def test_recovery_outlasts_any_band_that_was_cut_off() -> None:
    assert bytes(MAX_PAYLOAD) + b"\x1b@" == RECOVERY


@pytest.mark.parametrize("mode", ["L", "RGB"])
def test_anything_but_a_slips_picture_is_refused(mode: str) -> None:
    with pytest.raises(ValueError, match="not a slip's picture"):
        encode(Image.new(mode, (8, 8)))
    with pytest.raises(ValueError, match="12 dots"):
        encode(Image.new("1", (12, 8)))


@given(
    columns=st.integers(1, 12),
    height=st.integers(1, 40),
    ink=st.integers(0, 400),
    seed=st.integers(0, 2**16),
)
def test_every_picture_comes_out_dot_for_dot(
    columns: int, height: int, ink: int, seed: int
) -> None:
    chance = random.Random(seed)
    width = columns * 8
    dots = {(chance.randrange(height), chance.randrange(width)) for _ in range(ink)}
    paper = read_paper(encode(picture_of(width, height, dots)), width)
    assert (paper.ink, paper.rows) == (dots, height)


@pytest.mark.parametrize("width", [384, 420, 432, 512, 546, 576, 640])
def test_the_specimen_ticket_comes_out_dot_for_dot_on_every_head(width: int) -> None:
    paper = Paper(width_dots=width)
    picture = draw_slip(specimen(priority=True, reprint=True), paper, SlipFonts())
    read = read_paper(encode(picture), paper.width)

    assert read.ink == dots_of(picture)
    assert (read.rows, read.cuts, read.questions) == (picture.height, [picture.height], [1])
    assert max(read.payloads) <= MAX_PAYLOAD


@pytest.mark.parametrize("qr", [CODE, TRACKING])
@pytest.mark.parametrize(("width", "most"), [(576, 27_500), (384, 14_600)])
def test_the_specimen_ticket_stays_within_its_bytes(width: int, most: int, qr: str) -> None:
    picture = draw_slip(specimen(qr=qr), Paper(width_dots=width), SlipFonts())
    assert len(encode(picture)) <= most
