"""What a window's size means for the layout: shape, margins, type."""

import math
from dataclasses import dataclass
from enum import Enum, auto

from ui_kit.font import size_for_capitals
from ui_kit.millimetres import CAPITALS_MM, Millimetres
from ui_kit.theme import GRID, TypeScale

SIDE_FROM = 1.5  # width / height from which the office moves to the left side
_BODY_CAPITALS_MM = 4.0


class Shape(Enum):
    """Where the office stands."""

    TALL = auto()  # on top; the controls are in the lower part of the screen
    SIDE = auto()  # on the left
    BAND = auto()  # on top, flat


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """The window in pixels and the sizes that follow from it."""

    width: int
    height: int
    mm: Millimetres

    @property
    def shape(self) -> Shape:
        if self.height > self.width:
            return Shape.TALL
        return Shape.SIDE if self.width / self.height >= SIDE_FROM else Shape.BAND

    @property
    def type(self) -> TypeScale:
        """Readable at arm's length, and in proportion on a screen with much room."""
        readable = size_for_capitals(self.mm.px(_BODY_CAPITALS_MM))
        return TypeScale(body=max(readable, min(self.width, self.height) // 42))

    @property
    def capitals(self) -> int:
        """The font size whose capitals anyone can read."""
        return size_for_capitals(self.mm.px(CAPITALS_MM))

    @property
    def margin(self) -> int:
        return on_grid(max(self.mm.px(6), min(self.width, self.height) * 0.04))

    @property
    def gap(self) -> int:
        """Between two things to touch."""
        return max(self.mm.gap, 2 * GRID)

    @property
    def button(self) -> int:
        """The height of a plain button."""
        return max(self.mm.touch + 2, round(self.type.body * 2))


def on_grid(px: float) -> int:
    """The next multiple of the grid."""
    return math.ceil(px / GRID) * GRID
