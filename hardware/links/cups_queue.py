"""A raw queue of CUPS: each ``write`` is one job, over when CUPS says that it has completed.

    lp -d QUEUE -o raw ──► request id QUEUE-12 ──► lpstat: not-completed … completed: done
                                                       │ too long
                                                       ▼
                                        held, looked at, cancelled: LinkDown

CUPS's own commands do the work, so that nothing is linked against it. Nothing can be read:
whether paper came out, nobody knows.
"""

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

from hardware.protocols.link import LinkDown

# Shorter than the wait for a device at the end of a program: a stuck job must not stay behind.
JOB_WITHIN_S = 12.0
LOOK_EVERY_S = 0.3
COMMAND_WITHIN_S = 10.0
DOCUMENT = "motcua"
_REQUEST = re.compile(r"request id is (\S+-\d+)")
_BEGUN = ("job-printing", "job-outgoing", "job-data-insufficient")


class Cups:
    """CUPS's commands with a deadline each; ``folder`` None: wherever the system has them."""

    def __init__(self, folder: Path | None = None, *, within_s: float = COMMAND_WITHIN_S) -> None:
        self._folder = None if folder is None else str(folder)
        self._within_s = within_s

    def ask(self, command: str, *words: str, data: bytes = b"") -> str:
        """What ``command`` says; ``LinkDown`` when it is missing, fails or takes too long."""
        path = shutil.which(command, path=self._folder)
        if path is None:
            raise LinkDown(f"CUPS is not installed: no command {command}")
        try:
            done = subprocess.run(
                [path, *words],
                input=data,
                capture_output=True,
                timeout=self._within_s,
                check=False,
                env=os.environ | {"LC_ALL": "C"},
            )
        except subprocess.TimeoutExpired as error:
            raise LinkDown(f"{command}: no answer from CUPS", untouched=False) from error
        except OSError as error:
            raise LinkDown(f"{command}: {error}") from error
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise LinkDown(f"{command}: {said or f'exit {done.returncode}'}")
        return done.stdout.decode("utf-8", "replace")

    def queues(self) -> list[str]:
        """The names of all queues; empty without CUPS."""
        try:
            return sorted(self.ask("lpstat", "-e").split())
        except LinkDown:
            return []


class CupsQueueLink:
    """One queue by its name."""

    answers = False

    def __init__(
        self,
        queue: str,
        *,
        cups: Cups | None = None,
        job_within_s: float = JOB_WITHIN_S,
        look_every_s: float = LOOK_EVERY_S,
    ) -> None:
        self._queue = queue
        self._cups = cups or Cups()
        self._job_within_s = job_within_s
        self._look_every_s = look_every_s
        self._is_open = False

    @property
    def name(self) -> str:
        return self._queue

    def open(self) -> None:
        self.close()
        self._refuse_idle_queue()
        self._is_open = True

    def close(self) -> None:
        self._is_open = False

    def write(self, data: bytes) -> None:
        if not data:
            return
        self._opened()
        self._refuse_idle_queue()
        said = self._cups.ask("lp", "-d", self._queue, "-o", "raw", "-t", DOCUMENT, data=data)
        request = _REQUEST.search(said)
        if request is None:
            raise LinkDown(f"{self.name}: lp gave no request id: {said.strip()}", untouched=False)
        self._await_leaving(request[1])

    def read(self, size: int, timeout_s: float) -> bytes:  # noqa: ARG002 - the link's signature
        self._opened()
        return b""

    def _refuse_idle_queue(self) -> None:
        """A queue that would only keep the job is as good as a pulled plug."""
        said = self._cups.ask("lpstat", "-p", self._queue).strip()
        if "disabled since" in said:
            raise LinkDown(f"{self.name}: the queue is stopped: {' '.join(said.split())}")

    def _await_leaving(self, job: str) -> None:
        """Wait until ``job`` has left the queue, and see that it was no accident."""
        deadline = time.monotonic() + self._job_within_s
        begun = False
        while (alerts := self._alerts(job, "not-completed")) is not None:
            begun = begun or any(word in alerts for word in _BEGUN)
            if time.monotonic() >= deadline:
                untouched = self._take_back(job, begun=begun)
                reason = f"{self.name}: job {job} is stuck ({alerts or 'no reason given'})"
                raise LinkDown(reason, untouched=untouched)
            time.sleep(self._look_every_s)
        end = self._alerts(job, "completed") or ""
        if "aborted" in end or "canceled" in end:
            raise LinkDown(f"{self.name}: job {job} ended as {end}", untouched=False)

    def _take_back(self, job: str, *, begun: bool) -> bool:
        """Cancel ``job``; whether surely nothing of it was printed, or will be."""
        try:
            # A held job does not begin any more: what is seen now stays true.
            self._cups.ask("lp", "-i", job, "-H", "hold")
            alerts = self._alerts(job, "not-completed")
            begun = begun or alerts is None or any(word in alerts for word in _BEGUN)
        except LinkDown:
            begun = True  # CUPS holds no job that is on its way
        try:
            self._cups.ask("cancel", job)
        except LinkDown:
            return False
        return not begun

    def _alerts(self, job: str, which: str) -> str | None:
        """What CUPS says of ``job``; None when it is not among those.

        thermal-12              kiosk             1024   Mon 02 Mar 2026 08:00:00
                Alerts: job-printing
                queued for thermal
        """
        ours, alerts, found = False, "", False
        try:
            said = self._cups.ask("lpstat", "-l", "-W", which, "-o", self._queue)
        except LinkDown as down:
            # Where the job is now, nobody knows.
            raise LinkDown(f"{self.name}: {down.reason}", untouched=False) from down
        for line in said.splitlines():
            if not line[:1].isspace():
                ours = line.split(maxsplit=1)[:1] == [job]
                found = found or ours
            elif ours and line.strip().startswith("Alerts:"):
                alerts = line.partition(":")[2].strip()
        return alerts if found else None

    def _opened(self) -> None:
        if not self._is_open:
            raise LinkDown(f"{self.name}: not open")
