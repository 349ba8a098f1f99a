"""A kiosk without its screen: the real queue on its own thread, the real wiring, a printer."""

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final, TypeVar

from core.clock import Clock
from core.fault import FaultCode
from core.ids import new_id
from core.slip import PairLine, QrLine, Slip, TextLine
from core.ticket import Event, EventKind, PrintState, Ticket
from core.waiting import WaitRange
from hardware.protocols.printer import (
    OnBegun,
    OnOutcome,
    OnStatus,
    Printer,
    PrinterStatus,
    PrintOutcome,
    PrintResult,
    ignore_begun,
)
from i18n import Texts
from kiosk.ports import Owed, PaperNews, Request, Spot, Taken
from kiosk.print_journal import journal_file
from kiosk.slip_tray import SlipOf
from kiosk.ticket_paper import TicketPaper
from motcua.programs.kiosk_paper import KioskPaper, OnEach
from motcua.wiring import OpenQueue
from tests.queue_world import SITE, open_program

KIOSK: Final = "kiosk-1"
PRINTER: Final = "phieu"
SPARE: Final = Spot(printer="du-phong", words_vi="bàn hướng dẫn", words_en="the help desk")
VOID_REASON: Final = "không có phiếu"
WAIT_S: Final = 15.0

T = TypeVar("T")


class HandPrinter:
    """A printer whose status and outcomes are told by the test; keeps the slips it was given.

    Without ``begins`` it is as slow as can be: no slip's first byte ever leaves by itself.
    """

    def __init__(self, status: PrinterStatus = PrinterStatus.READY, *, begins: bool = True) -> None:
        self.now = status
        self.looks = 0
        self.slips: list[Slip] = []
        self._begins = begins
        self._waiting: list[OnOutcome] = []

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None:
        if self._begins:
            on_begun()
        self.slips.append(slip)
        self._waiting.append(on_outcome)

    def status(self) -> PrinterStatus:
        return self.now

    def look(self, deadline_s: float) -> PrinterStatus:
        self.looks += 1
        return self.now

    def close(self) -> None:
        self._waiting.clear()

    def end(
        self, outcome: PrintOutcome, fault: FaultCode | None = None, printer: str = PRINTER
    ) -> None:
        """The slip that has waited longest ends like this."""
        self._waiting.pop(0)(PrintResult(outcome=outcome, fault=fault, printer=printer))


