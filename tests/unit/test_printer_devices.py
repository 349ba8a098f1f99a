"""Printers out of config.toml: with their spares, and as simulated ones."""

import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from core.fault import DeviceFault, FaultCode
from core.slip import Slip, TextLine
from hardware.protocols.printer import PrinterStatus, PrintOutcome, PrintResult
from hardware.sim.printer import Trouble
from motcua.devices import Devices
from motcua.settings import load_settings

WaitUntil = Callable[..., None]
SLIP = Slip(lines=(TextLine(text="A007"),))
CONFIG = """
[printer.hall]
link = { kind = "sim" }
profile = "generic-80"
fallback = "desk"

[printer.desk]
link = { kind = "sim" }
profile = "generic-58"
fallback = "office"

[printer.office]
link = { kind = "sim" }
"""


@pytest.fixture
def devices(tmp_path: Path) -> Iterator[Devices]:
    """Three simulated printers, each with the next one as its spare."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, "utf-8")
    with Devices(load_settings(path)) as devices:
        yield devices


def test_a_printer_comes_with_its_spares_in_order(devices: Devices) -> None:
    assert devices.chain_of("hall") == ("hall", "desk", "office")
    assert devices.chain_of("desk") == ("desk", "office")
    assert devices.chain_of("office") == ("office",)


def test_the_spare_prints_on_its_own_paper(devices: Devices, wait_until: WaitUntil) -> None:
    each: dict[str, PrinterStatus] = {}
    papers: list[Image.Image] = []
    ends: queue.SimpleQueue[PrintResult] = queue.SimpleQueue()
    printer = devices.printer("hall", on_each=each.__setitem__, on_paper=papers.append)
    wait_until(lambda: len(each) == 3)
    devices.sim_printers["hall"].trouble(Trouble.PAPER_OUT)
    printer.print_slip(SLIP, on_outcome=ends.put)

    assert ends.get(timeout=15.0) == PrintResult(outcome=PrintOutcome.PRINTED, printer="desk")
    assert [paper.width for paper in papers] == [384]
    assert devices.sim_printers["hall"].paper_count == 0
    wait_until(lambda: each["hall"] is PrinterStatus.PAPER_OUT)
    assert printer.status() is PrinterStatus.READY


def test_a_technician_gets_one_printer_without_its_spare(devices: Devices) -> None:
    ends: queue.SimpleQueue[PrintResult] = queue.SimpleQueue()
    printer = devices.one_printer("hall")
    printer.print_raw(b"\x1b@\x1dv0\x00\x01\x00\x01\x00\xff\x1dVB\x00", on_outcome=ends.put)

    assert ends.get(timeout=15.0).outcome is PrintOutcome.PRINTED
    assert set(devices.sim_printers) == {"hall"}
    assert devices.sim_printers["hall"].paper_count == 1


def test_a_printer_that_config_does_not_name_is_missing(devices: Devices) -> None:
    with pytest.raises(DeviceFault) as missing:
        devices.printer("roof")
    assert missing.value.code is FaultCode.PRINTER_MISSING
