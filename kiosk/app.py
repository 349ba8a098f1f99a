"""The kiosk's window: which screen comes when, and every question asked through the bridge.

The GUI thread never waits. Methods here are called in the GUI thread; other threads use
``bridge.post(window.refresh, owner=window)``.
"""

import logging
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.clock import DEFAULT_ZONE, local_time
from core.fault import Fault, Refused
from i18n import Language, Texts
from kiosk.ports import KioskPorts, KioskTiming, PaperNews, Taken
from kiosk.screens.asking import NumberAsker
from kiosk.screens.following import HallFollower
from kiosk.screens.frame import Frame
from kiosk.screens.owed_work import OwedWork
from kiosk.screens.staying import Staying
from kiosk.screens.taken_work import TakenWork
from kiosk.screens.view import Place, View
from ui_kit.bridge import Bridge
from ui_kit.drawings import Sign

log = logging.getLogger("motcua.kiosk")


class KioskWindow(QWidget):
    """A full-screen window for citizens.

    ``screen_width_mm`` is the real width of the screen. ``texts`` holds both languages; once nobody
    is there any more, the kiosk goes back to ``language``.
    """

    def __init__(
        self,
        bridge: Bridge,
        ports: KioskPorts,
        *,
        texts: Mapping[Language, Texts],
        screen_width_mm: float,
        language: Language = "vi",
        timing: KioskTiming | None = None,
    ) -> None:
        super().__init__()
        self._ports = ports
        self._all_texts = texts
        self._home_language = language
        self._texts = texts[language]
        self._timing = timing or KioskTiming()
        self._place = Place.LOADING
        self._service_id: str | None = None
        self._refusal: Exception | None = None
        self._staying = Staying(self._timing, self)
        self._asker = NumberAsker(bridge, ports, self._timing, self)
        self._number = TakenWork(bridge, ports, self._timing, self)
        self._owed = OwedWork(bridge, ports, self._timing, self)
        self._following = HallFollower(bridge, ports.hall, self._timing, self)
        self._frame = frame = Frame(screen_width_mm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)
        self._listen()
        self._listen_to(frame)
        self._go(Place.LOADING)
        self.refresh()

    def _listen(self) -> None:
        self._staying.over.connect(self._go_home)
        self._staying.nobody.connect(self._on_nobody_there)
        self._staying.stayed.connect(self._frame.hide_strip)
        self._staying.ticked.connect(self._tick)
        self._following.changed.connect(self._on_hall)
        self._following.lost.connect(self._on_hall_lost)
        self._asker.taken.connect(self._on_taken)
        self._asker.failed.connect(self._on_take_failed)
        self._asker.slow.connect(self._ask_for_patience)
        for work in (self._number, self._owed):
            work.changed.connect(self._say)
            work.stays.connect(self._staying.stay)
        self._number.voided.connect(self._on_voided)
        self._number.left.connect(self._go_home)
        self._owed.known.connect(self._on_owed)

    def _listen_to(self, frame: Frame) -> None:
        frame.home.chosen.connect(self._on_service)
        frame.paged.connect(self._watch_idle)
        frame.priority.chosen.connect(self._take)
        frame.owed.chosen.connect(self._owed.reprint)
        frame.taken.touched.connect(self._number.touch)
        choices = frame.bar.choices
        choices.reprint.connect(self._number.reprint)
        choices.unwanted.connect(self._ask_to_void)
        choices.kept.connect(self._number.keep)
        choices.voided.connect(self._number.void)
        frame.bar.back.connect(self._go_home)
        frame.bar.home.connect(self._go_home)
        frame.language_asked.connect(self._switch_language)

    # From outside ---------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """Which screen is in front."""
        return self._place

    @property
    def texts(self) -> Texts:
        """The texts in the language of the moment."""
        return self._texts

    def refresh(self) -> None:
        """Something may have changed: read the hall again, soon and once."""
        self._following.refresh()

    def show_database_fault(self, fault: Fault | None) -> None:
        """The database went away, or (None) came back. A number on the screen stays there."""
        if fault is None:
            self.refresh()
        else:
            self._following.lose(fault)

    def show_printer_state(self) -> None:
        """The printer's state may have changed."""
        self._say()

    def show_paper(self, news: PaperNews) -> None:
        """What became of a ticket's paper; of interest while its number is on the screen."""
        self._number.heed(news)
        self._owed.heed(news)

    def set_language(self, language: Language) -> None:
        self._texts = self._all_texts[language]
        self._say()
        self._watch_idle()

    # The hall -------------------------------------------------------------------------------------

    def _on_hall(self) -> None:
        if self._place not in (Place.LOADING, Place.AWAY):
            self._say()
        elif self._owed.asked:
            self._go(Place.HOME)
        else:
            self._owed.ask()

    def _on_owed(self) -> None:
        """Before the first citizen comes: slips that are missing since the program ended."""
        if self._place in (Place.LOADING, Place.AWAY) and self._following.fault is None:
            self._go(Place.OWED if self._owed.owing.tickets else Place.HOME)

    def _on_hall_lost(self) -> None:
        if self._place not in (Place.TAKEN, Place.VOIDED, Place.OWED):
            self._go(Place.AWAY)

    # Taking a number ------------------------------------------------------------------------------

    def _on_service(self, service_id: str) -> None:
        if self._following.hall is None or self._asker.under_way:
            return
        self._service_id = service_id
        self._ports.prepare()
        if self._following.hall.priorities:
            self._go(Place.PRIORITY)
        else:
            self._take(None)

    def _take(self, priority: str | None) -> None:
        hall, service_id = self._following.hall, self._service_id
        if self._asker.under_way or hall is None or service_id is None:
            return
        self._frame.set_touchable(False)
        line = hall.service(service_id)
        self._asker.ask(service_id, priority, None if line is None else line.expected)

    def _on_taken(self, taken: Taken) -> None:
        self._answered()
        self._number.show(taken)
        self._go(Place.TAKEN)
        self.refresh()

    def _on_take_failed(self, error: Exception) -> None:
        self._answered()
        if isinstance(error, Fault) and not isinstance(error, Refused):
            self._following.lose(error)
            return
        if not isinstance(error, Refused):
            log.error("no ticket: %r", error, exc_info=error)
        self._refusal = error
        self._go(Place.REFUSED)

    def _answered(self) -> None:
        self._frame.hide_strip()
        self._frame.set_touchable(True)

    def _ask_to_void(self) -> None:
        self._number.ask_to_void()
        self._frame.shield_for(self._timing.double_tap)

    def _on_voided(self) -> None:
        self._staying.stay(self._timing.voided)
        self._go(Place.VOIDED)
        self.refresh()

    # Going from screen to screen ------------------------------------------------------------------

    def _go(self, place: Place) -> None:
        self._place = place
        if place not in (Place.TAKEN, Place.VOIDED, Place.OWED):
            self._staying.stay_for_good()
            self._number.leave()
            self._owed.leave()
        self._frame.hide_strip()
        self._frame.bring_forward(place)
        self._frame.shield_for(self._timing.double_tap)
        self._say()
        self._watch_idle()

    def _go_home(self) -> None:
        if self._asker.under_way or self._number.voiding:
            return
        self._frame.home.grid.turn_to(0)
        if self._following.fault is not None:
            self._go(Place.AWAY)
        else:
            self._go(Place.LOADING if self._following.hall is None else Place.HOME)

    def _on_nobody_there(self) -> None:
        self._texts = self._all_texts[self._home_language]
        self._go_home()

    def _switch_language(self) -> None:
        self.set_language("en" if self._texts.language == "vi" else "vi")
        self._staying.stay_at_least(self._timing.taken)

    def _watch_idle(self) -> None:
        at_rest = self._texts.language == self._home_language and self._frame.home.grid.page == 0
        if self._place in (Place.PRIORITY, Place.REFUSED) or (
            self._place in (Place.HOME, Place.AWAY) and not at_rest
        ):
            self._staying.watch(True)
        else:
            self._staying.watch(False)
            if not self._asker.under_way:
                self._frame.hide_strip()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        only_told = self._place in (Place.VOIDED, Place.REFUSED) or (
            self._place is Place.TAKEN and not self._number.offers
        )
        if event.key() == Qt.Key.Key_Escape and self._place is Place.TAKEN:
            self._number.touch()
        elif event.key() == Qt.Key.Key_Escape or (only_told and event.key() != Qt.Key.Key_Tab):
            self._go_home()
        else:
            super().keyPressEvent(event)

    # Drawing --------------------------------------------------------------------------------------

    def _say(self) -> None:
        self._frame.draw(
            View(
                place=self._place,
                texts=self._texts,
                now=self._now(),
                hall=self._following.hall,
                service_id=self._service_id,
                taken=self._number.taken,
                remedy=self._number.remedy,
                elsewhere=self._number.elsewhere,
                owed=self._owed.owing,
                trouble=self._refusal if self._place is Place.REFUSED else self._following.fault,
                printer_fault=self._ports.printer_fault(),
            )
        )
        self._tick()

    def _tick(self) -> None:
        """What moves by itself: the clock, and how long a screen stays."""
        frame = self._frame
        frame.masthead.tell_time(self._texts, self._now())
        frame.tell_countdown(self._texts, self._staying.left_ms)
        warning_ms = self._staying.warning_ms
        if warning_ms is not None:
            frame.ask_for_life(self._texts, warning_ms)

    def _ask_for_patience(self) -> None:
        self._frame.show_strip(Sign.CLOCK, self._texts("kiosk.working"))

    def _now(self) -> datetime:
        hall = self._following.hall
        zone = ZoneInfo(DEFAULT_ZONE) if hall is None else hall.office.zone
        return local_time(self._ports.clock.now_ms(), zone)
