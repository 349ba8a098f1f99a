"""Questions to an ESC/POS printer over an open line, and its answers, with deadlines.

One question at a time: all answers to ``DLE EOT`` look alike. What else comes with an answer, or
too late, must not pass for the next one: then everything is asked once more, slowly.
"""

from collections.abc import Callable
from typing import assert_never

from core.clock import Clock
from hardware.frames.escpos_status import (
    PRINTER,
    QUESTIONS,
    WATCH,
    Answer,
    AnswerKind,
    AnswerReader,
    question,
    status_of,
    status_of_asb,
)
from hardware.protocols.capabilities import StatusKind
from hardware.protocols.link import Link
from hardware.protocols.printer import PrinterStatus

DRAIN_BYTES = 512
SLICE_S = 0.25
# Copies of an answer come right behind it.
ECHO_S = 0.001
# However much a printer chatters, it is heard out only for so many silences' time.
LONGEST_HEARING = 4
MOST_READS = 64


class Talk:
    """The conversation during one opening of the line; used by the owner thread only."""

    def __init__(
        self, link: Link, clock: Clock, *, kind: StatusKind, answer_s: float, patience_s: float
    ) -> None:
        self._link = link
        self._clock = clock
        self._kind = kind
        self._answer_s = answer_s
        # A printer busy with a long slip is left alone for this long before it is asked.
        self._patience_s = patience_s
        self._reader = AnswerReader()
        self._told: list[int] = []  # answers to DLE EOT since the last question
        self._watched: PrinterStatus | None = None  # what it last told by itself
        self._confirmed = 0
        self._done: set[bytes] = set()

    # How the printer is.

    def turn_comes(self, timeout_s: float) -> bool:
        """Whether a printer that serves one connection after the other begins to serve ours."""
        if self._kind is StatusKind.AUTOMATIC and self._watch(timeout_s) is not None:
            return True
        self._told.clear()
        self._link.write(question(PRINTER))
        return self._hear_until(lambda: bool(self._told), timeout_s)

    def status(self) -> PrinterStatus | None:
        """What the printer says of itself; None when it stays silent twice."""
        found = self._watch(self._answer_s) if self._kind is StatusKind.AUTOMATIC else None
        return found or self._ask() or self._ask()

    def status_within(self, timeout_s: float, give_up: Callable[[], bool]) -> PrinterStatus | None:
        """The same of a printer that may be too busy to answer for a while."""
        deadline = self._in(timeout_s)
        status = self.status()
        while status is None and self._clock.elapsed_ms() < deadline and not give_up():
            status = self.status()
        return status

    def news(self) -> PrinterStatus | None:
        """What the printer has told unasked since the last call, if anything."""
        self._watched = None
        self._take_in()
        return self._watched

    def alive(self) -> bool:
        """Whether it answers at all."""
        return any(self._answer_to(PRINTER, ECHO_S) is not None for _ in range(2))

    # What it has done.

    def forget(self) -> None:
        """From here on only new answers count."""
        self._take_in()
        self._confirmed, self._watched = 0, None
        self._done.clear()

    def confirmation(
        self, mark: bytes | None, timeout_s: float, give_up: Callable[[], bool]
    ) -> PrinterStatus | None:
        """Wait for the proof that was requested: of job ``mark``, or of anything if None.

        READY once it came; a faulty status when the printer says why it will not come; None when
        ``timeout_s`` has passed, or ``give_up`` says so.
        """
        deadline, patience = self._in(timeout_s), self._in(self._patience_s)

        def proven() -> bool:
            return self._confirmed > 0 if mark is None else mark in self._done

        while not proven():
            if self._clock.elapsed_ms() > deadline or give_up():
                return None
            status, self._watched = self._watched, None
            if self._kind is not StatusKind.NONE and self._clock.elapsed_ms() >= patience:
                status = self._ask()
                patience = self._in(self._patience_s)
            if status is not None and status.fault is not None:
                # The job may have been done just before the trouble began.
                return PrinterStatus.READY if self._hear_until(proven, self._answer_s) else status
            self._hear_until(lambda: proven() or self._watched is not None, SLICE_S)
        return PrinterStatus.READY

    def let_finish(self) -> None:
        """Hear out what the printer still has to say; it is not needed."""
        self._hush(self._answer_s)

    # Inside.

    def _watch(self, timeout_s: float) -> PrinterStatus | None:
        """Have every change told from here on; the first is told at once."""
        self._take_in()
        self._watched = None
        self._link.write(WATCH)
        self._hear_until(lambda: self._watched is not None, timeout_s)
        return self._watched

    def _ask(self) -> PrinterStatus | None:
        """One round of questions; each is asked when the one before it was answered."""
        self._take_in()
        answers: dict[int, int] = {}
        for kind in QUESTIONS:
            answer = self._answer_to(kind, ECHO_S)
            if answer is None:
                return None
            if len(self._told) > 1:
                return self._ask_slowly()
            answers[kind] = answer
        return status_of(answers)

    def _ask_slowly(self) -> PrinterStatus | None:
        """The same for a printer that says everything twice: each question is heard out."""
        self._hush(self._answer_s)
        answers: dict[int, int] = {}
        for kind in QUESTIONS:
            answer = self._answer_to(kind, self._answer_s / 2)
            if answer is None:
                return None
            answers[kind] = answer
        return status_of(answers)

    def _answer_to(self, kind: int, echo_s: float) -> int | None:
        """The answer to DLE EOT ``kind``, with what its copies say too; None when none came."""
        self._told.clear()
        self._link.write(question(kind))
        if not self._hear_until(lambda: bool(self._told), self._answer_s):
            self._hush(self._answer_s)
            return None
        self._hear_until(lambda: False, echo_s)
        answer = 0
        for value in self._told:
            answer |= value
        return answer

    def _hush(self, silence_s: float) -> None:
        """Listen until nothing has come for ``silence_s``."""
        deadline = self._in(silence_s * LONGEST_HEARING)
        while self._hear(silence_s) and self._clock.elapsed_ms() < deadline:
            pass

    def _hear_until(self, fact: Callable[[], bool], timeout_s: float) -> bool:
        """Take in what comes until ``fact`` holds; False after ``timeout_s``."""
        deadline = self._in(timeout_s)
        while not fact():
            left_ms = deadline - self._clock.elapsed_ms()
            if left_ms <= 0:
                return False
            self._hear(left_ms / 1000)
        return True

    def _hear(self, timeout_s: float) -> bool:
        """Take in the next bytes; False when none came in time."""
        data = self._link.read(1, timeout_s)
        for answer in self._reader.read(data):
            self._keep(answer)
        if data:
            self._take_in()
        return bool(data)

    def _take_in(self) -> None:
        """Take in what is there already."""
        for _ in range(MOST_READS):
            data = self._link.read(DRAIN_BYTES, 0)
            for answer in self._reader.read(data):
                self._keep(answer)
            if len(data) < DRAIN_BYTES:
                return

    def _keep(self, answer: Answer) -> None:
        match answer.kind:
            case AnswerKind.REAL_TIME:
                self._told.append(answer.data[0])
            case AnswerKind.CONFIRMED:
                self._confirmed += 1
            case AnswerKind.JOB_DONE:
                self._done.add(answer.data)
            case AnswerKind.AUTOMATIC:
                self._watched = status_of_asb(answer.data)
            case _:
                assert_never(answer.kind)

    def _in(self, seconds: float) -> int:
        return self._clock.elapsed_ms() + round(seconds * 1000)
