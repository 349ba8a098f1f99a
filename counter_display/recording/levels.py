"""Loudness over time: the sound in frames of 10 ms, in decibels below full scale. Pure."""

import math
from array import array
from collections.abc import Sequence
from operator import mul

FRAME_MS = 10
FULL_SCALE = 32_768.0
FLOOR_DB = -96.0  # what 16 bits can hold at all

# A voice begins above it; rumble, a shaken cable and the hum of the mains lie mostly below.
_LOW_CUT_HZ = 80.0


def decibels(amplitude: float) -> float:
    """``amplitude`` (full scale 32768) in dBFS."""
    return max(FLOOR_DB, 20 * math.log10(amplitude / FULL_SCALE)) if amplitude > 0 else FLOOR_DB


def amplitude(level_db: float) -> float:
    return FULL_SCALE * 10 ** (level_db / 20)


def rms(samples: "array[int] | array[float]") -> float:
    """Root mean square; 0.0 for nothing."""
    return math.sqrt(sum(map(mul, samples, samples)) / len(samples)) if samples else 0.0


def frame_levels(samples: "array[int] | array[float]", rate_hz: int) -> list[float]:
    """The level of each whole frame, in dBFS."""
    size = frame_size(rate_hz)
    whole = len(samples) - size + 1
    return [decibels(rms(samples[at : at + size])) for at in range(0, whole, size)]


def frame_size(rate_hz: int) -> int:
    """Samples in a frame."""
    return rate_hz * FRAME_MS // 1000


def share(levels: Sequence[float], part: float) -> float:
    """The level below which ``part`` (0-1) of the frames lie."""
    ordered = sorted(levels)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else FLOOR_DB


def low_cut(samples: "array[int]", rate_hz: int) -> "array[float]":
    """``samples`` without offset and rumble: a Butterworth high-pass of second order at 80 Hz."""
    turn = math.tan(math.pi * _LOW_CUT_HZ / rate_hz)
    norm = 1 / (1 + math.sqrt(2) * turn + turn * turn)
    back_1 = 2 * (turn * turn - 1) * norm
    back_2 = (1 - math.sqrt(2) * turn + turn * turn) * norm
    out = array("d", bytes(8 * len(samples)))
    # Begun at the offset itself: else every take of a cheap headset begins with a thump.
    x1 = x2 = sum(samples) / len(samples) if samples else 0.0
    y1 = y2 = 0.0
    for at, x in enumerate(samples):
        y = norm * (x - 2 * x1 + x2) - back_1 * y1 - back_2 * y2
        x2, x1, y2, y1 = x1, x, y1, y
        out[at] = y
    return out
