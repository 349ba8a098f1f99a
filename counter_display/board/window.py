"""The board's window: a call on the stage for its seconds, else all counters; lists beside it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from core.clock import Clock, local_time
from core.fault import Fault
from core.hall import CallLine, Hall
from counter_display.board.call_face import CallFace
from counter_display.board.counter_table import CounterTable
from counter_display.board.masthead import Foot, Masthead
from counter_display.board.side_cards import LastCalls, NextWaiting
from counter_display.stage_calls import StageCalls
from i18n import Language, Texts

_TICK_MS = 1_000
_LONG_PX, _SHORT_PX = 1920, 1080  # the screen that the sizes were designed on


class BoardWindow(QWidget):
    """Fed by ``show_hall`` and ``announce``; ``staged`` tells when a call comes on the stage."""

    staged = Signal(object)

    def __init__(self, *, clock: Clock, language: Language = "vi") -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._clock = clock
        self._hall: Hall | None = None
        self._shown_ms = 0
        self._away_since: int | None = None
        self._on_stage: CallLine | None = None
        self._calls = StageCalls()
        self.texts = Texts(language)
        self.masthead = Masthead()
        self.call_face = CallFace()
        self.counters = CounterTable()
        self.last_calls = LastCalls()
        self.next_waiting = NextWaiting()
        self.foot = Foot()
        self._lay_out()
        self._stage_timer = QTimer(self, singleShot=True)
        self._stage_timer.timeout.connect(self._turn_stage)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self._tick.start()
        self.set_language(language)

    def _lay_out(self) -> None:
        stage = QWidget()
        self._stage = QStackedLayout(stage)
        self._stage.addWidget(self.counters)
        self._stage.addWidget(self.call_face)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side.addWidget(self.last_calls, 62)
        self._side.addWidget(self.next_waiting, 38)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._body.addWidget(stage, 62)
        self._body.addLayout(self._side, 38)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.masthead)
        page.addLayout(self._body, 1)
        page.addWidget(self.foot)

    # From outside --------------------------------------------------------------------------------

    def show_hall(self, hall: Hall) -> None:
        """Draw the hall as it is now; the database is there."""
        self._hall, self._shown_ms = hall, self._clock.elapsed_ms()
        self._away_since = None
        self._calls.take_back(hall)
        self._draw()
        self._turn_stage()

    def announce(self, call: CallLine) -> None:
        """Put ``call`` on the stage when its turn comes."""
        self._calls.announce(call, self._clock.elapsed_ms())
        self._turn_stage()

    def show_database(self, fault: Fault | None) -> None:
        """The database went away: keep what is shown and mark it. None: it came back."""
        if fault is None:
            self._away_since = None
        elif self._away_since is None:
            self._away_since = self._now_ms()
        self._draw_foot()

    def set_language(self, language: Language) -> None:
        self.texts = Texts(language)
        self.setWindowTitle(self.texts("board.title"))
        self._draw()
        if self._on_stage is not None and self._hall is not None:
            self.call_face.show_call(self.texts, self._on_stage, self._hall, fresh=False)

    # Inside --------------------------------------------------------------------------------------

    def _draw(self) -> None:
        hall = self._hall
        if hall is not None:
            self.masthead.show_office(self.texts, hall.office)
            self.counters.show_lines(self.texts, hall.counters)
            self.last_calls.show_hall(self.texts, hall)
            self.next_waiting.show_hall(self.texts, hall)
        self._draw_foot()
        self._show_time()

    def _draw_foot(self) -> None:
        hall = self._hall
        if hall is None:
            self.foot.show_words(self.texts("board.starting"), away=self._away_since is not None)
        elif self._away_since is None:
            self.foot.show_words(self.texts("board.follow"), away=False)
        else:
            since = local_time(self._away_since, hall.office.zone)
            self.foot.show_words(self.texts("board.away", time=f"{since:%H:%M}"), away=True)

    def _turn_stage(self) -> None:
        hall = self._hall
        if hall is None:
            return
        now = self._clock.elapsed_ms()
        call = self._calls.current(now)
        if call is not self._on_stage:
            self._on_stage = call
            if call is not None:
                self.call_face.show_call(self.texts, call, hall, fresh=True)
                self.staged.emit(call)
        self._stage.setCurrentWidget(self.counters if call is None else self.call_face)
        again = self._calls.next_change_ms(now)
        if again is None:
            self._stage_timer.stop()
        else:
            self._stage_timer.start(again)

    def _now_ms(self) -> int:
        if self._hall is None:
            return self._clock.now_ms()
        return self._hall.at_ms + self._clock.elapsed_ms() - self._shown_ms

    def _show_time(self) -> None:
        if self._hall is not None:
            self.masthead.show_time(self.texts, self._hall.office, self._now_ms())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide, high = self.width(), self.height()
        upright = high > wide
        long, short = (high, wide) if upright else (wide, high)
        unit = min(long / _LONG_PX, short / _SHORT_PX)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._body.setDirection(down if upright else across)
        self._side.setDirection(across if upright else down)
        margin = round(32 * unit)
        self._body.setContentsMargins(margin, margin, margin, margin)
        self._body.setSpacing(margin)
        self._side.setSpacing(margin)
        self._side.setStretch(0, 58 if upright else 62)
        self._side.setStretch(1, 42 if upright else 38)
        parts = (self.call_face, self.counters, self.last_calls, self.next_waiting)
        for part in parts:
            part.set_unit(unit)
        self.masthead.set_unit(unit, upright=upright)
        self.foot.set_unit(unit, upright=upright)
        self.next_waiting.set_columns(2 if upright else 3)
