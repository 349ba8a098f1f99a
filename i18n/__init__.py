"""One text table for screens, paper and terminal: Vietnamese (complete) and English.

``i18n/<language>/<area>.toml`` holds the texts of one area; nested tables become dotted keys:
``texts("kiosk.ticket.ahead", count=4)``. Placeholders are those of ``str.format``.
"""

import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Final, Literal

from core.fault import Fault
from core.waiting import WaitRange

Language = Literal["vi", "en"]
LANGUAGES: Final[tuple[Language, ...]] = ("vi", "en")

# Facts that are words of the trade themselves: the code says "no_show", people read "vắng mặt".
_FACT_WORDS: Final[Mapping[str, str]] = {"state": "common.state", "step": "common.step"}


class Texts:
    """The texts of one language; a key that does not exist raises ``KeyError``."""

    __slots__ = ("_texts", "language")

    def __init__(self, language: Language) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"language {language!r}: one of {', '.join(LANGUAGES)}")
        self.language: Final[Language] = language
        self._texts = _read_language(language)

    def __call__(self, key: str, /, **values: object) -> str:
        text = self._texts[key]
        return text.format(**values) if values else text

    def of(self, family: str, member: str, /, **values: object) -> str:
        """The text of a member of a family of keys: ``texts.of("common.state", "held")``.

        For keys that depend on data; ``family`` is a literal, so that tests find every key.
        """
        return self(f"{family}.{member}", **values)

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def keys(self) -> frozenset[str]:
        """Every dotted key of this language."""
        return frozenset(self._texts)

    def fault(self, fault: Fault) -> str:
        """What happened and what to do, for people. A missing fact reads "…", never fails."""
        facts = {name: self._fact(name, value) for name, value in fault.facts.items()}
        sentence = self._texts[f"fault.{fault.code.value}"]
        return _Forgiving().vformat(sentence, (), facts)

    def pick(self, vi: str, en: str) -> str:
        """The one of two strings in this language; Vietnamese where English is empty."""
        return (en or vi) if self.language == "en" else vi

    def wait(self, wait: WaitRange) -> str:
        """An expected wait: "khoảng 10-15 phút", "đến lượt ngay"."""
        if wait.is_now:
            return self("common.wait.now")
        if wait.low_min == 0:
            return self("common.wait.under", high=wait.high_min)
        if wait.low_min == wait.high_min:
            return self("common.wait.about", low=wait.low_min)
        return self("common.wait.range", low=wait.low_min, high=wait.high_min)

    def _fact(self, name: str, value: object) -> str:
        """One fact of a fault as people read it."""
        if name in _FACT_WORDS:
            return self._texts.get(f"{_FACT_WORDS[name]}.{value}", str(value))
        if name == "day" and isinstance(value, int):
            return f"{value % 100:02d}/{value // 100 % 100:02d}/{value // 10_000}"
        if isinstance(value, Sequence | frozenset) and not isinstance(value, str):
            return ", ".join(str(part) for part in value)
        return str(value)


class _Forgiving(string.Formatter):
    """Fills what it knows: a fault's sentence must reach people even when a fact is missing."""

    def get_value(
        self, key: int | str, args: Sequence[object], kwargs: Mapping[str, object]
    ) -> object:
        del args
        return kwargs.get(str(key), "…")


@cache
def _read_language(language: str) -> Mapping[str, str]:
    """``{dotted key: text}`` of every area file of ``language``: the same as long as we run."""
    folder, found = resources.files(__name__) / language, dict[str, str]()
    for file in folder.iterdir():
        area, dot, suffix = file.name.rpartition(".")
        if dot and suffix == "toml":
            found.update(_flattened(area, tomllib.loads(file.read_text("utf-8"))))
    return MappingProxyType(found)


def _flattened(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, dict):
            yield from _flattened(key, value)
        elif isinstance(value, str):
            yield key, value
        else:
            raise TypeError(f"{key}: a text must be a string")
