"""The next frame to one display: what for, and how urgent."""

from dataclasses import dataclass
from enum import Enum, IntEnum


class Act(Enum):
    """What one frame to a display is for."""

    TEXT = "text"  # the wanted text
    DARK = "dark"  # nothing, so that the text blinks
    DIM = "dim"  # how bright it shall be


class Rank(IntEnum):
    """Who goes first on the line; within a rank the one that waits longest."""

    CALL = 0  # a new call
    WISH = 1  # any other new text
    RELIGHT = 2  # dark since it blinks
    LATER = 3  # said before: repaints, brightness, going dark
    HOPE = 4  # it did not answer last time, but is called anew
    SILENT = 5  # it did not answer last time


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """The next frame to one display."""

    act: Act
    rank: Rank
    order: int

    @property
    def key(self) -> tuple[Rank, int]:
        return self.rank, self.order
