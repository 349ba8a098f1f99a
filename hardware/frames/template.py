"""Frames of displays whose protocol the maker's sheet describes: a template filled with values.

::

    frame = ["02", "addr:dec2", "text:ascii", "check:hex2", "03"]      elements 0..4
             hex     a field with its encoding
    addr 1, text "1001" -> 02 | 30 31 | 31 30 30 31 | 30 31 | 03

``len`` counts the bytes of a span of elements; ``check`` is computed over a span after everything
else is known; bytes that must not occur are escaped last. Nothing here fails at call time: what
cannot be shown is reduced by rule (``fitted``, ``last_digits``), what cannot work was refused by
``read_template``.
"""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum

from hardware.frames.led_text import LONGEST_TEXT, Charset, TextRule, digits_of, fitted
from hardware.frames.template_bytes import (
    Encoding,
    check_of,
    highest,
    last_digits,
    number_bytes,
    size_of,
)


class Field(StrEnum):
    """What may stand in a frame."""

    ADDR = "addr"  # the display's address
    TEXT = "text"  # what it shows, as text
    NUM = "num"  # what it shows, as a number: the digits of the text
    COUNTER = "counter"  # the number of the counter
    ROW = "row"  # the line within a display
    COLOR = "color"
    BLINK = "blink"
    LEN = "len"  # bytes of a span
    CHECK = "check"  # checksum of a span
    SEQ = "seq"  # counts the frames, then begins again


class ReplyKind(StrEnum):
    NONE = "none"  # the display never answers
    ECHO = "echo"  # it sends the frame back
    BYTES = "bytes"  # certain bytes, ".." for any
    REGEX = "regex"  # a pattern over bytes


class Verdict(Enum):
    """What the bytes received so far mean."""

    WAITING = "waiting"
    TAKEN = "taken"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """What fills one frame. ``num`` None: the digits of ``text``, 0 when there are none."""

    addr: int = 0
    text: str = ""
    num: int | None = None
    counter: int = 0
    row: int = 0
    color: int = 0
    blink: int = 0
    seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Literal:
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    field: Field
    encoding: Encoding


