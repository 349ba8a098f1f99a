"""The board's window: a call on the stage for its seconds, else all counters; lists beside it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.clock import Clock, local_time
from core.fault import Fault
from core.hall import CallLine, Hall
from counter_display.board.body import Body
from counter_display.board.masthead import Foot, Masthead
from counter_display.board.notice_strip import NoticeStrip
from counter_display.board.scale import scale_of
from counter_display.board_look import BoardLook
from counter_display.stage_calls import StageCalls
from i18n import Language, Texts

_TICK_MS = 1_000
TURN_MS = 8_000  # pages and cards that share a place


class BoardWindow(QWidget):
    """Fed by ``show_hall`` and ``announce``; draws only what its ``look`` asks for.

    ``staged`` tells when a call comes on the stage, ``painted`` when it has been drawn there.
    """

    staged = Signal(object)
    painted = Signal(object)

    def __init__(
        self, *, clock: Clock, language: Language = "vi", look: BoardLook | None = None
    ) -> None:
        super().__init__()
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._clock = clock
        self._look = look or BoardLook()
        self._hall: Hall | None = None
        self._shown_ms = 0
        self._away_since: int | None = None
        self._sound_fault: Fault | None = None
        self._heard = True
        self._on_stage: CallLine | None = None
        self._calls = StageCalls()
        self.texts = Texts(language)
        self.masthead = Masthead()
        self.body = Body(self._look)
        self.notice = NoticeStrip(clock=clock)
        self.foot = Foot()
        self.call_face, self.counters = self.body.call_face, self.body.counters
        self.call_face.painted.connect(self.painted)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(self.masthead)
        page.addWidget(self.body, 1)
        page.addWidget(self.foot)
        page.addWidget(self.notice)
        self._stage_timer = QTimer(self, singleShot=True)
        self._stage_timer.timeout.connect(self._turn_stage)
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._show_time)
        self._pages = QTimer(self, interval=TURN_MS)
        self._pages.timeout.connect(self.turn_page)
        for timer in (self._tick, self._pages):
            timer.start()
        self.set_language(language)

    # From outside --------------------------------------------------------------------------------

    def show_hall(self, hall: Hall) -> None:
        """Draw the hall as it is now; the database is there."""
        self._calls.take_back(hall)
        self._hall, self._shown_ms = self._look.part_of(hall), self._clock.elapsed_ms()
        self._away_since = None
        self._draw()
        self._turn_stage()

    def announce(self, call: CallLine) -> None:
        """Put ``call`` on the stage when its turn comes; calls for other boards are ignored."""
        if self._look.wants(call):
            self._calls.announce(call, self._clock.elapsed_ms())
            self._turn_stage()

    def forget(self, counter_id: int, label: str) -> None:
        """A call was taken back: it leaves the stage at once."""
        self._calls.forget(counter_id, label)
        self._turn_stage()

    def show_database(self, fault: Fault | None) -> None:
        """The database went away: keep what is shown and mark it. None: it came back."""
        if fault is None:
            self._away_since = None
        elif self._away_since is None:
            self._away_since = self._now_ms()
        self._draw_foot()

    def show_sound(self, fault: Fault | None, *, heard: bool = True) -> None:
        """The loudspeaker failed: say so, since people wait for its call. None: it works.

        Not ``heard``: nobody means it to be, as in quiet hours; then it is not to be listened for.
        """
        self._sound_fault, self._heard = fault, heard
        self._draw_foot()

    def set_language(self, language: Language) -> None:
        self.texts = Texts(language)
        self.setWindowTitle(self.texts("board.title"))
        self._draw()
        if self._on_stage is not None and self._hall is not None:
            self.call_face.show_call(self.texts, self._on_stage, self._hall, fresh=False)

    def turn_page(self) -> None:
        """Show the next page of what does not fit at once; not while a call is on the stage."""
        if self._on_stage is None:
            self.body.turn_page()

    def cap_height_mm(self) -> float:
        """How high the capitals of the counters' numbers are on this screen, in millimetres.

        Less than ``wanted_cap_height_mm`` where not even one counter has room at that height.
        """
        return self.body.cap() * self._look.width_mm / max(1, self.width())

    def wanted_cap_height_mm(self) -> float:
        """What the last row of seats needs, in millimetres."""
        return self._look.capitals_mm

    # Inside --------------------------------------------------------------------------------------

    def _draw(self) -> None:
        hall = self._hall
        if hall is not None:
            self.masthead.show_office(self.texts, hall.office)
            self.body.show_hall(self.texts, hall)
        self._draw_foot()
        self._show_time()

    def _draw_foot(self) -> None:
        hall = self._hall
        notice = (
            "" if hall is None else self.texts.pick(hall.office.notice_vi, hall.office.notice_en)
        )
        self.notice.set_text(notice)
        self.notice.setVisible(bool(self.notice.text()) and self._away_since is None)
        if self._away_since is not None and hall is not None:
            since = local_time(self._away_since, hall.office.zone)
            self.foot.show_words(self.texts("board.away", time=f"{since:%H:%M}"), alarm=True)
        elif hall is None:
            self.foot.show_words(self.texts("board.starting"), alarm=self._away_since is not None)
        elif self._sound_fault is not None:
            self.foot.show_words(self.texts("board.no_sound"), alarm=True)
        elif self._heard:
            self.foot.show_words(self.texts("board.follow"), alarm=False)
        else:
            self.foot.show_words(self.texts("board.follow_screen"), alarm=False)
        quiet = self._away_since is None and self._sound_fault is None
        self.foot.setHidden(quiet and bool(self.notice.text()))

    def _turn_stage(self) -> None:
        hall = self._hall
        if hall is None:
            return
        now = self._clock.elapsed_ms()
        call = self._calls.current(now)
        if call is not self._on_stage:
            self._on_stage = call
            if call is None:
                self.body.show_counters()
                self._pages.start()  # everyone gets the time to read the page
            else:
                self.body.show_call(self.texts, call, hall)
                self.staged.emit(call)
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
        scale = scale_of(self.width(), self.height(), self._look)
        for part in (self.masthead, self.body, self.notice, self.foot):
            part.set_scale(scale)

    def closeEvent(self, event: QCloseEvent) -> None:
        for timer in (self._tick, self._pages, self._stage_timer):
            timer.stop()
        self.body.side.slides.close_reader()
        super().closeEvent(event)
