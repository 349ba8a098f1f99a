"""After a restart: slips that are missing since the program ended are offered, not forced."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from core.clock import MINUTE_MS
from core.fault import FaultCode, Refused, Unavailable
from core.ticket import PrintState
from kiosk.app import KioskWindow
from kiosk.ports import KioskTiming, Owed, PaperNews, Spot
from kiosk.screens.buttons import Card
from kiosk.screens.view import Place
from tests import hall_samples
from tests.ui.kiosk_stage import Counterpart, Stage, place_of, press, says, settle, tap, tap_on
from tests.ui.kiosk_steps import CALM, VI, at, calm, focus_on, until_says


def owed(label: str, *, doubtful: bool = False) -> Owed:
    return Owed(
        ticket_id=f"t-{label}",
        label=label,
        service_id=label[0],
        issued_ms=hall_samples.NOW_MS - 5 * MINUTE_MS,
        doubtful=doubtful,
    )


def news(label: str, state: PrintState, elsewhere: Spot | None = None) -> PaperNews:
    return PaperNews(ticket_id=f"t-{label}", label=label, print_state=state, elsewhere=elsewhere)


def restarted(
    qtbot: QtBot,
    stage: Stage,
    behind: Counterpart,
    *slips: Owed,
    timing: KioskTiming = CALM,
) -> KioskWindow:
    """A kiosk that has just started, with these slips missing."""
    behind.owed = slips
    window = stage.open(timing=timing)
    at(qtbot, window, Place.OWED)
    return window


def cards(window: KioskWindow, *, enabled: bool = True) -> list[str]:
    """The numbers that are offered, in order."""
    seen = [card for card in window.findChildren(Card) if card.isVisible()]
    return [card.title.text() for card in seen if card.isEnabled() is enabled]


def test_a_kiosk_that_owes_nothing_begins_as_ever(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = stage.open(timing=CALM)
    at(qtbot, window, Place.HOME)
    assert behind.reprints == []


def test_a_missing_slip_is_offered_with_its_number(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"))
    assert says(window, VI("kiosk.owed.title"))
    assert says(window, VI("kiosk.owed.one", label="C012"))
    assert cards(window) == ["In phiếu C012"]
    assert behind.reprints == []  # nothing is printed that nobody waits for


def test_a_slip_that_may_be_out_says_how_the_new_one_is_marked(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012", doubtful=True), owed("A031"))
    names = [card.accessibleName() for card in window.findChildren(Card) if card.isVisible()]
    assert ["IN LẠI" in name for name in names] == [True, False]


def test_the_slip_comes_out_and_the_kiosk_goes_on(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"), timing=calm(taken=60))
    tap_on(window, "In phiếu C012")
    until_says(qtbot, window, VI("kiosk.owed.coming", label="C012"))
    assert cards(window) == []
    qtbot.waitUntil(lambda: [ticket for ticket, _ in behind.reprints] == ["t-C012"])
    window.show_paper(news("C012", PrintState.PRINTED))
    until_says(qtbot, window, VI("kiosk.owed.printed", label="C012"))
    at(qtbot, window, Place.HOME)


def test_after_one_slip_the_others_are_still_offered(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"), owed("A031"))
    tap_on(window, "In phiếu A031")
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news("A031", PrintState.PRINTED))
    qtbot.waitUntil(lambda: cards(window) == ["In phiếu C012"])
    assert says(window, VI("kiosk.owed.printed", label="A031"))


def test_more_than_four_come_one_after_the_other(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    slips = [owed(f"A{number:03d}") for number in range(1, 7)]
    window = restarted(qtbot, stage, behind, *slips)
    assert cards(window) == [f"In phiếu A{number:03d}" for number in range(1, 5)]
    assert says(window, VI("kiosk.owed.more", count=2))
    tap_on(window, "In phiếu A002")
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news("A002", PrintState.PRINTED))
    qtbot.waitUntil(lambda: "In phiếu A005" in cards(window))
    assert len(cards(window)) == 4


def test_two_taps_print_once(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"), owed("A031"))
    behind.go_on.clear()
    first, second = place_of(window, "In phiếu C012"), place_of(window, "In phiếu A031")
    for where in (first, first, second):
        tap(window, where)
    behind.go_on.set()
    window.show_paper(news("C012", PrintState.PRINTED))
    qtbot.waitUntil(lambda: cards(window) == ["In phiếu A031"])
    assert len(behind.reprints) == 1


def test_a_slip_that_fails_is_offered_again_and_the_number_told(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"))
    tap_on(window, "In phiếu C012")
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news("C012", PrintState.FAILED))
    until_says(qtbot, window, VI("kiosk.owed.failed", label="C012"))
    assert cards(window) == ["In phiếu C012"]


def test_a_slip_that_may_have_failed_is_offered_as_a_further_one(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"))
    tap_on(window, "In phiếu C012")
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news("C012", PrintState.UNKNOWN))
    until_says(qtbot, window, VI("kiosk.owed.unknown", label="C012"))
    [card] = [card for card in window.findChildren(Card) if card.isVisible()]
    assert "IN LẠI" in card.accessibleName()


def test_a_slip_of_the_spare_printer_is_told_with_its_place(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"))
    tap_on(window, "In phiếu C012")
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news("C012", PrintState.PRINTED, elsewhere=Spot(printer="phieu-2")))
    until_says(qtbot, window, "Mời nhận phiếu tại máy in phieu-2")


def test_a_lost_answer_is_asked_for_under_the_same_name(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"))
    behind.refusal = Unavailable(FaultCode.DATABASE_AWAY)
    tap_on(window, "In phiếu C012")
    until_says(qtbot, window, VI("kiosk.paper.not_sent"))
    behind.refusal = None
    tap_on(window, "In phiếu C012")
    qtbot.waitUntil(lambda: len(behind.reprints) == 2)
    assert behind.reprints[0] == behind.reprints[1]


def test_a_refusal_is_told(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"))
    behind.refusal = Refused(FaultCode.PAPER_UNDER_WAY, label="C012", place="K1")
    tap_on(window, "In phiếu C012")
    until_says(qtbot, window, VI.fault(behind.refusal))


def test_while_no_paper_can_come_the_offer_says_why_and_waits(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.printer_fault = FaultCode.PRINTER_PAPER_OUT
    window = restarted(qtbot, stage, behind, owed("C012"))
    assert says(window, "Máy in đang hết giấy")
    assert cards(window, enabled=False) == ["In phiếu C012"]
    behind.printer_fault = None
    window.show_printer_state()
    assert cards(window) == ["In phiếu C012"]
    assert not says(window, "Máy in đang hết giấy")


def test_the_offer_can_be_skipped(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"))
    tap_on(window, VI("kiosk.owed.skip"))
    at(qtbot, window, Place.HOME)
    assert behind.reprints == []
    window.refresh()
    settle()
    assert window.place is Place.HOME  # asked once only


def test_an_offer_that_nobody_answers_makes_room(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"), timing=calm(owed=80))
    at(qtbot, window, Place.HOME)
    assert behind.reprints == []


def test_the_offer_stays_for_a_minute(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"), timing=KioskTiming())
    assert says(window, VI("kiosk.owed.skip_in", seconds=60))


def test_a_slip_is_printed_by_keyboard(qtbot: QtBot, stage: Stage, behind: Counterpart) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"), owed("A031"))
    focus_on(window, "In phiếu A031")
    press(window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [ticket for ticket, _ in behind.reprints] == ["t-A031"])


def test_a_kiosk_that_starts_without_its_database_offers_later(
    qtbot: QtBot, stage: Stage, behind: Counterpart
) -> None:
    behind.away = Unavailable(FaultCode.DATABASE_AWAY)
    behind.owed = (owed("C012"),)
    window = stage.open(timing=CALM)
    at(qtbot, window, Place.AWAY)
    behind.away = None
    at(qtbot, window, Place.OWED)


@pytest.mark.parametrize("state", [PrintState.PRINTED, PrintState.FAILED])
def test_news_of_other_slips_change_nothing(
    qtbot: QtBot, stage: Stage, behind: Counterpart, state: PrintState
) -> None:
    window = restarted(qtbot, stage, behind, owed("C012"))
    window.show_paper(news("A007", state))
    assert cards(window) == ["In phiếu C012"]
    assert not says(window, "A007")
