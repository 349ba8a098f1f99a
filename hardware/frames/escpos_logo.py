"""A logo in the printer's own memory, under a name made of its dots.

Whoever prints a slip asks for the picture by that name: another logo, or another paper, has
another name, so a printer that holds an old one prints none rather than the wrong one.
"""

import hashlib

from PIL import Image

from hardware.frames import escpos_commands as commands
from hardware.frames.capability_check import checked
from hardware.frames.escpos_raster import rows_of
from hardware.protocols.capabilities import Capabilities

# Two characters of the printable ones.
_FIRST_KEY, _KEYS = 0x20, 95


def logo_key(picture: Image.Image) -> bytes:
    """The two characters under which the logo (mode "1") is stored."""
    dots = b"%d:" % picture.width + b"".join(rows_of(picture))
    number = int.from_bytes(hashlib.sha256(dots).digest()[:8])
    return bytes((_FIRST_KEY + number % _KEYS, _FIRST_KEY + number // _KEYS % _KEYS))


def store_logo(picture: Image.Image, capabilities: Capabilities) -> bytes:
    """A job that stores the logo (mode "1", 255 paper), as ``logo_dots`` draws it.

    The memory wears out with some thousand writes: once per logo, never per slip. Raises
    ``ValueError`` where the printer has no such memory or the logo does not fit on its paper.
    """
    checked(capabilities)
    if not capabilities.nv_graphics:
        raise ValueError(f"{capabilities.name}: no memory for pictures")
    if picture.mode != "1" or not 0 < picture.width <= capabilities.width_dots:
        raise ValueError(f"mode {picture.mode!r}, {picture.width} dots: no logo of this paper")
    dots = b"".join(rows_of(picture))
    store = commands.store_picture(logo_key(picture), picture.width, picture.height, dots)
    return commands.RESET + store
