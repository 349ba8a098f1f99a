"""The board's states, drawn in both languages and sizes; no text is cut."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.fault import FaultCode, Unavailable
from core.hall import CallLine, Hall
from counter_display.board.window import BoardWindow
from counter_display.board_look import BoardLook
from i18n import Language
from tests.hall_samples import NOW_MS, counter, hall
from tests.hand_clock import HandClock
from tests.ui.board_stage import (
    MONITOR,
    TV,
    TV_UPRIGHT,
    WAITS,
    a_call,
    busy,
    long_names,
    put_picture,
    twenty,
)
from ui_kit.font import load_font
from ui_kit.inspection import clipped_labels, overlapping_labels
from ui_kit.pictures import take_picture
from ui_kit.theme import stylesheet

EMPTY = hall(
    counters=tuple(counter(n) for n in range(1, 6)),
    last_calls=(),
    next_waiting=(),
    services=tuple(replace(line, waiting=0) for line in WAITS),
)
LAST = a_call("T004", service_id="T", nth=3, again=True, priority="NCT")
AGAIN = a_call(again=True, nth=2, priority="NCT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a state of the board is made of."""

    hall: Hall
    call: CallLine | None = None
    away: bool = False
    mute: bool = False
    slides: bool = False
    turns: int = 0


STATES = {
    "counters": Shown(hall=busy()),
    "call": Shown(hall=busy(), call=a_call()),
    "again": Shown(hall=busy(), call=AGAIN),
    "last": Shown(hall=long_names(), call=LAST),
    "many": Shown(hall=twenty(), turns=1),
    "names": Shown(hall=long_names(), turns=2),
    "away": Shown(hall=busy(), away=True),
    "mute": Shown(hall=busy(), mute=True),
    "slides": Shown(hall=busy(), slides=True, turns=1),
    "morning": Shown(hall=EMPTY),
}
ALL = ("counters", "call", "again", "last", "many", "names", "away", "mute", "slides", "morning")
FEW = ("counters", "call", "many", "away")
SHOTS: tuple[tuple[str, Language, tuple[int, int], BoardLook, tuple[str, ...]], ...] = (
    ("board", "vi", (1920, 1080), TV, ALL),
    ("board", "en", (1920, 1080), TV, ("counters", "call", "last", "many", "names")),
    ("board", "vi", (1080, 1920), TV_UPRIGHT, ALL),
    ("board", "en", (1080, 1920), TV_UPRIGHT, ("counters", "again", "last", "many", "away")),
    ("board-monitor", "vi", (1920, 1080), MONITOR, ("counters", "call", "last", "many", "slides")),
    ("board-monitor", "en", (1280, 720), MONITOR, ALL),
    ("board", "vi", (1280, 720), TV, ("call", "counters", "many", "away")),
    ("board", "en", (3840, 2160), TV, ("call",)),
    ("board", "vi", (3840, 2160), TV, ("call", "counters")),
    ("board-far", "vi", (3840, 2160), replace(TV, distance_m=8.0), ("counters",)),
    ("board-far", "vi", (1280, 720), replace(MONITOR, distance_m=8.0), FEW),
)


@pytest.mark.parametrize(("name", "language", "size", "look", "states"), SHOTS)
def test_a_board_is_drawn_without_cutting_anything(
    qapp: QApplication,
    qtbot: QtBot,
    pictures: Path,
    tmp_path: Path,
    name: str,
    language: Language,
    size: tuple[int, int],
    look: BoardLook,
    states: tuple[str, ...],
) -> None:
    load_font()
    qapp.setStyleSheet(stylesheet())
    put_picture(tmp_path / "1.jpg")
    bad: dict[str, list[str]] = {}
    for state in states:
        shown = STATES[state]
        used = replace(look, slides=tmp_path) if shown.slides else look
        for board in open_board(size, language, used):
            show(board, shown, qtbot)
            path = pictures / f"{name}-{state}-{language}-{size[0]}x{size[1]}.png"
            take_picture(board, path)
            if found := [*clipped_labels(board), *overlapping_labels(board)]:
                bad[state] = found
    assert bad == {}


def open_board(size: tuple[int, int], language: Language, look: BoardLook) -> Iterator[BoardWindow]:
    board = BoardWindow(clock=HandClock(wall_ms=NOW_MS), language=language, look=look)
    board.resize(*size)
    board.show()
    yield board
    board.close()
    board.deleteLater()


def show(board: BoardWindow, shown: Shown, qtbot: QtBot) -> None:
    board.show_hall(shown.hall)
    if shown.call is not None:
        board.announce(shown.call)
    if shown.away:
        board.show_database(Unavailable(FaultCode.DATABASE_AWAY))
    if shown.mute:
        board.show_sound(Unavailable(FaultCode.DATABASE_AWAY))
    QApplication.processEvents()  # one turn of the event loop: the layout settles
    for _ in range(shown.turns):
        board.turn_page()
    if shown.slides and board.body.side.isVisible():
        qtbot.waitUntil(lambda: board.body.side.slides.has_picture)
    QApplication.processEvents()
