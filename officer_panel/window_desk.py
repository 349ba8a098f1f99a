"""A working day at one counter: keeps its screen fed and carries the officer's wishes out."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.clock import Clock, local_time
from core.fault import Fault, Unavailable
from core.hall import Desk, PriorityGroup
from core.ids import new_id
from core.ticket import Event, PrintState
from i18n import Texts
from officer_panel.actions import Action
from officer_panel.lists import find_in, read_wanted
from officer_panel.notes import asked_again, elsewhere, found, slip_ended
from officer_panel.ports import Command, PanelPorts
from officer_panel.reprints import Reprints
from officer_panel.screens.desk_screen import DeskScreen
from officer_panel.screens.wishes import ACTION_TEXTS, View, Wish
from officer_panel.window_errands import Errands
from officer_panel.window_pace import Pace
from officer_panel.window_reading import DeskReading
from ui_kit import theme
from ui_kit.bridge import Bridge

_log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class _Seat:
    """Who sits where, and what was read last: ``desk`` came at ``read_ms`` (elapsed)."""

    counter_id: int
    officer_id: str
    groups: Mapping[str, PriorityGroup]
    desk: Desk | None = None
    read_ms: int = 0
    needed_seq: int = 0  # presses count again once a desk shows what they did


class DeskWork(QObject):
    """Behind ``DeskScreen``. Emits ``shown`` with the first desk, ``left`` when the counter closed,
    ``away`` when the database went (True) or came back (False)."""

    shown = Signal()
    left = Signal()
    away = Signal(bool)

    def __init__(
        self,
        screen: DeskScreen,
        texts: Texts,
        *,
        ports: PanelPorts,
        bridge: Bridge,
        clock: Clock,
        pace: Pace,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._screen, self._texts = screen, texts
        self._ports, self._bridge, self._clock = ports, bridge, clock
        self._seat: _Seat | None = None
        self._stale_since: int | None = None
        self._reprints = Reprints()
        self.errands = Errands(ports, bridge, clock, pace=pace, parent=self)
        self.reading = DeskReading(ports.desk, bridge, poll_ms=pace.poll_ms, parent=self)
        self._tick = QTimer(self, interval=pace.tick_ms)
        self._connect()

    def _connect(self) -> None:
        self._screen.wished.connect(self._on_wish)
        self._screen.scanned.connect(self.seek)
        self._screen.people.sought.connect(self.seek)
        self._screen.note.stop.clicked.connect(self.errands.stop)
        self.errands.answered.connect(self._on_answered)
        self.errands.refused.connect(self._on_refused)
        self.errands.retrying.connect(self._on_retrying)
        self.errands.given_up.connect(self._on_given_up)
        self.errands.broke.connect(self._on_broke)
        self.errands.settled.connect(self._show_ready)
        self.reading.arrived.connect(self._on_desk)
        self.reading.failed.connect(self._on_no_desk)
        self._tick.timeout.connect(self.draw)

    # From outside --------------------------------------------------------------------------------

    def start(self, counter_id: int, officer_id: str, groups: Mapping[str, PriorityGroup]) -> None:
        """Ask who is at this counter, and go on from there."""
        self._seat = _Seat(counter_id=counter_id, officer_id=officer_id, groups=groups)
        self._screen.note.clear()
        self._tick.start()
        self.reading.start(counter_id)

    def stop(self) -> None:
        """The window closes: read and send no more."""
        self._tick.stop()
        self.reading.stop()
        self.errands.close()

    def set_texts(self, texts: Texts) -> None:
        """Change the language."""
        self._texts = texts
        self._screen.note.clear()
        self._screen.leave_question()
        self.draw()
        self._show_stale()

    def show_database(self, fault: Fault | None) -> None:
        """What the program's watch says of the database."""
        if fault is None:
            self.reading.read()
        elif self._seat is not None:
            self._set_stale(self._now_ms())

    def seek(self, typed: str) -> None:
        """Find the ticket of a scanned code or a typed number: choose it, or say where it is."""
        wanted = read_wanted(typed)
        desk = None if self._seat is None else self._seat.desk
        if wanted is None or desk is None:
            return
        line = find_in(desk, wanted)
        if line is not None:
            self._screen.note.clear()
            self._screen.people.choose(line)
            return
        sentence = found(self._texts, desk, wanted)
        if sentence is not None:
            self._tell(sentence)
            return
        self._bridge.ask(
            partial(self._ports.find, wanted.full_label, wanted.day or desk.day),
            lambda ticket: self._tell(elsewhere(self._texts, desk, ticket)),
            self._warn_of,
            owner=self,
        )

    # Commands ------------------------------------------------------------------------------------

    def _on_wish(self, wish: Wish) -> None:
        seat = self._seat
        if seat is None:
            return
        command = Command(
            action=wish.action,
            cmd_id=new_id(),
            counter_id=seat.counter_id,
            officer_id=seat.officer_id,
            ticket_id=wish.ticket_id,
            service_id=wish.service_id,
            to_counter_id=wish.to_counter_id,
            reason=wish.reason,
        )
        if self.errands.begin(command):
            self._screen.note.clear()
            self._show_ready()

    def _on_answered(self, command: Command, event: Event | None) -> None:
        self._screen.note.clear()
        if command.action is Action.CLOSE:
            self._leave()
            return
        if event is None:
            self._tell(self._texts("panel.note.nobody_waits"))
        elif self._seat is not None:
            self._seat.needed_seq = event.seq
        if command.action is Action.REPRINT and event is not None:
            self._reprints.ask(event)
            self._tell(asked_again(self._texts, event))
        else:
            self._screen.people.leave()
        self.reading.read()

    def _leave(self) -> None:
        self._seat = None
        self._reprints.forget()
        self._tick.stop()
        self.reading.stop()
        self._set_stale(None)
        self.left.emit()

    def _on_refused(self, _command: Command, fault: Fault) -> None:
        self._warn(self._texts.fault(fault))
        self.reading.read()

    def _on_retrying(self, command: Command) -> None:
        action = self._texts(ACTION_TEXTS[command.action])
        sentence = self._texts("panel.note.retrying", action=action, tries=self.errands.tries)
        stop = self._texts("panel.note.stop")
        self._screen.note.tell(sentence, theme.AMBER, theme.AMBER_TINT, stop=stop)

    def _on_given_up(self, command: Command) -> None:
        action = self._texts(ACTION_TEXTS[command.action])
        self._warn(self._texts("panel.note.given_up", action=action))
        self.reading.read()

    def _on_broke(self, command: Command, error: Exception) -> None:
        _log.error("%s failed", command.action.name, exc_info=error)
        self._warn(self._texts("panel.unexpected"))
        self.reading.read()

    # What was read -------------------------------------------------------------------------------

    def _on_desk(self, desk: Desk) -> None:
        seat = self._seat
        if seat is None:
            return
        if desk.counter.officer_id != seat.officer_id and not self.errands.under_way:
            self._leave()  # someone closed the counter or took it over
            return
        first = seat.desk is None
        seat.desk, seat.read_ms = desk, self._clock.elapsed_ms()
        self.errands.seen()
        self._set_stale(None)
        self.draw()
        self._tell_of_slips(desk)
        if first:
            self.shown.emit()
            self._screen.leave_question()
        self._show_ready()

    def _tell_of_slips(self, desk: Desk) -> None:
        """What became of the slips that this officer asked for."""
        for ended in self._reprints.ended(desk):
            out = ended.print_state in (PrintState.PRINTED, PrintState.REPRINTED)
            (self._tell if out else self._warn)(slip_ended(self._texts, ended))

    def _on_no_desk(self, error: Exception) -> None:
        if isinstance(error, Unavailable):
            self._set_stale(self._now_ms())
        else:
            self._warn_of(error)

    def _set_stale(self, since_ms: int | None) -> None:
        """The database is away since then, or (None) there."""
        if since_ms is not None and self._stale_since is not None:
            return
        if since_ms != self._stale_since:
            self._stale_since = since_ms
            self.away.emit(since_ms is not None)
        self._show_stale()
        self._show_ready()

    # Drawing -------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Draw the screen as things stand now: ages and the clock go on between reads."""
        seat = self._seat
        if seat is None or seat.desk is None:
            return
        officers = {line.officer_id: line.name for line in seat.desk.officers}
        self._screen.show_view(
            View(
                texts=self._texts,
                desk=seat.desk,
                groups=seat.groups,
                officer=officers.get(seat.officer_id, seat.officer_id),
                now_ms=self._now_ms(),
            )
        )

    def _now_ms(self) -> int:
        """The database's time: what it said last, and what has passed since."""
        seat = self._seat
        if seat is None or seat.desk is None:
            return self._clock.now_ms()
        return seat.desk.at_ms + self._clock.elapsed_ms() - seat.read_ms

    def _show_stale(self) -> None:
        seat = self._seat
        if self._stale_since is None or seat is None or seat.desk is None:
            self._screen.show_stale("")
            return
        since = local_time(self._stale_since, seat.desk.office.zone)
        self._screen.show_stale(self._texts("panel.status.stale", time=f"{since:%H:%M}"))

    def _show_ready(self) -> None:
        seat = self._seat
        fresh = seat is not None and seat.desk is not None and seat.desk.seq >= seat.needed_seq
        self._screen.set_ready(fresh and self.errands.ready and self._stale_since is None)

    def _tell(self, sentence: str) -> None:
        self._screen.note.tell(sentence, theme.INK, theme.SHADE)

    def _warn(self, sentence: str) -> None:
        self._screen.note.tell(sentence, theme.RED, theme.RED_TINT)

    def _warn_of(self, error: Exception) -> None:
        if isinstance(error, Fault):
            self._warn(self._texts.fault(error))
        else:
            _log.error("the queue could not be read", exc_info=error)
            self._warn(self._texts("panel.unexpected"))
