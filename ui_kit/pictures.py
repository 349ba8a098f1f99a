"""Taking pictures of screens, for tests, the guide and the demo."""

import os
from pathlib import Path

from PySide6.QtWidgets import QWidget

PICTURES_VARIABLE = "MOTCUA_PICTURES"
# Qt's scale for PNG: a little larger than it could be, in half the time.
_QUICK = 70


def pictures_folder() -> Path:
    """Where pictures go: ``MOTCUA_PICTURES``, else ``build/pictures``; made when missing."""
    folder = Path(os.environ.get(PICTURES_VARIABLE) or Path("build") / "pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def take_picture(screen: QWidget, path: Path) -> Path:
    """Draw ``screen`` as it is now into ``path`` (PNG); raises ``OSError`` if not writable."""
    picture = screen.grab()
    if not picture.save(str(path), "PNG", _QUICK):
        raise OSError(f"picture not written: {path}")
    return path
