"""The kiosk, put together: touch → queue → printer, in three threads."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.clock import Clock
from core.fault import Fault, FaultCode
from core.hall import Hall
from hardware.protocols.printer import OnStatus, Printer, PrinterStatus
from i18n import Language, Texts
from kiosk.app import KioskWindow
from kiosk.ports import KioskPorts, KioskTiming, PaperNews, Request, Taken
from kiosk.take_ticket import SlipTray, print_left_over, take_ticket
from kiosk.ticket_paper import TicketPaper
from motcua.programs.parts import ProgramThreads, log
from motcua.settings import Settings

if TYPE_CHECKING:
    from motcua.programs.parts import OpenHall
    from motcua.wiring import OpenQueue

OpenPrinter = Callable[[OnStatus], Printer]


class KioskProgram:
    """One touch screen with its printer. Made in the GUI thread; ``close`` it there.

    ``open_printer`` is called on the database thread, None stands for a kiosk without printer.
    Whoever opens the printer closes it, best before the program: then what became of the last
    slips is still noted.
    """

    def __init__(
        self,
        open_hall: "OpenHall",
        open_printer: OpenPrinter | None,
        settings: Settings,
        texts: Mapping[Language, Texts],
        clock: Clock,
        *,
        logo: Path | None = None,
        screen_width_mm: float | None = None,
        timing: KioskTiming | None = None,
    ) -> None:
        self._source = settings.kiosk.name
        self._open_printer = open_printer
        self._paper = TicketPaper(texts[settings.language], logo=logo)
        self._tray: SlipTray | None = None
        self.printer: Printer | None = None
        self._threads = ProgramThreads(
            "kiosk",
            open_hall,
            on_change=self._refresh,
            on_state=self._tell_database,
            on_open=self._furnish,
        )
        ports = KioskPorts(
            hall=self._read_hall, take=self._take, printer_fault=self._printer_fault, clock=clock
        )
        self.window = KioskWindow(
            self._threads.bridge,
            ports,
            texts=texts,
            screen_width_mm=screen_width_mm or settings.screen.width_mm,
            language=settings.language,
            timing=timing or KioskTiming(idle=settings.kiosk.idle_seconds * 1000),
        )

    def close(self) -> None:
        """Stop everything but the printer."""
        self.window.close()
        self._threads.close()

    # In the GUI thread.

    def _refresh(self) -> None:
        self.window.refresh()

    def _tell_database(self, fault: Fault | None) -> None:
        self.window.show_database_fault(fault)

    def _printer_fault(self) -> FaultCode | None:
        printer = self.printer
        return None if printer is None else printer.status().fault

    # On the database thread.

    def _furnish(self, hall: "OpenQueue") -> None:
        """The queue is open: connect the printer, and print what was still owed before a crash."""
        if self.printer is None and self._open_printer is not None:
            self.printer = self._open_printer(self._tell_status)
        self._tray = SlipTray(
            queue=hall.queue,
            printer=self.printer,
            slip_of=self._paper,
            on_database=self._threads.on_database,
            on_news=self._tell_paper,
        )
        print_left_over(hall.reader, self._tray, source=self._source)

    def _read_hall(self) -> Hall:
        return self._threads.hall().reader.hall()

    def _take(self, request: Request) -> Taken:
        hall = self._threads.hall()
        assert self._tray is not None, "made when the queue was opened"
        return take_ticket(hall.queue, hall.reader, self._tray, request, source=self._source)

    # On the printer's thread.

    def _tell_status(self, status: PrinterStatus) -> None:
        log.info("printer: %s", status.value)
        self._threads.bridge.post(lambda: self.window.show_printer_state(), owner=self.window)

    def _tell_paper(self, news: PaperNews) -> None:
        self._threads.bridge.post(partial(self.window.show_paper, news), owner=self.window)
