"""A template out of plain data (JSON of the database, TOML of a file), and what is wrong with it.

    [[line]]
    part = "number"          # one of ``Part``; the rest may be left out
    size = "number"          # small, body, heading, title, number
    weight = "bold"          # regular, medium, bold
    align = "centre"         # left, centre, right
    above_mm = 0.0
    below_mm = 2.5
    on = true

``width_mm`` is the logo's, ``side_mm`` and ``content`` the QR code's, ``vi`` and ``en`` are the
words of "text" and "footer": a list of sentences each.
"""

import string
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum, StrEnum
from typing import Any

from core.slip import Align, Size, Weight, printable
from core.slip_template import (
    CODES,
    PAIRS,
    REPEATABLE,
    WORDED,
    Part,
    SlipTemplate,
    TemplateLine,
)

MOST_LINES = 40
MOST_SENTENCES = 6
LONGEST_SENTENCE = 160
LONGEST_CODE = 120
# Millimetres, least and most.
LIMITS_MM: Mapping[str, tuple[float, float]] = {
    "above_mm": (0, 30),
    "below_mm": (0, 30),
    "width_mm": (5, 60),
    "side_mm": (15, 40),
}
_SIZES = {size.name.lower(): size for size in Size}
_WEIGHTS = {weight.name.lower(): weight for weight in Weight}
_ALIGNS = {align.value: align for align in Align}
_PARTS = {part.value: part for part in Part}
_TEXTS = frozenset(Part) - {*PAIRS, Part.LOGO, Part.QR, Part.RULE}
# Which keys only certain parts have.
_OF_PARTS: Mapping[str, frozenset[Part]] = {
    "size": _TEXTS.union(PAIRS),
    "weight": _TEXTS,
    "align": _TEXTS,
    "width_mm": frozenset({Part.LOGO}),
    "side_mm": frozenset({Part.QR}),
    "content": frozenset({Part.QR}),
    "vi": WORDED,
    "en": WORDED,
}
_KEYS = tuple(each.name for each in fields(TemplateLine))


