"""A take checked and made ready for the pack: trimmed, level-matched, or refused. Pure.

Each problem says what the speaker can do about it, so the order matters: a take that is both
clipped and noisy is refused as clipped.
"""

from array import array
from dataclasses import dataclass
from enum import StrEnum

from counter_display.recording.levels import (
    FRAME_MS,
    amplitude,
    decibels,
    frame_levels,
    frame_size,
    low_cut,
    share,
)
from counter_display.recording.speech import Span, noise_of, speech_in
from counter_display.voice.pcm import Pcm, numbers_of, pcm_of

SPEECH_DB = -20.0  # every clip's mean level while somebody speaks
CEILING_DB = -1.5  # no sample above it
QUIETEST_DB = -46.0  # below it the gain would bring up the noise of the headset
LEAST_OVER_NOISE_DB = 18.0
MARGIN_MS = 10  # silence left on either side
FADE_MS = 5

_CLIPPED = round(32_768 * 0.985)
_CLIPPED_SAMPLES = 12
_FLAT_TOPS = 5
_FLAT_LENGTH = 4
_FLAT_SHARE = 0.995
_FLAT_LEAST = 3_000  # below it a flat top is rounding
_HUM_DB = 8.0  # so much of the noise lies below the voice: the mains
_SHORTEST_MS, _SHORTEST_WORD_MS = 60, 40
_LONGEST_MS, _LONGEST_WORD_MS = 900, 650


class Problem(StrEnum):
    """Why a take is refused; ``recorder.problem.*`` says what to do."""

    SILENT = "silent"
    QUIET = "quiet"
    CLIPPED = "clipped"
    HUM = "hum"
    NOISY = "noisy"
    CUT = "cut"  # speech before the recording began or after it ended
    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What came of a take. ``clip`` is None when it was refused, ``problem`` when it was not.

    ``start_s`` and ``end_s``: the part that was kept, seconds from the take's beginning; equal
    when nobody spoke. Levels in dBFS.
    """

    take: Pcm
    clip: Pcm | None
    problem: Problem | None
    start_s: float
    end_s: float
    speech_db: float
    noise_db: float


def checked(take: Pcm, *, words: int) -> Checked:
    """``take`` of a phrase of so many words (Vietnamese: syllables)."""
    raw = numbers_of(take)
    wave = low_cut(raw, take.rate_hz)
    levels = frame_levels(wave, take.rate_hz)
    span = speech_in(levels)
    noise_db = _noise(levels, span)
    speech_db = _speech_level(levels, span)
    problem = _problem(raw, take.rate_hz, levels, span, words)
    kept = _samples(span, take.rate_hz, len(raw))
    clip = None
    if problem is None and span is not None:
        clip = _matched(wave[kept.start : kept.end], take.rate_hz, speech_db)
    return Checked(
        take=take,
        clip=clip,
        problem=problem,
        start_s=kept.start / take.rate_hz,
        end_s=kept.end / take.rate_hz,
        speech_db=speech_db,
        noise_db=noise_db,
    )


def _problem(
    raw: "array[int]", rate_hz: int, levels: list[float], span: Span | None, words: int
) -> Problem | None:
    if _is_clipped(raw):
        return Problem.CLIPPED
    if span is None:
        return _without_speech(raw, rate_hz, levels)
    speech_db, noise_db = _speech_level(levels, span), _noise(levels, span)
    if speech_db - noise_db < LEAST_OVER_NOISE_DB:
        return _kind_of_noise(raw, rate_hz, noise_db)
    if speech_db < QUIETEST_DB:
        return Problem.QUIET
    if span.start == 0 or span.end >= len(levels):
        return Problem.CUT
    length_ms = span.length * FRAME_MS
    if length_ms < _SHORTEST_MS + _SHORTEST_WORD_MS * words:
        return Problem.SHORT
    return Problem.LONG if length_ms > _LONGEST_MS + _LONGEST_WORD_MS * words else None


def _without_speech(raw: "array[int]", rate_hz: int, levels: list[float]) -> Problem:
    """Nobody spoke, or the noise is as loud as the voice."""
    noise_db = noise_of(levels)
    return Problem.SILENT if noise_db < QUIETEST_DB else _kind_of_noise(raw, rate_hz, noise_db)


def _kind_of_noise(raw: "array[int]", rate_hz: int, noise_db: float) -> Problem:
    with_rumble = noise_of(frame_levels(_without_offset(raw), rate_hz))
    return Problem.HUM if with_rumble - noise_db > _HUM_DB else Problem.NOISY


def _without_offset(raw: "array[int]") -> "array[float]":
    mean = sum(raw) / len(raw) if raw else 0.0
    return array("d", (sample - mean for sample in raw))


def _is_clipped(raw: "array[int]") -> bool:
    """At the end of the scale, or cut flat below it by the headset's own amplifier."""
    if not raw:
        return False
    loudest = max(max(raw), -min(raw))
    if loudest < _FLAT_LEAST:
        return False
    if loudest >= _CLIPPED and sum(abs(each) >= _CLIPPED for each in raw) >= _CLIPPED_SAMPLES:
        return True
    return _flat_tops(raw, max(raw)) >= _FLAT_TOPS or _flat_tops(raw, min(raw)) >= _FLAT_TOPS


def _flat_tops(raw: "array[int]", extreme: int) -> int:
    """How often the wave stays at its own ``extreme``, which no voice does."""
    limit = abs(extreme) * _FLAT_SHARE
    sign = 1 if extreme > 0 else -1
    tops, run, before = 0, 0, -2
    for at in [at for at, sample in enumerate(raw) if sample * sign >= limit]:
        run = run + 1 if at == before + 1 else 1
        tops += run == _FLAT_LENGTH
        before = at
    return tops


def _noise(levels: list[float], span: Span | None) -> float:
    """The level of the room beside the speech."""
    if span is None:
        return noise_of(levels)
    beside = [*levels[: max(0, span.start - 5)], *levels[span.end + 5 :]]
    return share(beside, 0.5) if beside else noise_of(levels)


def _speech_level(levels: list[float], span: Span | None) -> float:
    """The mean level of the louder half of the speech: pauses inside do not count."""
    if span is None:
        return noise_of(levels)
    inside = sorted(levels[span.start : span.end])
    louder = inside[len(inside) // 2 :]
    power = sum(amplitude(level) ** 2 for level in louder) / len(louder)
    return decibels(power**0.5)


def _samples(span: Span | None, rate_hz: int, total: int) -> Span:
    """Which samples are kept."""
    if span is None:
        return Span(start=0, end=0)
    size, margin = frame_size(rate_hz), rate_hz * MARGIN_MS // 1000
    return Span(start=max(0, span.start * size - margin), end=min(total, span.end * size + margin))


def _matched(wave: "array[float]", rate_hz: int, speech_db: float) -> Pcm:
    """``wave`` at the common level, faded at both ends so that joints do not click."""
    loudest = max(max(wave), -min(wave), 1.0)
    gain = min(amplitude(SPEECH_DB) / amplitude(speech_db), amplitude(CEILING_DB) / loudest)
    fade = min(rate_hz * FADE_MS // 1000, len(wave) // 2)
    last = len(wave) - 1
    for at in range(fade):
        wave[at] *= at / fade
        wave[last - at] *= at / fade
    return pcm_of((round(sample * gain) for sample in wave), rate_hz)
