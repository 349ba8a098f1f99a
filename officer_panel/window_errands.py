"""Sends the officer's commands through the bridge, one at a time, until the answer is known."""

from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from core.clock import Clock
from core.fault import Refused, Unavailable
from core.ticket import Event
from officer_panel.errand import Errand
from officer_panel.ports import Command, PanelPorts, send
from officer_panel.window_pace import Pace
from ui_kit.bridge import Bridge


class Errands(QObject):
    """``answered(command, event or None)``, ``refused(command, fault)``, ``retrying(command)``,
    ``given_up(command)``, ``broke(command, exception)``; ``settled`` when presses count again."""

    answered = Signal(object, object)
    refused = Signal(object, object)
    retrying = Signal(object)
    given_up = Signal(object)
    broke = Signal(object, object)
    settled = Signal()

    def __init__(
        self,
        ports: PanelPorts,
        bridge: Bridge,
        clock: Clock,
        *,
        pace: Pace,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._ports = ports
        self._bridge = bridge
        self._clock = clock
        self._closed = False
        self._errand = Errand(settle_ms=pace.settle_ms)
        self._settle = QTimer(self, interval=pace.settle_ms + 5, singleShot=True)
        self._settle.timeout.connect(self._on_settled)
        self._again = QTimer(self, interval=pace.retry_ms, singleShot=True)
        self._again.timeout.connect(self._send)

    @property
    def ready(self) -> bool:
        """Whether a press counts now."""
        return self._errand.ready(self._clock.elapsed_ms())

    @property
    def under_way(self) -> bool:
        """Whether the answer to a command is still awaited."""
        return self._errand.under_way is not None

    @property
    def tries(self) -> int:
        return self._errand.tries

    def begin(self, wish: Command) -> bool:
        """Send ``wish``; False when this press does not count."""
        command = self._errand.begin(wish, self._clock.elapsed_ms())
        if command is None:
            return False
        self._send()
        return True

    def stop(self) -> None:
        """Send the command no more. The same wish later keeps its ``cmd_id``."""
        command = self._errand.under_way
        if command is not None and self._again.isActive():
            self._again.stop()
            self._errand.give_up()
            self.given_up.emit(command)

    def close(self) -> None:
        """The window closes: nothing is sent any more."""
        self._closed = True
        self._settle.stop()
        self._again.stop()

    def seen(self) -> None:
        """The true state was read."""
        self._errand.seen()

    def _send(self) -> None:
        command = self._errand.under_way
        if command is not None and not self._closed:
            self._bridge.ask(
                partial(send, self._ports, command),
                partial(self._on_answer, command),
                partial(self._on_failure, command),
                owner=self,
            )

    def _on_answer(self, command: Command, event: Event | None) -> None:
        if self._closed:
            return
        self._end()
        self.answered.emit(command, event)

    def _on_failure(self, command: Command, error: Exception) -> None:
        if self._closed:
            return
        if isinstance(error, Unavailable):
            if self._errand.no_answer(self._clock.elapsed_ms()):
                self._again.start()
                self.retrying.emit(command)
            else:
                self.given_up.emit(command)
            return
        self._end()
        if isinstance(error, Refused):
            self.refused.emit(command, error)
        else:
            self.broke.emit(command, error)

    def _end(self) -> None:
        self._errand.answered(self._clock.elapsed_ms())
        self._settle.start()

    def _on_settled(self) -> None:
        if not self.ready:
            self._settle.start()  # the timer came early
        else:
            self.settled.emit()
