"""The hall's display, put together: number displays, boards and voice, fed from one look."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from core.announcement import Announcement
from core.clock import Clock
from core.fault import Fault, FaultCode, Refused
from core.hall import Hall
from core.ticket import Event
from counter_display.board.window import BoardWindow
from counter_display.calls import CallMark, VoicesMark
from counter_display.service import DisplayService, Refreshed
from counter_display.voice.announcer import Announcer
from counter_display.voice.output import SoundOutput
from counter_display.voice.plan import VoiceState
from counter_display.voice.sound_card import SoundCard
from hardware.protocols.display import DisplayState
from motcua.devices import Devices, OnWall
from motcua.programs.display_boards import Boards
from motcua.programs.display_claims import DisplayClaims, claims_of
from motcua.programs.display_news import VOICE, DisplayNews
from motcua.programs.display_orders import DisplayOrders
from motcua.programs.display_voice import announcer_of, mark_of
from motcua.programs.parts import ProgramThreads, log
from motcua.settings import Settings
from motcua.settings.types import minute_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from motcua.programs.parts import OpenHall
    from motcua.wiring import OpenQueue

    OnSpoken = Callable[[Announcement], None]

# Waits change while nothing happens, and a hint may be lost.
_REFRESH_MS = 5_000
_AWAY_MS = 1_000
# Also without a change: what was last told of a device is believed for a minute.
_HEARTBEAT_MS = 20_000


def _nobody(_announcement: Announcement) -> None:
    """Nobody asked what was spoken."""


class DisplayProgram:
    """Boards, number displays and voice. Made in the GUI thread; ``close`` it there.

    ``board``: only the board of that name, without number displays and voice, for a machine that
    has nothing but a screen. ``sound``: where the voice goes, None for this machine's card.
    ``on_spoken`` hears of each announcement that was played, on the voice's thread.
    """

    def __init__(
        self,
        open_hall: "OpenHall",
        devices: Devices,
        settings: Settings,
        clock: Clock,
        *,
        board: str | None = None,
        on_wall: OnWall | None = None,
        sound: SoundOutput | None = None,
        on_spoken: "OnSpoken" = _nobody,
    ) -> None:
        self._asking = self._again = self._closed = self._lit = False
        # Before anything is touched. Raises ``Refused`` when a display program runs here already.
        self._claims = claims_of(settings) if board is None else None
        self.refused: Refused | None = None
        self._end: Callable[[], None] = lambda: None
        self._owner = QObject()  # whom answers are for; alive until the program is gone
        self.boards = Boards(settings, clock, only=board)
        self._threads = ProgramThreads(
            "display",
            open_hall,
            on_change=self.refresh,
            on_state=self._on_state,
            on_open=self._furnish,
        )
        self._voice: Announcer | None = None
        # Before the lines, which tell of themselves from their first moment.
        self._news = DisplayNews(
            rows=devices.led.rows if board is None else (),
            reports=lambda: self.leds.reports(),
            voice=lambda: None if self._voice is None else self._voice.state(),
            on_database=self._threads.on_database,
        )
        self.leds = devices.leds(
            None if board is None else (),
            on_change=self._note_display,
            on_wall=on_wall,
            started=False,
        )
        mark: CallMark = mark_of(settings, board)
        if board is None and settings.voice.enabled:
            hears = self._note_voice, on_spoken, mark.write
            self._voice = announcer_of(settings, clock, sound or SoundCard(), hears)
            mark = VoicesMark(mark)
        self._orders = None if self._voice is None else DisplayOrders(self._voice)
        self._service = DisplayService(
            hall=self._hall,
            events=self._events,
            displays=self.leds,
            signs=devices.led.signs() if board is None else (),
            clock=clock,
            mark=mark,
            blink_ms=settings.led.blink_s * 1000,
            brightness=[(minute_of(each.at), each.percent) for each in settings.led.brightness],
        )
        self._timer = QTimer(self._owner, singleShot=True)
        self._heartbeat = QTimer(self._owner, interval=_HEARTBEAT_MS)
        self._begin()

    def _begin(self) -> None:
        self._timer.timeout.connect(self.refresh)
        self._heartbeat.timeout.connect(self.beat)
        self._heartbeat.start()
        self.refresh()

    @property
    def windows(self) -> tuple[BoardWindow, ...]:
        """Every board of this machine."""
        return tuple(self.boards.windows)

    @property
    def window(self) -> BoardWindow:
        """The first board."""
        return self.boards.windows[0]

    @property
    def voice(self) -> Announcer | None:
        """The hall's voice, None on a machine without loudspeaker."""
        return self._voice

    def show(self, app: QApplication, *, windowed: bool, size: tuple[int, int] | None) -> None:
        """Show the boards, full screen unless told otherwise."""
        self._end = app.quit
        self.boards.show(app, windowed=windowed, size=size)

    def close(self) -> None:
        """Stop everything. The displays are darkened, rather than left with old numbers; their
        lines let that out when they are closed with the devices."""
        if self._closed:
            return
        self._closed = True
        self._timer.stop()
        self._heartbeat.stop()
        self.boards.close()
        if self._voice is not None:
            self._voice.close()
        if self._claims is not None:
            if self.refused is None:
                self._threads.on_database(self._news.leave)
            self._threads.on_database(self._claims.leave)
        self._threads.close()
        if self.refused is None:  # else another program shows something there
            self.leds.clear()
        if self._claims is not None:
            self._claims.close()

    def refresh(self) -> None:
        """Something may have changed: look at the hall again, soon and once."""
        if self._asking or self._closed:
            self._again = True
            return
        self._asking = True
        self._threads.bridge.ask(self._look, self._on_refreshed, self._on_failed, owner=self._owner)

    def beat(self) -> None:
        """Tell again how the devices are; soon, on the database thread."""
        if self._claims is not None:
            self._threads.on_database(self._renew)
            self._news.beat()

    # On the database thread.

    def _furnish(self, hall: "OpenQueue") -> None:
        if self._claims is None:
            return
        self._claims.take(hall)
        self._speak_or_not(self._claims)
        if self._orders is not None:
            self._orders.furnish(hall)
        self._news.furnish(hall)

    def _renew(self) -> None:
        if self._claims is None:
            return
        try:
            self._claims.renew()
        except Refused as fault:
            refused = fault
            self._threads.bridge.post(lambda: self._give_way(refused), owner=self._owner)
        except Fault as fault:
            log.info("the displays' place is not renewed: %s", fault)
        self._speak_or_not(self._claims)

    def _speak_or_not(self, claims: DisplayClaims) -> None:
        if self._voice is not None:
            self._voice.set_elsewhere(not claims.speaks)

    def _look(self) -> Refreshed:
        seen = self._service.refresh()
        if self._orders is not None:
            self._orders.look()
        return seen

    def _hall(self) -> Hall:
        return self._threads.hall().reader.hall()

    def _events(self, after_seq: int) -> tuple[Event, ...]:
        return self._threads.hall().reader.events(after_seq)

    # In the GUI thread.

    def _on_refreshed(self, seen: Refreshed) -> None:
        self._asking = False
        if self._closed:
            return
        self._light()
        for counter_id, label in seen.undone:
            self.boards.forget(counter_id, label)
            if self._voice is not None:
                self._voice.forget(counter_id, label)
        # The voice first: it needs the longest, and does its work elsewhere.
        if self._voice is not None:
            for call in seen.calls:
                self._voice.announce(call, seen.hall)
        self.boards.show_hall(seen.hall)
        self.boards.announce(seen.calls)
        self._timer.start(min(_REFRESH_MS, seen.again_in_ms or _REFRESH_MS))
        self._refresh_again()

    def _on_failed(self, error: Exception) -> None:
        self._asking = False
        if self._closed:
            return
        if isinstance(error, Refused) and error.code is FaultCode.DISPLAY_RUNS_ALREADY:
            self._give_way(error)
            return
        self._light()
        if isinstance(error, Fault):
            self.boards.show_database(error)
        else:
            log.error("the hall cannot be shown: %r", error, exc_info=error)
        self._timer.start(_AWAY_MS)
        self._refresh_again()

    def _light(self) -> None:
        """Open the lines, once it is known that no other program has them, or cannot be known."""
        if not self._lit:
            self._lit = True
            self.leds.start()

    def _give_way(self, refused: Refused) -> None:
        """Another program drives the displays of this machine: end, and leave them as they are."""
        if self.refused is None:
            log.error("this display program ends: %s", refused)
            self.refused = refused
            self._end()

    def _refresh_again(self) -> None:
        if self._again:
            self._again = False
            self.refresh()

    def _on_state(self, fault: Fault | None) -> None:
        self.boards.show_database(fault)
        self.refresh()

    # On the threads of lines and voice: each change once.

    def _note_display(self, name: str, state: DisplayState) -> None:
        if state.fault is None:
            log.info("display %s: %s", name, state.value)
        else:
            log.warning("display %s: %s", name, state.value)
        if not self._closed:
            self._news.changed(name)

    def _note_voice(self, state: VoiceState) -> None:
        if state.fault is None:
            log.info("voice: muted %s, quiet hours %s", state.muted, state.quiet)
        else:
            log.warning("voice: %s; calls are seen, not heard as they should", state.fault)
        self._threads.bridge.post(lambda: self.boards.show_voice(state), owner=self._owner)
        self._news.changed(VOICE)
