"""A ticket, its states and the steps between them."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

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
    """What is known of the last slip that was asked for. 1 stands as a literal in an index."""

    NONE = 0  # no paper was asked for; -> QUEUED
    QUEUED = 1  # a place owes the slip; -> PRINTED or REPRINTED, FAILED, UNKNOWN
    PRINTED = 2  # the first slip, confirmed by the printer; -> QUEUED
    FAILED = 3  # surely not one byte of it reached the printer; -> QUEUED
    UNKNOWN = 4  # some bytes went out, no proof came back; -> QUEUED
    REPRINTED = 5  # a slip that says "IN LẠI", confirmed by the printer; -> QUEUED


class PaperReason(StrEnum):
    """Why a slip ended without a word from a printer; otherwise the reason is its fault code."""

    INTERRUPTED = "print_interrupted"  # the kiosk's program ended first
    TOO_LATE = "print_too_late"  # asked for so long ago that it would come out for nobody
    NO_LONGER_VALID = "print_no_longer_valid"  # the ticket was voided or expired meanwhile
    PLACE_SILENT = "place_silent"  # the kiosk that owed it has not been heard of since


class EventKind(IntEnum):
    """What happened, as stored in the feed. Each ticket step names the states that it may leave."""

    ISSUED = 1  # -> WAITING
    CALLED = 2  # WAITING -> CALLED, the next in order; ends the counter's pause
    PICKED = 3  # WAITING -> CALLED, out of turn, with a reason; ends the counter's pause
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
    PRINT = 20  # a slip was asked for, or it ended
    COUNTER_OPENED = 30  # an officer sits down at a counter
    COUNTER_CLOSED = 31  # and leaves it; ends a pause
    COUNTER_PAUSED = 32  # open, but calls nobody until RESUMED, CLOSED, a call or a new day
    COUNTER_RESUMED = 33  # the officer is back
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

_ENDS_OF_A_SLIP = frozenset(
    {PrintState.PRINTED, PrintState.FAILED, PrintState.UNKNOWN, PrintState.REPRINTED}
)
# Which print states may follow on which: a slip is asked for, then it ends.
PRINT_STEPS: dict[PrintState, frozenset[PrintState]] = {
    PrintState.NONE: frozenset({PrintState.QUEUED}),
    PrintState.QUEUED: _ENDS_OF_A_SLIP,
    PrintState.PRINTED: frozenset({PrintState.QUEUED}),
    PrintState.FAILED: frozenset({PrintState.QUEUED}),
    PrintState.UNKNOWN: frozenset({PrintState.QUEUED}),
    PrintState.REPRINTED: frozenset({PrintState.QUEUED}),
}
# In these states nobody can use a further slip.
WITHOUT_PAPER = frozenset({TicketState.VOID, TicketState.EXPIRED})


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


def print_steps(now: PrintState, *, marked: bool) -> frozenset[PrintState]:
    """Where the paper's state may go from ``now``.

    ``marked``: an earlier slip of the number may be out, so that this one says "IN LẠI": when it
    comes out it is REPRINTED, never PRINTED.
    """
    other = PrintState.PRINTED if marked else PrintState.REPRINTED
    return PRINT_STEPS[now] - {other}


def check_slip_end(now: PrintState, then: PrintState, label: str, *, marked: bool) -> None:
    """Raise ``Refused(STEP_NOT_ALLOWED)`` unless a slip is owed and may end as ``then``."""
    if now is not PrintState.QUEUED or then not in print_steps(now, marked=marked):
        raise Refused(
            FaultCode.STEP_NOT_ALLOWED,
            label=label,
            step=f"print_{then.name.lower()}",
            state=f"print_{now.name.lower()}",
        )


def check_may_have_paper(state: TicketState, label: str) -> None:
    """Raise ``Refused(STEP_NOT_ALLOWED)`` for a ticket whose slip would be good for nothing."""
    if state in WITHOUT_PAPER:
        raise Refused(
            FaultCode.STEP_NOT_ALLOWED,
            label=label,
            step="print_queued",
            state=state.name.lower(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket as the queue has it. Times are UTC milliseconds, ``day`` is ``YYYYMMDD``.

    Of its paper: ``print_state`` is that of the last slip, which was asked for at ``asked_ms`` of
    the place ``paper_at`` (both None when none ever was); ``prints`` slips came out for certain,
    of ``doubts`` more nobody knows.
    """

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
    doubts: int = 0
    paper_at: str | None = None
    asked_ms: int | None = None

    @property
    def marked(self) -> bool:
        """Whether the next slip must say "IN LẠI": one with this number may be out already."""
        return self.prints > 0 or self.doubts > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of the feed, and the answer to the command that wrote it.

    ``seq`` runs 1..n without gaps per site; ``at_ms`` strictly increases. ``counter_id`` is where
    it happened, ``to_counter_id`` the counter that a transfer names. ``ahead`` and ``due_ms`` are
    set on ISSUED only, ``print_state`` on ISSUED and PRINT. ``place`` owes the slip that ISSUED or
    PRINT asked for (QUEUED). ``nth`` is set on CALLED, PICKED and RECALLED: which call of the
    ticket this was, from 1.
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
    place: str | None = None
    nth: int | None = None


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
