"""A child process of ``benchmarks.start``: shows one window and says when it was painted.

    python -m benchmarks.first_paint bare             a bare Qt window
    python -m benchmarks.first_paint kiosk CONFIG     ``motcua kiosk --windowed --config CONFIG``

A line for each step, its name and ``now_ns``: ``painted`` after the first paint, ``home`` when the
kiosk shows its services. Then it lives until its standard input ends.
"""

import sys
import threading
import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_LOOK_MS = 2
_END_LOOK_MS = 50
SIZE = (1920, 1080)


def main(arguments: list[str]) -> int:
    application = QApplication(["first_paint"])
    paint = _FirstPaint(application)
    ended = _end_with_input()
    looks = [_when(ended.is_set, application.quit, every_ms=_END_LOOK_MS)]
    match arguments:
        case ["bare"]:
            window = QWidget()
            window.resize(*SIZE)
            window.show()
            application.exec()
        case ["kiosk", config]:
            looks.append(_when(_kiosk_is_home, lambda: _say("home"), every_ms=_LOOK_MS))
            _run_kiosk(config)
        case _:
            return 2
    del paint, looks
    return 0


class _FirstPaint(QObject):
    """Tells the first time that a window was painted."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._application = application
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self._application.removeEventFilter(self)
            # Once Qt comes back to its loop, all that belongs to the first picture is painted.
            QTimer.singleShot(0, lambda: _say("painted"))
        return False


def _say(step: str) -> None:
    print(step, time.perf_counter_ns(), flush=True)


def _when(fact: Callable[[], bool], act: Callable[[], None], *, every_ms: int) -> QTimer:
    """``act`` once ``fact`` holds; goes on as long as the timer that comes back is kept."""
    look = QTimer(interval=every_ms)

    def on_look() -> None:
        if fact():
            look.stop()
            act()

    look.timeout.connect(on_look)
    look.start()
    return look


def _end_with_input() -> threading.Event:
    """Set when whoever started us hangs up."""
    ended = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        ended.set()

    threading.Thread(target=wait, daemon=True).start()
    return ended


def _kiosk_is_home() -> bool:
    from kiosk.app import KioskWindow
    from kiosk.screens.view import Place

    return any(
        isinstance(window, KioskWindow) and window.place is Place.HOME
        for window in QApplication.topLevelWidgets()
    )


def _run_kiosk(config: str) -> None:
    from motcua.cli.entry import main as motcua

    width, height = SIZE
    motcua(["kiosk", "--windowed", "--screen", f"{width}x{height}", "--config", config])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
