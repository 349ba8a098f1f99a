"""A logo's file → its dots, whatever somebody made of that file.

Never an error and never more memory than a phone's photograph takes: a logo that cannot be used
leaves no trace on the paper, and ``logo_problem`` tells why.
"""

from enum import StrEnum
from pathlib import Path

from PIL import Image, ImageOps

# Nobody draws a logo larger than that; a file that claims to is broken or made to hurt.
MOST_BYTES = 20_000_000
MOST_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP")
# Scaling down in two steps: a rough one to this many times the size, and a fine one.
REDUCING_GAP = 3.0
WHITE = 255


class LogoProblem(StrEnum):
    """Why a logo is not on the paper."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    BLANK = "blank"  # white on white, or all of it transparent


class UnusableLogo(Exception):
    """Carries the ``LogoProblem``."""

    def __init__(self, problem: LogoProblem) -> None:
        super().__init__(problem)
        self.problem = problem


def logo_problem(path: Path) -> LogoProblem | None:
    """What is wrong with the logo at ``path``; None when it prints."""
    try:
        read_logo(path, 100, 100)
    except UnusableLogo as unusable:
        return unusable.problem
    return None


def read_logo(path: Path, width: int, most_height: int) -> Image.Image:
    """The picture on white in grey, ``width`` dots wide, narrower when it would be too high.

    Raises ``UnusableLogo``.
    """
    if not path.is_file():
        raise UnusableLogo(LogoProblem.MISSING)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnusableLogo(LogoProblem.TOO_LARGE)
        picture = _scaled(path, width, most_height)
    except UnusableLogo:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise UnusableLogo(LogoProblem.TOO_LARGE) from None
    except Exception:
        # Pillow's decoders answer broken files with whatever their arithmetic ran into.
        raise UnusableLogo(LogoProblem.UNREADABLE) from None
    if picture.getextrema() == (WHITE, WHITE):
        raise UnusableLogo(LogoProblem.BLANK)
    return picture


def _scaled(path: Path, width: int, most_height: int) -> Image.Image:
    with Image.open(path, formats=FORMATS) as opened:
        if opened.width * opened.height > MOST_PIXELS:
            raise UnusableLogo(LogoProblem.TOO_LARGE)
        # JPEG files are read at a fraction of their size, if that is all that is needed.
        opened.draft(None, (width * 4, most_height * 4))
        upright = ImageOps.exif_transpose(opened)
        size = _size(upright, width, most_height)
        gap = REDUCING_GAP
        if upright.mode.startswith("I"):
            upright = upright.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        plain = upright.convert("RGBA")
    small = plain.resize(size, Image.Resampling.LANCZOS, reducing_gap=gap)
    on_white = Image.new("RGBA", size, "white")
    on_white.alpha_composite(small)
    return on_white.convert("L")


def _size(picture: Image.Image, width: int, most_height: int) -> tuple[int, int]:
    height = max(1, round(picture.height * width / picture.width))
    if height <= most_height:
        return width, height
    return max(1, round(picture.width * most_height / picture.height)), most_height
