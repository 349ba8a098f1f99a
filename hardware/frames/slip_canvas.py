"""Slip → picture in dots, one dot of the print head each: what the paper will look like.

    Slip ──► blocks (height, paint) from top to bottom ──► Pillow picture, mode "1", white 255

Pure: the same slip, paper and fonts always give the same dots.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

import qrcode
from PIL import Image, ImageDraw

from core.slip import (
    LogoLine,
    PairLine,
    QrLine,
    RuleLine,
    Size,
    Slip,
    SlipLine,
    SpaceLine,
    TextLine,
    Weight,
    printable,
)
from hardware.frames.slip_type import Face, SlipFonts, wrap

WHITE, BLACK = 255, 0
# Thin strokes of the thresholded letters survive a little better below one half.
INK_BELOW = 144
INK = [BLACK if level < INK_BELOW else WHITE for level in range(256)]
MARGIN_MM = 1.5
# A line that just does not fit becomes this much smaller before it wraps.
SQUEEZE = 0.88
NARROW_MM = 60.0
# On narrow paper everything but the QR code takes this share of its size.
NARROW_SCALE = 0.88
# On wide paper text stands in a column: easier to read across, and calmer to look at.
COLUMN_MM = 62.0
# The number leaves a little more white at its sides than text does.
NUMBER_SHARE = 0.94
MIN_MODULE = 3
QUIET_MODULES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The print head: its width in dots (cut to full bytes) and its dots per millimetre."""

    width_dots: int
    dots_per_mm: float = 8.0  # 203 dpi

    @property
    def width(self) -> int:
        return self.width_dots // 8 * 8

    @property
    def narrow(self) -> bool:
        return self.width / self.dots_per_mm < NARROW_MM

    @property
    def column(self) -> int:
        """Everything stands within this width in the middle."""
        return min(self.text_width, self.dots(COLUMN_MM))

    @property
    def text_width(self) -> int:
        return self.width - 2 * self.dots(MARGIN_MM)

    def dots(self, millimetres: float) -> int:
        return round(millimetres * self.dots_per_mm)

    def scaled(self, millimetres: float) -> int:
        return round(millimetres * self.dots_per_mm * (NARROW_SCALE if self.narrow else 1))


