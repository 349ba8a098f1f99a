"""How a hall's voice shall behave: what config.toml says, without files or devices."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from core.fault import Fault


class Chime(StrEnum):
    """What is heard before every call."""

    NONE = "none"
    TWO_TONE = "two_tone"
    THREE_TONE = "three_tone"
    GONG = "gong"


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePlan:
    """``pack`` None: the placeholder that comes along; the same for ``english_pack``.

    ``repeats`` 1-3, with ``interval_ms`` of silence between them. A call that waited longer than
    ``expires_ms`` for its turn stays unspoken. ``volume`` in percent. ``quiet``: pairs of minutes
    of the site's day, from and to; one that ends before it starts goes over midnight.
    """

    pack: Path | None = None
    english: bool = False
    english_pack: Path | None = None
    repeats: int = 2
    interval_ms: int = 1_500
    expires_ms: int = 300_000
    volume: int = 100
    mute: bool = False
    chime: Chime = Chime.TWO_TONE
    quiet: tuple[tuple[int, int], ...] = ()
    free_text: bool = False

    def is_quiet(self, minute: int) -> bool:
        """Whether nothing may be heard in this minute (0-1439) of the site's day."""
        return any(
            start <= minute < end if start <= end else minute >= start or minute < end
            for start, end in self.quiet
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceState:
    """What people should know of the voice. ``fault``: why calls are not heard as they should.

    ``waiting``: announcements whose turn is still to come. ``placeholder``: the voice is the
    machine's that comes along, waiting to be replaced by a recorded one. ``elsewhere``: another
    program of the hall speaks. ``dropped``: calls that waited too long and were never spoken.
    """

    fault: Fault | None
    waiting: int
    muted: bool
    quiet: bool
    placeholder: bool = False
    elsewhere: bool = False
    dropped: int = 0


class SpeakerState(StrEnum):
    """How a loudspeaker is, in a word; what is no state of its own is the code of a fault."""

    READY = "ready"
    MUTED = "muted"
    QUIET = "quiet"
    ELSEWHERE = "elsewhere"
    MISSING = "speaker_missing"
    STUCK = "speaker_stuck"
    PACK_MISSING = "voice_pack_missing"
    PACK_INCOMPLETE = "voice_pack_incomplete"
    CLIP_BAD = "voice_clip_bad"
    NO_ESPEAK = "espeak_missing"
