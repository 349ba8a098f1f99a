"""Everything that the kiosk shows at one moment, as one value; and its messages in words."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from core.fault import Fault, FaultCode
from core.hall import Hall
from i18n import Texts
from kiosk.ports import Taken
from kiosk.screens import wording
from ui_kit.drawings import Sign


class Place(Enum):
    """Which screen is in front."""

    LOADING = auto()  # -> HOME, AWAY
    HOME = auto()  # -> PRIORITY, TAKEN, REFUSED, AWAY
    PRIORITY = auto()  # -> HOME, TAKEN, REFUSED, AWAY
    TAKEN = auto()  # -> HOME, AWAY
    REFUSED = auto()  # -> HOME, AWAY
    AWAY = auto()  # -> HOME


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is to be seen. ``trouble`` is why there is no number (REFUSED) or no hall (AWAY)."""

    place: Place
    texts: Texts
    now: datetime
    hall: Hall | None = None
    service_id: str | None = None
    taken: Taken | None = None
    trouble: Exception | None = None
    printer_fault: FaultCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A picture, what happened, what to do; ``staff`` is for those who can mend it."""

    sign: Sign
    title: str
    text: str = ""
    quiet: str = ""
    staff: str = ""


def message_of(view: View) -> Message:
    """The message of a view that is nothing but one."""
    texts = view.texts
    if view.place is Place.LOADING:
        return Message(sign=Sign.CLOCK, title=texts("kiosk.loading"))
    if view.place is Place.REFUSED:
        text = _refusal(view)
        return Message(sign=Sign.WARNING, title=texts("kiosk.refused.title"), text=text)
    reason = texts.fault(view.trouble) if isinstance(view.trouble, Fault) else ""
    return Message(
        sign=Sign.PAUSE,
        title=texts("kiosk.away.title"),
        text=texts("kiosk.away.text"),
        quiet=texts("kiosk.away.healing"),
        staff=texts("kiosk.away.for_staff", reason=reason) if reason else "",
    )


def _refusal(view: View) -> str:
    texts, trouble = view.texts, view.trouble
    if not isinstance(trouble, Fault):
        return texts("kiosk.refused.unexpected")
    if trouble.code in (FaultCode.SERVICE_CLOSED, FaultCode.SERVICE_UNKNOWN):
        return texts("kiosk.refused.gone")
    if trouble.code is FaultCode.SERIES_EXHAUSTED:
        return texts("kiosk.refused.full")
    return wording.sentence(texts.fault(trouble))
