"""Modbus RTU for number displays: write requests, and the acknowledgements found in a noisy stream.

::

    FC06  unit 06 register(2) value(2) crc(2)                         one register
    FC16  unit 10 register(2) count(2) bytes(1) values(2 each) crc(2)   several
    reply to FC06   the request itself
    reply to FC16   unit 10 register(2) count(2) crc(2)
    refusal         unit 86|90 code crc(2)

Numbers are high byte first, the CRC (CRC-16/MODBUS) low byte first. Unit 0 speaks to all; nobody
answers. What a bad cable does: bytes before, in and after a frame, halves of frames, our own
request coming back (half duplex adapters). Because the reply to FC06 equals its request, such an
echo looks like an answer: prefer FC16.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from crccheck.crc import Crc16Modbus

from hardware.frames.led_text import Align, Charset, TextRule, digits_of, fitted

BROADCAST = 0
HIGHEST_UNIT = 247
_REFUSED = 0x80


class Function(IntEnum):
    """The two ways to write."""

    WRITE_ONE = 0x06
    WRITE_SEVERAL = 0x10


class RegisterEncoding(StrEnum):
    """How a text lies in registers."""

    INT16 = "int16"  # its digits as one number, at most 4 digits
    INT32 = "int32"  # its digits as one number over two registers, high one first, at most 9 digits
    ASCII_PACKED = "ascii_packed"  # two characters a register, so an even width
    ASCII_WIDE = "ascii_wide"  # one character a register


# The widest number, in digits, that fits an encoding; a signed register holds 32767.
MOST_DIGITS = {RegisterEncoding.INT16: 4, RegisterEncoding.INT32: 9}
WIDEST = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Brightness:
    """Where a display takes its brightness: ``low`` for 0 percent, ``high`` for 100.

    ``low`` is the higher number where the display counts the other way round.
    """

    register: int
    low: int
    high: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of Modbus display. ``register`` as on the wire, ``width`` in characters.

    Row 1 lies at ``register``, each further one ``row_step`` behind. A wrong combination raises
    ``ValueError``; ``blank`` is the number written for "nobody".
    """

    name: str
    title: str
    function: Function
    register: int
    encoding: RegisterEncoding
    width: int
    align: Align = Align.RIGHT
    pad: str = " "
    blank: int = 0
    rows: int = 1
    row_step: int = 0
    brightness: Brightness | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.register <= self.register_of(self.rows) <= 0xFFFF:
            raise ValueError(f"register {self.register} outside 0-65535")
        if not 1 <= self.width <= MOST_DIGITS.get(self.encoding, WIDEST):
            raise ValueError(f"width {self.width} too wide for {self.encoding}")
        if self.encoding is RegisterEncoding.ASCII_PACKED and self.width % 2:
            raise ValueError("ascii_packed needs an even width")
        if self.function is Function.WRITE_ONE and len(registers(self, "")) != 1:
            raise ValueError("function 6 writes one register only")
        if len(self.pad) != 1 or not self.pad.isascii():
            raise ValueError("pad is one ASCII character")

    @property
    def is_number(self) -> bool:
        return self.encoding in MOST_DIGITS

    def register_of(self, row: int) -> int:
        """Where row ``row`` begins; rows count from 1, what is no row is the nearest one."""
        return self.register + self.row_step * (min(max(1, row), self.rows) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A write was taken. ``value``: for FC06 the number written, for FC16 how many registers."""

    unit: int
    function: Function
    register: int
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """The display answers that it will not; ``code`` 1 function, 2 register, 3 value, 4 device."""

    unit: int
    function: Function
    code: int


def text_rule(profile: Profile) -> TextRule:
    """What the display can show: number displays keep only the digits."""
    return TextRule(
        width=profile.width,
        align=profile.align,
        pad="" if profile.is_number else profile.pad,
        charset=Charset.DIGITS if profile.is_number else Charset.PRINTABLE,
    )


def registers(profile: Profile, text: str) -> tuple[int, ...]:
    """``text`` as register values."""
    shown = fitted(text, text_rule(profile))
    match profile.encoding:
        case RegisterEncoding.INT16:
            return (int(digits_of(shown) or profile.blank),)
        case RegisterEncoding.INT32:
            return divmod(int(digits_of(shown) or profile.blank), 0x10000)
        case RegisterEncoding.ASCII_WIDE:
            return tuple(shown.encode("ascii"))
        case RegisterEncoding.ASCII_PACKED:
            raw = shown.encode("ascii")
            return tuple(high << 8 | low for high, low in zip(raw[::2], raw[1::2], strict=True))


def request(profile: Profile, unit: int, text: str, row: int = 1) -> bytes:
    """The frame that makes row ``row`` of display ``unit`` show ``text``."""
    return _write(profile, unit, profile.register_of(row), registers(profile, text))


def brightness_request(profile: Profile, unit: int, percent: int) -> bytes | None:
    """The frame that makes display ``unit`` so bright; None when it has no such register."""
    rule = profile.brightness
    if rule is None:
        return None
    value = rule.low + round((rule.high - rule.low) * min(max(0, percent), 100) / 100)
    return _write(profile, unit, rule.register, (value,))


def _write(profile: Profile, unit: int, register: int, values: Sequence[int]) -> bytes:
    if profile.function is Function.WRITE_ONE:
        return write_one(unit, register, values[0])
    return write_several(unit, register, values)


def write_one(unit: int, register: int, value: int) -> bytes:
    return _sealed(bytes([unit, Function.WRITE_ONE]) + _words(register, value))


def write_several(unit: int, register: int, values: Sequence[int]) -> bytes:
    head = bytes([unit, Function.WRITE_SEVERAL]) + _words(register, len(values))
    return _sealed(head + bytes([2 * len(values)]) + _words(*values))


def acknowledgement(sent: bytes) -> bytes:
    """What a display answers when it takes the request ``sent``."""
    return sent if sent[1] == Function.WRITE_ONE else _sealed(sent[:6])


def refusal(unit: int, function: int, code: int) -> bytes:
    """What a display answers when it will not; see ``Refusal`` for the codes."""
    return _sealed(bytes([unit, function | _REFUSED, code]))


def crc_fits(frame: bytes) -> bool:
    """Whether the last two bytes are the CRC of those before."""
    return len(frame) > 2 and _sealed(frame[:-2]) == frame


def decode_reply(data: bytes, *, at_end: bool = False) -> tuple[int, Reply | Refusal | None]:
    """The first answer in ``data`` and how many bytes may be thrown away; never raises.

    ``None`` asks for more bytes: those not ``used`` may be the beginning of an answer. ``at_end``
    says that no more will come, so that a beginning without an end hides no shorter answer
    behind it. The answers found do not depend on how the stream was split.
    """
    at = 0
    while at < len(data):
        size = _reply_size(data[at : at + 2])
        if size and at + size > len(data) and not at_end:
            return at, None
        frame = data[at : at + size]
        if size and len(frame) == size and crc_fits(frame):
            return at + size, _answer(frame)
        at += 1
    return at, None


def answers(sent: bytes, answer: Reply | Refusal) -> bool:
    """Whether ``answer`` belongs to the write request ``sent``, and not to an earlier one."""
    if sent[0] != answer.unit or sent[1] != answer.function:
        return False
    if isinstance(answer, Refusal):
        return True
    return sent[2:6] == _words(answer.register, answer.value)


def silent_gap_ms(baud: int) -> float:
    """The silence that ends a frame: 3.5 characters of 11 bits, 1.75 ms above 19200 baud."""
    return 1.75 if baud > 19200 else 3.5 * 11 * 1000 / baud


def _reply_size(head: bytes) -> int:
    """Bytes of the answer that begins with ``head``; 0 when none does."""
    if len(head) < 2:
        return 2
    if head[1] in (Function.WRITE_ONE, Function.WRITE_SEVERAL):
        return 8
    if head[1] in (_REFUSED | Function.WRITE_ONE, _REFUSED | Function.WRITE_SEVERAL):
        return 5
    return 0


def _answer(frame: bytes) -> Reply | Refusal:
    function = Function(frame[1] & ~_REFUSED)
    if frame[1] & _REFUSED:
        return Refusal(unit=frame[0], function=function, code=frame[2])
    register, value = int.from_bytes(frame[2:4], "big"), int.from_bytes(frame[4:6], "big")
    return Reply(unit=frame[0], function=function, register=register, value=value)


def _words(*values: int) -> bytes:
    return b"".join(value.to_bytes(2, "big") for value in values)


def _sealed(body: bytes) -> bytes:
    crc: int = Crc16Modbus.calc(body)
    return body + crc.to_bytes(2, "little")
