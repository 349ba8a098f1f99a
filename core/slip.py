"""A slip of paper as data: lines from top to bottom, drawn by ``hardware.frames``."""

import unicodedata
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

# Characters that must never reach paper: controls (an ESC in a name could cut it or open a
# drawer), invisible marks, halves of a broken character, private and unassigned ones.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class Size(Enum):
    """Text sizes on 80 mm paper; capital height in millimetres. Narrow paper takes them smaller."""

    SMALL = 1.75
    BODY = 2.0
    HEADING = 2.4
    TITLE = 2.9
    NUMBER = 15.5  # the largest thing on the paper


class Weight(Enum):
    REGULAR = "Regular"
    MEDIUM = "Medium"
    SEMIBOLD = "SemiBold"
    BOLD = "Bold"


class Align(Enum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Role(Enum):
    """What a line is to its reader. NUMBER and TIME are ASCII: printers have letters for them."""

    OFFICE = "office"
    SECTION = "section"
    HEADING = "heading"  # above the number
    NUMBER = "number"
    SERVICE = "service"
    PROCEDURE = "procedure"
    PRIORITY = "priority"
    REPRINT = "reprint"  # "IN LẠI", "IN THỬ"
    FACT = "fact"
    TIME = "time"
    FOOTER = "footer"
    TEXT = "text"  # anything else


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A paragraph; wraps at word borders, never overflows."""

    text: str
    size: Size = Size.BODY
    weight: Weight = Weight.REGULAR
    align: Align = Align.CENTRE
    inverted: bool = False  # white on a black bar: priority, "IN LẠI"
    role: Role = Role.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """A name and its value; side by side where the paper is wide enough, else one centred line."""

    name: str
    value: str
    size: Size = Size.BODY
    role: Role = Role.FACT


@dataclass(frozen=True, slots=True, kw_only=True)
class QrLine:
    """A QR code, ``side_mm`` with its white rim; the alphanumeric set keeps it small."""

    content: str
    side_mm: float = 22.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoLine:
    """A picture, scaled to ``width_mm``, drawn in black and white."""

    path: Path
    width_mm: float = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLine:
    """A thin horizontal line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceLine:
    """Empty paper."""

    height_mm: float


SlipLine = TextLine | PairLine | QrLine | LogoLine | RuleLine | SpaceLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """One slip, cut at its end. ``lines`` run from top to bottom."""

    lines: tuple[SlipLine, ...]


def printable(text: str) -> str:
    """``text`` as it may go on paper: NFC, one line, single spaces, nothing invisible."""
    kept = (
        " " if character.isspace() else character
        for character in unicodedata.normalize("NFC", text)
        if character.isspace() or unicodedata.category(character) not in _UNPRINTABLE
    )
    return " ".join("".join(kept).split())
