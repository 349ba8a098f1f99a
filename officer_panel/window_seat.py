"""The start of a working day: reads the counters and officers, opens the chosen counter."""

import logging

from PySide6.QtCore import QObject, QTimer, Signal

from core.clock import Clock
from core.fault import Fault, FaultCode
from core.ids import new_id
from core.ticket import Event
from i18n import Texts
from officer_panel.actions import Action
from officer_panel.ports import Command, PanelPorts, Seats
from officer_panel.screens.seat_screen import SeatScreen
from officer_panel.screens.wishes import ACTION_TEXTS
from officer_panel.window_errands import Errands
from officer_panel.window_pace import Pace
from ui_kit import theme
from ui_kit.bridge import Bridge

_log = logging.getLogger(__name__)
_SEATS_AGAIN_MS = 2_000


class SeatWork(QObject):
    """Behind ``SeatScreen``. Emits ``entered`` with counter and officer once it is open."""

    entered = Signal(int, str)

    def __init__(
        self,
        screen: SeatScreen,
        texts: Texts,
        *,
        ports: PanelPorts,
        bridge: Bridge,
        clock: Clock,
        pace: Pace,
        remembered: tuple[int | None, str | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._screen, self._texts = screen, texts
        self._ports, self._bridge = ports, bridge
        self._remembered = remembered
        self._taking_over: tuple[int, str] | None = None
        self.seats: Seats | None = None
        self._errands = Errands(ports, bridge, clock, pace=pace, parent=self)
        self._errands.answered.connect(self._on_answered)
        self._errands.refused.connect(self._on_refused)
        self._errands.retrying.connect(self._on_retrying)
        self._errands.given_up.connect(self._on_given_up)
        self._errands.broke.connect(self._on_broke)
        self._errands.settled.connect(self._on_settled)
        self._again = QTimer(self, interval=_SEATS_AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self.begin)
        screen.seated.connect(self._sit_down)
        screen.taken_over.connect(self._take_over)

    def begin(self) -> None:
        """Read who may sit where, again and again until the database answers."""
        if self.seats is None:
            self._screen.show_loading(self._texts)
        self._bridge.ask(self._ports.seats, self._on_seats, self._on_no_seats, owner=self)

    def stop(self) -> None:
        """The window closes: read and send no more."""
        self._again.stop()
        self._errands.close()

    def set_texts(self, texts: Texts) -> None:
        """Change the language."""
        self._texts = texts
        if self.seats is None:
            self._screen.show_loading(texts)
        else:
            self._screen.show_seats(texts, self.seats, *self._remembered)

    # Inside --------------------------------------------------------------------------------------

    def _on_seats(self, seats: Seats) -> None:
        self.seats = seats
        self._screen.show_seats(self._texts, seats, *self._remembered)
        self._screen.counters.setFocus()

    def _on_no_seats(self, error: Exception) -> None:
        self._warn(self._sentence(error))
        self._again.start()

    def _sit_down(self, counter_id: int, officer_id: str) -> None:
        if not self._errands.ready:
            return
        self._remembered = (counter_id, officer_id)
        lines = () if self.seats is None else self.seats.counters
        here = next((line for line in lines if line.counter_id == counter_id), None)
        if here is not None and here.is_open and here.officer_id == officer_id:
            self.entered.emit(counter_id, officer_id)  # the panel was closed, the counter not
            return
        self._screen.set_busy(True)
        self._errands.begin(
            Command(
                action=Action.OPEN, cmd_id=new_id(), counter_id=counter_id, officer_id=officer_id
            )
        )

    def _take_over(self, counter_id: int) -> None:
        """Close the counter that stands in the way, then sit down as asked."""
        command = Command(action=Action.CLOSE, cmd_id=new_id(), counter_id=counter_id)
        wanted, officer = self._screen.counter_id, self._screen.officer_id
        if wanted is not None and officer is not None and self._errands.begin(command):
            self._taking_over = (wanted, officer)
            self._screen.set_busy(True)

    def _on_answered(self, command: Command, _event: Event | None) -> None:
        if command.action is Action.OPEN and command.officer_id is not None:
            self.entered.emit(command.counter_id, command.officer_id)

    def _on_settled(self) -> None:
        waiting, self._taking_over = self._taking_over, None
        if waiting is not None:
            self.seats = None  # what was read is no longer true
            self._sit_down(*waiting)
        else:
            self._screen.set_busy(False)

    def _on_refused(self, command: Command, fault: Fault) -> None:
        self._taking_over = None
        blocked: object = None
        if fault.code is FaultCode.COUNTER_TAKEN:
            blocked = command.counter_id
        elif fault.code is FaultCode.OFFICER_ELSEWHERE:
            blocked = fault.facts.get("counter")
        if isinstance(blocked, int):
            name = self._texts("common.counter_number", counter=blocked)
            offer = self._texts("panel.seat.take_over", counter=name)
            self._screen.offer_take_over(offer, blocked)
        self._warn(self._texts.fault(self._with_names(fault)))

    def _with_names(self, fault: Fault) -> Fault:
        """The same fault, with an officer's name in place of the id."""
        officers = () if self.seats is None else self.seats.officers
        names = {line.officer_id: line.name for line in officers}
        officer = fault.facts.get("officer")
        if not isinstance(officer, str):
            return fault
        return Fault(fault.code, **(fault.facts | {"officer": names.get(officer, officer)}))

    def _on_retrying(self, command: Command) -> None:
        action = self._texts(ACTION_TEXTS[command.action])
        sentence = self._texts("panel.note.retrying", action=action, tries=self._errands.tries)
        self._screen.note.tell(sentence, theme.AMBER, theme.AMBER_TINT)

    def _on_given_up(self, command: Command) -> None:
        self._taking_over = None
        action = self._texts(ACTION_TEXTS[command.action])
        self._warn(self._texts("panel.note.given_up", action=action))
        self._screen.set_busy(False)

    def _on_broke(self, command: Command, error: Exception) -> None:
        _log.error("%s failed", command.action.name, exc_info=error)
        self._taking_over = None
        self._warn(self._sentence(error))

    def _warn(self, sentence: str) -> None:
        self._screen.note.tell(sentence, theme.RED, theme.RED_TINT)

    def _sentence(self, error: Exception) -> str:
        if isinstance(error, Fault):
            return self._texts.fault(error)
        _log.error("the counters could not be read", exc_info=error)
        return self._texts("panel.unexpected")
