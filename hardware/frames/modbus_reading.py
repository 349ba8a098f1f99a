"""Makes a Modbus ``Profile`` from a table of settings, or says everything that is wrong with it."""

from collections.abc import Mapping

from hardware.frames.led_text import Align
from hardware.frames.modbus import (
    MOST_DIGITS,
    WIDEST,
    Brightness,
    Function,
    Profile,
    RegisterEncoding,
)
from hardware.frames.template import Example, Field, Slot
from hardware.frames.template_bytes import Encoding
from hardware.frames.template_examples import read_examples
from hardware.frames.template_problems import BadTemplate, ProblemCode, Sheet, TemplateProblem

KEYS = (
    "title", "function", "register", "encoding", "width", "align", "pad", "blank", "rows",
    "row_step", "brightness", "example",
)  # fmt: skip
MOST_ROWS = 99
# What an example must name, in the words of a template.
_SLOTS = (
    Slot(field=Field.ADDR, encoding=Encoding.U8),
    Slot(field=Field.TEXT, encoding=Encoding.ASCII),
)


def read_profile(name: str, data: Mapping[str, object]) -> tuple[Profile, tuple[Example, ...]]:
    """The profile that ``data`` describes, and its examples; ``BadTemplate`` says all wrong."""
    problems: list[TemplateProblem] = []
    sheet = Sheet(data, path="", problems=problems)
    sheet.only(*KEYS)
    encoding = _read_encoding(sheet)
    function = _read_function(sheet, encoding)
    register, rows, row_step = _read_place(sheet)
    width = _read_width(sheet, encoding)
    align = sheet.choice("align", default=Align.RIGHT, allowed=list(Align))
    pad, title = sheet.string("pad", default=" "), sheet.string("title", default=name)
    if len(pad) != 1 or not pad.isascii():
        sheet.say("pad", ProblemCode.NOT_ALLOWED, value=pad, allowed=(" ", "0"))
    blank = sheet.number("blank", default=0, low=0, high=9999)
    brightness = _read_brightness(sheet)
    examples = read_examples(sheet, _SLOTS)
    if problems:
        raise BadTemplate(problems)
    profile = Profile(
        name=name,
        title=title,
        function=function,
        register=register,
        encoding=encoding,
        width=width,
        align=Align(align),
        pad=pad,
        blank=blank,
        rows=rows,
        row_step=row_step,
        brightness=brightness,
    )
    return profile, examples


def _read_place(sheet: Sheet) -> tuple[int, int, int]:
    """Register of row 1, how many rows there are, and how far apart."""
    register = sheet.number("register", default=0, low=0, high=0xFFFF)
    rows = sheet.number("rows", default=1, low=1, high=MOST_ROWS)
    if rows == 1:
        return register, rows, sheet.number("row_step", default=0, low=0, high=0xFFFF)
    if "row_step" not in sheet:
        sheet.say("row_step", ProblemCode.MISSING)
        return register, 1, 0
    farthest = (0xFFFF - register) // (rows - 1)
    step = sheet.number("row_step", default=0, low=min(1, farthest), high=farthest)
    return register, rows, step


def _read_brightness(sheet: Sheet) -> Brightness | None:
    if "brightness" not in sheet:
        return None
    table = sheet.table("brightness")
    table.only("register", "low", "high")
    if "register" not in table:
        table.say("register", ProblemCode.MISSING)
    return Brightness(
        register=table.number("register", default=0, low=0, high=0xFFFF),
        low=table.number("low", default=0, low=0, high=0xFFFF),
        high=table.number("high", default=100, low=0, high=0xFFFF),
    )


def _read_encoding(sheet: Sheet) -> RegisterEncoding:
    if "encoding" not in sheet:
        sheet.say("encoding", ProblemCode.MISSING, allowed=list(RegisterEncoding))
    default = RegisterEncoding.INT32
    return RegisterEncoding(
        sheet.choice("encoding", default=default, allowed=list(RegisterEncoding))
    )


def _read_function(sheet: Sheet, encoding: RegisterEncoding) -> Function:
    """6 writes one register, so it goes with ``int16`` only."""
    one = encoding is RegisterEncoding.INT16
    allowed = ("6", "16") if one else ("16",)
    number = sheet.number("function", default=16, low=0, high=0xFF)
    if str(number) not in allowed:
        sheet.say("function", ProblemCode.NOT_ALLOWED, value=number, allowed=allowed)
        return Function.WRITE_SEVERAL
    return Function(number)


def _read_width(sheet: Sheet, encoding: RegisterEncoding) -> int:
    most = MOST_DIGITS.get(encoding, WIDEST)
    width = sheet.number("width", default=4, low=1, high=most)
    if encoding is RegisterEncoding.ASCII_PACKED and width % 2:
        even = tuple(str(each) for each in range(2, most + 1, 2))
        sheet.say("width", ProblemCode.NOT_ALLOWED, value=width, allowed=even)
    return width
