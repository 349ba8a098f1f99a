"""Snapshots of the hall: what screens, LED texts and slips are drawn from."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from core.fault import FaultCode
from core.ticket import PrintState, Ticket, TicketState
from core.waiting import WaitRange
from core.wording import Noun, Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who runs this hall, and how it speaks.

    ``notice_*``: the notice of the day, empty for none. A ticket's call number ``last_call_at`` is
    announced as the last one.
    """

    site_id: str
    name_vi: str
    name_en: str
    section_vi: str
    section_en: str
    zone: ZoneInfo
    tracking_url: str | None = None
    noun: Noun = Noun.COUNTER
    reading: Reading = Reading.NORTHERN
    last_call_at: int = 3
    notice_vi: str = ""
    notice_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLine:
    """One service as the kiosk shows it now. ``is_return``: results are handed out here."""

    service_id: str
    series: str
    name_vi: str
    name_en: str
    position: int
    active: bool
    waiting: int
    expected: WaitRange
    counters: tuple[int, ...]
    is_return: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureLine:
    """An errand by its names: "Đăng ký khai sinh"."""

    procedure_id: str
    name_vi: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterLine:
    """One counter now. ``label`` is None when nobody is there, ``officer_*`` when it is closed.

    ``pause``: why an open counter calls nobody just now ("Ăn trưa"), None when it does.
    """

    counter_id: int
    name_vi: str
    name_en: str
    officer_id: str | None
    officer_name: str | None
    is_open: bool
    label: str | None = None
    state: TicketState | None = None
    service_id: str | None = None
    priority: str | None = None
    called_ms: int | None = None
    calls: int = 0
    pause: str | None = None
    paused_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLine:
    """One call that was made: newest first on the board. It was the ticket's ``nth`` call."""

    seq: int
    label: str
    counter_id: int
    at_ms: int
    again: bool
    nth: int = 1
    service_id: str | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingLine:
    """Someone who waits, is held, or missed the call. ``key_ms`` is the calling order."""

    ticket_id: str
    label: str
    service_id: str
    priority: str | None
    state: TicketState
    issued_ms: int
    due_ms: int
    key_ms: int
    print_state: PrintState
    for_counter_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityGroup:
    """A group that may come earlier, by its head start."""

    code: str
    name_vi: str
    name_en: str
    head_start_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLine:
    """An officer who may sit at a counter."""

    officer_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceLine:
    """One device of the site as its program told it last. ``place`` is that program's name (K1).

    ``fault`` is None when all is well; ``warning`` is worth a look although it works (paper near
    its end). ``alive``: the program has told something lately; when not, nothing is known now.
    ``answered_ms``: when the device itself last gave an answer; None: never, or it cannot.
    """

    place: str
    name: str
    kind: str  # "printer", "display", "speaker"
    state: str  # a value of ``PrinterStatus``
    fault: FaultCode | None
    warning: bool
    since_ms: int
    seen_ms: int
    alive: bool
    answered_ms: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hall:
    """The whole hall after event ``seq``. ``next_waiting`` is in order of due time."""

    office: Office
    seq: int
    day: int
    at_ms: int
    services: tuple[ServiceLine, ...]
    counters: tuple[CounterLine, ...]
    last_calls: tuple[CallLine, ...]
    next_waiting: tuple[WaitingLine, ...]
    priorities: tuple[PriorityGroup, ...]

    def service(self, service_id: str) -> ServiceLine | None:
        return next((line for line in self.services if line.service_id == service_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One officer's counter: who is there, who may be called, who was put aside. For the panel."""

    office: Office
    seq: int
    day: int
    at_ms: int
    counter: CounterLine
    ticket: Ticket | None
    waiting: tuple[WaitingLine, ...]
    held: tuple[WaitingLine, ...]
    missed: tuple[WaitingLine, ...]
    services: tuple[ServiceLine, ...]
    counters: tuple[CounterLine, ...]
    officers: tuple[OfficerLine, ...]
    served_today: int
    printers: tuple[DeviceLine, ...] = ()
