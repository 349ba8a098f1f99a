"""Sizes in millimetres: fingers and eyes do not care for pixels."""

import math
from dataclasses import dataclass

TOUCH_MM = 20.0  # the smallest side of anything to touch
GAP_MM = 5.0  # the smallest gap between two things to touch
CAPITALS_MM = 7.3  # capital letters read at 600 mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Millimetres:
    """Converts for a screen of known real width, which config tells, since monitors lie."""

    width_mm: float
    width_px: int

    def __post_init__(self) -> None:
        if self.width_mm <= 0 or self.width_px <= 0:
            raise ValueError(f"no screen: {self.width_mm} mm, {self.width_px} px")

    @property
    def per_mm(self) -> float:
        """Pixels in a millimetre."""
        return self.width_px / self.width_mm

    def px(self, mm: float) -> int:
        """Whole pixels that cover ``mm``, never less."""
        return math.ceil(mm * self.per_mm - 1e-9)

    def mm(self, px: float) -> float:
        return px / self.per_mm

    @property
    def touch(self) -> int:
        """The smallest touch target, in pixels."""
        return self.px(TOUCH_MM)

    @property
    def gap(self) -> int:
        """The smallest gap between touch targets, in pixels."""
        return self.px(GAP_MM)
