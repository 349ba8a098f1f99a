"""The kiosk, put together: touch → queue → printer, in three threads."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.clock import Clock
from core.fault import Fault
from core.hall import Hall
from hardware.protocols.printer import Printer, PrinterStatus
from i18n import Language, Texts
from kiosk.app import KioskWindow
from kiosk.ports import KioskPorts, KioskTiming, PaperNews, Spot
from kiosk.print_journal import journal_file
from kiosk.ticket_paper import TicketPaper, pictures_folder
from motcua.programs.application import show
from motcua.programs.kiosk_paper import KioskPaper, OpenPrinter
from motcua.programs.parts import ProgramThreads, log
from motcua.settings import PrinterSettings, Settings

if TYPE_CHECKING:
    from motcua.programs.parts import OpenHall
    from motcua.wiring import OpenQueue

P = ParamSpec("P")
T = TypeVar("T")

# Also without a change: what was last told of a device is believed for a minute.
_HEARTBEAT_MS = 20_000


class KioskProgram:
    """One touch screen with its printer. Made in the GUI thread; ``close`` it there.

    ``open_printer`` is called on the database thread, None stands for a kiosk without printer. The
    printer is closed first, so that what became of the last slips is still noted.
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
        own = texts[settings.language]
        self._threads = ProgramThreads(
            "kiosk",
            open_hall,
            on_change=self._refresh,
            on_state=self._tell_database,
            on_open=self._furnish,
        )
        self._paper = KioskPaper(
            place=settings.kiosk.name,
            open_printer=open_printer,
            printer_name=settings.kiosk.printer or "",
            spots={name: _spot(name, each) for name, each in settings.printer.items()},
            paper_of=lambda hall: TicketPaper(
                own,
                reader=hall.reader,
                logo=logo,
                pictures=pictures_folder(settings.data_folder),
            ),
            journal=journal_file(settings.data_folder, settings.kiosk.name),
            void_reason=own("programs.void_reason"),
            on_database=self._threads.on_database,
            on_status=self._tell_status,
            on_news=self._tell_paper,
        )
        self.window = KioskWindow(
            self._threads.bridge,
            self._ports(clock),
            texts=texts,
            screen_width_mm=screen_width_mm or settings.screen.width_mm,
            language=settings.language,
            timing=timing or KioskTiming(idle=settings.kiosk.idle_seconds * 1000),
        )
        self._heartbeat = QTimer(interval=_HEARTBEAT_MS)
        self._heartbeat.timeout.connect(self.beat)
        self._heartbeat.start()

    @property
    def printer(self) -> Printer | None:
        """The kiosk's printer, once the queue is open."""
        return self._paper.printer

    def show(self, _app: QApplication, *, windowed: bool, size: tuple[int, int] | None) -> None:
        """Show the window, full screen unless told otherwise."""
        show(self.window, windowed=windowed, size=size)

    def close(self) -> None:
        """Stop everything."""
        self._heartbeat.stop()
        self.window.close()
        self._paper.close()
        self._threads.close()

    # In the GUI thread.

    def _ports(self, clock: Clock) -> KioskPorts:
        return KioskPorts(
            hall=self._read_hall,
            take=self._once_open(self._paper.take),
            reprint=self._once_open(self._paper.reprint),
            void=self._once_open(self._paper.void),
            owed=self._once_open(self._paper.owed),
            prepare=self._paper.prepare,
            printer_fault=self._paper.printer_fault,
            clock=clock,
        )

    def _refresh(self) -> None:
        self._threads.on_database(self._paper.look_after)
        self.window.refresh()

    def beat(self) -> None:
        """Tell again how the devices are, and see to what is owed; soon, on other threads."""
        self._threads.on_database(self._paper.beat)
        self._threads.on_database(self._paper.look_after)

    def _tell_database(self, fault: Fault | None) -> None:
        if fault is None:
            self._threads.on_database(self._paper.look_after)
        self.window.show_database_fault(fault)

    # On the database thread.

    def _furnish(self, hall: "OpenQueue") -> None:
        self._paper.furnish(hall)

    def _once_open(self, work: Callable[P, T]) -> Callable[P, T]:
        """``work`` as the window may call it at any time: it opens the queue where that is not
        open yet, and fails as that fails."""

        def when_open(*arguments: P.args, **named: P.kwargs) -> T:
            self._threads.hall()
            return work(*arguments, **named)

        return when_open

    def _read_hall(self) -> Hall:
        return self._threads.hall().reader.hall()

    # On the printer's thread.

    def _tell_status(self, status: PrinterStatus) -> None:
        log.info("printer: %s", status.value)
        self._threads.bridge.post(lambda: self.window.show_printer_state(), owner=self.window)

    def _tell_paper(self, news: PaperNews) -> None:
        self._threads.bridge.post(partial(self.window.show_paper, news), owner=self.window)


def _spot(name: str, settings: PrinterSettings) -> Spot:
    """Where a printer stands, in the words of the configuration."""
    place = settings.place
    if place is None:
        return Spot(printer=name)
    return Spot(printer=name, words_vi=place.vi, words_en=place.en)
