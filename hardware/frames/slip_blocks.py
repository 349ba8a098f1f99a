"""Lines of a slip → blocks of paper: how high each is, and how it is painted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

import qrcode
from PIL import Image, ImageDraw

from core.slip import (
    Align,
    LogoLine,
    PairLine,
    QrLine,
    RuleLine,
    Size,
    SlipLine,
    SpaceLine,
    TextLine,
    Weight,
    printable,
)
from hardware.frames.harmless import harmless
from hardware.frames.slip_paper import Paper
from hardware.frames.slip_type import Face, SlipFonts
from hardware.frames.slip_wrap import wrap

WHITE, BLACK = 255, 0
# Thin strokes of the thresholded letters survive a little better below one half.
INK_BELOW = 144
INK = [BLACK if level < INK_BELOW else WHITE for level in range(256)]
# Dots of 2 x 2: the tips of round letters, one dot high, would become bumps.
COARSE_INK = [BLACK if level < 112 else WHITE for level in range(256)]
# The number leaves a little more white at its sides than text does.
NUMBER_SHARE = 0.94
MIN_MODULE = 3
QUIET_MODULES = 4
# More does not fit on a square that a kiosk's paper is wide enough for.
MOST_CODED = 600
LOGO_HEIGHT_MM = 30.0
SPACE_MM = 50.0


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


def block_of(line: SlipLine, paper: Paper, fonts: SlipFonts) -> Block:
    """What ``line`` looks like."""
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
            millimetres = min(max(0.0, line.height_mm), SPACE_MM)
            return Block(height=paper.scaled(millimetres), paint=_paint_nothing)
        case _:
            assert_never(line)


def logo_dots(line: LogoLine, paper: Paper, fonts: SlipFonts) -> Image.Image | None:
    """The logo in the dots of the paper (mode "1", 255 paper); None when it cannot be used."""
    most = max(1, min(paper.scaled(line.width_mm), paper.text_width))
    picture = fonts.picture(line.path, most, paper.dots(LOGO_HEIGHT_MM))
    return None if picture is None else harmless(picture.point(INK, "1"), across_rows=True)


def qr_module(line: QrLine, modules: int, paper: Paper) -> int:
    """Dots of one module: as large as ``side_mm`` allows, never below 3 nor wider than the paper.

    Doubled paper takes the nearest even number, which goes out in a quarter of the bytes.
    """
    wanted = max(MIN_MODULE, paper.dots(line.side_mm) / modules)
    module = 2 * max(2, round(wanted / 2)) if paper.doubled else int(wanted)
    return min(module, max(1, paper.width // modules))


def qr_content(line: QrLine) -> bytes:
    """What the code says, as bytes; nothing of nothing."""
    return printable(line.content[: 2 * MOST_CODED]).encode()[:MOST_CODED]


def qr_side(content: bytes) -> int:
    """Modules of the code's side, with its rim."""
    return int(_code(content).best_fit()) * 4 + 17 + 2 * QUIET_MODULES


def qr_modules(content: bytes) -> list[list[bool]]:
    """The code with its white rim; True is dark."""
    code = _code(content)
    code.make(fit=True)
    return [[bool(dark) for dark in row] for row in code.get_matrix()]


def _code(content: bytes) -> qrcode.QRCode:
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(qrcode.util.QRData(content), optimize=0)
    return code


def _paint_nothing(_: Canvas, __: int) -> None:
    """Empty paper."""


EMPTY = Block(height=0, paint=_paint_nothing)


def _text(line: TextLine, paper: Paper, fonts: SlipFonts) -> Block:
    text = fonts.words(line.text)
    capitals = paper.capitals(line.size.value)
    faces = (fonts.face(line.weight, capital) for capital in capitals)
    fits = (face for face in faces if face.width(text) <= paper.column)
    face = next(fits, fonts.face(line.weight, capitals[0]))
    lines = wrap(text, face, paper.column)

    def paint(canvas: Canvas, top: int) -> None:
        for place, text in enumerate(lines):
            left = _left(line.align, face.width(text), paper)
            canvas.text(left, top + place * face.height + face.rise, text, face)

    return Block(height=face.height * len(lines), paint=paint)


def _left(align: Align, width: int, paper: Paper) -> int:
    """Where something ``width`` dots wide begins."""
    margin = (paper.width - paper.column) // 2
    match align:
        case Align.LEFT:
            return margin
        case Align.CENTRE:
            return (paper.width - width) // 2
        case Align.RIGHT:
            return paper.width - margin - width
        case _:
            assert_never(align)


