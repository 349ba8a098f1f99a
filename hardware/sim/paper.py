"""What comes out of the simulated printer: strips of dots, glued together at each cut."""

import qrcode
from PIL import Image, ImageDraw, ImageFont

LINE_DOTS = 30
TEXT_DOTS = 24
WHITE, BLACK = 255, 0
_INVERT = bytes(255 - value for value in range(256))


class Paper:
    """The paper since the last cut; ``width`` is the print head's, in dots."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.justify = 0  # 0 left, 1 centre, 2 right
        self.scale = (1, 1)
        self._strips: list[Image.Image] = []
        self._text = b""
        self._qr_module = 3
        self._qr_data = b""

    @property
    def rows(self) -> int:
        return sum(strip.height for strip in self._strips)

    def raster(self, body: bytes) -> int:
        """``GS v``: ``0 m xL xH yL yH d…``; the rows that it printed."""
        mode = body[1] & 0x03
        columns, rows = (body[2] | body[3] << 8) * 8, body[4] | body[5] << 8
        if not columns or not rows:
            return 0
        picture = Image.frombytes("1", (columns, rows), body[6:].translate(_INVERT))
        wide, high = 1 + (mode & 1), 1 + (mode >> 1)
        return self._add(picture.resize((columns * wide, rows * high), Image.Resampling.NEAREST))

    def type(self, text: bytes) -> None:
        """Letters into the line that is being filled."""
        self._text += text

    def line_feed(self) -> int:
        """End the line; its rows."""
        text, self._text = self._text.decode("cp437"), b""
        if not text:
            return self.feed(LINE_DOTS)
        wide, high = self.scale
        font = ImageFont.load_default(TEXT_DOTS)
        columns = max(1, round(font.getlength(text)))
        picture = Image.new("1", (columns, LINE_DOTS), WHITE)
        ImageDraw.Draw(picture).text((0, 0), text, BLACK, font)
        return self._add(picture.resize((columns * wide, LINE_DOTS * high)))

    def feed(self, rows: int) -> int:
        """Empty paper."""
        if rows:
            self._strips.append(Image.new("1", (self.width, rows), WHITE))
        return rows

    def symbol(self, body: bytes) -> int:
        """``GS ( k``: the printer's own QR code; the rows that it printed."""
        kind, function, data = body[3], body[4], body[5:]
        if kind != 49:
            return 0
        if function == 67 and data:
            self._qr_module = data[0]
        elif function == 80:
            self._qr_data = data[1:]
        elif function == 81:
            return self._add(self._qr_picture())
        return 0

    def cut(self) -> Image.Image | None:
        """The finished paper; None when nothing was on it."""
        if not self._strips:
            return None
        paper = Image.new("1", (self.width, self.rows), WHITE)
        top = 0
        for strip in self._strips:
            paper.paste(strip, (0, top))
            top += strip.height
        self._strips = []
        return paper

    def reset(self) -> None:
        """``ESC @``: settings and the unfinished line, not the paper."""
        self.justify, self.scale, self._text = 0, (1, 1), b""

    def _add(self, picture: Image.Image) -> int:
        strip = Image.new("1", (self.width, picture.height), WHITE)
        strip.paste(picture, ((self.width - picture.width) * self.justify // 2, 0))
        self._strips.append(strip)
        return strip.height

    def _qr_picture(self) -> Image.Image:
        code = qrcode.QRCode(box_size=1, border=0)
        code.add_data(self._qr_data)
        code.make(fit=True)
        matrix = code.get_matrix()
        side = len(matrix)
        picture = Image.new("1", (side, side), WHITE)
        picture.putdata([BLACK if dark else WHITE for row in matrix for dark in row])
        return picture.resize((side * self._qr_module,) * 2, Image.Resampling.NEAREST)