class Canvas:
    """White paper to draw on, in grey until the letters are done."""

    def __init__(self, width: int, height: int) -> None:
        self.picture = Image.new("L", (width, max(1, height)), WHITE)
        self.draw = ImageDraw.Draw(self.picture)
        self.width = width

    def text(self, left: int, base: int, text: str, face: Face, fill: int = BLACK) -> None:
        """``text`` on its base line."""
        for word, advance in face.words(text):
            self.draw.text((left, base), word, fill, face.font, anchor="ls")
            left += advance

    def centred(self, top: int, text: str, face: Face, fill: int = BLACK) -> None:
        """``text`` in the middle, in a line box whose upper edge is ``top``."""
        self.text((self.width - face.width(text)) // 2, top + face.rise, text, face, fill)

    def box(self, left: int, top: int, width: int, height: int) -> None:
        """A black rectangle."""
        self.draw.rectangle((left, top, left + width - 1, top + height - 1), BLACK)

    def paste(self, picture: Image.Image, top: int) -> None:
        """``picture`` in the middle."""
        self.picture.paste(picture, ((self.width - picture.width) // 2, top))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of paper over the full width: ``paint`` draws it with its upper edge at a row."""

    height: int
    paint: Callable[[Canvas, int], None]


def draw_slip(slip: Slip, paper: Paper, fonts: SlipFonts) -> Image.Image:
    """The slip as a picture of mode "1": 255 paper, 0 ink; as wide as the paper's full bytes."""
    blocks = [_block(line, paper, fonts) for line in slip.lines]
    height = sum(block.height for block in blocks)
    canvas = Canvas(paper.width, height)
    top = 0
    for block in blocks:
        block.paint(canvas, top)
        top += block.height
    return canvas.picture.point(INK, "1")


def _block(line: SlipLine, paper: Paper, fonts: SlipFonts) -> Block:
    match line:
        case TextLine(size=Size.NUMBER):
            return _number(line, paper, fonts)
        case TextLine(inverted=True):
            return _bar(line, paper, fonts)
        case TextLine():
            return _text(line, paper, fonts)
        case PairLine():
            return _pair(line, paper, fonts)
        case QrLine():
            return _qr(line, paper)
        case LogoLine():
            return _logo(line, paper, fonts)
        case RuleLine():
            return _rule(paper)
        case SpaceLine():
            return Block(height=paper.scaled(line.height_mm), paint=_paint_nothing)
        case _:
            assert_never(line)


def _paint_nothing(_: Canvas, __: int) -> None:
    """Empty paper."""


def _text(line: TextLine, paper: Paper, fonts: SlipFonts) -> Block:
    text = printable(line.text)
    capital = paper.scaled(line.size.value)
    fitting = range(capital, math.floor(capital * SQUEEZE), -1)
    faces = (fonts.face(line.weight, smaller) for smaller in fitting)
    fits = (face for face in faces if face.width(text) <= paper.column)
    face = next(fits, fonts.face(line.weight, capital))
    lines = wrap(text, face, paper.column)

    def paint(canvas: Canvas, top: int) -> None:
        for place, text in enumerate(lines):
            canvas.centred(top + place * face.height, text, face)

    return Block(height=face.height * len(lines), paint=paint)


def _bar(line: TextLine, paper: Paper, fonts: SlipFonts) -> Block:
    """White letters on a black bar that is a little wider than they are."""
    face = fonts.face(line.weight, paper.scaled(line.size.value))
    pad = face.capital
    lines = wrap(printable(line.text), face, paper.column - 2 * pad)
    # Above the capitals as much black as below; accents reach into it, an edge stays black.
    over = max(1, face.rise - face.capital - face.fall)
    height = face.height * len(lines) + over + 1

    def paint(canvas: Canvas, top: int) -> None:
        half = max((face.width(text) for text in lines), default=0) // 2 + pad
        canvas.box(paper.width // 2 - half, top, 2 * half, height)
        for place, text in enumerate(lines):
            canvas.centred(top + 1 + place * face.height, text, face, WHITE)

    return Block(height=height if lines else 0, paint=paint)


def _number(line: TextLine, paper: Paper, fonts: SlipFonts) -> Block:
    """The number: as large as asked for, smaller only when it would leave the paper."""
    text = printable(line.text)
    capital = paper.scaled(line.size.value)
    face = fonts.face(line.weight, capital)
    room = int(paper.column * NUMBER_SHARE)
    if face.tabular_width(text) > room:
        capital = max(1, capital * room // face.tabular_width(text) - 1)
        face = fonts.face(line.weight, capital)

    def paint(canvas: Canvas, top: int) -> None:
        # Sized as if all digits were equally wide, so that every number is equally tall; drawn in
        # the font's own rhythm, since a number stands alone on its paper.
        base = top + _overshoot(face) + face.capital
        canvas.text((paper.width - face.width(text)) // 2, base, text, face)

    # A number has no accents: no empty paper where they would be.
    return Block(height=face.capital + 2 * _overshoot(face), paint=paint)


def _overshoot(face: Face) -> int:
    """How far round letters reach over a capital's edges."""
    return 1 + face.capital // 40


def _pair(line: PairLine, paper: Paper, fonts: SlipFonts) -> Block:
    """Name to the left and value to the right of a column; on narrow paper both in the middle."""
    name, value = printable(line.name), printable(line.value)
    if paper.narrow:
        name += ":"
    capital = paper.scaled(line.size.value)
    for smaller in range(capital, math.floor(capital * SQUEEZE), -1):
        faces = fonts.face(Weight.REGULAR, smaller), fonts.face(Weight.BOLD, smaller)
        widths = faces[0].width(name), faces[1].width(value)
        inline = sum(widths) + faces[0].space
        if inline <= paper.column:
            break
    else:
        text = f"{name} {value}" if paper.narrow else f"{name}: {value}"
        return _text(TextLine(text=text, size=line.size), paper, fonts)
    column = inline if paper.narrow else paper.column
    left = (paper.width - column) // 2

    def paint(canvas: Canvas, top: int) -> None:
        base = top + faces[0].rise
        canvas.text(left, base, name, faces[0])
        canvas.text(left + column - widths[1], base, value, faces[1])

    return Block(height=faces[0].height, paint=paint)


def _rule(paper: Paper) -> Block:
    left = (paper.width - paper.column) // 2
    return Block(height=2, paint=lambda canvas, top: canvas.box(left, top, paper.column, 2))


def _qr(line: QrLine, paper: Paper) -> Block:
    """Modules of a whole number of dots, as large as ``side_mm`` allows, never below 3 dots."""
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(qrcode.util.QRData(printable(line.content).encode()), optimize=0)
    code.make(fit=True)
    matrix = code.get_matrix()
    module = max(MIN_MODULE, paper.dots(line.side_mm) // len(matrix))
    side = module * len(matrix)
    picture = Image.new("L", (len(matrix), len(matrix)), WHITE)
    picture.putdata([BLACK if dark else WHITE for row in matrix for dark in row])
    picture = picture.resize((side, side), Image.Resampling.NEAREST)

    def paint(canvas: Canvas, top: int) -> None:
        canvas.paste(picture, top)

    return Block(height=side, paint=paint)


def _logo(line: LogoLine, paper: Paper, fonts: SlipFonts) -> Block:
    """The picture; one that cannot be read leaves no trace on the paper."""
    picture = fonts.picture(line.path, min(paper.scaled(line.width_mm), paper.text_width))
    if picture is None:
        return Block(height=0, paint=_paint_nothing)
    return Block(height=picture.height, paint=lambda canvas, top: canvas.paste(picture, top))
