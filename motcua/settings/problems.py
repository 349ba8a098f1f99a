"""What is wrong with ``config.toml``, as data, and the one sentence each problem becomes."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from hardware.frames.template_problems import ProblemCode as ProtocolCode
from i18n import Texts


class SettingCode(StrEnum):
    """What may be wrong; the facts in brackets fill the sentence. Display protocols add their own
    (``hardware.frames.template_problems``); equal names mean equal sentences."""

    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"  # (reason)
    NOT_UTF8 = "not_utf8"
    BAD_TOML = "bad_toml"  # (line, column, reason)
    BAD_TOML_END = "bad_toml_end"  # (reason)
    UNKNOWN_KEY = "unknown_key"  # allowed
    MISSING = "missing"  # allowed, when only certain values will do
    WRONG_TYPE = "wrong_type"  # (expected)
    NOT_ALLOWED = "not_allowed"  # (value), allowed
    TOO_SMALL = "too_small"  # (value, least)
    TOO_BIG = "too_big"  # (value, most)
    EMPTY = "empty"
    BAD_NAME = "bad_name"  # (value)
    DATABASE_KIND = "database_kind"  # (value)
    SQLITE_ADDRESS = "sqlite_address"  # (value)
    PASSWORD_IN_FILE = "password_in_file"  # (variable)
    NO_SUCH_DEVICE = "no_such_device"  # (value), allowed
    ADDRESS_TWICE = "address_twice"  # (value, other)
    PORT_TWICE = "port_twice"  # (value, other)
    FORMAT_DIFFERS = "format_differs"  # (other)
    OUT_OF_RANGE = "out_of_range"  # (value, low, high)
    BAD_USB_IDENTITY = "bad_usb_identity"  # (value)
    NO_SUCH_PROFILE = "no_such_profile"  # (value), allowed
    LACKS_CODE_PAGE = "lacks_code_page"
    LACKS_NV_GRAPHICS = "lacks_nv_graphics"
    NO_CAPITALS_PAGE = "no_capitals_page"  # (value)
    CANNOT_ANSWER = "cannot_answer"  # (value, kind), allowed
    FALLBACK_ITSELF = "fallback_itself"
    FALLBACK_CIRCLE = "fallback_circle"  # (circle)
    LOGO_MISSING = "logo_missing"  # (value)
    LOGO_UNREADABLE = "logo_unreadable"  # (value)
    LOGO_TOO_LARGE = "logo_too_large"  # (value)
    LOGO_BLANK = "logo_blank"  # (value)
    BAD_HOUR = "bad_hour"  # (value)
    NO_SUCH_PLACE = "no_such_place"  # (value), allowed
    NO_PLACE_HERE = "no_place_here"  # (value)
    BRACE_ALONE = "brace_alone"  # (value)
    NOT_DIGITS = "not_digits"  # (value)
    TEXT_TOO_LONG = "text_too_long"  # (value, width)
    TEXTS_DIFFER = "texts_differ"  # (count, rows)
    TOO_MANY_ROWS = "too_many_rows"  # (value, most)
    NOT_FOR_CALLS = "not_for_calls"
    HOURS_NOT_ASCENDING = "hours_not_ascending"  # (value)
    NO_TIME_BETWEEN = "no_time_between"  # (value)
    MONITOR_TWICE = "monitor_twice"  # (value, other)
    SLIDES_MISSING = "slides_missing"  # (value)
    SLIDES_EMPTY = "slides_empty"  # (value)
    SLIDE_UNREADABLE = "slide_unreadable"  # (value)
    SLIDE_BROKEN = "slide_broken"  # (value)
    VOICE_PACK_MISSING = "voice_pack_missing"  # (value)
    VOICE_PACK_INCOMPLETE = "voice_pack_incomplete"  # (value, phrases)
    VOICE_PACK_LANGUAGE = "voice_pack_language"  # (value, language)
    VOICE_CLIP_BAD = "voice_clip_bad"  # (value, clip, expected, found)
    VOICE_CLIP_BROKEN = "voice_clip_broken"  # (value, clip)
    OTHER = "other"  # (reason)


_QUOTED = "”, “"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """``key``: dotted path of the setting, empty for the file itself."""

    key: str
    code: SettingCode | ProtocolCode
    facts: Mapping[str, object] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()


class SettingsProblems(Exception):
    """``config.toml`` cannot be used; everything that is wrong with it, in the file's order."""

    def __init__(self, path: Path, problems: Iterable[Problem]) -> None:
        self.path = path
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{each.key}: {each.code.value}" for each in self.problems))


def sentence_of(problem: Problem, path: Path, texts: Texts) -> str:
    """One sentence: where, what is wrong, what is allowed."""
    facts = dict(problem.facts)
    if problem.code in (SettingCode.WRONG_TYPE, ProtocolCode.WRONG_TYPE):
        facts["expected"] = texts.of("config.type", str(facts["expected"]))
    what = texts.of("config.problem", problem.code.value, **facts)
    parts = [texts("config.at_key", key=problem.key, what=what) if problem.key else what]
    parts.extend(_hints(problem, texts))
    if not problem.key:
        parts.insert(0, f"{path}:")
    return " ".join(parts)


def _hints(problem: Problem, texts: Texts) -> Iterable[str]:
    if problem.code in (SettingCode.UNKNOWN_KEY, ProtocolCode.UNKNOWN_KEY):
        wrong = problem.key.rpartition(".")[2]
    else:
        wrong = str(problem.facts.get("value", ""))
    if problem.code is ProtocolCode.UNKNOWN_CHECK:
        if problem.allowed:
            yield texts("config.did_you_mean", guess=_QUOTED.join(problem.allowed))
        return
    if problem.code is ProtocolCode.EXAMPLE_DIFFERS:
        yield from _about_example(problem, texts)
        return
    # Somebody's own protocol has no family before its name.
    bare = wrong.rpartition(":")[2]
    close = [bare] if bare in problem.allowed else []
    if close := close or difflib.get_close_matches(wrong, problem.allowed, n=1):
        yield texts("config.did_you_mean", guess=close[0])
    if problem.allowed:
        yield texts("config.allowed", values=", ".join(problem.allowed))


def _about_example(problem: Problem, texts: Texts) -> Iterable[str]:
    """A mistyped example is likelier than a wrong checksum; what fits one may fit by chance."""
    yield texts("config.check_example")
    if problem.allowed:
        values = ", ".join(problem.allowed)
        if problem.facts.get("examples") == 1:
            yield texts("config.checks_that_fit_one", values=values)
        else:
            yield texts("config.checks_that_fit", values=values)
