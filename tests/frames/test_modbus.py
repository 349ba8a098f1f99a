"""Modbus displays: every published frame byte for byte, and answers found in any noise."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.frames import modbus
from hardware.frames.led_dialect import ModbusDialect
from hardware.frames.modbus import Function, Profile, Refusal, RegisterEncoding, Reply
from hardware.frames.presets import load_presets
from hardware.frames.template import Values, Verdict

# serial-displays.md: profile, text, request, answer.
PUBLISHED = [
    ("led485_int16", "1001", "01 06 00 00 03 E9 48 B4", "01 06 00 00 03 E9 48 B4"),
    ("led485_ascii", "1001", "01 10 00 70 00 02 04 31 30 30 31 2F AC", "01 10 00 70 00 02 40 13"),
    (
        "dm56a04",
        "1001",
        "01 10 00 00 00 04 08 00 31 00 30 00 30 00 31 17 66",
        "01 10 00 00 00 04 C1 CA",
    ),
    ("dm36b06", "1001", "01 10 00 06 00 02 04 00 00 03 E9 B2 FB", None),
    (
        "text_card",
        "A1001 Q3",
        "01 10 03 E8 00 04 08 41 31 30 30 31 20 51 33 02 E0",
        None,
    ),
]
ANSWERS = [bytes.fromhex(answer) for *_, answer in PUBLISHED if answer]
REFUSAL = modbus.refusal(1, Function.WRITE_SEVERAL, 2)


def profile_of(name: str) -> Profile:
    dialect = load_presets()[name].dialect
    assert isinstance(dialect, ModbusDialect)
    return dialect.profile


def answers_in(pieces: list[bytes]) -> list[Reply | Refusal]:
    """What a reader finds that gets the stream in ``pieces``."""
    found: list[Reply | Refusal] = []
    pending = b""
    for piece in pieces:
        pending += piece
        while True:
            used, answer = modbus.decode_reply(pending)
            pending = pending[used:]
            if answer is None:
                break
            found.append(answer)
    return found


@pytest.mark.parametrize(
    ("name", "text", "frame", "answer"), PUBLISHED, ids=[row[0] for row in PUBLISHED]
)
def test_a_published_frame_is_built_byte_for_byte(
    name: str, text: str, frame: str, answer: str | None
) -> None:
    assert modbus.request(profile_of(name), 1, text) == bytes.fromhex(frame)
    if answer is not None:
        assert modbus.acknowledgement(bytes.fromhex(frame)) == bytes.fromhex(answer)


@pytest.mark.parametrize(
    ("name", "text", "answer"), [(row[0], row[1], row[3]) for row in PUBLISHED[:3]]
)
def test_a_published_answer_is_taken_as_the_answer_to_its_request(
    name: str, text: str, answer: str
) -> None:
    raw = bytes.fromhex(answer)
    used, found = modbus.decode_reply(raw)
    assert used == len(raw)
    assert isinstance(found, Reply)
    assert modbus.answers(modbus.request(profile_of(name), 1, text), found)


def test_line_two_of_the_text_card_is_written_at_register_2000() -> None:
    frame = modbus.request(profile_of("text_card"), 1, "A1001 Q3", row=2)
    assert frame[:7].hex(" ").upper() == "01 10 07 D0 00 04 08"
    assert frame[7:-2] == b"A1001 Q3"
    assert modbus.crc_fits(frame)


def test_a_number_display_shows_the_digits_of_a_label() -> None:
    assert modbus.registers(profile_of("led485_int16"), "A007") == (7,)
    assert modbus.registers(profile_of("dm36b06"), "B70001") == (1, 70001 - 65536)


def test_an_empty_text_writes_the_blank_number() -> None:
    assert modbus.registers(profile_of("led485_int16"), "") == (0,)


def test_a_text_that_is_too_long_keeps_the_end_that_changes() -> None:
    assert bytes(modbus.registers(profile_of("dm56a04"), "AB1234")) == b"1234"


@pytest.mark.parametrize(
    "wrong",
    [
        {"register": 0x10000},
        {"width": 5},
        {"encoding": RegisterEncoding.INT32},
        {"encoding": RegisterEncoding.ASCII_PACKED, "width": 3},
        {"pad": ""},
    ],
    ids=str,
)
def test_a_profile_that_cannot_work_is_refused_at_once(wrong: dict[str, object]) -> None:
    right: dict[str, object] = {
        "name": "x",
        "title": "x",
        "function": Function.WRITE_ONE,
        "register": 0,
        "encoding": RegisterEncoding.INT16,
        "width": 4,
    }
    with pytest.raises(ValueError, match=r".+"):
        Profile(**(right | wrong))  # type: ignore[arg-type]


def test_a_refusal_is_read_with_its_code() -> None:
    _, found = modbus.decode_reply(REFUSAL)
    assert found == Refusal(unit=1, function=Function.WRITE_SEVERAL, code=2)


def test_a_refusal_behind_the_beginning_of_an_answer_is_found_at_the_end() -> None:
    """Two stray bytes look like an answer that needs one byte more; the time-out decides."""
    stream = b"\x01\x06" + REFUSAL
    assert modbus.decode_reply(stream) == (0, None)
    _, found = modbus.decode_reply(stream, at_end=True)
    assert isinstance(found, Refusal)


def test_our_own_request_on_the_line_is_no_answer_to_function_16() -> None:
    sent = bytes.fromhex(PUBLISHED[1][2])
    dialect = ModbusDialect(profile=profile_of("led485_ascii"))
    assert dialect.judge(sent, sent, echo=False, at_end=True) is Verdict.WAITING
    answered = sent + modbus.acknowledgement(sent)
    assert dialect.judge(sent, answered, echo=False, at_end=False) is Verdict.TAKEN


def test_on_a_line_with_echo_function_6_needs_a_second_copy() -> None:
    dialect = ModbusDialect(profile=profile_of("led485_int16"))
    sent = dialect.frame(Values(addr=1, text="1001"))
    assert dialect.judge(sent, sent, echo=True, at_end=True) is Verdict.WAITING
    assert dialect.judge(sent, sent + sent, echo=True, at_end=True) is Verdict.TAKEN


def test_an_answer_of_another_unit_or_register_is_not_ours() -> None:
    sent = modbus.write_several(1, 0x70, (1, 2))
    for other in (modbus.write_several(2, 0x70, (1, 2)), modbus.write_several(1, 0x71, (1, 2))):
        _, answer = modbus.decode_reply(modbus.acknowledgement(other))
        assert answer is not None
        assert not modbus.answers(sent, answer)


@settings(deadline=None)
@given(data=st.binary(max_size=200), at_end=st.booleans())
def test_garbage_never_raises_and_is_used_up(data: bytes, at_end: bool) -> None:
    used, answer = modbus.decode_reply(data, at_end=at_end)
    assert 0 <= used <= len(data)
    assert answer is not None or len(data) - used < 8


@settings(deadline=None)
@given(
    parts=st.lists(st.one_of(st.sampled_from([*ANSWERS, REFUSAL]), st.binary(max_size=12))),
    cuts=st.lists(st.integers(min_value=0, max_value=150)),
)
def test_any_split_of_the_stream_gives_the_same_answers(
    parts: list[bytes], cuts: list[int]
) -> None:
    stream = b"".join(parts)
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    pieces = [stream[a:b] for a, b in pairwise(edges)]
    assert answers_in(pieces) == answers_in([stream])


@settings(deadline=None)
@given(noise=st.binary(max_size=20).filter(lambda raw: not {0x06, 0x10, 0x86, 0x90} & set(raw)))
def test_an_answer_is_found_behind_noise(noise: bytes) -> None:
    (found,) = answers_in([noise + ANSWERS[1]])
    assert found == Reply(unit=1, function=Function.WRITE_SEVERAL, register=0x70, value=2)


def test_silence_between_frames_is_three_and_a_half_characters() -> None:
    assert modbus.silent_gap_ms(9600) == pytest.approx(4.01, abs=0.01)
    assert modbus.silent_gap_ms(115200) == 1.75
