"""What a printer says of itself, and what must not pass for it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.frames.escpos_status import (
    JOBS,
    WATCH,
    Answer,
    AnswerKind,
    AnswerReader,
    job_mark,
    question,
    status_of,
    status_of_asb,
)
from hardware.protocols.printer import PrinterStatus

REAL_TIME, CONFIRMED, AUTOMATIC, JOB_DONE = (
    AnswerKind.REAL_TIME,
    AnswerKind.CONFIRMED,
    AnswerKind.AUTOMATIC,
    AnswerKind.JOB_DONE,
)
JOB_7 = b"\x37\x22@@@G\x00"
READY_ASB = b"\x10\x00\x00\x00"
NOISE = st.binary(max_size=60)
# Bytes of whole answers, as a printer that floods the line sends them between others.
FLOOD = st.lists(
    st.sampled_from([READY_ASB, b"\x18\x00\x0f\x00", b"\x12", b"\x1a", b"\x11", JOB_7]), max_size=12
)


def heard(data: bytes) -> list[tuple[AnswerKind, bytes]]:
    return [(answer.kind, answer.data) for answer in AnswerReader().read(data)]


def test_the_questions_are_the_references_bytes() -> None:
    assert [question(kind).hex() for kind in (1, 2, 3, 4)] == [
        "100401",
        "100402",
        "100403",
        "100404",
    ]
    assert WATCH.hex() == "1d610e"


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


@pytest.mark.parametrize(
    ("asb", "status"),
    [
        ("10000000", PrinterStatus.READY),
        ("14000000", PrinterStatus.READY),  # drawer pin
        ("1000000f", PrinterStatus.READY),  # the last byte says nothing
        ("10000300", PrinterStatus.NEAR_END),
        ("18000f00", PrinterStatus.PAPER_OUT),
        ("18000c00", PrinterStatus.PAPER_OUT),
        ("38000f00", PrinterStatus.COVER_OPEN),
        ("18080000", PrinterStatus.CUTTER),
        ("18000000", PrinterStatus.OFFLINE),
        ("10200000", PrinterStatus.OFFLINE),  # an error that only switching off ends
        ("10400000", PrinterStatus.OFFLINE),  # the head is too hot
    ],
)
def test_an_automatic_status_tells_the_worst_trouble(asb: str, status: PrinterStatus) -> None:
    assert status_of_asb(bytes.fromhex(asb)) is status


def test_answers_are_told_apart_by_their_fixed_bits() -> None:
    assert heard(b"\x12\x00\x0f") == [
        (REAL_TIME, b"\x12"),
        (CONFIRMED, b"\x00"),
        (CONFIRMED, b"\x0f"),
    ]


def test_an_automatic_status_never_confirms_a_job() -> None:
    assert heard(READY_ASB) == [(AUTOMATIC, READY_ASB)]


def test_a_real_time_answer_may_come_in_the_middle_of_an_automatic_one() -> None:
    assert heard(b"\x18\x00\x1a\x03\x00\x00") == [
        (REAL_TIME, b"\x1a"),
        (AUTOMATIC, b"\x18\x00\x03\x00"),
        (CONFIRMED, b"\x00"),
    ]


def test_a_job_that_is_done_brings_its_mark_back() -> None:
    assert heard(JOB_7) == [(JOB_DONE, job_mark(7))]


def test_a_real_time_answer_may_come_in_the_middle_of_a_jobs_mark() -> None:
    assert heard(JOB_7[:4] + b"\x16" + JOB_7[4:]) == [
        (REAL_TIME, b"\x16"),
        (JOB_DONE, job_mark(7)),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        b"\x37\x22@@@\xff\x00",  # one byte of the mark is noise
        b"\x37\x21@@@G\x00",  # another kind of block
        b"\x37\x22@@@G@",  # it does not end
        JOB_7[:-1],
    ],
)
def test_a_broken_mark_proves_nothing(broken: bytes) -> None:
    assert JOB_DONE not in [kind for kind, _ in heard(broken)]


@given(st.integers(0, JOBS - 1), st.integers(0, JOBS - 1))
def test_no_two_jobs_have_the_same_mark(one: int, other: int) -> None:
    assert (job_mark(one) == job_mark(other)) == (one == other)


@given(st.integers(0, JOBS - 1))
def test_no_byte_of_a_mark_looks_like_another_answer(job: int) -> None:
    assert all(0x40 <= value <= 0x4F for value in job_mark(job))


def test_flow_control_and_noise_are_no_answers() -> None:
    assert heard(b"\x11\x13\xff\x80\xa5\x92") == []


@given(NOISE, st.lists(st.integers(0, 60)))
def test_answers_do_not_depend_on_how_the_bytes_are_cut(data: bytes, cuts: list[int]) -> None:
    reader, parts = AnswerReader(), list[Answer]()
    edges = [0, *sorted(cuts), len(data)]
    for start, end in pairwise(edges):
        parts += reader.read(data[start:end])

    assert parts == list(AnswerReader().read(data))


@given(NOISE)
def test_no_real_time_answer_has_wrong_fixed_bits(data: bytes) -> None:
    for kind, answer in heard(data):
        if kind is REAL_TIME:
            assert answer[0] & 0x93 == 0x12


@given(NOISE)
def test_noise_never_proves_a_job_that_it_does_not_name(data: bytes) -> None:
    for kind, answer in heard(data):
        if kind is JOB_DONE:
            assert b"\x37\x22" in data
            assert set(answer) <= set(data)


@given(FLOOD, FLOOD, FLOOD)
def test_a_flood_never_confirms_and_never_hides_a_confirmation(
    before: list[bytes], between: list[bytes], after: list[bytes]
) -> None:
    told = heard(b"".join([*before, b"\x00", *between, b"\x03", *after]))

    assert [data for kind, data in told if kind is CONFIRMED] == [b"\x00", b"\x03"]


@given(FLOOD, st.integers(0, 60))
def test_a_flood_that_breaks_off_swallows_no_real_time_answer(flood: list[bytes], cut: int) -> None:
    told = heard(b"".join(flood)[:cut] + b"\x1e")

    assert told[-1] == (REAL_TIME, b"\x1e")
