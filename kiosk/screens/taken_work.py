"""A number on the screen until the citizen leaves: its paper, and what to do without it."""

import logging
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from core.fault import Fault
from core.ticket import PrintState
from kiosk.ports import KioskPorts, KioskTiming, PaperNews, Spot, Taken
from kiosk.screens.remedy import Remedy, Stage
from kiosk.screens.wishes import Kind, Wish, WishSender
from ui_kit.bridge import Bridge

log = logging.getLogger("motcua.kiosk")

MISSING = frozenset({PrintState.FAILED, PrintState.UNKNOWN})
_OUT = frozenset({PrintState.PRINTED, PrintState.REPRINTED})


class TakenWork(QObject):
    """Behind ``TakenScreen``. ``changed``: draw again; ``stays`` for so many milliseconds from now;
    ``left``: the citizen has seen enough; ``voided`` once the number is no longer valid."""

    changed = Signal()
    stays = Signal(int)
    left = Signal()
    voided = Signal()

    def __init__(
        self, bridge: Bridge, ports: KioskPorts, timing: KioskTiming, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._timing = timing
        self.taken: Taken | None = None
        self.elsewhere: Spot | None = None
        self.remedy = Remedy()
        self._news: PaperNews | None = None
        works = {Kind.REPRINT: ports.reprint, Kind.VOID: ports.void}
        self._sender = WishSender(bridge, works, ports.new_cmd_id, self)
        self._sender.answered.connect(self._on_answer)
        self._sender.failed.connect(self._on_failure)

    @property
    def offers(self) -> bool:
        """Whether there is something to choose."""
        return self.taken is not None and self.taken.print_state in MISSING

    @property
    def voiding(self) -> bool:
        """Whether the number is being voided just now: the screen waits for the answer."""
        return self.remedy.stage is Stage.VOIDING

    def show(self, taken: Taken) -> None:
        """A citizen has just got this number; news of its paper may have come before it."""
        self.taken, self.elsewhere = taken, None
        self.remedy = Remedy(doubtful=taken.print_state is PrintState.UNKNOWN)
        coming = taken.print_state is PrintState.QUEUED or taken.print_state in _OUT
        self.stays.emit(self._timing.taken if coming else self._timing.taken_without_paper)
        if self._news is not None:
            self._apply(self._news)

    def heed(self, news: PaperNews) -> None:
        """What became of a ticket's paper; of interest while its number is on the screen."""
        self._news = news  # may come before the answer does: the printer has its own thread
        if self._sender.under_way is None and self._apply(news):
            self._sender.settle(news.ticket_id)
            self.changed.emit()

    def leave(self) -> None:
        """The citizen has gone; what is under way goes on, and its outcome into the record."""
        self.taken, self.elsewhere = None, None
        self.remedy = Remedy()

    # What the citizen wishes ----------------------------------------------------------------------

    def reprint(self) -> None:
        """Try for a further slip."""
        if not self._may_begin(Stage.OFFERED):
            return
        self._news = None
        if self._send(Kind.REPRINT):
            self._turn_to(Stage.PRINTING, tries=self.remedy.tries + 1)

    def touch(self) -> None:
        """Anywhere beside the buttons. While it is asked whether to void: it was not meant so.

        While a further slip is printed it is most likely the second tap of an impatient finger on
        the button that was there: the number stays.
        """
        if self.remedy.stage is Stage.ASKED:
            self.keep()
        elif self.remedy.stage is not Stage.PRINTING:
            self.left.emit()

    def ask_to_void(self) -> None:
        """Ask before the number is given away."""
        if self._may_begin(Stage.OFFERED):
            self._turn_to(Stage.ASKED)

    def keep(self) -> None:
        """It was not meant so."""
        if self._may_begin(Stage.ASKED):
            self._turn_to(Stage.OFFERED)

    def void(self) -> None:
        """The number is not wanted any more."""
        if self._may_begin(Stage.ASKED) and self._send(Kind.VOID):
            self._turn_to(Stage.VOIDING)

    # Inside ---------------------------------------------------------------------------------------

    def _may_begin(self, stage: Stage) -> bool:
        return self.offers and self.remedy.stage is stage

    def _send(self, kind: Kind) -> bool:
        assert self.taken is not None, "offered with a number only"
        return self._sender.send(Wish(kind=kind, ticket_id=self.taken.ticket_id))

    def _turn_to(self, stage: Stage, *, tries: int | None = None) -> None:
        tries = self.remedy.tries if tries is None else tries
        self.remedy = replace(self.remedy, stage=stage, tries=tries, trouble=None)
        self.stays.emit(self._timing.taken_without_paper)
        self.changed.emit()

    def _apply(self, news: PaperNews) -> bool:
        """Add what is known of the paper to the ticket; whether that is anything."""
        taken, remedy = self.taken, self.remedy
        if taken is None or taken.ticket_id != news.ticket_id:
            return False
        state = news.print_state
        self.taken = replace(taken, print_state=state, fault=news.fault)
        self.elsewhere = news.elsewhere
        if state in MISSING:
            stage = Stage.OFFERED if remedy.stage is Stage.PRINTING else remedy.stage
            doubtful = remedy.doubtful or state is PrintState.UNKNOWN
            self.remedy = replace(remedy, stage=stage, doubtful=doubtful, trouble=None)
            self.stays.emit(self._timing.taken_without_paper)
        elif remedy.stage is Stage.ASKED or (state in _OUT and remedy.stage is Stage.PRINTING):
            self.remedy = replace(remedy, stage=Stage.OFFERED, trouble=None)
        if state in _OUT and (remedy.tries or news.elsewhere is not None):
            self.stays.emit(self._timing.taken)
        return True

    def _on_answer(self, wish: Wish, answer: object) -> None:
        if self.taken is None or wish.ticket_id != self.taken.ticket_id:
            return  # that citizen has left
        if wish.kind is Kind.VOID:
            self.remedy = Remedy()
            self.voided.emit()
            return
        if isinstance(answer, PaperNews):
            self._apply(answer)
        if self._news is not None:
            self._apply(self._news)  # the outcome came before the answer
        self.changed.emit()

    def _on_failure(self, wish: Wish, error: Exception) -> None:
        if not isinstance(error, Fault):
            log.error("%s of a ticket: %r", wish.kind.name, error, exc_info=error)
        if self.taken is None or wish.ticket_id != self.taken.ticket_id:
            return
        self.remedy = replace(self.remedy, stage=Stage.OFFERED, trouble=error)
        self.stays.emit(self._timing.taken_without_paper)
        if self._news is not None:
            self._apply(self._news)
        self.changed.emit()
