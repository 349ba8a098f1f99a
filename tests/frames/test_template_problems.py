"""A described protocol that cannot work is refused with the key, the fact and what is allowed."""

import copy
import tomllib
from typing import Any

import pytest

from hardware.frames.led_checks import display_problems
from hardware.frames.modbus_reading import read_profile
from hardware.frames.presets import load_presets
from hardware.frames.template import Values
from hardware.frames.template_bytes import SIMPLE_CHECKS
from hardware.frames.template_problems import BadTemplate, ProblemCode, TemplateProblem
from hardware.frames.template_reading import read_template

GOOD: dict[str, Any] = {
    "frame": ["02", "addr:dec2", "text:ascii", "check:hex2", "03"],
    "check": {"alg": "xor8", "from": 1, "to": -3},
    "text": {"width": 4, "align": "right", "pad": " "},
    "example": [{"args": {"addr": 1, "text": "1001"}, "hex": "02 30 31 31 30 30 31 30 31 03"}],
}


def problems_of(data: object) -> dict[str, TemplateProblem]:
    with pytest.raises(BadTemplate) as caught:
        read_template(data)  # type: ignore[arg-type]
    return {problem.key: problem for problem in caught.value.problems}


def with_change(path: str, value: Any) -> dict[str, Any]:
    """GOOD with one key changed; None takes the key away."""
    data = copy.deepcopy(GOOD)
    *parents, last = path.split(".")
    table: Any = data
    for name in parents:
        table = table[int(name)] if name.isdigit() else table.setdefault(name, {})
    key = int(last) if last.isdigit() else last
    if value is None:
        del table[key]
    else:
        table[key] = value
    return data


def test_the_good_one_is_good() -> None:
    assert read_template(GOOD).text.width == 4


@pytest.mark.parametrize(
    ("path", "value", "key", "code"),
    [
        ("fraem", ["02"], "fraem", ProblemCode.UNKNOWN_KEY),
        ("frame", None, "frame", ProblemCode.MISSING),
        ("frame", "02 03", "frame", ProblemCode.WRONG_TYPE),
        ("frame", [2, "text:ascii"], "frame[0]", ProblemCode.WRONG_TYPE),
        ("frame", ["0", "text:ascii"], "frame[0]", ProblemCode.BAD_HEX),
        ("frame", ["adr:u8", "text:ascii"], "frame[0]", ProblemCode.NOT_ALLOWED),
        ("frame", ["addr:u9", "text:ascii"], "frame[0]", ProblemCode.NOT_ALLOWED),
        ("frame", ["text:dec2"], "frame[0]", ProblemCode.NOT_ALLOWED),
        ("frame", ["02", "addr:u8"], "frame", ProblemCode.NOTHING_SHOWN),
        ("frame", ["check:u8", "text:ascii", "check:u8"], "frame", ProblemCode.FIELD_TWICE),
        ("frame", ["len:u8", "text:ascii"], "len", ProblemCode.MISSING),
        ("frame", ["02", "text:ascii"], "check", ProblemCode.FIELD_UNUSED),
        ("check", None, "check", ProblemCode.MISSING),
        ("check.alg", "xor9", "check.alg", ProblemCode.UNKNOWN_CHECK),
        ("check.alg", "CRC-16/MODBUS", "check.alg", ProblemCode.TOO_WIDE),
        ("check.from", 3, "check", ProblemCode.SPAN_BACKWARDS),
        ("check.to", -2, "check", ProblemCode.SPAN_HOLDS_ITSELF),
        ("check.to", 9, "check.to", ProblemCode.OUT_OF_RANGE),
        ("check", {"alg": "xor8", "from": 0, "to": 0}, "check", ProblemCode.SPAN_CONSTANT),
        ("text.width", 65, "text.width", ProblemCode.OUT_OF_RANGE),
        ("text.width", "4", "text.width", ProblemCode.WRONG_TYPE),
        ("text.align", "middle", "text.align", ProblemCode.NOT_ALLOWED),
        ("text.pad", "--", "text.pad", ProblemCode.NOT_ALLOWED),
        ("text.charset", "hex", "text.charset", ProblemCode.NOT_ALLOWED),
        ("addr", {"min": 0, "max": 100}, "addr.max", ProblemCode.OUT_OF_RANGE),
        ("addr", {"min": 2}, "example[0].args.addr", ProblemCode.OUT_OF_RANGE),
        ("serial", {"parity": "X"}, "serial.parity", ProblemCode.NOT_ALLOWED),
        ("serial", {"baud": 9600.5}, "serial.baud", ProblemCode.WRONG_TYPE),
        ("reply", {"kind": "maybe"}, "reply.kind", ProblemCode.NOT_ALLOWED),
        ("reply", {"kind": "bytes"}, "reply.taken", ProblemCode.MISSING),
        ("reply", {"kind": "bytes", "taken": "0G"}, "reply.taken", ProblemCode.BAD_HEX),
        ("reply", {"kind": "regex", "taken": "("}, "reply.taken", ProblemCode.BAD_PATTERN),
        ("reply", {"silent_for": ["0"]}, "reply.silent_for", ProblemCode.WRONG_TYPE),
        ("timing", {"gap_ms": -1}, "timing.gap_ms", ProblemCode.OUT_OF_RANGE),
        ("timing", "fast", "timing", ProblemCode.WRONG_TYPE),
        ("escape", {"map": {"0203": "1B"}}, "escape.map.0203", ProblemCode.BAD_HEX),
        ("example", None, "example", ProblemCode.EXAMPLE_MISSING),
        ("example.0.hex", "02 3", "example[0].hex", ProblemCode.BAD_HEX),
        ("example.0.hex", None, "example[0].hex", ProblemCode.MISSING),
        ("example.0.args.addr", 100, "example[0].args.addr", ProblemCode.OUT_OF_RANGE),
        ("example.0.args.addr", "Q1", "example[0].args.addr", ProblemCode.NOT_DIGITS),
        ("example.0.args.addr", None, "example[0].args.addr", ProblemCode.MISSING),
        ("example.0.args.adr", 1, "example[0].args.adr", ProblemCode.UNKNOWN_KEY),
        ("example.0.args.text", "Số 1", "example[0].args.text", ProblemCode.NOT_ALLOWED),
    ],
    ids=lambda part: part if isinstance(part, str) else None,
)
def test_a_mistake_is_named_by_its_key(path: str, value: Any, key: str, code: ProblemCode) -> None:
    problems = problems_of(with_change(path, value))
    assert problems[key].code is code


