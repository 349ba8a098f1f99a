"""The simulated displays of a hall as they hang: what their bytes made of each, ready to draw.

Everything is read from the simulated lines; what the programs wished for is not asked.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hardware.frames.led_dialect import Dialect
from hardware.sim.led import LedFault, LedWall
from hardware.sim.led_picture import Look, WallBox
from i18n import Texts
from motcua.led_rows import LedPlan
from motcua.settings import Led

POLE = "pole:"
POLE_PLACES = 20
USUAL_PLACES = 4  # a display over a counter; its protocol may not say how many
ROWS_TO_COLUMNS = 1.29  # a display is 1.4 times as wide as it is high, a screen 1.8 times
MOST_DIGITS = 6  # what is wider is a board of dots


@dataclass(frozen=True, slots=True, kw_only=True)
class WallPart:
    """One display on the wall. ``rows``: the hardware's names of its rows, ``line`` its cable's."""

    name: str
    title: str
    rows: tuple[str, ...]
    look: Look
    places: int
    line: str


def parts_of(led: Led, texts: Texts) -> list[WallPart]:
    """All displays of ``led``: the main boards, then those of each counter."""
    plan = LedPlan(led)
    parts: list[tuple[tuple[bool, int], WallPart]] = []
    for name, display in led.display.items():
        rows = plan.rows_at(name)
        look = look_of(display.protocol, rows[0].dialect, rows=len(rows))
        part = WallPart(
            name=name,
            title=_title(display.counter, look, texts),
            rows=tuple(row.name for row in rows),
            look=look,
            places=places_of(look, rows[0].dialect),
            line=display.line,
        )
        parts.append(((display.counter is not None, display.counter or 0), part))
    return [part for _, part in sorted(parts, key=lambda pair: pair[0])]


def look_of(protocol: str, dialect: Dialect, *, rows: int) -> Look:
    """What a display of ``protocol`` looks like."""
    if protocol.startswith(POLE):
        return Look.POLE
    if rows > 1 or dialect.width > MOST_DIGITS:
        return Look.DOTS
    return Look.SEGMENTS


def places_of(look: Look, dialect: Dialect) -> int:
    """How many characters a row of it has."""
    return POLE_PLACES if look is Look.POLE else dialect.width or USUAL_PLACES


def columns_for(boxes: Sequence[WallBox]) -> int:
    """In how many columns they hang, so that the wall is about as wide as a screen."""
    cells = sum(box.cells[0] * box.cells[1] for box in boxes)
    return max(1, math.ceil(math.sqrt(cells * ROWS_TO_COLUMNS)))


def _title(counter: int | None, look: Look, texts: Texts) -> str:
    if counter is None:
        return texts("wall.main_board")
    if look is Look.POLE:
        return texts("wall.pole", counter=counter)
    return texts("common.counter_number", counter=counter)


def wall_boxes(
    parts: Sequence[WallPart],
    walls: Mapping[str, LedWall],
    texts: Texts,
    *,
    lit: bool = True,
    chosen: str | None = None,
) -> list[WallBox]:
    """What ``parts`` show now, read back from the lines ``walls``.

    ``lit`` False: the dark half of the blinking. A display whose line nobody has opened yet is
    dark. ``chosen`` has a golden edge.
    """
    return [
        _box(part, walls.get(part.line), texts, lit=lit, chosen=part.name == chosen)
        for part in parts
    ]


def _box(part: WallPart, wall: LedWall | None, texts: Texts, *, lit: bool, chosen: bool) -> WallBox:
    if wall is None:
        dark = "\n" * (len(part.rows) - 1)
        return WallBox(
            title=part.title, text=dark, places=part.places, look=part.look, powered=False
        )
    shown, blinking = wall.texts(), wall.blinking()
    rows = ["" if name in blinking and not lit else shown.get(name, "") for name in part.rows]
    fault = fault_of(part, wall)
    percent = min((wall.percents().get(name, 100) for name in part.rows), default=100)
    return WallBox(
        title=part.title,
        text="\n".join(rows),
        places=part.places,
        look=part.look,
        powered=fault is not LedFault.SILENT,
        amiss=fault is not None or not wall.reachable(),
        percent=percent,
        wire=last_bytes(part, wall),
        note=_note(part, wall, texts, percent),
        chosen=chosen,
    )


def fault_of(part: WallPart, wall: LedWall) -> LedFault | None:
    """How the display misbehaves; all rows of one display do alike."""
    return wall.faults().get(part.rows[0])


def order(part: WallPart, wall: LedWall, fault: LedFault | None) -> None:
    """Make all rows of one display misbehave, or heal them."""
    for name in part.rows:
        wall.order(name, fault)


def last_bytes(part: WallPart, wall: LedWall) -> str:
    """The frame that came last for this display, in hexadecimal."""
    frames = (
        each.frame for each in reversed(wall.received()) if set(each.displays) & set(part.rows)
    )
    return next(frames, b"").hex(" ").upper()


def _note(part: WallPart, wall: LedWall, texts: Texts, percent: int) -> str:
    """The most important thing that the glass cannot say."""
    fault = fault_of(part, wall)
    if fault is not None:
        return texts.of("wall.fault", fault.value)
    if not wall.reachable():
        return texts("wall.unplugged")
    if wall.echoes():
        return texts("wall.echoes")
    if wall.blinking() & set(part.rows):
        return texts("wall.blinking")
    return texts("wall.percent", percent=percent) if percent < 100 else ""


def heal_all(parts: Sequence[WallPart], walls: Mapping[str, LedWall]) -> None:
    """Every display right, every line plugged in, no echo."""
    for part in parts:
        if part.line in walls:
            order(part, walls[part.line], None)
    for wall in walls.values():
        wall.plug_in()
        wall.echo(False)


def is_amiss(wall: LedWall) -> bool:
    """Whether anything of one line is not as it should be."""
    return bool(wall.faults()) or wall.echoes() or not wall.reachable()
