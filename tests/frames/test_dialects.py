"""What every way of speaking to displays can do: rows, width, blinking, brightness, clearing."""

from typing import Any

import pytest

from hardware.frames.led_checks import display_problems
from hardware.frames.led_dialect import Dialect
from hardware.frames.presets import load_presets, modbus_preset, template_preset
from hardware.frames.template import Values
from hardware.frames.template_problems import BadTemplate, ProblemCode

ADJUSTABLE = {
    "function": 16,
    "register": 0x70,
    "encoding": "ascii_packed",
    "width": 4,
    "brightness": {"register": 0x80, "low": 0, "high": 7},
    "example": [{"args": {"addr": 1, "text": "1001"},
                 "hex": "01 10 00 70 00 02 04 31 30 30 31 2F AC"}],
}  # fmt: skip
BLINKER: dict[str, Any] = {
    "frame": ["02", "row:u8", "blink:u8", "text:ascii", "03"],
    "row": {"first": 65, "count": 3},
    "blink": {"off": 98, "on": 99},
    "example": [{"args": {"row": 1, "blink": 0, "text": "A1"}, "hex": "02 41 62 41 31 03"}],
}


# Frames of vfd-display 1.1.2 (PyPI, MIT), which writes to DM-D displays: write_line of a padded
# text, clear_line, clear_screen. No package that speaks CD5220 was found; excerpts of two public
# repositories show the same ESC Q A text CR, ESC Q B text CR.
INDEPENDENT_DMD = [
    (
        Values(row=2, text="QUAY 03"),
        "1F 24 01 02 51 55 41 59 20 30 33 20 20 20 20 20 20 20 20 20 20 20 20 20",
    ),
    (Values(row=2), "1F 24 01 02" + " 20" * 20),
    (Values(row=1), "1F 24 01 01" + " 20" * 20),
]


def preset(name: str) -> Dialect:
    return load_presets()[name].dialect


@pytest.mark.parametrize(
    ("name", "rows", "width", "digits_only", "blinks"),
    [
        ("led485_int16", 1, 4, True, False),
        ("led485_ascii", 1, 4, False, False),
        ("text_card", 2, 8, False, False),
        ("qsystem", 1, 0, False, False),
        ("edi", 1, 4, True, False),
        ("xunpeng", 1, 4, True, False),
        ("cd5220", 2, 20, False, False),
        ("epson_dmd", 2, 20, False, False),
        ("priority", 1, 0, False, True),
        ("string", 8, 0, False, False),
    ],
)
def test_a_protocol_says_what_its_displays_can_show(
    name: str, rows: int, width: int, digits_only: bool, blinks: bool
) -> None:
    dialect = preset(name)
    assert (dialect.rows, dialect.width) == (rows, width)
    assert (dialect.digits_only, dialect.blinks) == (digits_only, blinks)


@pytest.mark.parametrize("name", sorted(load_presets()))
def test_row_1_is_the_row_of_a_display_that_names_none(name: str) -> None:
    dialect = preset(name)
    address = max(1, dialect.addresses()[0])
    assert dialect.frame(Values(addr=address, text="1001", row=0)) == dialect.frame(
        Values(addr=address, text="1001", row=1)
    )


@pytest.mark.parametrize("name", sorted(load_presets()))
def test_a_three_digit_display_gets_the_last_three_digits_only(name: str) -> None:
    narrow = preset(name).adapted(width=3, digits_only=True)
    address = max(1, narrow.addresses()[0])
    assert narrow.digits_only
    assert narrow.width == 3
    assert narrow.shown("A007").strip(" ").endswith("007" if name != "xunpeng" else "7")
    assert narrow.shown("NGHI").strip(" 0") == ""
    values = Values(addr=address, text="A1007", num=1007)
    frame = narrow.frame(values)
    assert len(frame) <= len(preset(name).frame(values))
    assert b"1007" not in frame


def test_a_frame_keeps_its_shape_for_a_narrow_display() -> None:
    narrow = preset("led485_ascii").adapted(width=3, digits_only=True)
    assert narrow.frame(Values(addr=1, text="A1007"))[7:11] == b" 007"
    assert preset("edi").adapted(width=2, digits_only=False).shown("A107") == "0007"


