"""Lines of a slip in the printer's own letters, codes and stored pictures, where it has them.

``Setter.way`` answers how a line is set, or None: then it is left to a picture. Nothing is written
before the way is gone. Columns are those of font A, 12 dots wide and 24 high.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import assert_never

from PIL import Image

from core.slip import (
    Align,
    LogoLine,
    PairLine,
    QrLine,
    Role,
    RuleLine,
    Size,
    SlipLine,
    SpaceLine,
    TextLine,
    Weight,
)
from hardware.frames import escpos_commands as commands
from hardware.frames.escpos_logo import logo_key
from hardware.frames.escpos_pen import Pen
from hardware.frames.escpos_raster import Bands
from hardware.frames.letters import Spelled, is_ascii, spell
from hardware.frames.slip_blocks import (
    QUIET_MODULES,
    SPACE_MM,
    logo_dots,
    qr_content,
    qr_module,
    qr_side,
)
from hardware.frames.slip_paper import Paper
from hardware.frames.slip_type import SlipFonts
from hardware.frames.slip_wrap import wrap
from hardware.protocols.capabilities import Capabilities, Level

LETTER_DOTS, LETTER_ROWS = 12, 24
LINE_MM = 4.23  # one sixth of an inch: where the next line of letters stands
# A logo's lower edge needs a line of white before the first letters, even where lines are coarse.
LOGO_RIM_MM = 1.0
# Below that the number would not be the largest thing on the paper any more.
LEAST_NUMBER = 3
_PLAIN = str.maketrans(
    {"…": "...", "–": "-", "—": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "•": "-"}
)

Letters = tuple[Spelled, ...]
Way = Callable[[], None]


def is_number(line: SlipLine) -> bool:
    """Whether ``line`` is what the slip is for."""
    return isinstance(line, TextLine) and (line.size is Size.NUMBER or line.role is Role.NUMBER)


class Cells:
    """Letters that are all equally wide, as ``wrap`` measures them."""

    def width(self, text: str) -> int:
        return len(text)


class Setter:
    """Sets the lines of one slip with ``pen``; about ``rows`` of dots went by so far."""

    def __init__(
        self, pen: Pen, capabilities: Capabilities, paper: Paper, fonts: SlipFonts
    ) -> None:
        self._pen, self._can, self._paper, self._fonts = pen, capabilities, paper, fonts
        self._bands = Bands(capabilities)
        self._text = capabilities.level is Level.TEXT
        self._columns = paper.column // LETTER_DOTS
        self._owed_mm = 0.0
        self.rows = 0

    def way(self, line: SlipLine) -> Way | None:
        """How ``line`` is set; None when it must be a picture."""
        if self._can.level is Level.RASTER:
            return None
        match line:
            case TextLine():
                return self._number(line) if is_number(line) else self._paragraph(line)
            case PairLine():
                return self._pair(line)
            case QrLine():
                return self._qr(line)
            case LogoLine():
                return self._logo(line)
            case SpaceLine():
                return partial(self._owe, line.height_mm) if self._text else None
            case RuleLine():
                return self._rule() if self._text and not self._can.double_raster else None
            case _:
                assert_never(line)

    def picture(self, picture: Image.Image) -> None:
        """Lines that were drawn."""
        self.feed_owed()
        self._pen.align(Align.CENTRE)
        self._pen.put(self._bands.of(picture))
        self.rows += picture.height
        self._owed_mm += LOGO_RIM_MM if self._text else 0.0

    def feed_owed(self) -> None:
        """Feed the spaces so far, to whole lines."""
        lines, self._owed_mm = round(self._owed_mm / LINE_MM), 0.0
        self._pen.put(commands.feed_lines(lines))
        self.rows += self._paper.dots(lines * LINE_MM)

    def _owe(self, millimetres: float) -> None:
        self._owed_mm += min(max(0.0, millimetres), SPACE_MM)

    def _number(self, line: TextLine) -> Way | None:
        text = self._fonts.words(line.text)
        room = self._paper.text_width // (LETTER_DOTS * max(1, len(text)))
        times = min(commands.LARGEST_LETTERS, room)
        if not text or not is_ascii(text) or times < LEAST_NUMBER:
            return None

        def go() -> None:
            self._owed_mm = 0.0
            self._lines([text], line, (times, times))

        return go

    def _paragraph(self, line: TextLine) -> Way | None:
        text = self._own(line.text)
        if not self._trusted(line.role, text):
            return None
        wide, high = (1, 2) if line.size is Size.TITLE else (1, 1)
        if high == 2 and 2 * len(text) <= self._columns:
            wide = 2
        room = self._columns // wide - 2 * line.inverted
        return partial(self._lines, wrap(text, Cells(), room), line, (wide, high))

    def _pair(self, line: PairLine) -> Way | None:
        name, value = self._own(line.name), self._own(line.value)
        if not self._trusted(line.role, name + value):
            return None
        gap = self._columns - len(name) - len(value)
        if self._paper.narrow or gap < 1:
            text = f"{name}: {value}"
            lines = [text]
            if len(text) > self._columns:
                parts = (f"{name}:", value)
                lines = [line for part in parts for line in wrap(part, Cells(), self._columns)]
            return partial(self._lines, lines, TextLine(text=text), (1, 1))

        def go() -> None:
            self._begin(Align.CENTRE, (1, 1))
            self._pen.bold(False)
            self._pen.write(self._spelled(name + " " * gap))
            self._pen.bold(True)
            self._pen.write(self._spelled(value))
            self._end_line(1)

        return go

    def _qr(self, line: QrLine) -> Way | None:
        content = qr_content(line)
        if not self._can.native_qr or not content:
            return None
        modules = qr_side(content)
        module = qr_module(line, modules, self._paper)
        if module > commands.LARGEST_MODULE:
            return None

        def go() -> None:
            self._white(QUIET_MODULES * module)
            self._begin(Align.CENTRE, (1, 1))
            self._pen.put(commands.qr_code(content, module))
            self.rows += module * modules
            self._white(QUIET_MODULES * module)

        return go

    def _logo(self, line: LogoLine) -> Way | None:
        if not (self._can.nv_graphics and self._can.logo_in_printer):
            return None
        picture = logo_dots(line, self._paper, self._fonts)
        if picture is None:
            return None

        def go() -> None:
            self._begin(Align.CENTRE, (1, 1))
            self._pen.put(commands.stored_picture(logo_key(picture)))
            self.rows += picture.height
            self._owed_mm += LOGO_RIM_MM if self._text else 0.0

        return go

    def _rule(self) -> Way:
        return partial(self._lines, ["-" * self._columns], TextLine(text=""), (1, 1))

    def _trusted(self, role: Role, text: str) -> bool:
        """Whether the printer's letters are right for ``text``."""
        if not self._text:
            return role is Role.TIME and is_ascii(text)
        return spell(text, self._can.code_page) is not None

    def _lines(self, lines: Sequence[str], line: TextLine, size: tuple[int, int]) -> None:
        for text in lines:
            self._begin(line.align, size)
            self._pen.bold(line.weight is Weight.BOLD)
            self._pen.inverted(line.inverted)
            self._pen.write(self._spelled(f" {text} " if line.inverted else text))
            # Where the paper is fed while this is on, some models leave a black edge.
            self._pen.inverted(False)
            self._end_line(size[1])

    def _begin(self, align: Align, size: tuple[int, int]) -> None:
        self.feed_owed()
        self._pen.align(align)
        self._pen.size(*size)

    def _end_line(self, high: int) -> None:
        self._pen.end_line()
        self.rows += max(self._paper.dots(LINE_MM), LETTER_ROWS * high)

    def _spelled(self, text: str) -> Letters:
        return spell(text, self._can.code_page) or ()

    def _own(self, text: str) -> str:
        """``text`` with the few signs that have a plain twin in every alphabet."""
        return self._fonts.words(text).translate(_PLAIN)

    def _white(self, rows: int) -> None:
        """The rim of a code: in lines where letters are set in lines, else to the dot."""
        if self._text:
            self._owed_mm += rows / self._paper.dots_per_mm
        else:
            self._pen.put(self._bands.blank(rows))
