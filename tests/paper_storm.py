"""Tickets under random printer faults, and the judge: does the record say what is on the paper?

    python -m tests.paper_storm --tickets 1000 --seed 7

Real queue, real kiosk wiring, real driver, simulated printer over TCP. Each ticket is taken as by a
touch; whoever got no slip mostly asks for another, some lose theirs and ask staff. The judge knows
nothing of the programs: it compares the events of the feed with the dots that were cut.
"""

import argparse
import random
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

from PIL import Image

from core.clock import SystemClock
from core.slip import Role, Size, Slip, TextLine
from core.slip_template import Part, SlipTemplate, TemplateLine
from core.ticket import PrintState
from db.catalogue import changing
from db.check import check
from hardware.frames.escpos import encode
from hardware.frames.slip_canvas import draw_slip
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.printer import (
    OnBegun,
    OnOutcome,
    Printer,
    PrinterStatus,
    PrintResult,
    ignore_begun,
)
from i18n import Texts
from kiosk.ports import PaperNews
from kiosk.ticket_paper import TicketPaper
from tests.contract.printers import CAPABILITIES, PAPER, Bench
from tests.fault_weather import Weather
from tests.paper_judge import OUT, Found, Key, judge
from tests.queue_world import SITE, fill, open_program, sqlite_address
from tests.ticket_giver import TicketGiver

# A short slip with all that matters here: the number, and the bar that marks a further one.
TEMPLATE = SlipTemplate(
    lines=(
        TemplateLine(part=Part.NUMBER, size=Size.NUMBER),
        TemplateLine(part=Part.RULE),
        TemplateLine(part=Part.SECTION),
    )
)
SERVICES = "ACEH"
# The driver's patience, short enough for a thousand tickets.
IMPATIENT = {
    "poll_s": 0.1,
    "answer_s": 0.06,
    "confirm_s": 0.25,
    "patience_s": 0.06,
    "expiry_s": 0.3,
}


class StormyPrinter:
    """The kiosk's printer: the weather turns before it is asked how it is, or before a slip."""

    def __init__(self, printer: Printer, weather: Weather) -> None:
        self._printer = printer
        self._weather = weather
        self._turned = False
        self._mutex = threading.Lock()
        self.pictures: dict[Key, Image.Image] = {}
        self._fonts = SlipFonts()

    def look(self, deadline_s: float) -> PrinterStatus:
        self._turn()
        status = self._printer.look(deadline_s)
        if not status.can_print:
            self._calm()
            self._wait_well()
        return status

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None:
        self._turn()
        self.pictures.setdefault(key_of(slip), draw_slip(slip, PAPER, self._fonts))

        def begun() -> None:
            on_begun()
            self._weather.begun()

        def ended(result: PrintResult) -> None:
            self._calm()
            on_outcome(result)

        self._printer.print_slip(slip, on_outcome=ended, on_begun=begun)

    def status(self) -> PrinterStatus:
        return self._printer.status()

    def close(self) -> None:
        self._printer.close()

    def _wait_well(self) -> None:
        """The citizen who comes next finds what was put right meanwhile."""
        pause = threading.Event()
        for _ in range(1000):
            if self._printer.status().can_print:
                return
            pause.wait(0.01)
        raise AssertionError(f"{self._printer.status()} 10 s after all was put right")

    def _turn(self) -> None:
        with self._mutex:
            if not self._turned:
                self._turned = True
                self._weather.before()

    def _calm(self) -> None:
        with self._mutex:
            self._turned = False
            self._weather.after()


def key_of(slip: Slip) -> Key:
    words = [line for line in slip.lines if isinstance(line, TextLine)]
    [number] = [line.text for line in words if line.role is Role.NUMBER]
    return number, any(line.role is Role.REPRINT for line in words)


# The morning --------------------------------------------------------------------------------------


def run(folder: Path, *, tickets: int, seed: int) -> Found:
    """A morning of so many tickets in ``folder``, and what the judge says of it."""
    url = sqlite_address(folder / "queue.db")
    fill(url)
    with ExitStack() as open_things:
        bench = Bench("tcp", folder)
        bench.serve()
        open_things.callback(bench.close)
        driver = bench.ready(bench.link(write_timeout_s=0.1), **IMPATIENT)
        books = open_program(url, SystemClock())
        open_things.callback(books.close)
        with changing(books.engine, SITE) as catalogue:
            catalogue.put_slip_template(TEMPLATE)
        sample = specimen()
        rows = draw_slip(sample, PAPER, SlipFonts()).height
        size = len(encode(sample, CAPABILITIES, fonts=SlipFonts()))
        weather = Weather(bench.sim, seed=seed, rows=rows, size=size)
        printer = StormyPrinter(driver, weather)
        paper = TicketPaper(Texts("vi"), reader=books.reader)
        giver = TicketGiver(url, SystemClock(), folder, printer, slip_of=paper)
        open_things.callback(giver.close)
        morning(giver, random.Random(seed), tickets)
        flush(giver)
        events = books.reader.events(0, limit=1_000_000)
        papers = list(bench.sim.papers)
        found = judge(events, papers, printer.pictures)
        found.strikes.update(weather.strikes)
        found.disagreements += check(books.engine, SITE).differences
        return found


def specimen() -> Slip:
    from core.slip_template import SlipFacts, compose

    facts = SlipFacts(
        office="", section="BỘ PHẬN", heading="", number="A007", service="", reprint="IN LẠI"
    )
    return compose(TEMPLATE, facts)


def morning(giver: TicketGiver, chance: random.Random, tickets: int) -> None:
    """One citizen after the other; each waits until it is known what became of the slip."""
    for _ in range(tickets):
        taken = giver.take(chance.choice(SERVICES))
        state = ended(giver, taken.ticket_id)
        for _ in range(3):
            if state not in OUT and chance.random() < 0.7:
                answer: PaperNews = giver.reprint(taken.ticket_id)
                if answer.print_state is PrintState.QUEUED:
                    state = ended(giver, taken.ticket_id)
            elif state in OUT and chance.random() < 0.1:
                giver.ask_print(taken.ticket_id)
                giver.look_after()
                state = ended(giver, taken.ticket_id)


def ended(giver: TicketGiver, ticket_id: str) -> PrintState:
    """Wait until the ticket's last slip has an end in the books."""
    gone = threading.Event()
    for _ in range(3000):
        state = giver.queue(lambda hall: hall.reader.ticket(ticket_id).print_state)
        if state is not PrintState.QUEUED:
            return state
        gone.wait(0.01)
    raise AssertionError(f"{ticket_id}: no outcome within 30 s")


def flush(giver: TicketGiver) -> None:
    """Slips in calm weather, until one came out: whatever was held is on paper by then."""
    while True:
        taken = giver.take()
        if ended(giver, taken.ticket_id) in OUT:
            return


def main() -> int:
    parser = argparse.ArgumentParser(prog="paper_storm", description=__doc__)
    parser.add_argument("--tickets", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20230927)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        found = run(Path(folder), tickets=asked.tickets, seed=asked.seed)
    sys.stdout.write("\n".join(found.lines()) + "\n")
    return 1 if found.disagreements or found.unmarked_twice else 0


if __name__ == "__main__":
    sys.exit(main())
