"""What an officer may do now: read off a ``Desk`` snapshot, without a screen."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final, assert_never

from core.hall import Desk, WaitingLine
from core.ticket import UNDO_WITHIN_MS, TicketState


class Action(Enum):
    """What the officer asks for. The value is the name of its texts in ``panel.action``."""

    OPEN = "open"
    CLOSE = "close"
    CALL_NEXT = "call_next"
    START = "start"
    FINISH = "finish"
    RECALL = "recall"
    NO_SHOW = "no_show"
    HOLD = "hold"
    TRANSFER = "transfer"
    UNDO_CALL = "undo_call"
    PICK = "pick"  # a chosen waiting ticket, out of turn
    RESUME = "resume"  # a chosen held ticket
    RESTORE = "restore"  # a chosen ticket that missed its call
    VOID = "void"  # the chosen ticket, else the called one
    REPRINT = "reprint"  # a further slip of the chosen ticket, else of the one at the counter


# One key for one meaning: a second press of "call" must never start or finish anything.
# The three list actions share a key, since a chosen ticket allows only one of them.
KEYS: Final[Mapping[Action, str]] = MappingProxyType(
    {
        Action.CALL_NEXT: "F2",
        Action.START: "F3",
        Action.FINISH: "F4",
        Action.RECALL: "F5",
        Action.NO_SHOW: "F6",
        Action.HOLD: "F7",
        Action.TRANSFER: "F8",
        Action.UNDO_CALL: "F9",
        Action.PICK: "F10",
        Action.RESUME: "F10",
        Action.RESTORE: "F10",
        Action.VOID: "F12",
        Action.REPRINT: "Ctrl+P",
        Action.CLOSE: "Ctrl+D",
    }
)
FIND_KEY: Final = "F11"
LANGUAGE_KEY: Final = "Ctrl+L"

NEEDS_REASON: Final = frozenset({Action.HOLD, Action.PICK, Action.VOID})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What can be done: ``primary`` is the one big button, ``allowed`` may hold it or not."""

    primary: Action
    allowed: frozenset[Action]


def primary(desk: Desk) -> Action:
    """The next step of the ordinary course: call, start, finish."""
    if desk.ticket is None:
        return Action.CALL_NEXT
    return Action.START if desk.ticket.state is TicketState.CALLED else Action.FINISH


def outlook(desk: Desk, *, chosen: WaitingLine | None, now_ms: int) -> Outlook:
    """What the rules of the counter allow at ``now_ms`` (UTC, the database's clock)."""
    allowed = _at_counter(desk, now_ms) | _for_chosen(desk, chosen)
    return Outlook(primary=primary(desk), allowed=frozenset(allowed))


def void_target(desk: Desk, chosen: WaitingLine | None) -> tuple[str, str] | None:
    """``(ticket_id, label)`` of the ticket that VOID would mean, or None."""
    if chosen is not None:
        return chosen.ticket_id, chosen.label
    if desk.ticket is not None and desk.ticket.state is TicketState.CALLED:
        return desk.ticket.ticket_id, desk.ticket.label
    return None


def reprint_target(desk: Desk, chosen: WaitingLine | None) -> tuple[str, str] | None:
    """``(ticket_id, label)`` of the ticket that REPRINT would mean, or None.

    Whether a slip is under way already is for the queue to say, and to explain.
    """
    who = chosen or desk.ticket
    return None if who is None else (who.ticket_id, who.label)


def undo_left_ms(desk: Desk, now_ms: int) -> int:
    """How much longer the call at this counter can be undone; 0 when it cannot."""
    ticket = desk.ticket
    if ticket is None or ticket.state is not TicketState.CALLED or ticket.called_ms is None:
        return 0
    return max(0, ticket.called_ms + UNDO_WITHIN_MS - now_ms)


def _at_counter(desk: Desk, now_ms: int) -> set[Action]:
    if desk.ticket is None:
        return {Action.CALL_NEXT, Action.CLOSE}
    if desk.ticket.state is TicketState.SERVING:
        return {Action.FINISH, Action.HOLD, Action.TRANSFER}
    allowed = {Action.START, Action.RECALL, Action.NO_SHOW, Action.TRANSFER}
    if undo_left_ms(desk, now_ms) > 0:
        allowed.add(Action.UNDO_CALL)
    return allowed


def _for_chosen(desk: Desk, chosen: WaitingLine | None) -> set[Action]:
    allowed = set() if void_target(desk, chosen) is None else {Action.VOID}
    if reprint_target(desk, chosen) is not None:
        allowed.add(Action.REPRINT)
    action = list_action(chosen)
    if action is Action.PICK and desk.ticket is not None:
        return allowed  # the counter is busy
    return allowed | ({action} if action is not None else set())


def list_action(chosen: WaitingLine | None) -> Action | None:
    """What Enter on a ticket in the lists means."""
    if chosen is None:
        return None
    match chosen.state:
        case TicketState.WAITING:
            return Action.PICK
        case TicketState.HELD:
            return Action.RESUME
        case TicketState.NO_SHOW:
            return Action.RESTORE
        case (
            TicketState.CALLED
            | TicketState.SERVING
            | TicketState.DONE
            | TicketState.VOID
            | TicketState.EXPIRED
        ):
            return None
        case _:
            assert_never(chosen.state)
