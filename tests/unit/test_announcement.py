"""What the hall hears for a call: words, clips and pauses.

The oracle of counter numbers is the npm package read-vietnamese-number 2.3.1 (MIT), run once for
0-999 with an empty ``unit``; its answers are kept in ``tests/vietnamese_numbers.tsv`` as number,
northern, southern. It has one reading of its own, "tư" and "lẻ", and options for the words:
northern is ``oddText: linh``, southern ``fourToneText: bốn``. From 1 to 99 ours and its default
are the same word for word.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from core.announcement import Announcement, Wording, announcement_of, sentence, spoken
from core.hall import CallLine
from core.spoken_words import LETTERS, english_number, letter_word, vietnamese_number
from core.wording import Noun, Reading
from counter_display.voice.pack import phrases
from tests.hall_samples import hall as full_hall

CALL = Announcement(seq=1, label="A007", counter_id=2)
ORACLE = Path(__file__).parents[1] / "vietnamese_numbers.tsv"


def oracle(column: int) -> dict[int, str]:
    rows = (line.split("\t") for line in ORACLE.read_text("utf-8").splitlines())
    return {int(row[0]): row[column] for row in rows}


@pytest.mark.parametrize(("reading", "column"), [(Reading.NORTHERN, 1), (Reading.SOUTHERN, 2)])
def test_counters_are_read_as_an_independent_program_reads_them(
    reading: Reading, column: int
) -> None:
    ours = {
        number: " ".join(word.text for word in vietnamese_number(number, reading))
        for number in range(1000)
    }
    assert ours == oracle(column)


def test_the_two_readings_differ_where_people_differ() -> None:
    differ = [number for number in range(1, 100) if oracle(1)[number] != oracle(2)[number]]
    assert differ == [24, 34, 44, 54, 64, 74, 84, 94]


def test_a_number_too_large_is_read_digit_by_digit() -> None:
    words = vietnamese_number(1001, Reading.NORTHERN)
    assert [word.text for word in words] == ["một", "không", "không", "một"]


@pytest.mark.parametrize(
    ("number", "read"),
    [(1, "one"), (12, "twelve"), (20, "twenty"), (47, "forty seven"), (205, "two hundred five")],
)
def test_counters_are_read_in_english(number: int, read: str) -> None:
    assert " ".join(word.text for word in english_number(number)) == read


@pytest.mark.parametrize(
    ("changes", "read"),
    [
        ({}, "Xin mời công dân có số thứ tự A, không không bảy, đến quầy số hai."),
        (
            {"wording": Wording.AGAIN},
            "Xin nhắc lại. Xin mời công dân có số thứ tự A, không không bảy, đến quầy số hai.",
        ),
        (
            {"wording": Wording.LAST},
            "Xin mời lần cuối công dân có số thứ tự A, không không bảy, đến quầy số hai.",
        ),
        (
            {"priority": True},
            "Xin mời công dân ưu tiên có số thứ tự A, không không bảy, đến quầy số hai.",
        ),
        (
            {"is_return": True, "label": "T012"},
            "Xin mời công dân có số thứ tự T, không một hai, đến quầy trả kết quả.",
        ),
        (
            {"is_return": True, "with_number": True, "noun": Noun.WINDOW},
            "Xin mời công dân có số thứ tự A, không không bảy, đến cửa trả kết quả số hai.",
        ),
        (
            {"noun": Noun.ROOM, "counter_id": 24},
            "Xin mời công dân có số thứ tự A, không không bảy, đến phòng số hai mươi tư.",
        ),
        (
            {"noun": Noun.DESK, "counter_id": 24, "reading": Reading.SOUTHERN},
            "Xin mời công dân có số thứ tự A, không không bảy, đến bàn số hai mươi bốn.",
        ),
        (
            {"label": "1002"},
            "Xin mời công dân có số thứ tự một không không hai, đến quầy số hai.",
        ),
    ],
)
def test_each_call_has_its_sentence(changes: dict[str, object], read: str) -> None:
    assert sentence(replace(CALL, **changes), "vi") == read


def test_the_english_pass_says_the_same() -> None:
    assert sentence(CALL, "en") == "Number A, zero zero seven, please go to counter two."


def test_the_number_stands_out_by_its_pauses() -> None:
    said = [(each.key, each.pause_ms) for each in spoken(CALL, "vi")]
    assert said == [
        ("call", 250),
        ("letter_a", 90),
        ("digit_0", 90),
        ("digit_0", 90),
        ("digit_7", 250),
        ("to_quay", 90),
        ("digit_2", 0),
    ]


def test_every_letter_has_a_name_of_its_own() -> None:
    words = [letter_word(letter) for letter in LETTERS]
    assert len({word.text for word in words if word}) == len(LETTERS)
    assert set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") <= set(LETTERS)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("noun", Noun)
@pytest.mark.parametrize("reading", Reading)
def test_the_phrases_of_a_site_can_say_all_its_calls(
    language: str, noun: Noun, reading: Reading
) -> None:
    keys = {phrase.key for phrase in phrases(language, noun=noun, reading=reading, letters="AT")}
    used = {
        clip.key
        for wording in Wording
        for priority in (False, True)
        for is_return in (False, True)
        for with_number in (False, True)
        for counter_id in (*range(1, 31), *range(40, 100, 10), 124, 105)
        for clip in spoken(
            Announcement(
                seq=1,
                label="A987" if is_return else "T0123456",
                counter_id=counter_id,
                wording=wording,
                priority=priority,
                is_return=is_return,
                with_number=with_number,
                noun=noun,
                reading=reading,
            ),
            language,
        )
        if wording is Wording.CALL or counter_id == 1
    }
    assert used == keys


def test_a_pack_for_the_wards_own_letters_is_about_thirty_clips() -> None:
    wanted = phrases("vi", noun=Noun.COUNTER, reading=Reading.NORTHERN, letters="ACEHKLT")
    assert len(wanted) == 32


@pytest.mark.parametrize(
    ("again", "nth", "wording"),
    [
        (False, 1, Wording.CALL),
        (True, 2, Wording.AGAIN),
        (True, 3, Wording.LAST),
        (True, 4, Wording.LAST),
        (False, 3, Wording.CALL),  # put back into the queue and called anew
    ],
)
def test_the_third_call_of_a_ticket_is_its_last(again: bool, nth: int, wording: Wording) -> None:
    call = CallLine(seq=9, label="A007", counter_id=2, at_ms=5, again=again, nth=nth)
    assert announcement_of(call, full_hall()).wording is wording


def test_the_site_decides_how_it_is_said() -> None:
    hall = full_hall()
    office = replace(hall.office, noun=Noun.ROOM, reading=Reading.SOUTHERN)
    results = replace(hall.services[0], is_return=True, counters=(2,))
    hall = replace(hall, office=office, services=(results, *hall.services[1:]))
    call = CallLine(
        seq=9,
        label="A007",
        counter_id=2,
        at_ms=5,
        again=False,
        service_id=results.service_id,
        priority="NCT",
    )
    said = announcement_of(call, hall)
    assert sentence(said, "vi") == (
        "Xin mời công dân ưu tiên có số thứ tự A, không không bảy, đến phòng trả kết quả."
    )
