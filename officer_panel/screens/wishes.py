"""What goes into the working screen (``View``) and what comes out of it (``Wish``)."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.hall import Desk, PriorityGroup
from i18n import Texts
from officer_panel.actions import Action

ACTION_TEXTS: Mapping[Action, str] = {
    Action.OPEN: "panel.action.open",
    Action.CLOSE: "panel.action.close",
    Action.CALL_NEXT: "panel.action.call_next",
    Action.START: "panel.action.start",
    Action.FINISH: "panel.action.finish",
    Action.RECALL: "panel.action.recall",
    Action.NO_SHOW: "panel.action.no_show",
    Action.HOLD: "panel.action.hold",
    Action.TRANSFER: "panel.action.transfer",
    Action.UNDO_CALL: "panel.action.undo_call",
    Action.PICK: "panel.action.pick",
    Action.RESUME: "panel.action.resume",
    Action.RESTORE: "panel.action.restore",
    Action.VOID: "panel.action.void",
    Action.REPRINT: "panel.action.reprint",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What the officer asked for, complete but for ``cmd_id`` and counter."""

    action: Action
    ticket_id: str | None = None
    service_id: str | None = None
    to_counter_id: int | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Everything that the screen is drawn from. ``now_ms`` is the database's time."""

    texts: Texts
    desk: Desk
    groups: Mapping[str, PriorityGroup]
    officer: str
    now_ms: int
