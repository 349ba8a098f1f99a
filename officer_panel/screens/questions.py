"""The questions that some actions ask first: a reason, or where to."""

from collections import Counter

from core.hall import Desk
from core.ticket import Ticket
from i18n import Texts
from officer_panel.actions import Action
from officer_panel.screens.choice_pane import Choice, Question

_TITLES = {
    Action.HOLD: "panel.choice.hold",
    Action.PICK: "panel.choice.pick",
    Action.VOID: "panel.choice.void",
}
_REASONS = {
    Action.HOLD: (
        "panel.reason.hold.1",
        "panel.reason.hold.2",
        "panel.reason.hold.3",
        "panel.reason.hold.4",
    ),
    Action.PICK: (
        "panel.reason.pick.1",
        "panel.reason.pick.2",
        "panel.reason.pick.3",
        "panel.reason.pick.4",
    ),
    Action.VOID: (
        "panel.reason.void.1",
        "panel.reason.void.2",
        "panel.reason.void.3",
        "panel.reason.void.4",
    ),
}


def reason_question(texts: Texts, action: Action, label: str) -> Question:
    """Why is the ticket held, picked or voided? The value of a choice is the reason's words."""
    choices = tuple(
        Choice(value=texts(key), text=texts(key), key=str(place))
        for place, key in enumerate(_REASONS[action], 1)
    )
    return Question(
        title=texts(_TITLES[action], label=label),
        groups=(("", choices),),
        free_text=texts("panel.choice.other_reason"),
        confirm=texts("common.confirm"),
        back=texts("panel.choice.back"),
    )


def transfer_question(texts: Texts, desk: Desk, ticket: Ticket) -> Question:
    """Where to? A service's key is its letter, a counter's its number; values are ids of either."""
    series = Counter(line.series for line in desk.services if line.active)
    services = tuple(
        Choice(
            value=line.service_id,
            text=texts.pick(line.name_vi, line.name_en),
            key=line.series if len(line.series) == 1 and series[line.series] == 1 else "",
        )
        for line in sorted(desk.services, key=lambda line: line.position)
        if line.active and line.service_id != ticket.service_id
    )
    counters = tuple(
        Choice(
            value=line.counter_id,
            text=texts.pick(line.name_vi, line.name_en),
            second=line.officer_name or texts("panel.choice.closed"),
            key=str(line.counter_id) if line.counter_id < 10 else "",
            enabled=line.is_open,
        )
        for line in desk.counters
        if line.counter_id != desk.counter.counter_id
    )
    return Question(
        title=texts("panel.choice.transfer", label=ticket.label),
        groups=(
            (texts("panel.choice.to_service"), services),
            (texts("panel.choice.to_counter"), counters),
        ),
        back=texts("panel.choice.back"),
    )
