"""Where in a take somebody speaks. Pure.

Frames well above the noise are speech; from there it reaches outward as long as something is
still above the noise, so that the "x" of "xin" and the fading "ng" of "không" stay in. The click of
a key before or after is none: it is short and stands alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_display.recording.levels import FLOOR_DB, FRAME_MS, share

_QUIET_PART = 0.1  # at least a tenth of every take is silence: before the press and at the end
_SURE_OVER_NOISE_DB = 12.0
_EDGE_OVER_NOISE_DB = 5.0
_SURE_UNDER_PEAK_DB = 30.0
_EDGE_UNDER_PEAK_DB = 42.0
_NEVER_SPEECH_DB = -60.0
_SHORTEST_FRAMES = 60 // FRAME_MS
_HOLE_FRAMES = 60 // FRAME_MS  # a stop consonant inside the edge of a word
_BREATH_FRAMES = 600 // FRAME_MS  # "Xin mời công dân … có số thứ tự"
_LOUD_PART = 0.98


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Frames from ``start`` up to but without ``end``."""

    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def noise_of(levels: Sequence[float]) -> float:
    """The level of the room, in dBFS, as the quietest tenth of the take tells it."""
    return share(levels, _QUIET_PART)


def speech_in(levels: Sequence[float]) -> Span | None:
    """The one stretch of speech; None when there is none. ``levels``: one per frame, in dBFS."""
    if not levels:
        return None
    noise, loud = noise_of(levels), share(levels, _LOUD_PART)
    sure = max(noise + _SURE_OVER_NOISE_DB, loud - _SURE_UNDER_PEAK_DB, _NEVER_SPEECH_DB)
    edge = max(noise + _EDGE_OVER_NOISE_DB, loud - _EDGE_UNDER_PEAK_DB, FLOOR_DB + 1)
    words = [
        _widened(levels, span, edge)
        for span in _runs(levels, sure)
        if span.length >= _SHORTEST_FRAMES
    ]
    if not words:
        return None
    return _around_longest(words)


def _runs(levels: Sequence[float], limit: float) -> list[Span]:
    """Every stretch above ``limit``; holes of a consonant do not part it."""
    runs: list[Span] = []
    for at, level in enumerate(levels):
        if level < limit:
            continue
        if runs and at - runs[-1].end <= _HOLE_FRAMES // 2:
            runs[-1] = Span(start=runs[-1].start, end=at + 1)
        else:
            runs.append(Span(start=at, end=at + 1))
    return runs


def _widened(levels: Sequence[float], span: Span, edge: float) -> Span:
    """``span`` outward over everything above ``edge``, and over short holes in it."""
    start, end = span.start, span.end
    for at in range(span.start - 1, -1, -1):
        if levels[at] >= edge:
            start = at
        elif start - at > _HOLE_FRAMES:
            break
    for at in range(span.end, len(levels)):
        if levels[at] >= edge:
            end = at + 1
        elif at + 1 - end > _HOLE_FRAMES:
            break
    return Span(start=start, end=end)


def _around_longest(words: Sequence[Span]) -> Span:
    """The longest word with those that a breath at most parts from it."""
    chosen = max(range(len(words)), key=lambda at: words[at].length)
    start, end = words[chosen].start, words[chosen].end
    for word in reversed(words[:chosen]):
        if start - word.end > _BREATH_FRAMES:
            break
        start = min(start, word.start)
    for word in words[chosen + 1 :]:
        if word.start - end > _BREATH_FRAMES:
            break
        end = max(end, word.end)
    return Span(start=start, end=end)
