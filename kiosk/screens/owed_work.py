"""At the start: the slips that the kiosk still owes, offered once, printed when asked for."""

import logging
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.fault import Fault
from core.ticket import PrintState
from kiosk.ports import KioskPorts, KioskTiming, Owed, PaperNews
from kiosk.screens.owing import Owing
from kiosk.screens.wishes import Kind, Wish, WishSender
from ui_kit.bridge import Bridge

log = logging.getLogger("motcua.kiosk")

_OUT = frozenset({PrintState.PRINTED, PrintState.REPRINTED})


class OwedWork(QObject):
    """Behind ``OwedScreen``. ``known``: it has been asked what is owed, with or without an answer;
    ``changed``: draw again; ``stays`` for so many milliseconds from now."""

    known = Signal()
    changed = Signal()
    stays = Signal(int)

    def __init__(
        self, bridge: Bridge, ports: KioskPorts, timing: KioskTiming, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._read: Callable[[], tuple[Owed, ...]] = ports.owed
        self._timing = timing
        self._asked = self._asking = False
        self.owing = Owing()
        self._news: PaperNews | None = None
        self._sender = WishSender(bridge, {Kind.REPRINT: ports.reprint}, ports.new_cmd_id, self)
        self._sender.answered.connect(self._on_answer)
        self._sender.failed.connect(self._on_failure)

    @property
    def asked(self) -> bool:
        """Whether there is nothing more to ask: once is enough."""
        return self._asked

    @property
    def busy(self) -> bool:
        """Whether a slip is on its way, so that no other is asked for."""
        news = self.owing.news
        return news is not None and news.print_state is PrintState.QUEUED

    def ask(self) -> None:
        """What is owed? ``known`` comes when that is answered."""
        if not self._asking:
            self._asking = True
            self._bridge.ask(self._read, self._on_owed, self._on_no_answer, owner=self)

    def reprint(self, ticket_id: str) -> None:
        """Print the slip of one of the numbers on the screen."""
        owed = next((one for one in self.owing.offered if one.ticket_id == ticket_id), None)
        if owed is None or self.busy:
            return
        self._news = None
        if self._sender.send(Wish(kind=Kind.REPRINT, ticket_id=ticket_id)):
            self._show(_on_its_way(owed))
            self.changed.emit()

    def heed(self, news: PaperNews) -> None:
        """What became of a slip; of interest when it was asked for here."""
        if not self._is_shown(news.ticket_id):
            return
        if self._sender.under_way is not None:
            self._news = news  # sooner than the answer: the printer has its own thread
            return
        self._sender.settle(news.ticket_id)
        self._show(news)
        self.changed.emit()

    def leave(self) -> None:
        """Nobody wants them now; they stay among the unprinted of the record."""
        self.owing = Owing()

    # Inside ---------------------------------------------------------------------------------------

    def _show(self, news: PaperNews, trouble: Exception | None = None) -> None:
        owing = replace(self.owing, news=news, trouble=trouble)
        if news.print_state in _OUT:
            owing = owing.without(news.ticket_id)
        elif news.print_state is PrintState.UNKNOWN:
            owing = owing.doubting(news.ticket_id)
        self.owing = owing
        self.stays.emit(self._timing.owed if owing.tickets else self._timing.taken)

    def _on_owed(self, tickets: tuple[Owed, ...]) -> None:
        self._asking, self._asked = False, True
        self.owing = Owing(tickets=tickets)
        if tickets:
            log.warning("slips still owed: %s", ", ".join(one.label for one in tickets))
            self.stays.emit(self._timing.owed)
        self.known.emit()

    def _on_no_answer(self, error: Exception) -> None:
        self._asking = False
        self._asked = not isinstance(error, Fault)  # a broken question is not asked for ever
        log.warning("not known what is owed: %r", error, exc_info=not isinstance(error, Fault))
        self.known.emit()

    def _on_answer(self, wish: Wish, answer: PaperNews) -> None:
        if not self._is_shown(wish.ticket_id):
            return
        self._show(answer)
        if self._news is not None:
            self._show(self._news)
        self.changed.emit()

    def _on_failure(self, wish: Wish, error: Exception) -> None:
        if not isinstance(error, Fault):
            log.error("a slip still owed: %r", error, exc_info=error)
        if self._is_shown(wish.ticket_id) and self.owing.news is not None:
            self._show(replace(self.owing.news, print_state=PrintState.FAILED), error)
            self.changed.emit()

    def _is_shown(self, ticket_id: str) -> bool:
        return self.owing.news is not None and self.owing.news.ticket_id == ticket_id


def _on_its_way(owed: Owed) -> PaperNews:
    return PaperNews(ticket_id=owed.ticket_id, label=owed.label, print_state=PrintState.QUEUED)
