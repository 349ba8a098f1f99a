"""The hall's display, put together: LED lines, board and chime, fed from one look at the queue."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from core.clock import Clock
from core.fault import Fault
from core.hall import CallLine, Hall
from core.ticket import Event
from counter_display.board.window import BoardWindow
from counter_display.calls import EXPIRES_MS, FileMark
from counter_display.service import DisplayService, LedTexts, Refreshed
from counter_display.voice.chime import two_tone_chime
from counter_display.voice.sound_card import SoundCard
from counter_display.voice.speaker import SilentOutput, SoundJob, Speaker
from hardware.protocols.display import DisplayState
from motcua.devices import Devices, OnWall
from motcua.programs.parts import ProgramThreads, log
from motcua.settings import Settings

if TYPE_CHECKING:
    from motcua.programs.parts import OpenHall

# Waits change while nothing happens, and a hint may be lost.
_REFRESH_MS = 5_000
_AWAY_MS = 1_000


class DisplayProgram:
    """Board, LED lines and chime. Made in the GUI thread; ``close`` it there."""

    def __init__(
        self,
        open_hall: "OpenHall",
        devices: Devices,
        settings: Settings,
        clock: Clock,
        *,
        on_wall: OnWall | None = None,
    ) -> None:
        self._clock = clock
        self._asking = self._again = False
        self._threads = ProgramThreads(
            "display", open_hall, on_change=self.refresh, on_state=self._on_state
        )
        self.leds = devices.leds(on_change=self._note_display, on_wall=on_wall)
        self._service = DisplayService(
            hall=self._hall,
            events=self._events,
            displays=self.leds,
            names=devices.displays_of(),
            clock=clock,
            mark=FileMark(settings.data_folder / "last-call-shown"),
            texts=LedTexts(idle=settings.led.idle, closed=settings.led.closed),
        )
        self._chime = two_tone_chime()
        output = SoundCard() if settings.board.chime else SilentOutput()
        self._speaker = Speaker(output, clock=clock, on_state=_note_speaker)
        self.window = BoardWindow(clock=clock, language=settings.language)
        self.window.staged.connect(self._sound)
        self._timer = QTimer(self.window, singleShot=True)
        self._timer.timeout.connect(self.refresh)
        self.refresh()

    def close(self) -> None:
        """Stop everything; the LED lines are closed with the devices."""
        self._timer.stop()
        self.window.close()
        self._threads.close()
        self._speaker.close()

    def refresh(self) -> None:
        """Something may have changed: look at the hall again, soon and once."""
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._threads.bridge.ask(
            self._service.refresh, self._on_refreshed, self._on_failed, owner=self.window
        )

    # On the database thread.

    def _hall(self) -> Hall:
        return self._threads.hall().reader.hall()

    def _events(self, after_seq: int) -> tuple[Event, ...]:
        return self._threads.hall().reader.events(after_seq)

    # In the GUI thread.

    def _on_refreshed(self, seen: Refreshed) -> None:
        self._asking = False
        self.window.show_hall(seen.hall)
        for call in seen.calls:
            self.window.announce(call)
        self._timer.start(min(_REFRESH_MS, seen.again_in_ms or _REFRESH_MS))
        self._refresh_again()

    def _on_failed(self, error: Exception) -> None:
        self._asking = False
        if isinstance(error, Fault):
            self.window.show_database(error)
        else:
            log.error("the hall cannot be shown: %r", error, exc_info=error)
        self._timer.start(_AWAY_MS)
        self._refresh_again()

    def _refresh_again(self) -> None:
        if self._again:
            self._again = False
            self.refresh()

    def _on_state(self, fault: Fault | None) -> None:
        self.window.show_database(fault)
        self.refresh()

    def _sound(self, _call: CallLine) -> None:
        expires_ms = self._clock.now_ms() + EXPIRES_MS
        self._speaker.play(SoundJob(pcm=self._chime, expires_ms=expires_ms))

    def _note_display(self, name: str, state: DisplayState) -> None:
        """On the line's thread: each change once."""
        if state.fault is None:
            log.info("display %s: %s", name, state.value)
        else:
            log.warning("display %s: %s", name, state.value)


def _note_speaker(fault: Fault | None) -> None:
    if fault is None:
        log.info("the loudspeaker works again")
    else:
        log.warning("no loudspeaker: calls are seen, not heard")
