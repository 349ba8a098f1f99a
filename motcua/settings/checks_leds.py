"""What must fit together within ``[led]``: names, texts and what a display can show of them."""

from collections.abc import Iterator, Mapping, Sequence

from counter_display.signs import NAMES, plain_of, sample_of, wrong_places
from hardware.frames import modbus
from hardware.frames.led_checks import display_problems
from hardware.frames.led_dialect import Dialect, ModbusDialect
from hardware.frames.presets import Preset
from hardware.frames.template import Values
from motcua.settings.problems import Problem, SettingCode
from motcua.settings.raw import Table, is_whole, no_such, table_of, tables_of

Protocols = Mapping[str, Preset | None]

_STILL = ("idle", "paused", "closed")  # texts without a number
_FORMAT = ("baud", "bits", "parity", "stop")
_EVERY_ROW = range(100)


def led_problems(led: Table, protocols: Protocols) -> Iterator[Problem]:
    """Everything that is wrong between the settings of ``[led]``; broken protocols are None."""
    lines, displays = tables_of(led, "line"), tables_of(led, "display")
    for leaf in _STILL:
        for text in _texts(led.get(leaf)):
            yield from _places(f"led.{leaf}", text, allowed=("counter",))
    for name, display in displays.items():
        yield from _names(name, display, lines, protocols)
        yield from _hangs(name, display)
        yield from _display_texts(name, display, protocols)
    yield from _same_address(displays, protocols)
    yield from _different_formats(displays, lines, protocols)


def _names(name: str, display: Table, lines: Table, protocols: Protocols) -> Iterator[Problem]:
    key = f"led.display.{name}"
    line, protocol, address = (display.get(part) for part in ("line", "protocol", "address"))
    if isinstance(line, str) and line not in lines:
        yield no_such(f"{key}.line", line, lines)
    if not isinstance(protocol, str):
        return
    if protocol not in protocols:
        yield no_such(f"{key}.protocol", protocol, protocols)
        return
    preset = protocols[protocol]
    if preset is None:
        return
    counter, color = (display.get(leaf) for leaf in ("counter", "color"))
    values = Values(
        addr=address if is_whole(address) else 1,
        counter=counter if is_whole(counter) else 0,
        color=color if is_whole(color) else 0,
    )
    for each in display_problems(preset.dialect, values):
        code = SettingCode.OUT_OF_RANGE
        yield Problem(key=f"{key}.{each.key}", code=code, facts=each.facts)
    rows = _rows(display, preset.dialect)
    if len(rows) > 1 or preset.dialect.rows > 1:
        most = preset.dialect.rows
        if rows[-1] > most:
            leaf = "rows" if len(rows) > 1 else "row"
            facts = {"value": rows[-1], "most": most}
            yield Problem(key=f"{key}.{leaf}", code=SettingCode.TOO_MANY_ROWS, facts=facts)


def _hangs(name: str, display: Table) -> Iterator[Problem]:
    """A display hangs at a counter, or shows the calls of all."""
    key, has = f"led.display.{name}.counter", "counter" in display
    shows = display.get("shows", "counter")
    if shows == "counter" and not has:
        yield Problem(key=key, code=SettingCode.MISSING)
    if shows == "calls":
        if has:
            yield Problem(key=key, code=SettingCode.NOT_FOR_CALLS)
        for leaf in ("paused", "closed"):
            if leaf in display:
                key = f"led.display.{name}.{leaf}"
                yield Problem(key=key, code=SettingCode.NOT_FOR_CALLS)


def _display_texts(name: str, display: Table, protocols: Protocols) -> Iterator[Problem]:
    """The texts of one display: as many as rows, and such that it can show them."""
    calls, rows = display.get("shows") == "calls", display.get("rows", 1)
    dialect = _own_dialect(display, protocols)
    counter = number if is_whole(number := display.get("counter")) and number > 0 else None
    for leaf in ("text", *_STILL):
        key, said = f"led.display.{name}.{leaf}", display.get(leaf)
        if isinstance(said, list) and is_whole(rows) and len(said) != rows:
            facts = {"count": len(said), "rows": rows}
            yield Problem(key=key, code=SettingCode.TEXTS_DIFFER, facts=facts)
            continue
        allowed = NAMES if leaf == "text" else () if calls else ("counter",)
        for text in _texts(said):
            wrong = list(_places(key, text, allowed=allowed))
            yield from wrong
            if not wrong and dialect is not None:
                yield from _shown(key, text, dialect, still=leaf != "text", counter=counter)


def _places(key: str, text: str, *, allowed: tuple[str, ...]) -> Iterator[Problem]:
    """What cannot be filled in, the first of it."""
    for wrong in wrong_places(text, allowed=allowed)[:1]:
        if wrong == "{":
            yield Problem(key=key, code=SettingCode.BRACE_ALONE, facts={"value": text})
        else:
            names = tuple(f"{{{each}}}" for each in allowed)
            code = SettingCode.NO_SUCH_PLACE if names else SettingCode.NO_PLACE_HERE
            yield Problem(key=key, code=code, facts={"value": wrong}, allowed=names)


