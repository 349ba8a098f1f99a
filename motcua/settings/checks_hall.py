"""What must fit together within ``[board.…]``, ``[voice]`` and the hours of ``[led]``."""

from collections.abc import Iterator

from motcua.settings.problems import Problem, SettingCode
from motcua.settings.raw import Table, is_whole, table_of, tables_of
from motcua.settings.types import minute_of


def hall_problems(data: Table) -> Iterator[Problem]:
    """Everything that is wrong between the settings of boards, voice and brightness."""
    yield from _same_monitor(data)
    yield from _brightness(table_of(data, "led"))
    yield from _quiet(table_of(data, "voice"))


def _same_monitor(data: Table) -> Iterator[Problem]:
    """Of two boards on one monitor nobody would ever see the first."""
    first: dict[int, str] = {}
    for name, board in tables_of(data, "board").items():
        monitor = board.get("monitor", 0)
        if not is_whole(monitor):
            continue
        other = first.setdefault(monitor, name)
        if other != name:
            facts = {"value": monitor, "other": f"board.{other}"}
            key = f"board.{name}.monitor"
            yield Problem(key=key, code=SettingCode.MONITOR_TWICE, facts=facts)


def _brightness(led: Table) -> Iterator[Problem]:
    before: int | None = None
    for each in _tables(led.get("brightness")):
        minute = _minute(each.get("at"))
        if minute is not None and before is not None and minute <= before:
            facts = {"value": each["at"]}
            yield Problem(key="led.brightness", code=SettingCode.HOURS_NOT_ASCENDING, facts=facts)
            return
        before = minute if minute is not None else before


def _quiet(voice: Table) -> Iterator[Problem]:
    for each in _tables(voice.get("quiet")):
        start, end = _minute(each.get("start")), _minute(each.get("end"))
        if start is not None and start == end:
            facts = {"value": each["start"]}
            yield Problem(key="voice.quiet", code=SettingCode.NO_TIME_BETWEEN, facts=facts)
            return


def _tables(found: object) -> Iterator[Table]:
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))


def _minute(text: object) -> int | None:
    try:
        return minute_of(text) if isinstance(text, str) else None
    except ValueError:
        return None
