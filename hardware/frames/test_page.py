"""A printer's test page: each part shows one thing that printers disagree on, and has a number.

    title · what is printed, and on what
    1  width     a mark at the right end of every head in use: the last one seen is the head
    2  motion    two lines 200 rows apart, by a raster; two lines 200 units apart, by ESC J
    3  double    a number by dots (m = 0) and the same by dots of double size (m = 3)
    4  qr        a code by dots, and the same by the printer itself
    5  memory    a black frame, out of the printer's memory (and forgotten again)
    6  letters   the alphabet by dots, then by every code page that may have it
    questions · in the numbers of these parts
    7  cutter    the page is cut in full, then a short piece in part

Every part begins with ESC @, so that a printer that misreads one reads the next. A part that the
printer does not know may come out as letters; none of its bytes opens a drawer or cuts.
"""

from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw

from core.slip import Align, QrLine, Size, SlipLine, SpaceLine, TextLine, Weight
from hardware.frames import escpos_commands as commands
from hardware.frames.escpos_commands import confirm_request
from hardware.frames.escpos_logo import logo_key
from hardware.frames.escpos_pen import Pen
from hardware.frames.escpos_raster import Bands, rows_of
from hardware.frames.letters import spell
from hardware.frames.slip_blocks import qr_content, qr_module, qr_side
from hardware.frames.slip_canvas import draw_lines
from hardware.frames.slip_paper import Paper, paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.frames.test_questions import (
    CODE_PAGES,
    QUESTIONS,
    WIDTHS,
    AnswerWord,
    Choice,
    Question,
    QuestionCode,
    code_page_name,
    filled,
)
from hardware.protocols.capabilities import Capabilities, CodePage, Cutter

__all__ = [
    "QUESTIONS",
    "AnswerWord",
    "Choice",
    "Question",
    "QuestionCode",
    "filled",
    "test_page",
]

NUMBER = "A007"
CODE = "MC:A007"
MOTION_ROWS = 200
FRAME_DOTS = 64
MARK_ROWS = 26
LABEL_DOTS = 120
LETTER_DOTS = 12  # font A
DRAWN_COLUMNS = 23  # capitals of our own font that fit a narrow head
ALPHABET = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"


def test_page(
    capabilities: Capabilities,
    *,
    title: Sequence[str],
    questions: Sequence[str],
    fonts: SlipFonts,
) -> bytes:
    """The page as one job. ``title``: printer, profile, time; ``questions`` as people read them.

    Only what every printer has is taken from ``capabilities``: the page is to find out the rest.
    """
    page = _Page(capabilities, fonts)
    heading = TextLine(text=title[0] if title else "", size=Size.TITLE, weight=Weight.BOLD)
    page.draw(heading, *(TextLine(text=line) for line in title[1:]))
    parts = {
        QuestionCode.WIDTH: page.width,
        QuestionCode.MOTION: page.motion,
        QuestionCode.DOUBLE: page.double,
        QuestionCode.QR: page.qr,
        QuestionCode.MEMORY: page.memory,
        QuestionCode.LETTERS: page.letters,
    }
    for number, question in enumerate(QUESTIONS, start=1):
        if question.code in parts:
            page.part(number)
            parts[question.code]()
    page.questions(questions)
    page.cutter()
    return page.job + confirm_request(capabilities)