def test_a_left_aligned_display_keeps_the_beginning() -> None:
    assert preset("cd5220").adapted(width=7, digits_only=False).shown("QUAY 03 SO 1") == (
        "QUAY 03".ljust(20)
    )


def test_a_display_without_own_limits_shows_what_its_protocol_can() -> None:
    same = preset("led485_ascii").adapted(width=None, digits_only=False)
    assert same == preset("led485_ascii")


@pytest.mark.parametrize(("values", "wire"), INDEPENDENT_DMD)
def test_an_independent_encoder_sends_a_pole_display_the_same_bytes(
    values: Values, wire: str
) -> None:
    assert preset("epson_dmd").frame(values) == bytes.fromhex(wire)


# Brightness out of the sheets of CD5220 (ESC * n) and DM-D (US X n), n 1-4.
@pytest.mark.parametrize(
    ("name", "percent", "wire"),
    [
        ("cd5220", 100, "1B 2A 04"),
        ("cd5220", 1, "1B 2A 01"),
        ("cd5220", 60, "1B 2A 03"),
        ("epson_dmd", 100, "1F 58 04"),
        ("epson_dmd", 1, "1F 58 01"),
        ("am03127", 100, b"<ID07><BA>01<E>".hex()),
        ("am03127", 1, b"<ID07><BD>04<E>".hex()),
    ],
)
def test_brightness_goes_by_the_makers_sheet(name: str, percent: int, wire: str) -> None:
    assert preset(name).dim_frame(7, percent) == bytes.fromhex(wire)


@pytest.mark.parametrize("name", ["led485_ascii", "dm56a04", "qsystem", "edi", "xunpeng"])
def test_a_protocol_without_brightness_says_so(name: str) -> None:
    assert preset(name).dim_frame(33, 50) is None


def test_a_modbus_display_may_have_a_register_for_brightness() -> None:
    dialect = modbus_preset("mine", ADJUSTABLE).dialect
    frame = dialect.dim_frame(3, 100)
    assert frame is not None
    assert frame[:9].hex(" ") == "03 10 00 80 00 01 02 00 07"
    assert (dialect.dim_frame(3, 1) or b"")[7:9] == b"\x00\x00"


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("cd5220", "0C"),
        ("epson_dmd", "0C"),
        ("ditel_ascii", b"@00ED    *\r".hex()),
        ("led485_ascii", "00 10 00 70 00 02 04 20 20 20 20"),
        ("led485_int16", "00 06 00 00 00 00"),
    ],
)
def test_one_broadcast_darkens_all_displays(name: str, wire: str) -> None:
    frame = preset(name).clear_frame()
    assert frame is not None
    assert frame.startswith(bytes.fromhex(wire))


@pytest.mark.parametrize("name", ["qsystem", "edi", "ascii_line", "text_card", "string"])
def test_where_one_frame_cannot_darken_all_there_is_none(name: str) -> None:
    assert preset(name).clear_frame() is None


def test_nobody_answers_a_broadcast() -> None:
    assert not preset("ditel_ascii").is_answered(0)
    assert not preset("am03127").is_answered(0)


def test_rows_and_blinking_are_called_what_the_maker_calls_them() -> None:
    dialect = template_preset("mine", BLINKER).dialect
    assert (dialect.rows, dialect.blinks) == (3, True)
    assert dialect.frame(Values(row=3, blink=1, text="A1")) == b"\x02CcA1\x03"


