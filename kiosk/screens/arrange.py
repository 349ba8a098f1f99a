"""Where cards go: as many columns as suit them; what does not fit goes to the next page."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QRect

_LIKED = 2.3  # width / height of a card that reads well, its picture beside the words
_LIKED_STACKED = 0.85  # the same with the picture above the words
_STACKED = 0.1  # how much stacked words cost
_HOLE = 0.18  # how much an empty place costs, in the same unit as a bad proportion
_ALONE = 0.8  # a last row with a single card in it, and several places empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The area for cards and the limits of one card, in pixels; at most so many columns."""

    width: int
    height: int
    gap: int
    least_width: int
    least_height: int
    most_height: int
    most_columns: int


def columns_for(count: int, room: Room) -> int | None:
    """How many columns suit ``count`` cards best, or None when they do not fit."""
    best: tuple[float, int] | None = None
    for columns in range(1, min(count, room.most_columns) + 1):
        rows = math.ceil(count / columns)
        width, height = _card(columns, rows, room)
        if width < room.least_width or height < room.least_height:
            continue
        holes = columns * rows - count
        cost = _bad_proportion(width / min(height, room.most_height)) + _HOLE * holes
        cost += _ALONE if holes > 1 and count % columns == 1 else 0
        if best is None or cost < best[0]:
            best = (cost, columns)
    return None if best is None else best[1]


def per_page(count: int, room: Room) -> int:
    """How many of ``count`` cards one page takes; at least one."""
    return next((some for some in range(count, 1, -1) if columns_for(some, room)), 1)


def places(count: int, room: Room) -> list[QRect]:
    """A place for each card, row by row, all of the same size."""
    if count == 0:
        return []
    columns = columns_for(count, room) or 1
    rows = math.ceil(count / columns)
    width, height = _card(columns, rows, room)
    height = min(height, room.most_height)
    found = []
    for number in range(count):
        row, column = divmod(number, columns)
        left = round(column * (width + room.gap))
        wide = round((column + 1) * (width + room.gap)) - room.gap - left
        found.append(QRect(left, int(row * (height + room.gap)), wide, int(height)))
    return found


def _bad_proportion(proportion: float) -> float:
    beside = abs(math.log(proportion / _LIKED))
    return min(beside, abs(math.log(proportion / _LIKED_STACKED)) + _STACKED)


def _card(columns: int, rows: int, room: Room) -> tuple[float, float]:
    width = (room.width - room.gap * (columns - 1)) / columns
    height = (room.height - room.gap * (rows - 1)) / rows
    return width, height
