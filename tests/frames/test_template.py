"""The frame template: every published frame, every encoding and checksum, and what is refused."""

import tomllib
from typing import Any

import pytest
from crccheck.crc import Crc16Xmodem
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.frames.led_text import Ability, Align, TextRule, fitted
from hardware.frames.presets import load_presets, template_preset, verify_all
from hardware.frames.template import Template, Values, Verdict
from hardware.frames.template_build import build, judge, shown
from hardware.frames.template_bytes import (
    FIXED_ENCODINGS,
    Encoding,
    bytes_number,
    check_names,
    check_of,
    highest,
    last_digits,
    number_bytes,
    size_of,
)
from hardware.frames.template_reading import read_template

# serial-displays.md; AM03127 from two independent senders of "bonjour".
PUBLISHED = [
    ("qsystem", Values(addr=33, text="A12"), "01 21 41 31 32 07"),
    ("edi", Values(addr=1, text="1234"), "02 30 31 31 32 33 34 03"),
    ("er4s", Values(addr=48, text="2468"), "03 02 34 38 32 34 36 38 03"),
    ("ditel_ascii", Values(addr=1, text="1001"), b"@01ED1001*\r".hex()),
    ("am03127", Values(text="bonjour"), b"<ID00><L1><PA><FE><MA><WC><FE>bonjour15<E>".hex()),
    ("xunpeng", Values(num=888), "3A 00 78 03 01 B6 0A"),
    ("ascii_line", Values(text="1001", counter=3), b"CALL|1001|3\n".hex()),
    ("cd5220", Values(row=1, text="SO 1001"), (b"\x1bQASO 1001".ljust(23) + b"\r").hex()),
    ("cd5220", Values(row=2, text="QUAY 03"), (b"\x1bQBQUAY 03".ljust(23) + b"\r").hex()),
    ("epson_dmd", Values(row=1, text="SO 1001"), b"\x1f\x24\x01\x01SO 1001".ljust(24).hex()),
    ("epson_dmd", Values(row=2, text="QUAY 03"), b"\x1f\x24\x01\x02QUAY 03".ljust(24).hex()),
]
SHEET = """
serial = { baud = 9600, bits = 8, parity = "N", stop = 1 }
frame  = ["02", "addr:dec2", "text:ascii", "check:hex2", "03"]
check  = { alg = "xor8", from = 1, to = -3 }
text   = { width = 4, align = "right", pad = " " }
reply  = { kind = "none" }
timing = { gap_ms = 30, timeout_ms = 200, retries = 1 }
[[example]]
args = { addr = 1, text = "1001" }
hex  = "02 30 31 31 30 30 31 .. .. 03"
"""


def made(frame: list[str], values: Values, **settings: Any) -> bytes:
    """What a template with this ``frame`` makes of ``values``; its example matches anything."""
    return build(template_of(frame, values, **settings), values)


def template_of(frame: list[str], values: Values, **settings: Any) -> Template:
    args = {
        name: getattr(values, name)
        for name in ("addr", "text", "num", "counter", "row", "color", "blink", "seq")
        if getattr(values, name) is not None
    }
    for size in range(200):
        example = [{"args": args, "hex": ".. " * size or "00"}]
        try:
            return read_template({"frame": frame, "example": example, **settings})
        except Exception as error:
            if "example_differs" not in str(error):
                raise
    raise AssertionError("longer than any frame here")


