"""Printers by libusb: the real pyusb and python-escpos, on a bus without cables."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hardware.links.libusb import LibusbLink
from hardware.protocols.link import LinkDown
from tests.contract.usb_bus import UsbBus, UsbPrinter

ROOT = Path(__file__).parents[2]


def open_link(*printers: UsbPrinter, device: str = "usb:0483:5740") -> LibusbLink:
    link = LibusbLink(device, write_timeout_s=0.2, backend=UsbBus(*printers))
    link.open()
    return link


def test_a_job_of_many_parts_arrives_whole_and_answers_come_back() -> None:
    printer = UsbPrinter()
    link = open_link(printer)
    job = bytes(range(256)) * 60
    link.write(job)
    assert printer.heard == job
    printer.says = [b"\x12\x16", b"", b"\x12"]
    assert link.read(1, 1) == b"\x12"
    assert link.read(2, 1) == b"\x16\x12"
    assert link.read(1, 0.05) == b""
    link.close()


def test_what_the_printer_took_before_it_stopped_is_told() -> None:
    """python-escpos itself would call this job done."""
    link = open_link(UsbPrinter(takes=5000))
    with pytest.raises(LinkDown, match="takes nothing") as down:
        link.write(b"x" * 9000)
    assert down.value.sent == 5000


def test_a_printer_that_takes_nothing_at_all_may_be_sent_the_job_again() -> None:
    link = open_link(UsbPrinter(takes=0))
    with pytest.raises(LinkDown) as down:
        link.write(b"x")
    assert down.value.untouched


def test_an_unplugged_printer_is_down_and_found_again() -> None:
    printer = UsbPrinter()
    link = open_link(printer)
    printer.plugged = False
    with pytest.raises(LinkDown, match="unplugged"):
        link.read(1, 1)
    with pytest.raises(LinkDown, match="unplugged") as down:
        link.write(b"x")
    assert not down.value.untouched
    with pytest.raises(LinkDown, match="not plugged in"):
        link.open()

    printer.plugged, printer.address = True, 9
    link.open()
    link.write(b"back")
    assert printer.heard == b"back"
    link.close()
    link.close()
    with pytest.raises(LinkDown, match="not open"):
        link.write(b"x")


def test_one_of_two_equal_printers_is_found_by_its_serial_number() -> None:
    first, second = UsbPrinter(serial="A1", address=4), UsbPrinter(serial="B2", address=5)
    link = open_link(first, second, device="usb:0483:5740:B2")
    link.write(b"to B2")
    assert (first.heard, second.heard) == (b"", b"to B2")
    link.close()


def test_two_equal_printers_are_named_not_guessed() -> None:
    first, second = UsbPrinter(serial=None, address=4), UsbPrinter(serial="B2", address=5)
    with pytest.raises(LinkDown, match=r"address 4 = usb:0483:5740, .*5 = usb:0483:5740:B2"):
        open_link(first, second)


def test_a_printer_that_another_program_holds_is_told_so() -> None:
    with pytest.raises(LinkDown, match="another program holds the printer"):
        open_link(UsbPrinter(held=True))


def test_the_kernels_driver_gets_its_printer_back() -> None:
    """Also where the printer is only one part of the device."""
    printer = UsbPrinter(interfaces=(3, 7), drivers={1})
    bus = UsbBus(printer)
    link = LibusbLink("usb:0483:5740", backend=bus)
    link.open()
    assert (printer.drivers, printer.claimed) == (set(), {1})
    link.write(b"hi")
    link.close()
    assert printer.heard == b"hi"
    assert (printer.drivers, printer.claimed) == ({1}, set())
    assert bus.open_devices == 0


def test_a_device_without_a_way_in_is_no_printer() -> None:
    with pytest.raises(LinkDown, match="no printer"):
        open_link(UsbPrinter(interfaces=(3,)))


def test_without_libusb_the_advice_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither this machine's libusb, if it has one, nor any other is found."""
    for name in ("libusb1", "libusb0", "openusb"):
        monkeypatch.setattr(f"usb.backend.{name}.get_backend", lambda *_, **__: None)
    with pytest.raises(LinkDown, match=r"libusb is not installed .*Zadig.*spooler.*network"):
        LibusbLink("usb:0483:5740").open()


def test_python_escpos_leaves_nothing_behind(tmp_path: Path) -> None:
    """Its import makes a folder in the temporary files."""
    script = """
from tests.contract.usb_bus import UsbBus, UsbPrinter
from hardware.links.libusb import LibusbLink
LibusbLink("usb:0483:5740", backend=UsbBus(UsbPrinter())).open()
"""
    subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env=os.environ | {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path)},
        timeout=60,
        check=True,
    )
    assert list(tmp_path.iterdir()) == []
