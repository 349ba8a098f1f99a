"""Picture → raster bands that any clone prints, dot for dot.

    1D 76 30 m xL xH yL yH d1…dk     GS v 0    x bytes wide, y rows high, k = x·y, bit 1 = ink
                                               m = 0, or 3: every dot becomes 2 × 2

Bands are cropped to their ink, by as much on both sides, so that centring (ESC a 1) puts them
where they were. Empty rows are fed as bands one byte wide, since feed commands count in units that
differ between models; by ESC J only where the unit is known. Payloads stay small because a printer
that lost half a band swallows what follows as dots (``escpos_commands.recovery``). Bytes that a
printer would take for an order to act at once (``harmless``) never follow each other.

With ``double_raster`` rows that come in pairs, of dots that come in pairs, take a quarter of the
bytes: the number and the QR code are drawn like that on such paper (``Paper.doubled``).

Source: Epson ESC/POS command reference (GS v 0, ESC J, GS P).
"""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from hardware.frames import escpos_commands as commands
from hardware.frames.harmless import REAL_TIME, broken
from hardware.protocols.capabilities import Capabilities

MOST_ROWS = 1024  # the reference allows 2303, some clones fewer
BAND_HEADER = 8
SINGLE, DOUBLE = 0, 3

_INVERT = bytes(255 - value for value in range(256))
# Bytes made of pairs of like dots, and the four dots that each stands for.
_PAIRED = bytes(value for value in range(256) if (value >> 1 ^ value) & 0x55 == 0)
_HALVED = bytes(
    (value >> 7 & 1) << 3 | (value >> 5 & 1) << 2 | (value >> 3 & 1) << 1 | (value >> 1 & 1)
    for value in range(256)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Rows ``top`` to ``top + height - 1`` that may be cropped to ``width`` bytes; 0: no ink.

    ``half`` bytes are enough when sent in dots of double size; None where they are no pairs.
    """

    top: int
    height: int
    width: int
    half: int | None


class Bands:
    """What one printer's bands cost and look like."""

    def __init__(self, capabilities: Capabilities) -> None:
        self._payload = capabilities.max_payload
        self._unit = capabilities.motion_unit
        self._double = capabilities.double_raster

    def of(self, picture: Image.Image) -> bytes:
        """A picture of mode "1" (255 paper, 0 ink), its width a multiple of 8."""
        if picture.mode != "1" or picture.width % 8:
            raise ValueError(f"mode {picture.mode!r}, {picture.width} dots: not a slip's picture")
        rows = rows_of(picture)
        runs = _double_runs(rows) if self._double else _runs(rows)
        return b"".join(part for run in self._merged(runs) for part in self._bands(rows, run))

    def whole(self, picture: Image.Image) -> bytes:
        """A picture of mode "1" over its full width, wherever ESC a puts it: nothing cropped."""
        return b"".join(self._sent(SINGLE, rows_of(picture)))

    def blank(self, rows: int) -> bytes:
        """Empty paper."""
        run = Run(top=0, height=rows, width=0, half=0 if self._double and rows % 2 == 0 else None)
        return b"".join(self._bands([b"\0"], run))

    def _merged(self, runs: Iterator[Run]) -> list[Run]:
        """Neighbours joined wherever one common band costs no more than two."""
        done: list[Run] = []
        for run in runs:
            done.append(run)
            while len(done) > 1:
                one, two = done[-2], done[-1]
                both = _joined(one, two)
                if self._cost(both) > self._cost(one) + self._cost(two):
                    break
                done[-2:] = [both]
        return done

    def _cost(self, run: Run) -> int:
        """Bytes on the line."""
        if run.width == 0 and self._unit:
            return 3 * -(-self._units(run.height) // commands.MOST_UNITS)
        if run.half is not None:
            return self._band_cost(max(1, run.half), run.height // 2)
        return self._band_cost(max(1, run.width), run.height)

    def _band_cost(self, width: int, height: int) -> int:
        return -(-height // self._rows(width)) * BAND_HEADER + width * height

    def _rows(self, width: int) -> int:
        """The most rows that one band of ``width`` bytes may have."""
        return max(1, min(MOST_ROWS, self._payload // width))

    def _units(self, rows: int) -> int:
        return round(rows / (self._unit or 1))

    def _bands(self, rows: list[bytes], run: Run) -> Iterator[bytes]:
        """``run`` as commands whose payload stays within the printer's."""
        if run.width == 0 and self._unit:
            yield commands.feed_units(self._units(run.height))
            return
        if run.half is not None:
            places = range(run.top, run.top + run.height, 2)
            lines = [_half_row(rows[place], run.half) if run.half else b"\0" for place in places]
            if not any(REAL_TIME.search(line) for line in lines):
                yield from self._sent(DOUBLE, lines)
                return
        # Nothing is as good as nothing anywhere: empty rows need no symmetric crop.
        wide = max(1, run.width)
        margin = (len(rows[0]) - wide) // 2
        crop = slice(margin, margin + wide)
        places = range(run.top, run.top + run.height)
        yield from self._sent(
            SINGLE, [rows[place][crop] if run.width else b"\0" for place in places]
        )

    def _sent(self, mode: int, lines: Sequence[bytes]) -> Iterator[bytes]:
        """``lines`` of dots in as few bands as the payload allows, none of them an order."""
        most = self._rows(len(lines[0]))
        for start in range(0, len(lines), most):
            for part in _apart(lines[start : start + most]):
                yield _band(mode, len(part[0]), len(part), b"".join(part))


def _apart(lines: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    """``lines`` parted wherever the end of one and the start of the next are a real-time order."""
    lines = [broken(line) for line in lines]
    width, start = len(lines[0]), 0
    for match in REAL_TIME.finditer(b"".join(lines)):
        row = (match.end() - 1) // width
        if row > start:
            yield lines[start:row]
            start = row
    yield lines[start:]


def _band(mode: int, width: int, height: int, dots: bytes) -> bytes:
    return b"\x1dv0" + struct.pack("<BHH", mode, width, height) + dots


def rows_of(picture: Image.Image) -> list[bytes]:
    """The rows as the printer wants them: most significant bit left, 1 for ink."""
    ink = picture.tobytes().translate(_INVERT)
    stride = (picture.width + 7) // 8
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
                yield Run(top=top, height=place - top, width=width, half=None)
            top, width = place, here
    if rows:
        yield Run(top=top, height=len(rows) - top, width=width, half=None)


def _double_runs(rows: list[bytes]) -> Iterator[Run]:
    """Like ``_runs``, with pairs of like rows of paired dots kept apart from the others."""
    place, run = 0, Run(top=0, height=0, width=-1, half=None)
    while place < len(rows):
        row = rows[place]
        twin = place + 1 < len(rows) and rows[place + 1] == row
        half = _half_width(row) if twin else None
        width, high = _ink_width(row), 1 if half is None else 2
        if (width, half) == (run.width, run.half):
            run = Run(top=run.top, height=run.height + high, width=width, half=half)
        else:
            if run.height:
                yield run
            run = Run(top=place, height=high, width=width, half=half)
        place += high
    if run.height:
        yield run


def _half_width(row: bytes) -> int | None:
    """Bytes of ``row`` in dots of double size, cropped alike on both sides; None if impossible."""
    if row.translate(None, _PAIRED):
        return None
    if not row.strip(b"\0"):
        return 0
    dots = int.from_bytes(_halves(row))
    count = 4 * len(row)
    left = count - dots.bit_length()
    right = (dots & -dots).bit_length() - 1
    width = -(-(count - 2 * min(left, right)) // 8)
    # On a head of an odd number of bytes the widest rows would stick out.
    return width if 8 * width <= count else None


def _halves(row: bytes) -> bytes:
    """Every second dot, four to a byte, packed into full bytes from the right."""
    digits = row.translate(_HALVED).hex()[1::2]
    return bytes.fromhex(digits if len(digits) % 2 == 0 else "0" + digits)


def _half_row(row: bytes, width: int) -> bytes:
    """``row`` in dots of double size, the middle ``width`` bytes of it."""
    dots, cropped = int.from_bytes(_halves(row)), (4 * len(row) - 8 * width) // 2
    return (dots >> cropped & (1 << 8 * width) - 1).to_bytes(width)


def _joined(one: Run, two: Run) -> Run:
    half = None if one.half is None or two.half is None else max(one.half, two.half)
    return Run(
        top=one.top,
        height=one.height + two.height,
        width=max(one.width, two.width),
        half=half,
    )
