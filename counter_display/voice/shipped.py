"""The packs that come along: a machine's voice, so that a hall is heard out of the box."""

from pathlib import Path

from core.announcement import Tongue

_FOLDER = Path(__file__).parent / "packs"


def shipped_pack(tongue: Tongue) -> Path:
    """Folder of the placeholder pack of ``tongue``."""
    return _FOLDER / f"placeholder_{tongue}"
