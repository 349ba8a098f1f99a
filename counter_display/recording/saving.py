"""The finished pack into its folder: all of it or nothing, and never over something else."""

import os
import shutil
from collections.abc import Mapping
from enum import Enum, auto
from pathlib import Path

from core.fault import DeviceFault, FaultCode
from counter_display.recording.session import Session
from counter_display.voice.pack import PackFacts, lacking, load_pack, save_pack
from counter_display.voice.pack_facts import PACK_FILE
from counter_display.voice.pcm import Pcm


class Place(Enum):
    """What stands where the pack is to go."""

    FREE = auto()
    PACK = auto()  # a pack: replaced only when the officer says so
    OTHER = auto()  # something else: never touched


def place_of(folder: Path) -> Place:
    """Looks before anything is written."""
    if not folder.exists():
        return Place.FREE
    if not folder.is_dir():
        return Place.OTHER
    if (folder / PACK_FILE).exists():
        return Place.PACK
    return Place.OTHER if any(folder.iterdir()) else Place.FREE


def free_beside(folder: Path) -> Path:
    """The next free name: ``giong-doc-2``."""
    number = 2
    while place_of(beside := folder.with_name(f"{folder.name}-{number}")) is not Place.FREE:
        number += 1
    return beside


def save(session: Session, facts: PackFacts, folder: Path, *, replace: bool) -> None:
    """Write ``session`` as a pack into ``folder``.

    Raises ``DeviceFault(VOICE_PACK_INCOMPLETE)``, ``FileExistsError`` where something stands that
    may not be replaced, ``OSError`` where nothing can be written. The pack that stood there is
    whole until the new one has been written and read back.
    """
    if lacks := session.lacking:
        texts = [phrase.text for phrase in lacks]
        raise DeviceFault(FaultCode.VOICE_PACK_INCOMPLETE, pack=facts.name, phrases=texts)
    place = place_of(folder)
    if place is Place.OTHER or (place is Place.PACK and not replace):
        raise FileExistsError(str(folder))
    clips = {phrase.key: session.clips[phrase.key] for phrase in session.phrases}
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        _write(fresh, facts, clips, session)
        _put(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write(fresh: Path, facts: PackFacts, clips: Mapping[str, Pcm], session: Session) -> None:
    """Written and read back: a full disk is noticed here."""
    shutil.rmtree(fresh, ignore_errors=True)
    save_pack(fresh, facts, clips)
    if lacks := lacking(load_pack(fresh), session.phrases):
        raise OSError(", ".join(phrase.key for phrase in lacks))


def _put(fresh: Path, folder: Path) -> None:
    """``fresh`` becomes ``folder``; what stood there comes back when that fails."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    had = folder.exists()
    if had:
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if had:
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
