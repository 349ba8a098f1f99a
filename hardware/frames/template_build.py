"""Fills a template with values, and judges what a display answers.

``len`` counts the bytes of a span of elements; ``check`` is computed over a span after everything
else is known; bytes that must not occur are escaped last. Nothing here fails at call time: what
cannot be shown is reduced by rule (``fitted``, ``last_digits``), what cannot work was refused by
``read_template``.
"""

from hardware.frames.led_text import LONGEST_TEXT, Charset, TextRule, digits_of, fitted
from hardware.frames.template import (
    Check,
    Codes,
    Element,
    Field,
    Literal,
    ReplyKind,
    Slot,
    Span,
    Template,
    Values,
    Verdict,
)
from hardware.frames.template_bytes import (
    Encoding,
    check_of,
    highest,
    last_digits,
    number_bytes,
    size_of,
    whole_digits,
)


def build(template: Template, values: Values) -> bytes:
    """The frame for ``values``; see the module's drawing."""
    parts = [_filled(element, template, values) for element in template.frame]
    for index, slot in slots_of(template, Field.LEN):
        assert template.length is not None
        span = template.length.span
        counted = sum(len(part) for part in parts[span.first : span.last + 1])
        parts[index] = number_bytes(counted + template.length.add, slot.encoding)
    for index, slot in slots_of(template, Field.CHECK):
        assert template.check is not None
        parts[index] = number_bytes(checksum(template.check, parts), slot.encoding)
    if template.escape is not None:
        for index in range(template.escape.span.first, template.escape.span.last + 1):
            parts[index] = template.escape.applied(parts[index])
    return b"".join(parts)


def checksum(check: Check, parts: list[bytes]) -> int:
    found = check_of(check.alg)
    assert found is not None, "read_template lets only known checksums through"
    return found[0](b"".join(parts[check.span.first : check.span.last + 1]))


def shown(template: Template, text: str) -> str:
    """What the display will show of ``text``."""
    if slots_of(template, Field.TEXT):
        return fitted(text, template.text)
    for _, slot in slots_of(template, Field.NUM):
        return str(last_digits(_number_in(text), slot.encoding))
    return ""


def judge(template: Template, sent: bytes, heard: bytes, *, echo: bool = False) -> Verdict:
    """Whether ``heard``, everything since ``sent`` went out, is the display's answer.

    ``echo``: the line brings back what we send, so the first copy of our frame is no answer.
    Without it a copy is thrown away wherever it cannot be the answer itself.
    """
    if echo:
        _, own, heard = heard.partition(sent)
        if not own:
            return Verdict.WAITING
    rule = template.reply
    if rule.kind is ReplyKind.ECHO:
        return Verdict.TAKEN if sent in heard else Verdict.WAITING
    heard = heard if echo else heard.replace(sent, b"", 1)
    if rule.refused is not None and rule.refused.search(heard):
        return Verdict.REFUSED
    if rule.taken is not None and rule.taken.search(heard):
        return Verdict.TAKEN
    return Verdict.WAITING


def longest_span(template: Template, span: Span) -> int:
    """The most bytes that the elements of ``span`` can have, before escaping."""
    return sum(
        longest(element, template.text) for element in template.frame[span.first : span.last + 1]
    )


def is_digits_only(template: Template) -> bool:
    """Whether letters never reach the display."""
    has_text = bool(slots_of(template, Field.TEXT))
    return not has_text or template.text.charset is Charset.DIGITS


def widest(template: Template) -> int:
    """Characters that the display can show; 0 when the frame sets no limit."""
    if slots_of(template, Field.TEXT):
        return template.text.width
    return min(
        (whole_digits(slot.encoding) for _, slot in slots_of(template, Field.NUM)), default=0
    )


def slots_of(template: Template, field: Field) -> list[tuple[int, Slot]]:
    """Where ``field`` stands in the frame."""
    return [
        (index, element)
        for index, element in enumerate(template.frame)
        if isinstance(element, Slot) and element.field is field
    ]


def longest(element: Element, rule: TextRule) -> int:
    """The most bytes that ``element`` can have, before escaping."""
    if isinstance(element, Literal):
        return len(element.raw)
    if element.field is Field.TEXT:
        bytes_each = 2 if element.encoding is Encoding.GB2312 else 1
        return bytes_each * (rule.width or LONGEST_TEXT)
    return 9 if element.encoding is Encoding.ASCII else size_of(element.encoding)


def code_of(field: Field, values: Values, codes: Codes) -> int:
    """The number that stands for a value on the wire."""
    match field:
        case Field.NUM:
            return _number_in(values.text) if values.num is None else values.num
        case Field.ROW if codes.row is not None:
            return codes.row + min(max(1, values.row), codes.rows) - 1
        case Field.BLINK:
            return codes.blinking if values.blink else codes.steady
        case Field.BRIGHT:
            percent = min(max(0, values.bright), 100)
            return codes.dark + round((codes.light - codes.dark) * percent / 100)
        case _:
            number: int = getattr(values, field.value)
            return number


def _filled(element: Element, template: Template, values: Values) -> bytes:
    """The bytes of one element; ``len`` and ``check`` are zeros of the right size for now."""
    if isinstance(element, Literal):
        return element.raw
    if element.field in (Field.LEN, Field.CHECK):
        return bytes(size_of(element.encoding))
    if element.field is Field.TEXT:
        return fitted(values.text, template.text).encode(element.encoding.value)
    number = last_digits(code_of(element.field, values, template.codes), element.encoding)
    if element.field is Field.SEQ:
        number = values.seq % (highest(element.encoding) + 1)
    return number_bytes(number, element.encoding)


def _number_in(text: str) -> int:
    return int(digits_of(text)[-9:] or 0)
