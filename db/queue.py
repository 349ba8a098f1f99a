"""The queue's commands. Each returns the event that it wrote; sent again, the same comes back.

    issue -> WAITING -> call_next | pick -> CALLED -> start -> SERVING -> finish -> DONE
    CALLED: recall, no_show -> NO_SHOW -> restore -> WAITING, undo_call -> WAITING
    SERVING: hold -> HELD -> resume -> WAITING;  CALLED | SERVING: transfer -> WAITING
    void ends a ticket that nobody serves. A number, once given, stays.
    issue | ask_print -> a place owes a slip -> record_print: printed, failed, or nobody knows

Every command takes ``cmd_id``, made by the client when the key is pressed, and raises ``Refused``
when a rule forbids it or ``Unavailable`` when the database cannot be used.
"""

from collections.abc import Mapping

from core.clock import Clock
from core.fault import FaultCode, Refused
from core.ids import new_id, new_token
from core.ticket import Event, EventKind, PrintState, Ticket
from core.waiting import WaitRange
from db import bodies, rules
from db.bodies import Changes
from db.command import Body, Commands, RuleBroken, Writing
from db.engine import Engine


class Queue:
    """One site's queue: every change to it, and nothing else."""

    def __init__(self, engine: Engine, site_id: str, clock: Clock) -> None:
        self.site_id = site_id
        self._commands = Commands(engine, site_id, clock)

    def close(self) -> None:
        """Give the database connection back."""
        self._commands.close()

    # Tickets ------------------------------------------------------------------------------------

    def issue(
        self,
        service_id: str,
        *,
        cmd_id: str,
        ticket_id: str | None = None,
        priority: str | None = None,
        procedure_id: str | None = None,
        source: str = "",
        told: WaitRange | None = None,
        print_state: PrintState = PrintState.NONE,
        reason: str | None = None,
        token: str | None = None,
        slot_ms: int | None = None,
    ) -> Event:
        """Give out the next number of the service's series.

        ``told`` is the wait that the citizen is shown, kept so that its truth can be measured;
        ``source`` names the kiosk or desk, which owes the slip when ``print_state`` is QUEUED.
        ``reason`` is the printer's fault code when it is FAILED. ``slot_ms`` (UTC) is an
        appointment's time, which is its due instead of the hour of arrival.
        """
        asked: dict[str, object] = {
            "ticket_id": ticket_id or new_id(),
            "service_id": service_id,
            "procedure_id": procedure_id,
            "priority": priority,
            "slot_ms": slot_ms,
            "token": token or new_token(),
            "source": source,
            "print_state": int(print_state),
            "paper_at": source if print_state is PrintState.QUEUED else None,
            "told_low_min": None if told is None else told.low_min,
            "told_high_min": None if told is None else told.high_min,
        }
        try:
            return self._done(
                EventKind.ISSUED, cmd_id, lambda lock: bodies.issue(lock, asked, reason)
            )
        except RuleBroken as error:
            raise Refused(FaultCode.COMMAND_REUSED, cmd_id=cmd_id, kind="issued") from error

    def call_next(
        self, counter_id: int, *, cmd_id: str, officer_id: str | None = None
    ) -> Event | None:
        """Call whoever comes next at this counter; None when nobody waits for it."""

        def body(lock: Writing) -> Mapping[str, object] | None:
            return bodies.call_next(lock, counter_id, officer_id)

        def body_when_free(lock: Writing) -> Mapping[str, object] | None:
            rules.check_counter_free(lock, counter_id)
            return body(lock)

        try:
            return self._commands.run(EventKind.CALLED, cmd_id, body)
        except RuleBroken:
            # The index refused a second ticket at the counter: say whose, or call after all.
            return self._commands.run(EventKind.CALLED, cmd_id, body_when_free)

    def pick(
        self,
        counter_id: int,
        ticket_id: str,
        *,
        reason: str,
        cmd_id: str,
        officer_id: str | None = None,
    ) -> Event:
        """Call one ticket out of turn; the reason is recorded for everyone to read."""
        words = rules.reason_given(reason)
        return self._done(
            EventKind.PICKED,
            cmd_id,
            lambda lock: bodies.pick(lock, counter_id, ticket_id, words, officer_id),
        )

    def recall(self, counter_id: int, *, cmd_id: str) -> Event:
        """Call the same number once more."""
        return self._at_counter(
            EventKind.RECALLED, counter_id, cmd_id, lambda _, ticket: {"calls": ticket.calls + 1}
        )

    def start(self, counter_id: int, *, cmd_id: str) -> Event:
        """The citizen has come to the counter."""
        return self._at_counter(
            EventKind.STARTED, counter_id, cmd_id, lambda at_ms, _: {"started_ms": at_ms}
        )

    def finish(self, counter_id: int, *, cmd_id: str) -> Event:
        """The citizen's errand is done."""
        return self._at_counter(EventKind.FINISHED, counter_id, cmd_id, _ended)

    def no_show(self, counter_id: int, *, cmd_id: str) -> Event:
        """Nobody came; the ticket can be restored today."""
        return self._at_counter(EventKind.NO_SHOW, counter_id, cmd_id, _ended)

    def hold(self, counter_id: int, *, cmd_id: str, reason: str | None = None) -> Event:
        """Put the citizen aside while papers are fetched; the counter is free again."""
        return self._at_counter(EventKind.HELD, counter_id, cmd_id, lambda _, __: {}, reason)

    def undo_call(self, counter_id: int, *, cmd_id: str) -> Event:
        """Take back a call made by mistake, within a minute: the ticket returns to its place."""

        def changes(at_ms: int, ticket: Ticket) -> Mapping[str, object]:
            rules.check_undo_in_time(at_ms, ticket)
            return {"called_ms": None}

        return self._at_counter(EventKind.CALL_UNDONE, counter_id, cmd_id, changes)

    def transfer(
        self,
        counter_id: int,
        *,
        cmd_id: str,
        service_id: str | None = None,
        to_counter_id: int | None = None,
        reason: str | None = None,
    ) -> Event:
        """Send the citizen on to another service or counter, with the same number and seniority."""
        if service_id is None and to_counter_id is None:
            raise ValueError("a transfer names a service or a counter")
        return self._done(
            EventKind.TRANSFERRED,
            cmd_id,
            lambda lock: bodies.transfer(lock, counter_id, service_id, to_counter_id, reason),
        )

    def resume(self, ticket_id: str, *, cmd_id: str) -> Event:
        """The held citizen is back: waiting again, in the old place."""
        kind = EventKind.RESUMED
        return self._done(kind, cmd_id, lambda lock: bodies.come_back(lock, kind, ticket_id, {}))

    def restore(self, ticket_id: str, *, cmd_id: str) -> Event:
        """The citizen who missed the call is here after all: waiting again, in the old place."""
        kind, again = EventKind.RESTORED, {"ended_ms": None}
        return self._done(kind, cmd_id, lambda lock: bodies.come_back(lock, kind, ticket_id, again))

    def void(self, ticket_id: str, *, reason: str, cmd_id: str) -> Event:
        """End a ticket that will not be served; its number stays used, the reason readable."""
        words = rules.reason_given(reason)
        return self._done(
            EventKind.VOIDED, cmd_id, lambda lock: bodies.void(lock, ticket_id, words)
        )

    # Paper --------------------------------------------------------------------------------------

    def ask_print(
        self,
        ticket_id: str,
        *,
        place: str,
        cmd_id: str,
        reason: str | None = None,
        counter_id: int | None = None,
        officer_id: str | None = None,
    ) -> Event:
        """Ask ``place`` (a kiosk's name) for a further slip of the same number.

        Whether it says "IN LẠI" is decided by what is known of the earlier ones
        (``Ticket.marked``). Refused while a slip is under way, and for a ticket that is void or
        expired.
        """
        return self._done(
            EventKind.PRINT,
            cmd_id,
            lambda lock: bodies.ask_print(lock, ticket_id, place, reason, counter_id, officer_id),
        )

    def record_print(
        self,
        ticket_id: str,
        print_state: PrintState,
        *,
        cmd_id: str,
        reason: str | None = None,
        asked_ms: int | None = None,
    ) -> Event:
        """Note how the ticket's last slip ended; ``reason`` is the printer's fault code.

        ``asked_ms`` names the slip by its ``asked_ms``: refused when another one was asked for
        since. None means the last one, whichever it is.
        """
        return self._done(
            EventKind.PRINT,
            cmd_id,
            lambda lock: bodies.record_print(lock, ticket_id, print_state, reason, asked_ms),
        )

    # Counters -----------------------------------------------------------------------------------

    def open_counter(self, counter_id: int, officer_id: str, *, cmd_id: str) -> Event | None:
        """An officer sits down at a counter; None when they sit there already."""
        return self._commands.run(
            EventKind.COUNTER_OPENED,
            cmd_id,
            lambda lock: bodies.open_counter(lock, counter_id, officer_id),
        )

    def close_counter(self, counter_id: int, *, cmd_id: str) -> Event | None:
        """The officer leaves; None when nobody sat there. Refused while a citizen is there."""
        return self._commands.run(
            EventKind.COUNTER_CLOSED, cmd_id, lambda lock: bodies.close_counter(lock, counter_id)
        )

    def pause_counter(self, counter_id: int, *, reason: str, cmd_id: str) -> Event | None:
        """The officer steps away from an open counter; None when it pauses for that already.

        The next call at the counter ends the pause, as do closing it and a new day. Refused while
        a citizen is there.
        """
        words = rules.reason_given(reason)
        return self._commands.run(
            EventKind.COUNTER_PAUSED,
            cmd_id,
            lambda lock: bodies.pause_counter(lock, counter_id, words),
        )

    def resume_counter(self, counter_id: int, *, cmd_id: str) -> Event | None:
        """The officer is back; None when there was no pause."""
        return self._commands.run(
            EventKind.COUNTER_RESUMED, cmd_id, lambda lock: bodies.resume_counter(lock, counter_id)
        )

    # The clock ----------------------------------------------------------------------------------

    def confirm_clock(self, *, cmd_id: str, reason: str | None = None) -> Event:
        """Vouch for the machine's clock after it leapt; the queue goes on at the new time."""
        kind = EventKind.CLOCK_CONFIRMED
        return self._done(kind, cmd_id, lambda _: {"reason": reason}, any_jump=True)

    # How commands are run -----------------------------------------------------------------------

    def _done(self, kind: EventKind, cmd_id: str, body: Body, *, any_jump: bool = False) -> Event:
        event = self._commands.run(kind, cmd_id, body, any_jump=any_jump)
        assert event is not None, "a body that always returns fields always has an effect"
        return event

    def _at_counter(
        self,
        kind: EventKind,
        counter_id: int,
        cmd_id: str,
        changes: Changes,
        reason: str | None = None,
    ) -> Event:
        return self._done(
            kind, cmd_id, lambda lock: bodies.at_counter(lock, kind, counter_id, changes, reason)
        )


def _ended(at_ms: int, _ticket: Ticket) -> Mapping[str, object]:
    return {"ended_ms": at_ms}
