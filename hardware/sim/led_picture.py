"""A picture of simulated displays as they hang in the hall: digits, main boards, customer poles."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import assert_never

import fontpkg_be_vietnam_pro
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from hardware.sim.led_dots import DotFont
from hardware.sim.led_picture_glass import (
    AMBER,
    RED,
    VFD,
    Area,
    Canvas,
    Colours,
    Rgb,
    draw_dots,
    draw_segments,
)

# Everything is drawn this much larger and then made smaller, so that slanted edges are smooth.
FINE = 3
BOX_WIDTH, BOX_HEIGHT = 420, 304
MARGIN, BETWEEN = 40, 28
PLATE, FOOT, SIDE = 70, 54, 24  # heights above and below the glass, width beside it
ROUND = 18
POLE_GLASS = 132
# Of the glow around what shines, and a display at its darkest still shines so much.
GLOW = (11, 4, 0)
DIMMEST = 0.30

WALL: Rgb = (12, 13, 17)
BOX: Rgb = (27, 29, 35)
BOX_EDGE: Rgb = (58, 61, 70)
CHOSEN: Rgb = (242, 182, 50)
TITLE: Rgb = (232, 226, 214)
SOFT: Rgb = (146, 146, 150)
METAL: Rgb = (70, 73, 82)
GOOD: Rgb = (59, 178, 115)
AMISS: Rgb = (242, 182, 50)
DEAD: Rgb = (84, 86, 94)


class Look(Enum):
    """What kind of display it is."""

    SEGMENTS = "segments"  # large digits over a counter
    DOTS = "dots"  # a board of dots, for letters and several rows
    POLE = "pole"  # the customer display of a counter: two rows of twenty


@dataclass(frozen=True, slots=True, kw_only=True)
class WallBox:
    """One display. ``text``: a line per row; ``places``: characters of a row.

    ``powered`` False leaves it dark, ``amiss`` colours its lamp. ``percent``: how bright it is.
    ``wire`` and ``note`` stand below its glass: bytes on the left, words on the right.
    """

    title: str
    text: str
    places: int = 4
    powered: bool = True
    look: Look = Look.SEGMENTS
    amiss: bool = False
    percent: int = 100
    wire: str = ""
    note: str = ""
    chosen: bool = False

    @property
    def cells(self) -> tuple[int, int]:
        """Columns and rows of the wall that it takes."""
        match self.look:
            case Look.SEGMENTS:
                return 1, 1
            case Look.DOTS:
                lines = self.text.count("\n") + 1
                return 1 if self.places <= 8 and lines == 1 else 2, 1 if lines <= 2 else 2
            case Look.POLE:
                return 2, 1
            case _:
                assert_never(self.look)

    @property
    def colours(self) -> Colours:
        """Of its glass and its light."""
        match self.look:
            case Look.SEGMENTS:
                return RED
            case Look.DOTS:
                return AMBER
            case Look.POLE:
                return VFD
            case _:
                assert_never(self.look)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a display hangs, in dots of the wall's picture."""

    left: int
    top: int
    width: int
    height: int


def spots(boxes: Sequence[WallBox], columns: int) -> list[Spot]:
    """A place for each of ``boxes``, the first free one that it fits in, row by row."""
    columns = max(columns, *(box.cells[0] for box in boxes)) if boxes else 1
    taken: set[tuple[int, int]] = set()
    found: list[Spot] = []
    for box in boxes:
        wide, high = box.cells
        place = 0
        while True:
            row, column = divmod(place, columns)
            cells = {(row + y, column + x) for y in range(high) for x in range(wide)}
            if column + wide <= columns and not cells & taken:
                break
            place += 1
        taken |= cells
        found.append(_spot(row, column, wide, high))
    return found


def _spot(row: int, column: int, wide: int, high: int) -> Spot:
    return Spot(
        left=MARGIN + column * (BOX_WIDTH + BETWEEN),
        top=MARGIN + row * (BOX_HEIGHT + BETWEEN),
        width=wide * (BOX_WIDTH + BETWEEN) - BETWEEN,
        height=high * (BOX_HEIGHT + BETWEEN) - BETWEEN,
    )


def draw_wall(
    boxes: Sequence[WallBox],
    *,
    columns: int = 3,
    drawn: MutableMapping[WallBox, Image.Image] | None = None,
) -> Image.Image:
    """All ``boxes``, in the places that ``spots`` gives them.

    ``drawn`` keeps pictures for the next time: most displays show what they showed a moment ago.
    """
    known = {} if drawn is None else drawn
    places = spots(boxes, min(columns, sum(box.cells[0] for box in boxes)))
    width = max((each.left + each.width for each in places), default=0) + MARGIN
    height = max((each.top + each.height for each in places), default=0) + MARGIN
    wall = Image.new("RGB", (width, height), WALL)
    for box, place in zip(boxes, places, strict=True):
        picture = known.get(box) or known.setdefault(box, draw_box(box))
        wall.paste(picture, (place.left, place.top))
    return wall


