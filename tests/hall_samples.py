"""A ward's hall in the middle of a morning, as plain snapshots (domain.md §6)."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from core.clock import DEFAULT_ZONE, MINUTE_MS
from core.fault import FaultCode
from core.hall import (
    CallLine,
    CounterLine,
    Desk,
    DeviceLine,
    Hall,
    Office,
    OfficerLine,
    PriorityGroup,
    ServiceLine,
    WaitingLine,
)
from core.ticket import PrintState, Ticket, TicketState
from core.waiting import WaitRange

DAY = 20230927
NOW_MS = 1_695_778_500_000  # 27/09/2023 08:35 at the site

OFFICE = Office(
    site_id="HN-HBT-TN",
    name_vi="UBND phường Thanh Nhàn",
    name_en="Thanh Nhàn Ward People's Committee",
    section_vi="Bộ phận Tiếp nhận và Trả kết quả",
    section_en="One-Stop Reception Section",
    zone=ZoneInfo(DEFAULT_ZONE),
)

_SERVICES = (
    ("A", "Chứng thực", "Certification", (1, 2)),
    ("C", "Hộ tịch", "Civil status", (2, 3)),
    ("E", "Lao động - Thương binh và Xã hội", "Labour, Invalids and Social Affairs", (4,)),
    ("H", "Đất đai - Xây dựng - Môi trường", "Land, Construction, Environment", (4,)),
    ("K", "Văn hóa - Giáo dục - Y tế", "Culture, Education, Health", (4,)),
    ("L", "Khác", "Other", (3,)),
    ("T", "Trả kết quả", "Collection of results", (5,)),
)
_OFFICERS = (
    "Nguyễn Thị Hồng Hạnh",
    "Trần Văn Dũng",
    "Lê Thị Phương Thảo",
    "Phạm Quốc Khánh",
    "Đỗ Thị Ngọc Ánh",
    "Vũ Đức Thịnh",
    "Hoàng Thị Kim Liên",
)
OFFICERS = tuple(
    OfficerLine(officer_id=f"cb{place}", name=name) for place, name in enumerate(_OFFICERS, 1)
)
PRIORITIES = (
    PriorityGroup(
        code="NCC",
        name_vi="Người có công, thương binh, bệnh binh",
        name_en="Persons of merit, war invalids",
        head_start_ms=20 * MINUTE_MS,
    ),
    PriorityGroup(
        code="NCT",
        name_vi="Người cao tuổi",
        name_en="Elderly people",
        head_start_ms=20 * MINUTE_MS,
    ),
)


def services(waiting: int = 3) -> tuple[ServiceLine, ...]:
    return tuple(
        ServiceLine(
            service_id=series,
            series=series,
            name_vi=vi,
            name_en=en,
            position=place,
            active=True,
            waiting=waiting,
            expected=WaitRange(low_min=10, high_min=15),
            counters=counters,
        )
        for place, (series, vi, en, counters) in enumerate(_SERVICES)
    )


def counter(
    counter_id: int,
    label: str | None = None,
    state: TicketState = TicketState.SERVING,
    **changes: object,
) -> CounterLine:
    """An open counter, with a ticket when ``label`` is given."""
    officer = OFFICERS[(counter_id - 1) % len(OFFICERS)]
    line = CounterLine(
        counter_id=counter_id,
        name_vi=f"Quầy {counter_id}",
        name_en=f"Counter {counter_id}",
        officer_id=officer.officer_id,
        officer_name=officer.name,
        is_open=True,
    )
    if label is not None:
        line = replace(
            line,
            label=label,
            state=state,
            service_id=label[0],
            called_ms=NOW_MS - 2 * MINUTE_MS,
            calls=1,
        )
    return replace(line, **changes)  # type: ignore[arg-type]


def closed(counter_id: int) -> CounterLine:
    return counter(counter_id, officer_id=None, officer_name=None, is_open=False)


def waiting_line(
    label: str,
    ago_min: int,
    *,
    priority: str | None = None,
    state: TicketState = TicketState.WAITING,
    print_state: PrintState = PrintState.PRINTED,
) -> WaitingLine:
    issued = NOW_MS - ago_min * MINUTE_MS
    key = issued - (20 * MINUTE_MS if priority else 0)
    return WaitingLine(
        ticket_id=f"id-{label}",
        label=label,
        service_id=label[0],
        priority=priority,
        state=state,
        issued_ms=issued,
        due_ms=key,
        key_ms=key,
        print_state=print_state,
    )


WAITING = (
    waiting_line("A012", 34),
    waiting_line("C005", 21, priority="NCT"),
    waiting_line("A013", 29),
    waiting_line("C004", 26, print_state=PrintState.FAILED),
    waiting_line("A014", 22),
    waiting_line("A015", 14),
    waiting_line("L003", 12),
    waiting_line("C006", 9),
    waiting_line("A016", 4),
    waiting_line("A017", 0),
)
HELD = (waiting_line("C002", 71, state=TicketState.HELD),)
MISSED = (
    waiting_line("A006", 48, state=TicketState.NO_SHOW),
    waiting_line("A009", 41, state=TicketState.NO_SHOW),
)

NOTICE_VI = (
    "Thứ Bảy tuần này Bộ phận Một cửa làm việc đến 11 giờ 30. Công dân đến nhận kết quả vui lòng "
    "mang theo Giấy tiếp nhận hồ sơ và hẹn trả kết quả, căn cước công dân."
)
NOTICE_EN = (
    "This Saturday the section is open until 11:30. When collecting results, please bring your "
    "receipt and your identity card."
)

COUNTERS = (
    counter(1, "A010"),
    counter(2, "A011", TicketState.CALLED, called_ms=NOW_MS - 20_000),
    counter(3),
    counter(4, "H002", priority="NCC"),
    closed(5),
)
LAST_CALLS = (
    CallLine(seq=88, label="A011", counter_id=2, at_ms=NOW_MS - 20_000, again=False),
    CallLine(seq=84, label="A010", counter_id=1, at_ms=NOW_MS - 2 * MINUTE_MS, again=True),
    CallLine(seq=79, label="H002", counter_id=4, at_ms=NOW_MS - 6 * MINUTE_MS, again=False),
    CallLine(seq=71, label="C003", counter_id=3, at_ms=NOW_MS - 9 * MINUTE_MS, again=False),
    CallLine(seq=66, label="T004", counter_id=5, at_ms=NOW_MS - 11 * MINUTE_MS, again=False),
    CallLine(seq=60, label="A008", counter_id=2, at_ms=NOW_MS - 14 * MINUTE_MS, again=False),
)


def printer(
    place: str,
    fault: FaultCode | None = None,
    *,
    name: str = "kiosk",
    warning: bool = False,
    alive: bool = True,
    seen_min: int = 0,
) -> DeviceLine:
    """The printer of kiosk ``place``, heard of ``seen_min`` minutes ago."""
    state = "near_end" if warning else "ready"
    return DeviceLine(
        place=place,
        name=name,
        kind="printer",
        state=state if fault is None else fault.value.removeprefix("printer_"),
        fault=fault,
        warning=warning,
        since_ms=NOW_MS - 40 * MINUTE_MS,
        seen_ms=NOW_MS - seen_min * MINUTE_MS,
        alive=alive,
    )


def hall(**changes: object) -> Hall:
    """The hall at 08:35."""
    sample = Hall(
        office=OFFICE,
        seq=88,
        day=DAY,
        at_ms=NOW_MS,
        services=services(),
        counters=COUNTERS,
        last_calls=LAST_CALLS,
        next_waiting=WAITING,
        priorities=PRIORITIES,
    )
    return replace(sample, **changes)  # type: ignore[arg-type]


def ticket(label: str, state: TicketState, **changes: object) -> Ticket:
    """The ticket at a counter: called 20 seconds ago, served since 10 seconds ago."""
    serving = state is TicketState.SERVING
    sample = Ticket(
        site_id=OFFICE.site_id,
        ticket_id=f"id-{label}",
        day=DAY,
        series=label[0],
        number=int(label[1:]),
        label=label,
        service_id=label[0],
        procedure_id=None,
        priority=None,
        state=state,
        due_ms=NOW_MS - 32 * MINUTE_MS,
        issued_ms=NOW_MS - 32 * MINUTE_MS,
        called_ms=NOW_MS - 20_000,
        started_ms=NOW_MS - 10_000 if serving else None,
        ended_ms=None,
        counter_id=3,
        for_counter_id=None,
        calls=1,
        ahead=4,
        told=None,
        token="7K2M9QWXTRFA",
        source="kiosk-1",
        print_state=PrintState.PRINTED,
        prints=1,
    )
    return replace(sample, **changes)  # type: ignore[arg-type]


def desk(at_counter: Ticket | None = None, **changes: object) -> Desk:
    """Counter 3 with ten people waiting."""
    sample = Desk(
        office=OFFICE,
        seq=88,
        day=DAY,
        at_ms=NOW_MS,
        counter=counter(3),
        ticket=at_counter,
        waiting=WAITING,
        held=HELD,
        missed=MISSED,
        services=services(),
        counters=COUNTERS,
        officers=OFFICERS,
        served_today=17,
    )
    return replace(sample, **changes)  # type: ignore[arg-type]
