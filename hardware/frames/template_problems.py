"""What is wrong with a described display protocol, as data; ``i18n`` makes the sentences."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class ProblemCode(StrEnum):
    """One member per sentence; the facts in brackets fill it."""

    UNKNOWN_KEY = "unknown_key"  # allowed
    MISSING = "missing"  # allowed, when only certain values will do
    WRONG_TYPE = "wrong_type"  # (expected)
    OUT_OF_RANGE = "out_of_range"  # (value, low, high)
    NOT_ALLOWED = "not_allowed"  # (value), allowed
    UNKNOWN_CHECK = "unknown_check"  # (value, simple), allowed: those with a like name
    BAD_HEX = "bad_hex"  # (value)
    BAD_PATTERN = "bad_pattern"  # (value, reason) a regular expression that does not compile
    FIELD_TWICE = "field_twice"  # (field) only one len and one check per frame
    FIELD_UNUSED = "field_unused"  # (field) described, but not in the frame
    NOTHING_SHOWN = "nothing_shown"  # the frame has neither text nor num
    NOTHING_DIMMED = "nothing_dimmed"  # the frame that dims has no field bright
    SPAN_BACKWARDS = "span_backwards"  # (first, last)
    SPAN_HOLDS_ITSELF = "span_holds_itself"  # (field) a checksum over itself
    SPAN_CONSTANT = "span_constant"  # (field) a checksum over nothing that ever changes
    TOO_WIDE = "too_wide"  # (alg or field, encoding, highest) values that the encoding cannot carry
    NOT_DIGITS = "not_digits"  # (value) letters where the display knows digits only
    EXAMPLE_MISSING = "example_missing"
    # (expected, actual, examples), allowed: checksums that would fit
    EXAMPLE_DIFFERS = "example_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateProblem:
    """``key``: dotted path within the template: ``check.from``, ``frame[2]``, ``example[0].hex``"""

    key: str
    code: ProblemCode
    facts: Mapping[str, object] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()


class BadTemplate(Exception):
    """A described protocol that cannot be used, with every problem found."""

    def __init__(self, problems: Iterable[TemplateProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.key}: {each.code.value}" for each in self.problems))


class Sheet:
    """Reads one table of settings and collects what is wrong with it, all at once.

    Each method gives a usable value in any case, so that reading goes on.
    """

    def __init__(self, data: object, *, path: str, problems: list[TemplateProblem]) -> None:
        self.path = path
        self.problems = problems
        self._data: Mapping[str, object] = {}
        if isinstance(data, Mapping):
            self._data = data
        elif data is not None:
            self.say("", ProblemCode.WRONG_TYPE, expected="table")

    def __contains__(self, key: str) -> bool:
        return key in self._data

    def key(self, name: str) -> str:
        return ".".join(filter(None, (self.path, name)))

    def say(
        self, name: str, code: ProblemCode, *, allowed: Iterable[str] = (), **facts: object
    ) -> None:
        """Note a problem with the key ``name``."""
        problem = TemplateProblem(
            key=self.key(name), code=code, facts=facts, allowed=tuple(allowed)
        )
        self.problems.append(problem)

    def only(self, *names: str) -> None:
        """No keys but ``names``."""
        for name in self._data:
            if name not in names:
                self.say(str(name), ProblemCode.UNKNOWN_KEY, allowed=names)

    def table(self, name: str) -> "Sheet":
        """The table ``name``; an empty one when there is none."""
        return Sheet(self._data.get(name), path=self.key(name), problems=self.problems)

    def items(self) -> Iterable[tuple[str, object]]:
        return self._data.items()

    def raw_list(self, name: str, *, empty: ProblemCode | None = None) -> list[object]:
        """A list; ``empty`` is said when it is missing or has nothing in it."""
        found = self._data.get(name, [])
        if not isinstance(found, list):
            self.say(name, ProblemCode.WRONG_TYPE, expected="list")
            return []
        if not found and empty is not None:
            self.say(name, empty)
        return found

    def number(self, name: str, *, default: int, low: int, high: int) -> int:
        """A whole number within ``low`` and ``high``."""
        found = self._data.get(name, default)
        if not isinstance(found, int) or isinstance(found, bool):
            self.say(name, ProblemCode.WRONG_TYPE, expected="integer")
            return default
        if not low <= found <= high:
            self.say(name, ProblemCode.OUT_OF_RANGE, value=found, low=low, high=high)
            return default
        return found

    def string(self, name: str, *, default: str) -> str:
        found = self._data.get(name, default)
        if isinstance(found, str):
            return found
        self.say(name, ProblemCode.WRONG_TYPE, expected="string")
        return default

    def truth(self, name: str, *, default: bool) -> bool:
        found = self._data.get(name, default)
        if isinstance(found, bool):
            return found
        self.say(name, ProblemCode.WRONG_TYPE, expected="boolean")
        return default

    def choice(self, name: str, *, default: str, allowed: Iterable[str]) -> str:
        """One of ``allowed``."""
        found, allowed = self.string(name, default=default), tuple(allowed)
        if found in allowed:
            return found
        self.say(name, ProblemCode.NOT_ALLOWED, value=found, allowed=allowed)
        return default
