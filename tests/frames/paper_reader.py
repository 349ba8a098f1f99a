"""An ESC/POS decoder written for the tests from the command reference, sharing no code with ours.

Dots are kept as a set of (row, column), so that not even the way of storing them is shared.
"""

from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class ReadPaper:
    """What a head of ``width`` dots would have burnt, and what else the job asked for."""

    width: int
    ink: set[tuple[int, int]] = field(default_factory=set)
    rows: int = 0
    cuts: list[int] = field(default_factory=list)
    questions: list[int] = field(default_factory=list)
    resets: int = 0
    payloads: list[int] = field(default_factory=list)


def read_paper(job: bytes, width: int) -> ReadPaper:
    """Follow ``job`` byte by byte; a command that a slip has no use for raises ``ValueError``."""
    paper = ReadPaper(width=width)
    centred, at = False, 0
    while at < len(job):
        if job[at] == 0:
            at += 1
        elif job[at : at + 2] == b"\x1b@":
            centred, at = False, at + 2
            paper.resets += 1
        elif job[at : at + 2] == b"\x1ba":
            centred, at = job[at + 2] in (1, 49), at + 3
        elif job[at : at + 3] == b"\x1dv0":
            at = _burn(paper, job, at + 3, centred)
        elif job[at : at + 3] == b"\x1dVB":
            paper.cuts.append(paper.rows)
            at += 4
        elif job[at : at + 2] == b"\x1dr":
            paper.questions.append(job[at + 2])
            at += 3
        else:
            raise ValueError(f"byte {at}: {job[at : at + 4].hex(' ')}")
    return paper


def _burn(paper: ReadPaper, job: bytes, at: int, centred: bool) -> int:
    mode = job[at] % 48
    wide, high = (2 if mode in (1, 3) else 1), (2 if mode in (2, 3) else 1)
    across = job[at + 1] + 256 * job[at + 2]
    down = job[at + 3] + 256 * job[at + 4]
    at += 5
    paper.payloads.append(across * down)
    left = (paper.width - across * 8 * wide) // 2 if centred else 0
    for row in range(down):
        for column in range(across * 8):
            if job[at + row * across + column // 8] >> (7 - column % 8) & 1:
                for y in range(high):
                    for x in range(wide):
                        dot = (paper.rows + row * high + y, left + column * wide + x)
                        paper.ink.add(dot)
    paper.rows += down * high
    return at + across * down
