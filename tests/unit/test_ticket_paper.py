"""The ticket as a slip: its words in both languages, its code; and what was asked already."""

from dataclasses import replace
from typing import Final

import pytest

from core.hall import Hall
from core.ticket import Ticket, TicketState, read_paper_code
from core.waiting import NOW, WaitRange
from i18n import Language, Texts
from kiosk.asked import Unanswered, request_for
from kiosk.ports import Request
from kiosk.take_ticket import code_of
from kiosk.ticket_paper import TicketPaper
from tests import hall_samples
from tests.ticket_giver import bars, codes, words

TRACKING: Final = "https://motcua.thanhnhan.example/t/"
# ISO/IEC 18004, alphanumeric mode.
ALPHANUMERIC: Final = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
REMEMBER_MS: Final = 120_000


def specimen(**changes: object) -> Ticket:
    """A007 as it waits, printed not yet."""
    plain = hall_samples.ticket(
        "A007",
        TicketState.WAITING,
        issued_ms=hall_samples.NOW_MS,
        told=WaitRange(low_min=15, high_min=25),
        prints=0,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def tracked_hall() -> Hall:
    return hall_samples.hall(office=replace(hall_samples.OFFICE, tracking_url=TRACKING))


def asked(cmd_id: str, last: Unanswered | None, now_ms: int, **changes: str) -> Request:
    wish: dict[str, str | None] = {"service_id": "A", "priority": None, **changes}
    return request_for(
        str(wish["service_id"]),
        wish["priority"],
        told=NOW,
        cmd_id=cmd_id,
        last=last,
        now_ms=now_ms,
        remember_ms=REMEMBER_MS,
    )


# The slip -----------------------------------------------------------------------------------------

VI: Final = [
    "UBND PHƯỜNG THANH NHÀN",
    "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "SỐ THỨ TỰ",
    "A007",
    "LĨNH VỰC: CHỨNG THỰC",
    "Quầy dự kiến: 01, 02",
    "Số người chờ trước: 4",
    "Thời gian chờ dự kiến: khoảng 15-25 phút",
    "Giờ lấy số: 08:35 27/09/2023",
    "Vui lòng theo dõi màn hình và loa gọi số.",
    "Phiếu có giá trị trong ngày.",
]
EN: Final = [
    "THANH NHÀN WARD PEOPLE'S COMMITTEE",
    "ONE-STOP RECEPTION SECTION",
    "YOUR NUMBER",
    "A007",
    "FIELD: CERTIFICATION",
    "Expected counter: 01, 02",
    "People ahead of you: 4",
    "Expected wait: about 15-25 min",
    "Number taken at: 08:35 27/09/2023",
    "Please watch the screen and listen for your number.",
    "This ticket is valid today only.",
]


@pytest.mark.parametrize(("language", "expected"), [("vi", VI), ("en", EN)])
def test_a_slip_says_all_that_a_citizen_needs(language: Language, expected: list[str]) -> None:
    slip = TicketPaper(Texts(language))(specimen(), hall_samples.hall())
    assert expected == words(slip)
    assert bars(slip) == []


@pytest.mark.parametrize(
    ("language", "expected"), [("vi", "ĐỐI TƯỢNG ƯU TIÊN"), ("en", "PRIORITY")]
)
def test_a_priority_stands_in_a_black_bar(language: Language, expected: str) -> None:
    slip = TicketPaper(Texts(language))(specimen(priority="NCT"), hall_samples.hall())
    assert [expected] == bars(slip)


@pytest.mark.parametrize(("language", "expected"), [("vi", "IN LẠI"), ("en", "REPRINT")])
def test_a_slip_after_the_first_is_marked(language: Language, expected: str) -> None:
    slip = TicketPaper(Texts(language))(specimen(prints=1), hall_samples.hall())
    assert [expected] == bars(slip)
    assert expected == words(slip)[0]


def test_facts_that_are_not_known_are_left_out() -> None:
    """No wait was told, and the service is no longer in the hall: the number is what counts."""
    hall = hall_samples.hall(services=())
    said = words(TicketPaper(Texts("vi"))(specimen(told=None), hall))
    assert said[5:7] == ["Số người chờ trước: 4", "Giờ lấy số: 08:35 27/09/2023"]
    assert "LĨNH VỰC: A" in said


def test_without_a_tracking_address_the_code_is_the_ticket_itself() -> None:
    [code] = codes(TicketPaper(Texts("vi"))(specimen(), hall_samples.hall()))
    assert code == "MC:A007:20230927:7K2M9QWXTRFA"
    assert read_paper_code(code) == ("A007", 20230927, "7K2M9QWXTRFA")


def test_with_a_tracking_address_the_code_leads_there_by_the_token() -> None:
    slip = TicketPaper(Texts("vi"))(specimen(), tracked_hall())
    assert codes(slip) == ["HTTPS://MOTCUA.THANHNHAN.EXAMPLE/T/7K2M9QWXTRFA"]
    assert "Quét mã để theo dõi lượt của Ông/Bà." in words(slip)


@pytest.mark.parametrize("hall", [hall_samples.hall(), tracked_hall()], ids=["own", "tracked"])
def test_every_code_keeps_to_the_small_alphabet(hall: Hall) -> None:
    assert set(code_of(specimen(), hall.office)) <= ALPHANUMERIC


# Asking again -------------------------------------------------------------------------------------


def test_the_same_wish_without_an_answer_is_sent_under_its_first_name() -> None:
    first = asked("c1", None, 0)
    assert first == asked("c2", Unanswered(request=first, sent_ms=0), REMEMBER_MS)


@pytest.mark.parametrize("changes", [{"service_id": "C"}, {"priority": "NCT"}])
def test_another_wish_is_a_new_request(changes: dict[str, str]) -> None:
    first = asked("c1", None, 0)
    assert asked("c2", Unanswered(request=first, sent_ms=0), 10, **changes).cmd_id == "c2"


def test_a_wish_of_long_ago_is_that_of_another_citizen() -> None:
    first = asked("c1", None, 0)
    later = asked("c2", Unanswered(request=first, sent_ms=0), REMEMBER_MS + 1)
    assert later.cmd_id == "c2"
