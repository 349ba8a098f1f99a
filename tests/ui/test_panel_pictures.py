"""Every state of the panel, drawn in both languages and sizes; no text is cut."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Refused
from core.ticket import PrintState, TicketState
from i18n import Language
from officer_panel.actions import Action
from officer_panel.lists import Place
from officer_panel.window import PanelWindow
from officer_panel.window_pace import Pace
from tests.counter_on_paper import CounterOnPaper
from tests.hall_samples import NOW_MS, WAITING, desk, printer, ticket, waiting_line
from tests.hand_clock import HandClock
from tests.ui.panel_stage import Prepare, panel
from ui_kit.inspection import clipped_labels, nameless_targets, overlapping_labels
from ui_kit.key_button import KeyButton
from ui_kit.pictures import take_picture

SIZES = ((1000, 640), (1366, 768), (1920, 1080))
LANGUAGES: tuple[Language, ...] = ("vi", "en")
STILL = Pace(settle_ms=0, retry_ms=60_000, poll_ms=60_000, tick_ms=60_000)

# The longest words, all different: what the status line must have room for.
PRINTERS = (
    printer("K1", FaultCode.PRINTER_UNREACHABLE),
    printer("K2", alive=False, seen_min=20),
    printer("K3", warning=True),
)
CALLED = ticket("C003", TicketState.CALLED, calls=2)
SERVING = ticket("H002", TicketState.SERVING, priority="NCC", print_state=PrintState.FAILED)


def as_it_is(_qtbot: QtBot, _window: PanelWindow, _counter: CounterOnPaper) -> None: ...


def list_chosen(_qtbot: QtBot, window: PanelWindow, _counter: CounterOnPaper) -> None:
    window.desk_screen.people.choose(WAITING[3])


def missed_list(_qtbot: QtBot, window: PanelWindow, counter: CounterOnPaper) -> None:
    window.desk_screen.people.choose(counter.desk_now.missed[1])


def held_list(_qtbot: QtBot, window: PanelWindow, _counter: CounterOnPaper) -> None:
    window.desk_screen.people.open_place(Place.HELD)


def press(action: Action) -> Prepare:
    def pressed(_qtbot: QtBot, window: PanelWindow, _counter: CounterOnPaper) -> None:
        window.desk_screen.press(action)

    return pressed


def picking(_qtbot: QtBot, window: PanelWindow, _counter: CounterOnPaper) -> None:
    window.desk_screen.people.choose(WAITING[3])
    window.desk_screen.press(Action.PICK)


def refused(_qtbot: QtBot, window: PanelWindow, _counter: CounterOnPaper) -> None:
    fault = Refused(FaultCode.UNDO_TOO_LATE, label="C003")
    window.desk_work._on_refused(None, fault)  # type: ignore[arg-type]


def away(qtbot: QtBot, window: PanelWindow, counter: CounterOnPaper) -> None:
    counter.away = True
    window.refresh()
    qtbot.waitUntil(window.desk_screen.stale.isVisible)


def retrying(qtbot: QtBot, window: PanelWindow, counter: CounterOnPaper) -> None:
    counter.away = True
    window.desk_screen.press(Action.CALL_NEXT)
    qtbot.waitUntil(window.desk_screen.note.stop.isVisible)
    away(qtbot, window, counter)


PAPERLESS = (
    waiting_line("A012", 34, print_state=PrintState.QUEUED),
    waiting_line("C005", 21, priority="NCT", print_state=PrintState.UNKNOWN),
    waiting_line("C004", 26, print_state=PrintState.FAILED),
)


def reprint(qtbot: QtBot, window: PanelWindow, counter: CounterOnPaper) -> None:
    counter.note_paper("id-C004", PrintState.FAILED)
    window.desk_screen.people.choose(PAPERLESS[2])
    window.desk_screen.press(Action.REPRINT)
    qtbot.waitUntil(lambda: "C004" in window.desk_screen.note.text())


STATES = {
    "idle": (desk(), as_it_is),
    "nobody": (desk(waiting=(), held=(), missed=(), served_today=0), as_it_is),
    "called": (desk(CALLED), as_it_is),
    "serving": (desk(SERVING), as_it_is),
    "chosen": (desk(), list_chosen),
    "missed": (desk(SERVING), missed_list),
    "held": (desk(SERVING), held_list),
    "hold": (desk(SERVING), press(Action.HOLD)),
    "transfer": (desk(SERVING), press(Action.TRANSFER)),
    "pick": (desk(), picking),
    "fault": (desk(CALLED), refused),
    "away": (desk(SERVING), away),
    "printers-fine": (desk(printers=(printer("K1"), printer("K2"), printer("K3"))), as_it_is),
    "paper-out": (
        desk(
            ticket("C003", TicketState.CALLED, print_state=PrintState.UNKNOWN),
            printers=(printer("K1", FaultCode.PRINTER_PAPER_OUT), printer("K2")),
        ),
        as_it_is,
    ),
    "reprinted": (
        desk(
            ticket("H002", TicketState.SERVING, print_state=PrintState.REPRINTED, prints=2),
            waiting=PAPERLESS,
        ),
        reprint,
    ),
    "retrying": (desk(), retrying),
}


def narrow_buttons(window: PanelWindow) -> list[str]:
    """Buttons with less room than their words need."""
    return [
        f"{button.text()!r} needs {button.sizeHint()}, has {button.size()}"
        for button in window.findChildren(KeyButton)
        if button.isVisibleTo(window)
        and (
            button.sizeHint().width() > button.width()
            or button.sizeHint().height() > button.height()
        )
    ]


def check(window: PanelWindow) -> None:
    assert clipped_labels(window) == []
    assert narrow_buttons(window) == []
    assert overlapping_labels(window) == []
    assert nameless_targets(window) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_a_state_is_drawn_without_cutting_anything(
    qtbot: QtBot, pictures: Path, state: str, language: Language, size: tuple[int, int]
) -> None:
    sample, prepare = STATES[state]
    counter = CounterOnPaper(replace(sample, printers=sample.printers or PRINTERS))
    clock = HandClock(wall_ms=NOW_MS)
    with panel(qtbot, counter, size=size, language=language, clock=clock, pace=STILL) as window:
        prepare(qtbot, window, counter)
        QApplication.processEvents()  # one turn of the event loop: the layout settles
        name = f"panel-{state}-{language}-{size[0]}x{size[1]}.png"
        take_picture(window, pictures / name)
        check(window)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choice_of_a_seat_is_drawn_without_cutting_anything(
    qtbot: QtBot, pictures: Path, language: Language, size: tuple[int, int]
) -> None:
    clock = HandClock(wall_ms=NOW_MS)
    counter = CounterOnPaper()
    with panel(
        qtbot, counter, size=size, language=language, clock=clock, pace=STILL, sit_down=False
    ) as window:
        QApplication.processEvents()
        take_picture(window, pictures / f"panel-seat-{language}-{size[0]}x{size[1]}.png")
        check(window)
