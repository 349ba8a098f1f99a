"""Sentences about a ticket that was looked for."""

from typing import assert_never

from core.hall import Desk
from core.ticket import Event, PrintState, Ticket, TicketState
from i18n import Texts
from officer_panel.lists import Wanted, is_at_counter
from officer_panel.reprints import Ended


def found(texts: Texts, desk: Desk, wanted: Wanted) -> str | None:
    """What the desk itself knows about a ticket that is in none of its lists, or None."""
    if is_at_counter(desk, wanted):
        return texts("panel.note.at_counter", label=wanted.full_label)
    if wanted.day is not None and wanted.day != desk.day:
        day = f"{wanted.day % 100:02d}/{wanted.day // 100 % 100:02d}/{wanted.day // 10_000}"
        return texts("panel.note.other_day", label=wanted.full_label, day=day)
    return None


def elsewhere(texts: Texts, desk: Desk, ticket: Ticket) -> str:
    """Where a ticket is that the queue knows and this desk does not."""
    state = _state(texts, ticket)
    counter = next((line for line in desk.counters if line.counter_id == ticket.counter_id), None)
    if counter is None:
        return texts("panel.note.somewhere", label=ticket.label, state=state)
    name = texts.pick(counter.name_vi, counter.name_en)
    return texts("panel.note.elsewhere", label=ticket.label, state=state, counter=name)


def asked_again(texts: Texts, event: Event) -> str:
    """A further slip was asked for; which kiosk prints it."""
    if not event.place:
        return texts("panel.note.reprint_asked", label=event.label)
    return texts("panel.note.reprint_asked_at", label=event.label, place=event.place)


def slip_ended(texts: Texts, ended: Ended) -> str:
    """What became of a further slip."""
    facts = {"label": ended.label, "place": ended.place}
    match ended.print_state:
        case PrintState.PRINTED | PrintState.REPRINTED:
            return texts("panel.note.reprint_out", **facts)
        case PrintState.UNKNOWN:
            return texts("panel.note.reprint_unknown", **facts)
        case PrintState.FAILED | PrintState.NONE | PrintState.QUEUED:
            return texts("panel.note.reprint_failed", **facts)
        case _:
            assert_never(ended.print_state)


def _state(texts: Texts, ticket: Ticket) -> str:
    names = {
        TicketState.WAITING: "common.state.waiting",
        TicketState.CALLED: "common.state.called",
        TicketState.SERVING: "common.state.serving",
        TicketState.HELD: "common.state.held",
        TicketState.DONE: "common.state.done",
        TicketState.NO_SHOW: "common.state.no_show",
        TicketState.VOID: "common.state.void",
        TicketState.EXPIRED: "common.state.expired",
    }
    return texts(names[ticket.state])
