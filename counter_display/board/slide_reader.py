"""Reads the pictures of a folder, one after the other, for the worker thread of the slides."""

import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageIOHandler, QImageReader

_log = logging.getLogger(__name__)

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"})
_MOST_PIXELS = 120_000_000  # a larger picture is a mistake, or an attack on the memory
_MOST_FILES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """One picture, scaled to its area. Keeps only what the screen needs of it."""

    name: str
    image: QImage


class SlideReader:
    """Finds the picture after another one. The folder is read anew each time: new ones appear.

    A file that is no picture is passed over, and named in the log once until it changes.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._broken: dict[str, int] = {}  # name -> when it was changed
        self._folder_bad = False

    def next_slide(self, after: str, area: QSize) -> Slide | None:
        """The picture after the file ``after`` (empty: the first), None when there is none."""
        names = self._names()
        first = next((place for place, name in enumerate(names) if name > after), 0)
        for name in [*names[first:], *names[:first]]:
            image = self._read(self._folder / name, area)
            if image is not None:
                return Slide(name=name, image=image)
        return None

    def _names(self) -> list[str]:
        try:
            files = [path.name for path in self._folder.iterdir() if _is_picture(path)]
        except OSError as error:
            if not self._folder_bad:
                _log.warning("the folder of slides cannot be read: %s", error)
            self._folder_bad = True
            return []
        self._folder_bad = False
        names = sorted(files)[:_MOST_FILES]
        self._broken = {name: at for name, at in self._broken.items() if name in set(names)}
        return names

    def _read(self, path: Path, area: QSize) -> QImage | None:
        try:
            changed = path.stat().st_mtime_ns
        except OSError:  # gone since the folder was read
            return None
        if self._broken.get(path.name) == changed:
            return None
        image, problem = _decoded(path, area)
        if image is None:
            self._broken[path.name] = changed
            _log.warning("slide %s is left out: %s", path.name, problem)
        return image


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES and not path.name.startswith(".") and path.is_file()


def _decoded(path: Path, area: QSize) -> tuple[QImage | None, str]:
    """The picture as it is to be seen (a camera's rotation applied), within ``area``."""
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        if size.width() * size.height() > _MOST_PIXELS:
            return None, f"{size.width()} x {size.height()} pixels are too many"
        turned = bool(
            reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90
        )
        box = area.transposed() if turned else area
        fitting = size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
        if fitting.width() < size.width() or fitting.height() < size.height():
            reader.setScaledSize(fitting.expandedTo(QSize(1, 1)))
    image = reader.read()
    if image.isNull():
        return None, reader.errorString()
    smooth = Qt.TransformationMode.SmoothTransformation
    if image.width() > area.width() or image.height() > area.height() or not size.isValid():
        image = image.scaled(area, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    return image.convertToFormat(
        QImage.Format.Format_RGB32
        if not image.hasAlphaChannel()
        else QImage.Format.Format_ARGB32_Premultiplied
    ), ""
