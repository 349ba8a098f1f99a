"""What a printer says of itself, and what must not pass for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.frames.escpos_status import (
    Answer,
    AnswerKind,
    AnswerReader,
    question,
    status_of,
)
from hardware.protocols.printer import PrinterStatus

REAL_TIME, CONFIRMED, UNASKED = AnswerKind.REAL_TIME, AnswerKind.CONFIRMED, AnswerKind.UNASKED


def heard(*values: int) -> list[tuple[AnswerKind, int]]:
    return [(answer.kind, answer.value) for answer in AnswerReader().read(bytes(values))]


def test_the_questions_are_the_references_bytes() -> None:
    assert [question(kind).hex() for kind in (1, 2, 3, 4)] == [
        "100401",
        "100402",
        "100403",
        "100404",
    ]


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}, PrinterStatus.READY),
        ({1: 0x16, 2: 0x12, 3: 0x12, 4: 0x12}, PrinterStatus.READY),  # drawer pin
        ({1: 0x12, 2: 0x12, 3: 0x12, 4: 0x1E}, PrinterStatus.NEAR_END),
        ({1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}, PrinterStatus.PAPER_OUT),
        ({1: 0x1A, 2: 0x16, 3: 0x12, 4: 0x7E}, PrinterStatus.COVER_OPEN),
        ({1: 0x1A, 2: 0x52, 3: 0x1A, 4: 0x12}, PrinterStatus.CUTTER),
        ({1: 0x1A, 2: 0x12, 3: 0x12, 4: 0x12}, PrinterStatus.OFFLINE),
        ({1: 0x12, 2: 0x52, 3: 0x32, 4: 0x12}, PrinterStatus.OFFLINE),
    ],
)
def test_the_worst_trouble_is_told(answers: dict[int, int], status: PrinterStatus) -> None:
    assert status_of(answers) is status


def test_answers_are_told_apart_by_their_fixed_bits() -> None:
    assert heard(0x12, 0x00, 0x0F) == [(REAL_TIME, 0x12), (CONFIRMED, 0x00), (CONFIRMED, 0x0F)]


def test_an_unasked_status_never_confirms_a_job() -> None:
    assert heard(0x10, 0x00, 0x00, 0x00) == [(UNASKED, 0x10)]


def test_a_real_time_answer_may_come_in_the_middle_of_an_unasked_one() -> None:
    assert heard(0x18, 0x00, 0x1A, 0x03, 0x00, 0x00) == [
        (REAL_TIME, 0x1A),
        (UNASKED, 0x18),
        (CONFIRMED, 0x00),
    ]


def test_flow_control_and_noise_are_no_answers() -> None:
    assert heard(0x11, 0x13, 0xFF, 0x80, 0xA5, 0x92) == []


@given(st.binary(max_size=60), st.integers(0, 60))
def test_answers_do_not_depend_on_how_the_bytes_are_cut(data: bytes, cut: int) -> None:
    reader = AnswerReader()
    parts: list[Answer] = [*reader.read(data[:cut]), *reader.read(data[cut:])]
    assert parts == list(AnswerReader().read(data))


@given(st.binary(max_size=60))
def test_no_real_time_answer_has_wrong_fixed_bits(data: bytes) -> None:
    for answer in AnswerReader().read(data):
        if answer.kind is REAL_TIME:
            assert answer.value & 0x93 == 0x12
