"""The chimes that go before a call."""

from array import array
from itertools import pairwise

import pytest

from counter_display.voice.chime import chime_of
from counter_display.voice.pcm import LOUDEST, numbers_of
from counter_display.voice.plan import Chime

CHIMES = [Chime.TWO_TONE, Chime.THREE_TONE, Chime.GONG]


@pytest.mark.parametrize("chime", CHIMES)
def test_a_chime_has_neither_clicks_nor_clipping(chime: Chime) -> None:
    pcm = chime_of(chime)
    samples = numbers_of(pcm)
    assert 1.5 < pcm.length_s < 2.5
    assert abs(samples[0]) < 50
    assert abs(samples[-1]) < 50
    loudest = max(abs(value) for value in samples)
    assert 0.5 * LOUDEST < loudest < 0.6 * LOUDEST
    assert max(abs(b - a) for a, b in pairwise(samples)) < 8_000


def test_a_hall_without_chime_gets_none() -> None:
    assert chime_of(Chime.NONE).samples == b""


@pytest.mark.parametrize(
    ("chime", "from_s", "hertz"),
    [
        (Chime.TWO_TONE, 0.1, 659),
        (Chime.TWO_TONE, 1.2, 523),
        (Chime.THREE_TONE, 0.1, 392),
        (Chime.THREE_TONE, 1.6, 659),
    ],
)
def test_the_tones_are_in_tune(chime: Chime, from_s: float, hertz: int) -> None:
    pcm = chime_of(chime)
    tone = numbers_of(pcm)[int(from_s * pcm.rate_hz) : int((from_s + 0.2) * pcm.rate_hz)]
    assert pitch(tone, pcm.rate_hz) == pytest.approx(hertz, rel=0.05)


def pitch(samples: "array[int]", rate_hz: int) -> float:
    """Hertz, by upward zero crossings."""
    crossings = sum(1 for a, b in pairwise(samples) if a < 0 <= b)
    return crossings * rate_hz / len(samples)
