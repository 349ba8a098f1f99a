"""Under which name a machine's display program tells of its devices. Without Qt."""

import platform


def place_of_display() -> str:
    """``display-`` and the machine's name in the network."""
    return f"display-{platform.node() or 'machine'}"
