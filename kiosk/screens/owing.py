"""The numbers whose slips are missing since the program ended, and how far their printing got."""

from dataclasses import dataclass, replace

from kiosk.ports import Owed, PaperNews

MOST = 4  # more would be too small to touch and too many to read


@dataclass(frozen=True, slots=True, kw_only=True)
class Owing:
    """``news`` is of the slip asked for last; QUEUED while it is on its way, None before."""

    tickets: tuple[Owed, ...] = ()
    news: PaperNews | None = None
    trouble: Exception | None = None

    @property
    def offered(self) -> tuple[Owed, ...]:
        """The oldest, as many as fit."""
        return self.tickets[:MOST]

    @property
    def hidden(self) -> int:
        """How many more there are."""
        return len(self.tickets) - len(self.offered)

    def without(self, ticket_id: str) -> "Owing":
        """Once that slip is out."""
        return replace(
            self, tickets=tuple(one for one in self.tickets if one.ticket_id != ticket_id)
        )

    def doubting(self, ticket_id: str) -> "Owing":
        """Once that slip may be out."""
        doubted = tuple(
            replace(one, doubtful=one.doubtful or one.ticket_id == ticket_id)
            for one in self.tickets
        )
        return replace(self, tickets=doubted)
