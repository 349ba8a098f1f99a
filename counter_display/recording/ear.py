"""Hears when somebody begins and ends to speak, while it is recorded. No threads, no time.

… room … | press | (silence) speech speech (silence 0.7 s) | done
   └ 0.3 s before the press belong to the take: people speak while they press
"""

from collections import deque
from dataclasses import dataclass

from counter_display.recording.levels import FLOOR_DB, FRAME_MS, decibels, frame_size, share
from counter_display.recording.microphone import RATE_HZ
from counter_display.voice.pcm import BYTES_PER_SAMPLE, Pcm, numbers_of

BEFORE_MS = 300
END_SILENCE_MS = 700
AFTER_PRESS_MS = 250  # a second press comes with the last sound, not after it
NOBODY_MS = 5_000
LONGEST_MS = 12_000

_ROOM_FRAMES = 2_000 // FRAME_MS
_SPEECH_OVER_ROOM_DB = 12.0
_STILL_OVER_ROOM_DB = 7.0
_LEAST_SPEECH_DB = -52.0
_SPEECH_FRAMES = 6
_FRAME = frame_size(RATE_HZ) * BYTES_PER_SAMPLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What one chunk brought: its level in dBFS, and the take where it ended with it."""

    level_db: float
    take: Pcm | None


class Ear:
    """Fed with chunks from the microphone; between ``start`` and the end it keeps a take."""

    def __init__(self) -> None:
        self._rest = b""
        self._room: deque[float] = deque(maxlen=_ROOM_FRAMES)
        self._before: deque[bytes] = deque(maxlen=BEFORE_MS // FRAME_MS)
        self._kept: list[bytes] | None = None
        self._loud = self._quiet = self._frames = 0
        self._spoke = False
        self._left: int | None = None

    @property
    def recording(self) -> bool:
        return self._kept is not None

    def start(self) -> None:
        """Keep from here on, and a little from before."""
        self._kept = list(self._before)
        self._loud = self._quiet = self._frames = 0
        self._spoke, self._left = False, None

    def finish(self) -> None:
        """The speaker says that it is enough."""
        if self.recording and self._left is None:
            self._left = AFTER_PRESS_MS // FRAME_MS

    def drop(self) -> None:
        """Forget the take."""
        self._kept = None

    def hear(self, chunk: bytes) -> Heard:
        """The next sound; chunks may be of any length."""
        data = self._rest + chunk
        loudest, take = FLOOR_DB, None
        whole = len(data) - len(data) % _FRAME
        for at in range(0, whole, _FRAME):
            frame = data[at : at + _FRAME]
            level = _level(frame)
            loudest = max(loudest, level)
            take = self._hear_frame(frame, level) or take
        self._rest = data[whole:]
        return Heard(level_db=loudest, take=take)

    def _hear_frame(self, frame: bytes, level: float) -> Pcm | None:
        self._before.append(frame)
        if self._kept is None:
            self._room.append(level)
            return None
        self._kept.append(frame)
        self._frames += 1
        self._notice(level)
        if not self._ended():
            return None
        take = Pcm(rate_hz=RATE_HZ, samples=b"".join(self._kept))
        self._kept = None
        return take

    def _notice(self, level: float) -> None:
        room = share(self._room, 0.2) if self._room else FLOOR_DB
        if level >= max(room + _SPEECH_OVER_ROOM_DB, _LEAST_SPEECH_DB):
            self._loud += 1
            self._spoke = self._spoke or self._loud >= _SPEECH_FRAMES
        else:
            self._loud = 0
        still = level >= max(room + _STILL_OVER_ROOM_DB, _LEAST_SPEECH_DB)
        self._quiet = 0 if still else self._quiet + 1
        if self._left is not None:
            self._left -= 1

    def _ended(self) -> bool:
        if self._left is not None and self._left <= 0:
            return True
        if self._spoke and self._quiet >= END_SILENCE_MS // FRAME_MS:
            return True
        longest = LONGEST_MS if self._spoke else NOBODY_MS
        return self._frames >= longest // FRAME_MS


def _level(frame: bytes) -> float:
    """Without the offset that cheap headsets have."""
    samples = numbers_of(Pcm(rate_hz=RATE_HZ, samples=frame))
    count = len(samples)
    mean = sum(samples) / count
    power = sum(sample * sample for sample in samples) / count - mean * mean
    return decibels(max(0.0, power) ** 0.5)
