"""Pictures as a printer's commands carry them, and the ones that stay in its memory.

    raster:  rows from top to bottom, most significant bit left, 1 for ink
    columns: from left to right, each from top to bottom, most significant bit on top

Source: Epson ESC/POS command reference (GS v 0, ESC *, GS ( L, GS 8 L, FS q, FS p).
"""

from dataclasses import dataclass, field

from PIL import Image

from hardware.sim.cells import WHITE

_INVERT = bytes(255 - value for value in range(256))


def from_raster(across: int, rows: int, data: bytes) -> Image.Image:
    """``across`` bytes wide; what is missing of ``data`` is white."""
    data = data[: across * rows].ljust(across * rows, b"\0")
    return Image.frombytes("1", (across * 8, rows), data.translate(_INVERT))


def from_columns(columns: int, high: int, data: bytes) -> Image.Image:
    """``high`` bytes per column."""
    # A column format is a raster on its side: its "rows" are the columns, turned back by a mirror
    # along the main diagonal.
    lying = from_raster(high, columns, data)
    return lying.transpose(Image.Transpose.TRANSPOSE)


def enlarged(picture: Image.Image, wide: int, high: int) -> Image.Image:
    if (wide, high) == (1, 1):
        return picture
    size = picture.width * wide, picture.height * high
    return picture.resize(size, Image.Resampling.NEAREST)


def bit_image(body: bytes) -> Image.Image:
    """``ESC * m nL nH d…``: 8 or 24 dots high, single or double density."""
    mode, columns = body[0], body[1] | body[2] << 8
    if not columns:
        return Image.new("1", (0, 0), WHITE)
    high = 3 if mode >= 32 else 1
    picture = from_columns(columns, high, body[3:])
    # Low density prints fewer, larger dots; eight dots are spread over the height of 24.
    return enlarged(picture, 1 if mode & 1 else 2, 1 if high == 3 else 3)


def stored_bit_images(body: bytes) -> list[Image.Image]:
    """``FS q n [xL xH yL yH d…]…``."""
    found, at = [], 1
    for _ in range(body[0]):
        across, down = body[at] | body[at + 1] << 8, body[at + 2] | body[at + 3] << 8
        size = across * down * 8
        if size:
            found.append(from_columns(across * 8, down, body[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


@dataclass(slots=True)
class Memory:
    """Pictures by their two key letters; ``capacity`` in bytes."""

    capacity: int
    pictures: dict[bytes, Image.Image] = field(default_factory=dict)

    def store(self, key: bytes, picture: Image.Image) -> bool:
        """Keep ``picture``; False when there is no room for it."""
        others = sum(_bytes_of(kept) for name, kept in self.pictures.items() if name != key)
        if others + _bytes_of(picture) > self.capacity:
            return False
        self.pictures[key] = picture
        return True


def _bytes_of(picture: Image.Image) -> int:
    return (picture.width + 7) // 8 * picture.height


def defined(body: bytes, *, raster: bool) -> Image.Image | None:
    """``b xL xH yL yH [c d…]…``: a picture of one colour; None for one that is damaged."""
    if len(body) < 6:
        return None
    wide, high = body[1] | body[2] << 8, body[3] | body[4] << 8
    if not wide or not high or body[0] < 1:
        return None
    if raster:
        return from_raster((wide + 7) // 8, high, body[6:]).crop((0, 0, wide, high))
    return from_columns(wide, (high + 7) // 8, body[6:]).crop((0, 0, wide, high))
