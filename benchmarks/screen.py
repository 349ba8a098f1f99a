"""Where windows are drawn: on the screen when there is one, else in memory."""

import os
import sys
from collections.abc import Mapping

_CHOICE = "QT_QPA_PLATFORM"
_SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


def screen_environment() -> Mapping[str, str]:
    """The environment for a program with a window."""
    blind = sys.platform == "linux" and not any(map(os.environ.get, _SCREENS))
    return {_CHOICE: "offscreen"} | dict(os.environ) if blind else dict(os.environ)
