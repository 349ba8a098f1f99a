"""An ESC/POS decoder written for the tests from the command reference, sharing no code with ours.

Dots are kept as a set of (row, column), so that not even the way of storing them is shared. Letters
are kept as they came, with the look they came in: what they mean depends on the printer.
"""

from dataclasses import dataclass, field

FONT_ROWS, LINE_ROWS = 24, 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Some bytes of text, up to the next command."""

    data: bytes
    page: int
    row: int
    justify: int
    wide: int
    high: int
    bold: bool
    inverted: bool
    chinese: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A QR code that the printer draws itself."""

    content: bytes
    module: int
    level: int
    row: int


@dataclass(slots=True, kw_only=True)
class ReadPaper:
    """What a head of ``width`` dots would have burnt, and what else the job asked for."""

    width: int
    ink: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0
    cuts: list[int] = field(default_factory=list)
    cut_kinds: list[bytes] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    job_numbers: list[bytes] = field(default_factory=list)
    resets: int = 0
    payloads: list[int] = field(default_factory=list)
    modes: list[int] = field(default_factory=list)
    texts: list[Written] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    stored: dict[bytes, tuple[int, int, bytes]] = field(default_factory=dict)
    recalled: list[tuple[bytes, int]] = field(default_factory=list)
    presented: list[bytes] = field(default_factory=list)
    motion: list[tuple[int, int]] = field(default_factory=list)
    units: int = 0

    @property
    def letters(self) -> list[bytes]:
        """The lines of text, whatever their look."""
        lines: dict[int, bytes] = {}
        for text in self.texts:
            lines[text.row] = lines.get(text.row, b"") + text.data
        return list(lines.values())


@dataclass(slots=True, kw_only=True)
class _Look:
    justify: int = 0
    page: int = 0
    wide: int = 1
    high: int = 1
    bold: bool = False
    inverted: bool = False
    chinese: bool = True
    module: int = 3
    level: int = 48
    symbol: bytes = b""
    tallest: int = 0


def read_paper(job: bytes, width: int, *, unit: float = 1.0) -> ReadPaper:
    """Follow ``job`` byte by byte; a command that a slip has no use for raises ``ValueError``.

    ``unit``: dots of one unit of ESC J.
    """
    paper, look, at = ReadPaper(width=width), _Look(), 0
    while at < len(job):
        if job[at] == 0:
            at += 1
        elif job[at] == 0x0A:
            paper.rows += max(LINE_ROWS, look.tallest)
            look.tallest, at = 0, at + 1
        elif job[at] >= 0x20:
            at = _letters(paper, look, job, at)
        elif job[at : at + 2] == b"\x1b@":
            look, at = _Look(), at + 2
            paper.resets += 1
        elif job[at : at + 2] == b"\x1c.":
            look.chinese, at = False, at + 2
        elif job[at] == 0x1B:
            at = _escape(paper, look, job, at, unit)
        elif job[at] == 0x1D:
            at = _group(paper, look, job, at)
        else:
            raise ValueError(f"byte {at}: {job[at : at + 4].hex(' ')}")
    return paper


def _letters(paper: ReadPaper, look: _Look, job: bytes, at: int) -> int:
    end = at
    while end < len(job) and job[end] >= 0x20:
        end += 1
    look.tallest = max(look.tallest, FONT_ROWS * look.high)
    paper.texts.append(
        Written(
            data=job[at:end],
            page=look.page,
            row=paper.rows,
            justify=look.justify,
            wide=look.wide,
            high=look.high,
            bold=look.bold,
            inverted=look.inverted,
            chinese=look.chinese,
        )
    )
    return end


def _escape(paper: ReadPaper, look: _Look, job: bytes, at: int, unit: float) -> int:
    name, value = job[at + 1 : at + 2], job[at + 2]
    if name == b"a":
        look.justify = value % 48
    elif name == b"t":
        look.page = value
    elif name == b"E":
        look.bold = bool(value & 1)
    elif name == b"d":
        paper.rows += value * LINE_ROWS
    elif name == b"J":
        paper.rows += round(value * unit)
        paper.units += value
    else:
        raise ValueError(f"byte {at}: {job[at : at + 4].hex(' ')}")
    return at + 3


