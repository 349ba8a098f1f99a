"""Slips whose outcome the queue does not know yet: the database was away, the program ended."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from core.clock import MINUTE_MS
from core.fault import FaultCode, Refused, Unavailable
from core.ids import new_id
from core.slip import Slip
from core.ticket import PaperReason, PrintState
from hardware.protocols.printer import PrintOutcome
from tests.hand_clock import HandClock
from tests.ticket_giver import KIOSK, HandPrinter, TicketGiver, bars

Open = Callable[..., TicketGiver]
MARK = "IN LẠI"


@pytest.fixture
def kiosk(seeded_sqlite_url: str, clock: HandClock, tmp_path: Path) -> Iterator[Open]:
    """Opens kiosks on one database and one machine; closed and opened again it is a new start."""
    with ExitStack() as open_ones:

        def start(printer: Any = None, **chosen: Any) -> TicketGiver:
            giver = TicketGiver(seeded_sqlite_url, clock, tmp_path, printer, **chosen)
            open_ones.callback(giver.close)
            return giver

        yield start


def marks(slip: Slip) -> list[str]:
    return [bar for bar in bars(slip) if bar == MARK]


# The database goes away ---------------------------------------------------------------------------


class AwayQueue:
    """The queue, whose recording of outcomes fails while ``away`` is set."""

    def __init__(self, queue: Any) -> None:
        self._queue = queue
        self.away: Exception | None = None
        self.recorded: list[tuple[str, PrintState]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._queue, name)

    def record_print(self, ticket_id: str, state: PrintState, **named: Any) -> Any:
        if self.away is not None:
            raise self.away
        self.recorded.append((ticket_id, state))
        return self._queue.record_print(ticket_id, state, **named)


@pytest.mark.parametrize(
    "fault",
    [
        Unavailable(FaultCode.DATABASE_AWAY),
        Refused(FaultCode.CLOCK_JUMPED, last_ms=1, now_ms=2),
    ],
    ids=["away", "clock in doubt"],
)
def test_outcomes_wait_for_the_queue_and_are_recorded_once_in_their_order(
    kiosk: Open, fault: Exception
) -> None:
    printer, held = HandPrinter(), []
    giver = kiosk(printer, around=lambda queue: held.append(AwayQueue(queue)) or held[0])
    [queue] = held
    taken = [giver.take() for _ in range(3)]
    queue.away = fault
    ends = (PrintOutcome.PRINTED, PrintOutcome.NOT_SENT, PrintOutcome.UNKNOWN)
    for end in ends:
        printer.end(end)
    states = [PrintState.PRINTED, PrintState.FAILED, PrintState.UNKNOWN]
    assert states == [news.print_state for news in giver.wait_news(3)]
    giver.look_after()
    assert {PrintState.QUEUED} == {giver.ticket(each).print_state for each in taken}
    assert len(printer.slips) == 3
    queue.away = None
    giver.look_after()
    giver.look_after()
    assert queue.recorded == [
        (each.ticket_id, state) for each, state in zip(taken, states, strict=True)
    ]
    assert states == [giver.ticket(each).print_state for each in taken]


def test_an_outcome_known_before_the_end_is_recorded_at_the_next_start(kiosk: Open) -> None:
    """Printed while the database was away, then the machine was switched off."""
    printer, held = HandPrinter(), []
    giver = kiosk(printer, around=lambda queue: held.append(AwayQueue(queue)) or held[0])
    held[0].away = Unavailable(FaultCode.DATABASE_AWAY)
    taken = giver.take()
    printer.end(PrintOutcome.PRINTED)
    giver.wait_news()
    giver.close()
    after = kiosk(HandPrinter())
    assert after.prints(taken) == [(PrintState.PRINTED, None)]
    assert after.owed() == ()


def test_a_late_outcome_of_a_slip_that_was_given_up_does_not_touch_the_new_one(
    kiosk: Open,
) -> None:
    here, there = HandPrinter(), HandPrinter()
    giver, other = kiosk(here), kiosk(there, source="kiosk-2")
    taken = giver.take()
    giver.queue(
        lambda hall: hall.queue.record_print(
            taken.ticket_id, PrintState.UNKNOWN, reason=PaperReason.PLACE_SILENT, cmd_id=new_id()
        )
    )
    giver.ask_print(taken.ticket_id, "kiosk-2")
    here.end(PrintOutcome.PRINTED)
    giver.wait_news()
    assert PrintState.QUEUED is giver.ticket(taken).print_state
    other.look_after()
    there.end(PrintOutcome.PRINTED)
    other.wait_news()
    ticket = giver.ticket(taken)
    assert (ticket.print_state, ticket.prints, ticket.doubts) == (PrintState.REPRINTED, 1, 1)
    assert marks(there.slips[0]) == [MARK]


# A new start --------------------------------------------------------------------------------------


def test_what_was_not_begun_is_offered_and_printed_unmarked_under_the_same_number(
    kiosk: Open,
) -> None:
    before = kiosk(HandPrinter(begins=False))
    taken = before.take()
    before.close()
    printer = HandPrinter()
    after = kiosk(printer)
    [owed] = after.owed()
    assert (owed.label, owed.service_id, owed.doubtful) == ("A001", "A", False)
    assert after.prints(taken) == [(PrintState.FAILED, PaperReason.INTERRUPTED)]
    after.look_after()
    assert printer.slips == []
    after.reprint(owed.ticket_id)
    assert after.owed() == ()
    printer.end(PrintOutcome.PRINTED)
    after.wait_news()
    assert after.issued() == ["A001"]
    assert marks(printer.slips[0]) == []


def test_what_was_begun_is_in_doubt_and_printed_with_the_mark_if_at_all(kiosk: Open) -> None:
    before = kiosk(HandPrinter())
    taken = before.take()
    before.close()
    printer = HandPrinter()
    after = kiosk(printer)
    [owed] = after.owed()
    assert (owed.ticket_id, owed.doubtful) == (taken.ticket_id, True)
    assert after.prints(taken) == [(PrintState.UNKNOWN, PaperReason.INTERRUPTED)]
    assert printer.slips == []
    after.reprint(owed.ticket_id)
    assert marks(printer.slips[0]) == [MARK]


def test_only_people_who_may_still_be_there_are_offered_their_slips(
    kiosk: Open, clock: HandClock
) -> None:
    before = kiosk(HandPrinter(begins=False))
    old = before.take()
    clock.advance(3 * MINUTE_MS)
    gone, here = before.take(), before.take()
    before.void(gone.ticket_id)
    before.close()
    after = kiosk(HandPrinter())
    assert [owed.ticket_id for owed in after.owed()] == [here.ticket_id]
    for taken in (old, gone, here):
        assert PrintState.FAILED is after.ticket(taken).print_state


def test_a_third_start_has_nothing_left_to_settle(kiosk: Open) -> None:
    for printer in (HandPrinter(), HandPrinter()):
        giver = kiosk(printer)
        taken = giver.take()
        giver.close()
    after = kiosk(HandPrinter())
    after.close()
    last = kiosk(HandPrinter())
    assert last.owed() == ()
    assert last.prints(taken) == [(PrintState.UNKNOWN, PaperReason.INTERRUPTED)]


def test_settling_begins_anew_when_the_database_was_away(kiosk: Open) -> None:
    before, held = kiosk(HandPrinter()), []
    taken = before.take()
    before.close()
    after = kiosk(
        HandPrinter(),
        around=lambda queue: held.append(AwayQueue(queue)) or held[0],
        started=False,
    )
    held[0].away = Unavailable(FaultCode.DATABASE_AWAY)
    with pytest.raises(Unavailable):
        after.start()
    held[0].away = None
    after.start()
    assert [owed.ticket_id for owed in after.owed()] == [taken.ticket_id]
    assert after.prints(taken) == [(PrintState.UNKNOWN, PaperReason.INTERRUPTED)]


def test_one_kiosk_runs_once_on_a_machine(kiosk: Open) -> None:
    kiosk(HandPrinter())
    second = kiosk(HandPrinter(), started=False)
    with pytest.raises(Refused) as caught:
        second.start()
    assert (
        caught.value.code,
        caught.value.facts,
    ) == (FaultCode.KIOSK_RUNS_ALREADY, {"place": KIOSK})
    kiosk(HandPrinter(), source="kiosk-2")