def test_all_problems_come_at_once() -> None:
    data = with_change("frame", ["0G", "addr:u9", "text:ascii"])
    data["text"]["align"] = "middle"
    data["colour"] = "red"
    keys = {"frame[0]", "frame[1]", "text.align", "colour", "check"}
    assert set(problems_of(data)) == keys


def test_what_is_allowed_is_said() -> None:
    problems = problems_of(with_change("text.align", "middle"))
    assert problems["text.align"].allowed == ("left", "right")
    assert problems["text.align"].facts == {"value": "middle"}


def test_an_example_that_differs_shows_both_and_finds_the_checksum_that_fits() -> None:
    data = with_change("check.alg", "sum8")
    problem = problems_of(data)["example[0].hex"]
    assert problem.code is ProblemCode.EXAMPLE_DIFFERS
    assert problem.facts["expected"] == "02 30 31 31 30 30 31 30 31 03"
    assert problem.facts["actual"] == "02 30 31 31 30 30 31 32 33 03"
    assert problem.allowed[0] == '{ alg = "xor8", from = 1, to = 2 }'


def test_one_mistake_in_a_frame_is_told_once() -> None:
    mistakes = [
        with_change("frame.2", "text:utf9"),
        with_change("frame.2", "txt:ascii"),
        with_change("frame.2", "what:ascii"),
        with_change("frame.3", "check:hex9"),
        with_change("frame.3", "crc:hex2"),
        with_change("check.to", 9),
    ]
    assert [list(problems_of(each)) for each in mistakes] == [
        *[["frame[2]"]] * 3,
        *[["frame[3]"]] * 2,
        ["check.to"],
    ]


def test_an_unknown_checksum_is_answered_with_those_of_a_like_name() -> None:
    problem = problems_of(with_change("check.alg", "CRC-16-MODBUSS"))["check.alg"]
    assert (problem.allowed[0], len(problem.allowed)) == ("Crc16Modbus", 3)
    assert problem.facts["simple"] == "xor8, sum8, sum8neg, sum16"


