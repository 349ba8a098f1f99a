"""Bytes → ESC/POS commands, however the bytes are cut: what a printer's receive side does.

Written from the command reference, apart from the encoder in ``hardware.frames``, so that the
simulator does not share its mistakes.
"""

from collections.abc import Iterator
from dataclasses import dataclass

ESC, GS, FS, DLE = 0x1B, 0x1D, 0x1C, 0x10

# Parameters after the two command bytes, where their number is fixed.
_ESC_LENGTHS = {
    **dict.fromkeys(b"@2<FLSimv", 0),
    **dict.fromkeys(b' !%-3=?EGJKMRTUVadrt{"u', 1),
    **dict.fromkeys(b"$\\BcY&", 2),
    b"p"[0]: 3,
    b"W"[0]: 8,
}
_GS_LENGTHS = {
    **dict.fromkeys(b":", 0),
    **dict.fromkeys(b"!/BEHITabcfhrw", 1),
    **dict.fromkeys(b"$LPW\\", 2),
    **dict.fromkeys(b"^", 3),
}
_FS_LENGTHS = {**dict.fromkeys(b"&.", 0), **dict.fromkeys(b"!-CW", 1), **dict.fromkeys(b"Sp", 2)}
_DLE_LENGTHS = {0x04: 1, 0x05: 1, 0x14: 3}
_FEEDING_CUTS = frozenset(b"ABabgh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One command: its ``name`` (``GS v``, ``DLE EOT``, ``text``, ``control``) and its rest."""

    name: str
    body: bytes
    size: int


class Tokenizer:
    """Keeps the bytes of an unfinished command until the rest has come."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> Iterator[Token]:
        """The commands that are complete with ``data``, in order."""
        self._bytes += data
        used = 0
        while used < len(self._bytes):
            # A command's length stands in its first bytes; text ends where a control begins.
            size = _size(self._bytes[used : used + 64], len(self._bytes) - used, self._bytes, used)
            if size is None or used + size > len(self._bytes):
                break
            yield _token(bytes(self._bytes[used : used + size]))
            used += size
        del self._bytes[:used]

    def forget(self) -> None:
        """Drop an unfinished command, as a LAN printer does with a broken connection."""
        self._bytes.clear()


def _size(head: bytearray, there: int, whole: bytearray, start: int) -> int | None:
    """Bytes of the command that begins here; None while that cannot be told."""
    lead = head[0]
    if lead not in (ESC, GS, FS, DLE):
        return _text_size(whole, start) if lead >= 0x20 else 1
    if there < 2:
        return None
    second = head[1]
    if lead == ESC:
        return _esc_size(head, whole, start)
    if lead == GS:
        return _gs_size(head, whole, start)
    if lead == FS:
        if second == b"("[0]:
            return _counted(head, at=3, before=5)
        return 2 + _FS_LENGTHS.get(second, 0)
    return 2 + _DLE_LENGTHS.get(second, 0)


def _text_size(whole: bytearray, start: int) -> int:
    end = start
    while end < len(whole) and whole[end] >= 0x20:
        end += 1
    return end - start


def _esc_size(head: bytearray, whole: bytearray, start: int) -> int | None:
    second = head[1]
    if second == b"*"[0]:
        if len(head) < 5:
            return None
        columns = head[3] | head[4] << 8
        return 5 + columns * (3 if head[2] >= 32 else 1)
    if second == b"D"[0]:
        return _to_nul(whole, start, 2)
    return 2 + _ESC_LENGTHS.get(second, 0)


def _gs_size(head: bytearray, whole: bytearray, start: int) -> int | None:
    second = head[1]
    if second == b"v"[0]:
        if len(head) < 8:
            return None
        return 8 + (head[4] | head[5] << 8) * (head[6] | head[7] << 8)
    if second == b"V"[0]:
        if len(head) < 3:
            return None
        return 4 if head[2] in _FEEDING_CUTS else 3
    if second == b"("[0]:
        return _counted(head, at=3, before=5)
    if second == b"*"[0]:
        return None if len(head) < 4 else 4 + head[2] * head[3] * 8
    if second == b"k"[0]:
        if len(head) < 4:
            return None
        return _to_nul(whole, start, 3) if head[2] <= 6 else 4 + head[3]
    return 2 + _GS_LENGTHS.get(second, 0)


def _counted(head: bytearray, *, at: int, before: int) -> int | None:
    """A command that says its own length in two bytes at ``at``."""
    if len(head) < at + 2:
        return None
    return before + (head[at] | head[at + 1] << 8)


def _to_nul(whole: bytearray, start: int, skip: int) -> int | None:
    end = whole.find(0, start + skip)
    return None if end < 0 else end - start + 1


_NAMES = {ESC: "ESC", GS: "GS", FS: "FS"}
_DLE_NAMES = {0x04: "DLE EOT", 0x05: "DLE ENQ", 0x14: "DLE DC4"}


def _token(data: bytes) -> Token:
    lead = data[0]
    if lead >= 0x20:
        return Token(name="text", body=data, size=len(data))
    if lead == DLE and len(data) > 1:
        return Token(name=_DLE_NAMES.get(data[1], "DLE ?"), body=data[2:], size=len(data))
    if lead in _NAMES:
        return Token(name=f"{_NAMES[lead]} {chr(data[1])}", body=data[2:], size=len(data))
    return Token(name="control", body=data, size=1)