class TicketGiver:
    """What ``motcua`` wires for one kiosk; commands run on the one database thread.

    ``folder`` is the machine's: another giver on it is the same kiosk, started again.
    """

    def __init__(
        self,
        url: str,
        clock: Clock,
        folder: Path,
        printer: Printer | None,
        *,
        source: str = KIOSK,
        slip_of: SlipOf | None = None,
        around: Callable[[Any], Any] = lambda queue: queue,
        started: bool = True,
    ) -> None:
        self.source = source
        self.news: list[PaperNews] = []
        self._changed = threading.Condition()
        self._database = ThreadPoolExecutor(1)
        self._program = self._on_database(lambda: open_program(url, clock))
        self._printer = printer
        paper = slip_of or TicketPaper(Texts("vi"))
        self.paper = KioskPaper(
            place=source,
            open_printer=None if printer is None else self._open_printer,
            printer_name=PRINTER,
            spots={PRINTER: Spot(printer=PRINTER), SPARE.printer: SPARE},
            paper_of=lambda _hall: paper,
            journal=journal_file(folder, source),
            void_reason=VOID_REASON,
            on_database=self._submit,
            on_status=lambda _status: None,
            on_news=self._keep,
        )
        self.hall = OpenQueue(
            engine=self._program.engine,
            queue=around(self._program.queue),
            reader=self._program.reader,
            site_id=SITE,
            clock=clock,
        )
        self._closed = False
        if started:
            self.start()

    def _open_printer(self, *, on_status: OnStatus, on_each: OnEach) -> Printer:
        assert self._printer is not None
        on_each(PRINTER, self._printer.status())
        return self._printer

    # What the kiosk's screen does.

    def start(self) -> None:
        """The queue is open; again after it failed."""
        self._on_database(lambda: self.paper.furnish(self.hall))

    def take(
        self,
        service_id: str = "A",
        *,
        cmd_id: str | None = None,
        priority: str | None = None,
        told: WaitRange | None = None,
    ) -> Taken:
        """One touch; with the ``cmd_id`` of another it is that touch once more."""
        request = Request(
            service_id=service_id, cmd_id=cmd_id or new_id(), priority=priority, told=told
        )
        return self._on_database(lambda: self.paper.take(request))

    def reprint(self, ticket_id: str, *, cmd_id: str | None = None) -> PaperNews:
        sent = cmd_id or new_id()
        return self._on_database(lambda: self.paper.reprint(ticket_id, sent))

    def void(self, ticket_id: str) -> None:
        self._on_database(lambda: self.paper.void(ticket_id, new_id()))

    def owed(self) -> tuple[Owed, ...]:
        return self._on_database(self.paper.owed)

    def look_after(self) -> None:
        """The feed has moved, or the database is back."""
        self._on_database(self.paper.look_after)

    def note_devices(self) -> None:
        self._on_database(self.paper.beat)

    # What others do and see.

    def queue(self, work: Callable[[OpenQueue], T]) -> T:
        """Something that another program does with the queue."""
        return self._on_database(lambda: work(self.hall))

    def ask_print(self, ticket_id: str, place: str | None = None) -> Event:
        """Staff ask a kiosk, this one unless told otherwise, for a further slip."""
        return self.queue(
            lambda hall: hall.queue.ask_print(
                ticket_id, place=place or self.source, cmd_id=new_id()
            )
        )

    def ticket(self, taken: Taken) -> Ticket:
        """The ticket as it stands in the books, after all that was to be recorded."""
        return self.queue(lambda hall: hall.reader.ticket(taken.ticket_id))

    def issued(self) -> list[str | None]:
        """The labels of all numbers that were ever given out."""
        feed = self.queue(lambda hall: hall.reader.events(0))
        return [event.label for event in feed if event.kind is EventKind.ISSUED]

    def prints(self, taken: Taken) -> list[tuple[PrintState | None, str | None]]:
        """What the books say of the ticket's paper, one after the other, with the reason."""
        history = self.queue(lambda hall: hall.reader.history(taken.ticket_id))
        told = [event for event in history if event.kind is EventKind.PRINT]
        return [(event.print_state, event.reason) for event in told]

    def wait_news(self, count: int = 1) -> list[PaperNews]:
        """The first ``count`` outcomes; what they had recorded stands in the books by then."""
        with self._changed:
            came = self._changed.wait_for(lambda: len(self.news) >= count, WAIT_S)
            assert came, f"{len(self.news)} of {count} outcomes after {WAIT_S} s"
        self._on_database(lambda: None)  # the recording was submitted before the news was told
        return self.news[:count]

    def close(self) -> None:
        """The program ends; a printer that the test has not ended keeps what it was given."""
        if not self._closed:
            self._closed = True
            self.paper.close()
            self._on_database(self._program.close)
            self._database.shutdown()

    def _submit(self, work: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the kiosk's program has ended
            self._database.submit(work)

    def _keep(self, news: PaperNews) -> None:
        with self._changed:
            self.news.append(news)
            self._changed.notify_all()

    def _on_database(self, work: Callable[[], T]) -> T:
        return self._database.submit(work).result(WAIT_S)


def words(slip: Slip) -> list[str]:
    """All sentences of a slip, pairs as ``name: value``."""
    found = []
    for line in slip.lines:
        match line:
            case TextLine():
                found.append(line.text)
            case PairLine():
                found.append(f"{line.name}: {line.value}")
            case _:
                pass
    return found


def codes(slip: Slip) -> list[str]:
    """What the QR codes of a slip say."""
    return [line.content for line in slip.lines if isinstance(line, QrLine)]


def bars(slip: Slip) -> list[str]:
    """The words in white on black."""
    return [line.text for line in slip.lines if isinstance(line, TextLine) and line.inverted]
