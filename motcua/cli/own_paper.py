"""Slips on this machine's own printer, out of a command that waits for what became of them."""

import queue
from collections.abc import Callable

from core.fault import FaultCode
from core.ticket import Ticket
from i18n import Texts
from kiosk.paper_books import PaperBooks
from kiosk.ports import PaperNews
from kiosk.slip_tray import SlipTray
from kiosk.ticket_paper import TicketPaper, pictures_folder
from motcua.devices import Devices
from motcua.settings import Settings
from motcua.wiring import OpenQueue

# The place that owes these slips: no kiosk, so that nobody takes it for one that is silent.
PLACE = "cli"


class OwnPaper:
    """The printer ``name`` of this machine, None for none, as a kiosk without a screen."""

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
        self.tray = SlipTray(
            place=PLACE,
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

    def wait(self, ticket: Ticket) -> FaultCode | None:
        """Wait until what became of the ticket's slip is written down; the printer's fault."""
        if not self.tray.has(ticket):
            return None
        self._records.get()()  # the printer tells an outcome within its own deadlines, always
        return self._news.get().fault
