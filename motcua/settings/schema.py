"""Every setting of ``config.toml``, declared once: type, default, limits, what it is for.

Only what belongs to one machine stands here; services, counters, officers and texts are in the
database. Paths are relative to the file, and absolute once read.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationInfo,
)
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from i18n import Language
from motcua.settings.printing import LineLink, PrinterSettings
from motcua.settings.types import FORBID, FilePath, Name, Text, beside_the_file

PASSWORD_VARIABLE = "MOTCUA_DATABASE_PASSWORD"
PASSWORD_FILE_VARIABLE = "MOTCUA_DATABASE_PASSWORD_FILE"
DATABASE_KINDS = ("sqlite", "postgresql")
_SQLITE_FILE = "sqlite:///"


def _database_address(url: str, info: ValidationInfo) -> str:
    parts = urlsplit(url)
    if parts.scheme not in DATABASE_KINDS:
        raise PydanticCustomError("database_kind", "", {"value": parts.scheme or url})
    if parts.password:
        raise PydanticCustomError("password_in_file", "", {"variable": PASSWORD_VARIABLE})
    if parts.scheme == "sqlite":
        if not url.startswith(_SQLITE_FILE) or url == _SQLITE_FILE:
            raise PydanticCustomError("sqlite_address", "", {"value": url})
        file = beside_the_file(Path(url.removeprefix(_SQLITE_FILE)), info)
        return f"{_SQLITE_FILE}{file.as_posix()}"
    return url


Millimetres = Annotated[StrictFloat | StrictInt, Field(ge=50, le=5000)]


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Database:
    """Where the queue lives; the password comes from the environment, never from this file."""

    url: Annotated[StrictStr, AfterValidator(_database_address)] = Field(
        default="sqlite:///data/motcua.db",
        validate_default=True,
        description="sqlite:///FILE for one machine, postgresql://USER@HOST/DATABASE for several",
    )

    def address(self, environ: Mapping[str, str]) -> str:
        """``url`` with the password of the environment or of the file that it names."""
        password = environ.get(PASSWORD_VARIABLE)
        if password is None and (file := environ.get(PASSWORD_FILE_VARIABLE)):
            password = Path(file).read_text("utf-8").strip()
        parts = urlsplit(self.url)
        if not password or parts.scheme == "sqlite":
            return self.url
        user, at, host = parts.netloc.rpartition("@")
        netloc = f"{user}:{quote(password, safe='')}{at}{host}" if at else parts.netloc
        return urlunsplit(parts._replace(netloc=netloc))


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Screen:
    """The real size of this machine's screen, by a ruler: monitors lie about it."""

    width_mm: Millimetres = Field(default=527, description="width of the picture")
    height_mm: Millimetres = Field(default=296, description="height of the picture")


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Kiosk:
    """The touch screen where numbers are taken."""

    name: Name = Field(default="K1", description="stands with every ticket that it gave out")
    printer: Name | None = Field(default=None, description="the [printer.NAME] of its paper")
    idle_seconds: Annotated[StrictInt, Field(ge=10, le=600)] = Field(
        default=30, description="untouched for so long, it returns to its first screen"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class LedLine:
    """One cable with its number displays."""

    link: LineLink
    echo: StrictBool = Field(
        default=False, description="the adapter brings back what is sent (half duplex)"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class LedDisplay:
    """One number display over a counter."""

    line: Name
    counter: Annotated[StrictInt, Field(ge=1, le=999)]
    protocol: Text = Field(description="modbus:PROFILE, template:PRESET or an own [led.protocol]")
    address: Annotated[StrictInt, Field(ge=0, le=65_535)] = 1
    row: Annotated[StrictInt, Field(ge=0, le=99)] = Field(
        default=0, description="line of the display, for protocols that have one"
    )
    color: Annotated[StrictInt, Field(ge=0, le=255)] = Field(
        default=0, description="the maker's number of the colour, for protocols that have one"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Led:
    """All number displays of this machine."""

    idle: StrictStr = Field(default="--", description="shown at an open counter without a number")
    closed: StrictStr = Field(default="", description="shown at a closed counter")
    line: dict[Name, LedLine] = Field(default_factory=dict)
    display: dict[Name, LedDisplay] = Field(default_factory=dict)
    # What the maker's sheet says; read by hardware.frames.template_reading.
    protocol: dict[Name, dict[str, Any]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Board:
    """The hall's screen."""

    chime: StrictBool = Field(default=True, description="a chime before every call")


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Settings:
    """The whole of ``config.toml``."""

    language: Language = Field(default="vi", description="language in which programs start")
    site: Name = Field(default="thanh-nhan", description="which site of the database this is")
    data_folder: FilePath = Field(
        default=Path("data"), validate_default=True, description="logs, pictures of the simulators"
    )
    database: Database = Field(default_factory=dict, validate_default=True)
    screen: Screen = Field(default_factory=Screen)
    kiosk: Kiosk = Field(default_factory=Kiosk)
    printer: dict[Name, PrinterSettings] = Field(default_factory=dict)
    led: Led = Field(default_factory=Led)
    board: Board = Field(default_factory=Board)
