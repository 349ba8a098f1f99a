"""The one look of all programs: colours, type scale, style sheet."""

from dataclasses import dataclass

# Surfaces
PAGE = "#FAF7F2"
CARD = "#FFFFFF"
LINE = "#E3DCD0"  # hairlines and borders on both surfaces
SHADE = "#F1ECE3"  # pressed and disabled surfaces

# Text and accents
INK = "#14213D"
INK_SOFT = "#4C566B"
BRAND = "#9F1D20"
BRAND_DARK = "#7E1518"  # pressed
GOLD = "#F2B632"  # accent only, never text
GREEN = "#1B7F4B"
AMBER = "#B25E09"
RED = "#B3261E"
ON_BRAND = "#FFFFFF"

# Quiet backgrounds of notes
BRAND_TINT = "#F8ECEA"
GREEN_TINT = "#E8F3EC"
AMBER_TINT = "#FCF1E1"
RED_TINT = "#FBEAE8"

# Every pair of (text, background) that a screen may use; a test holds each at 4.5:1 or more.
TEXT_PAIRS: tuple[tuple[str, str], ...] = (
    (INK, PAGE),
    (INK, CARD),
    (INK, SHADE),
    (INK, GOLD),
    (INK, BRAND_TINT),
    (INK, GREEN_TINT),
    (INK, AMBER_TINT),
    (INK, RED_TINT),
    (INK_SOFT, PAGE),
    (INK_SOFT, CARD),
    (INK_SOFT, SHADE),
    (INK_SOFT, AMBER_TINT),
    (BRAND, PAGE),
    (BRAND, CARD),
    (BRAND, BRAND_TINT),
    (GREEN, CARD),
    (AMBER, CARD),
    (RED, CARD),
    (RED, RED_TINT),
    (ON_BRAND, BRAND),
    (ON_BRAND, BRAND_DARK),
    (ON_BRAND, INK),
    (ON_BRAND, GREEN),
)

# Pairs of (line picture, background): no text, so 3:1 is enough; held by the same test.
PICTURE_PAIRS: tuple[tuple[str, str], ...] = (
    (GREEN, GREEN_TINT),
    (AMBER, AMBER_TINT),
    (BRAND, BRAND_TINT),
    (RED, RED_TINT),
    (GOLD, INK),
)

GRID = 8  # px: margins and gaps are multiples of it
RADIUS = 12  # px: corners of cards and buttons


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeScale:
    """Font sizes in pixels, each a quarter larger than the one before; ``body`` sets them all."""

    body: int

    @property
    def caption(self) -> int:
        return round(self.body * 0.8)

    @property
    def lead(self) -> int:
        return round(self.body * 1.25)

    @property
    def title(self) -> int:
        return round(self.body * 1.5625)

    @property
    def headline(self) -> int:
        return round(self.body * 1.953)

    @property
    def display(self) -> int:
        return round(self.body * 2.441)


def luminance(colour: str) -> float:
    """Relative luminance of ``#RRGGBB`` (WCAG 2.2)."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def stylesheet() -> str:
    """The style sheet of the whole application.

    Buttons take their kind from the dynamic property ``kind``: ``primary``, ``plain``, ``quiet``,
    ``danger`` (ends something), ``onbrand`` (on a dark red surface), ``card`` (looks the same while
    disabled) or ``closed``; frames with the property ``surface`` = ``card`` are cards.
    """
    return f"""
        QWidget {{ color: {INK}; }}
        QMainWindow, QWidget[surface="page"] {{ background: {PAGE}; }}
        QFrame[surface="card"] {{
            background: {CARD}; border: 1px solid {LINE}; border-radius: {RADIUS}px;
        }}
        QPushButton {{
            background: {CARD}; border: 2px solid {LINE}; border-radius: {RADIUS}px;
            padding: 4px 16px;
        }}
        QPushButton:pressed {{ background: {SHADE}; border-color: {INK_SOFT}; }}
        QPushButton:focus {{ border: 4px solid {INK}; outline: none; }}
        QPushButton:disabled {{ background: {SHADE}; color: {INK_SOFT}; border-color: {LINE}; }}
        QPushButton[kind="primary"] {{
            background: {BRAND}; color: {ON_BRAND}; border: 2px solid {BRAND};
        }}
        QPushButton[kind="primary"]:pressed {{ background: {BRAND_DARK}; }}
        QPushButton[kind="primary"]:focus {{ border: 4px solid {GOLD}; }}
        QPushButton[kind="primary"]:disabled {{
            background: {SHADE}; color: {INK_SOFT}; border-color: {LINE};
        }}
        QPushButton[kind="danger"] {{ color: {RED}; border-color: {RED}; }}
        QPushButton[kind="danger"]:pressed {{ background: {RED_TINT}; }}
        QPushButton[kind="card"], QPushButton[kind="card"]:disabled {{
            background: {CARD}; border: 2px solid {LINE};
        }}
        QPushButton[kind="card"]:pressed {{ background: {BRAND_TINT}; border-color: {BRAND}; }}
        QPushButton[kind="card"]:focus {{ border: 4px solid {INK}; }}
        QPushButton[kind="closed"] {{ background: {SHADE}; border: 2px solid {SHADE}; }}
        QPushButton[kind="onbrand"] {{
            background: {BRAND}; color: {ON_BRAND}; border: 2px solid {ON_BRAND};
        }}
        QPushButton[kind="onbrand"]:pressed {{ background: {BRAND_DARK}; }}
        QPushButton[kind="onbrand"]:focus {{ border: 4px solid {GOLD}; }}
        QPushButton[kind="onbrand"]:disabled {{ color: {ON_BRAND}; }}
        QPushButton[kind="quiet"] {{ background: transparent; border: 2px solid transparent; }}
        QPushButton[kind="quiet"]:pressed {{ background: {SHADE}; }}
        QPushButton[kind="quiet"]:focus {{ border: 4px solid {INK}; }}
    """
