"""What was asked and not answered yet: asking again must not give a second number."""

from dataclasses import dataclass

from core.waiting import WaitRange
from kiosk.ports import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """The last request, and when it was sent (``Clock.elapsed_ms``)."""

    request: Request
    sent_ms: int


def request_for(
    service_id: str,
    priority: str | None,
    *,
    told: WaitRange | None,
    cmd_id: str,
    last: Unanswered | None,
    now_ms: int,
    remember_ms: int,
) -> Request:
    """A request under ``cmd_id``, or ``last`` once more when it asked for the same just now.

    The answer to ``last`` got lost, so it may have been carried out: with its own ``cmd_id`` the
    queue answers with that ticket instead of a second one.
    """
    if last is not None and now_ms - last.sent_ms <= remember_ms:
        same = (last.request.service_id, last.request.priority) == (service_id, priority)
        if same:
            return last.request
    return Request(service_id=service_id, priority=priority, told=told, cmd_id=cmd_id)