def draw_box(box: WallBox) -> Image.Image:
    """One display: a plate with its title, the glass with its characters, what came in below."""
    spot = _spot(0, 0, *box.cells)
    size = (spot.width, spot.height)
    picture = Image.new("RGB", (size[0] * FINE, size[1] * FINE), WALL)
    draw = ImageDraw.Draw(picture)
    light = Image.new("RGB", picture.size)
    glass = _body(draw, box, size)
    _plate(draw, box, size)
    canvas = Canvas(glass=draw, light=ImageDraw.Draw(light), fine=FINE, colours=box.colours)
    _characters(canvas, box, glass)
    picture = picture.reduce(FINE)
    if box.powered:
        picture = _lit(picture, light.reduce(FINE), box.percent)
    return picture


def _lit(dark: Image.Image, light: Image.Image, percent: int) -> Image.Image:
    """The light and its glow on the dark picture."""
    share = DIMMEST + (1 - DIMMEST) * percent / 100
    light = light.point(lambda value: round(value * share))
    for radius in GLOW:
        layer = light.filter(ImageFilter.GaussianBlur(radius)) if radius else light
        dark = ImageChops.screen(dark, layer)
    return dark


def _body(draw: ImageDraw.ImageDraw, box: WallBox, size: tuple[int, int]) -> Area:
    """The case and its glass; where the glass is."""
    width, height = size
    edge = CHOSEN if box.chosen else BOX_EDGE
    line = (4 if box.chosen else 2) * FINE
    glass: Area = (SIDE, PLATE, width - SIDE, height - FOOT)
    case = (0, 0, width * FINE - 1, height * FINE - 1)
    if box.look is Look.POLE:
        glass = (SIDE, PLATE, width - SIDE, PLATE + POLE_GLASS)
        head = PLATE + POLE_GLASS + SIDE
        middle = width / 2
        stem = (middle - 22, head - 4, middle + 22, height - FOOT)
        draw.rectangle([at * FINE for at in stem], fill=METAL)
        draw.rounded_rectangle(
            (0, (height - FOOT) * FINE, width * FINE - 1, height * FINE - 1),
            ROUND * FINE, fill=BOX, outline=BOX_EDGE, width=2 * FINE,
        )  # fmt: skip
        case = (0, 0, width * FINE - 1, head * FINE - 1)
    draw.rounded_rectangle(case, ROUND * FINE, fill=BOX, outline=edge, width=line)
    draw.rounded_rectangle(
        [at * FINE for at in glass],
        10 * FINE, fill=box.colours.glass, outline=(5, 5, 7), width=3 * FINE,
    )  # fmt: skip
    return glass


def _plate(draw: ImageDraw.ImageDraw, box: WallBox, size: tuple[int, int]) -> None:
    """Title and lamp above, bytes and words below."""
    width, height = size
    middle = PLATE // 2 + 2
    title, _ = _fitting(box.title, "SemiBold", 30, width - 96)
    draw.text((26 * FINE, middle * FINE), box.title, TITLE, title, anchor="lm")
    x, y, radius = (width - 42) * FINE, middle * FINE, 7 * FINE
    lamp = DEAD if not box.powered else AMISS if box.amiss else GOOD
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=lamp)
    foot = (height - FOOT / 2) * FINE
    note, noted = _fitting(box.note, "Medium", 19, width // 2)
    draw.text(((width - 26) * FINE, foot), box.note, CHOSEN, note, anchor="rm")
    room = width - 52 - (noted / FINE + 16 if box.note else 0)
    wire, shown = _truncated(box.wire, room)
    draw.text((26 * FINE, foot), shown, SOFT, wire, anchor="lm")


def _characters(canvas: Canvas, box: WallBox, glass: Area) -> None:
    left, top, right, bottom = glass
    match box.look:
        case Look.SEGMENTS:
            area = (left + 18, top + 32, right - 18, bottom - 32)
            draw_segments(canvas, area, box.text, box.places)
        case Look.DOTS | Look.POLE:
            area = (left + 18, top + 18, right - 18, bottom - 18)
            draw_dots(canvas, area, box.text.split("\n"), box.places, DotFont())
        case _:
            assert_never(box.look)


def _font(weight: str, size: int) -> ImageFont.FreeTypeFont:
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    return ImageFont.truetype(folder / f"BeVietnamPro-{weight}.ttf", size * FINE)


def _fitting(
    words: str, weight: str, size: int, room: float
) -> tuple[ImageFont.FreeTypeFont, float]:
    """The font in which ``words`` fit into ``room``, and how wide they are then."""
    while True:
        font = _font(weight, size)
        wide = font.getlength(words)
        if wide <= room * FINE or size <= 10:
            return font, wide
        size -= 1


def _truncated(wire: str, room: float) -> tuple[ImageFont.FreeTypeFont, str]:
    """The end of a long row of bytes is left out."""
    font = _font("Medium", 18)
    shown = wire
    while font.getlength(shown) > room * FINE and " " in shown.removesuffix(" …"):
        shown = shown.removesuffix(" …").rpartition(" ")[0] + " …"
    return font, shown
