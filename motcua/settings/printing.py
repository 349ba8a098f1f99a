"""Settings of lines to devices and of ticket printers: ``link = {…}`` and ``[printer.NAME]``."""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt
from pydantic.dataclasses import dataclass
from pydantic_core import PydanticCustomError

from hardware.frames.capability_options import DEFAULT_PROFILE, capability_settings
from hardware.protocols.usb_identity import is_identity, parse_identity
from motcua.settings.types import FORBID, FilePath, Name, Text


def _identity(text: str) -> str:
    try:
        parse_identity(text)
    except ValueError:
        raise PydanticCustomError("bad_usb_identity", "", {"value": text}) from None
    return text


def _port_or_identity(text: str) -> str:
    return _identity(text) if is_identity(text) else text


def _picture(path: Path) -> Path:
    """A logo that can be printed: found out now, not by the first citizen."""
    # Pillow is imported only where there is a logo: most commands have no use for it.
    from hardware.frames.slip_logo import logo_problem

    if problem := logo_problem(path):
        raise PydanticCustomError(f"logo_{problem.value}", "", {"value": str(path)})
    return path


# The speeds that ports and devices have; any other is a slip of the finger.
Baud = Literal[
    300, 600, 1200, 2400, 4800, 9600, 14_400, 19_200, 28_800,
    38_400, 57_600, 115_200, 230_400, 460_800, 921_600,
]  # fmt: skip
Port = Annotated[Text, AfterValidator(_port_or_identity)]
Identity = Annotated[Text, AfterValidator(_identity)]
Picture = Annotated[FilePath, AfterValidator(_picture)]


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class SimLink:
    """A simulated device inside the program."""

    kind: Literal["sim"]


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class SerialPort:
    """A serial port, or a serial server as ``socket://host:port``.

    Speed and format: for number displays those of the protocol unless said here.
    """

    kind: Literal["serial"]
    port: Port = Field(description="/dev/serial/by-id/…, COM5, usb:VID:PID, socket://host:port")
    baud: Baud | None = None
    bits: Literal[7, 8] | None = None
    parity: Literal["N", "E", "O"] | None = None
    stop: Literal[1, 2] | None = None
    flow: Literal["none", "rtscts", "dsrdtr", "xonxoff"] = "none"


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class TcpAddress:
    """A device with an address in the network."""

    kind: Literal["tcp"]
    host: Text = Field(description="name or address")
    port: Annotated[StrictInt, Field(ge=1, le=65_535)] = 9100


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class UsbLp:
    """A USB printer behind Linux's own driver."""

    kind: Literal["usblp"]
    device: Port = Field(description="/dev/usb/lp0 or usb:VID:PID[:SERIAL]")


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class Libusb:
    """A USB printer without a driver of the system's."""

    kind: Literal["libusb"]
    device: Identity = Field(description="usb:VID:PID[:SERIAL]")


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class WindowsQueue:
    """A printer of Windows, raw; it cannot answer."""

    kind: Literal["windows"]
    queue: Text = Field(description="the printer's name in Windows")


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class CupsQueue:
    """A raw queue of CUPS; it cannot answer."""

    kind: Literal["cups"]
    queue: Annotated[Text, Field(pattern=r"^[^\s#/-][^\s#/]*$")] = Field(
        description="the queue's name in CUPS"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class FileTarget:
    """A file that keeps the bytes; it cannot answer."""

    kind: Literal["file"]
    path: FilePath


LinkSettings = (
    SimLink | SerialPort | TcpAddress | UsbLp | Libusb | WindowsQueue | CupsQueue | FileTarget
)
# Nothing can be read back through these.
MUTE_KINDS = frozenset(("windows", "cups", "file"))
PrinterLink = Annotated[LinkSettings, Field(discriminator="kind")]
LineLink = Annotated[SimLink | SerialPort | TcpAddress, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class CodePageSettings:
    """The printer's own Vietnamese letters, as its test page proved them."""

    alphabet: Literal["tcvn3", "cp1258"]
    page: StrictInt = Field(description="n of ESC t n")
    capitals_page: StrictInt | None = Field(
        default=None, description="where TCVN-3 has its capitals in a page of their own"
    )


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class PlaceWords:
    """Where a printer stands, as citizens are told when their slip comes out there."""

    vi: Text = Field(description="after “tại”: bàn hướng dẫn")
    en: Text = Field(description="after “at”: the help desk")


@dataclass(frozen=True, slots=True, kw_only=True, config=FORBID)
class PrinterSettings:
    """One ticket printer. None: as the profile says; limits: ``hardware.frames.capability_check``.

    What ``motcua printer test`` found out stands here.
    """

    link: PrinterLink
    driver: Literal["escpos"] = "escpos"
    profile: Text = Field(
        default=DEFAULT_PROFILE, description="the model, or generic-80 and generic-58"
    )
    level: Literal["raster", "mixed", "text"] | None = Field(
        default=None, description="raster prints everywhere; mixed and text are faster"
    )
    paper_width_dots: StrictInt | None = Field(
        default=None, description="dots of the print head: 576 for most 80 mm, 384 for 58 mm"
    )
    dpi: StrictInt | None = None
    status: Literal["none", "realtime", "automatic"] | None = Field(
        default=None, description="none for printers that stop when they are asked"
    )
    confirmation: Literal["none", "gs_r", "gs_h"] | None = Field(
        default=None, description="how the printer proves that a job is done"
    )
    cutter: Literal["full", "partial", "none"] | None = None
    presenter: StrictBool | None = Field(default=None, description="hands the slip out itself")
    native_qr: StrictBool | None = Field(default=None, description="draws QR codes itself")
    nv_graphics: StrictBool | None = Field(default=None, description="can store pictures")
    double_raster: StrictBool | None = Field(default=None, description="draws dots of double size")
    code_page: CodePageSettings | None = None
    motion_unit: StrictFloat | StrictInt | None = Field(
        default=None, description="dots per unit of ESC J, by the ruler of the test page"
    )
    max_payload: StrictInt | None = Field(default=None, description="bytes of one raster")
    logo: Picture | None = Field(default=None, description="picture above the office's name")
    logo_in_printer: StrictBool | None = Field(
        default=None, description="the logo was stored by: motcua printer store-logo NAME"
    )
    fallback: Name | None = Field(
        default=None, description="another [printer.NAME] that takes over"
    )
    place: PlaceWords | None = Field(
        default=None, description="where it stands, for citizens who have to walk there"
    )
    shared: StrictBool | None = Field(
        default=None, description="let go of the line between slips; None: yes in the network"
    )

    @property
    def takes_turns(self) -> bool:
        """Whether other machines print on it too."""
        return self.shared if self.shared is not None else isinstance(self.link, TcpAddress)

    def options(self) -> dict[str, Any]:
        """What the registry needs to know of the printer's capabilities; only what is set."""
        said: dict[str, Any] = {"profile": self.profile}
        for name in capability_settings():
            if (value := getattr(self, name)) is not None:
                said[name] = value
        if (page := self.code_page) is not None:
            said["code_page"] = {
                "alphabet": page.alphabet,
                "page": page.page,
                "capitals_page": page.capitals_page,
            }
        return said
