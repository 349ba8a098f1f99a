"""``motcua led verify`` and ``motcua led checksum``, and what ward IT is told of its own frame."""

import json
from pathlib import Path
from typing import Any

import pytest

from hardware.frames.presets import load_presets
from hardware.frames.template_problems import BadTemplate
from i18n import LANGUAGES, Language, Texts
from motcua.cli.entry import main
from motcua.cli.terminal import Exit
from motcua.settings.problems import Problem, sentence_of
from motcua.settings.protocols import own_protocol, shipped_protocols

MODBUS = "01 06 00 00 03 E9 48 B4"
LONGER = "01 10 00 70 00 02 04 31 30 30 31 2F AC"
SHEET: dict[str, Any] = {
    "frame": ["02", "addr:dec2", "text:ascii", "check:hex2", "03"],
    "check": {"alg": "sum8", "from": 1, "to": -3},
    "text": {"width": 4},
    "example": [{"args": {"addr": 1, "text": "1001"}, "hex": "02 30 31 31 30 30 31 30 31 03"}],
}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any]:
    code = main(["--json", *words], environ={})
    said = capsys.readouterr()
    return code, json.loads(said.out or said.err)


def test_the_search_tells_the_checksum_and_its_bytes(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run(capsys, "led", "checksum", MODBUS)
    assert code == Exit.DONE
    assert found[0] == {
        "alg": "Crc16Modbus", "encoding": "le16", "at": 6, "first": 0, "last": 5,
    }  # fmt: skip


def test_several_examples_leave_one_checksum(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run(capsys, "led", "checksum", MODBUS, LONGER)
    assert (code, len(found)) == (Exit.DONE, 1)


def test_the_search_is_readable_as_lines_for_the_config(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["led", "checksum", MODBUS, "--language", "en"], environ={}) == Exit.DONE
    first = capsys.readouterr().out.splitlines()[0]
    assert '"check:le16"' in first
    assert 'alg = "Crc16Modbus"' in first
    assert "0-5" in first


def test_where_no_checksum_fits_that_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, found = run(capsys, "led", "checksum", MODBUS, "02 31 31 03", "3A 00 78 03 01 B6 0A")
    assert (code, found) == (Exit.FAILED, [])


@pytest.mark.parametrize("frame", ["02 3", "Quầy", "02", "00 " * 65])
def test_what_is_no_frame_is_refused(capsys: pytest.CaptureFixture[str], frame: str) -> None:
    code, answer = run(capsys, "led", "checksum", frame)
    assert code == Exit.WRONG_USE
    assert answer["error"]["code"] == "wrong_use"


def test_every_family_of_protocols_is_shipped_and_proved() -> None:
    families = {name.partition(":")[0] for name in shipped_protocols()}
    assert families == {"modbus", "template", "alpha", "pole"}
    assert len(shipped_protocols()) == len(load_presets())
    assert all(preset.examples for preset in shipped_protocols().values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("table", "words"),
    [
        (SHEET | {"example": []}, {"vi": "thiếu ví dụ", "en": "example is missing"}),
        (SHEET, {"vi": "xor8", "en": "xor8"}),
        (SHEET | {"frame": ["addr:u9", "text:ascii"]}, {"vi": "addr:u9", "en": "u9"}),
        (SHEET | {"check": {"alg": "xor9"}}, {"vi": "“xor9”", "en": "“xor9”"}),
        (SHEET | {"addr": {"min": 2}}, {"vi": "từ 2", "en": "between 2 and 99"}),
        (SHEET | {"dim": {"frame": ["1B"]}}, {"vi": "trường bright", "en": "field bright"}),
        (
            {"frame": ["3A", "num:le16"], "example": [{"args": {"text": "A1"}, "hex": "3A"}]},
            {"vi": "“A1” có chữ", "en": "“A1” has letters"},
        ),
        ({"register": 70_000, "encoding": "int16"}, {"vi": "70000", "en": "70000"}),
        ({"file": "picture"}, {"vi": "picture", "en": "picture"}),
    ],
    ids=str,
)
def test_a_protocol_that_cannot_work_is_told_in_one_sentence_per_problem(
    language: Language, table: dict[str, Any], words: dict[str, str]
) -> None:
    with pytest.raises(BadTemplate) as caught:
        own_protocol("mine", table)
    sentences = [
        sentence_of(
            Problem(key=each.key, code=each.code, facts=each.facts, allowed=each.allowed),
            Path("config.toml"),
            Texts(language),
        )
        for each in caught.value.problems
    ]
    assert all("{" not in each.replace("{ alg", "") for each in sentences)
    assert any(words[language].removeprefix("addr:") in each for each in sentences), sentences
