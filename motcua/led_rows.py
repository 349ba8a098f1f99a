"""From ``[led.display.NAME]`` to what the hardware and the display service know: single rows.

A display with several rows is several displays of the hardware at one address, "NAME#1", "NAME#2";
one with a single row keeps its name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counter_display.signs import Sign, sample_of
from hardware.frames.led_dialect import Dialect
from hardware.frames.template import SerialSettings
from motcua.settings import Led, LedDisplay, SerialPort
from motcua.settings.protocols import all_protocols

# What stands where a display cannot show the text of all others: two dashes, else nothing.
DASHES = "--"
_TEXTS_AT_COUNTER = ("{label}", "{counter}")
_TEXT_OF_CALL = "{label} {counter}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedRow:
    """One row of one configured display. ``place`` counts from 1 within its display, ``row`` is
    the protocol's number of it."""

    name: str
    display: str
    place: int
    row: int
    settings: LedDisplay
    dialect: Dialect


class LedPlan:
    """All rows of all displays of ``[led]``, and the lines that they hang on."""

    def __init__(self, led: Led) -> None:
        self._led = led
        self._protocols = all_protocols(led.protocol)
        self.rows: Sequence[LedRow] = [
            row
            for name, display in led.display.items()
            for row in rows_of(
                name,
                display,
                self._protocols[display.protocol].dialect_at(self.baud(display.line)),
                in_use=self._rows_in_use(display),
            )
        ]

    def signs(self) -> tuple[Sign, ...]:
        """What stands on each row when, for the display service."""
        return tuple(sign_of(row, self._led) for row in self.rows)

    def at_counters(self) -> Mapping[int, Sequence[str]]:
        """The rows of the displays at each counter."""
        found: dict[int, list[str]] = {}
        for row in self.rows:
            if row.settings.counter is not None:
                found.setdefault(row.settings.counter, []).append(row.name)
        return found

    def rows_at(self, display: str) -> list[LedRow]:
        """The rows of the display of that name; none when there is none."""
        return [row for row in self.rows if row.display == display]

    def _rows_in_use(self, display: LedDisplay) -> tuple[int, ...]:
        """The protocol's numbers of all rows at the same address: they are one display."""
        there = (display.line, display.address, display.protocol)
        return tuple(
            sorted(
                {
                    row
                    for other in self._led.display.values()
                    if (other.line, other.address, other.protocol) == there
                    for row in range(max(1, other.row), max(1, other.row) + other.rows)
                }
            )
        )

    def baud(self, line: str) -> int:
        """How fast ``line`` really is, 0 for one that has no speed of its own."""
        link = self._led.line[line].link
        if not isinstance(link, SerialPort):
            return 0
        sheet = self.sheet(line)
        return link.baud or (0 if sheet is None else sheet.baud)

    def sheet(self, line: str) -> SerialSettings | None:
        """What the maker of the displays on ``line`` says of it; None for a line without any."""
        displays = self._led.display.values()
        protocol = next((each.protocol for each in displays if each.line == line), None)
        return None if protocol is None else self._protocols[protocol].serial


def rows_of(
    name: str, settings: LedDisplay, dialect: Dialect, *, in_use: Sequence[int] = ()
) -> list[LedRow]:
    """The rows of one display; ``dialect``: of its protocol. ``in_use``: all rows at its address,
    empty: all of the protocol."""
    own = dialect.adapted(width=settings.width, digits_only=settings.digits_only, rows=in_use)
    first = max(1, settings.row) if dialect.rows > 1 else settings.row
    return [
        LedRow(
            name=row_name(name, place, settings.rows),
            display=name,
            place=place,
            row=first + place - 1,
            settings=settings,
            dialect=own,
        )
        for place in range(1, settings.rows + 1)
    ]


def row_name(display: str, place: int, rows: int) -> str:
    """The hardware's name for a row."""
    return display if rows == 1 else f"{display}#{place}"


def sign_of(row: LedRow, led: Led) -> Sign:
    """What the row shows when; what its display says itself overrules ``led``."""
    settings, dialect = row.settings, row.dialect
    if settings.shows == "calls":
        return Sign(
            name=row.name,
            shows="calls",
            place=row.place,
            text=_at(settings.text, row, every=True) or _text_of_call(dialect),
            idle=_at(settings.idle, row, every=True) or "",
        )

    def text(own: str | Sequence[str] | None, common: str | Sequence[str]) -> str:
        said = _at(own, row)
        if said is not None:
            return said
        return fitting(_at(common, row) or "", dialect, counter=settings.counter)

    shown = _at(settings.text, row)
    if shown is None:
        shown = dict(enumerate(_TEXTS_AT_COUNTER, 1)).get(row.place, "")
    return Sign(
        name=row.name,
        counter=settings.counter,
        text=shown,
        idle=text(settings.idle, led.idle),
        paused=text(settings.paused, led.paused),
        closed=text(settings.closed, led.closed),
    )


def _text_of_call(dialect: Dialect) -> str:
    """Number and counter where both have room and can be told apart, else the number alone: a
    counter that is cut sends people to another one."""
    has_room = not dialect.width or len(sample_of(_TEXT_OF_CALL)) <= dialect.width
    return _TEXT_OF_CALL if has_room and not dialect.digits_only else "{label}"


def fitting(text: str, dialect: Dialect, *, counter: int | None = None) -> str:
    """``text``, which is meant for all displays, or what this one can show instead."""
    sample = sample_of(text, counter=counter).strip()
    shown = dialect.shown(sample).strip()
    wanted = [each for each in sample if each.isdigit()] if dialect.digits_only else sample
    if len(shown) == len(wanted) and (shown or not sample):
        return text
    return DASHES if dialect.shown(DASHES).strip() == DASHES else ""


def _at(texts: str | Sequence[str] | None, row: LedRow, *, every: bool = False) -> str | None:
    """The row's own among ``texts``; a single text is the first row's, or ``every`` one's."""
    if texts is None:
        return None
    if isinstance(texts, str):
        return texts if every or row.place == 1 else ""
    return texts[row.place - 1] if row.place <= len(texts) else ""
