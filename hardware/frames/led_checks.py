"""Whether a display as configured can be spoken to at all: asked when settings are read."""

from hardware.frames.led_dialect import Dialect, TemplateDialect
from hardware.frames.template import Field, Slot, Values
from hardware.frames.template_bytes import highest
from hardware.frames.template_problems import ProblemCode, TemplateProblem

# Fields that a display's settings fix, and the key of each in those settings.
_KEYS = {
    Field.COUNTER: "counter",
    Field.COLOR: "color",
    Field.BLINK: "blink",
}


def display_problems(dialect: Dialect, values: Values) -> tuple[TemplateProblem, ...]:
    """What in ``values`` (address, counter, row, color) the display's protocol cannot carry."""
    low, high = dialect.addresses()
    problems = [_out_of_range("address", values.addr, low, high)]
    if values.row:  # 0: the display names no row
        problems.append(_out_of_range("row", values.row, 1, dialect.rows))
    if isinstance(dialect, TemplateDialect):
        for element in dialect.template.frame:
            if isinstance(element, Slot) and element.field in _KEYS:
                key = _KEYS[element.field]
                value: int = getattr(values, key)
                problems.append(_out_of_range(key, value, 0, highest(element.encoding)))
    return tuple(problem for problem in problems if problem is not None)


def _out_of_range(key: str, value: int, low: int, high: int) -> TemplateProblem | None:
    if low <= value <= high:
        return None
    facts = {"value": value, "low": low, "high": high}
    return TemplateProblem(key=key, code=ProblemCode.OUT_OF_RANGE, facts=facts)
