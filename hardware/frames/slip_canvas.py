"""Slip → picture in dots, one dot of the print head each: what the paper will look like.

    Slip ──► blocks (height, paint) from top to bottom ──► Pillow picture, mode "1", white 255

Pure: the same slip, paper and fonts always give the same dots. Previews show this very picture.
"""

from collections.abc import Iterator, Sequence

from PIL import Image

from core.slip import Slip, SlipLine
from hardware.frames.harmless import harmless
from hardware.frames.slip_blocks import INK, Block, Canvas, block_of
from hardware.frames.slip_paper import MARGIN_MM, Paper, paper_for
from hardware.frames.slip_type import SlipFonts

__all__ = ["MARGIN_MM", "Paper", "draw_lines", "draw_slip", "paper_for"]

# No slip needs more; a template gone wrong must not empty the roll.
LONGEST_MM = 600.0


def draw_slip(slip: Slip, paper: Paper, fonts: SlipFonts) -> Image.Image:
    """The slip as a picture of mode "1": 255 paper, 0 ink; as wide as the paper's full bytes."""
    return draw_lines(slip.lines, paper, fonts)


def draw_lines(lines: Sequence[SlipLine], paper: Paper, fonts: SlipFonts) -> Image.Image:
    """Some lines of a slip, just as they stand in the whole of it."""
    blocks = list(_fitting((block_of(line, paper, fonts) for line in lines), paper))
    canvas = Canvas(paper.width, sum(block.height for block in blocks))
    top = 0
    for block in blocks:
        block.paint(canvas, top)
        top += block.height
    return harmless(canvas.picture.point(INK, "1"))


def _fitting(blocks: Iterator[Block], paper: Paper) -> Iterator[Block]:
    """The blocks from the top, as far as the longest slip goes."""
    left = paper.dots(LONGEST_MM)
    for block in blocks:
        left -= block.height
        if left < 0:
            return
        yield block
