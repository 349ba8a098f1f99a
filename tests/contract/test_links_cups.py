"""Raw queues of CUPS: its commands are real programs here, only that they print into a folder."""

import sys
from pathlib import Path

import pytest

from hardware.links.cups_queue import Cups, CupsQueueLink
from hardware.protocols.link import LinkDown

# One program for all commands. What CUPS does with a job stands in files of its folder:
#   state     the queue's line of lpstat -p          course   what lpstat says at each look
#   end       alerts of the completed job            refuse   commands that fail
PROGRAM = """import sys
from pathlib import Path
home = Path({folder!r})
name, words = Path(sys.argv[0]).stem, sys.argv[1:]
with (home / "log").open("a") as log:
    log.write(" ".join([name, *words]) + "\\n")
def told(file, default=""):
    path = home / file
    return path.read_text() if path.exists() else default
def block(alerts):
    print("thermal-12              kiosk             1024   Mon 02 Mar 2026 08:00:00")
    if alerts:
        print("\\tAlerts: " + alerts)
    print("\\tqueued for thermal")
if name in told("refuse").split():
    sys.exit(name + ": The printer or class does not exist.")
if name == "lp" and "-i" not in words:
    (home / "job.bin").write_bytes(sys.stdin.buffer.read())
    print("request id is thermal-12 (1 file(s))")
elif name == "lpstat" and "-e" in words:
    print("thermal\\noffice")
elif name == "lpstat" and "-p" in words:
    print(told("state", "printer thermal is idle.  enabled since Mon 02 Mar 2026 08:00:00"))
elif name == "lpstat":
    print("thermal-11              other             2048   Mon 02 Mar 2026 07:00:00")
    print("\\tAlerts: job-printing\\n\\tqueued for thermal")
    if "completed" in words:
        if told("end"):
            block(told("end"))
    else:
        now, _, later = told("course", "gone").partition("\\n")
        if now != "gone":
            block(now)
        if later:
            (home / "course").write_text(later)
"""


class Queue:
    """The folder with CUPS's commands, and what they are to say."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("lp", "lpstat", "cancel"):
            program = folder / f"{name}.py"
            program.write_text(PROGRAM.format(folder=str(folder)), "utf-8")
            # Not by "#!", where no path with a space can stand, and without site packages, whose
            # own path cannot be read in CUPS's plain locale when it has accents.
            command = folder / name
            command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "{program}" "$@"\n', "utf-8")
            command.chmod(0o755)

    def says(self, file: str, text: str) -> None:
        (self.folder / file).write_text(text)

    def link(self, within_s: float = 15.0) -> CupsQueueLink:
        cups = Cups(self.folder)
        return CupsQueueLink("thermal", cups=cups, job_within_s=within_s, look_every_s=0.01)

    @property
    def log(self) -> list[str]:
        path = self.folder / "log"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    return Queue(tmp_path)


def stuck(queue: Queue) -> LinkDown:
    """How a job ends that does not leave the queue."""
    link = queue.link(within_s=0.2)
    link.open()
    with pytest.raises(LinkDown) as down:
        link.write(b"slip")
    return down.value


def test_one_write_is_one_raw_job_that_has_completed(queue: Queue) -> None:
    queue.says("course", "\njob-printing\ngone")
    queue.says("end", "job-completed-successfully")
    link = queue.link()
    link.open()
    link.write(b"\x1b@\x00\xff slip")
    link.write(b"")
    assert (queue.folder / "job.bin").read_bytes() == b"\x1b@\x00\xff slip"
    assert queue.log.count("lp -d thermal -o raw -t motcua") == 1
    assert not any(line.startswith("cancel") for line in queue.log)
    assert link.read(1, 5) == b""


def test_a_server_that_keeps_no_history_is_believed(queue: Queue) -> None:
    link = queue.link()
    link.open()
    link.write(b"slip")
    assert (queue.folder / "job.bin").read_bytes() == b"slip"


def test_a_job_that_never_began_is_cancelled_and_may_be_sent_again(queue: Queue) -> None:
    queue.says("course", "printer-stopped")
    down = stuck(queue)
    assert down.untouched
    assert "printer-stopped" in down.reason
    assert queue.log[-1] == "cancel thermal-12"


def test_a_job_that_was_begun_is_not_sent_again(queue: Queue) -> None:
    queue.says("course", "job-printing")
    assert not stuck(queue).untouched
    assert queue.log[-1] == "cancel thermal-12"


def test_a_job_that_cannot_be_cancelled_may_print_later(queue: Queue) -> None:
    queue.says("course", "job-stopped")
    queue.says("refuse", "cancel")
    assert not stuck(queue).untouched


@pytest.mark.parametrize("end", ["aborted-by-system", "job-canceled-by-user"])
def test_a_job_that_ended_by_accident_is_no_success(queue: Queue, end: str) -> None:
    queue.says("end", end)
    down = stuck(queue)
    assert end in down.reason
    assert not down.untouched


def test_a_stopped_queue_gets_no_job(queue: Queue) -> None:
    link = queue.link()
    link.open()
    queue.says("state", "printer thermal disabled since Mon 02 Mar 2026 08:00:00 -\n\tunplugged")
    with pytest.raises(LinkDown, match=r"stopped.*unplugged") as down:
        link.write(b"slip")
    assert down.value.untouched
    assert not (queue.folder / "job.bin").exists()
    with pytest.raises(LinkDown, match="stopped"):
        link.open()


def test_an_unknown_queue_is_down_in_the_words_of_cups(queue: Queue) -> None:
    queue.says("refuse", "lpstat lp")
    with pytest.raises(LinkDown, match="does not exist"):
        queue.link().open()


def test_a_server_that_does_not_answer_is_down_and_may_have_the_job(queue: Queue) -> None:
    (queue.folder / "lp").write_text("#!/bin/sh\nexec sleep 60\n")
    cups = Cups(queue.folder, within_s=2)
    link = CupsQueueLink("thermal", cups=cups)
    link.open()
    with pytest.raises(LinkDown, match="no answer from CUPS") as down:
        link.write(b"slip")
    assert not down.value.untouched


def test_without_cups_that_is_told(tmp_path: Path) -> None:
    with pytest.raises(LinkDown, match="CUPS is not installed"):
        CupsQueueLink("thermal", cups=Cups(tmp_path)).open()
    assert Cups(tmp_path).queues() == []


def test_queues_are_found_and_closed_ones_refuse_to_work(queue: Queue) -> None:
    assert Cups(queue.folder).queues() == ["office", "thermal"]
    link = queue.link()
    link.open()
    link.close()
    with pytest.raises(LinkDown, match="not open"):
        link.write(b"x")
