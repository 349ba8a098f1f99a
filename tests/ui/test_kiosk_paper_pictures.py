"""What the kiosk shows when a slip is missing: both languages, every size, drawn and inspected."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from core.clock import MINUTE_MS
from core.fault import FaultCode, Unavailable
from core.ticket import PrintState
from i18n import Language
from kiosk.app import KioskWindow
from kiosk.ports import Owed, PaperNews, Spot
from kiosk.screens.view import Place
from tests import hall_samples
from tests.ui.kiosk_stage import (
    SCREENS,
    Counterpart,
    Stage,
    millimetres,
    says,
    settle,
    touch,
)
from ui_kit.inspection import bad_targets, clipped_labels, nameless_targets, overlapping_labels
from ui_kit.pictures import take_picture

Show = Callable[[QtBot, KioskWindow, Counterpart], None]


def owed(label: str, service_id: str, ago_min: int, *, doubtful: bool = False) -> Owed:
    return Owed(
        ticket_id=f"t-{label}",
        label=label,
        service_id=service_id,
        issued_ms=hall_samples.NOW_MS - ago_min * MINUTE_MS,
        doubtful=doubtful,
    )


def take(qtbot: QtBot, window: KioskWindow) -> None:
    """A citizen of the field with the longest name, and with the longest priority."""
    qtbot.waitUntil(lambda: window.place is Place.HOME)
    touch(window, "E, ")
    touch(window, window.texts.pick("thương binh", "war invalids"))
    qtbot.waitUntil(lambda: window.place is Place.TAKEN)


def show_failed(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.print_state = PrintState.FAILED
    take(qtbot, window)


def show_out_of_paper(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.printer_fault = FaultCode.PRINTER_PAPER_OUT
    show_failed(qtbot, window, behind)


def show_doubtful(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.print_state = PrintState.UNKNOWN
    take(qtbot, window)


def show_disconnected(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.printer_fault = FaultCode.PRINTER_UNREACHABLE
    show_doubtful(qtbot, window, behind)


def show_question(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_doubtful(qtbot, window, behind)
    touch(window, window.texts("kiosk.choice.void"))


def show_printing_again(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_failed(qtbot, window, behind)
    touch(window, window.texts("kiosk.choice.try_again"))
    qtbot.waitUntil(lambda: says(window, window.texts("kiosk.paper.again")))


def show_failed_again(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_printing_again(qtbot, window, behind)
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(PaperNews(ticket_id="t7", label="E007", print_state=PrintState.FAILED))
    qtbot.waitUntil(lambda: says(window, window.texts("kiosk.paper.failed_again", label="E007")))


def show_not_sent(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_doubtful(qtbot, window, behind)
    behind.refusal = Unavailable(FaultCode.DATABASE_AWAY)
    touch(window, window.texts("kiosk.choice.print_again"))
    qtbot.waitUntil(lambda: says(window, window.texts("kiosk.paper.not_sent")))


def show_voided(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_question(qtbot, window, behind)
    touch(window, window.texts("kiosk.choice.confirm"))
    qtbot.waitUntil(lambda: window.place is Place.VOIDED)


def show_elsewhere(qtbot: QtBot, window: KioskWindow, _behind: Counterpart) -> None:
    take(qtbot, window)
    window.show_paper(
        PaperNews(
            ticket_id="t7",
            label="E007",
            print_state=PrintState.PRINTED,
            elsewhere=Spot(printer="du-phong", words_vi="bàn hướng dẫn", words_en="the help desk"),
        )
    )


def show_one_owed(qtbot: QtBot, window: KioskWindow, _behind: Counterpart) -> None:
    qtbot.waitUntil(lambda: window.place is Place.OWED)


def show_owed_printed(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_one_owed(qtbot, window, behind)
    news = PaperNews(ticket_id="t-C012", label="C012", print_state=PrintState.PRINTED)
    touch(window, window.texts("kiosk.owed.print", label="C012"))
    qtbot.waitUntil(lambda: len(behind.reprints) == 1)
    window.show_paper(news)
    qtbot.waitUntil(lambda: says(window, window.texts("kiosk.owed.printed", label="C012")))


def show_owed_failed(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_one_owed(qtbot, window, behind)
    behind.printer_fault = FaultCode.PRINTER_COVER_OPEN
    touch(window, window.texts("kiosk.owed.print", label="C012"))
    qtbot.waitUntil(lambda: says(window, window.texts("kiosk.owed.failed", label="C012")))
    window.show_printer_state()


ONE: Final = (owed("C012", "C", 12),)
FOUR: Final = (
    owed("C012", "C", 12),
    owed("E004", "E", 9, doubtful=True),
    owed("A031", "A", 7),
    owed("H002", "H", 2, doubtful=True),
    owed("T009", "T", 1),
)

SCENES: Final[dict[str, tuple[Show, tuple[Owed, ...]]]] = {
    "failed": (show_failed, ()),
    "out-of-paper": (show_out_of_paper, ()),
    "doubtful": (show_doubtful, ()),
    "disconnected": (show_disconnected, ()),
    "question": (show_question, ()),
    "printing-again": (show_printing_again, ()),
    "failed-again": (show_failed_again, ()),
    "not-sent": (show_not_sent, ()),
    "voided": (show_voided, ()),
    "elsewhere": (show_elsewhere, ()),
    "owed-one": (show_one_owed, ONE),
    "owed-five": (show_one_owed, FOUR),
    "owed-printed": (show_owed_printed, ONE),
    "owed-printed-of-two": (show_owed_printed, FOUR[:2]),
    "owed-failed": (show_owed_failed, FOUR[:2]),
}


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_missing_slip_is_told_whole_readable_and_touchable(
    qtbot: QtBot,
    stage: Stage,
    behind: Counterpart,
    pictures: Path,
    scene: str,
    language: Language,
    size: tuple[int, int],
) -> None:
    """No text is cut or lies on another, fingers fit everywhere, each button has a name."""
    show, behind.owed = SCENES[scene]
    window = stage.open(size, language)
    show(qtbot, window, behind)
    settle()
    take_picture(window, pictures / f"kiosk-{scene}-{language}-{size[0]}x{size[1]}.png")
    assert clipped_labels(window) == []
    assert overlapping_labels(window) == []
    assert bad_targets(window, millimetres(size)) == []
    assert nameless_targets(window) == []
