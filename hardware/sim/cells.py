"""The simulated printer's own letters: Be Vietnam Pro fitted into cells of 12 x 24 or 9 x 17 dots.

A real printer has bitmaps of its own; these are as wide and as high, and legible in Vietnamese.
"""

import math
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image, ImageDraw, ImageFont

WHITE, BLACK = 255, 0
OVERSAMPLED = 8
# Lines of tables, which the font has not: to which sides of the cell's middle they go.
TABLE_LINES = {
    **{"─": "lr", "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu"},
    **{"├": "udr", "┤": "udl", "┬": "lrd", "┴": "lru", "┼": "lrud", "═": "lr", "║": "ud"},
}
STRETCH = 1.15  # letters of equal width are wider than those of the font
CELLS_KEPT = 2000
INKED = 128  # of 255: a dot is burnt where the letter covers this much of it or more
# Rows of the em square and above the base line, as a share of the cell's; a capital with two marks
# is pressed together where it would stand out.
EM_ROWS, BASELINE_ROWS = 0.72, 0.79


class CellFont(Enum):
    """Font A and font B: columns and rows of a cell."""

    A = (12, 24)
    B = (9, 17)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How letters look; ``wide`` and ``high`` multiply dots, ``underline`` is its thickness."""

    font: CellFont = CellFont.A
    wide: int = 1
    high: int = 1
    bold: bool = False
    underline: int = 0
    inverse: bool = False


class Cells:
    """Draws letters; keeps those that were needed so far.

    Enlarged letters are drawn at their size, as printers with smoothing do: made of large square
    dots, Vietnamese marks run together.
    """

    def __init__(self) -> None:
        self._drawn: dict[tuple[str, Style], Image.Image] = {}
        self._fonts: dict[tuple[int, bool], ImageFont.FreeTypeFont] = {}

    def draw(self, letter: str, style: Style) -> Image.Image:
        """One letter in its cell, mode "1"."""
        key = (letter, style)
        if key not in self._drawn:
            if len(self._drawn) > CELLS_KEPT:
                self._drawn.clear()
            self._drawn[key] = self._styled(letter, style)
        return self._drawn[key]

    def _styled(self, letter: str, style: Style) -> Image.Image:
        cell = self._fitted(letter, style)
        if style.underline:
            bottom = cell.height - 1
            line = (0, bottom - style.underline + 1, cell.width - 1, bottom)
            ImageDraw.Draw(cell).rectangle(line, BLACK)
        return cell.point(lambda value: 255 - value) if style.inverse else cell

    def _fitted(self, letter: str, style: Style) -> Image.Image:
        columns, rows = style.font.value[0] * style.wide, style.font.value[1] * style.high
        if letter in TABLE_LINES:
            return _table_line(TABLE_LINES[letter], columns, rows, 2 if style.bold else 1)
        face, base = self._face(rows, style.bold), round(rows * BASELINE_ROWS)
        left, top, right, bottom = face.getbbox(letter, anchor="ls")
        cell = Image.new("L", (columns, rows), WHITE)
        if right <= left:
            return cell.convert("1")
        above = max(math.ceil(-top), base * OVERSAMPLED)
        below = max(math.ceil(bottom), (rows - base) * OVERSAMPLED)
        ink = Image.new("L", (math.ceil(right - left), above + below), WHITE)
        ImageDraw.Draw(ink).text((-left, above), letter, BLACK, face, anchor="ls")
        # The same letter in a cell of another shape is as wide as that cell is.
        stretched = ink.width * STRETCH * style.wide / style.high / OVERSAMPLED
        wide = min(columns - style.wide, max(1, round(stretched)))
        parts = ((0, 0, above, base), (base, above, above + below, rows - base))
        for to, begin, end, high in parts:
            part = ink.crop((0, begin, ink.width, end))
            small = part.resize((wide, high), Image.Resampling.BOX)
            cell.paste(small, ((columns - wide) // 2, to))
        return cell.point(lambda value: BLACK if 255 - value >= INKED else WHITE).convert("1")

    def _face(self, rows: int, bold: bool) -> ImageFont.FreeTypeFont:
        key = (rows, bold)
        if key not in self._fonts:
            self._fonts[key] = _open(bold, round(rows * EM_ROWS * OVERSAMPLED))
        return self._fonts[key]


def _open(bold: bool, em: int) -> ImageFont.FreeTypeFont:
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    path = folder / f"BeVietnamPro-{'Bold' if bold else 'Medium'}.ttf"
    return ImageFont.truetype(path, em, layout_engine=ImageFont.Layout.BASIC)


def _table_line(sides: str, columns: int, rows: int, thick: int) -> Image.Image:
    cell = Image.new("1", (columns, rows), WHITE)
    middle = columns // 2, rows // 2
    ends = {
        "l": (0, middle[1]),
        "r": (columns - 1, middle[1]),
        "u": (middle[0], 0),
        "d": (middle[0], rows - 1),
    }
    for side in sides:
        ImageDraw.Draw(cell).line((middle, ends[side]), BLACK, thick)
    return cell
