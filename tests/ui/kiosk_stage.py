"""A kiosk to play with: real window, real bridge, a hall and a queue made of plain functions."""

import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from core.clock import MINUTE_MS
from core.fault import Fault, FaultCode
from core.hall import Hall, Office, PriorityGroup, ServiceLine
from core.ticket import PrintState
from core.waiting import NOW, WaitRange
from i18n import Language, Texts
from kiosk.app import KioskWindow
from kiosk.ports import KioskPorts, KioskTiming, Owed, PaperNews, Request, Taken
from tests import hall_samples
from tests.hand_clock import HandClock
from ui_kit.bridge import Bridge
from ui_kit.inspection import touch_targets, visible_text
from ui_kit.millimetres import Millimetres

TEXTS: Final[Mapping[Language, Texts]] = {"vi": Texts("vi"), "en": Texts("en")}

# Window in pixels -> the width in millimetres of a screen sold with that many.
SCREENS: Final = {
    (1080, 1920): 336.0,  # 27 inches, upright
    (1920, 1080): 527.0,  # 24 inches
    (1366, 768): 344.0,  # 15.6 inches
    (1024, 768): 304.0,  # 15 inches, 4:3
}

_WAITING = (12, 4, 1, 7, 0, 2, 3)
_WAITS = ((40, 60), (20, 30), (15, 20), (60, 95), (0, 0), (15, 30), (0, 10))
_GROUPS = (
    ("NCC", "người có công, thương binh, bệnh binh", "persons of merit, war invalids"),
    ("NKT", "người khuyết tật", "persons with disabilities"),
    ("NCT", "người cao tuổi (từ 75 tuổi)", "elderly people (75 and over)"),
    ("PNMT", "phụ nữ mang thai", "pregnant women"),
    ("CNDT", "người đi cùng trẻ dưới 36 tháng", "people with a child under 36 months"),
    ("OM", "người ốm yếu", "people who are unwell"),
)
GROUPS: Final = tuple(
    PriorityGroup(code=code, name_vi=vi, name_en=en, head_start_ms=20 * MINUTE_MS)
    for code, vi, en in _GROUPS
)
TRACKED: Final = "https://motcua.thanhnhan.example/t"


def busy_services() -> tuple[ServiceLine, ...]:
    """The seven fields of the ward at half past eight on a Wednesday; one has stopped."""
    return tuple(
        replace(
            service,
            waiting=waiting,
            expected=NOW if high == 0 else WaitRange(low_min=low, high_min=high),
            active=service.service_id != "H",
        )
        for service, waiting, (low, high) in zip(
            hall_samples.services(), _WAITING, _WAITS, strict=True
        )
    )


def many_services(count: int) -> tuple[ServiceLine, ...]:
    """More services than a ward has, with the longest names."""
    seven = busy_services()
    return tuple(
        replace(
            seven[place % 7],
            service_id=f"{seven[place % 7].series}{place}",
            series=f"{seven[place % 7].series}{place // 7 + 1 if place >= 7 else ''}",
            position=place,
            active=True,
        )
        for place in range(count)
    )


def hall(
    *,
    services: tuple[ServiceLine, ...] | None = None,
    groups: tuple[PriorityGroup, ...] = GROUPS,
    office: Office = hall_samples.OFFICE,
) -> Hall:
    return Hall(
        office=office,
        seq=1,
        day=hall_samples.DAY,
        at_ms=hall_samples.NOW_MS,
        services=busy_services() if services is None else services,
        counters=(),
        last_calls=(),
        next_waiting=(),
        priorities=groups,
    )


