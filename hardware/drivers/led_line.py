"""Number displays on one serial line: one owner thread, a wanted text per display, no overlaps.

    want() ──► board.wanted (the last one wins) ──► owner thread: the display that is due first
                 frame ──► answer within the time-out ──► silence ──► the next display

A text is a state: it is sent again every 30 s and whenever the line comes back, so a pulled plug
heals by itself. A display that does not answer goes behind all others, and after three failures
it is asked every 10 s only.
"""

import logging
import math
import threading
import time
from collections.abc import Callable, Iterable, Mapping

from core.clock import Clock, SystemClock
from hardware.actor import Actor, Job, LineState, Wait, wait_really
from hardware.drivers.led_board import Board, Display, DisplayReport
from hardware.frames import modbus
from hardware.frames.led_dialect import BROADCAST_GAP_MS
from hardware.frames.template import Verdict
from hardware.protocols.display import DisplayState, DisplayText
from hardware.protocols.link import Link

LOOK_EVERY_S = 1.0
READ_BYTES = 256
# Noise without end must not fill the memory; the longest answer is far below.
MOST_HEARD = 1024
BITS_PER_CHARACTER = 11
ECHO_WAIT_S = 0.3

OnChange = Callable[[str, DisplayState], None]
Pause = Callable[[float], None]

log = logging.getLogger(__name__)


def _tell_nobody(_name: str, _state: DisplayState) -> None:
    """Nobody asked to be told."""


