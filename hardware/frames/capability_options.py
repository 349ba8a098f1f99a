"""A printer's capabilities out of what ``config.toml`` says: a profile, and what differs from it.

profile = "generic-80"          the names of ``hardware.frames.profiles``
paper_width_dots = 512          each further setting overrules the profile
code_page = { alphabet = "tcvn3", page = 30, capitals_page = 31 }
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from hardware.frames.profiles import profiles
from hardware.protocols.capabilities import (
    Alphabet,
    Capabilities,
    CodePage,
    Confirmation,
    Cutter,
    Level,
    StatusKind,
)

Options = Mapping[str, Any]
DEFAULT_PROFILE = "generic-80"


def _whole(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise TypeError(value)
    return float(value)


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise TypeError(value)
    return value


def _code_page(value: Any) -> CodePage:
    capitals = value.get("capitals_page")
    return CodePage(
        alphabet=Alphabet(value["alphabet"]),
        page=_whole(value["page"]),
        capitals_page=None if capitals is None else _whole(capitals),
    )


# Setting in config.toml -> field of ``Capabilities``, and how it is read.
_FIELDS: Mapping[str, tuple[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "paper_width_dots": ("width_dots", _whole),
        "dpi": ("dpi", _whole),
        "level": ("level", Level),
        "status": ("status", StatusKind),
        "confirmation": ("confirmation", Confirmation),
        "cutter": ("cutter", Cutter),
        "presenter": ("presenter", _truth),
        "native_qr": ("native_qr", _truth),
        "nv_graphics": ("nv_graphics", _truth),
        "double_raster": ("double_raster", _truth),
        "motion_unit": ("motion_unit", _number),
        "max_payload": ("max_payload", _whole),
        "logo_in_printer": ("logo_in_printer", _truth),
        "code_page": ("code_page", _code_page),
    }
)


def setting_of(field: str) -> str:
    """The setting in ``config.toml`` that overrules ``field`` of the capabilities."""
    head, dot, rest = field.partition(".")
    names = {name: setting for setting, (name, _) in _FIELDS.items()}
    return f"{names.get(head, head)}{dot}{rest}"


def capability_settings() -> tuple[str, ...]:
    """Every setting that overrules something of the profile."""
    return tuple(_FIELDS)


def capabilities_of(options: Options, *, answers: bool = True) -> Capabilities:
    """The profile with what ``options`` overrule; None and settings that are something else are
    passed over. A line that cannot answer (``answers``) is asked nothing, and a printer that is
    never asked for its status confirms only where that is said. ``KeyError``: no such profile;
    ``ValueError``, ``TypeError``: a value that cannot be."""
    profile = profiles()[options.get("profile") or DEFAULT_PROFILE]
    said = {
        field: read(options[setting])
        for setting, (field, read) in _FIELDS.items()
        if options.get(setting) is not None
    }
    found = replace(profile, **said)
    if not answers:
        return replace(found, status=StatusKind.NONE, confirmation=Confirmation.NONE)
    if found.status is StatusKind.NONE and "confirmation" not in said:
        return replace(found, confirmation=Confirmation.NONE)
    return found


def readable_options(options: Options) -> dict[str, Any]:
    """Those of ``options`` that can be read at all: what is left to check in a wrong file."""
    left: dict[str, Any] = {}
    for setting, value in options.items():
        try:
            if setting in _FIELDS:
                _FIELDS[setting][1](value)
        except (ValueError, TypeError, KeyError, AttributeError):
            continue
        left[setting] = value
    return left
