"""Number displays over the counters, as the programs see them: each has a wanted text."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, assert_never

from core.fault import FaultCode


@dataclass(frozen=True, slots=True, kw_only=True)
class DisplayText:
    """What one display shall show; fields that its protocol has no place for are left out.

    ``text`` as people read it (``A007``; empty clears the display), ``number`` its digits alone
    (7) for displays that know only numbers, ``counter`` the counter's number. ``blink``: the call
    is new; on a busy line such texts go first.
    """

    text: str
    number: int | None = None
    counter: int | None = None
    blink: bool = False


class DisplayState(StrEnum):
    """What is known of one display. A text that was never wanted leaves it UNKNOWN."""

    UNKNOWN = "unknown"
    SHOWN = "shown"  # the display acknowledged the wanted text
    SENT = "sent"  # the wanted text went out; this protocol has no answer
    NO_ANSWER = "no_answer"
    BAD_ANSWER = "bad_answer"
    UNREACHABLE = "unreachable"  # the line itself is down

    @property
    def fault(self) -> FaultCode | None:
        """The fault to tell people about, or None."""
        match self:
            case DisplayState.UNKNOWN | DisplayState.SHOWN | DisplayState.SENT:
                return None
            case DisplayState.NO_ANSWER:
                return FaultCode.DISPLAY_NO_ANSWER
            case DisplayState.BAD_ANSWER:
                return FaultCode.DISPLAY_BAD_ANSWER
            case DisplayState.UNREACHABLE:
                return FaultCode.DISPLAY_UNREACHABLE
            case _:
                assert_never(self)


class NumberDisplays(Protocol):
    """All displays on one line. A text is a state: the last one wins, and is sent again."""

    def want(self, display_name: str, text: DisplayText) -> None:
        """Make ``text`` the wanted one; returns at once."""

    def dim(self, percent: int) -> None:
        """Make every display that can so bright (1-100); a state too, returns at once."""

    def clear(self) -> None:
        """Darken all displays, by one broadcast where the protocol has it; forget their texts."""

    def states(self) -> Mapping[str, DisplayState]:
        """What is known of each display now; never waits."""

    def close(self) -> None:
        """Stop the line's thread and close the line."""
