"""How simulated displays understand their line: a Modbus slave, or a template read back.

Both find frames in any stream: bytes before, between and after frames are skipped, and a frame
may come in any number of pieces.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from hardware.frames import modbus
from hardware.frames.led_dialect import Dialect, ModbusDialect, TemplateDialect
from hardware.frames.modbus import Function, Profile, RegisterEncoding
from hardware.frames.template import Element, Field, Literal, ReplyKind, Template, Values, build
from hardware.frames.template_bytes import TEXT_ENCODINGS, Encoding, bytes_number, size_of

KEPT_BYTES = 512
# What real displays answer; the first that a template's pattern takes is used.
_USUAL_ANSWERS = (b"ACK", b"\x06", b"OK\r\n", b"NACK", b"\x15", b"ERR\r\n", b"\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class SimDisplay:
    """One simulated display. ``dialect`` as the driver's; ``row`` where the protocol has one."""

    name: str
    address: int
    dialect: Dialect
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One understood frame: which displays show what, and what would be answered."""

    frame: bytes
    texts: dict[str, str]
    answer: bytes
    refusal: bytes


class Listener(Protocol):
    """Understands one protocol; remembers what its displays need to."""

    def decode(self, data: bytes) -> tuple[int, Seen | None]:
        """Bytes that may be forgotten, and the first frame found; None asks for more bytes."""


def listeners_for(displays: Sequence[SimDisplay]) -> list[Listener]:
    """One listener for all Modbus displays and one per template."""
    listeners: list[Listener] = []
    profiles = [
        (display, display.dialect.profile)
        for display in displays
        if isinstance(display.dialect, ModbusDialect)
    ]
    if profiles:
        listeners.append(ModbusListener(profiles))
    groups: list[tuple[Template, list[SimDisplay]]] = []
    for display in displays:
        if isinstance(display.dialect, TemplateDialect):
            template = display.dialect.template
            group = next((each for known, each in groups if known == template), None)
            if group is None:
                groups.append((template, [display]))
            else:
                group.append(display)
    return [*listeners, *(TemplateListener(template, group) for template, group in groups)]


class ModbusListener:
    """Several slaves on one line, each with its registers."""

    def __init__(self, displays: Sequence[tuple[SimDisplay, Profile]]) -> None:
        self._displays = displays
        self._registers: dict[tuple[int, int], int] = {}

    def decode(self, data: bytes) -> tuple[int, Seen | None]:
        for at in range(len(data)):
            size = _request_size(data[at : at + 7])
            if size == 0:
                continue
            if at + size > len(data):
                return at, None
            frame = data[at : at + size]
            if modbus.crc_fits(frame):
                return at + size, self._seen(frame)
        return len(data), None

    def _seen(self, frame: bytes) -> Seen:
        unit, function = frame[0], frame[1]
        register = int.from_bytes(frame[2:4], "big")
        body = frame[4:6] if function == Function.WRITE_ONE else frame[7:-2]
        values = [int.from_bytes(body[at : at + 2], "big") for at in range(0, len(body), 2)]
        written = range(register, register + len(values))
        texts: dict[str, str] = {}
        for display, profile in self._displays:
            if unit in (display.address, modbus.BROADCAST) and profile.register in written:
                own = {(display.address, place): each
                       for place, each in zip(written, values, strict=True)}  # fmt: skip
                self._registers.update(own)
                texts[display.name] = self._text(display.address, profile)
        known = any(unit == display.address for display, _ in self._displays)
        no_such_register = modbus.refusal(unit, function, 2)
        answer = modbus.acknowledgement(frame) if texts else no_such_register
        if not known:  # another slave's business, or everybody's
            return Seen(frame=frame, texts=texts, answer=b"", refusal=b"")
        return Seen(
            frame=frame, texts=texts, answer=answer, refusal=modbus.refusal(unit, function, 4)
        )

    def _text(self, unit: int, profile: Profile) -> str:
        """What the registers of one display say."""
        first = profile.register
        match profile.encoding:
            case RegisterEncoding.INT16:
                return str(self._at(unit, first))
            case RegisterEncoding.INT32:
                return str(self._at(unit, first) << 16 | self._at(unit, first + 1))
            case RegisterEncoding.ASCII_WIDE:
                codes = [self._at(unit, first + place) for place in range(profile.width)]
                return "".join(chr(code & 0x7F) for code in codes)
            case RegisterEncoding.ASCII_PACKED:
                words = [self._at(unit, first + place) for place in range(profile.width // 2)]
                raw = b"".join(word.to_bytes(2, "big") for word in words)
                return raw.decode("ascii", "replace")

    def _at(self, unit: int, register: int) -> int:
        return self._registers.get((unit, register), 0)


class TemplateListener:
    """Displays that speak one template: the frame is read back into its values."""

    def __init__(self, template: Template, displays: Sequence[SimDisplay]) -> None:
        self._template = template
        self._displays = displays
        parts = [_pattern(each, place, template) for place, each in enumerate(template.frame)]
        self._pattern = re.compile(b"".join(parts), re.DOTALL)

    def decode(self, data: bytes) -> tuple[int, Seen | None]:
        first = self._template.frame[0]
        opening = first.raw if isinstance(first, Literal) else b""
        for start in range(len(data)):
            if not data.startswith(opening, start):
                continue
            for end in range(start + 1, len(data) + 1):
                found = self._pattern.fullmatch(data, start, end)
                values = None if found is None else self._values(found)
                # Building it again proves every byte, the checksum too.
                if values is not None and build(self._template, values) == data[start:end]:
                    return end, self._seen(data[start:end], values)
        return max(0, len(data) - KEPT_BYTES), None

    def _values(self, found: re.Match[bytes]) -> Values | None:
        texts: dict[str, str] = {}
        numbers: dict[str, int] = {}
        for place, element in enumerate(self._template.frame):
            if isinstance(element, Literal) or element.field in (Field.LEN, Field.CHECK):
                continue
            raw = self._unescaped(found[f"e{place}"])
            try:
                if element.field is Field.TEXT:
                    texts["text"] = raw.decode(element.encoding.value)
                else:
                    numbers[element.field.value] = bytes_number(raw, element.encoding)
            except (UnicodeDecodeError, ValueError):
                return None
        text = texts.get("text", str(numbers.get("num", "")))
        num = numbers.pop("num", None)
        return Values(text=text, num=num, **numbers)

    def _unescaped(self, raw: bytes) -> bytes:
        escape = self._template.escape
        for plain, travels in escape.table if escape is not None else ():
            raw = raw.replace(travels, bytes([plain]))
        return raw

    def _seen(self, frame: bytes, values: Values) -> Seen:
        rule = self._template.reply
        slots = {each.field for each in self._template.frame if not isinstance(each, Literal)}
        texts = {
            display.name: values.text
            for display in self._displays
            if (Field.ADDR not in slots
                or values.addr == display.address or values.addr in rule.silent_for)
            and (Field.ROW not in slots or values.row == display.row)
        }  # fmt: skip
        if not texts or rule.kind is ReplyKind.NONE or values.addr in rule.silent_for:
            return Seen(frame=frame, texts=texts, answer=b"", refusal=b"")
        if rule.kind is ReplyKind.ECHO:
            return Seen(frame=frame, texts=texts, answer=frame, refusal=b"")
        return Seen(
            frame=frame,
            texts=texts,
            answer=rule.taken_bytes or _usual(rule.taken, unlike=rule.refused),
            refusal=rule.refused_bytes or _usual(rule.refused, unlike=None),
        )


def _pattern(element: Element, place: int, template: Template) -> bytes:
    """What one element may look like on the wire."""
    if isinstance(element, Literal):
        raw = element.raw
        if template.escape is not None and template.escape.span.holds(place):
            raw = template.escape.applied(raw)
        return re.escape(raw)
    if template.escape is not None and template.escape.span.holds(place):
        some = b".{0,128}?"
    elif element.encoding in TEXT_ENCODINGS:
        some = b"[0-9]{1,9}" if element.field is not Field.TEXT else b".{0,128}?"
    else:
        some = b"." * size_of(Encoding(element.encoding))
    return b"(?P<e%d>%b)" % (place, some)


def _usual(pattern: re.Pattern[bytes] | None, *, unlike: re.Pattern[bytes] | None) -> bytes:
    for answer in _USUAL_ANSWERS:
        is_other = unlike is not None and unlike.search(answer)
        if pattern is not None and pattern.search(answer) and not is_other:
            return answer
    return b""


def _request_size(head: bytes) -> int:
    """Bytes of the write request that begins with ``head``; 0 when none does."""
    if len(head) < 2:
        return 2
    if head[1] == Function.WRITE_ONE:
        return 8
    if head[1] != Function.WRITE_SEVERAL:
        return 0
    if len(head) < 7:
        return 7
    count = int.from_bytes(head[4:6], "big")
    return 9 + head[6] if 0 < count <= 123 and head[6] == 2 * count else 0
