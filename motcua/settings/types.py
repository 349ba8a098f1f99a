"""Kinds of values that settings are made of."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StrictStr, ValidationInfo

# A typo in a key is a problem, never silently ignored.
FORBID = ConfigDict(extra="forbid")


def beside_the_file(path: Path, info: ValidationInfo) -> Path:
    """``path`` as seen from the folder of ``config.toml``."""
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / path.expanduser()


FilePath = Annotated[Path, AfterValidator(beside_the_file)]
Text = Annotated[StrictStr, Field(min_length=1)]
# Names turn up in file names, in the log and on the command line.
Name = Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
