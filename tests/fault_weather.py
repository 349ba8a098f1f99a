"""Faults in a seeded order, for a simulated printer while it prints; and the judge of its papers.

    weather = Weather(sim, seed=7)
    printer = UnderWeather(driver, weather)      a Printer; hand it to whoever prints
    …  one slip after the other  …
    assert disagreements(record, papers, picture_of) == []

Each slip has its own fault (or none): it begins before the slip, at its first byte, or at a row or
byte of it, and ends when the slip's outcome is known. What was held is printed then.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum

from PIL import Image

from core.slip import Slip
from hardware.protocols.printer import (
    OnBegun,
    OnOutcome,
    Printer,
    PrinterStatus,
    PrintOutcome,
    PrintResult,
    ignore_begun,
)
from hardware.sim.printer import Answers, SimPrinter, Trouble


class Strike(StrEnum):
    """What happens to one slip."""

    CALM = "calm"
    # From before the slip on.
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    KNIFE_JAMMED = "knife_jammed"
    NEAR_END = "near_end"
    POWER_OFF = "power_off"
    UNPLUGGED = "unplugged"
    SILENT = "silent"
    NOISY = "noisy"
    TWICE = "twice"
    LATE = "late"
    FLOOD = "flood"
    # From its first byte on.
    COVER_OPENS = "cover_opens"
    FALLS_SILENT = "falls_silent"
    POWER_FAILS = "power_fails"
    POWER_BLINKS = "power_blinks"
    STALLS = "stalls"
    # At some row or byte of it.
    PAPER_ENDS = "paper_ends"
    KNIFE_JAMS = "knife_jams"
    LINE_LOST = "line_lost"


class Weather:
    """The faults of ``sim`` to come, the same for the same ``seed``.

    ``rows`` and ``size``: about how high a slip is, and how many bytes it has. ``calm``: the share
    of slips without any fault.
    """

    def __init__(
        self, sim: SimPrinter, *, seed: int, rows: int, size: int, calm: float = 0.5
    ) -> None:
        self._sim = sim
        self._draw = random.Random(seed)
        self._rows, self._size, self._calm = rows, size, calm
        self.strikes: list[Strike] = []

    def before(self) -> Strike:
        """The next slip's fault, begun where it begins before the slip."""
        strikes = list(Strike)
        calm = self._draw.random() < self._calm
        strike = Strike.CALM if calm else self._draw.choice(strikes[1:])
        self.strikes.append(strike)
        self._strike_before(strike)
        return strike

    def begun(self) -> None:
        """The slip's first byte is about to leave."""
        match self.strikes[-1]:
            case Strike.COVER_OPENS:
                self._sim.trouble(Trouble.COVER_OPEN)
            case Strike.FALLS_SILENT:
                self._sim.answer(Answers.MISSING)
            case Strike.POWER_FAILS:
                self._sim.power_off()
            case Strike.POWER_BLINKS:
                self._sim.power_off()
                self._sim.power_on()
            case Strike.STALLS:
                self._sim.stall()

    def after(self) -> None:
        """All is well again."""
        sim = self._sim
        sim.answer(Answers.RIGHT)
        sim.asb_flood(None)
        sim.slow_to(None)
        sim.power_on()
        sim.plug_in()
        sim.clear()

    def _strike_before(self, strike: Strike) -> None:
        sim, draw = self._sim, self._draw
        match strike:
            case Strike.PAPER_OUT:
                sim.trouble(Trouble.PAPER_OUT)
            case Strike.COVER_OPEN:
                sim.trouble(Trouble.COVER_OPEN)
            case Strike.OFFLINE:
                sim.trouble(Trouble.OFFLINE)
            case Strike.KNIFE_JAMMED:
                sim.trouble(Trouble.CUTTER)
            case Strike.NEAR_END:
                sim.trouble(Trouble.NEAR_END)
            case Strike.POWER_OFF:
                sim.power_off()
            case Strike.UNPLUGGED:
                sim.unplug()
            case Strike.SILENT:
                sim.answer(Answers.MISSING)
            case Strike.NOISY:
                sim.answer(Answers.GARBAGE)
            case Strike.TWICE:
                sim.answer(Answers.DOUBLE)
            case Strike.LATE:
                sim.answer(Answers.LATE, late_ms=draw.randrange(1, 120))
            case Strike.FLOOD:
                sim.asb_flood(2)
            case Strike.PAPER_ENDS:
                sim.paper_ends_after(draw.randrange(1, self._rows + 1))
            case Strike.KNIFE_JAMS:
                sim.jam_at_next_cut()
            case Strike.LINE_LOST:
                sim.drop_connection_after(draw.randrange(1, self._size * 5 // 4))


class UnderWeather:
    """A ``Printer`` whose every slip meets the weather."""

    def __init__(self, printer: Printer, weather: Weather) -> None:
        self._printer = printer
        self._weather = weather

    def print_slip(
        self, slip: Slip, *, on_outcome: OnOutcome, on_begun: OnBegun = ignore_begun
    ) -> None:
        def begun() -> None:
            on_begun()
            self._weather.begun()

        def ended(result: PrintResult) -> None:
            self._weather.after()
            on_outcome(result)

        self._weather.before()
        self._printer.print_slip(slip, on_outcome=ended, on_begun=begun)

    def status(self) -> PrinterStatus:
        return self._printer.status()

    def look(self, deadline_s: float) -> PrinterStatus:
        return self._printer.look(deadline_s)

    def close(self) -> None:
        self._printer.close()


def disagreements(
    record: Mapping[str, PrintOutcome],
    papers: Sequence[Image.Image],
    picture_of: Callable[[str], Image.Image],
) -> list[str]:
    """Where the ``record`` of each label's slip and the papers that were cut do not agree.

    PRINTED: exactly once on paper. NOT_SENT: not at all. UNKNOWN: once at most. Any other paper is
    a part of one UNKNOWN slip: no paper has two numbers.
    """
    pictures = {label: _rows(picture_of(label)) for label in record}
    counts = dict.fromkeys(record, 0)
    found: list[str] = []
    by_picture = {tuple(rows): label for label, rows in pictures.items()}
    for paper in papers:
        rows = _rows(paper)
        label = by_picture.get(tuple(rows))
        if label is not None:
            counts[label] += 1
        elif not _is_part(rows, (pictures[label] for label in _doubtful(record))):
            found.append(f"a paper of {len(rows)} rows is nobody's")
    allowed = {
        PrintOutcome.PRINTED: (1,),
        PrintOutcome.NOT_SENT: (0,),
        PrintOutcome.UNKNOWN: (0, 1),
    }
    for label, outcome in record.items():
        if counts[label] not in allowed[outcome]:
            found.append(f"{label}: {outcome.value}, {counts[label]} times on paper")
    return found


def _doubtful(record: Mapping[str, PrintOutcome]) -> list[str]:
    return [label for label, outcome in record.items() if outcome is PrintOutcome.UNKNOWN]


def _rows(picture: Image.Image) -> list[bytes]:
    data, stride = picture.tobytes(), -(-picture.width // 8)
    return [data[start : start + stride] for start in range(0, len(data), stride)]


def _is_part(rows: list[bytes], slips: Iterable[list[bytes]]) -> bool:
    """Whether this is the beginning of a slip; of its last row only some dots may be there."""
    inked = [place for place, row in enumerate(rows) if row.strip(b"\xff")]
    sure = rows[: inked[-1]] if inked else []
    return any(slip[: len(sure)] == sure for slip in slips)
