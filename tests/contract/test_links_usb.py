"""USB printers: found by who they are, used with deadlines, and honest about what has left."""

import errno
import os
import pty
import threading
import tty
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from hardware.links.serial_port import SerialLink
from hardware.links.usb_lp import UsbLpLink, usb_lp_printers
from hardware.protocols.link import LinkDown
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.protocols.usb_identity import UsbIdentity, is_identity, parse_identity
from hardware.sim.printer import SimPrinter
from hardware.sim.serve import serve_pty
from tests.contract.test_printer_links import print_on


def test_an_identity_is_read_and_written() -> None:
    assert parse_identity("usb:04B8:0e15") == UsbIdentity(vendor=0x04B8, product=0x0E15)
    assert parse_identity("USB:0483:5740:A:1").serial == "A:1"
    assert str(parse_identity("usb:04B8:0e15:X")) == "usb:04b8:0e15:X"
    assert is_identity("usb:0483:5740")
    assert not is_identity("/dev/usb/lp0")


@pytest.mark.parametrize("text", ["usb:", "usb:483:5740", "usb:0483", "usb:0483:57400", "usb:x:y"])
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="usb:"):
        parse_identity(text)


class Paper:
    """The far end of a pseudo-terminal that stands for ``/dev/usb/lp0``."""

    def __init__(self) -> None:
        self.master, slave = pty.openpty()
        tty.setraw(slave)
        self.path = os.ttyname(slave)
        os.close(slave)

    def keep_reading(self, count: int) -> threading.Thread:
        """Take ``count`` bytes as they come."""
        self.heard = b""

        def read() -> None:
            while len(self.heard) < count:
                self.heard += os.read(self.master, 4096)

        thread = threading.Thread(target=read, daemon=True)
        thread.start()
        return thread

    def unplug(self) -> None:
        if self.master >= 0:
            os.close(self.master)
        self.master = -1


@pytest.fixture
def paper() -> Iterator[Paper]:
    paper = Paper()
    yield paper
    paper.unplug()


@pytest.fixture
def link(paper: Paper) -> Iterator[UsbLpLink]:
    link = UsbLpLink(paper.path, write_timeout_s=0.3)
    link.open()
    yield link
    link.close()


def plug_in(root: Path, name: str, vendor: str, product: str, serial: str | None) -> None:
    """One printer in a tree like ``/sys``."""
    device = root / "devices" / f"usb-{name}"
    interface = device / "1-1:1.0"
    interface.mkdir(parents=True)
    (device / "idVendor").write_text(f"{vendor}\n")
    (device / "idProduct").write_text(f"{product}\n")
    if serial is not None:
        (device / "serial").write_text(f"{serial}\n")
    entry = root / "class" / name
    entry.mkdir(parents=True)
    (entry / "device").symlink_to(interface)


def test_a_long_job_arrives_whole_however_slowly_it_is_taken(link: UsbLpLink, paper: Paper) -> None:
    job = bytes(range(256)) * 300
    reading = paper.keep_reading(len(job))
    link.write(job)
    reading.join(10)
    assert paper.heard == job


def test_answers_come_back_and_reading_ends_at_its_deadline(link: UsbLpLink, paper: Paper) -> None:
    os.write(paper.master, b"\x12\x16")
    assert link.read(1, 5) == b"\x12"
    assert link.read(4, 0.1) == b"\x16"
    assert link.read(1, 0) == b""


def test_a_printer_that_takes_nothing_is_down_and_says_how_much_it_took(link: UsbLpLink) -> None:
    with pytest.raises(LinkDown, match="takes nothing") as down:
        link.write(b"x" * 1_000_000)
    assert 0 < down.value.sent < 1_000_000
    assert not down.value.untouched


def test_an_unplugged_printer_is_down(link: UsbLpLink, paper: Paper) -> None:
    paper.unplug()
    with pytest.raises(LinkDown, match="unplugged") as reading:
        link.read(1, 5)
    assert reading.value.untouched
    with pytest.raises(LinkDown, match="unplugged") as writing:
        link.write(b"abc")
    assert writing.value.untouched


def test_a_printer_that_another_program_holds_is_told_so(paper: Paper) -> None:
    """The kernel's driver answers EBUSY; the superuser of a test gets any terminal."""

    def refuse(path: str, flags: int) -> int:
        raise OSError(errno.EBUSY, "Device or resource busy", path)

    with pytest.raises(LinkDown, match="another program holds the printer"):
        UsbLpLink(paper.path, open_file=refuse).open()


def test_a_printer_is_found_by_who_it_is_under_whatever_name(tmp_path: Path, paper: Paper) -> None:
    plug_in(tmp_path, "lp0", "04b8", "0e15", "EPSON1")
    plug_in(tmp_path, "lp3", "0483", "5740", None)
    devices = tmp_path / "dev"
    devices.mkdir()
    (devices / "lp3").symlink_to(paper.path)
    sysfs = tmp_path / "class"
    link = UsbLpLink("usb:0483:5740", sysfs=sysfs, devices=devices)
    link.open()
    reading = paper.keep_reading(2)
    link.write(b"hi")
    reading.join(10)
    link.close()
    assert paper.heard == b"hi"
    assert {name: str(found) for name, found in usb_lp_printers(sysfs).items()} == {
        "lp0": "usb:04b8:0e15:EPSON1",
        "lp3": "usb:0483:5740",
    }


