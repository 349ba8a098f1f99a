"""What the panel needs from outside, handed in as callables, and the command that it sends."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from core.hall import CounterLine, Desk, Office, OfficerLine, PriorityGroup
from core.ticket import Event, Ticket
from officer_panel.actions import Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Seats:
    """Where one can sit and who may, for the start. ``priorities`` name the groups."""

    office: Office
    counters: tuple[CounterLine, ...]
    officers: tuple[OfficerLine, ...]
    priorities: tuple[PriorityGroup, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelPorts:
    """The queue as the panel sees it; every callable runs on the database thread.

    Reading: ``seats()``, ``desk(counter_id)``, ``find(label, day)``. The others have the names and
    arguments of the queue's commands, and each takes ``cmd_id``, so that sending again is safe.
    ``reprint(ticket_id, *, counter_id, officer_id, cmd_id)`` asks the kiosk that gave out the
    ticket, or another with a printer that works, for a further slip; it raises ``Refused`` with
    ``PAPER_NOWHERE`` when there is none.
    All raise ``Refused`` or ``Unavailable``.
    """

    seats: Callable[[], Seats]
    desk: Callable[[int], Desk]
    find: Callable[[str, int | None], Ticket]
    call_next: Callable[..., Event | None]
    pick: Callable[..., Event]
    recall: Callable[..., Event]
    start: Callable[..., Event]
    finish: Callable[..., Event]
    no_show: Callable[..., Event]
    undo_call: Callable[..., Event]
    hold: Callable[..., Event]
    resume: Callable[..., Event]
    restore: Callable[..., Event]
    transfer: Callable[..., Event]
    void: Callable[..., Event]
    reprint: Callable[..., Event]
    open_counter: Callable[..., Event | None]
    close_counter: Callable[..., Event | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One wish of the officer. ``cmd_id`` is made when the key goes down."""

    action: Action
    cmd_id: str
    counter_id: int
    officer_id: str | None = None
    ticket_id: str | None = None
    service_id: str | None = None
    to_counter_id: int | None = None
    reason: str | None = None

    def same_wish(self, other: "Command") -> bool:
        """Whether both ask for the same thing, whatever their ``cmd_id``."""
        return replace(self, cmd_id="") == replace(other, cmd_id="")


def send(ports: PanelPorts, command: Command) -> Event | None:
    """Carry out ``command``; None only when nobody waits. Runs on the database thread."""
    match command.action:
        case Action.CALL_NEXT:
            return ports.call_next(
                command.counter_id, cmd_id=command.cmd_id, officer_id=command.officer_id
            )
        case Action.OPEN:
            return ports.open_counter(command.counter_id, command.officer_id, cmd_id=command.cmd_id)
        case Action.CLOSE:
            return ports.close_counter(command.counter_id, cmd_id=command.cmd_id)
        case Action.START:
            return ports.start(command.counter_id, cmd_id=command.cmd_id)
        case Action.FINISH:
            return ports.finish(command.counter_id, cmd_id=command.cmd_id)
        case Action.RECALL:
            return ports.recall(command.counter_id, cmd_id=command.cmd_id)
        case Action.NO_SHOW:
            return ports.no_show(command.counter_id, cmd_id=command.cmd_id)
        case Action.UNDO_CALL:
            return ports.undo_call(command.counter_id, cmd_id=command.cmd_id)
        case Action.HOLD:
            return ports.hold(command.counter_id, reason=command.reason, cmd_id=command.cmd_id)
        case Action.TRANSFER:
            return ports.transfer(
                command.counter_id,
                service_id=command.service_id,
                to_counter_id=command.to_counter_id,
                reason=command.reason,
                cmd_id=command.cmd_id,
            )
        case Action.PICK | Action.RESUME | Action.RESTORE | Action.VOID | Action.REPRINT:
            return _send_for_ticket(ports, command)
        case _:
            assert_never(command.action)


def _send_for_ticket(ports: PanelPorts, command: Command) -> Event:
    """The commands that name a ticket rather than the one at the counter."""
    if command.ticket_id is None:
        raise ValueError(f"{command.action.name} without a ticket")
    if command.action is Action.PICK:
        return ports.pick(
            command.counter_id,
            command.ticket_id,
            reason=command.reason,
            cmd_id=command.cmd_id,
            officer_id=command.officer_id,
        )
    if command.action is Action.VOID:
        return ports.void(command.ticket_id, reason=command.reason, cmd_id=command.cmd_id)
    if command.action is Action.REPRINT:
        return ports.reprint(
            command.ticket_id,
            counter_id=command.counter_id,
            officer_id=command.officer_id,
            cmd_id=command.cmd_id,
        )
    step = ports.resume if command.action is Action.RESUME else ports.restore
    return step(command.ticket_id, cmd_id=command.cmd_id)
