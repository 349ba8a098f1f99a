"""Further slips that this officer asked for: followed in the desk until their end is known."""

from dataclasses import dataclass

from core.hall import Desk
from core.ticket import Event, PrintState


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A slip asked for with event ``seq``, owed by ``place``."""

    ticket_id: str
    label: str
    place: str
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How it ended."""

    label: str
    place: str
    print_state: PrintState


class Reprints:
    """Remembers what was asked for until a desk shows how it ended."""

    def __init__(self) -> None:
        self._asked: tuple[Asked, ...] = ()

    def ask(self, event: Event) -> None:
        """``event`` is the queue's answer to the wish for a further slip."""
        if event.ticket_id is not None:
            asked = Asked(
                ticket_id=event.ticket_id,
                label=event.label or "",
                place=event.place or "",
                seq=event.seq,
            )
            self._asked = (*self._asked, asked)

    def forget(self) -> None:
        """The officer leaves the counter."""
        self._asked = ()

    def ended(self, desk: Desk) -> tuple[Ended, ...]:
        """Those whose end ``desk`` shows; each is told once. A ticket that left the desk is not
        followed any further."""
        states = _paper(desk)
        open_still = tuple(
            asked
            for asked in self._asked
            if desk.seq < asked.seq or states.get(asked.ticket_id) is PrintState.QUEUED
        )
        done = tuple(
            Ended(label=asked.label, place=asked.place, print_state=states[asked.ticket_id])
            for asked in self._asked
            if asked not in open_still and asked.ticket_id in states
        )
        self._asked = open_still
        return done


def _paper(desk: Desk) -> dict[str, PrintState]:
    """The paper of everyone whom the desk shows."""
    states = {
        line.ticket_id: line.print_state for line in (*desk.waiting, *desk.held, *desk.missed)
    }
    if desk.ticket is not None:
        states[desk.ticket.ticket_id] = desk.ticket.print_state
    return states
