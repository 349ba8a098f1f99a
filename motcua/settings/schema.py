"""Every setting of ``config.toml``, declared once: type, default, limits, what it is for.

Only what belongs to one machine stands here; services, counters, officers and texts are in the
database. Paths are relative to the file, and absolute once read.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import (
    AfterValidator,
    ConfigDict,
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

PASSWORD_VARIABLE = "MOTCUA_DATABASE_PASSWORD"
PASSWORD_FILE_VARIABLE = "MOTCUA_DATABASE_PASSWORD_FILE"
DATABASE_KINDS = ("sqlite", "postgresql")
_SQLITE_FILE = "sqlite:///"

# A typo in a key is a problem, never silently ignored.
_FORBID = ConfigDict(extra="forbid")


def _beside_the_file(path: Path, info: ValidationInfo) -> Path:
    folder: Path = (info.context or {}).get("folder", Path())
    return folder / path.expanduser()


def _database_address(url: str, info: ValidationInfo) -> str:
    parts = urlsplit(url)
    if parts.scheme not in DATABASE_KINDS:
        raise PydanticCustomError("database_kind", "", {"value": parts.scheme or url})
    if parts.password:
        raise PydanticCustomError("password_in_file", "", {"variable": PASSWORD_VARIABLE})
    if parts.scheme == "sqlite":
        if not url.startswith(_SQLITE_FILE) or url == _SQLITE_FILE:
            raise PydanticCustomError("sqlite_address", "", {"value": url})
        file = _beside_the_file(Path(url.removeprefix(_SQLITE_FILE)), info)
        return f"{_SQLITE_FILE}{file.as_posix()}"
    return url


FilePath = Annotated[Path, AfterValidator(_beside_the_file)]
Text = Annotated[StrictStr, Field(min_length=1)]
# Names turn up in file names, in the log and on the command line.
Name = Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]
Millimetres = Annotated[StrictFloat | StrictInt, Field(ge=50, le=5000)]


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
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


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class Screen:
    """The real size of this machine's screen, by a ruler: monitors lie about it."""

    width_mm: Millimetres = Field(default=527, description="width of the picture")
    height_mm: Millimetres = Field(default=296, description="height of the picture")


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class Kiosk:
    """The touch screen where numbers are taken."""

    name: Name = Field(default="K1", description="stands with every ticket that it gave out")
    printer: Name | None = Field(default=None, description="the [printer.NAME] of its paper")
    idle_seconds: Annotated[StrictInt, Field(ge=10, le=600)] = Field(
        default=30, description="untouched for so long, it returns to its first screen"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class SimLink:
    """A simulated device inside the program."""

    kind: Literal["sim"]


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class SerialPort:
    """A serial port, or a serial server as ``socket://host:port``.

    Speed and format: for number displays those of the protocol unless said here.
    """

    kind: Literal["serial"]
    port: Text = Field(description="/dev/serial/by-id/…, COM5, socket://host:port")
    baud: Annotated[StrictInt, Field(ge=300, le=921_600)] | None = None
    bits: Literal[7, 8] | None = None
    parity: Literal["N", "E", "O"] | None = None
    stop: Literal[1, 2] | None = None
    flow: Literal["none", "rtscts", "dsrdtr", "xonxoff"] = "none"


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class TcpAddress:
    """A device with an address in the network."""

    kind: Literal["tcp"]
    host: Text = Field(description="name or address")
    port: Annotated[StrictInt, Field(ge=1, le=65_535)] = 9100


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class FileTarget:
    """A file that keeps the bytes; also ``/dev/usb/lp0``."""

    kind: Literal["file"]
    path: FilePath


LinkSettings = SimLink | SerialPort | TcpAddress | FileTarget
PrinterLink = Annotated[LinkSettings, Field(discriminator="kind")]
LineLink = Annotated[SimLink | SerialPort | TcpAddress, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class PrinterSettings:
    """One ticket printer."""

    link: PrinterLink
    driver: Literal["escpos"] = "escpos"
    paper_width_dots: Literal[384, 420, 432, 512, 546, 576, 640] = Field(
        default=576, description="dots of the print head: 576 for most 80 mm, 384 for 58 mm"
    )
    dpi: Annotated[StrictInt, Field(ge=100, le=400)] = 203
    status: Literal["realtime", "none"] = Field(
        default="realtime", description="none for printers that stop when they are asked"
    )
    logo: FilePath | None = Field(default=None, description="picture above the office's name")


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class LedLine:
    """One cable with its number displays."""

    link: LineLink
    echo: StrictBool = Field(
        default=False, description="the adapter brings back what is sent (half duplex)"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
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


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class Led:
    """All number displays of this machine."""

    idle: StrictStr = Field(default="--", description="shown at an open counter without a number")
    closed: StrictStr = Field(default="", description="shown at a closed counter")
    line: dict[Name, LedLine] = Field(default_factory=dict)
    display: dict[Name, LedDisplay] = Field(default_factory=dict)
    # What the maker's sheet says; read by hardware.frames.template_reading.
    protocol: dict[Name, dict[str, Any]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
class Board:
    """The hall's screen."""

    chime: StrictBool = Field(default=True, description="a chime before every call")


@dataclass(frozen=True, slots=True, kw_only=True, config=_FORBID)
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
