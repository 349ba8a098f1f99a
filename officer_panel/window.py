"""The officer's window: the choice of a seat, then the counter's screen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedLayout, QWidget

from core.clock import Clock
from core.fault import Fault
from i18n import Language, Texts
from officer_panel.actions import LANGUAGE_KEY
from officer_panel.ports import PanelPorts
from officer_panel.printers import Mood, StatusWords
from officer_panel.screens.desk_screen import DeskScreen
from officer_panel.screens.seat_screen import SeatScreen
from officer_panel.window_desk import DeskWork
from officer_panel.window_pace import Pace
from officer_panel.window_scanner import Scanner
from officer_panel.window_seat import SeatWork
from ui_kit.bridge import Bridge
from ui_kit.desk_scale import scale_for


class PanelWindow(QWidget):
    """One officer's panel. ``seated`` tells the caller what to remember for the next start."""

    seated = Signal(int, str)
    language_changed = Signal(str)

    def __init__(
        self,
        *,
        ports: PanelPorts,
        bridge: Bridge,
        clock: Clock,
        language: Language = "vi",
        counter_id: int | None = None,
        officer_id: str | None = None,
        pace: Pace | None = None,
    ) -> None:
        """``counter_id`` and ``officer_id``: those of the last time, offered first."""
        super().__init__()
        pace = pace or Pace()
        self._away = False
        self.texts = Texts(language)
        self.seat_screen = SeatScreen()
        self.desk_screen = DeskScreen()
        self.seat_work = SeatWork(
            self.seat_screen,
            self.texts,
            ports=ports,
            bridge=bridge,
            clock=clock,
            pace=pace,
            remembered=(counter_id, officer_id),
            parent=self,
        )
        self.desk_work = DeskWork(
            self.desk_screen,
            self.texts,
            ports=ports,
            bridge=bridge,
            clock=clock,
            pace=pace,
            parent=self,
        )
        self.scanner = Scanner(self, clock)
        self._stack_screens()
        self._connect()
        self.setMinimumSize(960, 600)
        self.set_language(language)

    def _stack_screens(self) -> None:
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.seat_screen)
        self._stack.addWidget(self.desk_screen)

    def _connect(self) -> None:
        self.seat_work.entered.connect(self._on_entered)
        self.desk_work.shown.connect(lambda: self._stack.setCurrentWidget(self.desk_screen))
        self.desk_work.left.connect(self._on_left)
        self.desk_work.away.connect(self._on_away)
        self.scanner.scanned.connect(self.desk_work.seek)
        for button in (self.seat_screen.language, self.desk_screen.header.language):
            button.clicked.connect(self.toggle_language)
        language = QShortcut(QKeySequence(LANGUAGE_KEY), self)
        language.setAutoRepeat(False)
        language.activated.connect(self.toggle_language)

    def begin(self) -> None:
        """Read who may sit where; afterwards everything goes by itself."""
        self.seat_work.begin()

    def refresh(self) -> None:
        """A hint that something changed in the queue."""
        self.desk_work.reading.read()

    def show_database(self, fault: Fault | None) -> None:
        """The database went away (with its fault) or came back."""
        self.desk_work.show_database(fault)

    def set_language(self, language: Language) -> None:
        self.texts = Texts(language)
        self.setWindowTitle(self.texts("panel.title"))
        self.seat_work.set_texts(self.texts)
        self.desk_work.set_texts(self.texts)
        self._draw_status()

    def toggle_language(self) -> None:
        language: Language = "en" if self.texts.language == "vi" else "vi"
        self.set_language(language)
        self.language_changed.emit(language)

    # Inside --------------------------------------------------------------------------------------

    def _on_entered(self, counter_id: int, officer_id: str) -> None:
        seats = self.seat_work.seats
        groups = {group.code: group for group in (() if seats is None else seats.priorities)}
        self.seated.emit(counter_id, officer_id)
        self.desk_work.start(counter_id, officer_id, groups)

    def _on_left(self) -> None:
        self._stack.setCurrentWidget(self.seat_screen)
        self.seat_work.begin()

    def _on_away(self, away: bool) -> None:
        self._away = away
        self._draw_status()

    def _draw_status(self) -> None:
        texts, away = self.texts, self._away
        text = texts("panel.status.away" if away else "panel.status.fine")
        mood = Mood.TROUBLE if away else Mood.FINE
        self.desk_screen.status.show_database(StatusWords(text=text, mood=mood))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = scale_for(self.width(), self.height())
        self.seat_screen.set_scale(scale)
        self.desk_screen.set_scale(scale)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.seat_work.stop()
        self.desk_work.stop()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nobody wanted: stop sending, or let go of the chosen ticket."""
        if event.key() == Qt.Key.Key_Escape:
            self.desk_work.errands.stop()
            self.desk_screen.people.leave()
        else:
            super().keyPressEvent(event)
