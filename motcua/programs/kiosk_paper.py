"""Everything about paper at one kiosk, without its screen: printer, journal, books, what staff ask.

touch ──► take ──► queue.issue ──► tray ──► printer        (database thread → printer's thread)
panel ──► feed ──► look_after ──► queue: what do we owe? ──► tray
start ──► furnish ──► journal: what was begun? ──► queue ──► owed, offered on the screen
"""

import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.fault import Fault, FaultCode
from hardware.protocols.printer import OnStatus, Printer, PrinterStatus
from kiosk.owed_slips import print_again, print_asked, settle
from kiosk.paper_books import PaperBooks
from kiosk.ports import Owed, PaperNews, Request, Spot, Taken
from kiosk.print_journal import PrintJournal
from kiosk.slip_tray import LOOK_S, OnDatabase, SlipOf, SlipTray
from kiosk.take_ticket import take_ticket
from motcua.programs.installation import installation
from motcua.programs.kiosk_place import KioskPlace

if TYPE_CHECKING:
    from db.devices import DeviceBook
    from motcua.wiring import OpenQueue

log = logging.getLogger("motcua.programs")

# Tells how one printer is, by its name: a kiosk may have a spare one.
OnEach = Callable[[str, PrinterStatus], None]


class OpenPrinter(Protocol):
    """Opens the kiosk's printer; called once, on the database thread."""

    def __call__(self, *, on_status: OnStatus, on_each: OnEach) -> Printer: ...


