"""Tickets and events as plain data for ``--json``: names for numbers, times in ISO 8601 UTC."""

from dataclasses import fields
from datetime import UTC, datetime
from enum import Enum
from typing import Any

from core.hall import CounterLine
from core.ticket import Event, Ticket
from core.waiting import WaitRange


def plain(thing: Ticket | Event | WaitRange | CounterLine) -> dict[str, Any]:
    """The fields of ``thing``; ``…_ms`` become ``…_at`` times."""
    return dict(_plain_field(field.name, getattr(thing, field.name)) for field in fields(thing))


def _plain_field(name: str, value: Any) -> tuple[str, Any]:
    if name == "at_ms":
        return "at", utc_text(value)
    if name.endswith("_ms"):
        return f"{name.removesuffix('_ms')}_at", utc_text(value)
    if isinstance(value, Enum):
        return name, value.name.lower()
    if isinstance(value, WaitRange):
        return name, plain(value)
    return name, value


def utc_text(at_ms: int | None) -> str | None:
    """``2023-09-27T01:15:00.000+00:00``."""
    if at_ms is None:
        return None
    return datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")
