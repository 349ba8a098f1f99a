"""The hall's voice out of the settings."""

from collections.abc import Callable

from core.announcement import Announcement
from core.clock import Clock
from counter_display.calls import FileMark, Marked
from counter_display.voice.announcer import Announcer
from counter_display.voice.output import SoundOutput
from counter_display.voice.plan import Chime, VoicePlan, VoiceState
from motcua.settings import Settings, Voice
from motcua.settings.types import minute_of


def mark_of(settings: Settings, board: str | None) -> FileMark:
    """Which calls the display program announced; one of a ``board`` alone has its own mark."""
    name = "last-call-shown" if board is None else f"last-call-shown-{board}"
    return FileMark(settings.data_folder / name)


def announcer_of(
    settings: Settings,
    clock: Clock,
    sound: SoundOutput,
    hears: tuple[
        Callable[[VoiceState], None], Callable[[Announcement], None], Callable[[Marked], None]
    ],
) -> Announcer:
    """The voice; who ``hears`` of its states, of what was spoken and of what has begun."""
    on_state, on_spoken, on_begun = hears
    return Announcer(
        plan_of(settings.voice),
        sound,
        clock=clock,
        on_state=on_state,
        on_spoken=on_spoken,
        on_begun=on_begun,
    )


def plan_of(voice: Voice) -> VoicePlan:
    """How calls are spoken, as ``[voice]`` says."""
    return VoicePlan(
        pack=voice.pack,
        english=voice.english,
        english_pack=voice.english_pack,
        repeats=voice.repeats,
        interval_ms=round(voice.interval_s * 1000),
        expires_ms=voice.expires_s * 1000,
        volume=voice.volume,
        mute=voice.mute,
        chime=Chime(voice.chime),
        quiet=tuple((minute_of(each.start), minute_of(each.end)) for each in voice.quiet),
        free_text=voice.free_text,
    )
