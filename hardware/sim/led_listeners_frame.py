"""Reads the frames of one template back into their values."""

import re

from hardware.frames.led_text import LONGEST_TEXT, Charset, TextRule
from hardware.frames.template import Codes, Element, Escape, Field, Literal, Slot, Template, Values
from hardware.frames.template_build import build
from hardware.frames.template_bytes import Encoding, bytes_number, size_of

MOST_DIGITS = 9


class FrameReader:
    """Finds frames of one template; building them again proves every byte, the checksum too."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._opening, self._closing = _edge(template, 0), _edge(template, -1)
        parts = [_part(template, place) for place in range(len(template.frame))]
        self._pattern = re.compile(b"".join(pattern for pattern, _, _ in parts), re.DOTALL)
        self._shortest = max(1, sum(least for _, least, _ in parts))
        self.longest = max(1, sum(most for _, _, most in parts))

    def ending(self, data: bytes, end: int) -> tuple[bytes, Values] | None:
        """The longest frame whose last byte is the one before ``end``, and what it says."""
        if not data.endswith(self._closing, 0, end):
            return None
        for start in range(max(0, end - self.longest), end - self._shortest + 1):
            if not data.startswith(self._opening, start, end):
                continue
            found = self._pattern.fullmatch(data, start, end)
            values = None if found is None else self._values(found)
            if values is not None and build(self._template, values) == data[start:end]:
                return data[start:end], values
        return None

    def _values(self, found: re.Match[bytes]) -> Values | None:
        text: str | None = None
        numbers: dict[str, int] = {}
        for place, element in enumerate(self._template.frame):
            if isinstance(element, Literal) or element.field in (Field.LEN, Field.CHECK):
                continue
            raw = _unescaped(found[f"e{place}"], self._template.escape)
            try:
                if element.field is Field.TEXT:
                    text = raw.decode(element.encoding.value)
                else:
                    number = bytes_number(raw, element.encoding)
                    numbers[element.field.value] = _meaning(element, number, self._template.codes)
            except (UnicodeDecodeError, ValueError):
                return None
        num = numbers.pop("num", None)
        low, high = self._template.addresses
        if "addr" in numbers and not low <= numbers["addr"] <= high:
            return None
        return Values(text=str(num or "") if text is None else text, num=num, **numbers)


def _meaning(slot: Slot, number: int, codes: Codes) -> int:
    """What a number on the wire stands for; the other way round as ``template_build.code_of``."""
    match slot.field:
        case Field.ROW if codes.row is not None:
            if not 0 <= number - codes.row < codes.rows:
                raise ValueError(number)
            return number - codes.row + 1
        case Field.BLINK:
            return int(number == codes.blinking)
        case Field.BRIGHT:
            span = codes.light - codes.dark
            percent = round(100 * (number - codes.dark) / span) if span else 100
            if not 0 <= percent <= 100:
                raise ValueError(number)
            return percent
        case _:
            return number


def _part(template: Template, place: int) -> tuple[bytes, int, int]:
    """What one element may look like on the wire, and its fewest and most bytes."""
    element, escape = template.frame[place], template.escape
    if isinstance(element, Literal):
        raw = _travelling(template, place)
        return re.escape(raw), len(raw), len(raw)
    letter, least, most = _letters(element, template.text)
    if escape is not None and escape.span.holds(place):
        letter = _perhaps_escaped(letter, escape)
        longest = most * max([1, *(len(travels) for _, travels in escape.table)])
    else:
        longest = most
    return b"(?P<e%d>(?:%b){%d,%d})" % (place, letter, least, most), least, longest


def _letters(slot: Slot, rule: TextRule) -> tuple[bytes, int, int]:
    """What each byte of a field may be before escaping, and how few and many there are."""
    if slot.field is not Field.TEXT:
        if slot.encoding is Encoding.ASCII:
            return b"[0-9]", 1, MOST_DIGITS
        return b".", size_of(slot.encoding), size_of(slot.encoding)
    width = rule.width or LONGEST_TEXT
    least = rule.width if rule.pad else 0
    most = 2 * width if slot.encoding is Encoding.GB2312 else width
    if rule.charset is Charset.DIGITS:
        return b"[0-9%b]" % re.escape(rule.pad.encode("ascii")), least, most
    dropped = rule.drop.encode("ascii", "ignore")
    return b"[^\\x00-\\x1f\\x7f%b]" % re.escape(dropped), least, most


def _perhaps_escaped(letter: bytes, escape: Escape) -> bytes:
    """A byte of ``letter`` as it travels, so that it is clear where each field ends."""
    travels = b"|".join(re.escape(each) for _, each in escape.table)
    never = b"|".join(re.escape(bytes([byte])) for byte, _ in escape.table)
    return b"%b|(?!%b)%b" % (travels, never, letter) if travels else letter


def _edge(template: Template, place: int) -> bytes:
    """The bytes that every frame begins or ends with; none when a field stands there."""
    return _travelling(template, place % len(template.frame))


def _travelling(template: Template, place: int) -> bytes:
    element: Element = template.frame[place]
    if not isinstance(element, Literal):
        return b""
    escape = template.escape
    is_escaped = escape is not None and escape.span.holds(place)
    return escape.applied(element.raw) if escape is not None and is_escaped else element.raw


def _unescaped(raw: bytes, escape: Escape | None) -> bytes:
    plain = {travels: bytes([byte]) for byte, travels in escape.table} if escape else {}
    if not plain:
        return raw
    longest_first = sorted(plain, key=len, reverse=True)
    pattern = b"|".join(re.escape(travels) for travels in longest_first)
    return re.sub(pattern, lambda found: plain[found[0]], raw, flags=re.DOTALL)
