"""Looking into ``config.toml`` as tomllib gives it, whatever is wrong with it."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeGuard

from motcua.settings.problems import Problem, SettingCode

Table = Mapping[str, Any]


def table_of(data: Table, name: str) -> Table:
    """The table ``name``; an empty one where there is none, or something else."""
    found = data.get(name)
    return found if isinstance(found, Mapping) else {}


def tables_of(data: Table, name: str) -> dict[str, Table]:
    """The tables within table ``name``."""
    return {key: each for key, each in table_of(data, name).items() if isinstance(each, Mapping)}


def is_whole(value: object) -> TypeGuard[int]:
    """Whether ``value`` is a whole number; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def no_such(key: str, value: str, names: Iterable[str]) -> Problem:
    """``key`` names something that there is not."""
    return Problem(
        key=key, code=SettingCode.NO_SUCH_DEVICE, facts={"value": value}, allowed=tuple(names)
    )
