"""Printers as data: what is shipped can exist, promises little, and what cannot be is told."""

import json
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from hardware.frames import profiles as profiles_module
from hardware.frames.capability_check import (
    CapabilityCode,
    UnfitCapabilities,
    checked,
    problems_of,
)
from hardware.frames.profiles import database_path, own_profiles, profiles
from hardware.frames.slip_paper import paper_for
from hardware.protocols.capabilities import (
    Alphabet,
    Capabilities,
    CodePage,
    Cutter,
    Level,
)

NAMED = {
    "generic-80", "generic-58", "xprinter-80", "xprinter-58", "tm-t82", "tm-t20", "tm-t88",
    "bixolon-srp-330", "custom-vkp80",
}  # fmt: skip


def test_the_common_printers_are_there() -> None:
    assert set(own_profiles()) == NAMED
    assert set(profiles()) >= NAMED


def test_generic_80_is_what_capabilities_are_without_saying_anything() -> None:
    assert profiles()["generic-80"] == Capabilities()


@pytest.mark.parametrize("name", sorted(profiles()))
def test_every_profile_can_exist_and_promises_no_letters(name: str) -> None:
    profile = profiles()[name]
    assert problems_of(profile) == ()
    assert (profile.name, profile.level, profile.code_page) == (name, Level.RASTER, None)
    assert (profile.motion_unit, profile.logo_in_printer) == (None, False)


def test_the_presenter_is_custom_s() -> None:
    assert [name for name, profile in profiles().items() if profile.presenter] == ["custom-vkp80"]
    assert profiles()["custom-vkp80"].cutter is Cutter.FULL


def test_the_database_of_python_escpos_is_read_as_data() -> None:
    profile = profiles()["escpos:TM-T88II"]
    assert (profile.width_dots, profile.dpi, profile.native_qr) == (512, 180, True)
    assert profiles()["escpos:ZJ-5870"].cutter is Cutter.NONE


@pytest.mark.parametrize("name", ["OCD-300", "TM-U220", "TSP600"])
def test_displays_needle_printers_and_other_languages_are_left_out(name: str) -> None:
    path = database_path()
    assert path is not None
    assert name in json.loads(path.read_text(encoding="utf-8"))["profiles"]
    assert f"escpos:{name}" not in profiles()


def test_python_escpos_itself_is_never_imported() -> None:
    code = (
        "import sys; from hardware.frames.profiles import profiles; profiles();"
        "sys.exit('escpos.printer' in sys.modules or 'escpos' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize(
    "content", [None, "", "[]", '{"profiles": 3}', '{"profiles": {"X": {}}}', '{"profiles": []}']
)
def test_without_a_readable_database_our_own_printers_are_still_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None
) -> None:
    path = tmp_path / "capabilities.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    monkeypatch.setattr(profiles_module, "database_path", lambda: path)
    assert set(profiles()) == NAMED
    monkeypatch.setattr(profiles_module, "database_path", lambda: None)
    assert set(profiles()) == NAMED


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("width_dots", 0),
        ("width_dots", 9999),
        ("width_dots", -384),
        ("width_dots", 383),
        ("dpi", 0),
        ("dpi", 300),
        ("max_payload", 0),
        ("max_payload", 1_000_000),
        ("motion_unit", 0.0),
        ("motion_unit", float("nan")),
    ],
)
def test_a_printer_that_cannot_be_is_told_by_field_value_and_limits(
    field: str, value: float
) -> None:
    [problem] = problems_of(replace(Capabilities(), **{field: value}))  # type: ignore[arg-type]
    assert (problem.field, problem.code) == (field, CapabilityCode.OUT_OF_RANGE)
    assert problem.value is value
    assert problem.least is not None
    assert problem.most is not None
    assert problem.field in {field.name for field in fields(Capabilities)}


def test_all_problems_are_told_at_once() -> None:
    wrong = Capabilities(
        width_dots=0,
        level=Level.TEXT,
        logo_in_printer=True,
        code_page=CodePage(alphabet=Alphabet.TCVN3, page=300, capitals_page=-1),
    )
    assert [problem.field for problem in problems_of(wrong)] == [
        "width_dots",
        "code_page.page",
        "code_page.capitals_page",
        "logo_in_printer",
    ]


def test_letters_without_a_code_page_are_a_problem() -> None:
    [problem] = problems_of(Capabilities(level=Level.TEXT))
    assert problem.code is CapabilityCode.LACKS_CODE_PAGE


@pytest.mark.parametrize("width", [0, 9999])
def test_no_paper_is_made_for_such_a_printer(width: int) -> None:
    with pytest.raises(UnfitCapabilities) as raised:
        paper_for(Capabilities(width_dots=width))
    assert raised.value.problems[0].value == width
    with pytest.raises(ValueError, match=str(width)):
        checked(Capabilities(width_dots=width))
