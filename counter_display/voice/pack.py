"""Voice packs: a folder with one clip per phrase, and what stands in ``pack.toml`` about them.

giong-doc/
  pack.toml     format = 1, name, language, noun, reading, rate_hz, placeholder, …
  call.wav      "Xin mời công dân có số thứ tự"
  digit_0.wav   "không" … KEY.wav or KEY.ogg, mono, all at ``rate_hz``
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from core.announcement import Tongue
from core.call_phrases import call_phrases
from core.fault import DeviceFault, FaultCode
from core.spoken_words import (
    LETTERS,
    Word,
    digit_word,
    english_number_words,
    letter_word,
    vietnamese_number_words,
)
from core.wording import Noun, Reading
from counter_display.voice.clip_file import read_clip, write_clip
from counter_display.voice.pack_facts import PACK_FILE, PackFacts, read_facts, write_facts
from counter_display.voice.pcm import Pcm

__all__ = [
    "PackFacts",
    "Phrase",
    "ReadPack",
    "VoicePack",
    "lacking",
    "load_pack",
    "phrases",
    "read_pack",
    "save_pack",
]

SUFFIXES = (".wav", ".ogg")


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """One clip of a pack: its key is the file's name, its text what the speaker says."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoicePack:
    """A pack in memory. ``clips``: sound by the phrase's key."""

    language: Tongue
    name: str
    placeholder: bool
    rate_hz: int
    clips: Mapping[str, Pcm]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPack:
    """A pack as far as it can be used; ``bad``: one fault for each clip that cannot."""

    pack: VoicePack
    facts: PackFacts
    bad: tuple[DeviceFault, ...]


def phrases(
    language: Tongue,
    *,
    noun: Noun | None,
    reading: Reading | None,
    letters: Sequence[str] = LETTERS,
) -> tuple[Phrase, ...]:
    """What a complete pack holds for a site whose series use ``letters``; None: all there are."""
    english = language == "en"
    digits = (digit_word(digit, english=english) for digit in range(10))
    numbers = english_number_words() if english else vietnamese_number_words(reading)
    spelled = (letter_word(letter, english=english) for letter in letters)
    words = (
        *call_phrases(language, noun),
        *digits,
        *numbers,
        *(word for word in spelled if word is not None),
    )
    return tuple(_phrase(word) for word in dict.fromkeys(words))


def lacking(pack: VoicePack, wanted: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Those of ``wanted`` that ``pack`` has no clip for."""
    return tuple(phrase for phrase in wanted if phrase.key not in pack.clips)


def load_pack(folder: Path) -> VoicePack:
    """The pack in ``folder``, every clip of it usable.

    Raises ``DeviceFault``: VOICE_PACK_MISSING, VOICE_CLIP_BAD for the first clip that is wrong,
    VOICE_PACK_INCOMPLETE when phrases lack that every site needs (letters differ from site to
    site: see ``lacking``).
    """
    read = read_pack(folder)
    if read.bad:
        raise read.bad[0]
    facts = read.facts
    wanted = phrases(facts.language, noun=facts.noun, reading=facts.reading, letters=())
    if lacks := lacking(read.pack, wanted):
        texts = [phrase.text for phrase in lacks]
        raise DeviceFault(FaultCode.VOICE_PACK_INCOMPLETE, pack=facts.name, phrases=texts)
    return read.pack


def read_pack(folder: Path) -> ReadPack:
    """What can be used of the pack in ``folder``; raises ``DeviceFault(VOICE_PACK_MISSING)``."""
    facts = read_facts(folder)
    clips: dict[str, Pcm] = {}
    bad = []
    for key, file in _clip_files(folder):
        try:
            clips[key] = read_clip(file, facts.rate_hz)
        except DeviceFault as fault:
            bad.append(fault)
    pack = VoicePack(
        language=facts.language,
        name=facts.name,
        placeholder=facts.placeholder,
        rate_hz=facts.rate_hz,
        clips=MappingProxyType(clips),
    )
    return ReadPack(pack=pack, facts=facts, bad=tuple(bad))


def save_pack(folder: Path, facts: PackFacts, clips: Mapping[str, Pcm]) -> None:
    """Write the pack as WAV files; clips that stood there under the same keys are replaced.

    ``pack.toml`` comes last, so that a folder half written is no pack. Raises ``OSError`` where
    the folder cannot be written, ``ValueError`` for a clip of another rate.
    """
    wrong = [key for key, clip in clips.items() if clip.rate_hz != facts.rate_hz]
    if wrong:
        raise ValueError(f"clips of another rate than {facts.rate_hz}: {', '.join(wrong)}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PACK_FILE).unlink(missing_ok=True)
    for key, clip in clips.items():
        write_clip(folder / f"{key}.wav", clip)
        (folder / f"{key}.ogg").unlink(missing_ok=True)
    write_facts(folder, facts)


def _clip_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Each key with its file; a WAV, the newer kind, goes before an Ogg of the same name."""
    files = {file.name: file for file in sorted(folder.iterdir()) if file.suffix in SUFFIXES}
    for key in sorted({file.stem for file in files.values()}):
        yield key, files.get(f"{key}.wav") or files[f"{key}.ogg"]


def _phrase(word: Word) -> Phrase:
    return Phrase(key=word.key, text=word.text)
