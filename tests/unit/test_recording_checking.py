"""Takes are trimmed, matched in level, or refused for the right reason."""

import pytest

from counter_display.recording.checking import MARGIN_MS, SPEECH_DB, Problem, checked
from counter_display.recording.levels import decibels, rms
from counter_display.recording.outline import outline_of
from counter_display.voice.pcm import Pcm, joined, numbers_of, pcm_of, peak
from tests.speech_samples import spoken, voice

RATE = 22_050
CLICK = pcm_of([12_000, -12_000] * 40, RATE)  # a key: 3.6 ms


def mid_level(pcm: Pcm) -> float:
    """The level of the middle third, in dBFS."""
    numbers = numbers_of(pcm)
    third = len(numbers) // 3
    return decibels(rms(numbers[third : 2 * third]))


def test_silence_around_a_phrase_is_trimmed_to_the_margin() -> None:
    take = voice([(0.5, 0.0), (0.6, 6_000.0), (1.0, 0.0)])
    result = checked(take, words=2)
    assert result.problem is None
    assert result.start_s == pytest.approx(0.5 - MARGIN_MS / 1000, abs=0.025)
    assert result.end_s == pytest.approx(1.1 + MARGIN_MS / 1000, abs=0.025)
    assert result.clip is not None
    assert result.clip.length_s == pytest.approx(result.end_s - result.start_s, abs=0.001)


@pytest.mark.parametrize("loud", [700.0, 3_000.0, 9_000.0, 20_000.0])
def test_soft_and_loud_takes_come_out_alike(loud: float) -> None:
    clip = checked(spoken(3, loud=loud, noise=4.0), words=3).clip
    assert clip is not None
    assert mid_level(clip) == pytest.approx(SPEECH_DB, abs=2.5)
    assert peak(clip) < 32_000


def test_an_offset_of_the_headset_is_taken_out() -> None:
    clip = checked(spoken(2, offset=2_500.0), words=2).clip
    assert clip is not None
    numbers = numbers_of(clip)
    assert abs(sum(numbers) / len(numbers)) < 30
    assert abs(numbers[0]) < 30


def test_a_clip_begins_and_ends_in_silence_so_that_joints_do_not_click() -> None:
    clip = checked(spoken(2, hum=150.0), words=2).clip
    assert clip is not None
    numbers = numbers_of(clip)
    assert numbers[0] == 0
    assert numbers[-1] == 0


def test_the_click_of_the_key_is_no_speech() -> None:
    take = joined([CLICK, spoken(2), CLICK, voice([(0.2, 0.0)])], RATE)
    result = checked(take, words=2)
    assert result.problem is None
    assert result.start_s > 0.2
    assert result.end_s < 0.95


def test_a_breath_inside_a_sentence_stays_in() -> None:
    take = voice([(0.4, 0.0), (0.7, 6_000.0), (0.4, 0.0), (0.6, 6_000.0), (0.8, 0.0)])
    result = checked(take, words=6)
    assert result.problem is None
    assert result.end_s - result.start_s == pytest.approx(1.7, abs=0.06)


@pytest.mark.parametrize(
    ("take", "problem"),
    [
        (voice([(2.0, 0.0)]), Problem.SILENT),
        (voice([(2.0, 0.0)], noise=0.0), Problem.SILENT),
        (Pcm(rate_hz=RATE, samples=b""), Problem.SILENT),
        (joined([CLICK, voice([(2.0, 0.0)])], RATE), Problem.SILENT),
        (spoken(3, loud=120.0, noise=2.0), Problem.QUIET),
        (spoken(3, loud=60_000.0), Problem.CLIPPED),
        (spoken(3, noise=900.0), Problem.NOISY),
        (voice([(2.0, 0.0)], noise=1_500.0), Problem.NOISY),
        (spoken(3, hum=4_000.0), Problem.HUM),
        (voice([(0.8, 6_000.0), (1.0, 0.0)]), Problem.CUT),
        (voice([(1.0, 0.0), (0.8, 6_000.0)]), Problem.CUT),
        (voice([(0.5, 0.0), (0.25, 6_000.0), (1.0, 0.0)]), Problem.SHORT),
        (voice([(0.5, 0.0), (7.0, 6_000.0), (1.0, 0.0)]), Problem.LONG),
    ],
    ids=lambda value: value.value if isinstance(value, Problem) else "",
)
def test_a_bad_take_is_refused_for_its_reason(take: Pcm, problem: Problem) -> None:
    result = checked(take, words=6)
    assert result.problem is problem
    assert result.clip is None


def test_flat_tops_below_full_scale_are_clipped_too() -> None:
    """The headset's own amplifier is at its end before the computer's is."""
    loud = numbers_of(spoken(3, loud=30_000.0))
    take = pcm_of((max(-9_000, min(9_000, each)) for each in loud), RATE)
    assert checked(take, words=3).problem is Problem.CLIPPED


def test_a_phrase_of_one_short_syllable_is_long_enough() -> None:
    take = voice([(0.4, 0.0), (0.16, 6_000.0), (0.9, 0.0)])
    assert checked(take, words=1).problem is None


def test_the_picture_marks_what_is_kept() -> None:
    result = checked(voice([(1.0, 0.0), (1.0, 6_000.0), (1.0, 0.0)]), words=3)
    outline = outline_of(result)
    assert outline.start == pytest.approx(1 / 3, abs=0.02)
    assert outline.end == pytest.approx(2 / 3, abs=0.02)
    assert max(high for _, high in outline.columns) == pytest.approx(1.0, abs=0.05)
