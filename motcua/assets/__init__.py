"""Pictures that come along."""

from importlib import resources
from pathlib import Path


def shipped_logo() -> Path:
    """The picture above the office's name on slips."""
    return Path(str(resources.files(__name__) / "logo.png"))
