"""The demo's loudspeaker: it takes no time, keeps what was played and what was said with it."""

from pathlib import Path

from core.announcement import Announcement
from counter_display.voice.clip_file import write_clip
from counter_display.voice.pcm import Pcm, joined


class Loudspeaker:
    """A ``SoundOutput`` that records. Filled by the voice's thread, read by any other."""

    def __init__(self) -> None:
        self.spoken: list[Announcement] = []
        self._played: list[Pcm] = []

    def play(self, pcm: Pcm) -> None:
        self._played.append(pcm)

    def stop(self) -> None:
        return

    def probe(self) -> None:
        return

    def hear(self, announcement: Announcement) -> None:
        """One announcement was played to its end."""
        self.spoken.append(announcement)

    @property
    def seconds(self) -> float:
        """How long a hall would have listened."""
        return sum(pcm.length_s for pcm in self._played)

    def keep(self, file: Path) -> None:
        """All that was played, as a WAV file."""
        if self._played:
            write_clip(file, joined(self._played, self._played[0].rate_hz))
