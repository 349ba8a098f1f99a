"""Makes a ``Template`` from what ward IT wrote down, or says everything that is wrong with it."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hardware.frames.led_text import TextRule
from hardware.frames.template import (
    Check,
    Element,
    Escape,
    Field,
    Length,
    Literal,
    Slot,
    Span,
    Template,
)
from hardware.frames.template_build import longest_span
from hardware.frames.template_bytes import (
    FIXED_ENCODINGS,
    NUMBER_ENCODINGS,
    SIMPLE_CHECKS,
    TEXT_ENCODINGS,
    Encoding,
    check_of,
    highest,
    like_checks,
)
from hardware.frames.template_display import (
    read_addresses,
    read_broadcast,
    read_clear,
    read_codes,
    read_text,
    slot_of,
)
from hardware.frames.template_examples import example_problems, read_examples
from hardware.frames.template_line import hex_bytes, read_reply, read_serial, read_timing
from hardware.frames.template_problems import BadTemplate, ProblemCode, Sheet, TemplateProblem

KEYS = (
    "title", "serial", "frame", "check", "len", "escape", "text", "addr", "row", "blink",
    "broadcast", "clear", "dim", "reply", "timing", "example",
)  # fmt: skip
# The frame that dims is described like the other one; line and answers are the same.
DIM_KEYS = ("frame", "check", "len", "escape", "addr", "bright", "example")
MOST_ELEMENTS = 64
# What these carry follows from the rest of the frame.
_DERIVED = (Field.LEN, Field.CHECK)


def read_template(data: Mapping[str, object]) -> Template:
    """The template that ``data`` describes, as tomllib gives it; ``BadTemplate`` says all wrong."""
    problems: list[TemplateProblem] = []
    sheet = Sheet(data, path="", problems=problems)
    sheet.only(*KEYS)
    template = _read(sheet, shows=(Field.TEXT, Field.NUM))
    if "dim" in sheet:
        dim = sheet.table("dim")
        dim.only(*DIM_KEYS)
        bright = replace(_read(dim, shows=(Field.BRIGHT,)), reply=template.reply)
        template = replace(template, dim=bright)
    if not problems:
        problems.extend(example_problems(template))
        if template.dim is not None:
            problems.extend(example_problems(template.dim, path="dim"))
    if problems:
        raise BadTemplate(problems)
    return template


def _read(sheet: Sheet, *, shows: tuple[Field, ...]) -> Template:
    """One frame with all that belongs to it; it must have one of the fields ``shows``."""
    frame = _read_frame(sheet, shows)
    broadcast = read_broadcast(sheet, frame)
    template = Template(
        title=sheet.string("title", default=""),
        serial=read_serial(sheet.table("serial")),
        frame=frame,
        check=_read_check(sheet, frame),
        length=_read_length(sheet, frame),
        escape=_read_escape(sheet, frame),
        text=read_text(sheet.table("text"), frame),
        addresses=read_addresses(sheet.table("addr"), frame),
        codes=read_codes(sheet, frame),
        broadcast=broadcast,
        clear=read_clear(sheet),
        reply=read_reply(sheet.table("reply"), broadcast=broadcast),
        timing=read_timing(sheet.table("timing")),
        examples=read_examples(sheet, frame),
    )
    _check_length_fits(sheet, template)
    return template


def _read_frame(sheet: Sheet, shows: tuple[Field, ...]) -> tuple[Element, ...]:
    raw = sheet.raw_list("frame", empty=ProblemCode.MISSING)
    if len(raw) > MOST_ELEMENTS:
        sheet.say("frame", ProblemCode.OUT_OF_RANGE, value=len(raw), low=1, high=MOST_ELEMENTS)
    allowed = [field for field in Field if field is not Field.BRIGHT or field in shows]
    frame = tuple(_read_element(sheet, index, each, allowed) for index, each in enumerate(raw))
    fields = [element.field for element in frame if isinstance(element, Slot)]
    for field in (Field.LEN, Field.CHECK):
        if fields.count(field) > 1:
            sheet.say("frame", ProblemCode.FIELD_TWICE, field=field.value)
    if raw and not set(shows) & set(fields) and not _has_unknown_field(sheet):
        if Field.BRIGHT in shows:
            sheet.say("frame", ProblemCode.NOTHING_DIMMED)
        else:
            sheet.say("frame", ProblemCode.NOTHING_SHOWN)
    return frame


def _read_element(sheet: Sheet, index: int, raw: object, fields: Sequence[Field]) -> Element:
    """One element; anything wrong becomes an empty literal, so that the places stay right.

    A field with a typo in it is taken for what it is likely to be: one mistake is told once.
    """
    empty, name = Literal(raw=b""), f"frame[{index}]"
    if not isinstance(raw, str):
        sheet.say(name, ProblemCode.WRONG_TYPE, expected="string")
        return empty
    field, colon, encoding = raw.partition(":")
    if not colon:
        literal = hex_bytes(raw)
        if not literal:
            sheet.say(name, ProblemCode.BAD_HEX, value=raw)
        return Literal(raw=literal or b"")
    if field not in fields:
        sheet.say(name, ProblemCode.NOT_ALLOWED, value=field, allowed=fields)
        like = difflib.get_close_matches(field, fields, n=1)
        return _widest_slot(Field(like[0])) if like else empty
    allowed = _encodings_for(Field(field))
    if encoding not in allowed:
        sheet.say(name, ProblemCode.NOT_ALLOWED, value=encoding, allowed=allowed)
        return _widest_slot(Field(field))
    return Slot(field=Field(field), encoding=Encoding(encoding))


def _widest_slot(field: Field) -> Slot:
    """A slot that gives no cause for further complaints."""
    return Slot(field=field, encoding=Encoding.ASCII if field is Field.TEXT else Encoding.BE16)


def _has_unknown_field(sheet: Sheet) -> bool:
    """Whether an element of the frame names a field that there is not."""
    place = sheet.key("frame[")
    return any(each.key.startswith(place) and Field.TEXT in each.allowed for each in sheet.problems)


def _encodings_for(field: Field) -> tuple[Encoding, ...]:
    if field is Field.TEXT:
        return TEXT_ENCODINGS
    if field in (Field.LEN, Field.CHECK, Field.SEQ):
        return FIXED_ENCODINGS
    return NUMBER_ENCODINGS


def _read_span(sheet: Sheet, size: int, *names: str) -> Span:
    """``from`` and ``to``; negative ones count from the end, as in ``to = -3``."""
    sheet.only("from", "to", *names)
    last, before = max(0, size - 1), len(sheet.problems)
    first = sheet.number("from", default=0, low=-size, high=last)
    final = sheet.number("to", default=last, low=-size, high=last)
    span = Span(first=first % max(1, size), last=final % max(1, size))
    if span.first > span.last and len(sheet.problems) == before:
        sheet.say("", ProblemCode.SPAN_BACKWARDS, first=span.first, last=span.last)
    return span


def _described(sheet: Sheet, frame: tuple[Element, ...], field: Field) -> Slot | None:
    """The slot of ``len`` or ``check``; says when frame and description do not go together."""
    slot = slot_of(frame, field)
    if slot is not None and field.value not in sheet:
        sheet.say(field.value, ProblemCode.MISSING)
        return None
    if slot is None and field.value in sheet and not _has_unknown_field(sheet):
        sheet.say(field.value, ProblemCode.FIELD_UNUSED, field=field.value)
    return slot


def _read_check(sheet: Sheet, frame: tuple[Element, ...]) -> Check | None:
    slot = _described(sheet, frame, Field.CHECK)
    if slot is None:
        return None
    table, before = sheet.table("check"), len(sheet.problems)
    check = Check(alg=table.string("alg", default=""), span=_read_span(table, len(frame), "alg"))
    if len(sheet.problems) == before:
        _say_span_is_wrong(table, frame, check.span)
    found = check_of(check.alg)
    if found is None:
        simple, like = ", ".join(SIMPLE_CHECKS), like_checks(check.alg)
        table.say("alg", ProblemCode.UNKNOWN_CHECK, value=check.alg, simple=simple, allowed=like)
        return None
    if found[1] > highest(slot.encoding):
        width, encoding = found[1], slot.encoding.value
        table.say("alg", ProblemCode.TOO_WIDE, alg=check.alg, encoding=encoding, highest=width)
    return check


def _say_span_is_wrong(table: Sheet, frame: tuple[Element, ...], span: Span) -> None:
    """A checksum covers what changes from call to call, and not itself."""
    covered = frame[span.first : span.last + 1]
    fields = [each.field for each in covered if isinstance(each, Slot)]
    if Field.CHECK in fields:
        table.say("", ProblemCode.SPAN_HOLDS_ITSELF, field=Field.CHECK.value)
    elif set(fields) <= set(_DERIVED):
        table.say("", ProblemCode.SPAN_CONSTANT, field=Field.CHECK.value)


def _read_length(sheet: Sheet, frame: tuple[Element, ...]) -> Length | None:
    if _described(sheet, frame, Field.LEN) is None:
        return None
    table = sheet.table("len")
    span = _read_span(table, len(frame), "add")
    return Length(span=span, add=table.number("add", default=0, low=-255, high=255))


def _check_length_fits(sheet: Sheet, template: Template) -> None:
    slot = slot_of(template.frame, Field.LEN)
    if slot is None or template.length is None:
        return
    span, add = template.length.span, template.length.add
    most = longest_span(template, span) + add
    if most > highest(slot.encoding):
        encoding = slot.encoding.value
        sheet.say("len", ProblemCode.TOO_WIDE, field="len", encoding=encoding, highest=most)
    if add < 0 and -add > _least(template.frame, span, template.text):
        sheet.say("len.add", ProblemCode.OUT_OF_RANGE, value=add, low=0, high=255)


def _least(frame: tuple[Element, ...], span: Span, text: TextRule) -> int:
    """The fewest bytes of a span: literals, and texts that are always padded."""
    elements = frame[span.first : span.last + 1]
    literals = sum(len(each.raw) for each in elements if isinstance(each, Literal))
    texts = sum(isinstance(each, Slot) and each.field is Field.TEXT for each in elements)
    return literals + (text.width if text.pad else 0) * texts


def _read_escape(sheet: Sheet, frame: tuple[Element, ...]) -> Escape | None:
    if "escape" not in sheet:
        return None
    table = sheet.table("escape")
    span = _read_span(table, len(frame), "map")
    pairs = table.table("map")
    found: dict[int, bytes] = {}
    for key, value in pairs.items():
        plain = hex_bytes(key)
        travels = hex_bytes(value) if isinstance(value, str) else None
        if plain is None or len(plain) != 1 or not travels:
            pairs.say(key, ProblemCode.BAD_HEX, value=f"{key} = {value}")
        else:
            found[plain[0]] = travels
    return Escape(span=span, table=tuple(found.items()))
