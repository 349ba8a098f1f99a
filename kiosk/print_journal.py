"""Which slips were begun and how they ended, on this machine's disk: what kill -9 cannot take away.

One JSON object a line, each on the disk (fsync) before the next thing happens:

    {"slip": "begun", "ticket_id": …, "asked_ms": …, "label": "A007"}    before its first byte
    {"slip": "ended", "ticket_id": …, "asked_ms": …, "label": "A007",    as soon as it is known
     "state": "PRINTED", "reason": null}
    {"slip": "noted", "ticket_id": …, "asked_ms": …}                     once the queue has it

A slip that is not in the journal surely never left. One that was begun and has no end was cut off
with the program: nobody knows. A journal that was not there (someone deleted it, another machine
stands here) begins with {"slip": "new"} and cannot say either, until its start is settled. The last
line may be torn by a power cut, which only means that what
it was to say did not happen yet; damage anywhere else makes every open slip doubtful.
"""

import errno
import json
import logging
import os
import sys
import threading
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from core.fault import FaultCode, Refused
from core.ticket import PaperReason, PrintState, Ticket

log = logging.getLogger("motcua.kiosk")

SlipKey = tuple[str, int]  # ticket and ``asked_ms``: each slip that was ever asked for is another


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipEnd:
    """How one slip ended. ``reason`` is the printer's fault code, or why there is no outcome."""

    ticket_id: str
    asked_ms: int
    label: str
    state: PrintState
    reason: str | None = None

    @property
    def key(self) -> SlipKey:
        return self.ticket_id, self.asked_ms

    @property
    def cmd_id(self) -> str:
        """The command that writes it down: one slip has one outcome, however often it is told."""
        return f"paper/{self.ticket_id}/{self.asked_ms}"


def journal_file(data_folder: Path, place: str) -> Path:
    """Where the journal of the kiosk ``place`` lies on its machine."""
    return data_folder / "paper" / f"{place}.jsonl"


def slip_key(ticket: Ticket) -> SlipKey:
    """The slip that was asked for last."""
    assert ticket.asked_ms is not None, "only of a ticket whose slip was asked for"
    return ticket.ticket_id, ticket.asked_ms


class PrintJournal:
    """One kiosk's journal, kept by one program at a time. Methods may be called on any thread.

    ``left_over`` is what the program before left open; ``damaged``: the journal cannot be believed;
    ``new``: it knows nothing of slips that were asked for before it was.
    Raises ``Refused(KIOSK_RUNS_ALREADY)`` while another program keeps it, ``OSError`` when it
    cannot be kept at all.
    """

    def __init__(self, path: Path, place: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        was_there = path.exists()
        self._mutex = threading.Lock()
        self._file = path.open("a+b", buffering=0)
        if not lock_file(self._file):
            self._file.close()
            raise Refused(FaultCode.KIOSK_RUNS_ALREADY, place=place)
        _keep_name(path)
        self.damaged = self.new = False
        self._open: dict[SlipKey, SlipEnd] = {}
        self._begun: set[SlipKey] = set()
        self._read()
        if not was_there:
            self._begin_anew(path)
        self.left_over = tuple(self._open.values())

    def _begin_anew(self, path: Path) -> None:
        """Where even that cannot be written, no empty file may stay: it would be believed."""
        try:
            self._write("new")
        except OSError:
            self._file.close()
            path.unlink(missing_ok=True)
            raise
        self.new = True

    def settled(self) -> None:
        """The queue knows of every slip from before: from now on this journal knows them all."""
        with self._mutex:
            if self.new and not self._open:
                self._empty()
            self.new = False

    def begin(self, ticket: Ticket) -> None:
        """The first byte of the ticket's slip is about to leave."""
        key = slip_key(ticket)
        with self._mutex:
            if key in self._begun:  # a spare printer takes over
                return
            self._write("begun", ticket_id=key[0], asked_ms=key[1], label=ticket.label)
            self._begun.add(key)
            self._open[key] = _cut_off(ticket.ticket_id, key[1], ticket.label)

    def end(self, end: SlipEnd) -> None:
        """How a slip ended; a slip that was never begun has nothing to lose here, and one that ends
        after the program has closed its journal reads as cut off at the next start."""
        with self._mutex:
            if end.key in self._begun and not self._file.closed:
                self._open[end.key] = end
                self._write(
                    "ended",
                    ticket_id=end.ticket_id,
                    asked_ms=end.asked_ms,
                    label=end.label,
                    state=end.state.name,
                    reason=end.reason,
                )

    def noted(self, key: SlipKey) -> None:
        """The queue knows how the slip ended; once it knows all, the journal begins anew."""
        with self._mutex:
            if self._open.pop(key, None) is None or self._file.closed:
                return
            self._begun.discard(key)
            if self._open:
                self._write("noted", ticket_id=key[0], asked_ms=key[1])
            else:
                self._empty()

    def close(self) -> None:
        with self._mutex:
            self._file.close()

    def _empty(self) -> None:
        self._file.truncate(0)
        os.fsync(self._file.fileno())

    def _write(self, what: str, **fields: object) -> None:
        line = (json.dumps({"slip": what, **fields}, ensure_ascii=False) + "\n").encode("utf-8")
        before = self._file.seek(0, os.SEEK_END)
        if self._file.write(line) != len(line):
            self._file.truncate(before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self._file.name))
        os.fsync(self._file.fileno())

    def _read(self) -> None:
        self._file.seek(0)
        *lines, torn = self._file.read().split(b"\n")
        for line in lines:
            try:
                self._take(json.loads(line))
            except (ValueError, KeyError, TypeError):
                log.error("the print journal is damaged: %r", line[:200])
                self.damaged = True
        if torn:
            log.warning("the last line of the print journal was cut off")
            self._file.truncate(sum(len(line) + 1 for line in lines))

    def _take(self, told: dict[str, Any]) -> None:
        if told["slip"] == "new":
            self.new = True
            return
        key = str(told["ticket_id"]), int(told["asked_ms"])
        match told["slip"]:
            case "begun":
                self._begun.add(key)
                self._open[key] = _cut_off(*key, str(told["label"]))
            case "ended":
                self._open[key] = SlipEnd(
                    ticket_id=key[0],
                    asked_ms=key[1],
                    label=str(told["label"]),
                    state=PrintState[told["state"]],
                    reason=told["reason"],
                )
            case "noted":
                self._begun.discard(key)
                self._open.pop(key, None)
            case other:
                raise ValueError(other)


def _cut_off(ticket_id: str, asked_ms: int, label: str) -> SlipEnd:
    return SlipEnd(
        ticket_id=ticket_id,
        asked_ms=asked_ms,
        label=label,
        state=PrintState.UNKNOWN,
        reason=PaperReason.INTERRUPTED.value,
    )


def lock_file(file: FileIO) -> bool:
    """Keep the file to this program; the system lets go of it however the program ends."""
    try:
        if sys.platform == "win32":
            import msvcrt

            # Past any end that the journal will have: a locked byte cannot be written.
            file.seek(1 << 40)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _keep_name(path: Path) -> None:
    """A new file is on the disk only when its folder is; Windows sees to that by itself."""
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
