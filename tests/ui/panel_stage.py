"""Sets up a panel on the counter kept on paper, for tests and pictures."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.clock import Clock, SystemClock
from i18n import Language
from officer_panel.window import PanelWindow
from officer_panel.window_pace import Pace
from tests.counter_on_paper import CounterOnPaper
from ui_kit.bridge import Bridge
from ui_kit.font import load_font
from ui_kit.theme import stylesheet

QUICK = Pace(settle_ms=0, retry_ms=20, poll_ms=50, tick_ms=50)


@contextmanager
def panel(
    qtbot: QtBot,
    counter: CounterOnPaper,
    *,
    size: tuple[int, int] = (1366, 768),
    language: Language = "vi",
    clock: Clock | None = None,
    pace: Pace = QUICK,
    sit_down: bool = True,
) -> Iterator[PanelWindow]:
    """A shown panel at counter 3, gone with its thread at the end."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    load_font()
    application.setStyleSheet(stylesheet())
    executor = ThreadPoolExecutor(1, thread_name_prefix="database")
    bridge = Bridge(executor)
    window = PanelWindow(
        ports=counter.ports(),
        bridge=bridge,
        clock=clock or SystemClock(),
        language=language,
        counter_id=3,
        officer_id="cb3",
        pace=pace,
    )
    try:
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        window.begin()
        qtbot.waitUntil(lambda: window.seat_screen.counters.count() > 0)
        if sit_down:
            window.seat_screen.sit_down()
            qtbot.waitUntil(window.desk_screen.isVisible)
        yield window
    finally:
        counter.gate.set()
        window.close()
        executor.shutdown()
        qtbot.waitUntil(lambda: bridge.on_the_way == 0)
        window.deleteLater()


Prepare = Callable[[QtBot, PanelWindow, CounterOnPaper], None]
