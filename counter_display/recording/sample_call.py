"""A call out of the takes, joined as the hall will hear it."""

from collections.abc import Mapping

from core.announcement import Announcement, Tongue, sentence, spoken
from counter_display.recording.session import Wanted
from counter_display.voice.chime import two_tone_chime
from counter_display.voice.pcm import Pcm, joined, silence

AFTER_CHIME_MS = 300


def sample_of(wanted: Wanted) -> Announcement:
    """Number 007 of the site's first series to counter 3."""
    letter = wanted.letters[0] if wanted.letters else ""
    return Announcement(
        seq=0,
        label=f"{letter}007",
        counter_id=3,
        noun=wanted.noun,
        reading=wanted.reading,
    )


def sample_sentence(wanted: Wanted, language: Tongue) -> str:
    return sentence(sample_of(wanted), language)


def sample_call(
    wanted: Wanted, language: Tongue, clips: Mapping[str, Pcm], rate_hz: int
) -> Pcm | None:
    """The call as sound; None while one of its phrases lacks."""
    parts = [two_tone_chime(rate_hz), silence(AFTER_CHIME_MS, rate_hz)]
    for each in spoken(sample_of(wanted), language):
        if each.key not in clips:
            return None
        parts += [clips[each.key], silence(each.pause_ms, rate_hz)]
    return joined(parts, rate_hz)
