"""A ticket, its states and the steps between them."""

from dataclasses import dataclass
from enum import IntEnum

from core.fault import FaultCode, Refused
from core.waiting import WaitRange


class TicketState(IntEnum):
    """Where a ticket is. Stored as numbers; 0 to 3 stand as literals in partial indexes."""

    WAITING = 0  # -> CALLED, VOID, EXPIRED
    CALLED = 1  # -> SERVING, NO_SHOW, WAITING (undo, transfer), CALLED (recall), VOID
    SERVING = 2  # -> DONE, HELD, WAITING (transfer)
    HELD = 3  # -> WAITING (resume), VOID, EXPIRED
    DONE = 4  # the end
    NO_SHOW = 5  # -> WAITING (restore), VOID
    VOID = 6  # the end; the number stays used
    EXPIRED = 7  # the end


class PrintState(IntEnum):
    """What is known of the ticket's paper."""

    NONE = 0  # no paper was asked for; -> QUEUED
    QUEUED = 1  # the slip waits for the printer; -> PRINTED, FAILED, UNKNOWN
    PRINTED = 2  # the printer confirmed it; -> REPRINTED
    FAILED = 3  # not one byte reached the printer; -> QUEUED, PRINTED, UNKNOWN
    UNKNOWN = 4  # some bytes went out, no proof came back; -> REPRINTED
    REPRINTED = 5  # a further slip, marked "IN LẠI", came out; -> REPRINTED


class EventKind(IntEnum):
    """What happened, as stored in the feed. Each ticket step names the states that it may leave."""

    ISSUED = 1  # -> WAITING
    CALLED = 2  # WAITING -> CALLED, the next in order
    PICKED = 3  # WAITING -> CALLED, out of turn, with a reason
    RECALLED = 4  # CALLED -> CALLED
    STARTED = 5  # CALLED -> SERVING
    FINISHED = 6  # SERVING -> DONE
    NO_SHOW = 7  # CALLED -> NO_SHOW
    RESTORED = 8  # NO_SHOW -> WAITING, same number and seniority
    HELD = 9  # SERVING -> HELD
    RESUMED = 10  # HELD -> WAITING, same number and seniority
    TRANSFERRED = 11  # CALLED, SERVING -> WAITING, same number and seniority
    CALL_UNDONE = 12  # CALLED -> WAITING, within a minute of the call
    VOIDED = 13  # WAITING, CALLED, HELD, NO_SHOW -> VOID
    EXPIRED = 14  # WAITING, HELD -> EXPIRED, when a later day begins
    PRINT = 20  # the print state changed
    COUNTER_OPENED = 30  # an officer sits down at a counter
    COUNTER_CLOSED = 31  # and leaves it
    CLOCK_CONFIRMED = 40  # someone vouched for a jump of the clock


# From which states a step may be taken, and where it leads.
STEPS: dict[EventKind, tuple[frozenset[TicketState], TicketState]] = {
    EventKind.CALLED: (frozenset({TicketState.WAITING}), TicketState.CALLED),
    EventKind.PICKED: (frozenset({TicketState.WAITING}), TicketState.CALLED),
    EventKind.RECALLED: (frozenset({TicketState.CALLED}), TicketState.CALLED),
    EventKind.STARTED: (frozenset({TicketState.CALLED}), TicketState.SERVING),
    EventKind.FINISHED: (frozenset({TicketState.SERVING}), TicketState.DONE),
    EventKind.NO_SHOW: (frozenset({TicketState.CALLED}), TicketState.NO_SHOW),
    EventKind.RESTORED: (frozenset({TicketState.NO_SHOW}), TicketState.WAITING),
    EventKind.HELD: (frozenset({TicketState.SERVING}), TicketState.HELD),
    EventKind.RESUMED: (frozenset({TicketState.HELD}), TicketState.WAITING),
    EventKind.TRANSFERRED: (
        frozenset({TicketState.CALLED, TicketState.SERVING}),
        TicketState.WAITING,
    ),
    EventKind.CALL_UNDONE: (frozenset({TicketState.CALLED}), TicketState.WAITING),
    EventKind.VOIDED: (
        frozenset({TicketState.WAITING, TicketState.CALLED, TicketState.HELD, TicketState.NO_SHOW}),
        TicketState.VOID,
    ),
    EventKind.EXPIRED: (frozenset({TicketState.WAITING, TicketState.HELD}), TicketState.EXPIRED),
}

