"""New calls, each found exactly once and in order, however often the feed is read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from core.clock import Clock
from core.hall import CallLine
from core.ticket import Event, EventKind

EXPIRES_MS = 60_000  # nobody comes any more for a call that is older than this
_CALLS = frozenset({EventKind.CALLED, EventKind.PICKED, EventKind.RECALLED})
# How far back a first look goes: more events than a hall can write in ``EXPIRES_MS``.
_LOOK_BACK = 500


class CallMark(Protocol):
    """Remembers, beyond the end of the program, up to which event calls were announced."""

    def read(self) -> int | None:
        """The ``seq`` of the last event that was looked at, or None."""

    def write(self, seq: int) -> None: ...


class FileMark:
    """A ``CallMark`` in a small file. A file that fails is no reason to be silent."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> int | None:
        try:
            text = self._path.read_text("ascii")
        except (OSError, UnicodeDecodeError):
            return None
        return int(text) if text.strip().isdecimal() else None

    def write(self, seq: int) -> None:
        beside = self._path.with_suffix(".new")
        try:
            beside.write_text(str(seq), "ascii")
            beside.replace(self._path)
        except OSError:
            return


class NoMark:
    """Forgets at the end of the program."""

    def read(self) -> int | None:
        return None

    def write(self, seq: int) -> None:
        del seq


@dataclass(slots=True)
class _Look:
    """Where the last look at the feed ended: event ``seq``, at ``elapsed_ms`` of the clock."""

    seq: int
    elapsed_ms: int | None  # None before the first look


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

    def take(self, hall_seq: int) -> tuple[CallLine, ...]:
        """The calls since the last look, oldest first, without those that came too late.

        ``hall_seq``: the newest event of the hall, for the first look. Raises what the feed raises,
        and then nothing is lost: the next look begins at the same place.
        """
        last = self._last or self._first_look(hall_seq)
        if last.seq > hall_seq:  # another database than before, a restored backup: begin again
            last = _Look(seq=max(0, hall_seq - _LOOK_BACK), elapsed_ms=None)
        now = self._clock.elapsed_ms()
        found: list[Event] = []
        seq = last.seq
        while batch := self._events(seq):
            found.extend(event for event in batch if event.kind in _CALLS)
            seq = batch[-1].seq
        if self._last is None or seq != self._last.seq:
            self._mark.write(seq)
        self._last = _Look(seq=seq, elapsed_ms=now)
        return tuple(_line(event) for event in found if not self._too_late(event, last, now))

    def _first_look(self, hall_seq: int) -> _Look:
        recent = max(0, hall_seq - _LOOK_BACK)
        marked = self._mark.read()
        if marked is None or marked > hall_seq:
            return _Look(seq=recent, elapsed_ms=None)
        return _Look(seq=max(marked, recent), elapsed_ms=None)

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
    )
