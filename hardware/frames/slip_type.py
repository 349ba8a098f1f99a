"""Letters on thermal paper: Be Vietnam Pro in dots, measured so that no accent is cut off."""

import math
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image, ImageFont

from core.slip import Weight, printable
from hardware.frames.slip_logo import UnusableLogo, read_logo

CAPITAL_EM = 0.740  # height of Be Vietnam Pro's capitals
# The tallest and the deepest letters of Vietnamese; they reach beyond the font's own ascender.
EXTREMES = "ẲẴẮẪỔỘỵợgj"
SPACE_EM = 0.30
DIGITS = "0123456789"
WIDTHS_KEPT = 2000
# No paragraph of a slip is longer; what follows would only cost time.
MOST_CHARACTERS = 2000
# In no font: what is drawn for it is drawn for every letter that the font lacks.
NO_CHARACTER = "\U0010ffff"
UNKNOWN_LETTER = "?"


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
    """Faces, letters and pictures needed so far; opening their files costs more than a slip."""

    def __init__(self) -> None:
        self._folder = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
        self._faces: dict[tuple[Weight, int], Face] = {}
        self._pictures: dict[tuple[Path, int, int], Image.Image | None] = {}
        self._spelled: dict[str, str] = {}
        self._missing = self._glyph(NO_CHARACTER)

    def face(self, weight: Weight, capital: int) -> Face:
        """The face whose capital letters are ``capital`` dots high."""
        key = (weight, capital)
        if key not in self._faces:
            self._faces[key] = self._open(weight, capital)
        return self._faces[key]

    def words(self, text: str) -> str:
        """``text`` as this font can show it: one line, nothing invisible, no empty boxes.

        Letters that the font lacks become their plain forms, or one "?" for a run of them; signs
        and emoji are left out.
        """
        letters = [self._shown(character) for character in printable(text[:MOST_CHARACTERS])]
        shown = "".join(
            letter
            for place, letter in enumerate(letters)
            if letter != UNKNOWN_LETTER or place == 0 or letters[place - 1] != UNKNOWN_LETTER
        )
        return " ".join(shown.split())

    def picture(self, path: Path, width: int, most_height: int) -> Image.Image | None:
        """The logo at ``path`` in grey, ``width`` dots wide; None when it cannot be used."""
        key = (path, width, most_height)
        if key not in self._pictures:
            try:
                self._pictures[key] = read_logo(path, width, most_height)
            except UnusableLogo:
                self._pictures[key] = None
        return self._pictures[key]

    def _open(self, weight: Weight, capital: int) -> Face:
        em = max(1, round(capital / CAPITAL_EM))
        path = self._folder / f"BeVietnamPro-{weight.value}.ttf"
        font = ImageFont.truetype(path, em, layout_engine=ImageFont.Layout.BASIC)
        return Face(font, capital, em)

    def _shown(self, character: str) -> str:
        if len(self._spelled) > WIDTHS_KEPT:
            self._spelled.clear()
        if character not in self._spelled:
            self._spelled[character] = self._spell(character)
        return self._spelled[character]

    def _spell(self, character: str) -> str:
        if character == " ":
            return character
        # Marks that are still on their own belong to no Vietnamese letter, and may pile up high.
        if unicodedata.category(character).startswith("M"):
            return ""
        plain = unicodedata.normalize("NFKC", character)
        bare = unicodedata.normalize("NFKD", character)[0]
        for form in (character, plain, bare):
            if all(self._has(letter) for letter in form):
                return form
        return UNKNOWN_LETTER if unicodedata.category(character)[0] in "LN" else ""

    def _has(self, character: str) -> bool:
        return character == " " or self._glyph(character) != self._missing

    def _glyph(self, character: str) -> tuple[object, bytes]:
        mask = self.face(Weight.REGULAR, 24).font.getmask(character)
        return mask.size, bytes(mask)
