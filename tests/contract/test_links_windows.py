"""Queues of Windows: a job is over when the queue is rid of it, and a stuck one is taken back."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from hardware.links.windows_queue import WindowsQueueLink, windows_queues
from hardware.protocols.link import LinkDown

DELETING, PRINTING, OFFLINE, PAPER_OUT, PRINTED = 0x4, 0x10, 0x20, 0x40, 0x80


class SpoolerError(Exception):
    """What pywin32 raises: no ``OSError``."""


@dataclass(slots=True)
class SpoolJob:
    data: bytes = b""
    looks: int = 0
    paused: bool = False


@dataclass(slots=True)
class Spooler:
    """``win32print``, as far as a queue needs it. ``course``: a job's status at each look, the
    last one for ever; None: it has left the queue."""

    course: list[int | None] = field(default_factory=lambda: [0, PRINTING, None])
    attributes: int = 0
    status: int = 0
    look_fails: tuple[int, str] | None = None  # what GetJob fails with at the second look
    first_look_fails: bool = False
    after_pause: int | None = 0  # what a paused job shows on top; None: gone in that moment
    delete_fails: bool = False
    writes: int = 2**30  # bytes that one WritePrinter takes
    write_fails_after: int | None = None
    jobs: dict[int, SpoolJob] = field(default_factory=dict)
    printed: list[bytes] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    open_handles: int = 0

    def OpenPrinter(self, name: str) -> str:
        if name != "XP-80C":
            raise SpoolerError(1801, "OpenPrinter", "The printer name is invalid.")
        self.open_handles += 1
        return name

    def ClosePrinter(self, handle: str) -> None:
        self.open_handles -= 1

    def EnumPrinters(self, flags: int, name: str | None, level: int) -> tuple[dict[str, Any], ...]:
        return ({"pPrinterName": "XP-80C"}, {"pPrinterName": "Fax"})

    def GetPrinter(self, handle: str, level: int) -> dict[str, Any]:
        return {"Attributes": self.attributes, "Status": self.status}

    def StartDocPrinter(self, handle: str, level: int, doc: tuple[str, None, str]) -> int:
        assert doc[2] == "RAW"
        number = len(self.jobs) + 7
        self.jobs[number] = SpoolJob()
        return number

    def StartPagePrinter(self, handle: str) -> None: ...

    def WritePrinter(self, handle: str, data: bytes) -> int:
        job = self.jobs[max(self.jobs)]
        if self.write_fails_after is not None and len(job.data) >= self.write_fails_after:
            raise SpoolerError(112, "WritePrinter", "There is not enough space on the disk.")
        job.data += data[: self.writes]
        return min(len(data), self.writes)

    def EndPagePrinter(self, handle: str) -> None: ...

    def EndDocPrinter(self, handle: str) -> None: ...

    def GetJob(self, handle: str, number: int, level: int) -> dict[str, Any]:
        job = self.jobs.get(number)
        if job is None or number in self.deleted:
            raise SpoolerError(87, "GetJob", "The parameter is incorrect.")
        status = self.course[min(job.looks, len(self.course) - 1)]
        job.looks += 1
        if self.look_fails is not None and (self.first_look_fails or job.looks > 1):
            code, words = self.look_fails
            raise SpoolerError(code, "GetJob", words)
        if job.paused and status is not None:
            status = None if self.after_pause is None else status | self.after_pause
        if status is None:
            self.printed.append(self.jobs.pop(number).data)
            raise SpoolerError(87, "GetJob", "The parameter is incorrect.")
        return {"Status": status}

    def SetJob(self, handle: str, number: int, level: int, info: None, command: int) -> None:
        if command == 1:
            self.jobs[number].paused = True
        elif self.delete_fails:
            raise SpoolerError(5, "SetJob", "Access is denied.")
        else:
            assert command == 5
            self.deleted.append(number)


def open_link(spooler: Spooler) -> WindowsQueueLink:
    link = WindowsQueueLink(
        "XP-80C",
        job_within_s=0.05,
        look_every_s=0.005,
        spooler=lambda: (spooler, SpoolerError),
    )
    link.open()
    return link


def stuck(spooler: Spooler) -> LinkDown:
    """How a job ends that does not leave the queue."""
    with pytest.raises(LinkDown) as down:
        open_link(spooler).write(b"slip")
    return down.value


def test_one_write_is_one_raw_job_that_has_left_the_queue() -> None:
    spooler = Spooler(writes=100)
    link = open_link(spooler)
    link.write(b"first" * 50)
    link.write(b"")
    link.write(b"second")
    assert spooler.printed == [b"first" * 50, b"second"]
    assert link.read(1, 5) == b""
    link.close()
    link.close()
    assert spooler.open_handles == 0


def test_a_queue_that_keeps_its_jobs_is_done_when_they_are_printed() -> None:
    open_link(spooler := Spooler(course=[PRINTING, PRINTED])).write(b"slip")
    assert spooler.deleted == []


def test_a_printer_set_to_work_offline_gets_no_job() -> None:
    spooler = Spooler()
    link = open_link(spooler)
    spooler.attributes = 0x400 | 0x40
    with pytest.raises(LinkDown, match="work offline") as down:
        link.write(b"slip")
    assert down.value.untouched
    assert spooler.jobs == {}
    with pytest.raises(LinkDown, match="work offline"):
        link.open()
    assert spooler.open_handles == 0


def test_a_paused_queue_gets_no_job() -> None:
    with pytest.raises(LinkDown, match="paused"):
        open_link(Spooler(status=1))


def test_a_job_that_never_began_is_deleted_and_may_be_sent_again() -> None:
    down = stuck(spooler := Spooler(course=[OFFLINE]))
    assert down.untouched
    assert "printer offline" in down.reason
    assert spooler.deleted == [7]


@pytest.mark.parametrize(
    "spooler",
    [
        pytest.param(Spooler(course=[PRINTING, PRINTING | PAPER_OUT]), id="it is being printed"),
        pytest.param(Spooler(course=[PRINTING, 0]), id="it was begun once"),
        pytest.param(Spooler(course=[0], after_pause=PRINTING), id="it began in the last moment"),
        pytest.param(Spooler(course=[0], delete_fails=True), id="it stays and may print later"),
    ],
)
def test_a_job_of_which_something_may_be_on_paper_is_not_sent_again(spooler: Spooler) -> None:
    assert not stuck(spooler).untouched


def test_a_job_that_leaves_in_the_last_moment_has_left() -> None:
    spooler = Spooler(course=[0], after_pause=None)
    open_link(spooler).write(b"slip")
    assert (spooler.printed, spooler.deleted) == ([b"slip"], [])


@pytest.mark.parametrize(
    "error", [(5, "Access is denied."), (1722, "The RPC server is unavailable."), (6, "Handle.")]
)
def test_a_spooler_that_does_not_tell_of_a_job_proves_nothing(error: tuple[int, str]) -> None:
    down = stuck(spooler := Spooler(course=[PRINTING], look_fails=error))
    assert not down.untouched
    assert error[1] in down.reason
    assert spooler.printed == []


def test_a_job_that_cannot_be_looked_at_is_deleted_when_it_could_not_be_handed_over() -> None:
    spooler = Spooler(course=[0], write_fails_after=0)
    spooler.look_fails = (1722, "The RPC server is unavailable.")
    spooler.first_look_fails = True
    assert not stuck(spooler).untouched
    assert spooler.deleted == [7]


def test_a_job_that_somebody_deletes_is_no_success() -> None:
    with pytest.raises(LinkDown, match="somebody deleted") as down:
        open_link(Spooler(course=[0, DELETING])).write(b"slip")
    assert not down.value.untouched


def test_a_full_disk_ends_the_job_before_it_is_whole() -> None:
    spooler = Spooler(course=[0], writes=10, write_fails_after=20)
    with pytest.raises(LinkDown, match="not enough space") as down:
        open_link(spooler).write(b"x" * 100)
    assert down.value.untouched
    assert spooler.deleted == [7]


def test_an_unknown_queue_and_a_closed_one_are_down() -> None:
    spooler = Spooler()
    with pytest.raises(LinkDown, match="invalid"):
        WindowsQueueLink("none", spooler=lambda: (spooler, SpoolerError)).open()
    link = open_link(spooler)
    link.close()
    with pytest.raises(LinkDown, match="not open"):
        link.write(b"x")


def test_elsewhere_there_are_no_such_queues() -> None:
    def no_windows() -> Any:
        raise ImportError("win32print")

    with pytest.raises(LinkDown, match="only Windows"):
        WindowsQueueLink("XP-80C", spooler=no_windows).open()
    assert windows_queues(no_windows) == []
    assert windows_queues(lambda: (Spooler(), SpoolerError)) == ["Fax", "XP-80C"]
