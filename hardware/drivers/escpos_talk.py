"""Questions to an ESC/POS printer over an open line, and its answers, with deadlines."""

from collections.abc import Callable
from typing import assert_never

from core.clock import Clock
from hardware.frames.escpos_status import (
    QUESTIONS,
    AnswerKind,
    AnswerReader,
    question,
    status_of,
)
from hardware.protocols.link import Link
from hardware.protocols.printer import PrinterStatus

DRAIN_BYTES = 512
SLICE_S = 0.25
# A printer busy with a long slip is left alone for this long before it is asked what is wrong.
PATIENCE_MS = 2000


class Talk:
    """One conversation: what was said before it is thrown away."""

    def __init__(self, link: Link, clock: Clock, answer_s: float) -> None:
        self._link = link
        self._clock = clock
        self._answer_ms = round(answer_s * 1000)
        self._reader = AnswerReader()
        self._asked: int | None = None
        self._answers: dict[int, int] = {}
        self._confirmed = False
        self._drain()

    def status(self) -> PrinterStatus | None:
        """What the printer says of itself; None when it stays silent twice."""
        return self._ask_all() or self._ask_all()

    def confirmation(self, timeout_s: float, give_up: Callable[[], bool]) -> PrinterStatus | None:
        """Wait for the answer to ``CONFIRM``.

        READY once it came; a faulty status when the printer says why it will not come; None when
        ``timeout_s`` has passed, or ``give_up`` says so.
        """
        begun = self._clock.elapsed_ms()
        ask_ms = begun + PATIENCE_MS
        while not self._confirmed:
            now = self._clock.elapsed_ms()
            if now - begun > timeout_s * 1000 or give_up():
                return None
            if self._asked is None and now >= ask_ms:
                self._ask_next()
            self._hear(SLICE_S)
            if len(self._answers) == len(QUESTIONS):
                status = status_of(self._answers)
                if status.fault is not None:
                    return status
                self._answers.clear()
                ask_ms = self._clock.elapsed_ms() + PATIENCE_MS
        return PrinterStatus.READY

    def let_finish(self) -> None:
        """Hear out what the printer still has to say; it is not needed."""
        self._link.read(DRAIN_BYTES, self._answer_ms / 1000)

    def _ask_all(self) -> PrinterStatus | None:
        """One round of questions; each is asked when the one before it was answered."""
        self._drain()
        for _ in QUESTIONS:
            self._ask_next()
            deadline = self._clock.elapsed_ms() + self._answer_ms
            while self._asked is not None:
                left_ms = deadline - self._clock.elapsed_ms()
                if left_ms <= 0:
                    return None
                self._hear(left_ms / 1000)
        return status_of(self._answers)

    def _ask_next(self) -> None:
        self._asked = next(kind for kind in QUESTIONS if kind not in self._answers)
        self._link.write(question(self._asked))

    def _hear(self, timeout_s: float) -> None:
        """Take in one byte, if it comes in time."""
        for answer in self._reader.read(self._link.read(1, timeout_s)):
            match answer.kind:
                case AnswerKind.REAL_TIME:
                    if self._asked is not None:
                        self._answers[self._asked] = answer.value
                        self._asked = None
                case AnswerKind.CONFIRMED:
                    self._confirmed = True
                case AnswerKind.UNASKED:
                    pass
                case _:
                    assert_never(answer.kind)

    def _drain(self) -> None:
        """Forget what came so far; late answers must not pass for new ones."""
        while len(self._link.read(DRAIN_BYTES, 0)) == DRAIN_BYTES:
            pass
        self._reader = AnswerReader()
        self._asked = None
        self._answers = {}
        self._confirmed = False