@pytest.mark.parametrize(
    "hex_typed", ["02 30 31 31 30 30 31 30 32 03", "02 30 31 32 30 30 31 30 31 03"]
)
def test_an_example_with_one_digit_mistyped_gets_no_other_checksum(hex_typed: str) -> None:
    problem = problems_of(with_change("example.0.hex", hex_typed))["example[0].hex"]
    assert (problem.code, problem.allowed) == (ProblemCode.EXAMPLE_DIFFERS, ())


def test_no_checksum_is_proposed_that_would_protect_nothing() -> None:
    """The wrong example of a maker's sheet must not be made right by a checksum over constants."""
    for wrong in range(256):
        if wrong == 0x01:
            continue
        digits = f"{wrong:02X}".encode().hex(" ")
        data = with_change("example.0.hex", f"02 30 31 31 30 30 31 {digits} 03")
        proposed = problems_of(data)["example[0].hex"].allowed
        assert len(proposed) <= 2
        for each in proposed:
            check = tomllib.loads(f"check = {each}")["check"]
            assert check["from"] <= check["to"] == 2, each
            assert check["alg"] in SIMPLE_CHECKS or check["alg"].startswith("Crc8"), each


def test_letters_for_a_display_that_knows_digits_only_are_refused_in_an_example() -> None:
    data = {
        "frame": ["3A", "num:le16"],
        "example": [{"args": {"text": "A12"}, "hex": "3A 0C 00"}],
    }
    assert problems_of(data)["example[0].args.text"].code is ProblemCode.NOT_DIGITS


def test_a_length_that_its_encoding_cannot_carry_is_refused() -> None:
    data = with_change("frame", ["02", "len:dec2", "text:gb2312", "03"])
    del data["check"], data["text"]
    data["len"] = {"from": 2, "to": 2}
    data["example"] = [{"args": {"text": "1"}, "hex": "02 30 31 31 03"}]
    assert problems_of(data)["len"].code is ProblemCode.TOO_WIDE


@pytest.mark.parametrize(
    ("change", "key", "code"),
    [
        ({"function": 3}, "function", ProblemCode.NOT_ALLOWED),
        ({"function": 6}, "function", ProblemCode.NOT_ALLOWED),
        ({"encoding": "float"}, "encoding", ProblemCode.NOT_ALLOWED),
        ({"width": 3}, "width", ProblemCode.NOT_ALLOWED),
        ({"width": 33}, "width", ProblemCode.OUT_OF_RANGE),
        ({"register": 70000}, "register", ProblemCode.OUT_OF_RANGE),
        ({"pad": "  "}, "pad", ProblemCode.NOT_ALLOWED),
        ({"example": []}, "example", ProblemCode.EXAMPLE_MISSING),
        ({"widht": 4}, "widht", ProblemCode.UNKNOWN_KEY),
    ],
    ids=str,
)
def test_a_modbus_profile_with_a_mistake_is_refused(
    change: dict[str, Any], key: str, code: ProblemCode
) -> None:
    good = {
        "function": 16,
        "register": 0x70,
        "encoding": "ascii_packed",
        "width": 4,
        "example": [{"args": {"addr": 1, "text": "1001"}, "hex": "01"}],
    }
    with pytest.raises(BadTemplate) as caught:
        read_profile("mine", good | change)
    assert {problem.key: problem.code for problem in caught.value.problems}[key] is code


@pytest.mark.parametrize(
    ("preset", "values", "keys"),
    [
        ("qsystem", Values(addr=31), ["address"]),
        ("qsystem", Values(addr=32), []),
        ("led485_ascii", Values(addr=248), ["address"]),
        ("edi", Values(addr=100), ["address"]),
        ("xunpeng", Values(color=256), ["color"]),
    ],
    ids=str,
)
def test_a_display_that_its_protocol_cannot_reach_is_found_before_it_is_used(
    preset: str, values: Values, keys: list[str]
) -> None:
    problems = display_problems(load_presets()[preset].dialect, values)
    assert [problem.key for problem in problems] == keys
