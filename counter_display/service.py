"""Keeps every counter's LED number right and finds the calls that the hall must hear.

``refresh`` is asked for whenever something may have changed (hints, and every second or two
anyway); it reads the hall, so a hint too many or too few does no harm.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.clock import Clock
from core.hall import CallLine, CounterLine, Hall
from core.ticket import Event
from counter_display.calls import CallMark, NewCalls, NoMark
from hardware.protocols.display import DisplayText, NumberDisplays

BLINK_MS = 6_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LedTexts:
    """What the displays show when there is no number. An empty text clears the display."""

    idle: str = "--"
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What one look found: the hall for the board, the new calls in order for chime and board.

    ``again_in_ms``: when a blinking display should calm down, or None.
    """

    hall: Hall
    calls: tuple[CallLine, ...]
    again_in_ms: int | None


@dataclass(slots=True)
class _Shown:
    """What one counter's displays were told, and until when (``elapsed_ms``) they blink."""

    call: tuple[str | None, int]
    blink_until: int | None = None
    text: DisplayText | None = None


class DisplayService:
    """Snapshot in, LED texts and new calls out. Runs on the program's database thread."""

    def __init__(
        self,
        *,
        hall: Callable[[], Hall],
        events: Callable[[int], Sequence[Event]],
        displays: NumberDisplays,
        names: Mapping[int, Sequence[str]],
        clock: Clock,
        mark: CallMark | None = None,
        texts: LedTexts | None = None,
    ) -> None:
        """``names``: which displays stand at which counter. ``events``: the feed after a seq."""
        self._hall = hall
        self._displays = displays
        self._names = names
        self._clock = clock
        self._texts = texts or LedTexts()
        self._calls = NewCalls(events, clock=clock, mark=mark or NoMark())
        self._shown: dict[int, _Shown] = {}

    def refresh(self) -> Refreshed:
        """Look at the hall once. Raises ``Unavailable``; the displays keep their texts then."""
        now = self._clock.elapsed_ms()
        self._calm(now)
        hall = self._hall()
        for counter in _calling_first(hall):
            self._light(counter, now)
        return Refreshed(
            hall=hall, calls=self._calls.take(hall.seq), again_in_ms=self._again_in_ms(now)
        )

    def _light(self, counter: CounterLine, now: int) -> None:
        names = self._names.get(counter.counter_id, ())
        if not names:
            return
        call = (counter.label, counter.calls)
        shown = self._shown.get(counter.counter_id)
        if shown is None:  # the program has just started: this call may be an hour old
            shown = self._shown[counter.counter_id] = _Shown(call=call)
        elif shown.call != call:
            shown.call = call
            shown.blink_until = None if counter.label is None else now + BLINK_MS
        self._want(counter.counter_id, self._text(counter, blink=shown.blink_until is not None))

    def _want(self, counter_id: int, text: DisplayText) -> None:
        shown = self._shown[counter_id]
        if text != shown.text:
            shown.text = text
            for name in self._names[counter_id]:
                self._displays.want(name, text)

    def _calm(self, now: int) -> None:
        """End the blinking that is over, also while the database is away."""
        for counter_id, shown in self._shown.items():
            if shown.blink_until is not None and now >= shown.blink_until:
                shown.blink_until = None
                if shown.text is not None:
                    self._want(counter_id, replace(shown.text, blink=False))

    def _text(self, counter: CounterLine, *, blink: bool) -> DisplayText:
        if counter.label is not None:
            number = digits_of(counter.label)
            return DisplayText(
                text=counter.label, number=number, counter=counter.counter_id, blink=blink
            )
        text = self._texts.idle if counter.is_open else self._texts.closed
        return DisplayText(text=text, counter=counter.counter_id)

    def _again_in_ms(self, now: int) -> int | None:
        ends = (shown.blink_until for shown in self._shown.values())
        first = min((end for end in ends if end is not None), default=None)
        return None if first is None else max(1, first - now)


def digits_of(label: str) -> int | None:
    """The number without its series, for displays that know only digits: 7 of ``A007``."""
    digits = label[len(label.rstrip("0123456789")) :]
    return int(digits) if digits else None


def _calling_first(hall: Hall) -> list[CounterLine]:
    """The counters, those with the newest call first: a slow line shows what matters first."""
    newest = {call.counter_id: call.seq for call in reversed(hall.last_calls)}
    return sorted(hall.counters, key=lambda counter: -newest.get(counter.counter_id, 0))
