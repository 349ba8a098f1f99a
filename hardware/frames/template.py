"""Frames of displays whose protocol the maker's sheet describes: what a template is made of.

::

    frame = ["02", "addr:dec2", "text:ascii", "check:hex2", "03"]      elements 0..4
             hex     a field with its encoding
    addr 1, text "1001" -> 02 | 30 31 | 31 30 30 31 | 30 31 | 03

``hardware.frames.template_build`` fills a template, ``read_template`` makes one.
"""

import re
from dataclasses import dataclass
from enum import Enum, StrEnum

from hardware.frames.led_text import TextRule
from hardware.frames.template_bytes import Encoding


class Field(StrEnum):
    """What may stand in a frame."""

    ADDR = "addr"  # the display's address
    TEXT = "text"  # what it shows, as text
    NUM = "num"  # what it shows, as a number: the digits of the text
    COUNTER = "counter"  # the number of the counter
    ROW = "row"  # the line within a display
    COLOR = "color"
    BLINK = "blink"
    BRIGHT = "bright"  # in the frame that dims: how bright
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
    """What fills one frame. ``num`` None: the digits of ``text``, 0 when there are none.

    ``row`` counts from 1; ``bright`` in percent.
    """

    addr: int = 0
    text: str = ""
    num: int | None = None
    counter: int = 0
    row: int = 0
    color: int = 0
    blink: int = 0
    seq: int = 0
    bright: int = 100


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
class Codes:
    """What a row, blinking or brightness is called on the wire.

    Row 1 is ``row``, row 2 the next number; ``row`` None: rows travel as they are. ``dark`` and
    ``light`` belong to 0 and 100 percent; ``dark`` may be the higher one.
    """

    row: int | None = None
    rows: int = 1
    steady: int = 0
    blinking: int = 1
    dark: int = 0
    light: int = 100


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
    """One display protocol, complete and proven by its examples. Made by ``read_template``.

    ``broadcast``: the address that speaks to all. ``clear``: bytes that darken every display on
    the line. ``dim``: the frame that sets the brightness, a template of its own.
    """

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
    codes: Codes = Codes()
    broadcast: int | None = None
    clear: bytes = b""
    dim: "Template | None" = None