@pytest.mark.parametrize(
    ("change", "key", "code"),
    [
        ({"row": {"first": 250, "count": 9}}, "row.count", ProblemCode.OUT_OF_RANGE),
        ({"row": {"first": 256}}, "row.first", ProblemCode.OUT_OF_RANGE),
        ({"row": {"last": 2}}, "row.last", ProblemCode.UNKNOWN_KEY),
        ({"blink": {"on": 300}}, "blink.on", ProblemCode.OUT_OF_RANGE),
        ({"broadcast": 0}, "broadcast", ProblemCode.FIELD_UNUSED),
        ({"clear": "0"}, "clear", ProblemCode.BAD_HEX),
        ({"clear": ""}, "clear", ProblemCode.BAD_HEX),
        ({"dim": {"frame": ["1B"]}}, "dim.frame", ProblemCode.NOTHING_DIMMED),
        ({"dim": {"frame": ["bright:u8"]}}, "dim.example", ProblemCode.EXAMPLE_MISSING),
        ({"dim": {"frame": ["bright:u9"]}}, "dim.frame[0]", ProblemCode.NOT_ALLOWED),
        ({"dim": {"frame": ["bright:u8"], "text": {}}}, "dim.text", ProblemCode.UNKNOWN_KEY),
        (
            {"dim": {"frame": ["bright:u8"], "bright": {"low": 1, "high": 256}}},
            "dim.bright.high",
            ProblemCode.OUT_OF_RANGE,
        ),
        (
            {"dim": {"frame": ["1B", "bright:u8"],
                     "example": [{"args": {"bright": 100}, "hex": "1B 04"}]}},
            "dim.example[0].hex",
            ProblemCode.EXAMPLE_DIFFERS,
        ),
        (
            {"dim": {"frame": ["bright:u8"],
                     "example": [{"args": {"bright": 101}, "hex": "65"}]}},
            "dim.example[0].args.bright",
            ProblemCode.OUT_OF_RANGE,
        ),
        ({"frame": ["bright:u8", "text:ascii"]}, "frame[0]", ProblemCode.NOT_ALLOWED),
    ],
    ids=str,
)  # fmt: skip
def test_a_mistake_in_what_a_display_can_do_is_told_by_its_key(
    change: dict[str, Any], key: str, code: ProblemCode
) -> None:
    with pytest.raises(BadTemplate) as caught:
        template_preset("mine", BLINKER | change)
    assert {problem.key: problem.code for problem in caught.value.problems}[key] is code


@pytest.mark.parametrize(
    ("change", "key", "code"),
    [
        ({"rows": 2}, "row_step", ProblemCode.MISSING),
        ({"rows": 2, "row_step": 65_535}, "row_step", ProblemCode.OUT_OF_RANGE),
        ({"rows": 0}, "rows", ProblemCode.OUT_OF_RANGE),
        ({"brightness": {}}, "brightness.register", ProblemCode.MISSING),
        ({"brightness": 128}, "brightness", ProblemCode.WRONG_TYPE),
        ({"brightness": {"register": 1, "low": -1}}, "brightness.low", ProblemCode.OUT_OF_RANGE),
    ],
    ids=str,
)
def test_a_mistake_in_rows_or_brightness_of_a_modbus_display_is_told_by_its_key(
    change: dict[str, Any], key: str, code: ProblemCode
) -> None:
    with pytest.raises(BadTemplate) as caught:
        modbus_preset("mine", ADJUSTABLE | change)
    assert {problem.key: problem.code for problem in caught.value.problems}[key] is code


@pytest.mark.parametrize(
    ("name", "row", "wrong"),
    [("cd5220", 2, False), ("cd5220", 3, True), ("led485_ascii", 1, False),
     ("led485_ascii", 2, True), ("text_card", 2, False), ("string", 9, True)],
)  # fmt: skip
def test_a_row_that_the_display_has_not_is_found_before_it_is_used(
    name: str, row: int, wrong: bool
) -> None:
    problems = display_problems(preset(name), Values(addr=1, row=row))
    assert [problem.key for problem in problems] == (["row"] if wrong else [])


@pytest.mark.parametrize("name", sorted(load_presets()))
@pytest.mark.parametrize("row", [0, 1, 2, 99])
def test_nothing_fails_at_call_time(name: str, row: int) -> None:
    """Whatever the hall wants shown becomes bytes; a row too many is the last one."""
    dialect = preset(name)
    address = dialect.addresses()[0]
    for text in ("", "A" * 99, "Quầy Đ\x00\x03\x1b|<>@*", "９९"):
        values = Values(addr=address, text=text, num=10**12, counter=10**6, row=row, seq=10**9)
        assert dialect.frame(values)
        assert isinstance(dialect.shown(text), str)
    for percent in (-1, 0, 100, 1000):
        dialect.dim_frame(address, percent)
    most = dialect.rows
    assert dialect.frame(Values(addr=address, row=99)) == dialect.frame(
        Values(addr=address, row=most)
    )


def test_modbus_displays_wait_longer_on_a_slow_line() -> None:
    slow = load_presets()["led485_ascii"].dialect_at(2400)
    assert slow.gap_ms == 4 * preset("led485_ascii").gap_ms
    assert load_presets()["led485_ascii"].dialect_at(0) == preset("led485_ascii")
