"""What comes out of the simulated printer: strips of dots, glued together until the cut.

A cut paper is kept packed (a slip takes some kilobytes), so that thousands can be kept and counted.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import overload

from PIL import Image

from hardware.sim.cells import WHITE


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Rows that are printed in one go, as wide as the head; with what they say, if letters or a
    code of the printer's own are on them."""

    picture: Image.Image
    letters: str = ""
    code: str = ""

    def split(self, rows: int) -> tuple["Strip", "Strip"]:
        """The first ``rows`` and the rest; what they say is on the paper with the last."""
        wide, high = self.picture.size
        first = Strip(picture=self.picture.crop((0, 0, wide, rows)))
        rest = self.picture.crop((0, rows, wide, high))
        return first, Strip(picture=rest, letters=self.letters, code=self.code)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """One paper that was cut off. ``codes`` and ``letters`` only as far as the printer made them
    itself: what came as a picture is in ``picture()``."""

    number: int
    width: int
    rows: int
    codes: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    packed: bytes

    def picture(self) -> Image.Image:
        """Its dots, mode "1", 255 paper."""
        return Image.frombytes("1", (self.width, self.rows), zlib.decompress(self.packed))


class Papers:
    """The pictures of printed papers, unpacked only when they are looked at."""

    __slots__ = ("_printed",)

    def __init__(self, printed: tuple[PrintedPaper, ...]) -> None:
        self._printed = printed

    def __len__(self) -> int:
        return len(self._printed)

    def __iter__(self) -> Iterator[Image.Image]:
        return (each.picture() for each in self._printed)

    @overload
    def __getitem__(self, at: int) -> Image.Image: ...
    @overload
    def __getitem__(self, at: slice) -> list[Image.Image]: ...
    def __getitem__(self, at: int | slice) -> Image.Image | list[Image.Image]:
        if isinstance(at, slice):
            return [each.picture() for each in self._printed[at]]
        return self._printed[at].picture()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Papers | tuple | list):
            return NotImplemented
        return len(self) == len(other) and all(
            one == two for one, two in zip(self, other, strict=True)
        )

    __hash__ = None  # type: ignore[assignment]  # as lists: what is compared by its dots

    def __repr__(self) -> str:
        sizes = ", ".join(f"{each.width}x{each.rows}" for each in self._printed)
        return f"<{len(self)} papers: {sizes}>"


class Roll:
    """The paper since the last cut; it stays there whatever happens to the printer's memory."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._strips: list[Strip] = []
        self._cut = 0

    @property
    def rows(self) -> int:
        return sum(strip.picture.height for strip in self._strips)

    def add(self, strip: Strip) -> None:
        if strip.picture.height:
            self._strips.append(strip)

    def unfinished(self) -> PrintedPaper | None:
        """What hangs out of the printer, not cut off; None when nothing does."""
        if not self._strips:
            return None
        paper = Image.new("1", (self.width, self.rows), WHITE)
        top = 0
        for strip in self._strips:
            paper.paste(strip.picture, (0, top))
            top += strip.picture.height
        return PrintedPaper(
            number=self._cut + 1,
            width=paper.width,
            rows=paper.height,
            codes=tuple(strip.code for strip in self._strips if strip.code),
            letters=tuple(strip.letters for strip in self._strips if strip.letters),
            packed=zlib.compress(paper.tobytes(), 1),
        )

    def cut(self) -> PrintedPaper | None:
        """The finished paper; None when nothing was on it."""
        paper = self.unfinished()
        if paper is not None:
            self._strips = []
            self._cut += 1
        return paper
