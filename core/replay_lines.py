"""Who waits, in plain lists: the calling order of the queue, said a second time and without SQL."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.replay_ticket import ReplayedTicket


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One site's catalogue, as far as numbers and the calling order depend on it.

    ``penalties_ms``: counter -> service that it serves -> penalty. ``head_starts_ms``: priority
    group -> head start. ``first_numbers``: series -> the first number of a day.
    """

    penalties_ms: Mapping[int, Mapping[str, int]]
    head_starts_ms: Mapping[str, int]
    first_numbers: Mapping[str, int]


class Lines:
    """Waiting tickets: one sorted line for each service and each counter that it is kept for."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, int | None], list[tuple[int, str]]] = defaultdict(list)

    def join(self, ticket: ReplayedTicket) -> None:
        insort(self._line_of(ticket), (ticket.due_ms, ticket.ticket_id))

    def leave(self, ticket: ReplayedTicket) -> None:
        line, place = self._line_of(ticket), (ticket.due_ms, ticket.ticket_id)
        index = bisect_left(line, place)
        assert line[index] == place, "who leaves a line stood in it"
        del line[index]

    def ahead_of(self, service_id: str, due_ms: int) -> int:
        """How many wait for the service who are due no later than ``due_ms``."""
        behind = (due_ms + 1, "")
        return sum(
            bisect_right(line, behind)
            for (service, _), line in self._lines.items()
            if service == service_id
        )

    def first_for(
        self, counter_id: int, penalties_ms: Mapping[str, int], open_counters: Collection[int]
    ) -> tuple[int, str] | None:
        """Key (due + penalty) and ticket of whoever this counter must call next, if anyone."""
        firsts = [
            (line[0][0] + penalties_ms[service_id], line[0][1])
            for (service_id, kept_for), line in self._lines.items()
            if line
            and service_id in penalties_ms
            and (kept_for in (None, counter_id) or kept_for not in open_counters)
        ]
        return min(firsts, default=None)

    def everyone(self) -> set[str]:
        """The ids of all who wait."""
        return {ticket_id for line in self._lines.values() for _, ticket_id in line}

    def _line_of(self, ticket: ReplayedTicket) -> list[tuple[int, str]]:
        return self._lines[ticket.service_id, ticket.for_counter_id]
