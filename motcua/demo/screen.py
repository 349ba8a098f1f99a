"""Whether this machine has a screen to open windows on."""

import os
import sys


def has_screen() -> bool:
    """Whether windows can be shown here."""
    if sys.platform != "linux":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
