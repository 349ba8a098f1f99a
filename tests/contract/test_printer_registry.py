"""What config.toml names, the registry builds."""

from pathlib import Path
from typing import Any

import pytest

from hardware.links.cups_queue import CupsQueueLink
from hardware.links.libusb import LibusbLink
from hardware.links.serial_port import SerialLink
from hardware.links.tcp import TcpLink
from hardware.links.usb_lp import UsbLpLink
from hardware.links.windows_queue import WindowsQueueLink
from hardware.protocols.capabilities import (
    Alphabet,
    CodePage,
    Confirmation,
    Cutter,
    Level,
    StatusKind,
)
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.registry import capabilities_of, links, printers
from motcua.settings import PrinterSettings, SimLink
from motcua.settings.printing import MUTE_KINDS
from tests.contract.printers import Outcomes, small_slip

OPTIONS: dict[str, dict[str, Any]] = {
    "serial": {"port": "COM5", "baud": 115200},
    "tcp": {"host": "192.168.1.50", "port": 9100},
    "usblp": {"device": "/dev/usb/lp0"},
    "libusb": {"device": "usb:0483:5740"},
    "windows": {"queue": "XP-80C"},
    "cups": {"queue": "thermal"},
    "file": {"path": "job.bin"},
}


def test_links_are_built_by_name() -> None:
    made = {kind: build(OPTIONS[kind]) for kind, build in links().items()}
    assert isinstance(made["serial"], SerialLink)
    assert isinstance(made["tcp"], TcpLink)
    assert isinstance(made["usblp"], UsbLpLink)
    assert isinstance(made["libusb"], LibusbLink)
    assert isinstance(made["windows"], WindowsQueueLink)
    assert isinstance(made["cups"], CupsQueueLink)
    assert made["file"].name == "job.bin"


def test_settings_and_links_agree_on_who_can_answer() -> None:
    mute = {kind for kind, build in links().items() if not build(OPTIONS[kind]).answers}
    assert mute == MUTE_KINDS


def test_a_printer_on_a_file_is_never_asked_and_takes_every_byte(tmp_path: Path) -> None:
    seen = Outcomes()
    link = links()["file"]({"path": tmp_path / "job.bin"})
    options = {"name": "phieu", "profile": "generic-58", "status": "realtime"}
    printer = printers()["escpos"](link, options, seen.status)
    printer.print_slip(small_slip(), on_outcome=seen.outcome)

    assert seen.wait() == [(PrintOutcome.PRINTED, None)]
    assert printer.status() is PrinterStatus.UNKNOWN
    printer.close()
    job = (tmp_path / "job.bin").read_bytes()
    assert b"\x10\x04" not in job
    assert b"\x1dr" not in job
    assert len(job) > 1000


def test_a_profile_says_what_a_printer_can_do_and_a_setting_overrules_it() -> None:
    plain = capabilities_of({"profile": "generic-58"})
    assert (plain.name, plain.width_dots) == ("generic-58", 384)
    assert capabilities_of({}).name == "generic-80"

    settings = PrinterSettings(
        link=SimLink(kind="sim"),
        profile="generic-58",
        level="text",
        paper_width_dots=420,
        status="none",
        cutter="none",
        code_page={"alphabet": "tcvn3", "page": 30, "capitals_page": 31},
    )
    can = capabilities_of(settings.options())
    assert (can.level, can.width_dots, can.cutter) == (Level.TEXT, 420, Cutter.NONE)
    assert can.code_page == CodePage(alphabet=Alphabet.TCVN3, page=30, capitals_page=31)


def test_a_printer_that_is_never_asked_does_not_confirm_either_unless_that_is_said() -> None:
    silent = capabilities_of({"status": "none"})
    assert (silent.status, silent.confirmation) == (StatusKind.NONE, Confirmation.NONE)
    said = capabilities_of({"status": "none", "confirmation": "gs_r"})
    assert said.confirmation is Confirmation.GS_R


def test_a_line_that_cannot_answer_is_asked_nothing() -> None:
    can = capabilities_of({"status": "realtime", "confirmation": "gs_h"}, answers=False)
    assert (can.status, can.confirmation) == (StatusKind.NONE, Confirmation.NONE)


def test_a_profile_that_is_unknown_is_an_error() -> None:
    with pytest.raises(KeyError, match="epsom"):
        capabilities_of({"profile": "epsom"})
