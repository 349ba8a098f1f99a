"""Be Vietnam Pro on the screen, and figures that do not dance."""

from pathlib import Path

import fontpkg_be_vietnam_pro
from PySide6.QtCore import QPointF
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QPainter

FAMILY: str = fontpkg_be_vietnam_pro.FAMILY
Weight = QFont.Weight

# The capital height of Be Vietnam Pro in parts of its pixel size, and how far a capital with two
# marks (Ẫ, Ế) rises above the line's ascent.
CAP_HEIGHT = 0.74
OVERSHOOT = 0.16

_FILES = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")
_DIGITS = "0123456789"


def load_font() -> None:
    """Make the font known to Qt, after the application object; raises ``FileNotFoundError``."""
    folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
    for weight in _FILES:
        path = folder / f"BeVietnamPro-{weight}.ttf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(path)


def font(size_px: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The one family at a size in pixels."""
    made = QFont(FAMILY)
    made.setPixelSize(max(1, size_px))
    made.setWeight(weight)
    return made


def size_for_capitals(cap_px: float) -> int:
    """The font size whose capitals are ``cap_px`` high."""
    return round(cap_px / CAP_HEIGHT)


def _steps(text: str, metrics: QFontMetricsF) -> list[float]:
    # Be Vietnam Pro has no tabular figures (no "tnum"): each digit gets the cell of the widest one.
    cell = max(metrics.horizontalAdvance(digit) for digit in _DIGITS)
    return [cell if char in _DIGITS else metrics.horizontalAdvance(char) for char in text]


def tabular_width(text: str, used: QFont) -> float:
    """The width of ``text`` with all digits equally wide."""
    return sum(_steps(text, QFontMetricsF(used)))


def draw_tabular(painter: QPainter, left: float, baseline: float, text: str) -> None:
    """Draw ``text`` with the painter's font and pen, all digits equally wide."""
    metrics = QFontMetricsF(painter.font())
    for char, step in zip(text, _steps(text, metrics), strict=True):
        inset = (step - metrics.horizontalAdvance(char)) / 2
        painter.drawText(QPointF(left + inset, baseline), char)
        left += step


def figures_width(text: str, used: QFont, *, tabular: bool) -> float:
    """The width of ``text``, with all digits equally wide if ``tabular``."""
    if tabular:
        return tabular_width(text, used)
    return QFontMetricsF(used).horizontalAdvance(text)


def draw_figures(
    painter: QPainter, left: float, baseline: float, text: str, *, tabular: bool
) -> None:
    """Draw ``text`` with the painter's font and pen as ``figures_width`` measures it."""
    if tabular:
        draw_tabular(painter, left, baseline, text)
    else:
        painter.drawText(QPointF(left, baseline), text)