class KioskPaper:
    """The paper of the kiosk ``place``.

    ``printer_name`` is its printer's, ``spots`` all printers of this machine.
    ``paper_of`` composes slips once the queue is open. ``on_database`` runs work on the database
    thread; ``on_status`` and ``on_news`` are told on the printer's threads. Methods belong to the
    database thread, except ``prepare`` and ``printer_fault``, which never wait, and ``close``.
    """

    def __init__(
        self,
        *,
        place: str,
        open_printer: OpenPrinter | None,
        printer_name: str,
        spots: Mapping[str, Spot],
        paper_of: Callable[["OpenQueue"], SlipOf],
        journal: Path,
        void_reason: str,
        on_database: OnDatabase,
        on_status: OnStatus,
        on_news: Callable[[PaperNews], None],
    ) -> None:
        self._place = place
        self._open_printer = open_printer
        self._printer_name = printer_name
        self._spots = spots
        self._paper_of = paper_of
        self._journal_path = journal
        self._void_reason = void_reason
        self._on_database = on_database
        self._on_status = on_status
        self._on_news = on_news
        self.printer: Printer | None = None
        self._looking = ThreadPoolExecutor(1, thread_name_prefix="kiosk-look")
        self._look: Future[PrinterStatus] | None = None
        self._states: dict[str, PrinterStatus] = {}
        self._journal: PrintJournal | None = None
        self._claim: KioskPlace | None = None
        self._paperless = False
        self._hall: OpenQueue | None = None
        self._tray: SlipTray | None = None
        self._devices: DeviceBook | None = None
        self._owed: tuple[Owed, ...] = ()

    # The GUI thread.

    def prepare(self) -> None:
        """Have the printer asked how it is, while the citizen still chooses."""
        printer = self.printer
        if printer is not None and (self._look is None or self._look.done()):
            self._look = self._looking.submit(printer.look, LOOK_S)

    def printer_fault(self) -> FaultCode | None:
        """Why no paper would come out, as last known."""
        printer = self.printer
        if printer is None:
            return FaultCode.PRINTER_MISSING if self._paperless else None
        return printer.status().fault

    def close(self) -> None:
        """Before the threads end: let the running slip end, give up the others, write that down,
        and tell that nobody looks after the printers any more."""
        if self.printer is not None:
            self.printer.close()
        self._on_database(self._leave)
        self._looking.shutdown()

    # The database thread.

    def furnish(self, hall: "OpenQueue") -> None:
        """The queue has just been opened: settle what the program before left open.

        Raises ``Refused(KIOSK_RUNS_ALREADY)`` while another program, wherever, is this kiosk.
        """
        from db.devices import DeviceBook

        self._open_journal()
        if self._claim is None:
            self._claim = KioskPlace(hall, self._place, installation(self._journal_path.parent))
        books = PaperBooks(hall.queue, self._journal)
        self._owed = settle(
            hall.reader,
            books,
            self._journal,
            place=self._place,
            now_ms=hall.clock.now_ms(),
            since_ms=self._claim.since_ms,
        )
        if self.printer is None and self._open_printer is not None and not self._paperless:
            self.printer = self._open_printer(on_status=self._on_status, on_each=self._on_each)
        self._tray = SlipTray(
            place=self._place,
            printer=self.printer,
            printer_name=self._printer_name,
            spots=self._spots,
            slip_of=self._paper_of(hall),
            books=books,
            on_database=self._on_database,
            on_news=self._on_news,
        )
        self._devices = DeviceBook(hall.engine, hall.site_id, self._place, hall.clock)
        self._hall = hall
        self._forget_devices()
        self.note_devices()

    def _open_journal(self) -> None:
        """Without a journal no slip can be trusted after a crash: numbers go on, paper does not."""
        if self._journal is not None or self._paperless:
            return
        try:
            self._journal = PrintJournal(self._journal_path, self._place)
        except OSError as error:
            log.error("no paper, as the print journal cannot be kept: %s", error)
            self._paperless = self._open_printer is not None

    def take(self, request: Request) -> Taken:
        hall, tray = self._open()
        return take_ticket(hall.queue, hall.reader, tray, request)

    def reprint(self, ticket_id: str, cmd_id: str) -> PaperNews:
        """A further slip, wished for at the screen."""
        hall, tray = self._open()
        self._owed = tuple(owed for owed in self._owed if owed.ticket_id != ticket_id)
        return print_again(hall.queue, hall.reader, tray, ticket_id, cmd_id=cmd_id)

    def void(self, ticket_id: str, cmd_id: str) -> None:
        """The citizen goes without paper, and leaves the number to nobody."""
        hall, _ = self._open()
        hall.queue.void(ticket_id, reason=self._void_reason, cmd_id=cmd_id)

    def owed(self) -> tuple[Owed, ...]:
        """What the program before left open and nobody has asked for yet."""
        return self._owed

    def look_after(self) -> None:
        """Something happened in the queue, or the database is back: tell it how slips ended, and
        print what staff asked this kiosk for."""
        if self._hall is None or self._tray is None:
            return
        self._tray.write_down()
        try:
            if self._claim is not None:
                self._claim.keep()
            print_asked(self._hall.reader, self._tray, now_ms=self._hall.clock.now_ms())
        except Fault as fault:
            log.info("not known what staff asked for: %s", fault)

    def note_devices(self) -> None:
        """Tell everyone how the printers are: at each change, and as a heartbeat."""
        if self._devices is None:
            return
        try:
            for name, status in self._states.copy().items():
                self._devices.note(
                    name,
                    state=status.value,
                    fault=status.fault,
                    warning=status is PrinterStatus.NEAR_END,
                )
        except Fault as fault:
            log.info("the printers' states are not noted: %s", fault)

    def beat(self) -> None:
        """The heartbeat: this kiosk is alive, and its printers are as they are."""
        if self._claim is not None:
            self._claim.renew()
        self.note_devices()

    def _forget_devices(self) -> None:
        try:
            if self._devices is not None:
                self._devices.keep_only(self._spots)
        except Fault as fault:
            log.info("printers of before are not forgotten: %s", fault)

    def _open(self) -> "tuple[OpenQueue, SlipTray]":
        assert self._hall is not None, "furnished when the queue was opened"
        assert self._tray is not None, "furnished when the queue was opened"
        if self._claim is not None:
            self._claim.keep()
        return self._hall, self._tray

    def _leave(self) -> None:
        try:
            if self._devices is not None:
                self._devices.leave()
            if self._claim is not None:
                self._claim.leave()
        except Fault as fault:
            log.info("the printers' states are not taken back: %s", fault)
        if self._journal is not None:
            self._journal.close()

    # The printers' threads.

    def _on_each(self, name: str, status: PrinterStatus) -> None:
        self._states[name] = status
        self._on_database(self.note_devices)