@pytest.mark.parametrize(("name", "values", "wire"), PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_a_published_frame_is_built_byte_for_byte(name: str, values: Values, wire: str) -> None:
    preset = load_presets()[name]
    assert preset.dialect.frame(values) == bytes.fromhex(wire)


def test_every_preset_has_a_published_example_that_comes_out_right() -> None:
    verified = verify_all()
    assert {each.preset for each in verified} == set(load_presets())
    assert all(each.ok for each in verified)


def test_the_sheet_of_the_guide_is_understood() -> None:
    preset = template_preset("my_board", tomllib.loads(SHEET))
    assert preset.dialect.frame(Values(addr=1, text="1001")) == b"\x02011001" + b"01" + b"\x03"
    assert (preset.dialect.gap_ms, preset.dialect.timeout_ms, preset.dialect.retries) == (
        30,
        200,
        1,
    )


@pytest.mark.parametrize(
    ("encoding", "number", "wire"),
    [
        ("u8", 7, b"\x07"),
        ("be16", 0x0378, b"\x03\x78"),
        ("le16", 0x0378, b"\x78\x03"),
        ("dec2", 7, b"07"),
        ("dec3", 7, b"007"),
        ("hex2", 180, b"B4"),
        ("hex4", 888, b"0378"),
        ("bcd2", 42, b"\x42"),
        ("ascii", 1001, b"1001"),
    ],
)
def test_a_number_is_written_as_its_encoding_says(encoding: str, number: int, wire: bytes) -> None:
    assert made([f"num:{encoding}"], Values(num=number)) == wire


@settings(deadline=None)
@given(encoding=st.sampled_from(FIXED_ENCODINGS), number=st.integers(0, 65535))
def test_a_number_written_is_the_number_read(encoding: Encoding, number: int) -> None:
    kept = last_digits(number, encoding)
    wire = number_bytes(kept, encoding)
    assert len(wire) == size_of(encoding)
    assert bytes_number(wire, encoding) == kept <= highest(encoding)


def test_a_number_too_large_keeps_its_last_digits() -> None:
    assert last_digits(1234, Encoding.DEC3) == 234
    assert last_digits(1007, Encoding.U8) == 7


@pytest.mark.parametrize(
    ("alg", "check"), [("xor8", 0x00), ("sum8", 0x60), ("sum8neg", 0xA0), ("sum16", 0x60)]
)
def test_a_simple_checksum_covers_its_span(alg: str, check: int) -> None:
    frame = ["02", "addr:dec2", "num:u8", "check:be16"]
    values = Values(addr=0, num=0)
    span = {"alg": alg, "from": 1, "to": 1}
    assert made(frame, values, check=span)[-1] == check


@pytest.mark.parametrize("name", ["CRC-16/XMODEM", "crc16xmodem", "XMODEM", "Crc16Xmodem"])
def test_any_crc_goes_by_its_name(name: str) -> None:
    frame = ["text:ascii", "check:be16"]
    wire = made(frame, Values(text="1001"), check={"alg": name, "from": 0, "to": 0})
    assert int.from_bytes(wire[-2:], "big") == Crc16Xmodem.calc(b"1001")


def test_every_checksum_that_is_offered_exists() -> None:
    assert all(check_of(name) is not None for name in check_names())


def test_a_length_counts_the_bytes_of_its_span() -> None:
    frame = ["02", "len:u8", "addr:u8", "text:ascii", "03"]
    length = {"from": 2, "to": -1, "add": 1}
    assert made(frame, Values(addr=5, text="A12"), len=length)[1] == 6


def test_bytes_that_must_not_occur_are_escaped_after_the_checksum() -> None:
    frame = ["02", "addr:u8", "text:ascii", "check:u8", "03"]
    values = Values(addr=3, text="A1")
    escape = {"from": 1, "to": -2, "map": {"02": "1B 82", "03": "1B 83", "1B": "1B 9B"}}
    wire = made(frame, values, escape=escape, check={"alg": "xor8", "from": 1, "to": 2})
    assert wire == b"\x02\x1b\x83A1" + bytes([3 ^ 0x41 ^ 0x31]) + b"\x03"


def test_a_digits_only_display_gets_the_digits_of_a_label() -> None:
    edi = load_presets()["edi"].dialect
    assert edi.frame(Values(addr=1, text="A007")) == b"\x02010007\x03"
    assert edi.shown("A007") == "0007"


def test_vietnamese_marks_and_framing_characters_never_reach_the_wire() -> None:
    dialect = load_presets()["ascii_line"].dialect
    frame = dialect.frame(Values(text="Quầy Đ|\n1\x03ế", counter=2))
    assert frame == b"CALL|Quay D1e|2\n"


def test_a_code_page_carries_what_it_can_and_folds_the_rest() -> None:
    assert made(["text:cp1251"], Values(text="Кабинет")) == "Кабинет".encode("cp1251")
    template = template_of(["text:gb2312"], Values(text="3"))
    assert build(template, Values(text="请3号đ")) == "请3号d".encode("gb2312")


@pytest.mark.parametrize(
    ("text", "align", "shown"),
    [
        ("HELLO", Align.RIGHT, "HELL"),
        ("A1007", Align.RIGHT, "1007"),
        ("A1007", Align.LEFT, "A100"),
        ("QUAY 3", Align.RIGHT, "AY 3"),
        ("LAN ANH", Align.RIGHT, "LAN "),
    ],
)
def test_a_number_too_long_keeps_its_end_and_words_their_beginning(
    text: str, align: Align, shown: str
) -> None:
    assert fitted(text, TextRule(width=4, align=align)) == shown
    assert Ability(width=4).limited(text, align) == shown


def test_the_number_is_the_digits_of_the_text_unless_it_is_given() -> None:
    template = template_of(["num:dec3"], Values(num=1))
    assert build(template, Values(text="A007")) == b"007"
    assert build(template, Values(text="A007", num=12)) == b"012"
    assert shown(template, "A1007") == "7"


def test_the_sequence_begins_again_after_the_last_number() -> None:
    template = template_of(["seq:dec2", "num:u8"], Values(num=0))
    assert build(template, Values(seq=99))[:2] == b"99"
    assert build(template, Values(seq=100))[:2] == b"00"


@pytest.mark.parametrize(
    ("heard", "verdict"),
    [
        (b"", Verdict.WAITING),
        (b"AC", Verdict.WAITING),
        (b"\x00\xffACK", Verdict.TAKEN),
        (b"NACK", Verdict.REFUSED),
    ],
)
def test_an_answer_by_pattern_is_recognised_in_noise(heard: bytes, verdict: Verdict) -> None:
    dialect = load_presets()["am03127"].dialect
    sent = dialect.frame(Values(addr=1, text="1001"))
    assert dialect.judge(sent, heard, echo=False, at_end=False) is verdict
    assert dialect.judge(sent, sent + heard, echo=True, at_end=False) is verdict


def test_the_broadcast_address_awaits_no_answer() -> None:
    dialect = load_presets()["ditel_ascii"].dialect
    assert dialect.is_answered(1)
    assert not dialect.is_answered(0)


def test_our_own_frame_is_not_the_answer_by_pattern() -> None:
    dialect = load_presets()["ditel_ascii"].dialect
    sent = dialect.frame(Values(addr=1, text="1001"))
    assert dialect.judge(sent, sent, echo=False, at_end=True) is Verdict.WAITING
    assert dialect.judge(sent, sent + b"@01\r", echo=False, at_end=True) is Verdict.TAKEN


def test_an_answer_of_fixed_bytes_may_have_unknown_ones() -> None:
    reply = {"kind": "bytes", "taken": "06 .. 03", "refused": "15"}
    template = template_of(["02", "num:u8"], Values(num=1), reply=reply)
    assert judge(template, b"\x02\x01", b"\x06\x0a\x03") is Verdict.TAKEN
    assert judge(template, b"\x02\x01", b"\x15") is Verdict.REFUSED


def test_an_echoing_display_answers_with_the_frame() -> None:
    template = template_of(["02", "num:u8"], Values(num=1), reply={"kind": "echo"})
    assert judge(template, b"\x02\x01", b"\x02") is Verdict.WAITING
    assert judge(template, b"\x02\x01", b"\x02\x01") is Verdict.TAKEN
    assert judge(template, b"\x02\x01", b"\x02\x01", echo=True) is Verdict.WAITING
