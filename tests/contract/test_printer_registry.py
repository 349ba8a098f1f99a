"""What config.toml names, the registry builds."""

from pathlib import Path

from hardware.links.serial_port import SerialLink
from hardware.links.tcp import TcpLink
from hardware.protocols.printer import PrinterStatus, PrintOutcome
from hardware.registry import links, paper_of, printers
from tests.contract.printers import Outcomes, small_slip


def test_links_are_built_by_name() -> None:
    made = links()
    assert isinstance(made["tcp"]({"host": "192.168.1.50", "port": 9100}), TcpLink)
    assert isinstance(made["serial"]({"port": "COM5", "baud": 115200}), SerialLink)
    assert made["file"]({"path": "job.bin"}).name == "job.bin"


def test_a_printer_on_a_file_is_never_asked_and_takes_every_byte(tmp_path: Path) -> None:
    seen = Outcomes()
    link = links()["file"]({"path": tmp_path / "job.bin"})
    options = {"name": "phieu", "paper_width_dots": 384, "dpi": 203, "status": "realtime"}
    printer = printers()["escpos"](link, options, seen.status)
    printer.print_slip(small_slip(), on_outcome=seen.outcome)

    assert seen.wait() == [(PrintOutcome.PRINTED, None)]
    assert printer.status() is PrinterStatus.UNKNOWN
    printer.close()
    assert (tmp_path / "job.bin").read_bytes().endswith(b"\x1dVB\x00")


def test_heads_of_every_resolution_print_at_the_same_size() -> None:
    assert paper_of(576, 203).dots(10) == 80
    assert paper_of(512, 180).dots(10) == 71