def _bar(line: TextLine, paper: Paper, fonts: SlipFonts) -> Block:
    """White letters on a black bar that is a little wider than they are."""
    face = fonts.face(line.weight, paper.capitals(line.size.value)[0])
    pad = face.capital
    lines = wrap(fonts.words(line.text), face, paper.column - 2 * pad)
    if not lines:
        return EMPTY
    # Above the capitals as much black as below; accents reach into it, an edge stays black.
    over = max(1, face.rise - face.capital - face.fall)
    height = face.height * len(lines) + over + 1
    width = max(face.width(text) for text in lines) // 2 * 2 + 2 * pad

    def paint(canvas: Canvas, top: int) -> None:
        left = _left(line.align, width, paper)
        canvas.box(left, top, width, height)
        for place, text in enumerate(lines):
            base = top + 1 + place * face.height + face.rise
            canvas.text(left + (width - face.width(text)) // 2, base, text, face, WHITE)

    return Block(height=height, paint=paint)


def _number(line: TextLine, paper: Paper, fonts: SlipFonts) -> Block:
    """The number: as large as asked for, smaller only when it would leave the paper."""
    text = fonts.words(line.text)
    capital = paper.scaled(line.size.value)
    face = fonts.face(line.weight, capital)
    room = int(paper.column * NUMBER_SHARE)
    if face.tabular_width(text) > room:
        capital = max(1, capital * room // face.tabular_width(text) - 1)
        face = fonts.face(line.weight, capital)
    # Sized as if all digits were equally wide, so that every number is equally tall; drawn in
    # the font's own rhythm, since a number stands alone on its paper.
    left = _left(line.align, face.width(text), paper)
    # A number has no accents: no empty paper where they would be.
    height = (face.capital + 2 * _overshoot(face) + 1) // 2 * 2
    drawn = Canvas(paper.width, height)
    drawn.text(left, _overshoot(face) + face.capital, text, face)
    picture = _coarse(drawn.picture) if paper.doubled else drawn.picture
    return Block(height=height, paint=lambda canvas, top: canvas.picture.paste(picture, (0, top)))


def _coarse(picture: Image.Image) -> Image.Image:
    """The same in dots of 2 x 2, each black when at least about half of it was."""
    half = picture.reduce(2).point(COARSE_INK)
    return half.resize(picture.size, Image.Resampling.NEAREST)


def _overshoot(face: Face) -> int:
    """How far round letters reach over a capital's edges."""
    return 1 + face.capital // 40


def _pair(line: PairLine, paper: Paper, fonts: SlipFonts) -> Block:
    """Name to the left and value to the right of a column; on narrow paper both in the middle."""
    name, value = fonts.words(line.name), fonts.words(line.value)
    if paper.narrow:
        name += ":"
    for capital in paper.capitals(line.size.value):
        # Bold letters this small fill with ink: an "a" would look like an "o".
        faces = fonts.face(Weight.REGULAR, capital), fonts.face(Weight.SEMIBOLD, capital)
        widths = faces[0].width(name), faces[1].width(value)
        inline = sum(widths) + faces[0].space
        if inline <= paper.column:
            break
    else:
        return _pair_in_two(name, value, line, paper, fonts)
    column = inline if paper.narrow else paper.column
    left = (paper.width - column) // 2

    def paint(canvas: Canvas, top: int) -> None:
        base = top + faces[0].rise
        canvas.text(left, base, name, faces[0])
        canvas.text(left + column - widths[1], base, value, faces[1])

    return Block(height=faces[0].height, paint=paint)


def _pair_in_two(name: str, value: str, line: PairLine, paper: Paper, fonts: SlipFonts) -> Block:
    """The value below its name: what belongs together is not torn where the line happens to end."""
    sides = (Align.CENTRE, Align.CENTRE) if paper.narrow else (Align.LEFT, Align.RIGHT)
    upper = TextLine(text=name, size=line.size, align=sides[0])
    lower = TextLine(text=value, size=line.size, align=sides[1], weight=Weight.SEMIBOLD)
    blocks = _text(upper, paper, fonts), _text(lower, paper, fonts)

    def paint(canvas: Canvas, top: int) -> None:
        blocks[0].paint(canvas, top)
        blocks[1].paint(canvas, top + blocks[0].height)

    return Block(height=blocks[0].height + blocks[1].height, paint=paint)


def _rule(paper: Paper) -> Block:
    left = (paper.width - paper.column) // 2
    return Block(height=2, paint=lambda canvas, top: canvas.box(left, top, paper.column, 2))


def _qr(line: QrLine, paper: Paper) -> Block:
    content = qr_content(line)
    if not content:
        return EMPTY
    matrix = qr_modules(content)
    side = qr_module(line, len(matrix), paper) * len(matrix)
    picture = Image.new("L", (len(matrix), len(matrix)), WHITE)
    picture.putdata([BLACK if dark else WHITE for row in matrix for dark in row])
    picture = picture.resize((side, side), Image.Resampling.NEAREST)
    return Block(height=side, paint=lambda canvas, top: canvas.paste(picture, top))


def _logo(line: LogoLine, paper: Paper, fonts: SlipFonts) -> Block:
    """The picture; one that cannot be read leaves no trace on the paper."""
    picture = logo_dots(line, paper, fonts)
    if picture is None:
        return EMPTY
    return Block(height=picture.height, paint=lambda canvas, top: canvas.paste(picture, top))
