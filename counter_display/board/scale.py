"""Sizes on one screen: those of the design, and those that the distance of the seats asks for."""

import math
from dataclasses import dataclass

from counter_display.board_look import BoardLook
from ui_kit.font import CAP_HEIGHT

LONG_PX, SHORT_PX = 1920, 1080  # the screen that the sizes were designed on
_MOST_SECONDARY = 92  # of the design: more, and clock and lists would push the numbers out


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """``unit``: pixels for one pixel of the design. ``cap``: pixels of the capitals to reach."""

    unit: float
    cap: float
    upright: bool

    def px(self, design: float) -> int:
        return round(design * self.unit)

    def main(self, design: float) -> int:
        """The font size of numbers and places: ``design`` or what the last row needs."""
        return max(1, math.ceil(max(design * self.unit, self.cap / CAP_HEIGHT)))

    def secondary(self, design: float) -> int:
        """The font size of clock, notice and waits: their capitals are half as high."""
        needed = min(self.cap / 2 / CAP_HEIGHT, _MOST_SECONDARY * self.unit)
        return max(1, math.ceil(max(design * self.unit, needed)))


def scale_of(width: int, height: int, look: BoardLook) -> Scale:
    """The scale of a screen of ``width`` x ``height`` pixels."""
    upright = height > width
    long, short = (height, width) if upright else (width, height)
    return Scale(
        unit=min(long / LONG_PX, short / SHORT_PX),
        cap=look.capitals_mm * width / look.width_mm,
        upright=upright,
    )
