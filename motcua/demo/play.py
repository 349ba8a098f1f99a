"""Starting the demo: the scripted morning without a screen, or all windows to be tried out."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from PySide6.QtWidgets import QWidget

from core.clock import DEFAULT_ZONE, SystemClock
from motcua.demo.clock import MorningClock
from motcua.demo.eyes import Eyes
from motcua.demo.hall import DemoHall, demo_hall, fill_database, fresh_database, heard, simulated
from motcua.demo.hands import Hands
from motcua.demo.loudspeaker import Loudspeaker
from motcua.demo.morning import Morning
from motcua.demo.paper_roll import RollWindows
from motcua.demo.stage import Stage
from motcua.demo.wall import parts_of
from motcua.demo.wall_window import WallWindow
from motcua.programs.application import application, run_until_closed
from motcua.settings import Settings

SCRIPT_COUNTERS = (1, 3, 5)
WINDOW_COUNTERS = (1,)
# A 32-inch touch screen standing upright.
KIOSK_WIDTH_MM = 398
KIOSK_SIZE = (1080, 1920)
PANEL_SIZE = (1366, 768)
BOARD_SIZE = (1920, 1080)
ROLL_PLACE = (1536, 0, 376, 1032)


def play_headless(
    settings: Settings, folder: Path, say: Callable[[str], None], *, postgres: bool
) -> list[Path]:
    """The scripted morning; the pictures that it made. Raises ``StepFailed``."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    clock = MorningClock(SystemClock(), ZoneInfo(DEFAULT_ZONE))
    papers: list[Image.Image] = []
    loudspeaker = Loudspeaker()
    with fresh_database(folder / "data", postgres=postgres) as url:
        own = heard(simulated(settings, url, folder / "data"))
        fill_database(own)
        app = application()
        stage = Stage(app=app, folder=folder, say=say)
        with demo_hall(
            own,
            clock,
            SCRIPT_COUNTERS,
            kiosk_width_mm=KIOSK_WIDTH_MM,
            on_paper=papers.append,
            loudspeaker=loudspeaker,
        ) as hall:
            _show(hall)

            def skip(milliseconds: int) -> None:
                """Let time pass as if every second of it had been lived through."""
                clock.skip(milliseconds)
                hall.kiosk.beat()

            hands = Hands(
                hall=hall,
                stage=stage,
                texts=hall.texts[own.language],
                clock=clock,
                skip=skip,
                papers=papers,
                eyes=Eyes(hall=hall, stage=stage, loudspeaker=loudspeaker),
            )
            Morning(hands=hands).play()
        loudspeaker.keep(folder / "loudspeaker.wav")
        for number, paper in enumerate(papers, 1):
            stage.keep(paper, f"slip-{number:02d}")
    return stage.pictures


def _show(hall: DemoHall) -> None:
    sizes: list[tuple[QWidget, tuple[int, int]]] = [(hall.kiosk.window, KIOSK_SIZE)]
    sizes += [(panel.window, PANEL_SIZE) for panel in hall.panels.values()]
    sizes += [(hall.display.window, BOARD_SIZE)]
    for window, size in sizes:
        window.resize(*size)
        window.show()


def play_in_windows(settings: Settings, folder: Path, *, postgres: bool) -> None:
    """Everything in windows on this screen, until the last is closed."""
    with fresh_database(folder / "data", postgres=postgres) as url:
        own = simulated(settings, url, folder / "data")
        fill_database(own)
        app = application()
        with ExitStack() as open_things:
            windows = _open_windows(own, open_things)
            run_until_closed(app)
            for window in windows:
                window.close()


def _open_windows(settings: Settings, open_things: ExitStack) -> list[QWidget]:
    """Kiosk, panels, board and LED wall, side by side; the paper rolls open by themselves."""
    hall = open_things.enter_context(
        demo_hall(settings, SystemClock(), WINDOW_COUNTERS, kiosk_width_mm=KIOSK_WIDTH_MM)
    )
    texts = hall.texts[settings.language]
    wall = WallWindow(parts_of(settings.led, texts), hall.devices.walls, texts)
    # For a screen of 1920 x 1080: nothing covers anything.
    places: list[tuple[QWidget, tuple[int, int, int, int]]] = [
        (hall.kiosk.window, (0, 0, 440, 782)),
        (hall.display.window, (0, 808, 440, 248)),
        (wall, (460, 0, 1060, 430)),
    ]
    places += [(panel.window, (500, 460, 1020, 600)) for panel in hall.panels.values()]
    for window, place in places:
        window.setGeometry(*place)
        window.show()
    rolls = RollWindows(hall.devices.sim_printers, texts, ROLL_PLACE)
    open_things.callback(rolls.close)
    return [window for window, _ in places]
