"""What is known of one display on a line: what it shall show, when it is due, how it answered."""

from dataclasses import dataclass

from core.fault import FaultCode
from hardware.frames.led_dialect import Dialect
from hardware.frames.template import Values
from hardware.protocols.display import DisplayState, DisplayText

REPAINT_MS = 30_000
POLL_BROKEN_MS = 10_000
FAILURES_TO_BREAK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """One display as configured. ``row`` and ``color`` only where its protocol has them."""

    name: str
    address: int
    dialect: Dialect
    counter: int = 0
    row: int = 0
    color: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayReport:
    """One display for the health page. ``answered_ms``: the clock's ``elapsed_ms``."""

    state: DisplayState
    failures: int
    answered_ms: int | None
    wanted: str | None
    shown: str | None

    @property
    def fault(self) -> FaultCode | None:
        return self.state.fault


@dataclass(slots=True, kw_only=True)
class Board:
    """One display while the line runs; only touched under the line's lock.

    The circuit breaker: after ``FAILURES_TO_BREAK`` frames in a row without a good answer the
    display is polled every ``POLL_BROKEN_MS`` only, so that it costs the others nothing.
    """

    display: Display
    wanted: DisplayText | None = None
    wanted_turn: int = 0  # counts the wishes on the line, so that the first wish goes first
    fresh: bool = False  # wanted, and never sent since
    due_ms: int = 0
    failures: int = 0
    state: DisplayState = DisplayState.UNKNOWN
    answered_ms: int | None = None
    last_sent: DisplayText | None = None

    def want(self, text: DisplayText, turn: int) -> None:
        """A new wish; a broken display learns of it at its next poll."""
        self.wanted, self.wanted_turn, self.fresh = text, turn, True

    def renew(self, now_ms: int) -> None:
        """The line is open (again): everything has to be said anew."""
        self.failures, self.due_ms = 0, now_ms
        if self.wanted is None:
            self.state = DisplayState.UNKNOWN

    def is_due(self, now_ms: int) -> bool:
        if self.wanted is None:
            return False
        is_broken = self.failures >= FAILURES_TO_BREAK
        return now_ms >= self.due_ms or (self.fresh and not is_broken)

    def rank(self) -> tuple[bool, bool, int]:
        """Who goes first: new wishes in their order, then repaints; the silent ones last."""
        return self.failures > 0, not self.fresh, self.wanted_turn if self.fresh else self.due_ms

    def values(self, seq: int) -> Values:
        """What fills the frame for the wanted text."""
        text = self.wanted or DisplayText(text="")
        display = self.display
        return Values(
            addr=display.address,
            text=text.text,
            num=text.number,
            counter=display.counter if text.counter is None else text.counter,
            row=display.row,
            color=display.color,
            blink=int(text.blink),
            seq=seq,
        )

    def sent(self, text: DisplayText, outcome: DisplayState, now_ms: int) -> None:
        """How the frame with ``text`` ended."""
        if self.wanted is text:
            self.fresh = False
        if outcome.fault is None:
            self.failures, self.state, self.last_sent = 0, outcome, text
            self.due_ms = now_ms + REPAINT_MS
            if outcome is DisplayState.SHOWN:
                self.answered_ms = now_ms
            return
        self.failures += 1
        is_broken = self.failures >= FAILURES_TO_BREAK
        self.due_ms = now_ms + (POLL_BROKEN_MS if is_broken else 0)
        # One frame lost to noise is not worth telling.
        if self.failures > self.display.dialect.retries or is_broken:
            self.state = outcome

    def report(self) -> DisplayReport:
        last = None if self.last_sent is None else self.last_sent.text
        return DisplayReport(
            state=self.state,
            failures=self.failures,
            answered_ms=self.answered_ms,
            wanted=None if self.wanted is None else self.wanted.text,
            shown=None if last is None else self.display.dialect.shown(last),
        )
