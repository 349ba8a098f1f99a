"""Folders that the hall needs: slides for its boards, clips for its voice. Looked into at reading,
so that nothing is found out in front of citizens.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from core.fault import DeviceFault, FaultCode
from motcua.settings.types import FilePath

if TYPE_CHECKING:
    from core.announcement import Tongue

_NAMED = 6  # a pack may lack all of its clips
# Decoding pictures takes time: the first ones are read to their end, of the rest the beginning.
_READ_WHOLE = 40
_READ_PIXELS = 120_000_000
# A photograph is decoded as small as this, which is many times quicker.
_GLANCE = (320, 320)
# What file managers leave behind in every folder.
_LEFT_BEHIND = frozenset(("thumbs.db", "desktop.ini"))


def slide_files(folder: Path) -> list[Path]:
    """The files of ``folder`` that shall be pictures, by name. Raises ``OSError``."""
    return sorted(
        file
        for file in folder.iterdir()
        if file.is_file()
        and not file.name.startswith(".")
        and file.name.lower() not in _LEFT_BEHIND
    )


def _slides(folder: Path) -> Path:
    """A folder of pictures, each of them whole as far as that can be seen in a second or two."""
    try:
        files = slide_files(folder)
    except OSError:
        raise PydanticCustomError("slides_missing", "", {"value": str(folder)}) from None
    if not files:
        raise PydanticCustomError("slides_empty", "", {"value": str(folder)})
    pixels = 0
    for place, file in enumerate(files):
        whole = place < _READ_WHOLE and pixels < _READ_PIXELS
        pixels += _look_at(file, whole=whole)
    return folder


def _look_at(file: Path, *, whole: bool) -> int:
    """The pixels of the picture ``file``; refuses one that is none, or that breaks off."""
    from PIL import Image

    code = "slide_unreadable"
    try:
        with Image.open(file) as picture:
            pixels = picture.width * picture.height
            code = "slide_broken"
            if whole and pixels <= _READ_PIXELS:
                picture.draft(None, _GLANCE)
                picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise PydanticCustomError(code, "", {"value": file.name}) from None
    return pixels


def _vietnamese(folder: Path) -> Path:
    return _pack(folder, "vi")


def _english(folder: Path) -> Path:
    return _pack(folder, "en")


def _pack(folder: Path, language: "Tongue") -> Path:
    """A folder of recorded clips, complete and in the right language."""
    # Decoding sound is imported only where somebody has recorded a voice.
    from counter_display.voice.clip_file import UNREADABLE
    from counter_display.voice.pack import load_pack

    facts: dict[str, object] = {"value": str(folder)}
    try:
        pack = load_pack(folder)
    except DeviceFault as fault:
        match fault.code:
            case FaultCode.VOICE_PACK_INCOMPLETE:
                facts["phrases"] = _named(fault.facts["phrases"])
                raise PydanticCustomError("voice_pack_incomplete", "", facts) from None
            case FaultCode.VOICE_CLIP_BAD:
                if fault.facts["found"] == UNREADABLE:
                    facts["clip"] = str(fault.facts["clip"])
                    raise PydanticCustomError("voice_clip_broken", "", facts) from None
                told = {name: str(fault.facts[name]) for name in ("clip", "expected", "found")}
                raise PydanticCustomError("voice_clip_bad", "", facts | told) from None
            case _:
                raise PydanticCustomError("voice_pack_missing", "", facts) from None
    if pack.language != language:
        facts["language"] = language
        raise PydanticCustomError("voice_pack_language", "", facts)
    return folder


def _named(phrases: object) -> str:
    """The first few of what lacks."""
    texts = [str(each) for each in phrases] if isinstance(phrases, list) else [str(phrases)]
    return ", ".join([*texts[:_NAMED], *(["…"] if len(texts) > _NAMED else [])])


SlideFolder = Annotated[FilePath, AfterValidator(_slides)]
VietnamesePack = Annotated[FilePath, AfterValidator(_vietnamese)]
EnglishPack = Annotated[FilePath, AfterValidator(_english)]
