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
from motcua.settings.halls import EnglishPack, SlideFolder, VietnamesePack
from motcua.settings.printing import LineLink, PrinterSettings
from motcua.settings.types import FORBID, FilePath, Hour, Name, Text, beside_the_file

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


RowTexts = StrictStr | list[StrictStr]
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
    """One number display: over a counter, a main board with the last calls, a customer pole.

    ``text``, ``idle``, ``paused``, ``closed``: one text, or one per row of the display. They may
    hold ``{label}`` (A007), ``{number}`` (7), ``{digits}`` (007) and ``{counter}``.
    """

    line: Name
    shows: Literal["counter", "calls"] = Field(
        default="counter", description="counter: its number; calls: the last calls, one a row"
    )
    counter: Annotated[StrictInt, Field(ge=1, le=999)] | None = Field(
        default=None, description="the counter where it hangs, for shows = counter"
    )
    rows: Annotated[StrictInt, Field(ge=1, le=16)] = Field(
        default=1, description="rows of the display that are used, from ``row`` on"
    )
    text: RowTexts | None = Field(default=None, description="number of a call; {label} when unset")
    idle: RowTexts | None = Field(default=None, description="overrules [led] idle")
    paused: RowTexts | None = Field(default=None, description="overrules [led] paused")
    closed: RowTexts | None = Field(default=None, description="overrules [led] closed")
    width: Annotated[StrictInt, Field(ge=1, le=64)] | None = Field(
        default=None, description="characters of this very display, when fewer than the protocol's"
    )
    digits_only: StrictBool = Field(default=False, description="it can show no letters")
    blink: StrictBool = Field(default=True, description="it blinks while a call is new")
    protocol: Text = Field(description="modbus:PROFILE, template:PRESET or an own [led.protocol]")
    address: Annotated[StrictInt, Field(ge=0, le=65_535)] = 1
    row: Annotated[StrictInt, Field(ge=0, le=99)] = Field(
        default=0, description="line of the display, for protocols that have one"
    )
    color: Annotated[StrictInt, Field(ge=0, le=255)] = Field(
        default=0, description="the maker's number of the colour, for protocols that have one"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class LightFrom:
    """From this hour on the displays are so bright, in percent."""

    at: Hour
    percent: Annotated[StrictInt, Field(ge=1, le=100)]


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Led:
    """All number displays of this machine."""

    idle: RowTexts = Field(default="--", description="shown at an open counter without a number")
    paused: RowTexts = Field(default="NGHI", description="shown at a counter that pauses")
    closed: RowTexts = Field(default="", description="shown at a closed counter")
    blink_s: Annotated[StrictInt, Field(ge=0, le=60)] = Field(
        default=6, description="a call is new for so long, and blinks; 0: never"
    )
    brightness: list[LightFrom] = Field(
        default_factory=list, description="by hour; displays whose protocol can dim follow it"
    )
    line: dict[Name, LedLine] = Field(default_factory=dict)
    display: dict[Name, LedDisplay] = Field(default_factory=dict)
    # What the maker's sheet says; read by hardware.frames.template_reading.
    protocol: dict[Name, dict[str, Any]] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Board:
    """One screen of the hall."""

    monitor: Annotated[StrictInt, Field(ge=0, le=15)] = Field(
        default=0, description="which monitor of this machine, 0 is the first"
    )
    services: list[Text] = Field(default_factory=list, description="only these; empty: all")
    width_mm: Millimetres | None = Field(
        default=None, description="real width of its picture; [screen] width_mm when unset"
    )
    distance_m: Annotated[StrictFloat | StrictInt, Field(ge=1, le=20)] = Field(
        default=3, description="from the screen to the last row of seats, in metres"
    )
    slides: SlideFolder | None = Field(default=None, description="a folder of pictures to show")
    slide_s: Annotated[StrictInt, Field(ge=3, le=600)] = Field(
        default=12, description="how long each picture stays"
    )
    language: Language | None = Field(default=None, description="else that of the programs")


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Quiet:
    """No voice and no chime between these hours of the site's clock."""

    start: Hour
    end: Hour


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Voice:
    """What the hall hears. Wording, noun and reading of numbers are the site's: database."""

    enabled: StrictBool = Field(default=True, description="this machine has the hall's loudspeaker")
    mute: StrictBool = Field(default=False, description="silent for the time being")
    volume: Annotated[StrictInt, Field(ge=0, le=100)] = Field(default=100, description="percent")
    chime: Literal["none", "two_tone", "three_tone", "gong"] = Field(
        default="two_tone", description="goes before every call"
    )
    pack: VietnamesePack | None = Field(
        default=None,
        description="folder of recorded clips; unset: the placeholder that comes along",
    )
    english: StrictBool = Field(default=False, description="every call once more in English")
    english_pack: EnglishPack | None = Field(default=None, description="as pack, for English")
    repeats: Annotated[StrictInt, Field(ge=1, le=3)] = Field(
        default=2, description="how often each call is spoken"
    )
    interval_s: Annotated[StrictFloat | StrictInt, Field(ge=0, le=30)] = Field(
        default=1.5, description="silence between the repeats"
    )
    expires_s: Annotated[StrictInt, Field(ge=10, le=1800)] = Field(
        default=300, description="a call that waited longer for its turn is not spoken any more"
    )
    quiet: list[Quiet] = Field(default_factory=list, description="hours without any sound")
    free_text: StrictBool = Field(
        default=False, description="espeak-ng (optional extra) reads what no clip can say"
    )


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
    board: dict[Name, Board] = Field(
        default_factory=lambda: {"sanh": Board()}, description="the hall's screens"
    )
    voice: Voice = Field(default_factory=Voice)
