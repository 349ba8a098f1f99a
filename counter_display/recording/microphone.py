"""What a microphone is to the wizard: a source of mono samples that may be missing or go away."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

RATE_HZ = 22_050
CHUNK_MS = 20

# Called with mono samples, signed 16-bit little-endian at RATE_HZ, some 20 ms at a time.
Hear = Callable[[bytes], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One microphone of this machine; ``key`` finds it again, ``name`` is what the system says."""

    key: str
    name: str


class Microphone(Protocol):
    """Every microphone of a machine. Both methods may take their time: never in the GUI thread."""

    def inputs(self) -> tuple[Input, ...]:
        """The microphones there are; empty for none."""

    def listen(self, key: str | None, hear: Hear, stop: threading.Event) -> None:
        """Hand what the microphone hears to ``hear`` until ``stop`` is set; None: the usual one.

        Raises ``DeviceFault``: MICROPHONE_MISSING, MICROPHONE_REFUSED, MICROPHONE_LOST.
        """