Element = Literal | Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Elements ``first`` to ``last``, both included, counted from 0."""

    first: int
    last: int

    def holds(self, index: int) -> bool:
        return self.first <= index <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    alg: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    span: Span
    add: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Escape:
    """Bytes of the span's elements that travel as others: ``03`` -> ``1B 83``."""

    span: Span
    table: tuple[tuple[int, bytes], ...]

    def applied(self, raw: bytes) -> bytes:
        table = dict(self.table)
        return b"".join(table.get(byte, bytes([byte])) for byte in raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRule:
    """What the display answers. ``silent_for``: addresses that never answer (broadcast).

    ``*_bytes``: what a simulated display would say, where the kind is BYTES.
    """

    kind: ReplyKind = ReplyKind.NONE
    taken: re.Pattern[bytes] | None = None
    refused: re.Pattern[bytes] | None = None
    taken_bytes: bytes = b""
    refused_bytes: bytes = b""
    silent_for: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    gap_ms: int = 30
    timeout_ms: int = 200
    retries: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialSettings:
    baud: int = 9600
    bits: int = 8
    parity: str = "N"
    stop: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """The maker's own example. ``wire``: its bytes, None where any byte will do (``..``)."""

    values: Values
    wire: tuple[int | None, ...]

    def fits(self, frame: bytes) -> bool:
        return len(frame) == len(self.wire) and all(
            wanted in (None, byte) for wanted, byte in zip(self.wire, frame, strict=True)
        )

    @property
    def hex(self) -> str:
        return " ".join(".." if byte is None else f"{byte:02X}" for byte in self.wire)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One display protocol, complete and proven by its examples. Made by ``read_template``."""

    title: str
    serial: SerialSettings
    frame: tuple[Element, ...]
    check: Check | None
    length: Length | None
    escape: Escape | None
    text: TextRule
    addresses: tuple[int, int]
    reply: ReplyRule
    timing: Timing
    examples: tuple[Example, ...]


def build(template: Template, values: Values) -> bytes:
    """The frame for ``values``; see the module's drawing."""
    parts = [_filled(element, template.text, values) for element in template.frame]
    for index, slot in _slots(template, Field.LEN):
        assert template.length is not None
        span = template.length.span
        counted = sum(len(part) for part in parts[span.first : span.last + 1])
        parts[index] = number_bytes(counted + template.length.add, slot.encoding)
    for index, slot in _slots(template, Field.CHECK):
        assert template.check is not None
        parts[index] = number_bytes(checksum(template.check, parts), slot.encoding)
    if template.escape is not None:
        for index in range(template.escape.span.first, template.escape.span.last + 1):
            parts[index] = template.escape.applied(parts[index])
    return b"".join(parts)


def checksum(check: Check, parts: list[bytes]) -> int:
    found = check_of(check.alg)
    assert found is not None, "read_template lets only known checksums through"
    return found[0](b"".join(parts[check.span.first : check.span.last + 1]))


def shown(template: Template, text: str) -> str:
    """What the display will show of ``text``."""
    if any(True for _ in _slots(template, Field.TEXT)):
        return fitted(text, template.text)
    for _, slot in _slots(template, Field.NUM):
        return str(last_digits(_number_in(text), slot.encoding))
    return ""


def judge(template: Template, sent: bytes, heard: bytes, *, echo: bool = False) -> Verdict:
    """Whether ``heard``, everything since ``sent`` went out, is the display's answer.

    ``echo``: the line brings back what we send, so the first copy of our frame is no answer.
    Without it a copy is thrown away wherever it cannot be the answer itself.
    """
    if echo:
        _, own, heard = heard.partition(sent)
        if not own:
            return Verdict.WAITING
    rule = template.reply
    if rule.kind is ReplyKind.ECHO:
        return Verdict.TAKEN if sent in heard else Verdict.WAITING
    heard = heard if echo else heard.replace(sent, b"", 1)
    if rule.refused is not None and rule.refused.search(heard):
        return Verdict.REFUSED
    if rule.taken is not None and rule.taken.search(heard):
        return Verdict.TAKEN
    return Verdict.WAITING


def longest_span(template: Template, span: Span) -> int:
    """The most bytes that the elements of ``span`` can have, before escaping."""
    return sum(
        _longest(element, template.text) for element in template.frame[span.first : span.last + 1]
    )


def is_digits_only(template: Template) -> bool:
    """Whether letters never reach the display."""
    has_text = any(True for _ in _slots(template, Field.TEXT))
    return not has_text or template.text.charset is Charset.DIGITS


def _slots(template: Template, field: Field) -> list[tuple[int, Slot]]:
    return [
        (index, element)
        for index, element in enumerate(template.frame)
        if isinstance(element, Slot) and element.field is field
    ]


def _filled(element: Element, rule: TextRule, values: Values) -> bytes:
    """The bytes of one element; ``len`` and ``check`` are zeros of the right size for now."""
    if isinstance(element, Literal):
        return element.raw
    if element.field in (Field.LEN, Field.CHECK):
        return bytes(size_of(element.encoding))
    if element.field is Field.TEXT:
        return fitted(values.text, rule).encode(element.encoding.value)
    number = last_digits(_number(element.field, values), element.encoding)
    if element.field is Field.SEQ:
        number = values.seq % (highest(element.encoding) + 1)
    return number_bytes(number, element.encoding)


def _number(field: Field, values: Values) -> int:
    if field is Field.NUM:
        return _number_in(values.text) if values.num is None else values.num
    number: int = getattr(values, field.value)
    return number


def _number_in(text: str) -> int:
    return int(digits_of(text)[-9:] or 0)


def _longest(element: Element, rule: TextRule) -> int:
    if isinstance(element, Literal):
        return len(element.raw)
    if element.field is Field.TEXT:
        bytes_each = 2 if element.encoding is Encoding.GB2312 else 1
        return bytes_each * (rule.width or LONGEST_TEXT)
    return 9 if element.encoding is Encoding.ASCII else size_of(element.encoding)
