"""The maker's own examples: read, and compared with what the template makes of them."""

from collections.abc import Iterator
from dataclasses import replace

from hardware.frames.led_text import digits_of, reduced
from hardware.frames.template import (
    Check,
    Element,
    Example,
    Field,
    Slot,
    Span,
    Template,
    Values,
)
from hardware.frames.template_build import build, is_digits_only
from hardware.frames.template_bytes import PLAIN_MAX, check_names, check_of, highest
from hardware.frames.template_problems import ProblemCode, Sheet, TemplateProblem

# The search tries each checksum over each span; a longer frame would take seconds.
MOST_TO_SEARCH = 12
MOST_NAMED = 2
# What these carry follows from the rest of the frame.
_DERIVED = (Field.LEN, Field.CHECK)
ARGUMENTS = ("addr", "text", "num", "counter", "row", "color", "blink", "seq", "bright")


def read_examples(sheet: Sheet, frame: tuple[Element, ...]) -> tuple[Example, ...]:
    """Every ``[[example]]``; at least one is demanded, because it is what makes a template safe."""
    raw = sheet.raw_list("example", empty=ProblemCode.EXAMPLE_MISSING)
    tables = (
        Sheet(each, path=sheet.key(f"example[{index}]"), problems=sheet.problems)
        for index, each in enumerate(raw)
    )
    return tuple(_read_example(table, frame) for table in tables)


def example_problems(template: Template, *, path: str = "") -> list[TemplateProblem]:
    """Examples whose bytes are not those that the template builds; ``path``: where they stand."""
    problems: list[TemplateProblem] = []
    for index, example in enumerate(template.examples):
        sheet = Sheet({}, path=_place(path, index), problems=problems)
        text = example.values.text
        if reduced(text, template.text) != text:
            sheet.say("args.text", ProblemCode.NOT_ALLOWED, value=text)
        elif is_digits_only(template) and digits_of(text) != text:
            sheet.say("args.text", ProblemCode.NOT_DIGITS, value=text)
        low, high = template.addresses
        if not low <= example.values.addr <= high:
            addr = example.values.addr
            sheet.say("args.addr", ProblemCode.OUT_OF_RANGE, value=addr, low=low, high=high)
    if problems:
        return problems
    for index, example in enumerate(template.examples):
        frame = build(template, example.values)
        if not example.fits(frame):
            sheet = Sheet({}, path=_place(path, index), problems=problems)
            sheet.say(
                "hex",
                ProblemCode.EXAMPLE_DIFFERS,
                allowed=() if _one_digit_off(example, frame) else _names(template),
                expected=example.hex,
                actual=frame.hex(" ").upper(),
                examples=len(template.examples),
            )
    return problems


def _place(path: str, index: int) -> str:
    return f"{path}.example[{index}]" if path else f"example[{index}]"


def _one_digit_off(example: Example, frame: bytes) -> bool:
    """Whether one digit of the example's hex is another one: then it is mistyped, most likely."""
    wire = example.wire
    if len(wire) != len(frame):
        return False
    wrong = (
        f"{byte ^ sent:02X}" for byte, sent in zip(wire, frame, strict=True) if byte is not None
    )
    return sum(digit != "0" for pair in wrong for digit in pair) == 1


def fitting_checks(template: Template) -> Iterator[Check]:
    """Checksums with which every example would come out right, the likeliest first.

    Only such that protect something: of 8 bits at least, over all that changes from call to call
    before the checksum. The address alone may be left out, as some makers do.
    """
    if template.check is None or len(template.frame) > MOST_TO_SEARCH:
        return
    if any(len(build(template, each.values)) != len(each.wire) for each in template.examples):
        return
    slots = [isinstance(each, Slot) and each.field is Field.CHECK for each in template.frame]
    place, slot = slots.index(True), template.frame[slots.index(True)]
    assert isinstance(slot, Slot)
    spans = _sensible_spans(template, place)
    for alg in check_names():
        found = check_of(alg)
        if found is None or not 0xFF <= found[1] <= highest(slot.encoding):
            continue
        for span in spans:
            check = Check(alg=alg, span=span)
            tried = replace(template, check=check)
            if all(each.fits(build(tried, each.values)) for each in template.examples):
                yield check


def _sensible_spans(template: Template, place: int) -> list[Span]:
    """What a maker computes the checksum at ``place`` over; those with the address come first."""
    changing = [
        index
        for index, each in enumerate(template.frame)
        if isinstance(each, Slot) and each.field not in _DERIVED
    ]
    before = [index for index in changing if index < place] or changing
    shown = [index for index in before if not _is_address(template.frame[index])] or before
    spans: list[Span] = []
    for needed in (before, shown):
        for first in range(needed[0] + 1):
            for last in range(needed[-1], len(template.frame)):
                span = Span(first=first, last=last)
                if first < last and not span.holds(place) and span not in spans:
                    spans.append(span)
    return spans


def _is_address(element: Element) -> bool:
    return isinstance(element, Slot) and element.field is Field.ADDR


def _names(template: Template) -> tuple[str, ...]:
    """The first few checksums that fit, as ward IT would write them."""
    found = fitting_checks(template)
    return tuple(
        f'{{ alg = "{check.alg}", from = {check.span.first}, to = {check.span.last} }}'
        for check, _ in zip(found, range(MOST_NAMED), strict=False)
    )


def _read_example(sheet: Sheet, frame: tuple[Element, ...]) -> Example:
    sheet.only("args", "hex")
    args = sheet.table("args")
    args.only(*ARGUMENTS)
    text = args.string("text", default="")
    numbers = {name: _read_argument(args, name) for name in ARGUMENTS if name != "text"}
    if "bright" not in args:
        numbers["bright"] = Values().bright
    for element in frame:
        if isinstance(element, Slot):
            _check_argument(args, element, numbers.get(element.field.value))
    num = numbers.pop("num")
    values = Values(text=text, num=num if "num" in args else None, **numbers)
    return Example(values=values, wire=_read_wire(sheet))


def _read_argument(args: Sheet, name: str) -> int:
    """A number; one written as text is taken when it is all digits."""
    found = dict(args.items()).get(name, 0)
    if isinstance(found, str) and name in args:
        if not found or digits_of(found) != found:
            args.say(name, ProblemCode.NOT_DIGITS, value=found)
            return 0
        return int(found[:9])
    return args.number(name, default=0, low=0, high=PLAIN_MAX)


def _check_argument(args: Sheet, slot: Slot, number: int | None) -> None:
    """A field of the frame must have its argument, within what its encoding can carry."""
    name = slot.field.value
    if slot.field in (Field.LEN, Field.CHECK):
        return
    if name not in args and not (slot.field is Field.NUM and "text" in args):
        args.say(name, ProblemCode.MISSING)
        return
    most = 100 if slot.field is Field.BRIGHT else highest(slot.encoding)
    if number is not None and number > most:
        args.say(name, ProblemCode.OUT_OF_RANGE, value=number, low=0, high=most)


def _read_wire(sheet: Sheet) -> tuple[int | None, ...]:
    text = sheet.string("hex", default="")
    if not text:
        sheet.say("hex", ProblemCode.MISSING)
    joined = "".join(text.split())
    wire: list[int | None] = []
    for start in range(0, len(joined), 2):
        pair = joined[start : start + 2]
        if pair != ".." and (len(pair) != 2 or not set(pair) <= set("0123456789abcdefABCDEF")):
            sheet.say("hex", ProblemCode.BAD_HEX, value=text)
            return ()
        wire.append(None if pair == ".." else int(pair, 16))
    return tuple(wire)
