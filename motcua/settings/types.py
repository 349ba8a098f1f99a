"""Kinds of values that settings are made of."""

from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field, StrictStr, ValidationInfo
from pydantic_core import PydanticCustomError

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


def minute_of(hour: str) -> int:
    """The minute of the day at ``hour`` ("07:30" is 450); ``ValueError`` for anything else."""
    at = time.fromisoformat(hour)
    return at.hour * 60 + at.minute


def _hour(text: str) -> str:
    try:
        return "{:02}:{:02}".format(*divmod(minute_of(text), 60))
    except ValueError:
        raise PydanticCustomError("bad_hour", "", {"value": text}) from None


# Hours of the site's clock, as "07:30".
Hour = Annotated[StrictStr, AfterValidator(_hour)]