class TemplateProblem(StrEnum):
    """What may be wrong; the facts in brackets fill the sentence."""

    UNREADABLE = "unreadable"  # (reason); told by whoever reads the file
    NO_LINES = "no_lines"
    TOO_MANY_LINES = "too_many_lines"  # (count, most)
    UNKNOWN_KEY = "unknown_key"  # (key, allowed)
    PART_MISSING = "part_missing"  # (allowed)
    NOT_ALLOWED = "not_allowed"  # (key, value, allowed)
    WRONG_TYPE = "wrong_type"  # (key, expected)
    OUT_OF_RANGE = "out_of_range"  # (key, value, least, most)
    NOT_OF_THIS_PART = "not_of_this_part"  # (key, part)
    PART_TWICE = "part_twice"  # (part)
    NUMBER_MISSING = "number_missing"
    NUMBER_NOT_LARGEST = "number_not_largest"  # (part)
    WORDS_MISSING = "words_missing"
    TOO_MANY_SENTENCES = "too_many_sentences"  # (key, count, most)
    SENTENCE_TOO_LONG = "sentence_too_long"  # (key, count, most)
    UNPRINTABLE = "unprintable"  # (key, value)
    UNKNOWN_CODE = "unknown_code"  # (value, allowed)
    CODE_TOO_LONG = "code_too_long"  # (count, most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """``line`` counts from 1; None for the template as a whole."""

    code: TemplateProblem
    line: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class TemplateProblems(Exception):
    """All that is wrong with a template, at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems


def read_template(data: Mapping[str, Any]) -> SlipTemplate:
    """The template in ``data``; raises ``TemplateProblems``."""
    reading = _Reading()
    template = reading.template(data)
    if reading.problems:
        raise TemplateProblems(tuple(reading.problems))
    return template


def template_data(template: SlipTemplate) -> dict[str, Any]:
    """``template`` as ``read_template`` reads it; what is as usual is left out."""
    usual = {each.name: each.default for each in fields(TemplateLine)}
    return {
        "line": [
            {"part": line.part.value}
            | {
                name: _plain(getattr(line, name))
                for name in _KEYS
                if name != "part" and getattr(line, name) != usual[name]
            }
            for line in template.lines
        ]
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Size | Weight):
        return value.name.lower()
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


class _Reading:
    """One template being read; goes on after each problem."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._line: int | None = None

    def template(self, data: Mapping[str, Any]) -> SlipTemplate:
        for key in data:
            if key != "line":
                self._wrong(TemplateProblem.UNKNOWN_KEY, key=key, allowed=("line",))
        given = data.get("line")
        if not isinstance(given, list) or not given:
            self._wrong(TemplateProblem.NO_LINES)
            return SlipTemplate(lines=())
        if len(given) > MOST_LINES:
            self._wrong(TemplateProblem.TOO_MANY_LINES, count=len(given), most=MOST_LINES)
            return SlipTemplate(lines=())
        lines = tuple(self._lines(given))
        self._check_parts(lines)
        return SlipTemplate(lines=tuple(line for _, line in lines))

    def _lines(self, given: list[Any]) -> Iterator[tuple[int, TemplateLine]]:
        for place, table in enumerate(given, 1):
            self._line = place
            if not isinstance(table, Mapping):
                self._wrong(TemplateProblem.WRONG_TYPE, key="line", expected="table")
            elif (line := self._read_line(table)) is not None:
                yield place, line
        self._line = None

    def _read_line(self, table: Mapping[str, Any]) -> TemplateLine | None:
        for key in table:
            if key not in _KEYS:
                self._wrong(TemplateProblem.UNKNOWN_KEY, key=key, allowed=_KEYS)
        if "part" not in table:
            self._wrong(TemplateProblem.PART_MISSING, allowed=tuple(_PARTS))
            return None
        part = self._one_of(_PARTS, "part", table["part"])
        if part is None:
            return None
        known: dict[str, Any] = {}
        for key, read in self._readers().items():
            if key in table:
                if part not in _OF_PARTS.get(key, {part}):
                    self._wrong(TemplateProblem.NOT_OF_THIS_PART, key=key, part=part.value)
                elif (value := read(key, table[key])) is not None:
                    known[key] = value
        if part is Part.TEXT and not table.get("vi"):
            self._wrong(TemplateProblem.WORDS_MISSING)
        return TemplateLine(part=part, **known)

    def _readers(self) -> Mapping[str, Callable[[str, Any], Any]]:
        return {
            "on": self._yes_or_no,
            "size": lambda key, value: self._one_of(_SIZES, key, value),
            "weight": lambda key, value: self._one_of(_WEIGHTS, key, value),
            "align": lambda key, value: self._one_of(_ALIGNS, key, value),
            "content": self._code,
            "vi": self._sentences,
            "en": self._sentences,
            **dict.fromkeys(LIMITS_MM, self._millimetres),
        }

    # Values -------------------------------------------------------------------------------------

    def _one_of(self, members: Mapping[str, Any], key: str, value: Any) -> Any:
        found = members.get(value) if isinstance(value, str) else None
        if found is None:
            allowed = tuple(members)
            self._wrong(TemplateProblem.NOT_ALLOWED, key=key, value=value, allowed=allowed)
        return found

    def _yes_or_no(self, key: str, value: Any) -> bool | None:
        if isinstance(value, bool):
            return value
        self._wrong(TemplateProblem.WRONG_TYPE, key=key, expected="true, false")
        return None

    def _millimetres(self, key: str, value: Any) -> float | None:
        if isinstance(value, bool) or not isinstance(value, int | float):
            self._wrong(TemplateProblem.WRONG_TYPE, key=key, expected="mm")
            return None
        least, most = LIMITS_MM[key]
        if not least <= value <= most:
            facts = {"key": key, "value": value, "least": least, "most": most}
            self._wrong(TemplateProblem.OUT_OF_RANGE, **facts)
            return None
        return float(value)

    def _sentences(self, key: str, value: Any) -> tuple[str, ...] | None:
        if isinstance(value, str):
            value = [value]
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._wrong(TemplateProblem.WRONG_TYPE, key=key, expected='["…", "…"]')
            return None
        if len(value) > MOST_SENTENCES:
            facts = {"key": key, "count": len(value), "most": MOST_SENTENCES}
            self._wrong(TemplateProblem.TOO_MANY_SENTENCES, **facts)
        for sentence in value:
            if len(sentence) > LONGEST_SENTENCE:
                facts = {"key": key, "count": len(sentence), "most": LONGEST_SENTENCE}
                self._wrong(TemplateProblem.SENTENCE_TOO_LONG, **facts)
            elif not sentence.strip() or printable(sentence) != _one_line(sentence):
                self._wrong(TemplateProblem.UNPRINTABLE, key=key, value=_spelled_out(sentence))
        return tuple(printable(sentence) for sentence in value)

    def _code(self, key: str, value: Any) -> str | None:
        if not isinstance(value, str) or printable(value) != value or not value:
            self._wrong(TemplateProblem.UNPRINTABLE, key=key, value=_spelled_out(value))
            return None
        if len(value) > LONGEST_CODE:
            self._wrong(TemplateProblem.CODE_TOO_LONG, count=len(value), most=LONGEST_CODE)
            return None
        if not _names_codes_only(value):
            allowed = tuple(f"{{{name}}}" for name in CODES)
            self._wrong(TemplateProblem.UNKNOWN_CODE, value=value, allowed=allowed)
            return None
        return value

    # The whole ------------------------------------------------------------------------------------

    def _check_parts(self, lines: tuple[tuple[int, TemplateLine], ...]) -> None:
        counts: Counter[Part] = Counter()
        for place, line in lines:
            self._line = place
            counts[line.part] += 1
            if counts[line.part] == 2 and line.part not in REPEATABLE:
                self._wrong(TemplateProblem.PART_TWICE, part=line.part.value)
            if (line.part is Part.NUMBER) != (line.size is Size.NUMBER):
                self._wrong(TemplateProblem.NUMBER_NOT_LARGEST, part=line.part.value)
        self._line = None
        if not any(line.on for _, line in lines if line.part is Part.NUMBER):
            self._wrong(TemplateProblem.NUMBER_MISSING)

    def _wrong(self, code: TemplateProblem, **facts: object) -> None:
        self.problems.append(Problem(code=code, line=self._line, facts=facts))


def _names_codes_only(pattern: str) -> bool:
    """Whether each ``{…}`` is one of ``CODES`` and no more: "{label:>9999999}" would be a bomb."""
    try:
        parsed = list(string.Formatter().parse(pattern))
    except ValueError:
        return False
    return all(
        name is None or (name in CODES and not (spec or turn)) for _, name, spec, turn in parsed
    )


def _one_line(text: str) -> str:
    """What ``printable`` makes of a text with nothing unprintable in it."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _spelled_out(value: object) -> str:
    """A text for people to look at: what cannot be seen or printed stands as its code, U+1F600."""
    if not isinstance(value, str):
        return repr(value)
    kept = (each if printable(each) or each.isspace() else f"U+{ord(each):04X}" for each in value)
    return "".join(kept)
