"""One text table, two languages: complete, used, well-formed."""

import ast
import re
import string
import tomllib
import unicodedata
from collections.abc import Iterator
from enum import Enum

import pytest

from core.fault import FaultCode
from core.slip_template import Part
from core.slip_template_reading import TemplateProblem
from core.ticket import EventKind, PaperReason, PrintState, TicketState
from core.wording import Noun, Reading
from counter_display.board.sayings import Calling
from counter_display.recorder.views import How
from counter_display.recording.checking import Problem
from counter_display.voice.plan import SpeakerState
from hardware.frames.template_problems import ProblemCode
from hardware.frames.test_questions import AnswerWord, QuestionCode
from hardware.protocols.display import DisplayState
from hardware.sim.led import LedFault
from i18n import LANGUAGES, Language, Texts
from motcua.demo.paper_roll import Mischief, RollState
from motcua.settings import SettingCode
from tests.house.sources import ROOT, Source, last_name, product, sources, strings

# Families of keys that are looked up with ``texts.of(family, member)``, and their members.
FAMILIES: dict[str, type[Enum]] = {
    "board.invite": Calling,
    "board.priority_invite": Calling,
    "board.noun": Noun,
    "cli.led.state": DisplayState,
    "demo.roll.order": Mischief,
    "demo.roll.state": RollState,
    "common.state": TicketState,
    "site.noun": Noun,
    "site.reading": Reading,
    "common.step": EventKind,
    "common.print_state": PrintState,
    "slip_template.part": Part,
    "slip_template.problem": TemplateProblem,
    "ticket.reason": PaperReason,
    "wall.fault": LedFault,
    "wall.order": LedFault,
    "printer.answer": AnswerWord,
    "printer.question": QuestionCode,
    "recorder.group": How,
    "voice.speaker": SpeakerState,
    "recorder.how": How,
    "recorder.problem": Problem,
}
CITIZEN_WORDS = ("bạn", "khách hàng", "quý khách")


def texts_of(language: Language) -> dict[str, str]:
    texts = Texts(language)
    return {key: texts(key) for key in texts.keys()}  # noqa: SIM118  Texts is no dict


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_both_languages_have_the_same_keys() -> None:
    vi, en = texts_of("vi"), texts_of("en")
    assert set(vi) - set(en) == set()
    assert set(en) - set(vi) == set()


