"""From snapshots to words: what more than one screen says."""

import math
from datetime import datetime

from core.fault import FaultCode
from core.hall import Office, PriorityGroup, ServiceLine
from i18n import Texts


def sentence(text: str) -> str:
    """``text`` with a capital first letter."""
    return text[:1].upper() + text[1:]


def service_name(texts: Texts, service: ServiceLine) -> str:
    return texts.pick(service.name_vi, service.name_en)


def group_name(texts: Texts, group: PriorityGroup) -> str:
    return sentence(texts.pick(group.name_vi, group.name_en))


def office_name(texts: Texts, office: Office) -> str:
    return texts.pick(office.name_vi, office.name_en)


def section_name(texts: Texts, office: Office) -> str:
    return texts.pick(office.section_vi, office.section_en)


def counters(numbers: tuple[int, ...]) -> str:
    """``01, 02``"""
    return ", ".join(f"{number:02d}" for number in numbers)


def clock_time(texts: Texts, moment: datetime) -> str:
    return moment.strftime(texts("common.time"))


def calendar_day(texts: Texts, moment: datetime) -> str:
    """``Thứ Hai, 27/09/2023``"""
    weekdays = {day: texts(key) for day, key in _WEEKDAYS.items()}
    return f"{weekdays[moment.isoweekday()]}, {moment.strftime(texts('common.date'))}"


_WEEKDAYS = {
    1: "common.weekday.1",
    2: "common.weekday.2",
    3: "common.weekday.3",
    4: "common.weekday.4",
    5: "common.weekday.5",
    6: "common.weekday.6",
    7: "common.weekday.7",
}


def printer_trouble(texts: Texts, fault: FaultCode) -> str:
    """Why no paper comes out, in a few words for citizens."""
    return texts(_PRINTER_TROUBLE.get(fault, "kiosk.printer.other"))


_PRINTER_TROUBLE = {
    FaultCode.PRINTER_PAPER_OUT: "kiosk.printer.paper_out",
    FaultCode.PRINTER_COVER_OPEN: "kiosk.printer.cover_open",
    FaultCode.PRINTER_OFFLINE: "kiosk.printer.offline",
    FaultCode.PRINTER_CUTTER: "kiosk.printer.cutter",
    FaultCode.PRINTER_UNREACHABLE: "kiosk.printer.unreachable",
    FaultCode.PRINTER_NO_ANSWER: "kiosk.printer.no_answer",
    FaultCode.PRINTER_BUSY: "kiosk.printer.busy",
}


def seconds(left_ms: int) -> int:
    """Whole seconds to go; timers run a few milliseconds longer than they were told."""
    return math.ceil((left_ms - _TIMER_SLACK_MS) / 1000)


_TIMER_SLACK_MS = 100
