"""``pack.toml``: whose voice a pack holds, for which language, noun and reading, at which rate."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from core.announcement import Tongue
from core.fault import DeviceFault, FaultCode
from core.wording import Noun, Reading

PACK_FILE = "pack.toml"
FORMAT = 1
LOWEST_RATE_HZ = 8_000
HIGHEST_RATE_HZ = 48_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PackFacts:
    """What ``pack.toml`` says. ``noun`` and ``reading`` None: the pack holds those of all.

    ``speaker``: whose voice it is; ``recorded``: the day as YYYY-MM-DD; either may be empty.
    ``placeholder``: a machine's voice, to be replaced.
    """

    name: str
    language: Tongue
    noun: Noun | None
    reading: Reading | None
    rate_hz: int
    speaker: str = ""
    recorded: str = ""
    placeholder: bool = False


def read_facts(folder: Path) -> PackFacts:
    """Raises ``DeviceFault(VOICE_PACK_MISSING)`` when no pack of this format is there."""
    try:
        facts = tomllib.loads((folder / PACK_FILE).read_text("utf-8"))
        return _checked(facts)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DeviceFault(FaultCode.VOICE_PACK_MISSING, folder=str(folder)) from error


def write_facts(folder: Path, facts: PackFacts) -> None:
    """Write ``pack.toml``."""
    document = tomlkit.document()
    document["format"] = FORMAT
    document["name"] = facts.name
    document["language"] = facts.language
    if facts.noun is not None:
        document["noun"] = facts.noun.value
    if facts.reading is not None:
        document["reading"] = facts.reading.value
    document["rate_hz"] = facts.rate_hz
    document["placeholder"] = facts.placeholder
    document["speaker"] = facts.speaker
    document["recorded"] = facts.recorded
    (folder / PACK_FILE).write_text(tomlkit.dumps(document), "utf-8")


def _checked(raw: dict[str, Any]) -> PackFacts:
    rate_hz = raw["rate_hz"]
    if raw["format"] != FORMAT:
        raise ValueError(f"format {raw['format']!r}")
    if not isinstance(rate_hz, int) or not LOWEST_RATE_HZ <= rate_hz <= HIGHEST_RATE_HZ:
        raise ValueError(f"rate_hz {rate_hz!r}")
    return PackFacts(
        name=str(raw["name"]),
        language=_tongue(raw["language"]),
        noun=Noun(raw["noun"]) if "noun" in raw else None,
        reading=Reading(raw["reading"]) if "reading" in raw else None,
        rate_hz=rate_hz,
        speaker=str(raw.get("speaker", "")),
        recorded=str(raw.get("recorded", "")),
        placeholder=bool(raw.get("placeholder", False)),
    )


def _tongue(value: object) -> Tongue:
    if value == "vi":
        return "vi"
    if value == "en":
        return "en"
    raise ValueError(f"language {value!r}")