def taken(**changes: object) -> Taken:
    """A007, as the queue would have answered."""
    plain = Taken(
        ticket_id="t7",
        label="A007",
        service_id="A",
        priority=None,
        ahead=4,
        told=WaitRange(low_min=15, high_min=25),
        issued_ms=hall_samples.NOW_MS,
        counters=(1, 2),
        code="HTTPS://MOTCUA.THANHNHAN.EXAMPLE/T/7K2M9QWXTRFA",
        tracked=True,
        print_state=PrintState.QUEUED,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


@dataclass
class Counterpart:
    """What stands behind the kiosk's ports: answers, refuses, is slow, counts."""

    hall: Hall = field(default_factory=hall)
    away: Fault | None = None
    refusal: Exception | None = None
    printer_fault: FaultCode | None = None
    print_state: PrintState = PrintState.QUEUED
    requests: list[Request] = field(default_factory=list)
    tickets: dict[str, Taken] = field(default_factory=dict)
    owed: tuple[Owed, ...] = ()
    reprints: list[tuple[str, str]] = field(default_factory=list)  # ticket, cmd_id
    voids: list[tuple[str, str]] = field(default_factory=list)
    prepared: int = 0
    go_on: threading.Event = field(default_factory=threading.Event)
    clock: HandClock = field(default_factory=HandClock)

    def __post_init__(self) -> None:
        self.go_on.set()

    def read_hall(self) -> Hall:
        if self.away is not None:
            raise self.away
        return self.hall

    def take(self, request: Request) -> Taken:
        self.requests.append(request)
        assert self.go_on.wait(30)
        if self.refusal is not None:
            raise self.refusal
        number = len(self.tickets) + 7
        fresh = taken(
            ticket_id=f"t{number}",
            label=f"{request.service_id[:1]}{number:03d}",
            service_id=request.service_id,
            priority=request.priority,
            print_state=self.print_state,
            fault=self.printer_fault,
        )
        return self.tickets.setdefault(request.cmd_id, fresh)

    def reprint(self, ticket_id: str, cmd_id: str) -> PaperNews:
        """Answers as a queue does: a printer with a known fault is not asked at all."""
        self.reprints.append((ticket_id, cmd_id))
        assert self.go_on.wait(30)
        if self.refusal is not None:
            raise self.refusal
        state = PrintState.QUEUED if self.printer_fault is None else PrintState.FAILED
        return PaperNews(
            ticket_id=ticket_id,
            label=self.label_of(ticket_id),
            print_state=state,
            fault=self.printer_fault,
        )

    def void(self, ticket_id: str, cmd_id: str) -> None:
        self.voids.append((ticket_id, cmd_id))
        assert self.go_on.wait(30)
        if self.refusal is not None:
            raise self.refusal

    def read_owed(self) -> tuple[Owed, ...]:
        if self.away is not None:
            raise self.away
        return self.owed

    def label_of(self, ticket_id: str) -> str:
        known = (*self.tickets.values(), *self.owed)
        return next(one.label for one in known if one.ticket_id == ticket_id)

    def prepare(self) -> None:
        self.prepared += 1

    def ports(self) -> KioskPorts:
        return KioskPorts(
            hall=self.read_hall,
            take=self.take,
            reprint=self.reprint,
            void=self.void,
            owed=self.read_owed,
            prepare=self.prepare,
            printer_fault=lambda: self.printer_fault,
            clock=self.clock,
        )


class Stage:
    """The window with its counterpart, and what a citizen does and sees."""

    def __init__(self, executor: ThreadPoolExecutor, behind: Counterpart) -> None:
        self.behind = behind
        self._executor = executor
        self.windows: list[KioskWindow] = []
        self._bridges: list[Bridge] = []

    def open(
        self,
        size: tuple[int, int] = (1080, 1920),
        language: Language = "vi",
        timing: KioskTiming | None = None,
        width_mm: float | None = None,
    ) -> KioskWindow:
        bridge = Bridge(self._executor)
        window = KioskWindow(
            bridge,
            self.behind.ports(),
            texts=TEXTS,
            screen_width_mm=width_mm or SCREENS[size],
            language=language,
            timing=timing,
        )
        window.resize(QSize(*size))
        window.show()
        self.windows.append(window)
        self._bridges.append(bridge)
        return window

    def close(self) -> None:
        for window in self.windows:
            window.close()
            window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def millimetres(size: tuple[int, int]) -> Millimetres:
    return Millimetres(width_mm=SCREENS[size], width_px=size[0])


def button(window: KioskWindow, words: str) -> QAbstractButton:
    """The button that can be touched now and whose name has ``words`` in it."""
    for found, _ in touch_targets(window):
        if words in (found.accessibleName() or found.text()):
            return found
    names = [found.accessibleName() for found, _ in touch_targets(window)]
    raise LookupError(f"no button {words!r} among {names}")


def touch(window: KioskWindow, words: str) -> None:
    button(window, words).click()


def tap(window: KioskWindow, at: QPoint) -> None:
    """A finger on the glass: whatever lies on top there gets the touch."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def place_of(window: KioskWindow, words: str) -> QPoint:
    """The middle of the button whose name has ``words`` in it."""
    found = button(window, words)
    return found.mapTo(window, found.rect().center())


def tap_on(window: KioskWindow, words: str) -> None:
    tap(window, place_of(window, words))


def press(window: KioskWindow, key: Qt.Key) -> None:
    """A key goes wherever the focus is."""
    handle = window.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key)


def settle() -> None:
    """Let Qt lay out and paint what was just shown, as it does before anybody sees it."""
    QCoreApplication.processEvents()
    QCoreApplication.processEvents()


def says(window: KioskWindow, words: str) -> bool:
    return any(words in text for text in visible_text(window))
