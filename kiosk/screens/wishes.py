"""Sends one wish at a time, and sends it again under the same ``cmd_id`` when its answer got lost.

For wishes about a number that is given out already: print it again, void it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from core.fault import Refused
from ui_kit.bridge import Bridge


class Kind(Enum):
    """What is wished for."""

    REPRINT = auto()
    VOID = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One thing to be done to one ticket."""

    kind: Kind
    ticket_id: str


class WishSender(QObject):
    """``answered(wish, answer)`` or ``failed(wish, exception)``, each when nothing is under way."""

    answered = Signal(object, object)
    failed = Signal(object, object)

    def __init__(
        self,
        bridge: Bridge,
        works: dict[Kind, Callable[[str, str], Any]],
        new_cmd_id: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._works = works
        self._new_cmd_id = new_cmd_id
        self._under_way: Wish | None = None
        self._unanswered: tuple[Wish, str] | None = None

    @property
    def under_way(self) -> Wish | None:
        """What was sent and is not answered yet."""
        return self._under_way

    def send(self, wish: Wish) -> bool:
        """Send ``wish``; False while another is under way: the second tap of a double tap."""
        if self._under_way is not None:
            return False
        earlier = self._unanswered
        # It may have been carried out after all: the queue then answers, and does nothing twice.
        kept = earlier is not None and earlier[0] == wish
        cmd_id = earlier[1] if earlier is not None and kept else self._new_cmd_id()
        self._under_way, self._unanswered = wish, (wish, cmd_id)
        self._bridge.ask(
            partial(self._works[wish.kind], wish.ticket_id, cmd_id),
            partial(self._on_answer, wish),
            partial(self._on_failure, wish),
            owner=self,
        )
        return True

    def settle(self, ticket_id: str) -> None:
        """What became of the ticket's slip is known: the next wish for it is a new one."""
        earlier = self._unanswered
        if self._under_way is None and earlier is not None and earlier[0].ticket_id == ticket_id:
            self._unanswered = None

    def _on_answer(self, wish: Wish, answer: object) -> None:
        self._under_way = self._unanswered = None
        self.answered.emit(wish, answer)

    def _on_failure(self, wish: Wish, error: Exception) -> None:
        self._under_way = None
        if isinstance(error, Refused):
            self._unanswered = None  # that was an answer
        self.failed.emit(wish, error)
