"""A technician's look at an ESC/POS printer: every answer of it, without printing anything."""

import time
from collections.abc import Mapping

from hardware.frames.escpos_status import QUESTIONS, AnswerKind, AnswerReader, question
from hardware.protocols.link import Link

ANSWER_S = 0.5
DRAIN_BYTES = 512
READ_S = 0.05


def inquire(link: Link, *, answer_s: float = ANSWER_S) -> Mapping[int, int]:
    """The answers to ``DLE EOT 1-4`` by their n, over an open ``link``. A question that is not
    answered within ``answer_s`` is missing; after the first silence no more is asked. Raises
    ``LinkDown``."""
    answers: dict[int, int] = {}
    reader = AnswerReader()
    while link.read(DRAIN_BYTES, 0):  # what an earlier conversation has left
        pass
    for kind in QUESTIONS:
        link.write(question(kind))
        answer = _answer(link, reader, time.monotonic() + answer_s)
        if answer is None:
            break
        answers[kind] = answer
    return answers


def _answer(link: Link, reader: AnswerReader, deadline: float) -> int | None:
    while (left_s := deadline - time.monotonic()) > 0:
        for answer in reader.read(link.read(1, min(READ_S, left_s))):
            if answer.kind is AnswerKind.REAL_TIME:
                return answer.data[0]
    return None
