"""Keeps every number display right and finds the calls that the hall must hear.

``refresh`` is asked for whenever something may have changed (hints, and every second or two
anyway); it reads the hall, so a hint too many or too few does no harm.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from core.clock import Clock, local_time
from core.hall import CallLine, CounterLine, Hall
from core.ticket import Event
from counter_display.calls import CallMark, NewCalls, NoMark
from counter_display.signs import Sign, filled, number_of
from hardware.protocols.display import DisplayText, NumberDisplays

BLINK_MS = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What one look found: the hall for the board, the new calls in order for voice and board.

    ``hall``: its last calls are those that stand. ``undone``: calls taken back since the last look,
    as counter and number; forget them before announcing ``calls``. ``again_in_ms``: when a blinking
    display should calm down, or None.
    """

    hall: Hall
    calls: tuple[CallLine, ...]
    undone: tuple[tuple[int, str], ...]
    again_in_ms: int | None


class DisplayService:
    """Snapshot in, texts for the displays and new calls out. Runs on the database thread."""

    def __init__(
        self,
        *,
        hall: Callable[[], Hall],
        events: Callable[[int], Sequence[Event]],
        displays: NumberDisplays,
        signs: Sequence[Sign],
        clock: Clock,
        mark: CallMark | None = None,
        blink_ms: int = BLINK_MS,
        brightness: Sequence[tuple[int, int]] = (),
    ) -> None:
        """``events``: the feed after a seq. ``brightness``: (minute of the site's day, percent),
        ascending; the last one of the day goes on until the first of the next."""
        self._hall = hall
        self._displays = displays
        self._signs = tuple(signs)
        self._clock = clock
        self._brightness = tuple(brightness)
        self._percent: int | None = None
        self._zone: ZoneInfo | None = None
        self._calls = NewCalls(events, clock=clock, mark=mark or NoMark())
        self._blinks = _Blinks(blink_ms)
        self._shown: dict[str, DisplayText] = {}

    def refresh(self) -> Refreshed:
        """Look at the hall once. Raises ``Unavailable``; the displays keep their texts then."""
        now = self._clock.elapsed_ms()
        self._calm(now)
        self._dim()
        hall = self._hall()
        if self._zone != hall.office.zone:
            self._zone = hall.office.zone
            self._dim()
        self._light(hall, now)
        found = self._calls.take(hall)
        standing = replace(hall, last_calls=_once_each(self._calls.standing(hall.last_calls)))
        self._light_calls(standing)
        return Refreshed(
            hall=standing,
            calls=found.calls,
            undone=found.undone,
            again_in_ms=self._blinks.again_in_ms(now),
        )

    def _light(self, hall: Hall, now: int) -> None:
        """The displays at the counters."""
        for counter in _calling_first(hall):
            self._blinks.look(counter, now)
            for sign in self._signs:
                if sign.shows == "counter" and sign.counter == counter.counter_id:
                    text = _text_at(sign, counter, blink=counter.counter_id in self._blinks)
                    self._want(sign.name, text)

    def _light_calls(self, hall: Hall) -> None:
        """The rows of main boards: number → counter, the newest call first."""
        lines = hall.last_calls
        labels = {line.counter_id: line.label for line in hall.counters}
        for sign in self._signs:
            if sign.shows == "calls":
                call = lines[sign.place - 1] if sign.place <= len(lines) else None
                new = call is not None and (
                    call.counter_id in self._blinks and labels.get(call.counter_id) == call.label
                )
                self._want(sign.name, _text_of(sign, call, blink=new))

    def _want(self, name: str, text: DisplayText) -> None:
        if text != self._shown.get(name):
            self._shown[name] = text
            self._displays.want(name, text)

    def _calm(self, now: int) -> None:
        """End the blinking that is over, also while the database is away."""
        self._blinks.end(now)
        for name, text in self._shown.copy().items():
            if text.blink and text.counter not in self._blinks:
                self._want(name, replace(text, blink=False))

    def _dim(self) -> None:
        """As bright as the hour wants it, also while the database is away."""
        if not self._brightness or self._zone is None:
            return
        local = local_time(self._clock.now_ms(), self._zone)
        percent = percent_at(self._brightness, local.hour * 60 + local.minute)
        if percent != self._percent:
            self._percent = percent
            self._displays.dim(percent)


class _Blinks:
    """Which counters' calls are new, each for ``blink_ms`` from the look that found it."""

    def __init__(self, blink_ms: int) -> None:
        self._blink_ms = blink_ms
        self._calls: dict[int, tuple[str | None, int]] = {}
        self._until: dict[int, int] = {}

    def __contains__(self, counter_id: object) -> bool:
        return counter_id in self._until

    def look(self, counter: CounterLine, now: int) -> None:
        """Notice whether ``counter`` has called. At the program's start it has not: that call may
        be an hour old."""
        call = (counter.label, counter.calls)
        before = self._calls.setdefault(counter.counter_id, call)
        if call == before:
            return
        self._calls[counter.counter_id] = call
        self._until.pop(counter.counter_id, None)
        if counter.label is not None and self._blink_ms > 0:
            self._until[counter.counter_id] = now + self._blink_ms

    def end(self, now: int) -> None:
        for counter_id in [each for each, until in self._until.items() if now >= until]:
            del self._until[counter_id]

    def again_in_ms(self, now: int) -> int | None:
        first = min(self._until.values(), default=None)
        return None if first is None else max(1, first - now)


def percent_at(brightness: Sequence[tuple[int, int]], minute: int) -> int:
    """How bright displays are at ``minute`` (0-1439) of the site's day."""
    begun = [percent for start, percent in brightness if start <= minute]
    return begun[-1] if begun else brightness[-1][1]


def _text_at(sign: Sign, counter: CounterLine, *, blink: bool) -> DisplayText:
    """What a display at ``counter`` shows now."""
    if counter.label is not None:
        text = sign.text
    elif not counter.is_open:
        text = sign.closed
    else:
        text = sign.idle if counter.pause is None else sign.paused
    return _display_text(text, counter.label, counter.counter_id, blink=blink)


def _text_of(sign: Sign, call: CallLine | None, *, blink: bool) -> DisplayText:
    """What a row of a main board shows."""
    if call is None:
        return DisplayText(text=filled(sign.idle, label=None, counter=None))
    return _display_text(sign.text, call.label, call.counter_id, blink=blink)


def _display_text(text: str, label: str | None, counter: int, *, blink: bool) -> DisplayText:
    return DisplayText(
        text=filled(text, label=label, counter=counter),
        number=number_of(text, label=label, counter=counter),
        counter=counter,
        blink=blink,
    )


def _once_each(calls: Sequence[CallLine]) -> tuple[CallLine, ...]:
    """The calls, newest first, without the earlier calls of a number that was called again."""
    newest: dict[str, CallLine] = {}
    for call in calls:
        newest.setdefault(call.label, call)
    return tuple(newest.values())


def _calling_first(hall: Hall) -> list[CounterLine]:
    """The counters, those with the newest call first: a slow line shows what matters first."""
    newest = {call.counter_id: call.seq for call in reversed(hall.last_calls)}
    return sorted(hall.counters, key=lambda counter: -newest.get(counter.counter_id, 0))
