"""Reads and checks ``config.toml``; either it is all right, or everything wrong is said at once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from motcua.settings.checks import cross_problems
from motcua.settings.problems import Problem, SettingCode, SettingsProblems
from motcua.settings.schema import Settings
from motcua.settings.translating import problems_of

CONFIG_VARIABLE = "MOTCUA_CONFIG"
_PLACE = re.compile(r"^(?P<reason>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)$", re.S)


def config_path(given: Path | None, environ: Mapping[str, str]) -> Path:
    """``--config``, else ``MOTCUA_CONFIG``, else ``config.toml`` here."""
    return given or Path(environ.get(CONFIG_VARIABLE) or "config.toml")


def load_settings(path: Path) -> Settings:
    """The settings in ``path``; raises ``SettingsProblems`` with all that is wrong."""
    data = _toml(path)
    problems: list[Problem] = []
    settings: Settings | None = None
    try:
        settings = TypeAdapter(Settings).validate_python(
            data, context={"folder": path.absolute().parent}
        )
    except ValidationError as error:
        problems = problems_of(error.errors(include_url=False), data)
    # What stands in the file is checked also when some of it is wrong, so that nobody has to
    # correct one line only to hear of the next.
    wrong = {problem.key for problem in problems}
    problems += [each for each in cross_problems(data) if each.key not in wrong]
    if problems or settings is None:
        raise SettingsProblems(path, _in_file_order(problems, data))
    return settings


def _in_file_order(problems: list[Problem], data: Mapping[str, Any]) -> list[Problem]:
    """As someone reading the file from top to bottom meets them; a missing key at its table."""
    places = {key: place for place, key in enumerate(_dotted_keys("", data))}

    def place_of(problem: Problem) -> int:
        key = problem.key
        while key and key not in places:
            key = key.rpartition(".")[0]
        return places.get(key, 0)

    return sorted(problems, key=place_of)


def _dotted_keys(prefix: str, data: Mapping[str, Any]) -> Iterator[str]:
    for name, value in data.items():
        key = f"{prefix}{name}"
        yield key
        if isinstance(value, Mapping):
            yield from _dotted_keys(f"{key}.", value)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        problem = Problem(key="", code=SettingCode.FILE_MISSING)
    except UnicodeDecodeError:
        problem = Problem(key="", code=SettingCode.NOT_UTF8)
    except tomllib.TOMLDecodeError as error:
        problem = _syntax_problem(str(error))
    except OSError as error:
        facts = {"reason": error.strerror or str(error)}
        problem = Problem(key="", code=SettingCode.FILE_UNREADABLE, facts=facts)
    raise SettingsProblems(path, [problem]) from None


def _syntax_problem(message: str) -> Problem:
    place = _PLACE.match(message)
    if place is None:
        reason = message.removesuffix(" (at end of document)")
        return Problem(key="", code=SettingCode.BAD_TOML_END, facts={"reason": reason})
    return Problem(key="", code=SettingCode.BAD_TOML, facts=place.groupdict())
