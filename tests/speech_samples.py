"""Something like speech, made of sines in a room's noise: for the recording wizard's tests."""

import math
import random
from functools import cache

from counter_display.recording.microphone import RATE_HZ
from counter_display.voice.pcm import Pcm, pcm_of


def voice(
    parts: list[tuple[float, float]],
    *,
    noise: float = 30.0,
    hum: float = 0.0,
    offset: float = 0.0,
) -> Pcm:
    """``parts``: (seconds, amplitude of the voice). ``hum`` of 50 Hz and ``noise`` go through."""
    dice = random.Random(1)
    samples: list[int] = []
    for length_s, loud in parts:
        count = round(length_s * RATE_HZ)
        for at in range(count):
            value = dice.gauss(0, noise) + offset
            if loud:
                swell = math.sin(math.pi * (at + 0.5) / count) ** 0.4
                turn = 2 * math.pi * 190 * at / RATE_HZ
                sines = math.sin(turn) + 0.5 * math.sin(3.1 * turn) + 0.3 * math.sin(7.3 * turn)
                value += loud * swell * sines / 1.8
            if hum:
                value += hum * math.sin(2 * math.pi * 50 * len(samples) / RATE_HZ)
            samples.append(max(-32_768, min(32_767, round(value))))
    return pcm_of(samples, RATE_HZ)


@cache
def spoken(
    words: int,
    *,
    loud: float = 6_000.0,
    noise: float = 30.0,
    hum: float = 0.0,
    offset: float = 0.0,
) -> Pcm:
    """A phrase of so many words, with silence before and after."""
    parts = [(0.25, 0.0), (0.22 * words + 0.1, loud), (0.9, 0.0)]
    return voice(parts, noise=noise, hum=hum, offset=offset)
