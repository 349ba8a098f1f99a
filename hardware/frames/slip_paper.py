"""The paper under a print head, in dots."""

import math
from dataclasses import dataclass

from hardware.frames.capability_check import checked
from hardware.protocols.capabilities import Capabilities

MARGIN_MM = 1.5
NARROW_MM = 60.0
# On narrow paper all but the QR code and small letters takes this share of its size.
NARROW_SCALE = 0.88
# No letters below this are made smaller for narrow paper, none at all go below the second.
READABLE_MM, LEAST_MM = 2.0, 1.75
# On wide paper text stands in a column: easier to read across, and calmer to look at.
COLUMN_MM = 62.0
# A line that just does not fit becomes this much smaller before it wraps.
SQUEEZE = 0.88
MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The print head: its width in dots (cut to full bytes) and its dots per millimetre.

    ``doubled``: the number and the code are drawn in dots of 2 × 2, which such a printer gets in a
    quarter of the bytes.
    """

    width_dots: int
    dots_per_mm: float = 8.0  # 203 dpi
    doubled: bool = False

    @property
    def width(self) -> int:
        return self.width_dots // 8 * 8

    @property
    def narrow(self) -> bool:
        return self.width / self.dots_per_mm < NARROW_MM

    @property
    def column(self) -> int:
        """Everything stands within this width in the middle; even, as the paper is."""
        return min(self.text_width, self.dots(COLUMN_MM)) // 2 * 2

    @property
    def text_width(self) -> int:
        return self.width - 2 * self.dots(MARGIN_MM)

    def dots(self, millimetres: float) -> int:
        return round(millimetres * self.dots_per_mm)

    def scaled(self, millimetres: float) -> int:
        return round(millimetres * self.dots_per_mm * (NARROW_SCALE if self.narrow else 1))

    def capitals(self, millimetres: float) -> range:
        """Heights to try for letters that should be so tall: the right one, then ever smaller."""
        tallest = max(self.scaled(millimetres), self.dots(min(millimetres, READABLE_MM)))
        smallest = max(math.floor(tallest * SQUEEZE) + 1, self.dots(LEAST_MM))
        return range(tallest, min(tallest, smallest) - 1, -1)


def paper_for(capabilities: Capabilities) -> Paper:
    """The paper of a printer; raises ``UnfitCapabilities`` when there can be no such printer."""
    checked(capabilities)
    dpi = capabilities.dpi
    return Paper(
        width_dots=capabilities.width_dots,
        # A "203 dpi" head has 8 dots per millimetre.
        dots_per_mm=8.0 if dpi == 203 else dpi / MM_PER_INCH,
        doubled=capabilities.double_raster,
    )
