"""What a benchmark tells: figures, each beside its floor and its target, as an aligned table."""

import math
import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value. ``floor`` is what it stands beside, in the same unit.

    ``limit`` is the most that the value may be, ``limit_ratio`` the most times the floor.
    """

    what: str
    value: float
    unit: str
    floor: float | None = None
    limit: float | None = None
    limit_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without one."""
        if self.limit_ratio is not None:
            return self.ratio is not None and self.ratio <= self.limit_ratio
        return None if self.limit is None else self.value <= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one benchmark found. ``notes`` say what the figures and their floor are."""

    name: str
    title: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()

    def as_json(self) -> Mapping[str, object]:
        return {
            "name": self.name,
            "title": self.title,
            "notes": list(self.notes),
            "figures": [
                asdict(figure) | {"ratio": figure.ratio, "met": figure.met}
                for figure in self.figures
            ],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is measured."""

    rounds: int  # alternations between what is compared
    batch: int  # calls in a row of each
    clients: int
    histories: tuple[int, ...]  # old tickets in the database, ascending
    wakeups: int
    touches: int
    starts: int
    halls: tuple[int, ...] = (1, 10, 20)  # counters


FULL = Effort(
    rounds=40,
    batch=25,
    clients=8,
    histories=(100, 10_000, 1_000_000),
    wakeups=300,
    touches=120,
    starts=7,
)
QUICK = Effort(
    rounds=8,
    batch=10,
    clients=8,
    histories=(100, 10_000, 100_000),
    wakeups=60,
    touches=25,
    starts=3,
)


def now_ns() -> int:
    """Nanoseconds of a clock that all processes of this machine share, on Linux and Windows."""
    return time.perf_counter_ns()


def ms_since(began_ns: int) -> float:
    return (now_ns() - began_ns) / NS_PER_MS


def timed(call: Callable[[], object], count: int) -> list[float]:
    """Milliseconds of each of ``count`` calls."""
    took: list[float] = []
    for _ in range(count):
        began = now_ns()
        call()
        took.append(ms_since(began))
    return took


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def high(values: Sequence[float], share: float = 0.99) -> float:
    """The value that ``share`` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def table(report: Report) -> str:
    """The report for the terminal."""
    rows = [("", "ours", "floor", "ratio", "target", "")]
    rows += [_row(figure) for figure in report.figures]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [f"── {report.name}: {report.title}"]
    lines += [_line(row, widths) for row in rows]
    lines += [f"   {note}" for note in report.notes]
    return "\n".join(lines)


def _row(figure: Figure) -> tuple[str, str, str, str, str, str]:
    ratio = "" if figure.ratio is None else f"{_short(figure.ratio)} ×"
    floor = "" if figure.floor is None else _amount(figure.floor, figure.unit)
    target, verdict = "", ""
    if figure.limit_ratio is not None:
        target = f"≤ {_short(figure.limit_ratio)} ×"
    elif figure.limit is not None:
        target = f"≤ {_amount(figure.limit, figure.unit)}"
    if figure.met is not None:
        verdict = "met" if figure.met else "NOT MET"
    return figure.what, _amount(figure.value, figure.unit), floor, ratio, target, verdict


def _line(row: Iterable[str], widths: Sequence[int]) -> str:
    first, *rest = row
    cells = [f"{cell:>{width}}" for cell, width in zip(rest, widths[1:], strict=True)]
    return "   " + "  ".join([f"{first:<{widths[0]}}", *cells]).rstrip()


def _amount(value: float, unit: str) -> str:
    return f"{_short(value)} {unit}"


def _short(value: float) -> str:
    """Three digits that matter, whole numbers in full: ``0.342``, ``12.5``, ``27,483``."""
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    digits = 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:.{digits}f}"
