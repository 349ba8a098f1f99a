"""What the wizard's pages are drawn from. No Qt."""

from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from counter_display.recording.outline import Outline
from counter_display.voice.pack import Phrase


class How(StrEnum):
    """How a phrase is to be said; ``recorder.how.*``."""

    CALL = "call"
    AGAIN = "again"
    PLACE = "place"
    DIGIT = "digit"
    NUMBER = "number"
    LETTER = "letter"


_BY_PREFIX = (
    ("digit_", How.DIGIT),
    ("number_", How.NUMBER),
    ("letter_", How.LETTER),
    ("to_", How.PLACE),
    ("results_", How.PLACE),
    ("again", How.AGAIN),
)


def how_to_say(phrase: Phrase) -> How:
    """Which of them a phrase belongs to, by its key."""
    found = (how for prefix, how in _BY_PREFIX if phrase.key.startswith(prefix))
    return next(found, How.CALL)


class TakeState(Enum):
    """Where a phrase's page is."""

    READY = auto()  # -> RECORDING, TROUBLE
    RECORDING = auto()  # -> CHECKING, READY, TROUBLE
    CHECKING = auto()  # -> GOOD, REFUSED
    GOOD = auto()  # -> RECORDING, the next phrase
    REFUSED = auto()  # -> RECORDING
    TROUBLE = auto()  # no microphone -> READY


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseView:
    """One phrase's page. ``done``: for each phrase of the pack, whether there is a take."""

    phrase: Phrase
    place: int
    done: tuple[bool, ...]
    state: TakeState
    sentence: str = ""
    outline: Outline | None = None
    by_itself: bool = True

    @property
    def has_take(self) -> bool:
        return self.done[self.place]


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishView:
    """The last page. ``saved``: the line for config.toml once the pack is written."""

    phrases: tuple[Phrase, ...]
    done: tuple[bool, ...]
    sample: str
    folder: str
    sentence: str = ""
    good: bool = False
    saved: str = ""
    asking: str = ""  # the name of the new folder while a pack stands in the way
    may_replace: bool = False
    busy: bool = False

    @property
    def lacking(self) -> int:
        return self.done.count(False)
