"""Alpha and BetaBrite signs, byte for byte beside an independent encoder.

INDEPENDENT: frames of alphasignpy 0.1.1 (PyPI, MIT), its pauses taken out: WriteText, WriteString,
WriteSpecialFunction.configure_memory. Positions of several lines are not compared: there that
package and the older alphasign 0.9 disagree, and ours follow the older one.
"""

from typing import Any

import pytest

from hardware.frames.alpha import AlphaDialect, AlphaFile, read_alpha
from hardware.frames.presets import alpha_preset, load_presets
from hardware.frames.template import Values
from hardware.frames.template_problems import BadTemplate, ProblemCode

PLAIN, CHECKED = {"file": "priority"}, {"file": "priority", "checksum": True}
STRINGS = {"file": "string", "checksum": True, "rows": 8}
HEAD = "00 00 00 00 00 01"

INDEPENDENT = [
    (PLAIN, Values(text="1001"), f"{HEAD} 5A 30 30 02 41 30 1B 20 62 31 30 30 31 04"),
    (PLAIN, Values(text="1001", blink=1), f"{HEAD} 5A 30 30 02 41 30 1B 20 63 31 30 30 31 04"),
    (
        CHECKED,
        Values(addr=0x1F, text="A007", blink=1),
        f"{HEAD} 5A 31 46 02 41 30 1B 20 63 41 30 30 37 03 30 31 45 43 04",
    ),
    (
        CHECKED | {"type": "^"},
        Values(addr=3, text="B12"),
        f"{HEAD} 5E 30 33 02 41 30 1B 20 62 42 31 32 03 30 31 42 38 04",
    ),
    (
        STRINGS,
        Values(addr=5, row=1, text="1001"),
        f"{HEAD} 5A 30 35 02 47 31 31 30 30 31 03 30 31 33 46 04",
    ),
    (
        STRINGS,
        Values(addr=5, row=2, text="A007"),
        f"{HEAD} 5A 30 35 02 47 32 41 30 30 37 03 30 31 35 36 04",
    ),
    (
        STRINGS,
        Values(addr=0xFE, row=8, text="C123 Q04"),
        f"{HEAD} 5A 46 45 02 47 38 43 31 32 33 20 51 30 34 03 30 32 33 32 04",
    ),
    (STRINGS, Values(addr=1, row=1), f"{HEAD} 5A 30 31 02 47 31 03 30 30 37 44 04"),
    (
        STRINGS | {"checksum": False},
        Values(addr=1, row=1, text="1001"),
        f"{HEAD} 5A 30 31 02 47 31 31 30 30 31 04",
    ),
]
INDEPENDENT_SETUP = (
    f"{HEAD} 5A 30 35 02 45 24 41 41 55 30 30 34 30 46 46 30 30 31 42 4C 30 30 34 30 30 30 30 30"
    " 32 42 4C 30 30 34 30 30 30 30 30 03 30 37 37 43 04",
    f"{HEAD} 5A 30 35 02 41 41 1B 20 62 10 31 0D 10 32 03 30 31 42 34 04",
)


def dialect(table: dict[str, Any]) -> AlphaDialect:
    sign, _ = read_alpha("mine", table)
    return AlphaDialect(sign=sign)


@pytest.mark.parametrize(("table", "values", "wire"), INDEPENDENT)
def test_an_independent_encoder_sends_the_same_bytes(
    table: dict[str, Any], values: Values, wire: str
) -> None:
    assert dialect(table).frame(values) == bytes.fromhex(wire)


def test_an_independent_encoder_prepares_a_sign_for_strings_with_the_same_bytes() -> None:
    frames = dialect(STRINGS | {"rows": 2}).setup_frames(5)
    assert frames == tuple(bytes.fromhex(wire) for wire in INDEPENDENT_SETUP)


def test_only_the_rows_in_use_are_prepared() -> None:
    sign = dialect(STRINGS)
    small = sign.adapted(width=None, digits_only=False, rows=(1, 2))
    assert small.setup_frames(5) == tuple(bytes.fromhex(wire) for wire in INDEPENDENT_SETUP)
    assert small.rows == sign.rows == 8
    lower = sign.adapted(width=None, digits_only=False, rows=(3, 4)).setup_frames(5)
    assert b"\x103\r\x104" in lower[1]
    assert b"\x101" not in lower[1]


