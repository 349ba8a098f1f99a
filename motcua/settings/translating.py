"""Turns pydantic's errors into ours: a key path as in the file, a code, the allowed values."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic_core import ErrorDetails

from motcua.settings.problems import Problem, SettingCode
from motcua.settings.schema import DATABASE_KINDS, Settings

_TYPES: Mapping[str, str] = {
    "int_type": "integer",
    "int_from_float": "integer",
    "float_type": "number",
    "string_type": "string",
    "bool_type": "boolean",
    "dict_type": "table",
    "dataclass_type": "table",
    "path_type": "string",
    "model_attributes_type": "table",
}
# What our own validators say needs no translation.
_OWN = frozenset(SettingCode)


def problems_of(errors: Sequence[ErrorDetails], data: Mapping[str, object]) -> list[Problem]:
    """One problem per wrong key; a union's members all complain, the first one speaks."""
    found: dict[str, Problem] = {}
    for error in errors:
        problem = _problem(error, data)
        found.setdefault(problem.key, problem)
    return list(found.values())


def _problem(error: ErrorDetails, data: Mapping[str, object]) -> Problem:
    kind, loc, context = error["type"], error["loc"], error.get("ctx", {})
    key, value = _key(loc, data), error.get("input")
    match kind:
        case "missing":
            return Problem(key=key, code=SettingCode.MISSING, allowed=_literals(loc))
        case "unexpected_keyword_argument" | "extra_forbidden":
            return Problem(key=key, code=SettingCode.UNKNOWN_KEY, allowed=_keys_at(loc[:-1]))
        case "union_tag_not_found" | "union_tag_invalid":
            return _tag_problem(key, loc, value)
        case "literal_error":
            facts = {"value": _shown(value)}
            return Problem(
                key=key, code=SettingCode.NOT_ALLOWED, facts=facts, allowed=_literals(loc)
            )
        case "greater_than_equal":
            facts = {"value": value, "least": context["ge"]}
            return Problem(key=key, code=SettingCode.TOO_SMALL, facts=facts)
        case "less_than_equal":
            facts = {"value": value, "most": context["le"]}
            return Problem(key=key, code=SettingCode.TOO_BIG, facts=facts)
        case "string_too_short":
            return Problem(key=key, code=SettingCode.EMPTY)
        case "string_pattern_mismatch":
            return Problem(key=key, code=SettingCode.BAD_NAME, facts={"value": value})
        case "database_kind":
            facts = dict(context)
            return Problem(
                key=key, code=SettingCode.DATABASE_KIND, facts=facts, allowed=DATABASE_KINDS
            )
        case _ if kind in _OWN:
            return Problem(key=key, code=SettingCode(kind), facts=dict(context))
        case _ if kind in _TYPES:
            return Problem(key=key, code=SettingCode.WRONG_TYPE, facts={"expected": _TYPES[kind]})
        case _:
            return Problem(key=key, code=SettingCode.OTHER, facts={"reason": error["msg"]})


def _tag_problem(key: str, loc: tuple[int | str, ...], value: object) -> Problem:
    """``kind`` is missing or is none of the kinds."""
    tags = tuple(
        tag for member in _members(_type_at(loc)) for tag in _literal_values(_hints(member)["kind"])
    )
    if isinstance(value, Mapping) and "kind" in value:
        facts = {"value": _shown(value["kind"])}
        return Problem(key=f"{key}.kind", code=SettingCode.NOT_ALLOWED, facts=facts, allowed=tags)
    if isinstance(value, Mapping):
        return Problem(key=f"{key}.kind", code=SettingCode.MISSING, allowed=tags)
    return Problem(key=key, code=SettingCode.WRONG_TYPE, facts={"expected": "table"})


def _key(loc: tuple[int | str, ...], data: object) -> str:
    """The path as it stands in the file: without the tags of unions."""
    path: list[str] = []
    for place, part in enumerate(loc):
        if isinstance(data, Mapping) and part in data:
            path.append(str(part))
            data = data[part]
        elif place == len(loc) - 1 and part != "[key]" and isinstance(data, Mapping):
            path.append(str(part))
    return ".".join(path)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else repr(value)


def _keys_at(loc: tuple[int | str, ...]) -> tuple[str, ...]:
    found = _type_at(loc)
    return tuple(each.name for each in fields(found)) if is_dataclass(found) else ()


def _literals(loc: tuple[int | str, ...]) -> tuple[str, ...]:
    return tuple(
        str(value) for member in _members(_type_at(loc)) for value in _literal_values(member)
    )


def _type_at(loc: tuple[int | str, ...]) -> Any:
    """The declared type of the setting at ``loc``; None where ``loc`` leads nowhere."""
    found: Any = Settings
    for part in loc:
        members = _members(found)
        tagged = [each for each in members if part in _tags(each)]
        if tagged:
            found = tagged[0]
        elif is_dataclass(members[0]):
            found = _hints(members[0]).get(str(part))
        elif get_origin(members[0]) is dict:
            found = get_args(members[0])[1]
    return _plain(found)


def _hints(declared: Any) -> dict[str, Any]:
    return get_type_hints(declared) if is_dataclass(declared) else {}


def _tags(declared: Any) -> tuple[Any, ...]:
    return _literal_values(_hints(declared).get("kind"))


def _members(declared: Any) -> tuple[Any, ...]:
    """The members of a union; a type that is none is its own only member."""
    declared = _plain(declared)
    if get_origin(declared) in (Union, types.UnionType):
        return tuple(_plain(each) for each in get_args(declared) if each is not type(None))
    return (declared,)


def _literal_values(declared: Any) -> tuple[Any, ...]:
    declared = _plain(declared)
    return get_args(declared) if get_origin(declared) is Literal else ()


def _plain(declared: Any) -> Any:
    return get_args(declared)[0] if get_origin(declared) is Annotated else declared
