"""What one board of the hall shows, and how large it must be to be read from the last row."""

from dataclasses import dataclass, replace
from pathlib import Path

from core.hall import CallLine, CounterLine, Hall

# Capitals that are read at 3 m and at 8 m (domain.md §11); linear between and beyond.
_NEAR_M, _NEAR_MM = 3.0, 37.0
_FAR_M, _FAR_MM = 8.0, 98.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardLook:
    """One board: its services, its screen, where people sit, its pictures.

    ``services``: identifiers, empty for all. ``width_mm``: the real width of the picture.
    ``distance_m``: to the last row of seats. ``slides``: a folder of pictures, each shown for
    ``slide_s`` seconds.
    """

    services: frozenset[str] = frozenset()
    width_mm: float = 527.0
    distance_m: float = 3.0
    slides: Path | None = None
    slide_s: int = 12

    def __post_init__(self) -> None:
        if self.width_mm <= 0 or self.distance_m <= 0 or self.slide_s <= 0:
            raise ValueError(f"no board: {self.width_mm} mm, {self.distance_m} m, {self.slide_s} s")

    @property
    def capitals_mm(self) -> float:
        """How high capitals must be, in millimetres."""
        return capitals_mm(self.distance_m)

    def wants(self, call: CallLine) -> bool:
        """Whether ``call`` is for this board; one whose service nobody knows is."""
        return not self.services or call.service_id is None or call.service_id in self.services

    def part_of(self, hall: Hall) -> Hall:
        """``hall`` without what belongs to other boards."""
        if not self.services:
            return hall
        services = tuple(line for line in hall.services if line.service_id in self.services)
        own = {counter_id for line in services for counter_id in line.counters}
        return replace(
            hall,
            services=services,
            counters=tuple(line for line in hall.counters if self._has(line, own)),
            last_calls=tuple(call for call in hall.last_calls if self.wants(call)),
            next_waiting=tuple(
                line for line in hall.next_waiting if line.service_id in self.services
            ),
        )

    def _has(self, counter: CounterLine, own: set[int]) -> bool:
        """Counters of these services, and one that serves such a ticket to help out."""
        return counter.counter_id in own or counter.service_id in self.services


def capitals_mm(distance_m: float) -> float:
    """The height of capitals, in millimetres, that are read from ``distance_m`` metres."""
    per_metre = (_FAR_MM - _NEAR_MM) / (_FAR_M - _NEAR_M)
    return max(1.0, _NEAR_MM + (distance_m - _NEAR_M) * per_metre)
