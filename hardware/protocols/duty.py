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
    without a ``run``. ``expires_ms`` counts on the clock's ``elapsed_ms``. A job replaces a
    waiting one of the same ``key``, in its place.
    """

    run: Callable[[Link], None]
    dropped: Callable[[Dropped], None] = _ignore_drop
    keep_after_loss: Callable[[LinkDown], bool] = _never_keep
    expires_ms: int | None = None
    key: str | None = None

    def is_over(self, now_ms: int) -> bool:
        return self.expires_ms is not None and now_ms >= self.expires_ms


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
    """The device serves one line at a time, and other programs use it too."""

    retry_s: float = 0.2  # between attempts while a job waits for its turn
    grace_s: float = 10.0  # others may have the device for so long before it counts as lost


class Duty(Protocol):
    """What a device does with its line besides jobs; each may raise ``LinkDown``."""

    def opened(self, link: Link) -> None:
        """Greet the device, right after each opening."""

    def idle(self, link: Link) -> None:
        """Look after the device, every ``idle_every_s`` when no job waits."""

    def line_changed(self, state: LineState) -> None:
        """The line came up or went down; called once per change."""
