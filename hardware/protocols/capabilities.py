"""What one model of ticket printer can do, as data: the encoder and the driver read it.

Every field holds for any printer until a test page has proved more (``motcua printer test``).
"""

from dataclasses import dataclass
from enum import StrEnum

LEAST_DOTS, MOST_DOTS = 384, 640


class Level(StrEnum):
    """How a slip becomes bytes."""

    RASTER = "raster"  # one picture in bands: right on every printer
    MIXED = "mixed"  # number, time and QR code by the printer's own commands, the rest as pictures
    TEXT = "text"  # letters by a code page that the test page proved


class Cutter(StrEnum):
    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"  # the paper is fed to the tear bar


class StatusKind(StrEnum):
    """How the printer tells how it is."""

    NONE = "none"  # it is never asked: some models stop working when asked
    REALTIME = "realtime"  # DLE EOT n, answered also during faults
    AUTOMATIC = "automatic"  # GS a: four bytes unasked whenever something changes


class Confirmation(StrEnum):
    """How the printer proves that a job is done."""

    NONE = "none"  # PRINTED only means that the line took every byte
    GS_R = "gs_r"  # GS r 1, answered in order
    GS_H = "gs_h"  # GS ( H function 48, brings back the job's own number


class Alphabet(StrEnum):
    """Vietnamese letters in single bytes."""

    TCVN3 = "tcvn3"
    CP1258 = "cp1258"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodePage:
    """``page`` is the n of ``ESC t n``; TCVN-3 has its capitals in a page of their own, if any."""

    alphabet: Alphabet
    page: int
    capitals_page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """One printer. ``width_dots`` of the head; ``dpi`` of head and feed.

    ``motion_unit``: dots of the head per unit of ``ESC J``, as found on the test page's ruler; None
    where nobody has looked, and then only rasters feed paper. ``double_raster``: ``GS v 0`` draws
    dots of double size (m = 3). ``presenter``: the slip is handed out after the cut and taken back
    when nobody takes it. ``max_payload``: bytes of one raster; a printer that loses the rest of one
    swallows as many bytes of what follows. ``logo_in_printer``: the logo was stored there under the
    key of its dots (needs ``nv_graphics``).
    """

    name: str = "generic-80"
    width_dots: int = 576
    dpi: int = 203
    level: Level = Level.RASTER
    motion_unit: float | None = None
    double_raster: bool = False
    native_qr: bool = False
    nv_graphics: bool = False
    code_page: CodePage | None = None
    cutter: Cutter = Cutter.PARTIAL
    presenter: bool = False
    status: StatusKind = StatusKind.REALTIME
    confirmation: Confirmation = Confirmation.GS_R
    max_payload: int = 4096
    logo_in_printer: bool = False