def test_two_printers_that_cannot_be_told_apart_are_named_not_guessed(tmp_path: Path) -> None:
    for name in ("lp0", "lp1"):
        plug_in(tmp_path, name, "0483", "5740", None)
    with pytest.raises(LinkDown, match=r"several.*lp0 = usb:0483:5740, lp1 = usb:0483:5740"):
        UsbLpLink("usb:0483:5740", sysfs=tmp_path / "class").open()


def test_a_printer_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(LinkDown, match="no such device at all"):
        UsbLpLink("usb:0483:5740", sysfs=tmp_path / "class").open()
    plug_in(tmp_path, "lp0", "0483", "5740", "B")
    with pytest.raises(LinkDown, match="not plugged in; there is lp0 = usb:0483:5740:B"):
        UsbLpLink("usb:0483:5740:A", sysfs=tmp_path / "class").open()
    with pytest.raises(LinkDown, match="not plugged in, or switched off"):
        UsbLpLink(str(tmp_path / "lp9")).open()


class Hub:
    """Serial adapters as the system lists them; they may be plugged in again elsewhere."""

    def __init__(self) -> None:
        self.plugged: dict[str, tuple[int, int, str | None]] = {}
        self.sockets: dict[str, str] = {}

    def __call__(self) -> list[SimpleNamespace]:
        plain = SimpleNamespace(
            device="/dev/ttyS0", vid=None, pid=None, serial_number=None, location=None
        )
        return [plain] + [
            SimpleNamespace(
                device=device,
                vid=vid,
                pid=pid,
                serial_number=serial,
                location=self.sockets.get(device),
            )
            for device, (vid, pid, serial) in self.plugged.items()
        ]


def test_an_adapter_is_found_again_under_another_name(paper: Paper, tmp_path: Path) -> None:
    """Unplugged, it was ttyUSB0; plugged in again, it is ttyUSB1."""
    hub = Hub()
    hub.plugged = {str(tmp_path / "ttyUSB0"): (0x1A86, 0x7523, None)}
    link = SerialLink("usb:1a86:7523", list_ports=hub)
    with pytest.raises(LinkDown, match="ttyUSB0"):
        link.open()

    hub.plugged = {paper.path: (0x1A86, 0x7523, None), "/dev/ttyUSB9": (0x0403, 0x6001, "F")}
    link.open()
    os.write(paper.master, b"!")
    assert link.read(1, 5) == b"!"
    link.close()
    assert link.name == "usb:1a86:7523"


def test_two_adapters_without_a_serial_number_are_named_not_guessed() -> None:
    hub = Hub()
    hub.plugged = {"COM3": (0x1A86, 0x7523, None), "COM4": (0x1A86, 0x7523, None)}
    with pytest.raises(LinkDown, match=r"several.*COM3 = usb:1a86:7523, COM4 = usb:1a86:7523"):
        SerialLink("usb:1a86:7523", list_ports=hub).open()


def test_adapters_without_a_serial_number_are_told_apart_by_their_socket(paper: Paper) -> None:
    hub = Hub()
    hub.plugged = {"COM3": (0x1A86, 0x7523, None), paper.path: (0x1A86, 0x7523, None)}
    hub.sockets = {"COM3": "1-1.1", paper.path: "1-1.2"}
    with pytest.raises(LinkDown, match=r"several.*COM3 = usb:1a86:7523@1-1.1"):
        SerialLink("usb:1a86:7523", list_ports=hub).open()
    link = SerialLink("usb:1A86:7523@1-1.2", list_ports=hub)
    link.open()
    os.write(paper.master, b"!")
    assert link.read(1, 5) == b"!"
    link.close()


def test_a_printer_that_holds_dsr_down_gets_nothing() -> None:
    """POSIX has no such handshake: the link waits itself. ``loop://`` wires DTR to DSR."""
    link = SerialLink("loop://", flow="dsrdtr", write_timeout_s=0.1)
    link.open()
    link.write(b"ready")
    assert link.read(5, 1) == b"ready"
    line = link._opened()
    line.dtr = False
    with pytest.raises(LinkDown, match="DSR") as down:
        link.write(b"not ready")
    assert down.value.untouched
    link.close()


def test_a_slip_is_proved_over_the_kernels_printer_file(tmp_path: Path) -> None:
    sim = SimPrinter(width=576)
    with serve_pty(sim, tmp_path / "lp0"):
        seen = print_on(UsbLpLink(str(tmp_path / "lp0")))
    assert seen.told == [(PrintOutcome.PRINTED, None)]
    assert sim.paper_count == 1
    assert seen.statuses[-1] is PrinterStatus.READY
