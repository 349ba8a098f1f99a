"""The line that a simulated printer is filling: cells from left to right until it is printed."""

import unicodedata
from dataclasses import dataclass

from PIL import Image

from hardware.sim.cells import WHITE, Cells, Style

TAB_CELLS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Something in the line: its left edge, and the letter (none: a bit image)."""

    left: int
    picture: Image.Image
    style: Style
    letter: str = ""

    @property
    def right(self) -> int:
        return self.left + self.picture.width


class TextLine:
    """One line on a head of ``width`` dots; ``left`` margin and ``area`` may be narrower."""

    def __init__(self, width: int, cells: Cells) -> None:
        self.width = width
        self._cells = cells
        self.reset()

    def reset(self) -> None:
        """``ESC @``: an empty line with the settings of a printer just switched on."""
        self.style = Style()
        self.justify = 0  # 0 left, 1 centre, 2 right
        self.gap = 0  # dots right of each letter, before doubling
        self.margin, self.area = 0, self.width
        self._placed: list[Placed] = []
        self._at = 0

    @property
    def is_empty(self) -> bool:
        return not self._placed

    @property
    def right_edge(self) -> int:
        return min(self.width, self.margin + self.area)

    @property
    def letters(self) -> str:
        """What the line says; one space for any gap."""
        said, end = "", 0
        for each in self._placed:
            far = each.left - end >= each.style.font.value[0]
            said += (" " if far and said else "") + each.letter
            end = each.right
        return said.rstrip()

    def has_room(self) -> bool:
        """Whether one more letter of the present style fits."""
        wide = self.style.font.value[0] * self.style.wide
        return self.margin + self._at + wide <= self.right_edge

    def put(self, letter: str) -> None:
        """One letter at the present place."""
        picture = self._cells.draw(letter, self.style)
        self._place(Placed(left=self._at, picture=picture, letter=letter, style=self.style))
        self._at += self.gap * self.style.wide

    def overstrike(self, mark: str) -> bool:
        """Put a combining mark onto the letter before it; False without one."""
        if not self._placed or not self._placed[-1].letter:
            return False
        last = self._placed.pop()
        letter = unicodedata.normalize("NFC", last.letter + mark)
        picture = self._cells.draw(letter, last.style)
        self._placed.append(
            Placed(left=last.left, picture=picture, letter=letter, style=last.style)
        )
        return True

    def put_image(self, picture: Image.Image) -> None:
        """A bit image in the line, cut off at its end."""
        room = max(0, self.right_edge - self.margin - self._at)
        if room:
            cropped = picture.crop((0, 0, min(room, picture.width), picture.height))
            self._place(Placed(left=self._at, picture=cropped, style=self.style))

    def move_to(self, dots: int) -> None:
        """``ESC $``, ``ESC \\``: where the next letter goes, from the left margin."""
        self._at = max(0, min(dots, self.right_edge - self.margin))

    def move_by(self, dots: int) -> None:
        self.move_to(self._at + dots)

    def tab(self) -> None:
        step = TAB_CELLS * self.style.font.value[0] * self.style.wide
        self.move_to((self._at // step + 1) * step)

    def print(self, least_rows: int) -> Image.Image:
        """The line as a strip as wide as the head, at least so high; the next one begins."""
        placed, self._placed, self._at = self._placed, [], 0
        tallest = max((each.picture.height for each in placed), default=0)
        strip = Image.new("1", (self.width, max(tallest, least_rows)), WHITE)
        end = max((each.right for each in placed), default=0)
        shift = self.margin + (self.right_edge - self.margin - end) * self.justify // 2
        for each in placed:
            strip.paste(each.picture, (shift + each.left, tallest - each.picture.height))
        return strip

    def _place(self, placed: Placed) -> None:
        self._placed.append(placed)
        self._at = placed.right
