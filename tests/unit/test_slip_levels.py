"""A ticket at every level and width, as a printer that shares nothing with the encoder burns it."""

from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.frames.escpos import encode
from hardware.frames.profiles import profiles
from hardware.frames.slip_canvas import draw_slip, paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import Alphabet, Capabilities, CodePage, Level
from motcua.cli.printer_render import picture_of
from tests.frames.specimen_slips import CODE, specimen

WIDTHS = {80: "generic-80", 58: "generic-58"}
PAGES = CodePage(alphabet=Alphabet.TCVN3, page=30, capitals_page=31)


def proved(paper_mm: int, level: Level) -> Capabilities:
    """The printer after its test page has proved what ``level`` needs."""
    own_code = level is not Level.RASTER
    known = profiles()[WIDTHS[paper_mm]]
    return replace(known, level=level, native_qr=own_code, code_page=PAGES)


def burnt(paper_mm: int, level: Level) -> Image.Image:
    can, slip, fonts = proved(paper_mm, level), specimen(), SlipFonts()
    return picture_of(encode(slip, can, fonts=fonts), slip, can, fonts)


@pytest.mark.parametrize("paper_mm", WIDTHS)
@pytest.mark.parametrize("level", Level)
def test_the_code_on_the_paper_can_be_read_at_every_level(
    pictures: Path, paper_mm: int, level: Level
) -> None:
    paper = burnt(paper_mm, level)
    paper.save(pictures / f"slip-{paper_mm}mm-{level.value}.png")
    assert [code.text for code in zxingcpp.read_barcodes(paper.convert("L"))] == [CODE]


@pytest.mark.parametrize("paper_mm", WIDTHS)
def test_the_preview_is_the_very_canvas_that_prints(paper_mm: int) -> None:
    can = proved(paper_mm, Level.RASTER)
    canvas = draw_slip(specimen(), paper_for(can), SlipFonts())
    assert burnt(paper_mm, Level.RASTER).tobytes() == canvas.tobytes()


@pytest.mark.parametrize("paper_mm", WIDTHS)
@pytest.mark.parametrize("level", Level)
def test_the_number_is_the_tallest_line_at_every_level(paper_mm: int, level: Level) -> None:
    """Rows with ink in one piece: the number's are more than twice those of any line of words."""
    paper = burnt(paper_mm, level).convert("L")
    inked = [
        paper.crop((0, row, paper.width, row + 1)).getextrema()[0] == 0
        for row in range(paper.height)
    ]
    runs, run = [], 0
    for ink in [*inked, False]:
        if not ink and run:
            runs.append(run)
        run = run + 1 if ink else 0
    logo, code = runs[0], max(runs)
    words = sorted(each for each in runs if each not in (logo, code))
    assert words[-1] > 2 * words[-2]