def _shown(
    key: str, text: str, dialect: Dialect, *, still: bool, counter: int | None
) -> Iterator[Problem]:
    """Letters that the display has not, a text that is longer than the display.

    The letters of a ticket are left out and its first digits cut, as the display can; what somebody
    wrote around them is to be seen, and a counter that is cut sends people to another one.
    """
    fixed = plain_of(text)
    if dialect.digits_only and any(letter.isalpha() for letter in fixed):
        yield Problem(key=key, code=SettingCode.NOT_DIGITS, facts={"value": text})
        return
    whole = still or "{counter" in text
    said = sample_of(text, counter=counter).strip() if whole else fixed
    if dialect.width and len(said) > dialect.width:
        facts = {"value": said, "width": dialect.width}
        yield Problem(key=key, code=SettingCode.TEXT_TOO_LONG, facts=facts)


def _own_dialect(display: Table, protocols: Protocols) -> Dialect | None:
    """What this display can show; None where its protocol is not known."""
    protocol, width = display.get("protocol"), display.get("width")
    preset = protocols.get(protocol) if isinstance(protocol, str) else None
    if preset is None:
        return None
    return preset.dialect.adapted(
        width=width if is_whole(width) and width > 0 else None,
        digits_only=display.get("digits_only") is True,
    )


def _same_address(displays: Mapping[str, Table], protocols: Protocols) -> Iterator[Problem]:
    """Two displays at one address of a line answer into each other; two rows of one do not."""
    before: list[tuple[str, Table]] = []
    for name, display in displays.items():
        line, address = display.get("line"), display.get("address", 1)
        if not isinstance(line, str):
            continue
        for other, table in before:
            same = (table.get("line"), table.get("address", 1)) == (line, address)
            if same and _overlap(display, table, protocols):
                facts = {"value": address, "other": f"led.display.{other}"}
                key = f"led.display.{name}.address"
                yield Problem(key=key, code=SettingCode.ADDRESS_TWICE, facts=facts)
                break
        before.append((name, display))


def _overlap(one: Table, other: Table, protocols: Protocols) -> bool:
    """Whether two displays of one address write upon each other."""
    presets = [
        protocols.get(name) if isinstance(name := each.get("protocol"), str) else None
        for each in (one, other)
    ]
    first, second = presets
    if first is None or second is None:
        return one.get("protocol") == other.get("protocol")
    if isinstance(first.dialect, ModbusDialect) and isinstance(second.dialect, ModbusDialect):
        mine, yours = _registers(one, first.dialect), _registers(other, second.dialect)
        return not mine.isdisjoint(yours)
    return not _claimed(one, first.dialect).isdisjoint(_claimed(other, second.dialect))


def _registers(display: Table, dialect: ModbusDialect) -> set[int]:
    """The registers of a Modbus display that are written."""
    profile = dialect.profile
    count = len(modbus.registers(profile, ""))
    return {
        profile.register_of(row) + place
        for row in _rows(display, dialect)
        for place in range(count)
    }


def _claimed(display: Table, dialect: Dialect) -> set[int]:
    """The rows of its address that a display takes; all of them where there are no rows."""
    return set(_rows(display, dialect) if dialect.rows > 1 else _EVERY_ROW)


def _rows(display: Table, dialect: Dialect) -> range:
    """The protocol's numbers of the rows that are used."""
    row, rows = display.get("row", 0), display.get("rows", 1)
    first = max(1, row if is_whole(row) else 1) if dialect.rows > 1 else 1
    return range(first, first + max(1, rows if is_whole(rows) else 1))


def _different_formats(
    displays: Mapping[str, Table], lines: Table, protocols: Protocols
) -> Iterator[Problem]:
    """One line has one speed and format: its displays agree, or the line itself says which."""
    first: dict[str, tuple[str, object]] = {}
    for name, display in displays.items():
        line, protocol = display.get("line"), display.get("protocol")
        preset = protocols.get(protocol) if isinstance(protocol, str) else None
        if preset is None or not isinstance(line, str) or line not in lines:
            continue
        link = table_of(lines[line], "link")
        if link.get("kind") != "serial" or all(part in link for part in _FORMAT):
            continue
        other, known = first.setdefault(line, (name, preset.serial))
        if known != preset.serial:
            facts = {"other": f"led.display.{other}", "line": f"led.line.{line}.link"}
            key = f"led.display.{name}.protocol"
            yield Problem(key=key, code=SettingCode.FORMAT_DIFFERS, facts=facts)


def _texts(said: object) -> Sequence[str]:
    """One text or several, as far as they are texts."""
    if isinstance(said, str):
        return (said,)
    return [each for each in said if isinstance(each, str)] if isinstance(said, list) else ()
