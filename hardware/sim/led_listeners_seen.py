"""What listeners of simulated displays are told of them, and what they tell back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from hardware.frames.led_dialect import Dialect


@dataclass(frozen=True, slots=True, kw_only=True)
class SimDisplay:
    """One simulated display. ``dialect`` as the driver's; ``row`` where the protocol has one."""

    name: str
    address: int
    dialect: Dialect
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One understood frame: which displays show what, and what would be answered.

    ``blinking``: these texts blink by themselves. ``percent``: how bright the frame made whom.
    """

    frame: bytes
    texts: dict[str, str]
    answer: bytes = b""
    refusal: bytes = b""
    blinking: bool = False
    percent: Mapping[str, int] = field(default_factory=dict)


class Listener(Protocol):
    """Understands one protocol; remembers what its displays need to."""

    def decode(self, data: bytes) -> tuple[int, Seen | None]:
        """Bytes that may be forgotten, and the first frame found; None asks for more bytes.

        The frame that ends first is the first one, so the frames found do not depend on how the
        stream was split.
        """


def same_row(one: int, other: int) -> bool:
    """Whether two rows are the same; rows count from 1, and 0 is the only one."""
    return max(1, one) == max(1, other)
