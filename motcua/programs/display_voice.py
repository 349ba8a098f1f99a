"""The hall's voice out of the settings."""

from counter_display.voice.plan import Chime, VoicePlan
from motcua.settings import Voice
from motcua.settings.types import minute_of


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
