"""Slip → ESC/POS bytes, as far as one printer can be trusted (``Capabilities.level``).

    reset · lines · cut · present · what proves it

    raster   everything is one picture                      any printer
    mixed    number, time and code by the printer itself,   slow lines
             the lines around them as pictures
    text     letters by a code page, pictures only where    only after a test page proved it
             the page lacks a letter

Pure: the same slip, capabilities and fonts always give the same bytes. Text never becomes a
command: what reaches the line as letters are bytes from 20 up, out of the tables in ``letters``.
"""

from PIL import Image

from core.slip import Align, Slip, SlipLine, SpaceLine
from hardware.frames import escpos_commands as commands
from hardware.frames.escpos_commands import confirm_request, recovery
from hardware.frames.escpos_lines import Setter, is_number
from hardware.frames.escpos_logo import logo_key, store_logo
from hardware.frames.escpos_pen import Pen
from hardware.frames.escpos_raster import Bands
from hardware.frames.slip_canvas import LONGEST_MM, draw_lines
from hardware.frames.slip_paper import paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import Capabilities, Cutter

__all__ = [
    "confirm_request",
    "encode",
    "encode_picture",
    "logo_key",
    "recovery",
    "store_logo",
]

TEAR_MM = 18.0  # from the head to the tear bar of a printer without a knife


def encode(
    slip: Slip, capabilities: Capabilities, *, fonts: SlipFonts | None = None, job: int = 0
) -> bytes:
    """``slip`` as one print job; ``job`` is the number that GS ( H brings back.

    Raises ``UnfitCapabilities`` when there can be no such printer.
    """
    sheet = _Sheet(capabilities, fonts or SlipFonts())
    for line in slip.lines:
        sheet.add(line)
    sheet.end()
    return sheet.pen.job + _end(capabilities) + confirm_request(capabilities, job)


class _Sheet:
    """One slip on its way to bytes; neighbouring lines without own letters share a picture."""

    def __init__(self, capabilities: Capabilities, fonts: SlipFonts) -> None:
        self._can, self._fonts = capabilities, fonts
        self._paper = paper_for(capabilities)
        self._pictured: list[SlipLine] = []
        self._below_number = False
        self.pen = Pen(capabilities)
        self._setter = Setter(self.pen, capabilities, self._paper, fonts)
        self._longest = self._paper.dots(LONGEST_MM)
        self.pen.align(Align.CENTRE)

    def add(self, line: SlipLine) -> None:
        # Letters of the number's size bring their own white above and below.
        if self._below_number and isinstance(line, SpaceLine):
            return
        way = self._setter.way(line)
        self._below_number = way is not None and is_number(line)
        if way is None:
            self._pictured.append(line)
            return
        while self._below_number and self._pictured and isinstance(self._pictured[-1], SpaceLine):
            self._pictured.pop()
        self._draw()
        # A template gone wrong must not empty the roll; pictures have the same limit.
        if self._setter.rows < self._longest:
            way()

    def end(self) -> None:
        self._draw()
        self._setter.feed_owed()

    def _draw(self) -> None:
        if self._pictured and self._setter.rows < self._longest:
            self._setter.picture(draw_lines(self._pictured, self._paper, self._fonts))
        self._pictured = []


def encode_picture(
    picture: Image.Image, capabilities: Capabilities | None = None, *, job: int = 0
) -> bytes:
    """A picture of mode "1" (255 paper, 0 ink), its width a multiple of 8, as one print job.

    Any printer's, unless ``capabilities`` say more.
    """
    capabilities = capabilities or Capabilities()
    pen = Pen(capabilities)
    pen.align(Align.CENTRE)
    pen.put(Bands(capabilities).of(picture))
    return pen.job + _end(capabilities) + confirm_request(capabilities, job)


def _end(capabilities: Capabilities) -> bytes:
    """From the last line to the hand that takes the slip."""
    tear = b""
    if capabilities.cutter is Cutter.NONE:
        tear = Bands(capabilities).blank(paper_for(capabilities).dots(TEAR_MM))
    present = commands.PRESENT if capabilities.presenter else b""
    return tear + commands.cut(capabilities.cutter) + present
