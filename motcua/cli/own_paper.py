"""Slips on this machine's own printer, out of a command that waits for what became of them."""

import logging
import queue
import secrets
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from core.fault import Fault, FaultCode
from core.ticket import Ticket
from db.devices import HEARTBEAT_S
from db.holders import PlaceBook
from i18n import Texts
from kiosk.paper_books import PaperBooks
from kiosk.ports import PaperNews
from kiosk.slip_tray import SlipTray
from kiosk.ticket_paper import TicketPaper, pictures_folder
from motcua.devices import Devices
from motcua.settings import Settings
from motcua.wiring import OpenQueue

log = logging.getLogger("motcua.cli")

# How long a database that is away is waited for, and how long between two tries.
PATIENCE_S = 10.0
_PAUSE_S = 0.25


def new_place() -> str:
    """The place that owes the slips of one run: another run with the same ``cmd_id`` owes none."""
    return f"cli-{secrets.token_hex(4)}"


class OwnPaper:
    """The printer ``name`` of this machine, None for none, as a kiosk without a screen.

    While it is open, the slips of this run are those of a living place; once it was killed, others
    may give them up. Raises ``Unavailable``.
    """

    def __init__(
        self,
        hall: OpenQueue,
        devices: Devices,
        settings: Settings,
        name: str | None,
        texts: Texts,
    ) -> None:
        self._records: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._news: queue.SimpleQueue[PaperNews] = queue.SimpleQueue()
        place = new_place()
        self._claim = PlaceBook(hall.engine, hall.site_id, place, place, hall.clock)
        self._prints = name is not None
        self.tray = SlipTray(
            place=place,
            printer=None if name is None else devices.printer(name),
            printer_name=name or "",
            slip_of=TicketPaper(
                texts,
                reader=hall.reader,
                logo=devices.logo(name),
                pictures=pictures_folder(settings.data_folder),
            ),
            books=PaperBooks(hall.queue),
            on_database=self._records.put,
            on_news=self._news.put,
        )

    def __enter__(self) -> Self:
        if self._prints:
            self._claim.claim()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._prints:
            try:
                self._claim.leave()
            except Fault as fault:
                log.info("the end of this run is not told: %s", fault)

    def wait(self, ticket: Ticket) -> FaultCode | None:
        """Wait until what became of the ticket's slip is written down; the printer's fault.

        Raises ``NotWritten`` when the database is away for longer than ``PATIENCE_S``.
        """
        if not self.tray.has(ticket):
            return None
        self._record()()
        fault = self._news.get().fault
        given_up = time.monotonic() + PATIENCE_S
        while self.tray.has(ticket):
            if time.monotonic() >= given_up:
                raise NotWritten(ticket)
            time.sleep(_PAUSE_S)
            self.tray.write_down()
        return fault

    def _record(self) -> Callable[[], None]:
        """What the printer has to have written down; it tells that within its own deadlines."""
        while True:
            try:
                return self._records.get(timeout=HEARTBEAT_S)
            except queue.Empty:
                self._renew()

    def _renew(self) -> None:
        try:
            self._claim.claim()
        except Fault as fault:
            log.warning("not told that this run goes on: %s", fault)


class NotWritten(Exception):
    """What became of the slip is known here only."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__(ticket.label)
        self.ticket = ticket
