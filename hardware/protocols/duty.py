"""What an actor does for a device: jobs in order, and duties besides them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from hardware.protocols.link import Link, LinkDown


class Dropped(Enum):
    """Why a job will never run (again)."""

    EXPIRED = "expired"
    REPLACED = "replaced"
    CLOSED = "closed"
    BROKEN = "broken"  # the job itself raised something unexpected; the log has it


def _ignore_drop(_: Dropped) -> None:
    """Nobody needs to know."""


def _never_keep(_: LinkDown) -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to do with the open line, on the owner thread.

    ``run`` may raise ``LinkDown``; then ``keep_after_loss`` decides whether the job stays first
    in line for the next time the line is open. ``dropped`` is called once when a waiting job goes
    without a ``run``: at ``expires_ms``, or ``stranded_ms`` after both ``asked_ms`` and the
    beginning of the line's failure; moments count on the clock's ``elapsed_ms``. A job replaces a
    waiting one of the same ``key``, in its place.
    """

    run: Callable[[Link], None]
    dropped: Callable[[Dropped], None] = _ignore_drop
    keep_after_loss: Callable[[LinkDown], bool] = _never_keep
    expires_ms: int | None = None
    asked_ms: int = 0
    stranded_ms: int | None = None
    key: str | None = None

    def over_ms(self, failing_since_ms: int | None) -> int | None:
        """When it is of no use any more, with a line that has been failing since then."""
        ends = [] if self.expires_ms is None else [self.expires_ms]
        if self.stranded_ms is not None and failing_since_ms is not None:
            ends.append(max(self.asked_ms, failing_since_ms) + self.stranded_ms)
        return min(ends, default=None)

    def is_over(self, now_ms: int, failing_since_ms: int | None) -> bool:
        end = self.over_ms(failing_since_ms)
        return end is not None and now_ms >= end


def put_in_place(job: Job, jobs: list[Job]) -> Job | None:
    """Queue ``job`` in ``jobs``; the job that it replaces, if any."""
    if job.key is not None:
        for place, waiting in enumerate(jobs):
            if waiting.key == job.key:
                jobs[place] = job
                return waiting
    jobs.append(job)
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineState:
    """Whether the line works; ``reason`` says why not, for the log and the technician.

    ``silent``: the line opens, the device at its end does not answer. ``busy``: another program of
    this computer has the line.
    """

    up: bool
    silent: bool = False
    busy: bool = False
    reason: str = ""

    def is_like(self, other: "LineState") -> bool:
        """Whether only the words of the operating system differ."""
        return (self.up, self.silent, self.busy) == (other.up, other.silent, other.busy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """The device serves one line at a time, and other programs use it too.

    One that serves another keeps a further line waiting, or refuses it as if it were switched off.
    """

    retry_s: float = 0.2  # between attempts while a job waits for its turn
    grace_s: float = 4.5  # it may be silent for so long before it counts as lost
    refused_s: float = 2.5  # the same when the line does not even open: a slip takes 1 to 2 s


class Duty(Protocol):
    """What a device does with its line besides jobs; each may raise ``LinkDown``."""

    def opened(self, link: Link) -> None:
        """Greet the device, right after each opening."""

    def idle(self, link: Link) -> None:
        """Look after the device, every ``idle_every_s`` when no job waits."""

    def line_changed(self, state: LineState) -> None:
        """The line came up or went down; called once per change."""
