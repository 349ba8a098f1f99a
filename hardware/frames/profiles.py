"""Printers by name → what they can do: our own table, and python-escpos's database as data.

    tm-t88            profiles.toml
    escpos:TM-T88II   capabilities.json of an installed python-escpos, which is never imported:
                      that would take 0.3 s and leave a folder in the temporary files

The database is kind to printers: it gives most of them everything. So of each entry only the head,
the knife and the QR code are taken, and every level stays "raster". Entries that are no printer of
ours (customer displays, needle printers, Star's commands) are left out.
"""

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hardware.frames.capability_check import checked
from hardware.protocols.capabilities import LEAST_DOTS, MOST_DOTS, Capabilities, Cutter

DATABASE = "capabilities.json"
DATABASE_PREFIX = "escpos:"
LETTER_DOTS = 12  # font A
USUAL_DPI = 203
USUAL_DPIS = (180, 203)


def profiles() -> Mapping[str, Capabilities]:
    """Every profile by its name."""
    return {**own_profiles(), **dict(_database_profiles(database_path()))}


def own_profiles() -> Mapping[str, Capabilities]:
    """Those of ``profiles.toml``."""
    text = files("hardware.frames").joinpath("profiles.toml").read_text(encoding="utf-8")
    return {
        name: checked(replace(Capabilities(name=name), **_fields(table)))
        for name, table in tomllib.loads(text).items()
    }


def database_path() -> Path | None:
    """Where python-escpos keeps its database; None when it is not installed."""
    spec = find_spec("escpos")
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).with_name(DATABASE)


def _fields(table: Mapping[str, Any]) -> dict[str, Any]:
    fields = dict(table)
    if "cutter" in fields:
        fields["cutter"] = Cutter(fields["cutter"])
    return fields


def _database_profiles(path: Path | None) -> Iterator[tuple[str, Capabilities]]:
    """The printers of the database; none when there is no database that can be read."""
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))["profiles"] if path else {}
        printers = [(name, _printer(name, entry)) for name, entry in entries.items()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return
    for name, printer in printers:
        if printer is not None:
            yield f"{DATABASE_PREFIX}{name}", printer


def _printer(name: str, entry: Mapping[str, Any]) -> Capabilities | None:
    features, media = entry["features"], entry["media"]
    if features.get("starCommands") or not features.get("bitImageRaster"):
        return None
    width = media.get("width", {}).get("pixels")
    if not isinstance(width, int):
        width = entry["fonts"]["0"]["columns"] * LETTER_DOTS
    if not LEAST_DOTS <= width <= MOST_DOTS:
        return None
    dpi = media.get("dpi")
    return Capabilities(
        name=f"{DATABASE_PREFIX}{name}",
        width_dots=width,
        dpi=dpi if dpi in USUAL_DPIS else USUAL_DPI,
        native_qr=bool(features.get("qrCode")),
        cutter=_cutter(features),
    )


def _cutter(features: Mapping[str, Any]) -> Cutter:
    if features.get("paperPartCut"):
        return Cutter.PARTIAL
    return Cutter.FULL if features.get("paperFullCut") else Cutter.NONE
