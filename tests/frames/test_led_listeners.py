"""Simulated displays of every protocol: they read our frames back, out of any noise, any split."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hardware.frames.led_dialect import Dialect
from hardware.frames.presets import load_presets, modbus_preset, template_preset
from hardware.frames.template import Values, Verdict
from hardware.sim.led_listeners import Listener, Seen, SimDisplay, listeners_for

PRESETS = {name: preset.dialect for name, preset in load_presets().items()}
# The same rules, met by no preset: escapes, a length, rows and blinking by the maker's own codes.
ESCAPING = {
    "frame": ["02", "len:u8", "addr:u8", "row:u8", "blink:u8", "text:ascii", "check:le16", "03"],
    "len": {"from": 2, "to": 5},
    "check": {"alg": "CRC-16/MODBUS", "from": 1, "to": 5},
    "escape": {"from": 1, "to": 6, "map": {"02": "1B 82", "03": "1B 83", "1B": "1B 9B"}},
    "row": {"first": 1, "count": 4},
    "blink": {"off": 48, "on": 49},
    "reply": {"kind": "bytes", "taken": "06", "refused": "15"},
    "example": [{"args": {"addr": 3, "row": 1, "blink": 0, "text": "A1"},
                 "hex": "02 05 1B 83 01 30 41 31 .. .. 03"}],
}  # fmt: skip
ADJUSTABLE = {
    "function": 16,
    "register": 0x70,
    "encoding": "ascii_packed",
    "width": 4,
    "brightness": {"register": 0x80, "low": 0, "high": 100},
    "example": [{"args": {"addr": 1, "text": "1001"},
                 "hex": "01 10 00 70 00 02 04 31 30 30 31 2F AC"}],
}  # fmt: skip
DIALECTS: dict[str, Dialect] = {
    **PRESETS,
    "escaping": template_preset("escaping", ESCAPING).dialect,
    "adjustable": modbus_preset("adjustable", ADJUSTABLE).dialect,
}
texts = st.text(alphabet="ABCDE0123456789", max_size=4)
names = st.sampled_from(sorted(DIALECTS))


def address_of(dialect: Dialect) -> int:
    return max(1, dialect.addresses()[0])


def listener_of(dialect: Dialect) -> Listener:
    """Two displays at one address where there are rows, else two neighbours."""
    address = address_of(dialect)
    rows = [1, 2] if dialect.rows > 1 else [0, 0]
    step = 0 if dialect.rows > 1 else 1
    displays = [
        SimDisplay(name=f"Q{place}", address=address + place * step, dialect=dialect, row=row)
        for place, row in enumerate(rows)
    ]
    [listener] = listeners_for(displays)
    return listener


def seen_in(listener: Listener, pieces: Sequence[bytes]) -> list[Seen]:
    """What a display understands that gets the stream in ``pieces``."""
    found: list[Seen] = []
    pending = b""
    for piece in pieces:
        pending += piece
        while True:
            used, seen = listener.decode(pending)
            pending = pending[used:]
            if seen is None:
                break
            found.append(seen)
    return found


def frame_of(dialect: Dialect, text: str, row: int = 1, blink: int = 0) -> bytes:
    return dialect.frame(Values(addr=address_of(dialect), text=text, row=row, blink=blink))


@pytest.mark.parametrize("name", sorted(DIALECTS))
def test_a_display_shows_what_it_was_sent_and_its_neighbour_does_not(name: str) -> None:
    dialect = DIALECTS[name]
    [seen] = seen_in(listener_of(dialect), [frame_of(dialect, "1234")])
    assert seen.frame == frame_of(dialect, "1234")
    shown = seen.texts["Q0"].strip()
    assert int(shown) == int(dialect.shown("1234"))
    has_address = dialect.addresses()[1] < 999 or dialect.rows > 1
    assert ("Q1" in seen.texts) is not has_address


@settings(deadline=None, max_examples=120)
@given(text=texts, name=names, noise=st.binary(max_size=6))
def test_a_frame_is_found_between_noise(text: str, name: str, noise: bytes) -> None:
    """Noise that begins like a frame is left out: with a check of one byte it may pass for one."""
    dialect = DIALECTS[name]
    frame = frame_of(dialect, text)
    assume(not set(frame[:2]) & set(noise))
    found = seen_in(listener_of(dialect), [noise + frame + noise])
    assert frame in [seen.frame for seen in found]


@settings(deadline=None, max_examples=120)
@given(
    name=names,
    parts=st.lists(st.one_of(texts, st.binary(max_size=10)), max_size=6),
    cuts=st.lists(st.integers(min_value=1, max_value=120), max_size=12),
)
def test_any_split_of_the_stream_is_understood_the_same(
    name: str, parts: list[str | bytes], cuts: list[int]
) -> None:
    dialect = DIALECTS[name]
    pieces = [frame_of(dialect, part) if isinstance(part, str) else part for part in parts]
    stream = b"".join(pieces)
    edges = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    split = [stream[first:last] for first, last in pairwise(edges)]
    assert seen_in(listener_of(dialect), split) == seen_in(listener_of(dialect), [stream])


@settings(deadline=None, max_examples=40)
@given(data=st.binary(max_size=80))
def test_garbage_never_raises(data: bytes) -> None:
    for dialect in DIALECTS.values():
        used, _ = listener_of(dialect).decode(data)
        assert 0 <= used <= len(data)


@pytest.mark.parametrize("name", sorted(DIALECTS))
def test_a_stream_without_frames_is_forgotten_again(name: str) -> None:
    """Openings without an end must not pile up, nor be looked at for ever."""
    dialect = DIALECTS[name]
    listener = listener_of(dialect)
    pending = b""
    for _ in range(6):
        pending += frame_of(dialect, "1234")[:2] * 50
        used, _ = listener.decode(pending)
        pending = pending[used:]
    assert len(pending) <= 512


@pytest.mark.parametrize("name", ["cd5220", "epson_dmd"])
def test_a_pole_display_knows_its_two_rows_its_brightness_and_how_to_clear(name: str) -> None:
    pole = DIALECTS[name]
    stream = [
        frame_of(pole, "SO 1001", row=1),
        frame_of(pole, "QUAY 03", row=2),
        pole.dim_frame(1, 60) or b"",
        pole.clear_frame() or b"",
    ]
    upper, lower, dimmed, cleared = seen_in(listener_of(pole), [b"".join(stream)])
    assert upper.texts == {"Q0": "SO 1001".ljust(20)}
    assert lower.texts == {"Q1": "QUAY 03".ljust(20)}
    assert (dimmed.texts, set(dimmed.percent)) == ({}, {"Q0", "Q1"})
    assert pole.dim_frame(1, dimmed.percent["Q0"]) == pole.dim_frame(1, 60)
    assert cleared.texts == {"Q0": "", "Q1": ""}


def test_an_alpha_sign_shows_a_priority_text_lets_it_blink_and_releases_it() -> None:
    sign = DIALECTS["priority"]
    stream = [frame_of(sign, "A7", blink=1), frame_of(sign, "A7"), frame_of(sign, "")]
    found = seen_in(listener_of(sign), stream)
    assert [(seen.texts, seen.blinking) for seen in found] == [
        ({"Q0": "A7"}, True),
        ({"Q0": "A7"}, False),
        ({"Q0": ""}, False),
    ]


def test_an_alpha_sign_keeps_a_string_per_row() -> None:
    sign = DIALECTS["string"]
    stream = [*sign.setup_frames(1), frame_of(sign, "A7", row=1), frame_of(sign, "B8", row=2)]
    found = seen_in(listener_of(sign), stream)
    both_empty = {"Q0": "", "Q1": ""}
    assert [seen.texts for seen in found] == [both_empty, {}, {"Q0": "A7"}, {"Q1": "B8"}]


def test_an_alpha_sign_passes_over_a_command_with_a_wrong_checksum() -> None:
    sign = DIALECTS["string"]
    wrong = frame_of(sign, "A7").replace(b"A7", b"A8")
    [seen] = seen_in(listener_of(sign), [wrong])
    assert seen.texts == {}


@pytest.mark.parametrize("address", [b"00", b"??"])
def test_everybody_hears_alpha_s_broadcasts(address: bytes) -> None:
    sign = DIALECTS["priority"]
    frame = frame_of(sign, "A7").replace(b"Z01", b"Z" + address)
    [seen] = seen_in(listener_of(sign), [frame])
    assert seen.texts == {"Q0": "A7", "Q1": "A7"}


def test_a_modbus_display_takes_its_brightness_and_answers() -> None:
    dialect = DIALECTS["adjustable"]
    frame = dialect.dim_frame(1, 40) or b""
    [seen] = seen_in(listener_of(dialect), [frame])
    assert (seen.texts, seen.percent) == ({}, {"Q0": 40})
    assert dialect.judge(frame, seen.answer, echo=False, at_end=True) is Verdict.TAKEN


def test_a_broadcast_darkens_all_modbus_displays_and_nobody_answers() -> None:
    dialect = DIALECTS["led485_ascii"]
    [seen] = seen_in(listener_of(dialect), [dialect.clear_frame() or b""])
    assert {name: text.strip() for name, text in seen.texts.items()} == {"Q0": "", "Q1": ""}
    assert seen.answer == b""


def test_a_display_out_of_a_sheet_blinks_and_escapes() -> None:
    dialect = DIALECTS["escaping"]
    frame = frame_of(dialect, "A1", row=2, blink=1)
    [seen] = seen_in(listener_of(dialect), [frame])
    assert (seen.texts, seen.blinking, seen.answer) == ({"Q1": "A1"}, True, b"\x06")


@settings(deadline=None, max_examples=60)
@given(
    name=st.sampled_from(
        sorted(name for name, dialect in DIALECTS.items() if dialect.is_answered(1))
    ),
    noise=st.binary(max_size=6),
    cut=st.integers(min_value=0, max_value=30),
)
def test_a_displays_own_answer_is_taken_whole_and_never_before(
    name: str, noise: bytes, cut: int
) -> None:
    """No verdict on half an answer; garbage before it, and behind it, does no harm."""
    dialect = DIALECTS[name]
    frame = frame_of(dialect, "1234")
    [seen] = seen_in(listener_of(dialect), [frame])
    nothing = dialect.judge(frame, noise, echo=False, at_end=True)
    assume(nothing is Verdict.WAITING)
    part = dialect.judge(frame, seen.answer[: min(cut, max(0, len(seen.answer) - 2))],
                         echo=False, at_end=False)  # fmt: skip
    assert part is Verdict.WAITING
    heard = noise + seen.answer + noise
    assert dialect.judge(frame, heard, echo=False, at_end=True) is Verdict.TAKEN