def test_an_empty_priority_text_releases_the_sign() -> None:
    released = dialect(PLAIN).frame(Values(addr=0, text="", blink=1))
    assert released == bytes.fromhex(f"{HEAD} 5A 30 30 02 41 30 04")
    assert dialect(PLAIN).clear_frame() == released


def test_a_sign_that_somebody_else_has_set_up_keeps_its_memory() -> None:
    assert dialect(STRINGS | {"prepare": False}).setup_frames(5) == ()
    assert dialect(PLAIN).setup_frames(5) == ()


def test_a_priority_text_blinks_and_a_string_does_not() -> None:
    assert dialect(PLAIN).blinks
    assert not dialect(STRINGS).blinks


def test_each_row_is_a_string_file_of_its_own() -> None:
    sign = dialect(STRINGS | {"label": "B"})
    assert sign.rows == 8
    assert [sign.frame(Values(row=row))[11:12] for row in (0, 1, 8)] == [b"B", b"B", b"I"]
    assert sign.clear_frame() is None  # one frame empties one file


def test_vietnamese_marks_and_control_codes_never_reach_the_sign() -> None:
    assert b"Quay D\x04" in dialect(PLAIN).frame(Values(text="Quầy Đ\x04\x1b"))


def test_brightness_is_left_alone() -> None:
    assert dialect(PLAIN).dim_frame(1, 50) is None


def test_the_shipped_signs_may_have_any_address_of_two_hex_digits() -> None:
    assert load_presets()["priority"].dialect.addresses() == (0, 255)


@pytest.mark.parametrize(
    ("table", "key", "code"),
    [
        ({}, "file", ProblemCode.MISSING),
        ({"file": "dots"}, "file", ProblemCode.NOT_ALLOWED),
        (PLAIN | {"type": "ZZ"}, "type", ProblemCode.NOT_ALLOWED),
        (PLAIN | {"rows": 2}, "rows", ProblemCode.OUT_OF_RANGE),
        (STRINGS | {"label": "ê"}, "label", ProblemCode.NOT_ALLOWED),
        (PLAIN | {"checksum": 1}, "checksum", ProblemCode.WRONG_TYPE),
        (PLAIN | {"frame": ["02"]}, "frame", ProblemCode.UNKNOWN_KEY),
        (PLAIN | {"position": "left"}, "position", ProblemCode.NOT_ALLOWED),
        (PLAIN | {"serial": {"bits": 9}}, "serial.bits", ProblemCode.OUT_OF_RANGE),
    ],
    ids=str,
)
def test_a_sign_that_cannot_be_is_told_by_its_key(
    table: dict[str, Any], key: str, code: ProblemCode
) -> None:
    with pytest.raises(BadTemplate) as caught:
        read_alpha("mine", table)
    assert {problem.key: problem.code for problem in caught.value.problems}[key] is code


def test_an_example_of_an_own_sign_is_proved_too() -> None:
    example = {"args": {"addr": 0, "text": "1001"}, "hex": "00"}
    with pytest.raises(BadTemplate) as caught:
        alpha_preset("mine", PLAIN | {"example": [example]})
    [problem] = caught.value.problems
    assert (problem.key, problem.code) == ("example[0].hex", ProblemCode.EXAMPLE_DIFFERS)


def test_the_line_of_a_sign_is_configurable_since_makers_disagree() -> None:
    serial = {"baud": 9600, "bits": 7, "parity": "E", "stop": 2}
    preset = alpha_preset("mine", PLAIN | {"serial": serial, "timing": {"gap_ms": 250}})
    assert (preset.serial.bits, preset.serial.parity, preset.serial.stop) == (7, "E", 2)
    assert preset.dialect.gap_ms == 250
    assert isinstance(preset.dialect, AlphaDialect)
    assert preset.dialect.sign.file is AlphaFile.PRIORITY
