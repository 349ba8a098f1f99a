"""Bytes → ESC/POS commands, however the bytes are cut: what a printer's receive side does.

    Tokenizer().feed(b"\\x1b@Xin ch") ->  ESC @   ·  text "Xin ch"

A command is yielded once it is whole; text as soon as it is there. Nothing inside a command's own
data is ever taken for a command.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from hardware.sim.escpos_sizes import DLE, ESC, FS, GS, size_at

_NAMES: Final = ((ESC, "ESC"), (GS, "GS"), (FS, "FS"))
_DLE_NAMES: Final = ((0x04, "DLE EOT"), (0x05, "DLE ENQ"), (0x14, "DLE DC4"))


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

    @property
    def pending(self) -> int:
        """Bytes of the unfinished command."""
        return len(self._bytes)

    def feed(self, data: bytes) -> Iterator[Token]:
        """The commands that are complete with ``data``, in order."""
        self._bytes += data
        used = 0
        while used < len(self._bytes):
            size = size_at(self._bytes, used)
            if size is None or used + size > len(self._bytes):
                break
            yield _token(bytes(self._bytes[used : used + size]))
            used += size
        del self._bytes[:used]

    def forget(self) -> None:
        """Drop an unfinished command, as a LAN printer does with a broken connection."""
        self._bytes.clear()


def _token(data: bytes) -> Token:
    lead = data[0]
    if lead >= 0x20:
        return Token(name="text", body=data, size=len(data))
    if lead == DLE and len(data) > 1:
        name = dict(_DLE_NAMES).get(data[1], "DLE ?")
        return Token(name=name, body=data[2:], size=len(data))
    family = dict(_NAMES).get(lead)
    if family is not None and len(data) > 1:
        return Token(name=f"{family} {chr(data[1])}", body=data[2:], size=len(data))
    return Token(name="control", body=data, size=len(data))
