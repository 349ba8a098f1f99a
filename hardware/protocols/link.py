"""A line to a device: bytes out, bytes in, and one kind of failure."""

from typing import Protocol


class LinkDown(OSError):
    """The line failed; nothing more can be said through it until it is opened again.

    ``sent``: bytes of the failed ``write`` that the operating system is known to have taken.
    ``untouched``: surely not one byte of that ``write`` left, so sending it again is safe.
    ``silent``: the line itself is fine, the device does not answer. ``busy``: another program of
    this computer has it open.
    """

    def __init__(
        self,
        reason: str,
        *,
        sent: int = 0,
        untouched: bool = True,
        silent: bool = False,
        busy: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent
        self.untouched = untouched and sent == 0
        self.silent = silent
        self.busy = busy


class Link(Protocol):
    """One line, used by one thread. Every call has a deadline; every failure is ``LinkDown``.

    ``answers``: something can be read back; false for files and spoolers, where one ``write`` is
    one job and returns when the job has left the computer.
    """

    answers: bool

    @property
    def name(self) -> str:
        """How people call the line: ``COM3``, ``tcp://192.168.1.50:9100``."""

    def open(self) -> None:
        """Open the line; opening an open line closes it first."""

    def close(self) -> None:
        """Close the line; never raises, closing a closed line does nothing."""

    def write(self, data: bytes) -> None:
        """Hand over all of ``data``, or raise: a line that takes nothing for seconds is down."""

    def read(self, size: int, timeout_s: float) -> bytes:
        """``size`` bytes, or fewer once ``timeout_s`` has passed; 0 gives what is there already."""
