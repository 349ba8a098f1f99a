"""Picture → ESC/POS: raster bands that any clone prints, cut, and a request that proves it.

    1B 40                                 ESC @     start from known settings
    1B 61 01                              ESC a 1   centre what follows
    1D 76 30 00 xL xH yL yH d1…dk         GS v 0    x bytes wide, y rows high, k = x·y, bit 1 = ink
    …                                               one for each band, k ≤ 4096
    1D 56 42 00                           GS V 66   feed to the knife, cut partially
    1D 72 01                              GS r 1    answered in order, once all of it is done

Bands are cropped to their ink, by as many bytes on both sides, so that centring puts them where
they were. Empty rows are fed as bands one byte wide, since feed commands count in units that
differ between models. Payloads stay small because a printer that lost half a band swallows what
follows as dots: 4096 NULs and ``ESC @`` bring it back (``RECOVERY``).

Source: Epson ESC/POS command reference (GS v 0, GS V, GS r, ESC @, ESC a).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

RESET = b"\x1b@"
CENTRE = b"\x1ba\x01"
CUT = b"\x1dVB\x00"
CONFIRM = b"\x1dr\x01"
MAX_PAYLOAD = 4096
MAX_ROWS = 1024  # the reference allows 2303, some clones fewer
BAND_HEADER = 8
# Ends a band that was cut off; printers ignore NUL between commands.
RECOVERY = bytes(MAX_PAYLOAD) + RESET

_INVERT = bytes(255 - value for value in range(256))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Rows ``top`` to ``top + height - 1`` that may be cropped to ``width`` bytes; 0: no ink."""

    top: int
    height: int
    width: int

    @property
    def cost(self) -> int:
        """Bytes on the line."""
        width = max(1, self.width)
        bands = -(-self.height // _rows_of(width))
        return bands * BAND_HEADER + width * self.height


def _rows_of(width: int) -> int:
    """The most rows that one band of ``width`` bytes may have."""
    return min(MAX_ROWS, MAX_PAYLOAD // width)


def encode(picture: Image.Image, *, cut: bool = True, confirm: bool = True) -> bytes:
    """A picture of mode "1" (255 paper, 0 ink), its width a multiple of 8, as one print job."""
    if picture.mode != "1" or picture.width % 8:
        raise ValueError(f"mode {picture.mode!r}, {picture.width} dots: not a slip's picture")
    rows = _rows(picture)
    parts = [RESET, CENTRE]
    for run in _merged(_runs(rows)):
        parts.extend(_bands(rows, run))
    if cut:
        parts.append(CUT)
    if confirm:
        parts.append(CONFIRM)
    return b"".join(parts)


def _rows(picture: Image.Image) -> list[bytes]:
    """The rows as the printer wants them: most significant bit left, 1 for ink."""
    ink = picture.tobytes().translate(_INVERT)
    stride = picture.width // 8
    return [ink[start : start + stride] for start in range(0, len(ink), stride)]


def _ink_width(row: bytes) -> int:
    """Bytes that must stay when ``row`` is cropped alike on both sides; 0 without ink."""
    right = len(row.rstrip(b"\0"))
    if right == 0:
        return 0
    left = len(row) - len(row.lstrip(b"\0"))
    return len(row) - 2 * min(left, len(row) - right)


def _runs(rows: list[bytes]) -> Iterator[Run]:
    """Neighbouring rows of the same width, together."""
    top, width = 0, -1
    for place, row in enumerate(rows):
        here = _ink_width(row)
        if here != width:
            if place > top:
                yield Run(top=top, height=place - top, width=width)
            top, width = place, here
    if rows:
        yield Run(top=top, height=len(rows) - top, width=width)


def _merged(runs: Iterator[Run]) -> list[Run]:
    """Neighbours joined wherever one common band costs no more than two."""
    done: list[Run] = []
    for run in runs:
        done.append(run)
        while len(done) > 1:
            one, two = done[-2], done[-1]
            both = Run(top=one.top, height=one.height + two.height, width=max(one.width, two.width))
            if both.cost > one.cost + two.cost:
                break
            done[-2:] = [both]
    return done


def _bands(rows: list[bytes], run: Run) -> Iterator[bytes]:
    """``run`` as commands whose payload stays within ``MAX_PAYLOAD``."""
    # Nothing is as good as nothing anywhere: empty rows need no symmetric crop.
    width = max(1, run.width)
    margin = (len(rows[0]) - width) // 2
    height = _rows_of(width)
    for top in range(run.top, run.top + run.height, height):
        band = rows[top : min(top + height, run.top + run.height)]
        dots = b"".join(row[margin : margin + width] for row in band)
        if run.width == 0:
            dots = bytes(len(band))
        yield b"\x1dv0\x00" + struct.pack("<HH", width, len(band)) + dots
