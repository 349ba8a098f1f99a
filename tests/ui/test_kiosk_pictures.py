"""Every screen of the kiosk, both languages, every size: drawn, kept as a picture, inspected."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Refused, Unavailable
from core.ticket import PrintState
from i18n import Language
from kiosk.app import KioskWindow
from kiosk.screens.buttons import Card
from kiosk.screens.view import Place
from tests.ui.kiosk_stage import (
    SCREENS,
    TEXTS,
    Counterpart,
    Stage,
    hall,
    many_services,
    millimetres,
    settle,
    touch,
)
from ui_kit.inspection import bad_targets, clipped_labels, nameless_targets, overlapping_labels
from ui_kit.millimetres import Millimetres
from ui_kit.pictures import take_picture
from ui_kit.theme import PICTURE_PAIRS, TEXT_PAIRS, contrast

Show = Callable[[QtBot, KioskWindow, Counterpart], None]


def all_cards(window: KioskWindow) -> list[Card]:
    return [card for card in window.findChildren(Card) if card.notes]


def cards_in_sight(window: KioskWindow) -> set[str]:
    return {card.accessibleName() + str(id(card)) for card in all_cards(window) if card.isVisible()}


def show_home(qtbot: QtBot, window: KioskWindow, _behind: Counterpart) -> None:
    qtbot.waitUntil(lambda: window.place is Place.HOME)


def show_home_with_twelve(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.hall = hall(services=many_services(12))
    window.refresh()
    qtbot.waitUntil(lambda: len(all_cards(window)) == 12)
    show_home(qtbot, window, behind)


def show_home_without_paper(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.printer_fault = FaultCode.PRINTER_PAPER_OUT
    show_home(qtbot, window, behind)
    window.show_printer_state()


def show_priority(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_home(qtbot, window, behind)
    touch(window, "E, ")


def show_taken(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    show_home(qtbot, window, behind)
    touch(window, "A, ")
    touch(window, window.texts("kiosk.priority.none"))
    qtbot.waitUntil(lambda: window.place is Place.TAKEN)


def show_taken_without_paper(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.print_state, behind.printer_fault = PrintState.FAILED, FaultCode.PRINTER_PAPER_OUT
    show_home(qtbot, window, behind)
    touch(window, "E, ")
    touch(window, window.texts.pick("thương binh", "war invalids"))
    qtbot.waitUntil(lambda: window.place is Place.TAKEN)


def show_taken_with_doubtful_paper(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.print_state = PrintState.UNKNOWN
    show_taken(qtbot, window, behind)


def show_taken_without_printer(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.print_state = PrintState.NONE
    show_taken(qtbot, window, behind)


def show_away(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.away = Unavailable(FaultCode.DATABASE_AWAY)
    window.refresh()
    qtbot.waitUntil(lambda: window.place is Place.AWAY)


def show_refused(qtbot: QtBot, window: KioskWindow, behind: Counterpart) -> None:
    behind.refusal = Refused(FaultCode.SERIES_EXHAUSTED, series="A")
    show_home(qtbot, window, behind)
    touch(window, "A, ")
    touch(window, window.texts("kiosk.priority.none"))
    qtbot.waitUntil(lambda: window.place is Place.REFUSED)


SCENES: Final[dict[str, Show]] = {
    "home": show_home,
    "home-twelve": show_home_with_twelve,
    "home-no-paper": show_home_without_paper,
    "priority": show_priority,
    "taken": show_taken,
    "taken-no-paper": show_taken_without_paper,
    "taken-doubtful": show_taken_with_doubtful_paper,
    "taken-no-printer": show_taken_without_printer,
    "away": show_away,
    "refused": show_refused,
}


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_screen_is_whole_readable_and_touchable(
    qtbot: QtBot,
    stage: Stage,
    behind: Counterpart,
    pictures: Path,
    scene: str,
    language: Language,
    size: tuple[int, int],
) -> None:
    """No text is cut or lies on another, fingers fit everywhere, each button has a name."""
    window = stage.open(size, language)
    SCENES[scene](qtbot, window, behind)
    settle()
    name = f"kiosk-{scene}-{language}-{size[0]}x{size[1]}.png"
    take_picture(window, pictures / name)
    assert clipped_labels(window) == []
    assert overlapping_labels(window) == []
    assert bad_targets(window, millimetres(size)) == []
    assert nameless_targets(window) == []


@pytest.mark.parametrize("width_mm", [270.0, 336.0, 400.0, 600.0])
def test_targets_stay_large_on_every_upright_screen(
    qtbot: QtBot, stage: Stage, behind: Counterpart, width_mm: float
) -> None:
    """The same pixels are smaller or larger in millimetres on other glass."""
    window = stage.open((1080, 1920), width_mm=width_mm)
    sizes = Millimetres(width_mm=width_mm, width_px=1080)
    for show in (show_home, show_priority):
        show(qtbot, window, behind)
        settle()
        assert bad_targets(window, sizes) == []
        assert clipped_labels(window) == []


@pytest.mark.parametrize("pair", TEXT_PAIRS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_text_stands_out_from_its_background(pair: tuple[str, str]) -> None:
    assert contrast(*pair) >= 4.5


@pytest.mark.parametrize("pair", PICTURE_PAIRS, ids=lambda pair: f"{pair[0]} on {pair[1]}")
def test_line_pictures_stand_out_from_their_background(pair: tuple[str, str]) -> None:
    assert contrast(*pair) >= 3.0


@pytest.mark.parametrize("count", range(1, 13))
def test_one_to_twelve_services_are_all_reachable(
    qtbot: QtBot, stage: Stage, behind: Counterpart, count: int
) -> None:
    behind.hall = hall(services=many_services(count))
    window = stage.open((1366, 768))
    show_home(qtbot, window, behind)
    settle()
    seen = cards_in_sight(window)
    while len(seen) < count:
        touch(window, TEXTS["vi"]("kiosk.bar.next"))
        settle()
        assert clipped_labels(window) == []
        fresh = cards_in_sight(window) - seen
        assert fresh
        seen |= fresh
    assert len(seen) == count
