"""From the finger on the screen to the committed number, and to the last byte at the printer.

The real kiosk, offscreen where there is no screen, on SQLite; the printer is simulated, in a
process of its own, behind real TCP.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from benchmarks.figures import NS_PER_MS, Effort, Figure, Report, high, median, now_ns
from benchmarks.grounds import bench_folder
from benchmarks.kiosk_house import PRINTER, FarPrinter, far_printer, furnish_kiosk
from benchmarks.patience import wait_for
from benchmarks.screen import screen_environment
from core.clock import SystemClock
from db.reader import Reader
from hardware.protocols.printer import PrinterStatus
from i18n import LANGUAGES, Texts
from kiosk.app import KioskWindow
from kiosk.screens.view import Place
from motcua.devices import Devices
from motcua.programs.application import application
from motcua.programs.kiosk import KioskProgram
from motcua.settings import Settings, load_settings
from motcua.wiring import OpenQueue, open_queue
from ui_kit.inspection import touch_targets

COMMITTED_LIMIT_MS = 20.0
# Nobody finds the next button sooner; by then the screen before it is drawn.
_FINGER_MS = 300
_SIZE = (1920, 1080)


def measure(effort: Effort) -> Report:
    committed, printed = _measure(effort.touches)
    return Report(
        name="touch",
        title=f"finger → committed → last byte at the printer, {effort.touches} tickets",
        figures=(
            Figure(what="touch → committed p50", value=median(committed), unit="ms"),
            Figure(
                what="touch → committed p99",
                value=high(committed),
                unit="ms",
                limit=COMMITTED_LIMIT_MS,
            ),
            Figure(what="touch → last byte at the printer p50", value=median(printed), unit="ms"),
            Figure(what="touch → last byte at the printer p99", value=high(printed), unit="ms"),
        ),
        notes=(
            "SQLite; the printer takes bytes as fast as they come: add the line's own speed.",
            "committed: queue.issue has returned on the database thread.",
        ),
    )


@dataclass(slots=True)
class Commits:
    """When ``queue.issue`` returned, one after the other."""

    at_ns: list[int] = field(default_factory=list)

    def note(self, issue: Callable[..., Any]) -> Callable[..., Any]:
        def noted(*args: Any, **named: Any) -> Any:
            event = issue(*args, **named)
            self.at_ns.append(now_ns())
            return event

        return noted


def _measure(touches: int) -> tuple[list[float], list[float]]:
    """Milliseconds from each touch to its commit and to its cut."""
    committed: list[float] = []
    printed: list[float] = []
    commits = Commits()
    with far_printer() as printer, _kiosk(printer, commits) as kiosk:
        # The first ticket opens connections and draws letters for the first time.
        for _ in range(touches + 1):
            touched = _take_ticket(kiosk.window)
            committed.append((commits.at_ns[-1] - touched) / NS_PER_MS)
            printed.append((printer.cut_ns() - touched) / NS_PER_MS)
            _leave(kiosk)
    return committed[1:], printed[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kiosk:
    """A kiosk that runs, and what it has written down."""

    window: KioskWindow
    reader: Reader
    name: str

    def all_noted(self) -> bool:
        """Whether the outcome of every slip is in the books."""
        return not self.reader.owed(self.name)


@contextmanager
def _kiosk(printer: FarPrinter, commits: Commits) -> Iterator[_Kiosk]:
    os.environ.update(screen_environment())
    application()
    with bench_folder() as folder:
        settings = load_settings(furnish_kiosk(folder, printer.port))
        with ExitStack() as open_things:
            devices = open_things.enter_context(Devices(settings))
            books = open_things.enter_context(open_queue(settings, {}))
            program = KioskProgram(
                lambda: _noted_queue(settings, commits),
                partial(devices.printer, PRINTER),
                settings,
                {language: Texts(language) for language in LANGUAGES},
                SystemClock(),
                logo=devices.logo(PRINTER),
            )
            open_things.callback(program.close)
            program.window.resize(*_SIZE)
            program.window.show()
            wait_for(lambda: program.window.place is Place.HOME)
            wait_for(lambda: _ready(program))
            yield _Kiosk(window=program.window, reader=books.reader, name=settings.kiosk.name)


@contextmanager
def _noted_queue(settings: Settings, commits: Commits) -> Iterator[OpenQueue]:
    """The queue as in production, but for a look at the clock after each issue."""
    with open_queue(settings, {}) as hall:
        hall.queue.issue = commits.note(hall.queue.issue)  # type: ignore[method-assign]
        yield hall


def _take_ticket(window: KioskWindow) -> int:
    """Ask for a service, say "no priority"; when that second finger touched the screen."""
    texts = Texts("vi")
    _rest()
    QTest.mouseClick(_button(window, "Chứng thực"), Qt.MouseButton.LeftButton)
    wait_for(lambda: window.place is Place.PRIORITY)
    button = _button(window, texts("kiosk.priority.none"))
    _rest()
    touched = now_ns()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    wait_for(lambda: window.place is Place.TAKEN)
    return touched


def _ready(program: KioskProgram) -> bool:
    printer = program.printer
    return printer is not None and printer.status() is PrinterStatus.READY


def _leave(kiosk: _Kiosk) -> None:
    """Wait until all is noted, then go back to the first screen."""
    wait_for(kiosk.all_noted)
    QTest.keyClick(kiosk.window, Qt.Key.Key_Space)
    wait_for(lambda: kiosk.window.place is Place.HOME)


def _button(window: KioskWindow, words: str) -> QAbstractButton:
    for button, _ in touch_targets(window):
        if words in (button.accessibleName() or button.text()):
            return button
    raise LookupError(f"no button {words!r} can be touched now")


def _rest() -> None:
    """Let the program live while a finger finds its way."""
    loop = QEventLoop()
    QTimer.singleShot(_FINGER_MS, loop.quit)
    loop.exec()
