"""Vietnamese letters ⇄ single bytes, the way printers have them.

TCVN-3 (TCVN 5712:1993 VN3; Epson's pages 30 and 31): one byte for a letter with all its marks. The
page of capitals has them where the other page has their small letters, but for Ă A1, Â A2, Đ A7.
Đ is U+0110; tables in circulation have the Icelandic ETH (U+00D0) there.

CP1258 (Windows, Epson's page 52): a letter, then its tone mark as a byte of its own, which the
printer must print over the letter. Only the tone is split off: ê stays one byte, ế is ê + ´.
Neither composed (NFC) nor decomposed (NFD) text has that form.

ASCII is the same everywhere, and the only thing sent below A1; nothing below 20 ever leaves.
"""

import unicodedata
from dataclasses import dataclass

from hardware.protocols.capabilities import Alphabet, CodePage

_TCVN3_FIRST = 0xA8
# From A8 on; "·" has no letter.
_TCVN3_SMALL = (
    "ăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ·"
)
_TCVN3_CAPITALS = {"Ă": 0xA1, "Â": 0xA2, "Đ": 0xA7}
_NO_LETTER = "·"
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_BLANK, _LAST_ASCII = 0x20, 0x7E

TCVN3_SMALL = {
    letter: _TCVN3_FIRST + place
    for place, letter in enumerate(_TCVN3_SMALL)
    if letter != _NO_LETTER
}
TCVN3_CAPITALS = {letter.upper(): byte for letter, byte in TCVN3_SMALL.items()} | _TCVN3_CAPITALS


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelled:
    """Some bytes and the page (``ESC t``) that they need; None: any page has them."""

    page: int | None
    data: bytes


def is_ascii(text: str) -> bool:
    """Every printer has letters for it."""
    return all(_BLANK <= ord(character) <= _LAST_ASCII for character in text)


def spell(text: str, code_page: CodePage | None) -> tuple[Spelled, ...] | None:
    """``text`` (NFC) in bytes; None when the printer lacks one of its letters."""
    spelled: list[Spelled] = []
    for character in text:
        one = _spell_one(character, code_page)
        if one is None:
            return None
        if spelled and (one.page is None or one.page == spelled[-1].page):
            one = Spelled(page=spelled[-1].page, data=spelled.pop().data + one.data)
        elif spelled and spelled[-1].page is None:
            one = Spelled(page=one.page, data=spelled.pop().data + one.data)
        spelled.append(one)
    return tuple(spelled)


def _spell_one(character: str, code_page: CodePage | None) -> Spelled | None:
    if is_ascii(character):
        return Spelled(page=None, data=character.encode("ascii"))
    if code_page is None:
        return None
    if code_page.alphabet is Alphabet.CP1258:
        data = _cp1258(character)
        return None if data is None else Spelled(page=code_page.page, data=data)
    if character in TCVN3_SMALL:
        return Spelled(page=code_page.page, data=bytes((TCVN3_SMALL[character],)))
    if character in TCVN3_CAPITALS and code_page.capitals_page is not None:
        return Spelled(page=code_page.capitals_page, data=bytes((TCVN3_CAPITALS[character],)))
    return None


def _cp1258(character: str) -> bytes | None:
    if character.lower() not in TCVN3_SMALL:
        # Other signs of the page are left to pictures: clones agree on the Vietnamese letters only.
        return None
    try:
        return character.encode("cp1258")
    except UnicodeEncodeError:
        pass
    apart = unicodedata.normalize("NFD", character)
    tone = next(mark for mark in apart if mark in _TONES)
    letter = unicodedata.normalize("NFC", apart.replace(tone, ""))
    return (letter + tone).encode("cp1258")
