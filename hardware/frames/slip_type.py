"""Letters on thermal paper: Be Vietnam Pro in dots, measured so that no accent is cut off."""

import math
from collections.abc import Iterator
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image, ImageFont

from core.slip import Weight

CAPITAL_EM = 0.740  # height of Be Vietnam Pro's capitals
# The tallest and the deepest letters of Vietnamese; they reach beyond the font's own ascender.
EXTREMES = "ẲẴẮẪỔỘỵợgj"
SPACE_EM = 0.30
DIGITS = "0123456789"
DASHES = frozenset({"-", "–", "—"})
WIDTHS_KEPT = 2000


class Face:
    """One weight at one size, in dots. A line box reaches ``rise`` above and ``fall`` below."""

    def __init__(self, font: ImageFont.FreeTypeFont, capital: int, em: int) -> None:
        self.font = font
        self.capital = capital
        _, top, _, bottom = font.getbbox(EXTREMES, anchor="ls")
        self.rise, self.fall = math.ceil(-top), math.ceil(bottom)
        self.space = round(SPACE_EM * em)
        self._widths: dict[str, int] = {}
        self._digit = max(self._measured(digit) for digit in DIGITS)

    @property
    def height(self) -> int:
        return self.rise + self.fall

    def width(self, text: str) -> int:
        """Width of ``text`` in dots."""
        return sum(advance for _, advance in self.words(text)) - (self.space if text else 0)

    def words(self, text: str) -> Iterator[tuple[str, int]]:
        """Each word and how far the next one is from it.

        The font's own space is too narrow for print dots: words would run together.
        """
        for word in text.split(" "):
            yield word, self._measured(word) + self.space

    def cell(self, character: str) -> int:
        """Room for one character; the same for every digit, since the font has no tabular ones."""
        return self._digit if character in DIGITS else self._measured(character)

    def tabular_width(self, text: str) -> int:
        """Width of ``text`` when all digits are as wide as the widest."""
        return sum(self.cell(character) for character in text)

    def _measured(self, word: str) -> int:
        if len(self._widths) > WIDTHS_KEPT:
            self._widths.clear()
        if word not in self._widths:
            self._widths[word] = math.ceil(self.font.getlength(word))
        return self._widths[word]


class SlipFonts:
    """Faces and pictures that were needed so far; opening their files costs more than a slip."""

    def __init__(self) -> None:
        self._folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
        self._faces: dict[tuple[Weight, int], Face] = {}
        self._pictures: dict[tuple[Path, int], Image.Image | None] = {}

    def face(self, weight: Weight, capital: int) -> Face:
        """The face whose capital letters are ``capital`` dots high."""
        key = (weight, capital)
        if key not in self._faces:
            self._faces[key] = self._open(weight, capital)
        return self._faces[key]

    def _open(self, weight: Weight, capital: int) -> Face:
        em = max(1, round(capital / CAPITAL_EM))
        path = self._folder / f"BeVietnamPro-{weight.value}.ttf"
        font = ImageFont.truetype(path, em, layout_engine=ImageFont.Layout.BASIC)
        return Face(font, capital, em)

    def picture(self, path: Path, width: int) -> Image.Image | None:
        """The picture at ``path`` on white, scaled to ``width`` dots; None when unreadable."""
        key = (path, width)
        if key not in self._pictures:
            self._pictures[key] = _read_picture(path, width)
        return self._pictures[key]


def _read_picture(path: Path, width: int) -> Image.Image | None:
    try:
        with Image.open(path) as opened:
            source = opened.convert("RGBA")
    except OSError:
        return None
    on_white = Image.new("RGBA", source.size, "white")
    on_white.alpha_composite(source)
    height = max(1, round(source.height * width / source.width))
    return on_white.convert("L").resize((width, height), Image.Resampling.LANCZOS)


def wrap(text: str, face: Face, width: int) -> list[str]:
    """``text`` in as few lines as fit ``width`` dots, their lengths evened out; [] when empty."""
    words = [part for word in _glued(text.split()) for part in _split_word(word, face, width)]
    if not words:
        return []
    lines = _fill(words, face, width)
    if len(lines) == 1:
        return lines
    # The narrowest width that needs no further line makes lines of much the same length.
    low, high = width // len(lines) // 2, width
    while low < high:
        middle = (low + high) // 2
        if _widest_word(words, face) <= middle and len(_fill(words, face, middle)) <= len(lines):
            high = middle
        else:
            low = middle + 1
    return _fill(words, face, high)


def _glued(words: list[str]) -> list[str]:
    """A dash that stands alone stays with the word before it: it never begins a line."""
    glued: list[str] = []
    for word in words:
        if word in DASHES and glued:
            glued[-1] += f" {word}"
        else:
            glued.append(word)
    return glued


def _fill(words: list[str], face: Face, width: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if face.width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _widest_word(words: list[str], face: Face) -> int:
    return max(face.width(word) for word in words)


def _split_word(word: str, face: Face, width: int) -> list[str]:
    """``word`` cut where it would leave the paper, one character at least on each part."""
    parts = [word[0]]
    for character in word[1:]:
        if face.width(parts[-1] + character) <= width:
            parts[-1] += character
        else:
            parts.append(character)
    return parts
