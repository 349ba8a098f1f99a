"""What the board says about a call, a counter and a wait. No screen."""

from enum import Enum
from typing import assert_never

from core.hall import CallLine, CounterLine, Hall, Office
from core.ticket import TicketState
from core.waiting import WaitRange
from i18n import Texts
from ui_kit import theme


class Calling(Enum):
    """Which call of a ticket this is, as the board words it."""

    CALL = "call"
    AGAIN = "again"
    LAST = "last"


def calling_of(call: CallLine, office: Office) -> Calling:
    """A recall asks again; the last one says so."""
    if call.nth >= max(2, office.last_call_at):
        return Calling.LAST
    return Calling.AGAIN if call.again else Calling.CALL


def invitation(texts: Texts, call: CallLine, office: Office) -> str:
    """ "Xin nhắc lại, mời công dân ưu tiên có số"."""
    calling = calling_of(call, office)
    if call.priority is not None:
        return texts.of("board.priority_invite", calling.value)
    return texts.of("board.invite", calling.value)


def way(texts: Texts, call: CallLine, hall: Hall) -> str:
    """What stands before the counter's name: "đến", or that results are handed out there."""
    service = None if call.service_id is None else hall.service(call.service_id)
    return texts("board.to_results" if service is not None and service.is_return else "board.to")


def place_name(texts: Texts, hall: Hall, counter_id: int) -> str:
    """ "Quầy 3"; the site's own word where a counter has no name, or has gone since."""
    for line in hall.counters:
        if line.counter_id == counter_id:
            return counter_name(texts, hall.office, line)
    return texts.of("board.noun", hall.office.noun.value, counter=counter_id)


def counter_name(texts: Texts, office: Office, line: CounterLine) -> str:
    named = texts.pick(line.name_vi, line.name_en).strip()
    return named or texts.of("board.noun", office.noun.value, counter=line.counter_id)


def short_wait(texts: Texts, wait: WaitRange) -> str:
    """A wait in a column of minutes: "10-15"."""
    if wait.is_now:
        return texts("board.wait.now")
    if wait.low_min == 0:
        return texts("board.wait.under", high=wait.high_min)
    if wait.low_min == wait.high_min:
        return texts("board.wait.about", low=wait.low_min)
    return texts("board.wait.range", low=wait.low_min, high=wait.high_min)


def going_on(texts: Texts, line: CounterLine) -> tuple[str, str]:
    """What is going on at a counter, in words, and their colour."""
    if not line.is_open and line.state is None:
        return texts("board.closed"), theme.INK_SOFT
    match line.state:
        case TicketState.CALLED:
            return texts("board.calling"), theme.BRAND
        case TicketState.SERVING:
            return texts("board.serving"), theme.GREEN
        case (
            None
            | TicketState.WAITING
            | TicketState.HELD
            | TicketState.DONE
            | TicketState.NO_SHOW
            | TicketState.VOID
            | TicketState.EXPIRED
        ):
            return _idle(texts, line)
        case _:
            assert_never(line.state)


def _idle(texts: Texts, line: CounterLine) -> tuple[str, str]:
    if line.pause is None:
        return texts("board.free"), theme.INK_SOFT
    reason = line.pause.strip()
    words = texts("board.paused", reason=reason) if reason else texts("board.paused_only")
    return words, theme.AMBER
