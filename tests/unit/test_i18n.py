"""The text table."""

import pytest

from core.fault import Fault, FaultCode, Refused
from core.waiting import NOW, WaitRange
from i18n import LANGUAGES, Language, Texts


def test_a_key_gives_the_text_of_the_language() -> None:
    assert Texts("vi")("common.number") == "Số thứ tự"
    assert Texts("en")("common.number") == "Number"


def test_placeholders_are_filled() -> None:
    assert Texts("vi")("common.counter_number", counter=3) == "Quầy 03"


def test_a_key_that_does_not_exist_is_an_error_of_the_code() -> None:
    with pytest.raises(KeyError, match=r"common\.nothing"):
        Texts("vi")("common.nothing")


def test_a_language_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="vi, en"):
        Texts("fr")  # type: ignore[arg-type]


def test_the_member_of_a_family_is_found_by_its_name() -> None:
    assert Texts("vi").of("common.state", "no_show") == "vắng mặt"


def test_what_the_database_has_in_both_languages_is_picked() -> None:
    assert Texts("vi").pick("Hộ tịch", "Civil status") == "Hộ tịch"
    assert Texts("en").pick("Hộ tịch", "Civil status") == "Civil status"
    assert Texts("en").pick("Hộ tịch", "") == "Hộ tịch"


@pytest.mark.parametrize(
    ("wait", "vi", "en"),
    [
        (NOW, "đến lượt ngay", "your turn right away"),
        (WaitRange(low_min=0, high_min=5), "dưới 5 phút", "less than 5 min"),
        (WaitRange(low_min=10, high_min=15), "khoảng 10-15 phút", "about 10-15 min"),
        (WaitRange(low_min=20, high_min=20), "khoảng 20 phút", "about 20 min"),
    ],
)
def test_a_wait_is_told_as_a_range(wait: WaitRange, vi: str, en: str) -> None:
    assert Texts("vi").wait(wait) == vi
    assert Texts("en").wait(wait) == en


def test_a_fault_says_what_happened_and_what_to_do() -> None:
    fault = Refused(FaultCode.TICKET_OF_ANOTHER_DAY, label="A007", day=20230927)
    assert Texts("vi").fault(fault) == (
        "Số A007 là của ngày 27/09/2023. Phiếu chỉ có giá trị trong ngày, vui lòng lấy số mới."
    )


def test_states_and_steps_in_a_fault_are_words_of_people() -> None:
    fault = Refused(FaultCode.STEP_NOT_ALLOWED, label="A007", step="recalled", state="waiting")
    assert (
        Texts("en")
        .fault(fault)
        .startswith("Number A007 is waiting; it is not possible to recall now.")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", FaultCode)
def test_a_fault_without_its_facts_still_has_a_sentence(
    language: Language, code: FaultCode
) -> None:
    sentence = Texts(language).fault(Fault(code))
    assert sentence.endswith((".", "upgrade"))
    assert "{" not in sentence


def test_facts_that_the_sentence_does_not_name_do_no_harm() -> None:
    fault = Fault(FaultCode.REASON_MISSING, counter=3, officers=("An", "Bình"))
    assert Texts("vi").fault(fault).startswith("Việc này cần có lý do.")


def test_several_values_are_told_with_commas() -> None:
    fault = Fault(FaultCode.COUNTER_UNKNOWN, counter=(3, 4))
    assert "3, 4" in Texts("vi").fault(fault)
