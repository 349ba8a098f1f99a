"""Whose slips are these? One living machine stands for a kiosk's name, and its journal for it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from core.fault import FaultCode, Unavailable
from core.ids import new_id
from core.slip import Slip
from core.ticket import PaperReason, PrintState
from db.devices import ALIVE_MS, HEARTBEAT_S
from kiosk.print_journal import journal_file
from tests.hand_clock import HandClock
from tests.queue_world import refuses
from tests.ticket_giver import KIOSK, HandPrinter, TicketGiver, bars

Open = Callable[..., TicketGiver]
MARK = "IN LẠI"


@pytest.fixture
def kiosk(seeded_sqlite_url: str, clock: HandClock, tmp_path: Path) -> Iterator[Open]:
    """Opens kiosks on one database and one machine; closed and opened again it is a new start."""
    with ExitStack() as open_ones:

        def start(printer: Any = None, **chosen: Any) -> TicketGiver:
            folder = chosen.pop("folder", tmp_path)
            giver = TicketGiver(seeded_sqlite_url, clock, folder, printer, **chosen)
            open_ones.callback(giver.close)
            return giver

        yield start


def marks(slip: Slip) -> list[str]:
    return [bar for bar in bars(slip) if bar == MARK]


@pytest.mark.parametrize("begins", [True, False])
def test_without_the_journal_every_slip_left_open_is_in_doubt(
    kiosk: Open, tmp_path: Path, begins: bool
) -> None:
    """It is out perhaps, and nothing on the disk says so any more."""
    before = kiosk(HandPrinter(begins=begins))
    taken = before.take()
    before.close()
    journal_file(tmp_path, KIOSK).unlink()
    printer = HandPrinter()
    after = kiosk(printer)
    assert after.prints(taken) == [(PrintState.UNKNOWN, PaperReason.INTERRUPTED)]
    after.reprint(taken.ticket_id)
    assert marks(printer.slips[0]) == [MARK]


def test_a_second_machine_of_the_same_name_is_refused_while_the_first_lives(
    kiosk: Open, tmp_path: Path, clock: HandClock
) -> None:
    first = kiosk(HandPrinter())
    second = kiosk(HandPrinter(), folder=tmp_path / "other", started=False)
    for _ in range(3):
        with refuses(FaultCode.KIOSK_RUNS_ALREADY, place=KIOSK):
            second.start()
        clock.advance(HEARTBEAT_S * 1000)
        first.note_devices()
    first.close()
    second.start()
    assert second.take().label == "A001"


def test_a_machine_whose_name_was_taken_meanwhile_gives_out_nothing_more(
    kiosk: Open, tmp_path: Path, clock: HandClock
) -> None:
    """Its line was cut for a while; what it had open is in doubt at the other machine."""
    here, there = HandPrinter(begins=False), HandPrinter()
    first = kiosk(here)
    taken = first.take()
    kiosk(HandPrinter(), folder=tmp_path / "other", source="kiosk-2").close()
    clock.advance(ALIVE_MS + 1)
    second = kiosk(there, folder=tmp_path / "other")
    assert second.prints(taken) == [(PrintState.UNKNOWN, PaperReason.INTERRUPTED)]
    first.note_devices()
    with refuses(FaultCode.KIOSK_RUNS_ALREADY, place=KIOSK):
        first.take()
    second.ask_print(taken.ticket_id)
    first.look_after()
    second.look_after()
    assert (len(here.slips), [marks(slip) for slip in there.slips]) == (1, [[MARK]])


def test_a_journal_of_older_days_does_not_vouch_for_the_slips_of_another_machine(
    kiosk: Open, tmp_path: Path
) -> None:
    kiosk(HandPrinter(), folder=tmp_path / "other").close()
    first = kiosk(HandPrinter())
    taken = first.take()
    first.close()
    second = kiosk(HandPrinter(), folder=tmp_path / "other")
    assert second.prints(taken) == [(PrintState.UNKNOWN, PaperReason.INTERRUPTED)]


def test_the_first_slip_of_a_number_that_another_program_gave_out_is_not_printed(
    kiosk: Open,
) -> None:
    printer = HandPrinter()
    giver = kiosk(printer)
    giver.queue(
        lambda hall: hall.queue.issue(
            "A", source=KIOSK, print_state=PrintState.QUEUED, cmd_id=new_id()
        )
    )
    giver.look_after()
    assert printer.slips == []


def test_a_slip_whose_number_was_given_out_unheard_is_printed_once(kiosk: Open) -> None:
    """The database went away between the commit and its answer."""

    class Unheard:
        def __init__(self, queue: Any) -> None:
            self._queue = queue
            self.record_print = queue.record_print

        def issue(self, *arguments: Any, **named: Any) -> Any:
            self._queue.issue(*arguments, **named)
            raise Unavailable(FaultCode.DATABASE_AWAY)

    printer = HandPrinter()
    giver = kiosk(printer, around=Unheard)
    with pytest.raises(Unavailable):
        giver.take()
    giver.look_after()
    giver.look_after()
    assert len(printer.slips) == 1


@pytest.mark.complains("journal")
def test_where_no_journal_can_be_kept_the_kiosk_gives_out_numbers_without_paper(
    kiosk: Open, tmp_path: Path
) -> None:
    (tmp_path / "paper").write_text("no folder", "utf-8")
    printer = HandPrinter()
    giver = kiosk(printer)
    taken = giver.take()
    assert (taken.label, taken.print_state, printer.slips) == ("A001", PrintState.NONE, [])
    assert giver.paper.printer_fault() is FaultCode.PRINTER_MISSING
