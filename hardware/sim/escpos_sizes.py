"""How long an ESC/POS command is, told from its first bytes.

Written from the command reference, apart from the encoder in ``hardware.frames``, so that the
simulator does not share its mistakes.

    ESC * m nL nH d…           1D 28 f pL pH d…  (GS ( …, k = pL + 256 pH)
    GS v 0 m xL xH yL yH d…    1D 38 4C p1 p2 p3 p4 d…  (GS 8 L, 32-bit length)
    FS q n [xL xH yL yH d…]…   GS k m d… 00  (m 0-6)  ·  GS k m n d…  (m 65-79)
"""

import re
from collections.abc import Callable
from types import MappingProxyType
from typing import Final

ESC, GS, FS, DLE = 0x1B, 0x1D, 0x1C, 0x10

# How a size is found: bytes received, where the command begins -> its size, None: cannot tell yet.
Measure = Callable[[bytearray, int], int | None]

_TEXT: Final = re.compile(rb"[\x20-\xff]+")
_NULS: Final = re.compile(rb"\x00+")


def size_at(data: bytearray, at: int) -> int | None:
    """Bytes of the command, the text or the control that begins at ``at``."""
    lead = data[at]
    if lead >= 0x20:
        return _run(_TEXT, data, at)
    if lead == 0:
        return _run(_NULS, data, at)
    table = _TABLES.get(lead)
    if table is None:
        return 1
    if len(data) < at + 2:
        return None
    rule = table.get(data[at + 1], 2)
    return rule if isinstance(rule, int) else rule(data, at)


def _run(pattern: re.Pattern[bytes], data: bytearray, at: int) -> int:
    found = pattern.match(data, at)
    assert found is not None, "begins with such a byte"
    return found.end() - at


def _counted(at_low: int, wide: int = 2) -> Measure:
    """A command that says its own length in ``wide`` bytes at ``at_low``, low byte first."""

    def measure(data: bytearray, at: int) -> int | None:
        start = at + at_low
        if len(data) < start + wide:
            return None
        return at_low + wide + int.from_bytes(data[start : start + wide], "little")

    return measure


def _to_nul(data: bytearray, at: int, skip: int) -> int | None:
    end = data.find(0, at + skip)
    return None if end < 0 else end - at + 1


def _tabs(data: bytearray, at: int) -> int | None:
    return _to_nul(data, at, 2)


def _bit_image(data: bytearray, at: int) -> int | None:
    if len(data) < at + 5:
        return None
    columns = data[at + 3] | data[at + 4] << 8
    return 5 + columns * (3 if data[at + 2] >= 32 else 1)


def _own_letters(data: bytearray, at: int) -> int | None:
    """``ESC & y c1 c2 [x d…]…``."""
    if len(data) < at + 5:
        return None
    high, first, last = data[at + 2 : at + 5]
    end = at + 5
    for _ in range(first, last + 1):
        if len(data) <= end:
            return None
        end += 1 + high * data[end]
    return end - at


def _raster(data: bytearray, at: int) -> int | None:
    if len(data) < at + 8:
        return None
    across, down = data[at + 4] | data[at + 5] << 8, data[at + 6] | data[at + 7] << 8
    return 8 + across * down


def _variable_image(data: bytearray, at: int) -> int | None:
    """``GS Q 0 m xL xH yL yH d…``: columns, y bytes each."""
    return _raster(data, at)


def _downloaded_image(data: bytearray, at: int) -> int | None:
    return None if len(data) < at + 4 else 4 + data[at + 2] * data[at + 3] * 8


def _cut(data: bytearray, at: int) -> int | None:
    if len(data) < at + 3:
        return None
    return 4 if data[at + 2] in b"ABabgh" else 3


def _barcode(data: bytearray, at: int) -> int | None:
    if len(data) < at + 4:
        return None
    return _to_nul(data, at, 3) if data[at + 2] <= 6 else 4 + data[at + 3]


def _counter_print(data: bytearray, at: int) -> int | None:
    if len(data) < at + 3:
        return None
    return {0x30: 5, 0x31: 9, 0x32: 5}.get(data[at + 2], 3)


def _ejector(data: bytearray, at: int) -> int | None:
    """``GS e n [m]`` of kiosk printers: present, eject, retract."""
    if len(data) < at + 3:
        return None
    return 4 if data[at + 2] in (3, 18, 32) else 3


def _stored_images(data: bytearray, at: int) -> int | None:
    """``FS q n [xL xH yL yH d…]…``: x times y times eight bytes each."""
    if len(data) < at + 3:
        return None
    end = at + 3
    for _ in range(data[at + 2]):
        if len(data) < end + 4:
            return None
        across, down = data[end] | data[end + 1] << 8, data[end + 2] | data[end + 3] << 8
        end += 4 + across * down * 8
    return end - at


def _asked(data: bytearray, at: int) -> int | None:
    """``DLE EOT n [a]``: some questions have a second number."""
    if len(data) < at + 3:
        return None
    return 4 if data[at + 2] in (7, 8, 18) else 3


def _ordered(data: bytearray, at: int) -> int | None:
    """``DLE DC4 n …``: pulse, power off, buzzer, status, clear."""
    if len(data) < at + 3:
        return None
    return {1: 5, 2: 5, 3: 8, 7: 4, 8: 10}.get(data[at + 2], 3)


_ESC: Final[dict[int, int | Measure]] = {
    **dict.fromkeys(b"@2<FLSimv\x0c", 2),
    **dict.fromkeys(b' !%-3=?EGJKMRTUVadrt{"u', 3),
    **dict.fromkeys(b"$\\BcY", 4),
    b"p"[0]: 5,
    b"W"[0]: 10,
    b"*"[0]: _bit_image,
    b"D"[0]: _tabs,
    b"&"[0]: _own_letters,
    b"("[0]: _counted(3),
}
_GS: Final[dict[int, int | Measure]] = {
    **dict.fromkeys(b":c", 2),
    **dict.fromkeys(b"!/BEHITabfhrwj", 3),
    **dict.fromkeys(b"$LPW\\", 4),
    b"^"[0]: 5,
    b"g"[0]: 6,
    b"v"[0]: _raster,
    b"Q"[0]: _variable_image,
    b"V"[0]: _cut,
    b"("[0]: _counted(3),
    b"8"[0]: _counted(3, wide=4),
    b"*"[0]: _downloaded_image,
    b"k"[0]: _barcode,
    b"C"[0]: _counter_print,
    b"e"[0]: _ejector,
}
_FS: Final[dict[int, int | Measure]] = {
    **dict.fromkeys(b"&.", 2),
    **dict.fromkeys(b"!-CW?", 3),
    **dict.fromkeys(b"Sp", 4),
    b"("[0]: _counted(3),
    b"q"[0]: _stored_images,
}
_DLE: Final[dict[int, int | Measure]] = {0x04: _asked, 0x05: 3, 0x14: _ordered}
_TABLES: Final = MappingProxyType({ESC: _ESC, GS: _GS, FS: _FS, DLE: _DLE})
