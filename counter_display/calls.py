"""New calls, each found exactly once and in order, however often the feed is read."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.clock import Clock
from core.hall import CallLine, Hall
from core.ticket import Event, EventKind

EXPIRES_MS = 60_000  # nobody comes any more for a call that is older than this
_CALLS = frozenset({EventKind.CALLED, EventKind.PICKED, EventKind.RECALLED})
# The number need not come to that counter any more: nobody shall hear or read of the call.
_TAKEN_BACK = frozenset({EventKind.CALL_UNDONE, EventKind.TRANSFERRED, EventKind.VOIDED})
# Nor hear of it after these; but who comes late may still read where it was.
_OVER = _TAKEN_BACK | {EventKind.NO_SHOW}
# How far back a first look goes: more events than a hall can write in ``EXPIRES_MS``.
_LOOK_BACK = 500

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """Calls up to event ``seq`` were announced, but for those of the events ``owed``."""

    seq: int
    owed: frozenset[int] = frozenset()

    def owes(self, seq: int) -> bool:
        """Whether the call of event ``seq`` is still to be announced."""
        return seq > self.seq or seq in self.owed


class CallMark(Protocol):
    """Remembers, beyond the end of the program, which calls were announced."""

    def read(self) -> Marked | None:
        """What was written last, or None."""

    def write(self, marked: Marked) -> None: ...


class FileMark:
    """A ``CallMark`` in a small file: ``seq``, then those owed.

    A file that fails is no reason to be silent.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._complained = False

    def read(self) -> Marked | None:
        try:
            words = self._path.read_text("ascii").split()
        except (OSError, UnicodeDecodeError):
            return None
        if not words or not all(word.isdecimal() for word in words):
            return None
        seq, *owed = map(int, words)
        return Marked(seq=seq, owed=frozenset(owed))

    def write(self, marked: Marked) -> None:
        beside = self._path.with_suffix(".new")
        try:
            beside.write_text(" ".join(map(str, (marked.seq, *sorted(marked.owed)))), "ascii")
            beside.replace(self._path)
        except OSError as error:
            if not self._complained:
                log.warning("%s: %s; calls may be spoken again after a restart", self._path, error)
            self._complained = True
        else:
            self._complained = False


class NoMark:
    """Forgets at the end of the program."""

    def read(self) -> Marked | None:
        return None

    def write(self, marked: Marked) -> None:
        del marked


class VoicesMark:
    """A mark that the hall's voice moves when a call begins to sound, and not the look at it."""

    def __init__(self, mark: CallMark) -> None:
        self._mark = mark

    def read(self) -> Marked | None:
        return self._mark.read()

    def write(self, marked: Marked) -> None:
        del marked


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look at the feed found: calls in order, and those taken back as counter and number."""

    calls: tuple[CallLine, ...]
    undone: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """Where the last look at the feed ended: event ``seq``, at ``elapsed_ms`` of the clock."""

    seq: int
    announced: Marked  # these calls were announced before
    elapsed_ms: int | None = None  # None before the first look


class NewCalls:
    """Reads the feed from where it stopped; remembers before it answers, so no call comes twice."""

    def __init__(
        self,
        events: Callable[[int], Sequence[Event]],
        *,
        clock: Clock,
        mark: CallMark,
        expires_ms: int = EXPIRES_MS,
    ) -> None:
        self._events = events
        self._clock = clock
        self._mark = mark
        self._expires_ms = expires_ms
        self._last: _Look | None = None
        # By number: where it was called last, and the event that took its calls back.
        self._called_at: dict[str, int] = {}
        self._taken_back: dict[str, int] = {}

    def take(self, hall: Hall) -> Found:
        """The calls since the last look, oldest first, without those that came too late or were
        taken back meanwhile.

        Raises what the feed raises, and then nothing is lost: the next look begins at the same
        place.
        """
        last = self._last or self._first_look(hall.seq)
        if last.seq > hall.seq:  # another database than before, a restored backup: begin again
            last = _start(hall.seq, announced=_NOTHING)
            self._called_at.clear()
            self._taken_back.clear()
        now = self._clock.elapsed_ms()
        found: list[Event] = []
        seq = last.seq
        while batch := self._events(seq):
            found.extend(event for event in batch if event.kind in _CALLS | _OVER)
            seq = batch[-1].seq
        if self._last is None or seq != self._last.seq:
            self._mark.write(Marked(seq=seq))
        self._last = _Look(seq=seq, announced=Marked(seq=seq), elapsed_ms=now)
        undone = self._note(found)
        self._forget_before(hall)
        over = {event.label: event.seq for event in found if event.kind in _OVER}
        calls = tuple(
            _line(event)
            for event in found
            if event.kind in _CALLS
            and last.announced.owes(event.seq)
            and event.seq > over.get(event.label, 0)
            and not self._too_late(event, last, now)
        )
        return Found(calls=calls, undone=undone)

    def standing(self, calls: Sequence[CallLine]) -> tuple[CallLine, ...]:
        """Those of the hall's last ``calls`` that were not taken back."""
        return tuple(call for call in calls if call.seq > self._taken_back.get(call.label, 0))

    def _note(self, found: Sequence[Event]) -> tuple[tuple[int, str], ...]:
        """Remember which numbers were called and taken back; the calls that are over."""
        undone: dict[tuple[int, str], None] = {}
        for event in found:
            label = event.label
            if label is None:
                continue
            if event.kind in _CALLS and event.counter_id is not None:
                self._called_at[label] = event.counter_id
                continue
            if event.kind in _TAKEN_BACK:
                self._taken_back[label] = event.seq
            # A number may be voided from anywhere: the counter is where it was called.
            if (counter_id := self._called_at.pop(label, event.counter_id)) is not None:
                undone[counter_id, label] = None
        return tuple(undone)

    def _forget_before(self, hall: Hall) -> None:
        """A display runs for weeks: what the hall's list does not hold any more need not be known,
        nor where numbers were called of which nothing came back."""
        oldest = min((call.seq for call in hall.last_calls), default=hall.seq)
        self._taken_back = {label: seq for label, seq in self._taken_back.items() if seq > oldest}
        for label in list(self._called_at)[:-_LOOK_BACK]:
            del self._called_at[label]

    def _first_look(self, hall_seq: int) -> _Look:
        marked = self._mark.read()
        if marked is None or marked.seq > hall_seq:
            return _start(hall_seq, announced=_NOTHING)
        return _start(hall_seq, announced=marked)

    def _too_late(self, event: Event, last: _Look, now: int) -> bool:
        # A machine whose clock is wrong must still chime: what was not there at a look less than a
        # minute ago is new, whatever the clocks say.
        if last.elapsed_ms is not None and now - last.elapsed_ms <= self._expires_ms:
            return False
        return self._clock.now_ms() - event.at_ms > self._expires_ms


def _line(event: Event) -> CallLine:
    if event.label is None or event.counter_id is None:
        raise ValueError(f"event {event.seq}: a call without number or counter")
    return CallLine(
        seq=event.seq,
        label=event.label,
        counter_id=event.counter_id,
        at_ms=event.at_ms,
        again=event.kind is EventKind.RECALLED,
        nth=event.nth or 1,
        service_id=event.service_id,
        priority=event.priority,
    )


_NOTHING = Marked(seq=0)


def _start(hall_seq: int, *, announced: Marked) -> _Look:
    """A first look goes back a little also where all was announced: to calls taken back since."""
    return _Look(seq=max(0, hall_seq - _LOOK_BACK), announced=announced)
