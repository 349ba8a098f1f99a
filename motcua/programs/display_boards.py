"""The hall's screens: one window per ``[board.NAME]``, each on its monitor, all fed alike."""

from collections.abc import Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from core.clock import Clock
from core.fault import Fault
from core.hall import CallLine, Hall
from counter_display.board.window import BoardWindow
from counter_display.board_look import BoardLook
from counter_display.voice.plan import VoiceState
from motcua.programs.application import show
from motcua.programs.parts import log
from motcua.settings import Board, Settings

_CAPS_TOLERANCE_MM = 0.5


class Boards:
    """All boards of this machine, or only the one of that name. Lives in the GUI thread.

    A monitor that is not there yet is waited for: a television may be switched on after its
    machine. Only the first board goes to another monitor meanwhile.
    """

    def __init__(self, settings: Settings, clock: Clock, *, only: str | None = None) -> None:
        chosen = {
            name: board for name, board in settings.board.items() if only is None or name == only
        }
        self._monitors = [board.monitor for board in chosen.values()]
        self.windows: Sequence[BoardWindow] = tuple(
            BoardWindow(
                clock=clock,
                language=board.language or settings.language,
                look=look_of(board, settings),
            )
            for board in chosen.values()
        )
        for window in self.windows:
            window.show_sound(None, heard=settings.voice.enabled)
        self._watcher: QObject | None = None
        self._measured: set[BoardWindow] = set()

    # What is shown.

    def show_hall(self, hall: Hall) -> None:
        for window in self.windows:
            window.show_hall(hall)
            self._measure(window)

    def announce(self, calls: Iterable[CallLine]) -> None:
        for call in calls:
            for window in self.windows:
                window.announce(call)

    def forget(self, counter_id: int, label: str) -> None:
        for window in self.windows:
            window.forget(counter_id, label)

    def show_database(self, fault: Fault | None) -> None:
        for window in self.windows:
            window.show_database(fault)

    def show_voice(self, state: VoiceState) -> None:
        for window in self.windows:
            window.show_sound(state.fault, heard=not (state.muted or state.quiet))

    def _measure(self, window: BoardWindow) -> None:
        """Say once when the screen is too small for the last row of seats."""
        if not window.isVisible() or window in self._measured:
            return
        self._measured.add(window)
        reached, wanted = window.cap_height_mm(), window.wanted_cap_height_mm()
        if reached < wanted - _CAPS_TOLERANCE_MM:
            log.warning(
                "letters on the board are %.0f mm high, the last row of seats needs %.0f mm: "
                "a larger screen, or width_mm and distance_m are not right",
                reached,
                wanted,
            )

    # Where it is shown.

    def show(self, app: QApplication, *, windowed: bool, size: tuple[int, int] | None) -> None:
        """Each board full screen on its monitor, or all in windows for trying out."""
        if windowed or size is not None:
            for window in self.windows:
                show(window, windowed=True, size=size)
            return
        self._watcher = QObject()  # ends the connections when the boards are closed
        place = partial(self._place, self._watcher)
        app.screenAdded.connect(place)
        app.screenRemoved.connect(place)
        place()

    def close(self) -> None:
        self._watcher = None
        for window in self.windows:
            window.close()

    def _place(self, watcher: QObject, *_screen: object) -> None:
        if watcher is not self._watcher:
            return  # closed meanwhile
        screens = QGuiApplication.screens()
        for place, (window, monitor) in enumerate(zip(self.windows, self._monitors, strict=True)):
            if monitor >= len(screens):
                log.warning("monitor %d is not there: %d known", monitor, len(screens))
                if place > 0 or not screens:
                    window.hide()
                    continue
            screen = screens[min(monitor, len(screens) - 1)]
            window.setGeometry(screen.geometry())
            window.showFullScreen()


def look_of(board: Board, settings: Settings) -> BoardLook:
    """What a board shows and how large, out of the settings."""
    return BoardLook(
        services=frozenset(board.services),
        width_mm=float(board.width_mm or settings.screen.width_mm),
        distance_m=float(board.distance_m),
        slides=board.slides,
        slide_s=board.slide_s,
    )
