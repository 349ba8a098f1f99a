"""Slips out of what nobody should have typed, and logos that nobody should have chosen."""

import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps

from core.slip import Align, LogoLine, QrLine, Size, Slip, SlipLine, SpaceLine, TextLine
from hardware.frames.slip_canvas import LONGEST_MM, MARGIN_MM, Paper, draw_slip
from hardware.frames.slip_logo import LogoProblem, logo_problem
from hardware.frames.slip_type import SlipFonts
from hardware.frames.slip_wrap import MOST_LINES

FONTS = SlipFonts()
PAPERS = [Paper(width_dots=576), Paper(width_dots=384), Paper(width_dots=576, doubled=True)]
WIDE = PAPERS[0]


def draw(*lines: SlipLine, paper: Paper = WIDE) -> Image.Image:
    return draw_slip(Slip(lines=lines), paper, FONTS)


def ink_box(picture: Image.Image) -> tuple[int, int, int, int]:
    box = ImageOps.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Nguyễn 😀 An", "Nguyễn An"),  # no box where the emoji was
        ("👨‍👩‍👧 gia đình", "gia đình"),
        ("Ａ００７", "A007"),  # full-width letters of an Asian keyboard
        ("Lê Thị Bé", "Lê Thị Bé"),
        ("Le\u0302\u0301", "Lế"),  # decomposed by a Mac
        ("Lê\u0323\u0301", "Lệ"),  # one mark too many
        ("漢字 hán", "? hán"),
        ("x\u0300\u0301\u0302\u0303y", "xy"),  # marks piled up high
        ("½ ngày", "½ ngày"),
        ("a\x1bp\x00b", "apb"),
        ("ṩ", "s"),
        ("№ 1 → ①", "No 1 1"),
    ],
)
def test_letters_that_the_font_lacks_become_something_readable(typed: str, shown: str) -> None:
    assert FONTS.words(typed) == shown


def test_composed_and_decomposed_names_are_the_same_dots() -> None:
    composed, decomposed = (draw(TextLine(text=text)) for text in ("Lế", "Le\u0302\u0301"))
    assert composed.tobytes() == decomposed.tobytes()


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", [Size.SMALL, Size.HEADING, Size.TITLE])
def test_a_name_of_three_hundred_letters_is_whole_and_on_the_paper(
    paper: Paper, size: Size
) -> None:
    name = ("Chứng thực hợp đồng, giao dịch và các giấy tờ khác " * 6)[:300].strip()
    box = ink_box(draw(TextLine(text=name, size=size), paper=paper))
    margin = paper.dots(MARGIN_MM)
    assert margin <= box[0]
    assert box[2] <= paper.width - margin


def test_a_whole_decree_in_a_name_ends_with_an_ellipsis() -> None:
    face_height = draw(TextLine(text="X")).height
    decree = draw(TextLine(text="Nghị định về thủ tục hành chính " * 500))
    assert decree.height == MOST_LINES * face_height


@pytest.mark.parametrize("paper", PAPERS)
def test_no_slip_is_longer_than_the_longest(paper: Paper) -> None:
    endless = [TextLine(text="Quầy số một"), SpaceLine(height_mm=1e12)] * 500
    assert draw(*endless, paper=paper).height <= paper.dots(LONGEST_MM)


def test_a_negative_space_is_none() -> None:
    assert (
        draw(SpaceLine(height_mm=-5.0), TextLine(text="x")).tobytes()
        == draw(TextLine(text="x")).tobytes()
    )


def test_lines_keep_to_their_side() -> None:
    left, centre, right = (
        ink_box(draw(TextLine(text="Quầy", align=align)))
        for align in (Align.LEFT, Align.CENTRE, Align.RIGHT)
    )
    assert left[0] < centre[0] < right[0]
    assert left[0] - 40 == pytest.approx(576 - 40 - right[2], abs=4)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_code_of_far_too_much_still_fits_the_paper(paper: Paper) -> None:
    picture = draw(QrLine(content="ấ" * 5000), paper=paper)
    assert picture.height <= paper.width


def test_an_empty_code_is_no_code() -> None:
    assert draw(QrLine(content="\x1b")).height == 1


def save(folder: Path, picture: Image.Image, name: str = "logo.png") -> Path:
    path = folder / name
    picture.save(path)
    return path


def test_a_logo_of_sixteen_million_dots_is_drawn_small(tmp_path: Path) -> None:
    large = Image.new("RGBA", (4000, 4000), (0, 0, 0, 0))
    ImageDraw.Draw(large).ellipse((100, 100, 3900, 3900), (10, 20, 30, 255))
    path = save(tmp_path, large)
    assert logo_problem(path) is None
    picture = draw(LogoLine(path=path, width_mm=14.0))
    assert picture.height == 112
    assert ink_box(picture)[2] - ink_box(picture)[0] <= 112


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", [(3000, 10), (10, 3000), (1, 1)])
def test_no_logo_is_wider_than_the_paper_or_high_without_end(
    tmp_path: Path, paper: Paper, size: tuple[int, int]
) -> None:
    path = save(tmp_path, Image.new("L", size, 0))
    picture = draw(LogoLine(path=path, width_mm=500.0), paper=paper)
    box = ink_box(picture)
    assert box[2] - box[0] <= paper.text_width
    assert picture.height <= paper.dots(30.0)


def test_transparent_is_white_and_half_transparent_is_grey(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    ImageDraw.Draw(picture).rectangle((0, 0, 39, 79), (0, 0, 0, 255))
    box = ink_box(draw(LogoLine(path=save(tmp_path, picture), width_mm=10.0)))
    assert box[2] - box[0] == pytest.approx(40, abs=2)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "CMYK", "I;16"])
def test_every_way_of_storing_a_picture_is_read(tmp_path: Path, mode: str) -> None:
    picture = Image.new(mode, (64, 64), 0)
    if mode == "LA":
        picture = Image.new("LA", (64, 64), (0, 255))
    path = save(tmp_path, picture, "logo.jpg" if mode == "CMYK" else "logo.png")
    expected = LogoProblem.BLANK if mode == "CMYK" else None
    assert logo_problem(path) == expected


def test_why_a_logo_does_not_print_can_be_told(tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"not a picture")
    cut_off = save(tmp_path, Image.effect_noise((300, 300), 90), "cut.png")
    cut_off.write_bytes(cut_off.read_bytes()[:20_000])
    white = save(tmp_path, Image.new("RGB", (50, 50), "white"), "white.png")
    assert logo_problem(tmp_path / "none.png") is LogoProblem.MISSING
    assert logo_problem(tmp_path) is LogoProblem.MISSING
    assert logo_problem(broken) is LogoProblem.UNREADABLE
    assert logo_problem(cut_off) is LogoProblem.UNREADABLE
    assert logo_problem(white) is LogoProblem.BLANK


def png(width: int, height: int, data: bytes) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


@pytest.mark.parametrize("side", [7000, 12_000, 60_000])
def test_a_small_file_that_unfolds_to_gigabytes_is_not_unfolded(tmp_path: Path, side: int) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png(side, side, zlib.compress(bytes(1_000_000), 9)))
    assert logo_problem(path) is LogoProblem.TOO_LARGE
    assert draw(LogoLine(path=path)).height == 1
