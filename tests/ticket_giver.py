"""A kiosk without its screen: the real queue on its own thread, a slip tray, and some printer."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from core.fault import FaultCode
from core.hall import Hall
from core.ids import new_id
from core.slip import PairLine, QrLine, Slip, TextLine
from core.ticket import Event, EventKind, PrintState, Ticket
from core.waiting import WaitRange
from hardware.protocols.printer import OnOutcome, Printer, PrinterStatus, PrintOutcome
from i18n import Texts
from kiosk.ports import PaperNews, Request, Taken
from kiosk.take_ticket import SlipOf, SlipTray, TicketQueue, print_left_over, take_ticket
from kiosk.ticket_paper import TicketPaper
from tests.hand_clock import HandClock
from tests.queue_world import open_program

KIOSK: Final = "kiosk-1"
WAIT_S: Final = 15.0

T = TypeVar("T")


class HandPrinter:
    """A printer whose status and outcomes are told by the test; keeps the slips it was given."""

    def __init__(self, status: PrinterStatus = PrinterStatus.READY) -> None:
        self.now = status
        self.slips: list[Slip] = []
        self._waiting: list[OnOutcome] = []

    def print_slip(self, slip: Slip, *, on_outcome: OnOutcome) -> None:
        self.slips.append(slip)
        self._waiting.append(on_outcome)

    def status(self) -> PrinterStatus:
        return self.now

    def close(self) -> None:
        self._waiting.clear()

    def end(self, outcome: PrintOutcome, fault: FaultCode | None = None) -> None:
        """The slip that has waited longest ends like this."""
        self._waiting.pop(0)(outcome, fault)


class TicketGiver:
    """What ``motcua`` wires for one kiosk; commands run on the one database thread."""

    def __init__(
        self,
        url: str,
        clock: HandClock,
        printer: Printer | None,
        *,
        source: str = KIOSK,
        slip_of: SlipOf | None = None,
        around: Callable[[TicketQueue], TicketQueue] = lambda queue: queue,
    ) -> None:
        self.source = source
        self.news: list[PaperNews] = []
        self._changed = threading.Condition()
        self._database = ThreadPoolExecutor(1)
        self._program = self._on_database(lambda: open_program(url, clock))
        self._tray = SlipTray(
            queue=around(self._program.queue),
            printer=printer,
            slip_of=slip_of or TicketPaper(Texts("vi")),
            on_database=self._database.submit,
            on_news=self._keep,
        )

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
        queue, reader = self._program.queue, self._program.reader
        return self._on_database(
            lambda: take_ticket(queue, reader, self._tray, request, source=self.source)
        )

    def print_left_over(self) -> list[str]:
        """The labels of the tickets whose paper was still owed."""
        reader = self._program.reader
        owed = self._on_database(lambda: print_left_over(reader, self._tray, source=self.source))
        return [ticket.label for ticket in owed]

    def print_again(self, ticket: Ticket) -> PrintState:
        hall = self.hall()
        return self._on_database(lambda: self._tray.print_again(ticket, hall)).print_state

    def void(self, ticket_id: str) -> None:
        queue = self._program.queue
        self._on_database(lambda: queue.void(ticket_id, reason="đổi ý", cmd_id=new_id()))

    def hall(self) -> Hall:
        return self._on_database(self._program.reader.hall)

    def ticket(self, taken: Taken) -> Ticket:
        """The ticket as it stands in the books, after all that was to be recorded."""
        return self._on_database(lambda: self._program.reader.ticket(taken.ticket_id))

    def issued(self) -> list[str | None]:
        """The labels of all numbers that were ever given out."""
        feed = self._on_database(lambda: self._program.reader.events(0))
        return [event.label for event in feed if event.kind is EventKind.ISSUED]

    def prints(self, taken: Taken) -> list[tuple[PrintState | None, str | None]]:
        """What the books say of the ticket's paper, one after the other, with the reason."""
        history: tuple[Event, ...] = self._on_database(
            lambda: self._program.reader.history(taken.ticket_id)
        )
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
        self._on_database(self._program.close)
        self._database.shutdown()

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
