"""What the kiosk's screens get handed in, and what they give away. Plain data, no Qt."""

from collections.abc import Callable
from dataclasses import dataclass

from core.clock import Clock
from core.fault import FaultCode
from core.hall import Hall
from core.ids import new_id
from core.ticket import PrintState
from core.waiting import WaitRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a citizen asked for. ``cmd_id`` is made at the touch: sending it again is safe.

    ``told`` is the wait that the screen showed, kept with the ticket.
    """

    service_id: str
    cmd_id: str
    priority: str | None = None
    procedure_id: str | None = None
    told: WaitRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A number that was given out, as the screen shows it.

    ``code`` is what the QR on paper and screen says, ``tracked`` whether a phone can follow it.
    ``print_state`` is QUEUED while the paper is on its way, NONE at a kiosk without a printer, else
    ``fault`` tells why there is no paper.
    """

    ticket_id: str
    label: str
    service_id: str
    priority: str | None
    ahead: int
    told: WaitRange | None
    issued_ms: int
    counters: tuple[int, ...]
    code: str
    tracked: bool
    print_state: PrintState
    fault: FaultCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a spare printer is to be found: its name, and words for it where somebody gave some."""

    printer: str
    words_vi: str = ""
    words_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperNews:
    """What became of a ticket's paper; QUEUED when it was asked for again.

    ``elsewhere`` is where the spare printer stands that took over, None when it was this kiosk's.
    """

    ticket_id: str
    label: str
    print_state: PrintState
    fault: FaultCode | None = None
    elsewhere: Spot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A number of this kiosk whose paper is missing since the program ended: offered at its start.

    ``doubtful``: its slip had been begun, so a further one says "IN LẠI".
    """

    ticket_id: str
    label: str
    service_id: str
    issued_ms: int
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskPorts:
    """The world outside of the kiosk's screens.

    ``hall``, ``take``, ``reprint(ticket_id, cmd_id)``, ``void(ticket_id, cmd_id)`` and ``owed`` run
    on the database thread and may raise ``Refused`` or ``Unavailable``; ``reprint`` answers QUEUED,
    or FAILED with its fault, and what became of the paper comes later as ``PaperNews``.
    ``printer_fault`` is the last known reason why no paper would come out, None when all is well;
    ``prepare`` has the printer asked how it is while the citizen still chooses. Both are called in
    the GUI thread and never wait.
    """

    hall: Callable[[], Hall]
    take: Callable[[Request], Taken]
    reprint: Callable[[str, str], PaperNews]
    void: Callable[[str, str], None]
    owed: Callable[[], tuple[Owed, ...]]
    prepare: Callable[[], None]
    printer_fault: Callable[[], FaultCode | None]
    clock: Clock
    new_cmd_id: Callable[[], str] = new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskTiming:
    """How long things stay on the screen, in milliseconds."""

    idle: int = 30_000  # nobody touches: ask whether anyone is still there
    idle_warning: int = 20_000  # nobody answers: home
    taken: int = 8_000  # a number whose paper is coming
    taken_without_paper: int = 25_000  # time to take a photograph or to write the number down
    voided: int = 5_000  # that a number was given up
    owed: int = 60_000  # the offer to print what was owed when the program ended
    double_tap: int = 400  # a second touch this soon was meant for the screen before
    patience: int = 400  # a ticket that takes longer than this gets a "please wait"
    heal: int = 2_000  # between two attempts to reach the database again
    refresh: int = 15_000  # expected waits change even when nothing happens
    remember: int = 120_000  # a request without an answer is sent again, not anew, within this