def test_both_languages_fill_in_the_same_facts() -> None:
    vi, en = texts_of("vi"), texts_of("en")
    different = {
        key: (placeholders(vi[key]), placeholders(en[key]))
        for key in vi.keys() & en.keys()
        if placeholders(vi[key]) != placeholders(en[key])
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_ragged(language: Language) -> None:
    ragged = [key for key, text in texts_of(language).items() if not text or text != text.strip()]
    assert ragged == []


def test_all_text_files_are_in_composed_unicode() -> None:
    """Vietnamese letters of two code points look right and compare wrong."""
    files = [*(ROOT / "i18n").rglob("*.toml"), ROOT / "config.toml"]
    broken = [
        file.name for file in files if not unicodedata.is_normalized("NFC", file.read_text("utf-8"))
    ]
    assert broken == []


def test_citizens_are_addressed_with_respect() -> None:
    """Ông/Bà or công dân; never as a friend, never as a customer."""
    wrong = [
        key
        for key, text in texts_of("vi").items()
        if any(re.search(rf"\b{word}\b", text.lower()) for word in CITIZEN_WORDS)
    ]
    assert wrong == []


def test_every_fault_has_a_sentence() -> None:
    keys = {f"fault.{code.value}" for code in FaultCode}
    assert {key for key in texts_of("vi") if key.startswith("fault.")} == keys


def test_every_problem_of_the_settings_has_a_sentence() -> None:
    keys = {f"config.problem.{code.value}" for code in (*SettingCode, *ProblemCode)}
    assert {key for key in texts_of("vi") if key.startswith("config.problem.")} == keys


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_every_member_of_a_family_has_its_word(family: str) -> None:
    words = {key.removeprefix(f"{family}.") for key in texts_of("vi") if key.startswith(family)}
    members = {
        str(member.value) if isinstance(member.value, str) else member.name.lower()
        for member in FAMILIES[family]
    }
    assert words == members


def test_every_key_that_the_code_asks_for_exists() -> None:
    known = Texts("vi").keys()
    missing = [f"{where}: {key}" for where, key in asked_for() if key not in known]
    assert missing == []


def test_every_text_is_asked_for() -> None:
    literals = {text for source in everything() for text in strings(source.tree)}
    families = {f"{family}." for family in families_asked_for()} | {"fault."}
    unused = [
        key
        for key in sorted(Texts("vi").keys())
        if key not in literals and not key.startswith(tuple(families))
    ]
    assert unused == []


def test_families_that_the_code_asks_for_exist() -> None:
    keys = Texts("vi").keys()
    missing = [
        family
        for family in families_asked_for()
        if not any(key.startswith(f"{family}.") for key in keys)
    ]
    assert missing == []


def test_keys_are_never_put_together() -> None:
    """A key out of an f-string is found by no test; ``texts.of(family, member)`` is."""
    put_together = [
        f"{source.name}:{call.lineno}"
        for source in everything()
        for call in source.calls()
        if _asks_texts(call) and call.args and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert put_together == []


def test_faults_bring_the_facts_of_their_sentence() -> None:
    """Where a fault is raised, every placeholder of its sentence gets a fact."""
    texts = texts_of("vi")
    lacking = []
    for source in product():
        for call in source.calls():
            code = _fault_code(call)
            if code is None or any(keyword.arg is None for keyword in call.keywords):
                continue
            facts = {keyword.arg for keyword in call.keywords}
            if lacks := placeholders(texts[f"fault.{code.value}"]) - facts:
                lacking.append(f"{source.name}:{call.lineno} {code.name}: {sorted(lacks)}")
    assert lacking == []


def test_the_text_files_are_the_same_in_both_languages() -> None:
    areas = {
        language: {file.stem: _shape(tomllib.loads(file.read_text("utf-8"))) for file in files}
        for language in LANGUAGES
        if (files := list((ROOT / "i18n" / language).glob("*.toml")))
    }
    assert areas["vi"] == areas["en"]


def everything() -> tuple[Source, ...]:
    return (*product(), *sources("benchmarks"))


def asked_for() -> Iterator[tuple[str, str]]:
    """``(place, key)`` of every literal key in a call of ``texts(…)``."""
    for source in everything():
        for call in source.calls():
            if _asks_texts(call) and call.args and not _is_family(call):
                first = call.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{source.name}:{call.lineno}", first.value


def families_asked_for() -> set[str]:
    return {
        call.args[0].value
        for source in everything()
        for call in source.calls()
        if _is_family(call)
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def _asks_texts(call: ast.Call) -> bool:
    return last_name(call.func).lstrip("_") == "texts" or _is_family(call)


def _is_family(call: ast.Call) -> bool:
    """``texts.of("common.state", …)``."""
    func = call.func
    return (
        isinstance(func, ast.Attribute)
        and func.attr == "of"
        and last_name(func.value).lstrip("_") == "texts"
        and len(call.args) == 2
    )


def _fault_code(call: ast.Call) -> FaultCode | None:
    """The code of ``Refused(FaultCode.X, …)`` and its kind."""
    if last_name(call.func) not in ("Fault", "Refused", "Unavailable", "DeviceFault"):
        return None
    if not call.args or not isinstance(call.args[0], ast.Attribute):
        return None
    return FaultCode.__members__.get(call.args[0].attr)


def _shape(table: dict[str, object]) -> dict[str, object]:
    return {
        name: _shape(value) if isinstance(value, dict) else "text" for name, value in table.items()
    }
