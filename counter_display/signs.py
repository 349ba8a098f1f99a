"""What one row of one number display says, as config.toml words it: "{label} {counter:02}".

A text may hold four names in braces: ``{label}`` (A007), ``{number}`` (7), ``{digits}`` (007) and
``{counter}`` (3), each with a width if wished: ``{counter:02}`` fills up with noughts,
``{counter:>2}``, ``{label:<5}`` with blanks. A brace itself is written twice.
"""

import re
import string
from dataclasses import dataclass
from typing import Literal

NAMES = ("label", "number", "digits", "counter")
_OF_A_TICKET = frozenset(("label", "number", "digits"))
_WIDTH = re.compile(r"(?P<side>[<>])?(?P<zero>0)?(?P<width>[1-9]\d?)?")
# The longest number and counter that a hall may have, for finding out what a text needs.
_SAMPLE_LABEL, _SAMPLE_COUNTER = "A888", 88


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One row of one display. ``name`` is the hardware's name for it.

    ``shows`` "counter": the number at ``counter``, or its ``idle``, ``paused`` or ``closed`` text;
    "calls": the last call but ``place - 1``, or ``idle`` while there are not so many.
    """

    name: str
    shows: Literal["counter", "calls"] = "counter"
    counter: int | None = None
    place: int = 1
    text: str = "{label}"
    idle: str = "--"
    paused: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A piece of a text: its plain beginning, then the value ``name`` if there is one."""

    plain: str
    name: str | None = None
    zero: bool = False
    left: bool = False
    width: int = 0


def wrong_places(text: str, *, allowed: tuple[str, ...] = NAMES) -> tuple[str, ...]:
    """What stands in braces and cannot be filled in; ("{",) when a brace has no partner."""
    try:
        pieces = list(string.Formatter().parse(text))
    except ValueError:
        return ("{",)
    return tuple(
        _written(name, spec, conversion)
        for _, name, spec, conversion in pieces
        if name is not None
        and (name not in allowed or conversion or _WIDTH.fullmatch(spec or "") is None)
    )


def filled(text: str, *, label: str | None, counter: int | None) -> str:
    """``text`` with its places filled in; what is not known leaves its place empty.

    Raises ``ValueError`` for a text that ``wrong_places`` complains of.
    """
    digits = "" if label is None else label[len(label.rstrip("0123456789")) :]
    values = {
        "label": label or "",
        "number": str(int(digits)) if digits else "",
        "digits": digits,
        "counter": "" if counter is None else str(counter),
    }
    return "".join(part.plain + _justified(part, values) for part in _parts(text))


def number_of(text: str, *, label: str | None, counter: int | None) -> int | None:
    """The number that a display which knows only numbers shall show for ``text``.

    The ticket's own where the text is about the ticket alone (7 of ``A007``), else whatever digits
    the text comes to; None when there are none.
    """
    names = {part.name for part in _parts(text)} - {None}
    of_ticket = bool(names) and names <= _OF_A_TICKET
    said = filled("{digits}" if of_ticket else text, label=label, counter=counter)
    digits = "".join(letter for letter in said if letter.isascii() and letter.isdigit())
    return int(digits) if digits else None


def sample_of(text: str, *, counter: int | None = None) -> str:
    """``text`` as it may look at its longest, for checking it against a display."""
    return filled(text, label=_SAMPLE_LABEL, counter=counter or _SAMPLE_COUNTER)


def plain_of(text: str) -> str:
    """Only what stands between the places of ``text``: shown whatever the number is."""
    return "".join(part.plain for part in _parts(text))


def _parts(text: str) -> list[_Part]:
    if wrong := wrong_places(text):
        raise ValueError(f"{text!r}: {wrong}")
    return [_part(plain, name, spec) for plain, name, spec, _ in string.Formatter().parse(text)]


def _part(plain: str, name: str | None, spec: str | None) -> _Part:
    found = _WIDTH.fullmatch(spec or "")
    if name is None or found is None:
        return _Part(plain=plain)
    # Names stand at the left and numbers at the right, as everywhere, unless told otherwise.
    left = found["side"] == "<" or (found["side"] is None and name == "label")
    return _Part(
        plain=plain,
        name=name,
        zero=found["zero"] is not None,
        left=left,
        width=int(found["width"] or 0),
    )


def _justified(part: _Part, values: dict[str, str]) -> str:
    if part.name is None:
        return ""
    value = values[part.name]
    if part.zero and value:
        return value.rjust(part.width, "0")
    return value.ljust(part.width) if part.left else value.rjust(part.width)


def _written(name: str, spec: str | None, conversion: str | None) -> str:
    how = f"!{conversion}" if conversion else ""
    return f"{{{name}{how}{':' + spec if spec else ''}}}"
