"""Number displays on one serial line: one owner thread, a wanted text per display, no overlaps.

    want() ──► board.wanted (the last one wins) ──► owner thread: the display that is due first
                 frame ──► answer within the time-out ──► silence ──► the next display

A text is a state: it is sent again every 30 s and whenever the line comes back, so a pulled plug
heals by itself. New calls go first, then other new texts, then repaints, brightness and blinking.
A display that does not answer goes behind all others, and after three failures it is asked every
10 to 30 s only, and once at each new call to it.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping

from core.clock import Clock, SystemClock
from hardware.actor import Actor, Job, LineState, Wait, wait_really
from hardware.drivers.led_board import BLANK, Board, Display, DisplayReport, all_broken
from hardware.drivers.led_errands import EchoTest, Errands
from hardware.drivers.led_talk import READ_BYTES, Pause, Talk, drain
from hardware.drivers.led_task import Act, Task
from hardware.protocols.display import DisplayState, DisplayText
from hardware.protocols.link import Link

# A pulled plug shows when somebody looks; right again within 2 s means to look often.
LOOK_EVERY_S = 0.5
# An adapter or server that is away costs next to nothing to look for.
DELAYS_S = (0.25, 1.0)
SHORTEST_LOOK_S = 0.01
# Closing lets the last words out, but not those of a long line of slow displays.
LAST_WORDS_MS = 5_000

OnChange = Callable[[str, DisplayState], None]

log = logging.getLogger(__name__)


def _tell_nobody(_name: str, _state: DisplayState) -> None:
    """Nobody asked to be told."""


class LedLine:
    """All displays on one line (``NumberDisplays``). Made once, started once, closed once.

    ``on_change(name, state)`` is called on the line's thread, once per change. ``echo``: the
    adapter is known to bring back what we send; else that is found out where it matters. ``baud``
    tells how long bytes take on the wire; 0 for a line without that. ``clock``, ``wait`` and
    ``pause`` are the only time that the driver knows, but for the time-outs of reading.
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
        self._on_change = on_change
        self._clock = clock or SystemClock()
        self._talk = Talk(baud=baud, echoes=echo, clock=self._clock, pause=pause)
        self._lock = threading.Lock()
        self._boards = {
            display.name: Board(display=display, by_hand=display.blinks_by_hand(baud))
            for display in displays
        }
        self._told = dict.fromkeys(self._boards, DisplayState.UNKNOWN)
        dialects = [(each.display.dialect, each.display.address) for each in self._boards.values()]
        self._errands = Errands(self._talk, dialects)
        self._echo_test = EchoTest(self._talk, dialects)
        self._wishes = 0
        self._frames = 0
        self._all_silent = False
        self._actor = Actor(
            link,
            self,
            name=name,
            idle_every_s=LOOK_EVERY_S,
            hurry_s=self._next_look_s,
            clock=self._clock,
            wait=wait,
            delays_s=DELAYS_S,
        )

    @property
    def echoes(self) -> bool:
        """Whether the line brings back what we send, as configured or as found out."""
        return self._talk.echoes

    def start(self) -> None:
        """Open the line and begin to show."""
        self._actor.start()

    def want(self, display_name: str, text: DisplayText) -> None:
        """Make ``text`` the wanted one; returns at once. ``KeyError``: no such display."""
        with self._lock:
            board = self._boards[display_name]
            self._wishes += 1
            if not board.want(text, self._wishes):
                return
        self._paint_soon()

    def dim(self, percent: int) -> None:
        """Make every display that can so bright (1-100); never delays a call."""
        said: set[bytes] = set()
        with self._lock:
            for board in self._boards.values():
                display = board.display
                frame = display.dialect.dim_frame(display.address, percent)
                board.dim(None if frame is None or frame in said else frame)
                said.update(() if frame is None else (frame,))
        self._paint_soon()

    def clear(self) -> None:
        """Darken all displays and forget their texts; ``close`` right after lets it out."""
        with self._lock:
            self._wishes += 1
            for board in self._boards.values():
                has_broadcast = board.display.dialect.clear_frame() is not None
                board.forget(self._wishes, by_broadcast=has_broadcast)
            self._errands.clear_all()
        self._paint_soon()

    def states(self) -> Mapping[str, DisplayState]:
        with self._lock:
            return {name: board.state for name, board in self._boards.items()}

    def reports(self) -> Mapping[str, DisplayReport]:
        """Everything known of each display, for the health page."""
        with self._lock:
            return {name: board.report() for name, board in self._boards.items()}

    def close(self) -> None:
        """Let out what is due to be cleared or lit again, then close the line."""
        with self._lock:
            boards = self._boards.values()
            is_due = self._errands.waiting or any(
                each.passing or each.is_blinking for each in boards
            )
        self._actor.close(last=Job(run=self._say_last) if is_due else None)

    # What the owner thread calls.

    def opened(self, link: Link) -> None:
        drain(link)
        self._talk.renew()
        now_ms = self._clock.elapsed_ms()
        with self._lock:
            self._errands.set_up_all()
            for board in self._boards.values():
                board.renew(now_ms)

    def idle(self, link: Link) -> None:
        link.read(READ_BYTES, 0)  # a pulled plug shows here long before the next repaint
        self._paint(link)

    def line_changed(self, state: LineState) -> None:
        if state.up:
            self._paint_soon()
            return
        now_ms = self._clock.elapsed_ms()
        with self._lock:
            for board in self._boards.values():
                board.become(DisplayState.UNREACHABLE, now_ms)
        self._tell()

    def _paint_soon(self) -> None:
        self._actor.submit(Job(run=self._paint, key="paint"))

    def _paint(self, link: Link) -> None:
        """Send to every display that is due, the most urgent one first."""
        self._run_errands(link)
        while not self._actor.closing and self._next_due() is not None:
            self._talk.wait()
            self._run_errands(link)
            # Chosen after the silence: who has called meanwhile goes first.
            if (due := self._next_due()) is not None:
                self._say(link, *due)
        if self._talk.in_doubt and not self._actor.closing:
            self._find_echo(link)
        self._tell()

    def _run_errands(self, link: Link) -> None:
        for cleared in self._errands.run(link):
            now_ms = self._clock.elapsed_ms()
            with self._lock:
                for board in self._boards.values():
                    is_meant = board.display.dialect.clear_frame() == cleared
                    if is_meant and board.wanted is None:
                        board.cleared(now_ms)
            self._tell()

    def _next_due(self) -> tuple[Board, Task] | None:
        now_ms = self._clock.elapsed_ms()
        with self._lock:
            tasks = ((board, board.task(now_ms)) for board in self._boards.values())
            due = [(board, task) for board, task in tasks if task is not None]
            return min(due, key=lambda each: each[1].key, default=None)

    def _next_look_s(self) -> float:
        """When something will be due that nobody tells of, but soon enough to see a pulled plug."""
        now_ms = self._clock.elapsed_ms()
        with self._lock:
            moments = [board.next_ms() for board in self._boards.values()]
        left_ms = min((each for each in moments if each is not None), default=now_ms + 60_000)
        return max(SHORTEST_LOOK_S, min(LOOK_EVERY_S, (left_ms - now_ms) / 1000))

    def _is_waited_for(self) -> bool:
        """Whether a display that answers has something new to show."""
        with self._lock:
            boards = self._boards.values()
            return self._actor.closing or any(each.fresh and not each.failures for each in boards)

    def _say(self, link: Link, board: Board, task: Task) -> None:
        """One frame, its answer, and what follows from it."""
        self._frames += 1
        display = board.display
        with self._lock:
            text = BLANK if task.act is Act.DARK else board.wanted or BLANK
            frame = display.frame(text, self._frames)
            if task.act is Act.DIM and board.dim_frame is not None:
                frame = board.dim_frame
            hurry = self._is_waited_for if board.failures else None
            was_silent, self._all_silent = self._all_silent, all_broken(self._boards.values())
        if self._all_silent and board.is_broken:
            self._open_again(link, is_first=not was_silent)
        answer = self._talk.exchange(
            link,
            display.dialect,
            display.address,
            frame,
            hurry=hurry,
            patience_ms=2 * board.took_ms,
        )
        with self._lock:
            board.sent(task.act, text, answer, self._clock.elapsed_ms())
        if answer.state.fault is not None:
            log.info("%s: %s: %s %s", self._name, display.name, task.act.value, answer.state.value)
        self._tell()

    def _open_again(self, link: Link, *, is_first: bool) -> None:
        """A half-open connection or a hung adapter looks as if all were silent. ``is_first`` in
        this silence: only then signs that never answer are prepared, since that empties them."""
        link.open()
        self._echo_test.doubt(link, self._is_waited_for)
        if not is_first:
            return
        now_ms = self._clock.elapsed_ms()
        with self._lock:
            self._errands.set_up_all()
            for board in self._boards.values():
                if not board.failures:  # the others are told all anew once they answer
                    board.renew(now_ms)
        self._run_errands(link)
        self._talk.wait()

    def _say_last(self, link: Link) -> None:
        """Before the line closes: clear what shall be dark, light what only blinked."""
        until_ms = self._clock.elapsed_ms() + LAST_WORDS_MS
        self._run_errands(link)
        for board in self._boards.values():
            is_due = (board.passing or board.dark) and not board.failures
            if is_due and self._clock.elapsed_ms() < until_ms:
                self._talk.wait()
                task = board.task(board.due_ms)
                if task is not None:
                    self._say(link, board, task)

    def _find_echo(self, link: Link) -> None:
        """Something was taken for an answer that might have been our own echo."""
        found = self._echo_test.run(link, self._is_waited_for)
        if not found:
            return
        log.warning("%s: the line brings back what we send; taken into account", self._name)
        now_ms = self._clock.elapsed_ms()
        with self._lock:
            for board in self._boards.values():
                board.due_ms = now_ms
        self._paint_soon()

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