class LedLine:
    """All displays on one line (``NumberDisplays``). Made once, started once, closed once.

    ``on_change(name, state)`` is called on the line's thread, once per change. ``echo``: the
    adapter brings back what we send (see ``line_echoes``). ``baud`` tells how long bytes take on
    the wire; 0 for a line without that, such as TCP. ``clock``, ``wait`` and ``pause`` are the
    only time that the driver knows, but for the time-outs of reading.
    """

    def __init__(
        self,
        link: Link,
        displays: Iterable[Display],
        *,
        name: str,
        baud: int = 9600,
        echo: bool = False,
        on_change: OnChange = _tell_nobody,
        clock: Clock | None = None,
        wait: Wait = wait_really,
        pause: Pause = time.sleep,
    ) -> None:
        self._name = name
        self._baud = baud
        self._echo = echo
        self._on_change = on_change
        self._clock = clock or SystemClock()
        self._pause = pause
        self._lock = threading.Lock()
        self._boards = {display.name: Board(display=display) for display in displays}
        self._told = dict.fromkeys(self._boards, DisplayState.UNKNOWN)
        self._wishes = 0
        self._frames = 0
        self._free_ms = 0
        self._actor = Actor(
            link, self, name=name, idle_every_s=LOOK_EVERY_S, clock=self._clock, wait=wait
        )

    def start(self) -> None:
        """Open the line and begin to show."""
        self._actor.start()

    def want(self, display_name: str, text: DisplayText) -> None:
        """Make ``text`` the wanted one; returns at once. ``KeyError``: no such display."""
        with self._lock:
            board = self._boards[display_name]
            if board.wanted == text:
                return
            self._wishes += 1
            board.want(text, self._wishes)
        self._actor.submit(Job(run=self._paint, key="paint"))

    def states(self) -> Mapping[str, DisplayState]:
        with self._lock:
            return {name: board.state for name, board in self._boards.items()}

    def reports(self) -> Mapping[str, DisplayReport]:
        """Everything known of each display, for the health page."""
        with self._lock:
            return {name: board.report() for name, board in self._boards.items()}

    def close(self) -> None:
        self._actor.close()

    # What the owner thread calls.

    def opened(self, link: Link) -> None:
        link.read(READ_BYTES, 0)
        with self._lock:
            for board in self._boards.values():
                board.renew(self._clock.elapsed_ms())

    def idle(self, link: Link) -> None:
        link.read(READ_BYTES, 0)  # a pulled plug shows here long before the next repaint
        self._paint(link)

    def line_changed(self, state: LineState) -> None:
        if state.up:
            self._actor.submit(Job(run=self._paint, key="paint"))
            return
        with self._lock:
            for board in self._boards.values():
                board.state = DisplayState.UNREACHABLE
        self._tell()

    def _paint(self, link: Link) -> None:
        """Send to every display that is due, the most urgent one first."""
        while not self._actor.closing and self._next_due() is not None:
            self._wait_for_silence()
            # Chosen after the silence: who has called meanwhile goes first.
            if (board := self._next_due()) is not None:
                self._say(link, board)
        self._tell()

    def _next_due(self) -> Board | None:
        now = self._clock.elapsed_ms()
        with self._lock:
            due = [board for board in self._boards.values() if board.is_due(now)]
            return min(due, key=Board.rank, default=None)

    def _say(self, link: Link, board: Board) -> None:
        """One frame, its answer, and what follows from it."""
        self._frames += 1
        with self._lock:
            text = board.wanted
            frame = board.display.dialect.frame(board.values(self._frames))
        assert text is not None, "only displays with a wanted text are due"
        outcome = self._exchange(link, board.display, frame)
        with self._lock:
            board.sent(text, outcome, self._clock.elapsed_ms())
        if outcome.fault is not None:
            log.info("%s: %s: %s", self._name, board.display.name, outcome.value)
        self._tell()

    def _exchange(self, link: Link, display: Display, frame: bytes) -> DisplayState:
        """Send ``frame`` and listen; afterwards the line is ours again from ``_free_ms`` on."""
        dialect = display.dialect
        link.read(READ_BYTES, 0)  # late answers and echoes belong to earlier frames
        begun = self._clock.elapsed_ms()
        link.write(frame)
        wire_ms = 1000 * BITS_PER_CHARACTER * len(frame) / self._baud if self._baud else 0.0
        if not dialect.is_answered(display.address):
            gap_ms = dialect.gap_ms
            if display.address == modbus.BROADCAST:
                gap_ms = max(gap_ms, BROADCAST_GAP_MS)
            self._free_ms = begun + math.ceil(wire_ms + gap_ms)
            return DisplayState.SENT
        outcome = self._listen(link, display, frame, (wire_ms + dialect.timeout_ms) / 1000)
        done = max(self._clock.elapsed_ms(), begun + math.ceil(wire_ms))
        self._free_ms = done + math.ceil(dialect.gap_ms)
        return outcome

    def _listen(self, link: Link, display: Display, frame: bytes, timeout_s: float) -> DisplayState:
        """What the display says to ``frame`` within ``timeout_s``."""
        heard, at_end = b"", False
        deadline = time.monotonic() + timeout_s
        while True:
            verdict = display.dialect.judge(frame, heard, echo=self._echo, at_end=at_end)
            if verdict is Verdict.TAKEN:
                return DisplayState.SHOWN
            if verdict is Verdict.REFUSED:
                return DisplayState.BAD_ANSWER
            if at_end:
                break
            byte = link.read(1, max(0.0, deadline - time.monotonic()))
            heard += byte + (link.read(READ_BYTES, 0) if byte else b"")
            at_end = not byte or len(heard) > MOST_HEARD
        strange = heard.replace(frame, b"", 1)
        return DisplayState.BAD_ANSWER if strange else DisplayState.NO_ANSWER

    def _wait_for_silence(self) -> None:
        while (rest_ms := self._free_ms - self._clock.elapsed_ms()) > 0:
            self._pause(rest_ms / 1000)

    def _tell(self) -> None:
        """Call ``on_change`` for each state that nobody was told of yet, outside the lock."""
        with self._lock:
            changed = {
                name: board.state
                for name, board in self._boards.items()
                if board.state is not self._told[name]
            }
            self._told.update(changed)
        for name, state in changed.items():
            self._on_change(name, state)


def line_echoes(link: Link, unused_unit: int = modbus.HIGHEST_UNIT) -> bool:
    """Self-test of a half duplex adapter: whether what we send comes back by itself.

    Speaks to a Modbus unit that nobody has; ``link`` must be open and in nobody's hands.
    """
    probe = modbus.write_one(unused_unit, 0, 0)
    link.read(READ_BYTES, 0)
    link.write(probe)
    return link.read(len(probe), ECHO_WAIT_S) == probe
