"""A printer queue of Windows: each ``write`` is one RAW job, over when the queue is rid of it.

    write ──► work offline? ──► StartDoc … EndDoc ──► job in the queue ──► gone: done
                                                          │ too long
                                                          ▼
                                        paused, looked at, deleted: LinkDown

The spooler takes jobs for a printer that is unplugged and prints them days later, so a job that
does not move is taken back. Nothing can be read: whether paper came out, nobody knows.
Values: Windows' winspool.h.
"""

import contextlib
import time
from collections.abc import Callable
from typing import Any

from hardware.protocols.link import LinkDown

# Shorter than the wait for a device at the end of a program: a stuck job must not stay behind.
JOB_WITHIN_S = 12.0
LOOK_EVERY_S = 0.2
DOCUMENT = "motcua"

WORK_OFFLINE = 0x400  # in a printer's Attributes
PRINTER_PAUSED = 0x1  # in a printer's Status
NO_SUCH_JOB = 87  # ERROR_INVALID_PARAMETER, of GetJob
JOB_PAUSE, JOB_DELETE = 1, 5
JOB_DELETING, JOB_PRINTING, JOB_PRINTED, JOB_DELETED = 0x4, 0x10, 0x80, 0x100
JOB_RESTARTED, JOB_COMPLETE = 0x800, 0x1000
# What a stuck job says of itself.
JOB_WORDS = {0x2: "error", 0x20: "printer offline", 0x40: "paper out", 0x400: "needs a person"}

# The module win32print, and what it raises.
Spooler = tuple[Any, type[Exception]]


def windows_spooler() -> Spooler:
    """The spooler of this machine; ``ImportError`` where it has none."""
    import pywintypes
    import win32print

    return win32print, pywintypes.error


def windows_queues(spooler: Callable[[], Spooler] = windows_spooler) -> list[str]:
    """The names of all queues, of this machine and connected ones; empty without a spooler."""
    try:
        windows, error = spooler()
        return sorted(each["pPrinterName"] for each in windows.EnumPrinters(2 | 4, None, 4))
    except ImportError:
        return []
    except error:
        return []


class WindowsQueueLink:
    """One queue by its name."""

    answers = False

    def __init__(
        self,
        queue: str,
        *,
        job_within_s: float = JOB_WITHIN_S,
        look_every_s: float = LOOK_EVERY_S,
        spooler: Callable[[], Spooler] = windows_spooler,
    ) -> None:
        self._queue = queue
        self._job_within_s = job_within_s
        self._look_every_s = look_every_s
        self._load = spooler
        self._windows: Any = None
        self._error: type[Exception] = OSError
        self._handle: Any = None

    @property
    def name(self) -> str:
        return self._queue

    def open(self) -> None:
        self.close()
        try:
            self._windows, self._error = self._load()
        except ImportError as error:
            raise LinkDown(f"{self.name}: only Windows has such queues") from error
        try:
            self._handle = self._windows.OpenPrinter(self._queue)
        except self._error as error:
            raise LinkDown(f"{self.name}: {error}") from error
        try:
            self._refuse_idle_queue()
        except LinkDown:
            self.close()
            raise

    def close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            with contextlib.suppress(self._error):
                self._windows.ClosePrinter(handle)

    def write(self, data: bytes) -> None:
        if not data:
            return
        self._opened()
        self._refuse_idle_queue()
        try:
            job = self._windows.StartDocPrinter(self._handle, 1, (DOCUMENT, None, "RAW"))
        except self._error as error:
            raise LinkDown(f"{self.name}: {error}") from error
        try:
            self._spool(data)
        except self._error as error:
            # The spooler may have begun to send what it already had.
            untouched = self._take_back(job, begun=False) is True
            raise LinkDown(f"{self.name}: {error}", untouched=untouched) from error
        self._await_leaving(job)

    def read(self, size: int, timeout_s: float) -> bytes:  # noqa: ARG002 - the link's signature
        self._opened()
        return b""

    def _spool(self, data: bytes) -> None:
        windows, handle = self._windows, self._handle
        windows.StartPagePrinter(handle)
        sent = 0
        while sent < len(data):
            taken = windows.WritePrinter(handle, data[sent:])
            if not taken:
                raise self._error("WritePrinter takes nothing")
            sent += taken
        windows.EndPagePrinter(handle)
        windows.EndDocPrinter(handle)

    def _refuse_idle_queue(self) -> None:
        """A queue that would only keep the job is as good as a pulled plug."""
        try:
            printer = self._windows.GetPrinter(self._handle, 2)
        except self._error as error:
            raise LinkDown(f"{self.name}: {error}") from error
        if printer["Attributes"] & WORK_OFFLINE:
            raise LinkDown(f"{self.name}: Windows has set the printer to work offline")
        if printer["Status"] & PRINTER_PAUSED:
            raise LinkDown(f"{self.name}: the queue is paused")

    def _await_leaving(self, job: int) -> None:
        """Wait until ``job`` is out of the queue; take it back when it does not move."""
        deadline = time.monotonic() + self._job_within_s
        begun = False
        while (status := self._status_of(job)) is not None:
            if status & (JOB_PRINTED | JOB_COMPLETE):
                return  # the queue keeps its jobs after printing
            if status & (JOB_DELETED | JOB_DELETING):
                raise LinkDown(f"{self.name}: somebody deleted the job", untouched=False)
            begun = begun or bool(status & (JOB_PRINTING | JOB_RESTARTED))
            if time.monotonic() >= deadline:
                untouched = self._take_back(job, begun=begun)
                if untouched is None:
                    return
                said = _words(status)
                raise LinkDown(f"{self.name}: the job is stuck ({said})", untouched=untouched)
            time.sleep(self._look_every_s)

    def _take_back(self, job: int, *, begun: bool) -> bool | None:
        """Delete ``job``. True: surely nothing of it was printed, or will be. None: it has left
        the queue in the last moment."""
        windows, handle = self._windows, self._handle
        try:
            # A paused job does not begin any more: what is seen now stays true.
            windows.SetJob(handle, job, 0, None, JOB_PAUSE)
        except self._error:
            begun = True
        try:
            status = self._status_of(job)
        except LinkDown:
            begun, status = True, 0
        if status is None:
            return None
        begun = begun or bool(status & (JOB_PRINTING | JOB_RESTARTED))
        try:
            windows.SetJob(handle, job, 0, None, JOB_DELETE)
        except self._error:
            return False
        return not begun

    def _status_of(self, job: int) -> int | None:
        """The job's bits; None: no such job in the queue any more. ``LinkDown`` when the spooler
        does not tell, for any reason: the job may be on paper, or come later."""
        try:
            status = self._windows.GetJob(self._handle, job, 1)["Status"]
        except self._error as error:
            if error.args[:1] == (NO_SUCH_JOB,):
                return None
            raise LinkDown(f"{self.name}: {error}", untouched=False) from error
        return int(status)

    def _opened(self) -> None:
        if self._handle is None:
            raise LinkDown(f"{self.name}: not open")


def _words(status: int) -> str:
    said = [word for bit, word in JOB_WORDS.items() if status & bit]
    return ", ".join(said) or "no reason given"
