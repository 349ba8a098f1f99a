"""What can be done about a slip that did not come out, and how far that has got."""

from dataclasses import dataclass
from enum import Enum, auto


class Stage(Enum):
    """Where the citizen is with a number whose slip is missing."""

    OFFERED = auto()  # print again, or void -> PRINTING, ASKED
    ASKED = auto()  # really void? -> OFFERED, VOIDING
    PRINTING = auto()  # until it is known what became of the further slip -> OFFERED
    VOIDING = auto()  # until the queue has answered -> OFFERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """``tries`` counts the further slips asked for, ``doubtful``: one may have come out, so that
    the next says "IN LẠI"; ``trouble`` is why the last wish was not carried out."""

    stage: Stage = Stage.OFFERED
    tries: int = 0
    doubtful: bool = False
    trouble: Exception | None = None
