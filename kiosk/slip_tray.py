"""The way of a slip: to the printer once, its beginning into the journal, its end into the books.

put -> printer's thread: begun (journal) -> bytes -> outcome -> books -> database thread: queue
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import assert_never

from core.fault import Fault, FaultCode
from core.hall import Hall
from core.slip import Slip
from core.ticket import PrintState, Ticket
from hardware.protocols.printer import Printer, PrintOutcome, PrintResult
from kiosk.paper_books import PaperBooks
from kiosk.ports import PaperNews, Spot
from kiosk.print_journal import SlipEnd, SlipKey, slip_key

log = logging.getLogger("motcua.kiosk")

# How long the answer of a printer may be awaited before a number is given out.
LOOK_S = 0.4

SlipOf = Callable[[Ticket, Hall], Slip]
OnDatabase = Callable[[Callable[[], None]], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What can be said of paper right now."""

    print_state: PrintState
    fault: FaultCode | None = None


class SlipTray:
    """Hands each slip that ``place`` owes to its printer once, and has the outcome written down.

    ``printer`` is None at a place without one, ``printer_name`` its name in the configuration;
    ``spots`` say of spare printers where they stand.
    ``on_database`` runs a call on the database thread (an executor's ``submit``); ``on_news`` is
    told each outcome, on the printer's thread. Everything else belongs to the database thread.
    """

    def __init__(
        self,
        *,
        place: str,
        printer: Printer | None,
        slip_of: SlipOf,
        books: PaperBooks,
        on_database: OnDatabase,
        on_news: Callable[[PaperNews], None],
        printer_name: str = "",
        spots: Mapping[str, Spot] = MappingProxyType({}),
    ) -> None:
        self.place = place
        self._printer = printer
        self._printer_name = printer_name
        self._spots = spots
        self._slip_of = slip_of
        self._books = books
        self._on_database = on_database
        self._on_news = on_news
        self._under_way: set[SlipKey] = set()
        self._expected: set[str] = set()

    def outlook(self) -> Paper:
        """What may be promised for the next slip: asks the printer, waits ``LOOK_S`` at most."""
        if self._printer is None:
            return Paper(print_state=PrintState.NONE)
        fault = self._printer.look(LOOK_S).fault
        if fault is None:
            return Paper(print_state=PrintState.QUEUED)
        return Paper(print_state=PrintState.FAILED, fault=fault)

    def expect(self, ticket_id: str) -> None:
        """This very program is about to give out the number; it may not hear that it did."""
        self._expected.add(ticket_id)

    def forget(self, ticket_id: str) -> None:
        """That number was not given out, or its slip was taken care of."""
        self._expected.discard(ticket_id)

    def expects(self, ticket: Ticket) -> bool:
        """Whether this program gave out the number and has not handed over its slip yet."""
        return ticket.ticket_id in self._expected

    def has(self, ticket: Ticket) -> bool:
        """Whether the slip that the ticket's place owes is in the printer's hands already."""
        return ticket.asked_ms is not None and slip_key(ticket) in self._under_way

    def put(self, ticket: Ticket, hall: Hall) -> Paper:
        """Print the slip that this place owes, unless it has been handed over already.

        Whatever goes wrong with the paper ends in the answer and in the books, never in an
        exception: the citizen has a valid number by now.
        """
        owed = ticket.print_state is PrintState.QUEUED and ticket.paper_at == self.place
        if not owed or self.has(ticket):
            return Paper(print_state=ticket.print_state)
        self.forget(ticket.ticket_id)
        if self._printer is None:
            return self.fail(ticket, FaultCode.PRINTER_MISSING.value)
        self._under_way.add(slip_key(ticket))

        def on_outcome(result: PrintResult) -> None:
            self._end(ticket, result)

        def on_begun() -> None:
            self._books.begin(ticket)

        try:
            slip = self._slip_of(ticket, hall)
            self._printer.print_slip(slip, on_outcome=on_outcome, on_begun=on_begun)
        except Exception:
            log.exception("the slip of %s could not be made", ticket.label)
            self._end(ticket, PrintResult(outcome=PrintOutcome.NOT_SENT))
            return Paper(print_state=PrintState.FAILED)
        return Paper(print_state=PrintState.QUEUED)

    def fail(self, ticket: Ticket, reason: str) -> Paper:
        """Give up a slip that was never handed over; surely nothing of it has left."""
        self.forget(ticket.ticket_id)
        self._under_way.add(slip_key(ticket))
        self._write(ticket, PrintState.FAILED, reason)
        return Paper(print_state=PrintState.FAILED)

    def write_down(self) -> None:
        """Tell the queue what it does not know yet; on the database thread. Where it cannot be told
        (the database is away), the outcomes stay for the next time."""
        try:
            self._books.write_down(self._under_way.discard)
        except Fault as fault:
            log.warning("how slips ended is not written down yet: %s", fault)

    # On the printer's thread.

    def _end(self, ticket: Ticket, result: PrintResult) -> None:
        state = state_after(result.outcome, marked=ticket.marked)
        own = result.printer in ("", self._printer_name)
        self._write(ticket, state, result.fault and result.fault.value)
        self._on_news(
            PaperNews(
                ticket_id=ticket.ticket_id,
                label=ticket.label,
                print_state=state,
                fault=result.fault,
                elsewhere=None
                if own
                else self._spots.get(result.printer, Spot(printer=result.printer)),
            )
        )

    def _write(self, ticket: Ticket, state: PrintState, reason: str | None) -> None:
        key = slip_key(ticket)
        self._books.add(
            SlipEnd(
                ticket_id=key[0], asked_ms=key[1], label=ticket.label, state=state, reason=reason
            )
        )
        self._on_database(self.write_down)


def state_after(outcome: PrintOutcome, *, marked: bool) -> PrintState:
    """How a slip ended, in the words of the record; ``marked``: it says "IN LẠI"."""
    match outcome:
        case PrintOutcome.PRINTED:
            return PrintState.REPRINTED if marked else PrintState.PRINTED
        case PrintOutcome.NOT_SENT:
            return PrintState.FAILED
        case PrintOutcome.UNKNOWN:
            return PrintState.UNKNOWN
        case _:
            assert_never(outcome)
