"""Who stands for a place in the database: which installation on which machine."""

import hashlib
import platform
import uuid
from pathlib import Path

# Set in an address that Python made up because the machine has no network card (RFC 9562).
_MADE_UP = 1 << 40


def installation(folder: Path) -> str:
    """Who stands for a place: this machine with this folder, the same after every restart.

    Nothing is kept in the folder: a disk that was copied to a second kiosk would say the same.
    """
    card = uuid.getnode()
    told = f"{platform.node()}|{0 if card & _MADE_UP else card:x}|{folder.resolve()}"
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:32]
