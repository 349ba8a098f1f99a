"""Under which name a machine's display program tells of its devices. Without Qt."""

import platform
from collections.abc import Iterable, Mapping

from core.hall import CounterLine
from motcua.settings import LedDisplay

VOICE_PLACE = "_voice"  # of the whole hall; no kiosk can have this name


def place_of_display() -> str:
    """``display-`` and the machine's name in the network."""
    return f"display-{platform.node() or 'machine'}"


def unknown_counters(
    displays: Mapping[str, LedDisplay], counters: Iterable[CounterLine]
) -> tuple[tuple[str, int], ...]:
    """The displays, with their counters, that would stay dark: there are no such counters."""
    known = {line.counter_id for line in counters}
    return tuple(
        (name, display.counter)
        for name, display in displays.items()
        if display.counter is not None and display.counter not in known
    )
