"""Executes ESC/POS commands that make paper: letters, pictures, codes, feeds.

What is printed lies in ``coming`` until the paper takes it; whether and when is for the printer to
say (``hardware.sim.printer``). Cut and status are not for here.
"""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from PIL import Image

from hardware.sim.cells import WHITE, CellFont, Cells
from hardware.sim.firmware import Firmware
from hardware.sim.graphics import bit_image, enlarged, from_raster, stored_bit_images
from hardware.sim.paper import Strip
from hardware.sim.stored_graphics import StoredGraphics
from hardware.sim.symbols import QrSymbol
from hardware.sim.text_line import TextLine
from hardware.sim.typing_in import Typist

DEFAULT_SPACING_DOTS = 30


class Mechanism:
    """One printer's inside. ``execute`` says whether the command is known and may answer."""

    def __init__(self, width: int, firmware: Firmware) -> None:
        self.width = width
        self.coming: deque[Strip] = deque()
        self._firmware = firmware
        self._line = TextLine(width, Cells())
        self._typist = Typist(firmware)
        self._qr = QrSymbol()
        self._stored = StoredGraphics(firmware.nv_bytes)
        self._images: list[Image.Image] = []
        self._answer = b""
        self._commands = self._known()
        self._initialise()

    def lose_power(self) -> None:
        """Forget all but what is in the lasting memory."""
        self.coming.clear()
        self._stored.lose_power()
        self._initialise()

    def execute(self, name: str, body: bytes) -> bytes | None:
        """The answer to one command, empty for most; None when the firmware knows none such."""
        self._answer = b""
        act = self._commands.get(name)
        if act is None or act(body) is False:
            return None
        return self._answer

    def has(self, name: str, body: bytes) -> bool:
        """Whether the firmware knows this family of commands at all."""
        if name in ("GS 8", "FS q", "FS p") or (name == "GS (" and body[:1] == b"L"):
            return self._firmware.nv_graphics
        return self._firmware.native_qr if name == "GS (" and body[:1] == b"k" else True

    def type(self, data: bytes) -> None:
        """Letters; the line is printed when it is full."""
        for letter, is_mark in self._typist.letters(data):
            if is_mark and self._firmware.overstrikes and self._line.overstrike(letter):
                continue
            if not self._line.has_room():
                self._print_line(self._spacing)
            self._line.put(letter)

    def end_line(self, units_rows: int = 0) -> None:
        """Print what is in the line, if anything is; then ``units_rows`` more rows."""
        if not self._line.is_empty:
            self._print_line(self._spacing)
        self._feed(units_rows)

    def vertical(self, units: int) -> int:
        """Dots of so many vertical motion units."""
        return round(units * self._vertical_unit)

    # Commands: each gets the bytes after the command's two; False: not known like this.

    def _known(self) -> Mapping[str, Callable[[bytes], bool | None]]:
        return MappingProxyType(
            {
                "control": self._control,
                "ESC @": lambda _: self._initialise(),
                "ESC !": self._print_mode,
                "ESC -": lambda body: self._style(underline=body[0] % 48 % 3),
                "ESC E": lambda body: self._style(bold=bool(body[0] & 1)),
                "ESC G": lambda body: self._style(bold=bool(body[0] & 1)),
                "ESC M": self._choose_font,
                "GS !": self._choose_size,
                "GS B": lambda body: self._style(inverse=bool(body[0] & 1)),
                "ESC a": self._justify,
                "ESC d": lambda body: self._feed_lines(body[0]),
                "ESC J": self._feed_units,
                "ESC 2": lambda _: self._space_lines(None),
                "ESC 3": lambda body: self._space_lines(self.vertical(body[0])),
                "ESC  ": lambda body: setattr(self._line, "gap", self._horizontal(body[0])),
                "ESC $": lambda body: self._line.move_to(self._horizontal(_word(body))),
                "ESC \\": lambda body: self._line.move_by(self._horizontal(_signed(body))),
                "ESC t": lambda body: self._typist.choose(body[0]),
                "ESC R": lambda body: body[0] == 0,
                "ESC S": lambda _: None,  # standard mode, which it is always in
                "ESC *": lambda body: self._line.put_image(bit_image(body)),
                "ESC {": lambda body: not body[0] & 1,
                "ESC V": lambda body: not body[0] % 48,
                "ESC =": lambda body: bool(body[0] & 1),
                "ESC c": lambda _: None,  # which sensors stop it, whether its buttons work
                "FS &": lambda _: self._typist.set_chinese(True),
                "FS .": lambda _: self._typist.set_chinese(False),
                "FS q": self._store_images,
                "FS p": self._print_image,
                "GS L": lambda body: self._margins(margin=self._horizontal(_word(body))),
                "GS W": lambda body: self._margins(area=self._horizontal(_word(body))),
                "GS P": self._motion_units,
                "GS b": lambda _: None,  # smoothing
                "GS v": self._raster,
                "GS (": self._family,
                "GS 8": self._long_graphics,
            }
        )

    def _initialise(self) -> None:
        """``ESC @``: settings and the unfinished line, not the paper."""
        self._line.reset()
        self._typist.reset()
        self._qr.reset()
        self._stored.forget_buffer()
        self._spacing = DEFAULT_SPACING_DOTS
        self._vertical_unit = self._firmware.motion_unit
        self._horizontal_unit = 1.0

    def _control(self, body: bytes) -> bool | None:
        match body[:1]:
            case b"\n":
                self._print_line(self._spacing)
            case b"\t":
                self._line.tab()
            case b"\r" | b"\0" | b"\x06":
                pass
            case _:
                return False
        return None

    def _style(self, **changes: object) -> None:
        self._line.style = replace(self._line.style, **changes)  # type: ignore[arg-type]

    def _print_mode(self, body: bytes) -> None:
        bits = body[0]
        self._style(
            font=CellFont.B if bits & 0x01 else CellFont.A,
            bold=bool(bits & 0x08),
            high=2 if bits & 0x10 else 1,
            wide=2 if bits & 0x20 else 1,
            underline=1 if bits & 0x80 else 0,
        )

    def _choose_font(self, body: bytes) -> bool | None:
        if body[0] not in b"\x00\x0101":
            return False
        self._style(font=CellFont.B if body[0] & 1 else CellFont.A)
        return None

    def _choose_size(self, body: bytes) -> bool | None:
        if body[0] & 0x88:
            return False
        self._style(wide=(body[0] >> 4) + 1, high=(body[0] & 7) + 1)
        return None

    def _justify(self, body: bytes) -> bool | None:
        if body[0] not in b"\x00\x01\x02012":
            return False
        if self._line.is_empty:  # in the middle of a line it has no effect
            self._line.justify = body[0] & 3
        return None

    def _space_lines(self, dots: int | None) -> None:
        self._spacing = DEFAULT_SPACING_DOTS if dots is None else dots

    def _margins(self, *, margin: int | None = None, area: int | None = None) -> None:
        if margin is not None:
            self._line.margin = min(margin, self.width)
        if area is not None:
            self._line.area = area or self.width

    def _motion_units(self, body: bytes) -> None:
        across, down = body[0], body[1]
        self._horizontal_unit = self._firmware.dpi / across if across else 1.0
        self._vertical_unit = self._firmware.dpi / down if down else self._firmware.motion_unit

    def _horizontal(self, units: int) -> int:
        return round(units * self._horizontal_unit)

    def _feed_lines(self, lines: int) -> None:
        if lines and not self._line.is_empty:
            self._print_line(self._spacing)
            lines -= 1
        self._feed(lines * self._spacing)

    def _feed_units(self, body: bytes) -> None:
        rows = self.vertical(body[0])
        if self._line.is_empty:
            self._feed(rows)
        else:
            self._print_line(rows)

    def _raster(self, body: bytes) -> bool | None:
        """``GS v 0 m xL xH yL yH d…``."""
        mode = body[1]
        if body[:1] != b"0" or mode not in b"\x00\x01\x02\x030123":
            return False
        across, rows = _word(body[2:]), _word(body[4:])
        if across and rows:
            doubled = mode & 3 if self._firmware.double_raster else 0
            picture = from_raster(across, rows, body[6:])
            self._add(enlarged(picture, 1 + (doubled & 1), 1 + (doubled >> 1)))
        return None

    def _family(self, body: bytes) -> bool | None:
        """``GS ( f pL pH …``."""
        family, data = body[:1], body[3:]
        if family == b"k" and data[:1] == b"1" and len(data) > 1:
            if data[1] != 81:
                return self._qr.take(data[1], data[2:])
            code = self._qr.draw()
            if code is not None:
                self._add(code, code=self._qr.content)
            return None
        if family == b"L":
            return self._graphics(data)
        return False

    def _long_graphics(self, body: bytes) -> bool | None:
        """``GS 8 L p1 p2 p3 p4 …``."""
        return body[:1] == b"L" and self._graphics(body[5:])

    def _graphics(self, data: bytes) -> bool | None:
        known = self._stored.take(data)
        if known is None:
            return False
        self._answer = known.answer
        if known.picture is not None:
            self._add(known.picture)
        return None

    def _store_images(self, body: bytes) -> bool | None:
        """``FS q``: the images replace all before, and the printer starts anew."""
        self._images = stored_bit_images(body)
        self._initialise()
        return None

    def _print_image(self, body: bytes) -> bool | None:
        number, mode = body[0], body[1] & 3
        if not 1 <= number <= len(self._images):
            return False
        self._add(enlarged(self._images[number - 1], 1 + (mode & 1), 1 + (mode >> 1)))
        return None

    # Paper.

    def _print_line(self, least_rows: int) -> None:
        letters = self._line.letters
        self.coming.append(Strip(picture=self._line.print(least_rows), letters=letters))

    def _feed(self, rows: int) -> None:
        if rows > 0:
            self.coming.append(Strip(picture=Image.new("1", (self.width, rows), WHITE)))

    def _add(self, picture: Image.Image, *, code: str = "") -> None:
        """A picture on lines of its own, where justification puts it."""
        if not self._line.is_empty:
            self._print_line(self._spacing)
        left, right = self._line.margin, self._line.right_edge
        strip = Image.new("1", (self.width, picture.height), WHITE)
        at = left + (right - left - picture.width) * self._line.justify // 2
        strip.paste(picture.crop((0, 0, picture.width, picture.height)), (at, 0))
        self.coming.append(Strip(picture=strip, code=code))


def _word(body: bytes) -> int:
    return body[0] | body[1] << 8


def _signed(body: bytes) -> int:
    return int.from_bytes(body[:2], "little", signed=True)
