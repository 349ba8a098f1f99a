"""What a display can show of a text: characters reduced by rule, then cut and padded."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum

LONGEST_TEXT = 64


class Align(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Charset(StrEnum):
    """Which characters reach the display; all others are dropped, never sent as a question mark."""

    PRINTABLE = (
        "printable"  # what the code page can carry; Vietnamese marks go first: "Quầy" -> "Quay"
    )
    DIGITS = "digits"  # "A007" -> "007"


class Codec(StrEnum):
    """Code pages of displays, by the names that Python knows."""

    ASCII = "ascii"
    CP1251 = "cp1251"
    GB2312 = "gb2312"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRule:
    """How a text becomes what one display shows.

    ``width`` in characters, 0 for any length (at most ``LONGEST_TEXT``). ``pad`` is one character
    or empty: shorter texts stay short. ``drop``: characters that would break the frame.
    """

    width: int = 0
    align: Align = Align.RIGHT
    pad: str = " "
    charset: Charset = Charset.PRINTABLE
    codec: Codec = Codec.ASCII
    drop: str = ""

    @property
    def longest(self) -> int:
        return self.width or LONGEST_TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """What one display can show when that is less than its protocol can carry.

    ``width`` 0: as many characters as the protocol. The frame keeps its shape: only the text that
    goes into it is shortened.
    """

    width: int = 0
    digits_only: bool = False

    def limited(self, text: str, align: Align) -> str:
        """What of ``text`` the display can show; see ``cut``."""
        shown = digits_of(text) if self.digits_only else text
        return cut(shown, self.width, align) if self.width else shown


AS_ITS_PROTOCOL = Ability()


def fitted(text: str, rule: TextRule) -> str:
    """``text`` as the display shows it; never raises. Too long: see ``cut``."""
    shown = cut(reduced(text, rule), rule.longest, rule.align)
    if not rule.pad:
        return shown
    right = rule.align is Align.RIGHT
    return shown.rjust(rule.width, rule.pad) if right else shown.ljust(rule.width, rule.pad)


def cut(text: str, width: int, align: Align) -> str:
    """At most ``width`` characters of ``text``.

    Of a number a right-aligned display keeps the end, the digits that change: ``A1007`` -> ``1007``
    on four places. Words keep their beginning everywhere: ``HELLO`` -> ``HELL``.
    """
    if align is Align.RIGHT and text.rstrip()[-1:].isdigit():
        return text[-width:]
    return text[:width]


def reduced(text: str, rule: TextRule) -> str:
    """The characters of ``text`` that the display can show, in their order."""
    if rule.charset is Charset.DIGITS:
        return digits_of(text)
    carried = (_carried(letter, rule) for letter in unicodedata.normalize("NFC", text))
    return "".join(carried)


def digits_of(text: str) -> str:
    """Only the digits 0-9: ``A007`` -> ``007``."""
    return "".join(letter for letter in text if letter.isascii() and letter.isdigit())


def _carried(letter: str, rule: TextRule) -> str:
    if _encodes(letter, rule):
        return letter
    bare = "Dd"["Đđ".index(letter)] if letter in "Đđ" else unicodedata.normalize("NFD", letter)[0]
    return bare if _encodes(bare, rule) else ""


def _encodes(letter: str, rule: TextRule) -> bool:
    if not letter.isprintable() or letter in rule.drop:
        return False
    try:
        letter.encode(rule.codec.value)
    except UnicodeEncodeError:
        return False
    return True