def _group(paper: ReadPaper, look: _Look, job: bytes, at: int) -> int:
    name, value = job[at + 1 : at + 2], job[at + 2]
    if name == b"v" and value == 0x30:
        return _burn(paper, job, at + 3, look.justify)
    if name == b"(":
        return _long(paper, look, job, at + 1)
    if name == b"V" and value in (65, 66):
        paper.cuts.append(paper.rows)
        paper.cut_kinds.append(job[at + 2 : at + 4])
        return at + 4
    if name == b"r":
        paper.questions.append(value)
    elif name == b"!":
        look.wide, look.high = (value >> 4) + 1, (value & 15) + 1
    elif name == b"B":
        look.inverted = bool(value & 1)
    elif name == b"P":
        paper.motion.append((value, job[at + 3]))
        return at + 4
    elif name == b"e" and value == 3:
        paper.presented.append(job[at + 2 : at + 4])
        return at + 4
    else:
        raise ValueError(f"byte {at}: {job[at : at + 4].hex(' ')}")
    return at + 3


def _long(paper: ReadPaper, look: _Look, job: bytes, at: int) -> int:
    """``( x pL pH`` and as many bytes as p says."""
    kind, size = job[at + 1 : at + 2], job[at + 2] + 256 * job[at + 3]
    body = job[at + 4 : at + 4 + size]
    if len(body) != size:
        raise ValueError(f"byte {at}: {len(body)} bytes instead of {size}")
    if kind == b"H" and body[:2] == b"00" and size == 6:
        paper.job_numbers.append(body[2:])
    elif kind == b"k" and body[:1] == b"1":
        _symbol(paper, look, body[1], body[2:])
    elif kind == b"L" and body[:2] == b"0C":
        key, colours, colour = body[3:5], body[5], body[10]
        width, height = body[6] + 256 * body[7], body[8] + 256 * body[9]
        if (body[2], colours, colour) != (48, 1, 49) or len(body) != 11 + -(-width // 8) * height:
            raise ValueError(f"byte {at}: a picture of another form")
        paper.stored[key] = (width, height, body[11:])
    elif kind == b"L" and body[:2] == b"0E":
        paper.recalled.append((body[2:4], paper.rows))
        if body[2:4] in paper.stored:
            width, height, dots = paper.stored[body[2:4]]
            _lay(paper, dots, -(-width // 8), height, look.justify)
    elif kind == b"L" and body[:2] == b"0B":
        paper.stored.pop(body[2:4], None)
    else:
        raise ValueError(f"byte {at}: {job[at : at + 8].hex(' ')}")
    return at + 4 + size


def _symbol(paper: ReadPaper, look: _Look, function: int, rest: bytes) -> None:
    if function == 65 and rest == b"2\x00":
        return
    if function == 67:
        look.module = rest[0]
    elif function == 69:
        look.level = rest[0]
    elif function == 80 and rest[:1] == b"0":
        look.symbol = rest[1:]
    elif function == 81 and rest == b"0":
        paper.codes.append(
            Code(content=look.symbol, module=look.module, level=look.level, row=paper.rows)
        )
    else:
        raise ValueError(f"GS ( k {function} {rest.hex(' ')}")


def _burn(paper: ReadPaper, job: bytes, at: int, justify: int) -> int:
    mode = job[at] % 48
    across = job[at + 1] + 256 * job[at + 2]
    down = job[at + 3] + 256 * job[at + 4]
    at += 5
    if len(job) < at + across * down:
        raise ValueError(f"byte {at}: a raster that ends too early")
    paper.payloads.append(across * down)
    paper.modes.append(mode)
    _lay(paper, job[at : at + across * down], across, down, justify, mode)
    return at + across * down


def _lay(
    paper: ReadPaper, dots: bytes, across: int, down: int, justify: int, mode: int = 0
) -> None:
    wide, high = (2 if mode in (1, 3) else 1), (2 if mode in (2, 3) else 1)
    room = paper.width - across * 8 * wide
    left = (0, room // 2, room)[justify]
    for row in range(down):
        for column in range(across * 8):
            if dots[row * across + column // 8] >> (7 - column % 8) & 1:
                for y in range(high):
                    for x in range(wide):
                        dot = (paper.rows + row * high + y, left + column * wide + x)
                        paper.ink.add(dot)
    paper.rows += down * high
