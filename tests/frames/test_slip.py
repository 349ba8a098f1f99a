"""Slips as pictures: nothing cut off, nothing over the edge, the code readable, the look kept."""

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from core.slip import (
    LogoLine,
    PairLine,
    QrLine,
    Size,
    Slip,
    SlipLine,
    SpaceLine,
    TextLine,
    Weight,
    printable,
)
from hardware.frames.escpos import encode_picture
from hardware.frames.slip_canvas import MARGIN_MM, Paper, draw_slip
from hardware.frames.slip_type import SlipFonts
from hardware.frames.slip_wrap import wrap
from i18n import Language
from tests.frames.paper_reader import read_paper
from tests.frames.specimen_slips import CODE, TRACKING, specimen

WIDE, NARROW = Paper(width_dots=576), Paper(width_dots=384)


def draw(*lines: SlipLine, paper: Paper = WIDE) -> Image.Image:
    return draw_slip(Slip(lines=lines), paper, SlipFonts())


def ink_box(picture: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageOps.invert(picture.convert("L")).getbbox()


@pytest.mark.parametrize(
    ("name", "language", "paper", "marks"),
    [
        ("slip-80mm", "vi", WIDE, {}),
        ("slip-58mm", "vi", NARROW, {}),
        ("slip-80mm-en", "en", WIDE, {"qr": TRACKING}),
        ("slip-58mm-en", "en", NARROW, {"qr": TRACKING}),
        ("slip-80mm-priority", "vi", WIDE, {"priority": True}),
        ("slip-80mm-reprint", "vi", WIDE, {"reprint": True}),
        ("slip-80mm-doubled", "vi", replace(WIDE, doubled=True), {"priority": True}),
        ("slip-58mm-doubled", "vi", replace(NARROW, doubled=True), {}),
        ("slip-58mm-all", "vi", NARROW, {"priority": True, "reprint": True, "label": "A1002"}),
    ],
)
def test_every_kind_of_slip_is_drawn(
    pictures: Path, name: str, language: Language, paper: Paper, marks: dict[str, bool]
) -> None:
    picture = draw_slip(specimen(language, **marks), paper, SlipFonts())  # type: ignore[arg-type]
    picture.save(pictures / f"{name}.png")

    assert (picture.mode, picture.width) == ("1", paper.width)
    box = ink_box(picture)
    assert box is not None
    margin = paper.dots(MARGIN_MM)
    assert margin <= box[0]
    assert box[2] <= paper.width - margin


@pytest.mark.parametrize("paper", [WIDE, NARROW])
@pytest.mark.parametrize("content", [CODE, TRACKING])
def test_an_independent_reader_reads_the_code_off_the_bytes(paper: Paper, content: str) -> None:
    job = encode_picture(draw_slip(specimen(qr=content), paper, SlipFonts()))
    read = read_paper(job, paper.width)
    picture = Image.new("L", (paper.width, read.rows), 255)
    for row, column in read.ink:
        picture.putpixel((column, row), 0)

    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [content]


def test_the_code_is_made_of_whole_dots_and_keeps_its_white_rim() -> None:
    """29 characters of the alphanumeric set fit version 2: 25 modules, and 4 white ones around."""
    picture = draw(QrLine(content=CODE, side_mm=22))
    assert picture.height == 33 * 5
    assert ink_box(picture) == ((576 - 125) // 2, 20, (576 - 125) // 2 + 125, 145)


def test_a_code_too_long_for_its_place_keeps_modules_of_three_dots() -> None:
    picture = draw(QrLine(content="A" * 400, side_mm=5))
    assert picture.height % 3 == 0
    assert picture.height >= 3 * 60


def test_the_number_is_the_largest_thing_on_the_paper() -> None:
    number = ink_box(draw(TextLine(text="A007", size=Size.NUMBER, weight=Weight.BOLD)))
    title = ink_box(draw(TextLine(text="A007", size=Size.TITLE, weight=Weight.BOLD)))
    assert number is not None
    assert title is not None
    assert number[3] - number[1] > 4 * (title[3] - title[1])


def test_digits_of_the_number_are_equally_wide() -> None:
    """A111 and A777 stand in the same places, so a board of numbers does not jump."""
    fonts = SlipFonts()
    face = fonts.face(Weight.BOLD, 100)
    assert len({face.tabular_width(text) for text in ("111", "777", "048")}) == 1


def test_long_numbers_shrink_instead_of_leaving_the_paper() -> None:
    box = ink_box(draw(TextLine(text="A123456", size=Size.NUMBER), paper=NARROW))
    assert box is not None
    assert box[2] - box[0] <= NARROW.text_width


@pytest.mark.parametrize("weight", Weight)
@pytest.mark.parametrize("size", [Size.SMALL, Size.BODY, Size.HEADING, Size.TITLE])
def test_no_accent_is_cut_off(size: Size, weight: Weight) -> None:
    """The tallest and deepest letters of Vietnamese are whole, with nothing around them too."""
    text = TextLine(text="ẲẴẨẪẮỂỖỔ ợựỵgạ", size=size, weight=weight)
    picture = draw(SpaceLine(height_mm=5), text, SpaceLine(height_mm=5))
    alone = draw(text)
    around, inside = ink_box(picture), ink_box(alone)
    assert around is not None
    assert inside is not None
    assert around[3] - around[1] == inside[3] - inside[1]


def test_accents_in_a_black_bar_stay_inside_it() -> None:
    picture = draw(TextLine(text="ẲỖ ỵợ", weight=Weight.BOLD, inverted=True))
    box = ink_box(picture)
    assert box is not None
    assert (box[1], box[3]) == (0, picture.height)
    edge_rows = [picture.crop((box[0], y, box[2], y + 1)) for y in (0, picture.height - 1)]
    assert all(row.getextrema() == (0, 0) for row in edge_rows)


def test_lines_wrap_evenly_and_a_dash_never_begins_a_line() -> None:
    face = SlipFonts().face(Weight.BOLD, 19)
    lines = wrap("LĨNH VỰC: LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", face, 400)
    assert lines == ["LĨNH VỰC: LAO ĐỘNG -", "THƯƠNG BINH VÀ XÃ HỘI"]


def test_names_and_values_share_a_line_on_wide_and_on_narrow_paper() -> None:
    line = PairLine(name="Thời gian chờ", value="khoảng 20 phút")
    assert draw(line).height < 60
    assert draw(line, paper=NARROW).height < 60


def test_a_value_that_has_no_room_beside_its_name_stands_whole_below_it() -> None:
    name, value = "Thời gian chờ dự kiến", "khoảng 20 phút"
    pair = draw(PairLine(name=name, value=value), paper=NARROW)
    apart = draw(
        TextLine(text=f"{name}:"), TextLine(text=value, weight=Weight.SEMIBOLD), paper=NARROW
    )
    assert pair.tobytes() == apart.tobytes()


@pytest.mark.parametrize("paper", [WIDE, NARROW])
def test_small_letters_are_no_smaller_on_narrow_paper(paper: Paper) -> None:
    """Letters below 1.75 mm could not be read: neither by people of 75 nor by Tesseract."""
    box = ink_box(draw(TextLine(text="H", size=Size.SMALL), paper=paper))
    assert box is not None
    assert box[3] - box[1] >= 14


def test_a_value_too_long_for_its_line_wraps() -> None:
    line = PairLine(name="Thủ tục", value="Chứng thực hợp đồng, giao dịch và các giấy tờ khác")
    box = ink_box(draw(line, paper=NARROW))
    assert box is not None
    assert box[3] > 45


def test_a_logo_that_cannot_be_read_leaves_no_trace(tmp_path: Path) -> None:
    broken = tmp_path / "logo.png"
    broken.write_bytes(b"not a picture")
    assert draw(LogoLine(path=broken)).height == 1
    assert draw(LogoLine(path=tmp_path / "none.png")).height == 1


def test_controls_and_invisible_marks_never_reach_paper() -> None:
    assert printable("Lê\x1b\x70\x00 Thị\u202e \ud800Bé\r\n\tBa\u0301") == "Lêp Thị Bé Bá"


texts = st.text(max_size=120)


@settings(max_examples=60, deadline=None)
@given(text=texts, size=st.sampled_from(Size), inverted=st.booleans(), narrow=st.booleans())
def test_no_text_whatever_leaves_the_paper_or_becomes_a_command(
    text: str, size: Size, inverted: bool, narrow: bool
) -> None:
    paper = NARROW if narrow else WIDE
    picture = draw(TextLine(text=text, size=size, inverted=inverted), paper=paper)
    box = ink_box(picture)
    assert box is None or (box[0] > 0 and box[2] < paper.width)
    assert read_paper(encode_picture(picture), paper.width).rows == picture.height
