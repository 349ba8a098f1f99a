"""A technician's look at an ESC/POS printer: what it answers, without printing anything."""

import time
from collections.abc import Mapping

from hardware.frames.escpos import confirm_request
from hardware.frames.escpos_status import QUESTIONS, AnswerKind, AnswerReader, question
from hardware.protocols.capabilities import Capabilities
from hardware.protocols.link import Link

ANSWER_S = 0.5
CONFIRM_S = 3.0  # a printer with nothing to do confirms at once
PROOFS = (AnswerKind.CONFIRMED, AnswerKind.JOB_DONE)
DRAIN_BYTES = 512
READ_S = 0.05


def inquire(link: Link, *, answer_s: float = ANSWER_S) -> Mapping[int, int]:
    """The answers to ``DLE EOT 1-4`` by their n, over an open ``link``. A question that is not
    answered within ``answer_s`` is missing; after the first silence no more is asked. Raises
    ``LinkDown``."""
    answers: dict[int, int] = {}
    reader = AnswerReader()
    _drain(link)
    for kind in QUESTIONS:
        link.write(question(kind))
        answer = _answer(link, reader, time.monotonic() + answer_s)
        if answer is None:
            break
        answers[kind] = answer
    return answers


def confirms(link: Link, can: Capabilities, *, confirm_s: float = CONFIRM_S) -> bool:
    """Whether the printer proves, as ``can`` says, that it has done what it was sent: nothing.
    For one that is ready, over an open ``link``. Raises ``LinkDown``."""
    reader, deadline = AnswerReader(), time.monotonic() + confirm_s
    _drain(link)
    link.write(confirm_request(can))
    while (left_s := deadline - time.monotonic()) > 0:
        if any(found.kind in PROOFS for found in reader.read(link.read(1, min(READ_S, left_s)))):
            return True
    return False


def _drain(link: Link) -> None:
    """Forget what an earlier conversation has left."""
    while link.read(DRAIN_BYTES, 0):
        pass


def _answer(link: Link, reader: AnswerReader, deadline: float) -> int | None:
    while (left_s := deadline - time.monotonic()) > 0:
        for answer in reader.read(link.read(1, min(READ_S, left_s))):
            if answer.kind is AnswerKind.REAL_TIME:
                return answer.data[0]
    return None
