"""Numbers and checksums as the makers of displays write them."""

import difflib
from collections.abc import Callable, Mapping
from enum import StrEnum
from inspect import isclass
from types import MappingProxyType

from crccheck import crc


class Encoding(StrEnum):
    """How a field becomes bytes; the figure of dec, hex and bcd counts the digits."""

    U8 = "u8"  # one byte
    BE16 = "be16"  # two bytes, high one first
    LE16 = "le16"  # two bytes, low one first
    DEC2 = "dec2"  # decimal digits in ASCII: 7 -> "07"
    DEC3 = "dec3"
    HEX2 = "hex2"  # hexadecimal digits in ASCII, capitals: 180 -> "B4"
    HEX4 = "hex4"
    BCD2 = "bcd2"  # two decimal digits in one byte: 42 -> 42h
    ASCII = "ascii"  # texts; numbers as plain decimal digits
    CP1251 = "cp1251"  # texts only
    GB2312 = "gb2312"  # texts only


TEXT_ENCODINGS = (Encoding.ASCII, Encoding.CP1251, Encoding.GB2312)

# Encoding -> bytes, highest number.
_FIXED: dict[Encoding, tuple[int, int]] = {
    Encoding.U8: (1, 0xFF),
    Encoding.BE16: (2, 0xFFFF),
    Encoding.LE16: (2, 0xFFFF),
    Encoding.DEC2: (2, 99),
    Encoding.DEC3: (3, 999),
    Encoding.HEX2: (2, 0xFF),
    Encoding.HEX4: (4, 0xFFFF),
    Encoding.BCD2: (1, 99),
}
NUMBER_ENCODINGS = (*_FIXED, Encoding.ASCII)
FIXED_ENCODINGS = tuple(_FIXED)
PLAIN_MAX = 999_999_999


def size_of(encoding: Encoding) -> int:
    """Bytes of a number in a fixed ``encoding``."""
    return _FIXED[encoding][0]


def highest(encoding: Encoding) -> int:
    """The highest number that ``encoding`` can carry."""
    return _FIXED[encoding][1] if encoding in _FIXED else PLAIN_MAX


def number_bytes(number: int, encoding: Encoding) -> bytes:
    """``number``, within 0 and ``highest(encoding)``, as bytes."""
    if encoding in (Encoding.U8, Encoding.BE16):
        return number.to_bytes(size_of(encoding), "big")
    if encoding is Encoding.LE16:
        return number.to_bytes(2, "little")
    if encoding is Encoding.BCD2:
        return bytes.fromhex(f"{number:02d}")
    if encoding in (Encoding.HEX2, Encoding.HEX4):
        return f"{number:0{size_of(encoding)}X}".encode()
    width = size_of(encoding) if encoding in _FIXED else 0
    return f"{number:0{width}d}".encode()


def bytes_number(raw: bytes, encoding: Encoding) -> int:
    """The number in ``raw``; ``ValueError`` when these bytes are none."""
    if encoding in (Encoding.U8, Encoding.BE16):
        return int.from_bytes(raw, "big")
    if encoding is Encoding.LE16:
        return int.from_bytes(raw, "little")
    digits = raw.hex() if encoding is Encoding.BCD2 else raw.decode("ascii")
    if not digits.isalnum():  # int() would also read " 7", "+7" and "1_0"
        raise ValueError(digits)
    return int(digits, 16 if encoding in (Encoding.HEX2, Encoding.HEX4) else 10)


def last_digits(number: int, encoding: Encoding) -> int:
    """``number``, or its last digits when a display cannot show all: 1234 as dec3 -> 234."""
    if number <= highest(encoding):
        return number
    return int(str(number)[-whole_digits(encoding) :])


def whole_digits(encoding: Encoding) -> int:
    """How many decimal digits ``encoding`` can always carry: 2 up to 99, and up to 255 as well."""
    return len(str(highest(encoding) + 1)) - 1


SIMPLE_CHECKS: dict[str, Callable[[bytes], int]] = {
    "xor8": lambda data: _xor(data),
    "sum8": lambda data: sum(data) & 0xFF,
    "sum8neg": lambda data: -sum(data) & 0xFF,
    "sum16": lambda data: sum(data) & 0xFFFF,
}


def _squeezed(name: str) -> str:
    """``CRC-16/MODBUS``, ``Crc16Modbus`` -> ``16MODBUS``: what all spellings share."""
    return "".join(filter(str.isalnum, name)).upper().removeprefix("CRC")


# Every CRC of the crccheck package under all its names.
_CRCS: Mapping[str, type[crc.CrcBase]] = MappingProxyType(
    {
        _squeezed(name): kind
        for name, kind in vars(crc).items()
        if isclass(kind) and issubclass(kind, crc.CrcBase) and kind not in (crc.CrcBase, crc.Crc)
    }
)


def check_of(alg: str) -> tuple[Callable[[bytes], int], int] | None:
    """``(function, highest value)`` of a checksum by its name, or None for an unknown one.

    CRCs go by the names of the crccheck package with or without punctuation: ``CRC-16/MODBUS``.
    """
    if alg in SIMPLE_CHECKS:
        return SIMPLE_CHECKS[alg], 0xFFFF if alg == "sum16" else 0xFF
    found = _CRCS.get(_squeezed(alg))
    if found is None:
        return None
    width: int = found().width()
    return found.calc, (1 << width) - 1


def check_names() -> tuple[str, ...]:
    """Every checksum of at most 16 bits, as ``check_of`` knows it; the simple ones first."""
    narrow = {kind.__name__: None for kind in crc.ALLCRCCLASSES if kind().width() <= 16}
    return (*SIMPLE_CHECKS, *narrow)


def like_checks(alg: str) -> tuple[str, ...]:
    """The three checksums whose names are most like ``alg``, or fewer."""
    names = {name.lower(): name for name in check_names()}
    wanted = "".join(filter(str.isalnum, alg)).lower()
    close = difflib.get_close_matches(wanted, names, n=3, cutoff=0.5)
    return tuple(names[each] for each in close)


def _xor(data: bytes) -> int:
    value = 0
    for byte in data:
        value ^= byte
    return value
