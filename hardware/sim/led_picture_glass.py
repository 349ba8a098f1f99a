"""The characters behind a simulated display's glass: slanted segments, or dots.

Everything is painted on two pictures of one size: ``glass`` for what is there without power, and
``light``, black but for what shines.
"""

import math
from dataclasses import dataclass

from PIL import ImageDraw

from hardware.sim.led_dots import HIGH, WIDE, DotFont
from hardware.sim.led_segments import FOURTEEN, SEVEN, lit, needs_fourteen

Point = tuple[float, float]
Rgb = tuple[int, int, int]
Area = tuple[float, float, float, float]

SLANT = 0.10
WIDEST_STEP = 84.0  # of a segment character, in dots of the finished picture
DOT_SHARE = 0.80  # of the room between two dots
LINE_DOTS = 3  # dark rows of dots between two lines of text


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Of one kind of display: its glass, what is dark behind it, what shines and its heart."""

    glass: Rgb
    ghost: Rgb
    shine: Rgb
    core: Rgb


RED = Colours(glass=(16, 4, 5), ghost=(44, 11, 12), shine=(248, 34, 26), core=(255, 78, 56))
AMBER = Colours(glass=(14, 9, 4), ghost=(38, 25, 10), shine=(255, 150, 12), core=(255, 186, 64))
VFD = Colours(glass=(5, 13, 15), ghost=(12, 28, 30), shine=(38, 224, 190), core=(150, 255, 232))


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas:
    """Both pictures; ``fine`` of their dots make one of the finished picture."""

    glass: ImageDraw.ImageDraw
    light: ImageDraw.ImageDraw
    fine: int
    colours: Colours


def draw_segments(canvas: Canvas, area: Area, text: str, places: int) -> None:
    """One line of segment characters, aligned as the display got it."""
    left, top, right, bottom = area
    places = max(places, len(text), 1)
    step = min((right - left) / places, WIDEST_STEP)
    height = min(bottom - top, step * 1.5)
    width = min(step * 0.66, height * 0.54)
    begin = (left + right - step * places) / 2 + (step - width) / 2
    above = (top + bottom - height) / 2
    all_segments = FOURTEEN if needs_fourteen(text) else SEVEN
    for place, character in enumerate(text.rjust(places)):
        shapes = _shapes(begin + place * step, above, width, height, canvas.fine)
        for segment in all_segments:
            canvas.glass.polygon(shapes[segment], fill=canvas.colours.ghost)
        for segment in lit(character):
            canvas.light.polygon(shapes[segment], fill=canvas.colours.shine)
            canvas.light.polygon(_thinner(shapes[segment]), fill=canvas.colours.core)


def draw_dots(canvas: Canvas, area: Area, lines: list[str], places: int, font: DotFont) -> None:
    """Lines of dot characters from the left, as large as all of them can be."""
    left, top, right, bottom = area
    places = max(places, *(len(line) for line in lines), 1)
    columns = places * (WIDE + 1) - 1
    rows = len(lines) * (HIGH + LINE_DOTS) - LINE_DOTS
    pitch = min((right - left) / columns, (bottom - top) / rows)
    begin = (left + right - columns * pitch) / 2
    above = (top + bottom - rows * pitch) / 2
    for row, line in enumerate(lines):
        for place, character in enumerate(line.ljust(places)):
            corner = (
                begin + place * (WIDE + 1) * pitch,
                above + row * (HIGH + LINE_DOTS) * pitch,
            )
            _dot_character(canvas, corner, pitch, font.rows(character))


def _dot_character(canvas: Canvas, corner: Point, pitch: float, rows: tuple[str, ...]) -> None:
    fine, radius = canvas.fine, pitch * DOT_SHARE / 2
    for down, dots in enumerate(rows):
        for along, dot in enumerate(dots):
            x = (corner[0] + (along + 0.5) * pitch) * fine
            y = (corner[1] + (down + 0.5) * pitch) * fine
            canvas.glass.ellipse(_around(x, y, radius * fine), fill=canvas.colours.ghost)
            if dot == "#":
                canvas.light.ellipse(_around(x, y, radius * fine), fill=canvas.colours.shine)
                canvas.light.ellipse(_around(x, y, radius * fine / 2), fill=canvas.colours.core)


def _around(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    return x - radius, y - radius, x + radius, y + radius


def _shapes(
    left: float, top: float, width: float, height: float, fine: int
) -> dict[str, list[Point]]:
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
            ((left + x + SLANT * (mid - y)) * fine, (top + y) * fine) for x, y in shape
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
