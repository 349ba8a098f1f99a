"""One owner thread per device or line: opens it, runs its jobs in order, opens it again.

    submit() ──► jobs ──► owner thread ──► run(link)
                              │  LinkDown: close, wait 0.5 s, 1 s, 2 s … 30 s, open, opened(link)
                              └─ nothing to do: idle(link) every ``idle_every_s`` or ``hurry_s()``

A new job or ``close()`` ends any waiting at once; a new job is worth one attempt to open the line.

A line that others use too (``Sharing``) is let go after each job and each look:

    submit() or idle time ──► open, opened(link) ──► one job, if any ──► close
                                │  LinkDown: perhaps another's turn, so again in ``retry_s``;
                                └─ a fault only after ``grace_s`` of silence, or ``refused_s``
"""

import logging
import random
import threading
from collections.abc import Callable
from functools import partial

from core.clock import Clock, SystemClock
from hardware.protocols.backoff import DELAYS_S, Backoff
from hardware.protocols.duty import Dropped, Duty, Job, LineState, Sharing, put_in_place
from hardware.protocols.link import Link, LinkDown

__all__ = ["Actor", "Dropped", "Duty", "Job", "LineState", "Sharing", "Wait", "wait_really"]

# After its turn a program with more to do stays away long enough for another one to come in.
TURN_PAUSE = 1.5

log = logging.getLogger(__name__)

Wait = Callable[[threading.Condition, float | None], object]


def wait_really(condition: threading.Condition, timeout_s: float | None) -> None:
    """Wait until notified or ``timeout_s`` has passed."""
    condition.wait(timeout_s)


