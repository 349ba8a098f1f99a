"""The picture of a sound: highest and lowest sample per column. Pure."""

from dataclasses import dataclass

from counter_display.recording.checking import Checked
from counter_display.voice.pcm import Pcm, numbers_of

COLUMNS = 320
_LEAST_PEAK = 1_500  # a silent take shall look silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """``columns``: (lowest, highest), -1 to 1 of the loudest; ``start`` and ``end`` of the kept
    part as shares of the width."""

    columns: tuple[tuple[float, float], ...]
    start: float
    end: float


def outline_of(checked: Checked) -> Outline:
    """A take with the part that is kept."""
    length_s = max(checked.take.length_s, 1e-6)
    return Outline(
        columns=_columns(checked.take),
        start=checked.start_s / length_s,
        end=checked.end_s / length_s,
    )


def outline_of_clip(clip: Pcm) -> Outline:
    """A clip of the pack: all of it is kept."""
    return Outline(columns=_columns(clip), start=0.0, end=1.0)


def _columns(pcm: Pcm) -> tuple[tuple[float, float], ...]:
    samples = numbers_of(pcm)
    step = max(1, len(samples) // COLUMNS)
    pairs = [
        (min(samples[at : at + step]), max(samples[at : at + step]))
        for at in range(0, len(samples), step)
    ]
    peak = max((max(high, -low) for low, high in pairs), default=0)
    scale = max(peak, _LEAST_PEAK)
    return tuple((low / scale, high / scale) for low, high in pairs)
