"""What is known of one display on a line: what it shall show, when it is due, how it answered."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.fault import FaultCode
from hardware.drivers.led_talk import Answer, on_wire_ms
from hardware.drivers.led_task import Act, Rank, Task
from hardware.frames.led_dialect import Dialect
from hardware.frames.template import Values
from hardware.protocols.display import DisplayState, DisplayText

REPAINT_MS = 30_000
POLL_BROKEN_MS = 10_000
LONGEST_POLL_MS = 30_000
FAILURES_TO_BREAK = 3
# The tries before that have a pause each, so that a dip of the power does not use them up.
FIRST_PAUSES_MS = (300, 1_000)
# Half a second lit, half a second dark: far from the three flashes a second that make people ill.
HALF_BLINK_MS = 500
# A frame and its answer may take so much of each half; slower protocols do not blink.
BLINK_FRAME_MS = 100
# A display that does not understand the order is not asked for ever.
TRIES_TO_DIM = 2
# One that never answers may have lost its power unnoticed, and forgotten how bright to be.
DIM_AGAIN_MS = 300_000

BLANK = DisplayText(text="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """One display as configured. ``row`` and ``color`` only where its protocol has them.

    ``blink``: a new call blinks, by the protocol's own order or, where there is none, by turns of
    the text and nothing.
    """

    name: str
    address: int
    dialect: Dialect
    counter: int = 0
    row: int = 0
    color: int = 0
    blink: bool = True

    def frame(self, text: DisplayText, seq: int = 0) -> bytes:
        """The bytes that make it show ``text``."""
        values = Values(
            addr=self.address,
            text=text.text,
            num=text.number,
            counter=self.counter if text.counter is None else text.counter,
            row=self.row,
            color=self.color,
            blink=int(text.blink and self.blink),
            seq=seq,
        )
        return self.dialect.frame(values)

    def blinks_by_hand(self, baud: int) -> bool:
        """Whether we make it blink: its protocol does not, is quick, and nothing is not zero."""
        if not self.blink or self.dialect.blinks:
            return False
        blank = self.frame(BLANK)
        busy_ms = 2 * on_wire_ms(len(blank), baud) + self.dialect.gap_ms
        is_zero = blank == self.frame(DisplayText(text="0", number=0))
        return busy_ms <= BLINK_FRAME_MS and not is_zero


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayReport:
    """One display for the health page and the test page.

    ``since_ms`` (of ``state``) and ``answered_ms`` are the clock's ``elapsed_ms``. ``sent`` and
    ``heard``: the bytes of the last frame and of what came after it, as hex.
    """

    state: DisplayState
    since_ms: int | None
    failures: int
    answered_ms: int | None
    wanted: str | None
    shown: str | None
    sent: str
    heard: str

    @property
    def fault(self) -> FaultCode | None:
        return self.state.fault


@dataclass(slots=True, kw_only=True)
class Board:
    """One display while the line runs; only touched under the line's lock.

    The circuit breaker: after ``FAILURES_TO_BREAK`` frames in a row without a good answer the
    display is polled every 10, then 20, then 30 s only, so that it costs the others nothing. A
    new call to it is worth one attempt at once: it may be well again.
    """

    display: Display
    by_hand: bool = False  # we make it blink
    wanted: DisplayText | None = None
    wanted_turn: int = 0  # counts the wishes on the line, so that the first wish goes first
    fresh: bool = False  # wanted, and never sent since
    hoped: bool = False  # it was silent and is called anew: one attempt
    passing: bool = False  # to be forgotten once shown
    due_ms: int = 0
    dark: bool = False
    blink_ms: int = 0
    dim_frame: bytes | None = None
    dims_left: int = 0
    dimmed_ms: int = 0
    failures: int = 0
    state: DisplayState = DisplayState.UNKNOWN
    since_ms: int | None = None
    answered_ms: int | None = None
    took_ms: int = 0
    last_sent: DisplayText | None = None
    last_frame: bytes = b""
    last_heard: bytes = b""

    @property
    def is_broken(self) -> bool:
        return self.failures >= FAILURES_TO_BREAK

    def want(self, text: DisplayText, turn: int) -> bool:
        """A new wish; a broken display learns at once of a call, else at its next poll. False:
        nothing to send."""
        before, self.wanted, self.passing = self.wanted, text, False
        if before == text:
            return False
        if before is not None and not self.fresh and self._looks_like(before, text):
            return False
        if not self.fresh or before is None or before.blink != text.blink:
            self.wanted_turn = turn
        self.fresh = True
        self.hoped |= text.blink and self.failures > 0
        return True

    def forget(self, turn: int, *, by_broadcast: bool) -> None:
        """Nothing is wanted any more; without a broadcast a blank text must say so first."""
        self.wanted, self.fresh, self.dark, self.passing = None, False, False, False
        self.hoped = False
        if not by_broadcast:
            self.want(BLANK, turn)
            self.passing = True

    def cleared(self, now_ms: int) -> None:
        """The broadcast that darkens it went out."""
        self.last_sent = BLANK
        if self.failures == 0:
            self.become(DisplayState.SENT, now_ms)

    def dim(self, frame: bytes | None) -> None:
        """Brightness is a state too; None: nothing to say to this display."""
        self.dim_frame = frame
        self.dims_left = 0 if frame is None else TRIES_TO_DIM

    def renew(self, now_ms: int) -> None:
        """The line is open (again): everything has to be said anew."""
        self.failures, self.due_ms, self.blink_ms = 0, now_ms, now_ms + HALF_BLINK_MS
        self.dim(self.dim_frame)
        if self.wanted is None:
            self.become(DisplayState.UNKNOWN, now_ms)

    def become(self, state: DisplayState, now_ms: int) -> None:
        if state is not self.state:
            self.state, self.since_ms = state, now_ms

    def task(self, now_ms: int) -> Task | None:
        """The frame that is due, if any."""
        if self.failures > 0:
            is_due = self.wanted is not None and (self.hoped or now_ms >= self.due_ms)
            rank = Rank.HOPE if self.hoped else Rank.SILENT
            return Task(act=Act.TEXT, rank=rank, order=self.due_ms) if is_due else None
        if self.wanted is not None:
            if self.fresh:
                rank = Rank.CALL if self.wanted.blink else Rank.WISH
                return Task(act=Act.TEXT, rank=rank, order=self.wanted_turn)
            if self.is_blinking and now_ms >= self.blink_ms:
                act, rank = (Act.TEXT, Rank.RELIGHT) if self.dark else (Act.DARK, Rank.LATER)
                return Task(act=act, rank=rank, order=self.blink_ms)
            if now_ms >= self.due_ms:
                return Task(act=Act.TEXT, rank=Rank.LATER, order=self.due_ms)
        if self.dims_left > 0 or self._may_be_too_bright(now_ms):
            return Task(act=Act.DIM, rank=Rank.LATER, order=now_ms)
        return None

    @property
    def is_blinking(self) -> bool:
        return self.by_hand and self.wanted is not None and self.wanted.blink

    def next_ms(self) -> int | None:
        """When the next frame will be due if nothing new is wanted."""
        if self.wanted is None:
            return None
        if self.is_blinking and self.failures == 0:
            return min(self.due_ms, self.blink_ms)
        return self.due_ms

    def sent(self, act: Act, text: DisplayText, answer: Answer, now_ms: int) -> None:
        """How the frame with ``text`` ended."""
        self.last_frame, self.last_heard = answer.sent, answer.heard
        if answer.state is DisplayState.SHOWN:
            self.answered_ms, self.took_ms = now_ms, answer.took_ms
        if act is Act.DIM:
            self.dimmed_ms = now_ms
            self.dims_left = 0 if answer.state.fault is None else self.dims_left - 1
            return
        self.dark, self.blink_ms = act is Act.DARK, now_ms + HALF_BLINK_MS
        if act is Act.TEXT and self.wanted is text:
            self.fresh = self.hoped = False
        if answer.state.fault is None:
            self._taken(act, text, answer.state, now_ms)
        else:
            self._failed(answer, now_ms)

    def report(self) -> DisplayReport:
        last = None if self.last_sent is None else self.last_sent.text
        return DisplayReport(
            state=self.state,
            since_ms=self.since_ms,
            failures=self.failures,
            answered_ms=self.answered_ms,
            wanted=None if self.wanted is None else self.wanted.text,
            shown=None if last is None else self.display.dialect.shown(last),
            sent=self.last_frame.hex(" "),
            heard=self.last_heard.hex(" "),
        )

    def _taken(self, act: Act, text: DisplayText, state: DisplayState, now_ms: int) -> None:
        if self.failures:  # it may have been without power, and forgotten how bright to be
            self.dim(self.dim_frame)
        self.failures = 0
        self.become(state, now_ms)
        if act is Act.TEXT:
            self.last_sent, self.due_ms = text, now_ms + REPAINT_MS
            if self.passing and self.wanted is text:
                self.wanted, self.passing = None, False

    def _failed(self, answer: Answer, now_ms: int) -> None:
        if not answer.cut:  # else it had no time to answer
            self.failures += 1
        self.due_ms = now_ms + _pause_ms(self.failures)
        # One frame lost to noise is not worth telling.
        is_told = self.failures > self.display.dialect.retries or self.is_broken
        if is_told and not answer.cut:
            self.become(answer.state, now_ms)

    def _may_be_too_bright(self, now_ms: int) -> bool:
        """Whether it cannot tell that it lost its power, and was dimmed long ago."""
        display = self.display
        is_mute = self.dim_frame is not None and not display.dialect.is_answered(display.address)
        return is_mute and now_ms - self.dimmed_ms >= DIM_AGAIN_MS

    def _looks_like(self, before: DisplayText, after: DisplayText) -> bool:
        """Whether only a blinking begins or ends that this display does not do."""
        if self.by_hand or (self.display.blink and self.display.dialect.blinks):
            return False
        return (before.text, before.number, before.counter) == (
            after.text,
            after.number,
            after.counter,
        )


def all_broken(boards: Iterable[Board]) -> bool:
    """Whether none of those that should answer does."""
    asked = [
        board
        for board in boards
        if board.wanted is not None and board.display.dialect.is_answered(board.display.address)
    ]
    return bool(asked) and all(board.is_broken for board in asked)


def _pause_ms(failures: int) -> int:
    """How long a display is left alone after so many failures in a row."""
    if failures < FAILURES_TO_BREAK:
        return FIRST_PAUSES_MS[failures - 1]
    return min((failures - FAILURES_TO_BREAK + 1) * POLL_BROKEN_MS, LONGEST_POLL_MS)
