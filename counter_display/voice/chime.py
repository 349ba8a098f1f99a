"""The chimes that go before a call, made once from sine waves: no file, no numpy."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never

from counter_display.voice.pcm import LOUDEST, RATE_HZ, Pcm, pcm_of
from counter_display.voice.plan import Chime

PEAK = 0.55  # of full scale: loud enough for a hall, no clipping when the two tones overlap

_ATTACK_S = 0.006
_FADE_S = 0.08


@dataclass(frozen=True, slots=True)
class _Tone:
    """One struck tone. A partial: multiple of the pitch, strength, speed of decay."""

    start_s: float
    pitch_hz: float
    partials: Sequence[tuple[float, float, float]]


# Overtones die first, as in a bell.
_BELL = ((1.0, 1.00, 2.6), (2.0, 0.32, 4.5), (3.0, 0.10, 7.0))
# A gong's overtones are no multiples of its pitch, and sound on.
_BRONZE = ((1.0, 1.00, 1.6), (1.52, 0.55, 2.0), (2.27, 0.40, 2.6), (3.11, 0.22, 3.6))


def chime_of(chime: Chime, rate_hz: int = RATE_HZ) -> Pcm:
    """The chosen chime; nothing for ``Chime.NONE``."""
    match chime:
        case Chime.NONE:
            return Pcm(rate_hz=rate_hz, samples=b"")
        case Chime.TWO_TONE:
            return two_tone_chime(rate_hz)
        case Chime.THREE_TONE:
            return three_tone_chime(rate_hz)
        case Chime.GONG:
            return gong(rate_hz)
        case _:
            assert_never(chime)


def two_tone_chime(rate_hz: int = RATE_HZ) -> Pcm:
    """Ding-dong, 1.9 s: a falling major third, E5 then C5, the interval of a door bell.

    Starts and ends in silence, as all of them do, so that it can be joined to speech.
    """
    tones = (_Tone(0.0, 659.26, _BELL), _Tone(0.42, 523.25, _BELL))
    return _sound(tones, length_s=1.9, rate_hz=rate_hz)


def three_tone_chime(rate_hz: int = RATE_HZ) -> Pcm:
    """Three tones upwards, 2.2 s: G4, C5, E5, as in railway stations."""
    tones = (_Tone(0.0, 392.0, _BELL), _Tone(0.36, 523.25, _BELL), _Tone(0.72, 659.26, _BELL))
    return _sound(tones, length_s=2.2, rate_hz=rate_hz)


def gong(rate_hz: int = RATE_HZ) -> Pcm:
    """One soft low stroke, 2.0 s."""
    return _sound((_Tone(0.0, 261.63, _BRONZE),), length_s=2.0, rate_hz=rate_hz)


def _sound(tones: Sequence[_Tone], *, length_s: float, rate_hz: int) -> Pcm:
    total = int(length_s * rate_hz)
    wave = [0.0] * total
    for tone in tones:
        _strike(wave, tone, rate_hz)
    fade = int(_FADE_S * rate_hz)
    gain = PEAK * LOUDEST / max(abs(value) for value in wave)
    faded = (
        round(value * gain * min(1.0, (total - 1 - at) / fade)) for at, value in enumerate(wave)
    )
    return pcm_of(faded, rate_hz)


def _strike(wave: list[float], tone: _Tone, rate_hz: int) -> None:
    """Add one tone to ``wave``."""
    start = int(tone.start_s * rate_hz)
    for multiple, strength, decay in tone.partials:
        turn = 2 * math.pi * tone.pitch_hz * multiple / rate_hz
        fall = math.exp(-decay / rate_hz)
        level = strength
        for at in range(len(wave) - start):
            attack = min(1.0, at / (_ATTACK_S * rate_hz))
            wave[start + at] += level * attack * math.sin(turn * at)
            level *= fall