class Actor:
    """The owner thread of one line. Made once, started once, closed once."""

    def __init__(
        self,
        link: Link,
        duty: Duty,
        *,
        name: str,
        idle_every_s: float | None = None,
        hurry_s: Callable[[], float | None] = lambda: None,
        sharing: Sharing | None = None,
        clock: Clock | None = None,
        draw: Callable[[], float] = random.random,
        wait: Wait = wait_really,
        delays_s: tuple[float, float] = DELAYS_S,
    ) -> None:
        self._link = link
        self._duty = duty
        self._name = name
        self._sharing = sharing
        self._idle_every_s = idle_every_s
        self._hurry_s = hurry_s
        self._clock = clock or SystemClock()
        self._backoff = Backoff(*delays_s, draw=draw)
        self._wait = wait
        self._changed = threading.Condition()
        self._jobs: list[Job] = []
        self._closing = False
        self._last: Job | None = None
        self._attempt_wanted = True
        self._state: LineState | None = None
        self._is_open = False
        self._failing_since_ms: int | None = None
        self._attempt_ms: int | None = 0
        self._idle_ms: int | None = None
        self._thread = threading.Thread(target=self._live, name=f"line-{name}", daemon=True)

    @property
    def closing(self) -> bool:
        """True from ``close()`` on; a long job may look at it."""
        return self._closing

    def start(self) -> None:
        """Begin to open the line and to run jobs."""
        self._thread.start()

    def submit(self, job: Job) -> None:
        """Queue ``job``; from any thread, returns at once. After ``close()`` it is dropped."""
        with self._changed:
            refused = self._closing
            replaced = None if refused else put_in_place(job, self._jobs)
            self._attempt_wanted = True
            self._changed.notify_all()
        if refused:
            self._drop(job, Dropped.CLOSED)
        if replaced is not None:
            self._drop(replaced, Dropped.REPLACED)

    def close(self, timeout_s: float = 15.0, *, last: Job | None = None) -> bool:
        """Let the running job end, drop the rest, close the line, join. False: still running.

        ``last`` is done before the line is closed, if the line is open or was never tried.
        """
        with self._changed:
            self._closing, self._last = True, last
            self._changed.notify_all()
        if self._thread.ident is None:
            self._end()
        elif threading.current_thread() is not self._thread:
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _live(self) -> None:
        try:
            while not self._closing:
                self._turn()
            self._say_last()
        finally:
            self._end()

    def _say_last(self) -> None:
        with self._changed:
            last, self._last = self._last, None
        if last is None:
            return
        if self._state is None and not self._is_open:
            self._open()
        if self._is_open:
            self._run(last)
        else:
            self._drop(last, Dropped.CLOSED)

    def _end(self) -> None:
        self._link.close()
        with self._changed:
            left, self._jobs = self._jobs, []
        for job in left:
            self._drop(job, Dropped.CLOSED)

    def _turn(self) -> None:
        """Do the next thing that is due, or wait for it."""
        now = self._clock.elapsed_ms()
        self._drop_expired(now)
        if not self._is_open:
            if self._take_attempt(now):
                self._open()
            else:
                self._rest(self._attempt_ms)
        elif (job := self._next_job()) is not None:
            self._run(job)
            self._let_go()
        elif self._sharing is not None:
            self._let_go()
        elif self._idle_ms is not None and now >= self._idle_ms:
            self._idle()
        else:
            self._rest(self._idle_ms)

    def _rest(self, until_ms: int | None) -> None:
        """Wait for a job, for the end, or for the first of ``until_ms`` and any job's expiry."""
        with self._changed:
            if self._closing or (self._attempt_wanted and self._jobs):
                return
            ends = [job.over_ms(self._failing_since_ms) for job in self._jobs]
            moments = [moment for moment in (*ends, until_ms) if moment is not None]
            left_ms = min(moments) - self._clock.elapsed_ms() if moments else None
            self._wait(self._changed, None if left_ms is None else max(0, left_ms) / 1000)

    def _take_attempt(self, now_ms: int) -> bool:
        """Whether to try to open the line now: the delay is over, or a new job asks for it."""
        with self._changed:
            due = self._attempt_ms is not None and now_ms >= self._attempt_ms
            wanted, self._attempt_wanted = self._attempt_wanted, False
            return wanted or due

    def _open(self) -> None:
        begun_ms = self._clock.elapsed_ms()
        try:
            self._link.open()
            self._duty.opened(self._link)
        except LinkDown as down:
            self._lost(down, since_ms=begun_ms)
            return
        except Exception:
            log.exception("%s: greeting failed", self._name)
            self._lost(LinkDown("greeting failed"))
            return
        self._is_open = True
        self._backoff.succeeded()
        self._failing_since_ms = None
        self._plan_idle()
        self._report(LineState(up=True))

    def _let_go(self) -> None:
        """Make room for the next program on a shared line; come back when there is need."""
        if self._sharing is None or not self._is_open:
            return
        self._link.close()
        self._is_open = False
        self._attempt_ms = self._idle_ms
        with self._changed:
            if self._jobs:
                self._attempt_wanted = False
                self._attempt_ms = self._in(self._sharing.retry_s * TURN_PAUSE)

    def _run(self, job: Job) -> None:
        try:
            job.run(self._link)
        except LinkDown as down:
            self._safely("a job's end", partial(self._keep_or_forget, job, down))
            self._lost(down, at_work=True)
        except Exception:
            log.exception("%s: job failed", self._name)
            self._drop(job, Dropped.BROKEN)

    def _keep_or_forget(self, job: Job, down: LinkDown) -> None:
        """First in line again if it wishes, unless a newer job of its key has come meanwhile."""
        if not job.keep_after_loss(down):
            return
        with self._changed:
            newer = job.key is not None and any(job.key == other.key for other in self._jobs)
            if not newer:
                self._jobs.insert(0, job)
        if newer:
            self._drop(job, Dropped.REPLACED)

    def _idle(self) -> None:
        try:
            self._duty.idle(self._link)
        except LinkDown as down:
            self._lost(down)
        except Exception:
            log.exception("%s: idle work failed", self._name)
        self._plan_idle()

    def _next_job(self) -> Job | None:
        with self._changed:
            self._attempt_wanted = False
            return self._jobs.pop(0) if self._jobs else None

    def _drop_expired(self, now_ms: int) -> None:
        with self._changed:
            since = self._failing_since_ms
            expired = [job for job in self._jobs if job.is_over(now_ms, since)]
            self._jobs = [job for job in self._jobs if not job.is_over(now_ms, since)]
        for job in expired:
            self._drop(job, Dropped.EXPIRED)

    def _drop(self, job: Job, why: Dropped) -> None:
        self._safely("dropping a job", lambda: job.dropped(why))

    def _safely(self, what: str, act: Callable[[], None]) -> None:
        """A device's mistake is logged; the line's thread lives on."""
        try:
            act()
        except Exception:
            log.exception("%s: %s failed", self._name, what)

    def _lost(self, down: LinkDown, *, at_work: bool = False, since_ms: int | None = None) -> None:
        self._link.close()
        self._is_open = False
        now = self._clock.elapsed_ms()
        if self._failing_since_ms is None:
            self._failing_since_ms = now if since_ms is None else since_ms
        state = LineState(up=False, silent=down.silent, busy=down.busy, reason=down.reason)
        if self._sharing is None:
            self._attempt_ms = self._in(self._backoff.next_s())
            self._report(state)
            return
        grace_s = self._sharing.grace_s if down.silent else self._sharing.refused_s
        if at_work or now - self._failing_since_ms >= grace_s * 1000:
            self._report(state)
        with self._changed:
            waited_for = bool(self._jobs) or self._state is None or self._state.up
        self._attempt_ms = self._in(self._sharing.retry_s if waited_for else self._backoff.next_s())

    def _in(self, delay_s: float) -> int:
        """The moment in about ``delay_s``."""
        return self._clock.elapsed_ms() + round(self._backoff.spread_s(delay_s) * 1000)

    def _plan_idle(self) -> None:
        if self._idle_every_s is not None:
            every_s = self._hurry_s() or self._idle_every_s
            exactly = self._clock.elapsed_ms() + round(every_s * 1000)
            self._idle_ms = exactly if self._sharing is None else self._in(every_s)

    def _report(self, state: LineState) -> None:
        before, self._state = self._state, state
        if before is not None and before.is_like(state):
            return
        if state.up:
            log.info("%s: line is up (%s)", self._name, self._link.name)
        else:
            log.warning("%s: line is down: %s", self._name, state.reason)
        self._safely("telling the line's state", lambda: self._duty.line_changed(state))