class _Page:
    """The page being written."""

    def __init__(self, capabilities: Capabilities, fonts: SlipFonts) -> None:
        paper = paper_for(capabilities)
        self._can = Capabilities(max_payload=capabilities.max_payload)
        self._dpi = capabilities.dpi
        self._paper = Paper(width_dots=paper.width_dots, dots_per_mm=paper.dots_per_mm)
        self._fonts, self._bands = fonts, Bands(self._can)
        self._parts: list[bytes] = []

    @property
    def job(self) -> bytes:
        return b"".join(self._parts)

    def draw(self, *lines: SlipLine) -> None:
        """Lines as a picture, right on any printer."""
        picture = draw_lines(lines, self._paper, self._fonts)
        centre = commands.align(Align.CENTRE)
        self._parts += [commands.RESET, centre, self._bands.of(picture)]

    def part(self, number: int) -> None:
        bar = TextLine(text=f"{number}", weight=Weight.BOLD, inverted=True, align=Align.LEFT)
        self.draw(SpaceLine(height_mm=4.0), bar, SpaceLine(height_mm=2.0))

    def width(self) -> None:
        # Each mark is a picture of its own: one too wide for the head spoils no other.
        self._parts += [commands.RESET, commands.align(Align.LEFT)]
        self._parts += [self._bands.whole(_mark(width, self._fonts)) for width in WIDTHS]

    def motion(self) -> None:
        line = Image.new("1", (self._paper.width // 2 // 8 * 8, 2), 0)
        mark = self._bands.whole(line)
        self._parts += [commands.RESET, commands.align(Align.LEFT)]
        self._parts += [mark, self._bands.blank(MOTION_ROWS), mark]
        self._parts += [self._bands.blank(self._paper.dots(3.0))]
        self._parts += [commands.motion_units(self._dpi)]
        self._parts += [mark, commands.feed_units(MOTION_ROWS), mark]

    def double(self) -> None:
        number = TextLine(text=NUMBER, size=Size.NUMBER, weight=Weight.BOLD)
        paper = Paper(
            width_dots=self._paper.width_dots, dots_per_mm=self._paper.dots_per_mm, doubled=True
        )
        picture = draw_lines([number], paper, self._fonts)
        doubling = Bands(Capabilities(max_payload=self._can.max_payload, double_raster=True))
        self.draw(number, SpaceLine(height_mm=2.0))
        self._parts.append(doubling.of(picture))

    def qr(self) -> None:
        line = QrLine(content=CODE)
        content = qr_content(line)
        self.draw(line, SpaceLine(height_mm=2.0))
        module = qr_module(line, qr_side(content), self._paper)
        self._parts.append(commands.qr_code(content, module))

    def memory(self) -> None:
        frame = Image.new("1", (FRAME_DOTS, FRAME_DOTS), 255)
        ImageDraw.Draw(frame).rectangle((0, 0, FRAME_DOTS - 1, FRAME_DOTS - 1), None, 0, 8)
        key, dots = logo_key(frame), b"".join(rows_of(frame))
        self._parts += [
            commands.RESET,
            commands.align(Align.CENTRE),
            commands.store_picture(key, FRAME_DOTS, FRAME_DOTS, dots),
            commands.stored_picture(key),
            commands.forget_picture(key),
        ]

    def letters(self) -> None:
        columns = self._paper.text_width // LETTER_DOTS
        alphabet = [TextLine(text=line, align=Align.LEFT) for line in _alphabet(DRAWN_COLUMNS)]
        self.draw(*alphabet, SpaceLine(height_mm=2.0))
        for place, code_page in enumerate(CODE_PAGES):
            self._parts.append(_sample(code_page_name(place), code_page, columns))

    def questions(self, questions: Sequence[str]) -> None:
        lines = [
            TextLine(text=f"{number}. {question}", align=Align.LEFT)
            for number, question in enumerate(questions, start=1)
        ]
        spaced = [part for line in lines for part in (line, SpaceLine(height_mm=1.0))]
        self.draw(SpaceLine(height_mm=4.0), *spaced)

    def cutter(self) -> None:
        self._parts.append(commands.cut(Cutter.FULL))
        self.part(len(QUESTIONS))
        self._parts.append(self._bands.blank(self._paper.dots(10.0)))
        self._parts.append(commands.cut(Cutter.PARTIAL))


def _mark(width: int, fonts: SlipFonts) -> Image.Image:
    """A tick in the last dot of a head ``width`` dots wide, with its number before it."""
    picture = Image.new("1", (-(-width // 8) * 8, MARK_ROWS), 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width - 4, 2, width - 1, MARK_ROWS - 3), 0)
    draw.rectangle((width - LABEL_DOTS // 3, MARK_ROWS // 2, width - 1, MARK_ROWS // 2), 0)
    face = fonts.face(Weight.BOLD, 16)
    place = (width - LABEL_DOTS // 3 - 6, MARK_ROWS - 5)
    draw.text(place, str(width), 0, face.font, anchor="rs")
    return picture


def _alphabet(columns: int, *, capitals: bool = True) -> Iterator[str]:
    """Every letter with marks in the order of the dictionary, in lines of much the same length."""
    for letters in (ALPHABET, ALPHABET.upper())[: 1 + capitals]:
        count = -(-len(letters) // columns)
        length = -(-len(letters) // count)
        for start in range(0, len(letters), length):
            yield letters[start : start + length]


def _sample(name: str, code_page: CodePage, columns: int) -> bytes:
    """The alphabet in the printer's own letters, by one code page."""
    pages = f"{code_page.page}"
    if code_page.capitals_page is not None:
        pages += f"/{code_page.capitals_page}"
    heading = f"{name}: {code_page.alphabet.upper()} ESC t {pages}"
    capitals = spell(ALPHABET.upper(), code_page) is not None
    pen = Pen(Capabilities())
    for line in (heading, *_alphabet(columns, capitals=capitals)):
        pen.write(spell(line, code_page) or ())
        pen.end_line()
    pen.end_line()
    return pen.job
