"""What a simulated printer's firmware knows: models differ in far more than their names.

A command that the firmware does not know is not skipped: as on a real clone, what follows its two
first bytes comes out as letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from hardware.sim.code_pages import CLONE_PAGES, EPSON_PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmware:
    """One make of printer.

    ``motion_unit``: dots per unit of ``ESC J`` until ``GS P`` says otherwise. ``pages``: 128
    letters for 80-FF by the n of ``ESC t n``. ``overstrikes``: a combining mark of CP1258 goes onto
    the letter before it. ``chinese``: bytes A1 and above are pairs until ``FS .``.
    ``presenter``: the slip is held in the mouth until it is taken. ``cutter``: without one the
    paper must be torn off by hand. ``hangs_when_asked``: a status request makes it deaf until it
    is switched off.
    """

    name: str
    dpi: int = 203
    motion_unit: float = 1.0
    pages: Mapping[int, str]
    overstrikes: bool = True
    chinese: bool = False
    real_time: bool = True
    hangs_when_asked: bool = False
    gs_r: bool = True
    gs_h: bool = True
    automatic: bool = True
    double_raster: bool = True
    native_qr: bool = True
    nv_graphics: bool = True
    nv_bytes: int = 262_144
    cutter: bool = True
    presenter: bool = False


EPSON = Firmware(name="TM-T82", pages=MappingProxyType(EPSON_PAGES))
CLONE = Firmware(
    name="POS-80C",
    pages=MappingProxyType(CLONE_PAGES),
    overstrikes=False,
    gs_h=False,
    nv_graphics=False,
)
