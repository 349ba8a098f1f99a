"""How the hall's displays and its loudspeaker are, told to everyone through the database.

    LED line, announcer ──► changed(name) ─┐
    heartbeat ──► beat() ──────────────────┴─► one device after the other, on the database thread

One at a time, each as a piece of work of its own: a call that comes meanwhile waits for one row to
be written, never for twenty.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from core.clock import Clock, SystemClock
from core.fault import Fault, FaultCode
from counter_display.voice.plan import VoiceState
from hardware.drivers.led_board import DisplayReport
from hardware.protocols.display import DisplayState
from motcua.led_rows import LedRow
from motcua.programs.display_place import place_of_display
from motcua.programs.parts import log

if TYPE_CHECKING:
    from db.devices import DeviceBook
    from motcua.wiring import OpenQueue

VOICE = "_voice"  # no display of config.toml can have this name
# A display with several rows is as well as the worst of them.
_WORST_FIRST = (
    DisplayState.UNREACHABLE,
    DisplayState.NO_ANSWER,
    DisplayState.BAD_ANSWER,
    DisplayState.UNKNOWN,
    DisplayState.SENT,
    DisplayState.SHOWN,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceNews:
    """How one device is. ``answered_ms``: on the lines' clock, None when it gives no answers."""

    kind: str
    state: str
    fault: FaultCode | None
    warning: bool = False
    answered_ms: int | None = None


class DisplayNews:
    """Tells of the devices of one display program. ``changed`` and ``beat`` from any thread."""

    def __init__(
        self,
        *,
        rows: Sequence[LedRow],
        reports: Callable[[], Mapping[str, DisplayReport]],
        voice: Callable[[], VoiceState | None],
        on_database: Callable[[Callable[[], None]], None],
        line_clock: Clock | None = None,
    ) -> None:
        self._rows: dict[str, list[str]] = {}
        for row in rows:
            self._rows.setdefault(row.display, []).append(row.name)
        self._display_of = {row.name: row.display for row in rows}
        self._reports = reports
        self._voice = voice
        self._on_database = on_database
        self._line_clock = line_clock or SystemClock()
        self._book: DeviceBook | None = None
        self._clock: Clock | None = None
        self._lock = Lock()
        self._waiting: dict[str, None] = {}
        self._telling = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every device that is told of."""
        return (*self._rows, *((VOICE,) if self._voice() is not None else ()))

    def changed(self, name: str) -> None:
        """Tell soon how the device is; ``name`` may be that of a display's row."""
        self._queue((self._display_of.get(name, name),))

    def beat(self) -> None:
        """The heartbeat: the program is alive, and its devices are as they are."""
        self._queue(self.names)

    # On the database thread.

    def furnish(self, hall: "OpenQueue") -> None:
        """The queue has just been opened."""
        from db.devices import DeviceBook

        self._book = DeviceBook(hall.engine, hall.site_id, place_of_display(), hall.clock)
        self._clock = hall.clock
        try:
            self._book.keep_only(self.names)
        except Fault as fault:
            log.info("devices of before are not forgotten: %s", fault)
        self.beat()

    def leave(self) -> None:
        """The program ends: nobody knows any more how its devices are."""
        try:
            if self._book is not None:
                self._book.leave()
        except Fault as fault:
            log.info("the displays' states are not taken back: %s", fault)

    def _queue(self, names: Iterable[str]) -> None:
        with self._lock:
            self._waiting.update(dict.fromkeys(names))
            if self._telling or not self._waiting:
                return
            self._telling = True
        self._on_database(self._tell_next)

    def _tell_next(self) -> None:
        with self._lock:
            # Taken out before it is looked at: what changes meanwhile is told once more.
            name = next(iter(self._waiting))
            del self._waiting[name]
        try:
            self._tell(name)
        finally:
            with self._lock:
                self._telling = bool(self._waiting)
                more = self._telling
            if more:
                self._on_database(self._tell_next)

    def _tell(self, name: str) -> None:
        if self._book is None or self._clock is None:
            return  # the queue is not open yet; once it is, everything is told
        news = self._news_of(name)
        if news is None:
            return
        answered_ms = None
        if news.answered_ms is not None:
            ago_ms = self._line_clock.elapsed_ms() - news.answered_ms
            answered_ms = self._clock.now_ms() - ago_ms
        try:
            self._book.note(
                name,
                kind=news.kind,
                state=news.state,
                fault=news.fault,
                warning=news.warning,
                answered_ms=answered_ms,
            )
        except Fault as fault:
            log.info("the state of %s is not noted: %s", name, fault)

    def _news_of(self, name: str) -> DeviceNews | None:
        if name in self._rows:
            reports = self._reports()
            return news_of_display([reports[row] for row in self._rows[name]])
        state = self._voice()
        return None if state is None else news_of_voice(state)


def news_of_display(reports: Sequence[DisplayReport]) -> DeviceNews:
    """How a display is that has these rows."""
    from db.devices import DISPLAY

    worst = min((report.state for report in reports), key=_WORST_FIRST.index)
    answers = [each.answered_ms for each in reports if each.answered_ms is not None]
    return DeviceNews(
        kind=DISPLAY,
        state=worst.value,
        fault=worst.fault,
        answered_ms=max(answers, default=None),
    )


def news_of_voice(state: VoiceState) -> DeviceNews:
    """How the loudspeaker is; silence that somebody wants is no fault."""
    from db.devices import SPEAKER

    if state.fault is not None:
        code = state.fault.code
        return DeviceNews(kind=SPEAKER, state=code.value, fault=code, warning=state.placeholder)
    if state.elsewhere:
        return DeviceNews(kind=SPEAKER, state="elsewhere", fault=None)
    quiet = "muted" if state.muted else "quiet" if state.quiet else "ready"
    return DeviceNews(kind=SPEAKER, state=quiet, fault=None, warning=state.placeholder)
