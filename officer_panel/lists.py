"""The lists beside the counter's ticket: who waits, who is held, who missed the call."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from core.clock import MINUTE_MS
from core.hall import Desk, ServiceLine, WaitingLine
from core.ticket import Ticket, TicketState, read_paper_code

_DIGITS = 3


class Place(Enum):
    """The three lists. The value is the name of its texts in ``panel.list``."""

    WAITING = "waiting"
    HELD = "held"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The people of one service, in calling order. ``service``: None once it was removed."""

    service: ServiceLine | None
    people: tuple[WaitingLine, ...]


def people(desk: Desk, place: Place) -> tuple[WaitingLine, ...]:
    """Everyone in one list, in the order in which the queue gave them."""
    lists = {Place.WAITING: desk.waiting, Place.HELD: desk.held, Place.MISSED: desk.missed}
    return lists[place]


def by_service(desk: Desk, place: Place) -> tuple[Group, ...]:
    """One list, grouped in the order in which the kiosk shows the services."""
    services = {line.service_id: line for line in desk.services}
    grouped: dict[str, list[WaitingLine]] = {}
    for line in people(desk, place):
        grouped.setdefault(line.service_id, []).append(line)
    last = max((line.position for line in desk.services), default=0) + 1

    def position(service_id: str) -> tuple[int, str]:
        service = services.get(service_id)
        return (last if service is None else service.position, service_id)

    return tuple(
        Group(service=services.get(service_id), people=tuple(grouped[service_id]))
        for service_id in sorted(grouped, key=position)
    )


def next_in_turn(desk: Desk) -> WaitingLine | None:
    """Whom "call next" would call."""
    return min(desk.waiting, key=lambda line: (line.key_ms, line.ticket_id), default=None)


def age_min(line: WaitingLine, now_ms: int) -> int:
    """Whole minutes since the ticket was taken."""
    return max(0, now_ms - line.issued_ms) // MINUTE_MS


def place_of(desk: Desk, ticket_id: str) -> Place | None:
    """In which list a ticket stands."""
    for place in Place:
        if any(line.ticket_id == ticket_id for line in people(desk, place)):
            return place
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A number that was typed or scanned. ``day`` (``YYYYMMDD``) only from paper."""

    label: str
    day: int | None

    @property
    def full_label(self) -> str:
        """As it stands on paper: ``A007`` for a typed ``A7``."""
        series, digits = _bare(self.label)
        return series + digits.rjust(_DIGITS, "0") if digits else self.label


def read_wanted(text: str) -> Wanted | None:
    """What the find field or the scanner says: a ticket's code or a number such as ``a 7``."""
    code = read_paper_code(text.upper())
    if code is not None:
        return Wanted(label=code[0], day=code[1])
    typed = "".join(text.split()).upper()
    return Wanted(label=typed, day=None) if typed else None


def find_in(desk: Desk, wanted: Wanted) -> WaitingLine | None:
    """The wanted ticket in one of the three lists. ``A7`` finds ``A007`` too."""
    if wanted.day is not None and wanted.day != desk.day:
        return None
    everyone: Sequence[WaitingLine] = (*desk.waiting, *desk.held, *desk.missed)
    return next((line for line in everyone if _same(line.label, wanted.label)), None)


def is_at_counter(desk: Desk, wanted: Wanted) -> bool:
    """Whether the wanted ticket is the one at this counter."""
    ticket: Ticket | None = desk.ticket
    if ticket is None or ticket.state not in (TicketState.CALLED, TicketState.SERVING):
        return False
    same_day = wanted.day is None or wanted.day == ticket.day
    return same_day and _same(ticket.label, wanted.label)


def _same(label: str, typed: str) -> bool:
    return _bare(label) == _bare(typed)


def _bare(label: str) -> tuple[str, str]:
    """A label without the zeros that only fill it up: ``("A", "7")``."""
    series = label.rstrip("0123456789")
    return series, label[len(series) :].lstrip("0")
