"""The type scale of the programs that run in a window on a desk, and lengths that follow it."""

from ui_kit import theme
from ui_kit.font import FAMILY
from ui_kit.theme import TypeScale

# A desk program is designed at this size with this body text, and grows slower than the screen.
_DESIGN_WIDTH, _DESIGN_HEIGHT, _DESIGN_BODY = 1366, 768, 16
_SMALLEST_BODY, _LARGEST_BODY = 13, 28


def scale_for(width: int, height: int) -> TypeScale:
    """The type scale for a window of this size."""
    share = min(width / _DESIGN_WIDTH, height / _DESIGN_HEIGHT)
    body = round(_DESIGN_BODY * (share if share < 1 else share**0.8))
    return TypeScale(body=max(_SMALLEST_BODY, min(_LARGEST_BODY, body)))


def units(scale: TypeScale, grid_steps: float) -> int:
    """Pixels of so many steps of the 8 px grid, at this scale."""
    return round(theme.GRID * grid_steps * scale.body / _DESIGN_BODY)


def font_rule(size_px: int, weight: int = 400) -> str:
    """The font as a style rule: Qt's style sheets forget what ``setFont`` said."""
    return f"font: {weight} {size_px}px '{FAMILY}';"
