"""A recording session on disk: every take is there the moment it was made.

GIONG-DOC.thu/
  session.toml   format = 1, language, noun, reading, letters, name, speaker, [said] KEY = "text"
  KEY.wav        the take, trimmed and level-matched

A take counts only while its phrase still reads as it was said: "đến quầy số" is no take of
"đến cửa số".
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit

from core.announcement import Tongue
from core.fault import DeviceFault
from core.wording import Noun, Reading
from counter_display.recording.microphone import RATE_HZ
from counter_display.voice.clip_file import read_clip, write_clip
from counter_display.voice.pack import Phrase, phrases
from counter_display.voice.pcm import Pcm

SESSION_FILE = "session.toml"
SUFFIX = ".thu"
FORMAT = 1
# Those that do not sound alike: the letters a site should use for its series.
USUAL_LETTERS = ("A", "C", "E", "H", "K", "L", "T", "U")
_NO_PACK: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the site needs to have said."""

    noun: Noun = Noun.COUNTER
    reading: Reading = Reading.NORTHERN
    letters: tuple[str, ...] = USUAL_LETTERS

    def phrases(self, language: Tongue) -> tuple[Phrase, ...]:
        return phrases(language, noun=self.noun, reading=self.reading, letters=self.letters)


@dataclass(slots=True, kw_only=True)
class Session:
    """The takes of one voice. Reads and writes files: not in the GUI thread."""

    folder: Path
    language: Tongue
    wanted: Wanted
    name: str = ""
    speaker: str = ""
    clips: dict[str, Pcm] = field(default_factory=dict)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        return self.wanted.phrases(self.language)

    @property
    def lacking(self) -> tuple[Phrase, ...]:
        return tuple(phrase for phrase in self.phrases if phrase.key not in self.clips)

    def keep(self, phrase: Phrase, clip: Pcm) -> None:
        """A good take; on the disk when this returns. Raises ``OSError``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_clip(self.folder / f"{phrase.key}.wav", clip)
        self.clips[phrase.key] = clip
        self.note()

    def note(self) -> None:
        """Write down what was said; raises ``OSError``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        document = tomlkit.document()
        document["format"] = FORMAT
        document["language"] = self.language
        document["name"] = self.name
        document["speaker"] = self.speaker
        said = tomlkit.table()
        for phrase in self.phrases:
            if phrase.key in self.clips:
                said[phrase.key] = phrase.text
        document["said"] = said
        _write(self.folder / SESSION_FILE, tomlkit.dumps(document))

    def clear(self) -> None:
        """Forget every take, also on the disk."""
        (self.folder / SESSION_FILE).unlink(missing_ok=True)
        for phrase in self.phrases:
            (self.folder / f"{phrase.key}.wav").unlink(missing_ok=True)
        self.clips.clear()


def open_session(out: Path, language: Tongue, wanted: Wanted) -> Session:
    """The unfinished session of the pack ``out`` in ``language``, or a new one.

    A take that cannot be read any more is to be made again.
    """
    folder = out.with_name(f"{out.name}-{language}{SUFFIX}")
    noted = _read(folder / SESSION_FILE)
    session = Session(
        folder=folder,
        language=language,
        wanted=wanted,
        name=str(noted.get("name", "")),
        speaker=str(noted.get("speaker", "")),
    )
    said = noted.get("said", {})
    for phrase in session.phrases:
        if isinstance(said, dict) and said.get(phrase.key) == phrase.text:
            try:
                session.clips[phrase.key] = read_clip(folder / f"{phrase.key}.wav", RATE_HZ)
            except DeviceFault:
                continue
    return session


def _read(file: Path) -> Mapping[str, Any]:
    try:
        noted = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return _NO_PACK
    return noted if noted.get("format") == FORMAT else _NO_PACK


def _write(file: Path, text: str) -> None:
    """A crash, or the power going away, leaves either the old file or the new one."""
    beside = file.with_suffix(".new")
    with beside.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
