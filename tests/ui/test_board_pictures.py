"""Every state of the board, drawn in both languages and sizes; no text is cut."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Unavailable
from core.hall import Hall
from core.ticket import TicketState
from counter_display.board.window import BoardWindow
from i18n import Language
from tests.hall_samples import LAST_CALLS, NOW_MS, closed, counter, hall
from tests.hand_clock import HandClock
from ui_kit.font import load_font
from ui_kit.inspection import clipped_labels, overlapping_labels
from ui_kit.pictures import take_picture
from ui_kit.theme import stylesheet

SIZES = ((1280, 720), (1920, 1080), (1080, 1920), (3840, 2160))
LANGUAGES: tuple[Language, ...] = ("vi", "en")

DISTRICT = hall(
    counters=tuple(
        closed(n)
        if n in (6, 11)
        else counter(
            n,
            f"{'ACEHKLT'[n % 7]}{n * 7:03d}",
            TicketState.CALLED if n == 9 else TicketState.SERVING,
        )
        for n in range(1, 13)
    )
)
EMPTY = hall(
    counters=tuple(counter(n) for n in range(1, 6)),
    last_calls=(),
    next_waiting=(),
    services=tuple(replace(line, waiting=0) for line in hall().services),
)
STATES: dict[str, tuple[Hall, bool, bool]] = {  # hall, call on the stage, database away
    "idle": (hall(), False, False),
    "morning": (EMPTY, False, False),
    "district": (DISTRICT, False, False),
    "call": (hall(), True, False),
    "away": (hall(), False, True),
}


@pytest.fixture
def board(qapp: QApplication) -> Iterator[BoardWindow]:
    load_font()
    qapp.setStyleSheet(stylesheet())
    window = BoardWindow(clock=HandClock(wall_ms=NOW_MS))
    yield window
    window.close()
    window.deleteLater()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_a_state_is_drawn_without_cutting_anything(
    qtbot: QtBot,
    board: BoardWindow,
    pictures: Path,
    state: str,
    language: Language,
    size: tuple[int, int],
) -> None:
    snapshot, calling, away = STATES[state]
    board.set_language(language)
    board.resize(*size)
    board.show()
    board.show_hall(snapshot)
    if calling:
        board.announce(LAST_CALLS[0])
    if away:
        board.show_database(Unavailable(FaultCode.DATABASE_AWAY))
    QApplication.processEvents()  # one turn of the event loop: the layout settles
    take_picture(board, pictures / f"board-{state}-{language}-{size[0]}x{size[1]}.png")
    assert clipped_labels(board) == []
    assert overlapping_labels(board) == []
