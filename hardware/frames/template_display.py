"""Reads what a maker's sheet says of the display itself: texts, addresses, rows, brightness."""

from hardware.frames.led_text import LONGEST_TEXT, Align, Charset, Codec, TextRule
from hardware.frames.template import Codes, Element, Field, Slot
from hardware.frames.template_bytes import PLAIN_MAX, highest
from hardware.frames.template_line import hex_bytes
from hardware.frames.template_problems import ProblemCode, Sheet

MOST_ROWS = 99


def read_text(sheet: Sheet, frame: tuple[Element, ...]) -> TextRule:
    sheet.only("width", "align", "pad", "charset", "drop")
    slot = slot_of(frame, Field.TEXT)
    pad = sheet.string("pad", default=" ")
    if len(pad) > 1 or not pad.isascii():
        sheet.say("pad", ProblemCode.NOT_ALLOWED, value=pad, allowed=(" ", "0", ""))
        pad = " "
    return TextRule(
        width=sheet.number("width", default=0, low=0, high=LONGEST_TEXT),
        align=Align(sheet.choice("align", default=Align.RIGHT, allowed=list(Align))),
        pad=pad,
        charset=Charset(sheet.choice("charset", default=Charset.PRINTABLE, allowed=list(Charset))),
        codec=Codec(slot.encoding.value) if slot is not None else Codec.ASCII,
        drop=sheet.string("drop", default=""),
    )


def read_addresses(sheet: Sheet, frame: tuple[Element, ...]) -> tuple[int, int]:
    sheet.only("min", "max")
    most = _highest(frame, Field.ADDR)
    low = sheet.number("min", default=0, low=0, high=most)
    return low, sheet.number("max", default=most, low=low, high=most)


def read_broadcast(sheet: Sheet, frame: tuple[Element, ...]) -> int | None:
    """The address that speaks to all displays; None when the sheet names none."""
    if not _goes_with(sheet, "broadcast", frame, Field.ADDR):
        return None
    return sheet.number("broadcast", default=0, low=0, high=_highest(frame, Field.ADDR))


def read_clear(sheet: Sheet) -> bytes:
    text = sheet.string("clear", default="")
    raw = hex_bytes(text)
    if raw is None or ("clear" in sheet and not raw):
        sheet.say("clear", ProblemCode.BAD_HEX, value=text)
    return raw or b""


def read_codes(sheet: Sheet, frame: tuple[Element, ...]) -> Codes:
    """``row = { first, count }``, ``blink = { off, on }``, ``bright = { low, high }``."""
    row, blink, bright = sheet.table("row"), sheet.table("blink"), sheet.table("bright")
    row.only("first", "count")
    blink.only("off", "on")
    bright.only("low", "high")
    most_row = _highest(frame, Field.ROW)
    first = row.number("first", default=1, low=0, high=most_row)
    most_rows = max(1, min(MOST_ROWS, most_row - first + 1))
    count = row.number("count", default=most_rows, low=1, high=most_rows)
    _goes_with(sheet, "blink", frame, Field.BLINK)
    most_blink, most_bright = _highest(frame, Field.BLINK), _highest(frame, Field.BRIGHT)
    return Codes(
        row=first if _goes_with(sheet, "row", frame, Field.ROW) else None,
        rows=count if slot_of(frame, Field.ROW) is not None else 1,
        steady=blink.number("off", default=0, low=0, high=most_blink),
        blinking=blink.number("on", default=1, low=0, high=most_blink),
        dark=bright.number("low", default=0, low=0, high=most_bright),
        light=bright.number("high", default=min(100, most_bright), low=0, high=most_bright),
    )


def slot_of(frame: tuple[Element, ...], field: Field) -> Slot | None:
    """The first slot of ``field``; None when the frame has none."""
    slots = (each for each in frame if isinstance(each, Slot) and each.field is field)
    return next(slots, None)


def _goes_with(sheet: Sheet, name: str, frame: tuple[Element, ...], field: Field) -> bool:
    """Whether ``name`` is described; says so when the frame has no such field."""
    if name not in sheet:
        return False
    if slot_of(frame, field) is None:
        sheet.say(name, ProblemCode.FIELD_UNUSED, field=field.value)
    return True


def _highest(frame: tuple[Element, ...], field: Field) -> int:
    slot = slot_of(frame, field)
    return highest(slot.encoding) if slot is not None else PLAIN_MAX
