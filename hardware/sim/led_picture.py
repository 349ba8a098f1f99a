"""A picture of simulated displays as they hang over the counters: red digits in dark boxes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from hardware.sim.led_segments import FOURTEEN, SEVEN, lit, needs_fourteen

Point = tuple[float, float]
Rgb = tuple[int, int, int]

# Everything is drawn this much larger and then made smaller, so that slanted edges are smooth.
FINE = 3
BOX_WIDTH, BOX_HEIGHT = 420, 272
MARGIN, BETWEEN = 40, 28
GLASS = (24, 76, BOX_WIDTH - 24, BOX_HEIGHT - 24)
DIGIT_HEIGHT = 116
SLANT = 0.10

WALL: Rgb = (12, 13, 17)
BOX: Rgb = (27, 29, 35)
BOX_EDGE: Rgb = (58, 61, 70)
GLASS_BACK: Rgb = (16, 4, 5)
GHOST: Rgb = (44, 11, 12)
RED: Rgb = (248, 34, 26)
CORE: Rgb = (255, 78, 56)
TITLE: Rgb = (232, 226, 214)
GOOD: Rgb = (59, 178, 115)
DEAD: Rgb = (84, 86, 94)


@dataclass(frozen=True, slots=True, kw_only=True)
class WallBox:
    """One display on the wall. ``places``: characters it has; ``powered`` False leaves it dark."""

    title: str
    text: str
    places: int = 4
    powered: bool = True


def draw_wall(boxes: Sequence[WallBox], *, columns: int = 3) -> Image.Image:
    """All ``boxes``, row by row."""
    columns = max(1, min(columns, len(boxes)))
    rows = math.ceil(len(boxes) / columns) or 1
    width = 2 * MARGIN + columns * BOX_WIDTH + (columns - 1) * BETWEEN
    height = 2 * MARGIN + rows * BOX_HEIGHT + (rows - 1) * BETWEEN
    wall = Image.new("RGB", (width, height), WALL)
    for index, box in enumerate(boxes):
        row, column = divmod(index, columns)
        left = MARGIN + column * (BOX_WIDTH + BETWEEN)
        wall.paste(draw_box(box), (left, MARGIN + row * (BOX_HEIGHT + BETWEEN)))
    return wall


def draw_box(box: WallBox) -> Image.Image:
    """One display: a plate with its title, and the glass with its characters."""
    picture = Image.new("RGB", (BOX_WIDTH * FINE, BOX_HEIGHT * FINE), WALL)
    draw = ImageDraw.Draw(picture)
    _frame(draw)
    _plate(draw, box)
    lit_layer = Image.new("RGB", picture.size)
    _characters(draw, ImageDraw.Draw(lit_layer), box)
    size = (BOX_WIDTH, BOX_HEIGHT)
    picture = picture.resize(size, Image.Resampling.LANCZOS)
    sharp = lit_layer.resize(size, Image.Resampling.LANCZOS)
    for radius in (11, 4, 0):
        layer = sharp.filter(ImageFilter.GaussianBlur(radius)) if radius else sharp
        picture = ImageChops.screen(picture, layer)
    return picture


def _frame(draw: ImageDraw.ImageDraw) -> None:
    outer = (0, 0, BOX_WIDTH * FINE - 1, BOX_HEIGHT * FINE - 1)
    draw.rounded_rectangle(outer, 18 * FINE, fill=BOX, outline=BOX_EDGE, width=2 * FINE)
    left, top, right, bottom = (edge * FINE for edge in GLASS)
    draw.rounded_rectangle(
        (left, top, right, bottom), 10 * FINE, fill=GLASS_BACK, outline=(5, 5, 7), width=3 * FINE
    )


def _plate(draw: ImageDraw.ImageDraw, box: WallBox) -> None:
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    middle = 40 * FINE
    size, room = 30 * FINE, (BOX_WIDTH - 96) * FINE
    while True:
        font = ImageFont.truetype(folder / "BeVietnamPro-SemiBold.ttf", size)
        if font.getlength(box.title) <= room or size <= 10 * FINE:
            break
        size -= FINE
    draw.text((26 * FINE, middle), box.title, TITLE, font, anchor="lm")
    right, radius = (BOX_WIDTH - 36) * FINE, 6 * FINE
    lamp = (right - radius, middle - radius, right + radius, middle + radius)
    draw.ellipse(lamp, fill=GOOD if box.powered else DEAD)


def _characters(glass: ImageDraw.ImageDraw, light: ImageDraw.ImageDraw, box: WallBox) -> None:
    """Every place of the display: all segments faintly, the lit ones on the layer of light."""
    left, top, right, bottom = GLASS
    places = max(box.places, len(box.text), 1)
    step = min((right - left - 36) / places, 84.0)
    height = min(DIGIT_HEIGHT, step * 1.5)
    width = min(step * 0.66, height * 0.54)
    begin = (left + right - step * places) / 2 + (step - width) / 2
    above = (top + bottom - height) / 2
    all_segments = FOURTEEN if needs_fourteen(box.text) else SEVEN
    for place, character in enumerate(box.text.rjust(places)):
        shapes = _shapes(begin + place * step, above, width, height)
        for segment in all_segments:
            glass.polygon(shapes[segment], fill=GHOST)
        for segment in lit(character) if box.powered else "":
            light.polygon(shapes[segment], fill=RED)
            light.polygon(_thinner(shapes[segment]), fill=CORE)


def _shapes(left: float, top: float, width: float, height: float) -> dict[str, list[Point]]:
    """The outline of each segment, leaning to the right."""
    thick, mid, right, half = height * 0.115, height / 2, width, width / 2
    lines: dict[str, tuple[Point, Point]] = {
        "a": ((0, 0), (right, 0)),
        "b": ((right, 0), (right, mid)),
        "c": ((right, mid), (right, height)),
        "d": ((0, height), (right, height)),
        "e": ((0, mid), (0, height)),
        "f": ((0, 0), (0, mid)),
        "g": ((0, mid), (half, mid)),
        "n": ((half, mid), (right, mid)),
        "h": ((thick, thick), (half - thick / 2, mid - thick * 0.9)),
        "i": ((half, thick * 0.5), (half, mid)),
        "j": ((right - thick, thick), (half + thick / 2, mid - thick * 0.9)),
        "k": ((thick, height - thick), (half - thick / 2, mid + thick * 0.9)),
        "l": ((half, mid), (half, height - thick * 0.5)),
        "m": ((right - thick, height - thick), (half + thick / 2, mid + thick * 0.9)),
    }
    shapes = {name: _bar(*ends, thick, gap=1.6) for name, ends in lines.items()}
    for name in "hjkm":
        shapes[name] = _bar(*lines[name], thick * 0.8, gap=0)
    return {
        name: [
            ((left + x + SLANT * (mid - y)) * FINE, (top + y) * FINE) for x, y in shape
        ]
        for name, shape in shapes.items()
    }  # fmt: skip


def _bar(start: Point, end: Point, thick: float, *, gap: float) -> list[Point]:
    """A bar with pointed ends from ``start`` to ``end``, a little shorter so that bars part."""
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    along, across = ((x1 - x0) / length, (y1 - y0) / length), thick / 2
    side = (-along[1] * across, along[0] * across)
    x0, y0 = x0 + along[0] * gap, y0 + along[1] * gap
    x1, y1 = x1 - along[0] * gap, y1 - along[1] * gap
    inner = (along[0] * across, along[1] * across)
    return [
        (x0, y0),
        (x0 + inner[0] + side[0], y0 + inner[1] + side[1]),
        (x1 - inner[0] + side[0], y1 - inner[1] + side[1]),
        (x1, y1),
        (x1 - inner[0] - side[0], y1 - inner[1] - side[1]),
        (x0 + inner[0] - side[0], y0 + inner[1] - side[1]),
    ]


def _thinner(shape: list[Point]) -> list[Point]:
    """The bright heart of a lit segment."""
    x_mid = sum(x for x, _ in shape) / len(shape)
    y_mid = sum(y for _, y in shape) / len(shape)
    return [(x_mid + (x - x_mid) * 0.62, y_mid + (y - y_mid) * 0.62) for x, y in shape]
