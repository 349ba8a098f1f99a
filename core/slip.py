"""A slip of paper as data: lines from top to bottom, drawn by ``hardware.frames``."""

import unicodedata
from collections.abc import Sequence
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
    BOLD = "Bold"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A centred paragraph; wraps at word borders, never overflows."""

    text: str
    size: Size = Size.BODY
    weight: Weight = Weight.REGULAR
    inverted: bool = False  # white on a black bar: priority, "IN LẠI"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLine:
    """A name and its value; side by side where the paper is wide enough, else one centred line."""

    name: str
    value: str
    size: Size = Size.BODY


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


def ticket_slip(
    *,
    office: str,
    section: str,
    number_heading: str,
    number: str,
    service: str,
    facts: Sequence[tuple[str, str]] = (),
    qr: str | None = None,
    footer: Sequence[str] = (),
    priority: str | None = None,
    reprint: str | None = None,
    logo: Path | None = None,
) -> Slip:
    """The ticket on paper, out of ready-made sentences in the citizen's language.

    ``facts``: names and values such as ("Số người chờ trước", "4"), in the order of the paper.
    ``priority`` and ``reprint`` are the words of a black bar, None leaves the bar out. ``qr`` is
    the code's content; letters a-z in it make the code larger.
    """
    lines: list[SlipLine] = [SpaceLine(height_mm=1.5)]
    if reprint is not None:
        lines += [TextLine(text=reprint, size=Size.HEADING, weight=Weight.BOLD, inverted=True)]
        lines += [SpaceLine(height_mm=2.5)]
    if logo is not None:
        lines += [LogoLine(path=logo, width_mm=10.0), SpaceLine(height_mm=1.5)]
    lines += [
        TextLine(text=office, size=Size.HEADING, weight=Weight.BOLD),
        TextLine(text=section, size=Size.SMALL),
        *_rule_between(2.0, 2.0),
    ]
    lines += _number_lines(number_heading, number, service, priority)
    if facts:
        lines += _rule_between(2.0, 1.0)
        lines += [PairLine(name=name, value=value) for name, value in facts]
        lines += _rule_between(1.0, 0.0)
    lines += [SpaceLine(height_mm=2.0) if qr is None else QrLine(content=qr)]
    lines += [TextLine(text=sentence, size=Size.SMALL) for sentence in footer]
    return Slip(lines=(*lines, SpaceLine(height_mm=2.0)))


def _number_lines(heading: str, number: str, service: str, priority: str | None) -> list[SlipLine]:
    """What is read from afar: the number, with its heading above and its field below."""
    lines: list[SlipLine] = [
        TextLine(text=heading, weight=Weight.MEDIUM),
        SpaceLine(height_mm=1.5),
        TextLine(text=number, size=Size.NUMBER, weight=Weight.BOLD),
        SpaceLine(height_mm=2.5),
        TextLine(text=service, size=Size.HEADING, weight=Weight.BOLD),
    ]
    if priority is not None:
        lines += [SpaceLine(height_mm=1.0)]
        lines += [TextLine(text=priority, weight=Weight.BOLD, inverted=True)]
    return lines


def _rule_between(above_mm: float, below_mm: float) -> list[SlipLine]:
    return [SpaceLine(height_mm=above_mm), RuleLine(), SpaceLine(height_mm=below_mm)]
