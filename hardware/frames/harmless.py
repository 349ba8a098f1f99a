"""Dots that a printer could take for an order to act at once.

    10 04 n      DLE EOT    answers in the middle of everything
    10 05 n      DLE ENQ    drops what it has not printed yet
    10 14 n …    DLE DC4    opens the drawer, switches off, clears its memory

Printers watch for these everywhere, in the data of a raster too (Epson, ESC/POS reference: "make
sure that the data does not match"). So no picture has them: one dot more, in the canvas itself,
breaks each, and what is previewed is still what is printed.
"""

import re

from PIL import Image

REAL_TIME = re.compile(rb"\x10(?:\x04[\x01-\x08\x12\x13]|\x05[\x00-\x02]|\x14[\x01-\x08])")
# In Pillow's bytes of mode "1" paper is 1 and ink is 0.
_BROKEN = 0xFF ^ 0x18
_ON_PAPER = re.compile(rb"\xef(?:\xfb[\xf7-\xfe\xec\xed]|\xfa[\xfd-\xff]|\xeb[\xf7-\xfe])")


def harmless(picture: Image.Image, *, across_rows: bool = False) -> Image.Image:
    """``picture`` (mode "1") without such bytes in a row; ``across_rows``: nor over a row's end."""
    data = picture.tobytes()
    stride = (picture.width + 7) // 8
    found = [
        match.start()
        for match in _ON_PAPER.finditer(data)
        if across_rows or match.start() // stride == (match.end() - 1) // stride
    ]
    if not found:
        return picture
    changed = bytearray(data)
    for place in found:
        changed[place] = _BROKEN
    return Image.frombytes("1", picture.size, bytes(changed))


def broken(dots: bytes) -> bytes:
    """The same for a printer's own bytes, where 1 is ink."""
    return REAL_TIME.sub(lambda match: b"\x18" + match[0][1:], dots)