UNDO_WITHIN_MS = 60_000

# Which print states may follow on which.
PRINT_STEPS: dict[PrintState, frozenset[PrintState]] = {
    PrintState.NONE: frozenset({PrintState.QUEUED}),
    PrintState.QUEUED: frozenset({PrintState.PRINTED, PrintState.FAILED, PrintState.UNKNOWN}),
    PrintState.PRINTED: frozenset({PrintState.REPRINTED}),
    PrintState.FAILED: frozenset({PrintState.QUEUED, PrintState.PRINTED, PrintState.UNKNOWN}),
    PrintState.UNKNOWN: frozenset({PrintState.PRINTED, PrintState.REPRINTED}),
    PrintState.REPRINTED: frozenset({PrintState.REPRINTED}),
}


def check_step(kind: EventKind, state: TicketState, label: str) -> None:
    """Raise ``Refused(STEP_NOT_ALLOWED)`` unless ``kind`` may follow on ``state``."""
    allowed, _ = STEPS[kind]
    if state not in allowed:
        raise Refused(
            FaultCode.STEP_NOT_ALLOWED,
            label=label,
            step=kind.name.lower(),
            state=state.name.lower(),
        )


def check_print_step(now: PrintState, then: PrintState, label: str) -> None:
    """Raise ``Refused(STEP_NOT_ALLOWED)`` unless the paper's state may become ``then``."""
    if then not in PRINT_STEPS[now]:
        raise Refused(
            FaultCode.STEP_NOT_ALLOWED,
            label=label,
            step=f"print_{then.name.lower()}",
            state=f"print_{now.name.lower()}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket as the queue has it. Times are UTC milliseconds, ``day`` is ``YYYYMMDD``."""

    site_id: str
    ticket_id: str
    day: int
    series: str
    number: int
    label: str
    service_id: str
    procedure_id: str | None
    priority: str | None
    state: TicketState
    due_ms: int
    issued_ms: int
    called_ms: int | None
    started_ms: int | None
    ended_ms: int | None
    counter_id: int | None
    for_counter_id: int | None
    calls: int
    ahead: int
    told: WaitRange | None
    token: str
    source: str
    print_state: PrintState
    prints: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the feed, and the answer to the command that wrote it.

    ``seq`` runs 1..n without gaps per site; ``at_ms`` strictly increases. ``counter_id`` is where
    it happened, ``to_counter_id`` the counter that a transfer names. ``ahead`` and ``due_ms`` are
    set on ISSUED only, ``print_state`` on ISSUED and PRINT.
    """

    site_id: str
    seq: int
    kind: EventKind
    at_ms: int
    day: int
    cmd_id: str | None = None
    ticket_id: str | None = None
    series: str | None = None
    number: int | None = None
    label: str | None = None
    service_id: str | None = None
    counter_id: int | None = None
    to_counter_id: int | None = None
    officer_id: str | None = None
    priority: str | None = None
    due_ms: int | None = None
    ahead: int | None = None
    print_state: PrintState | None = None
    reason: str | None = None


def label_of(series: str, number: int, width: int = 3) -> str:
    """The number as people see it: ``A007``."""
    return f"{series}{number:0{width}d}"


def paper_code(label: str, day: int, token: str) -> str:
    """What the ticket's QR says when no tracking address is set; a scanner at the panel reads it.

    ``MC:A007:20230927:7K2M9QWXTRFA``, all within the QR code's alphanumeric set.
    """
    return f"MC:{label}:{day}:{token}"


def read_paper_code(code: str) -> tuple[str, int, str] | None:
    """``(label, day, token)`` of a scanned ``paper_code``, or None when it is something else."""
    parts = code.strip().split(":")
    if len(parts) != 4 or parts[0] != "MC" or not parts[2].isdecimal():
        return None
    return parts[1], int(parts[2]), parts[3]
