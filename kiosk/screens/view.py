"""Everything that the kiosk shows at one moment, as one value; and its messages in words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto

from core.fault import Fault, FaultCode
from core.hall import Hall
from i18n import Texts
from kiosk.ports import Spot, Taken
from kiosk.screens import wording
from kiosk.screens.owing import Owing
from kiosk.screens.paper_words import of_owed
from kiosk.screens.remedy import Remedy
from ui_kit.drawings import Sign


class Place(Enum):
    """Which screen is in front."""

    LOADING = auto()  # -> HOME, AWAY, OWED
    HOME = auto()  # -> PRIORITY, TAKEN, REFUSED, AWAY
    PRIORITY = auto()  # -> HOME, TAKEN, REFUSED, AWAY
    TAKEN = auto()  # -> HOME, AWAY, VOIDED
    VOIDED = auto()  # -> HOME, AWAY
    OWED = auto()  # -> HOME, AWAY
    REFUSED = auto()  # -> HOME, AWAY
    AWAY = auto()  # -> HOME, OWED


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What is to be seen. ``trouble`` is why there is no number (REFUSED) or no hall (AWAY).

    ``remedy`` and ``elsewhere`` (where the spare printer stands) belong to ``taken``.
    """

    place: Place
    texts: Texts
    now: datetime
    hall: Hall | None = None
    service_id: str | None = None
    taken: Taken | None = None
    remedy: Remedy = field(default_factory=Remedy)
    elsewhere: Spot | None = None
    owed: Owing = field(default_factory=Owing)
    trouble: Exception | None = None
    printer_fault: FaultCode | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A picture, what happened, what to do; ``staff`` is for those who can mend it.

    ``good``: what was wished for is done.
    """

    sign: Sign
    good: bool = False
    title: str
    text: str = ""
    quiet: str = ""
    staff: str = ""


def message_of(view: View) -> Message:
    """The message of a view that is nothing but one."""
    texts = view.texts
    if view.place is Place.LOADING:
        return Message(sign=Sign.CLOCK, title=texts("kiosk.loading"))
    if view.place is Place.VOIDED:
        label = "" if view.taken is None else view.taken.label
        title = texts("kiosk.voided.title", label=label)
        return Message(sign=Sign.CHECK, good=True, title=title, text=texts("kiosk.voided.text"))
    if view.place is Place.OWED and view.owed.news is not None:
        words = of_owed(texts, view.owed, view.printer_fault)
        return Message(sign=words.sign, good=True, title=words.title, text=words.text)
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
