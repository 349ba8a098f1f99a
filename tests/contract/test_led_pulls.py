"""A pulled adapter heals by itself, wherever in a frame it was pulled. See ``tests.led_pulls``."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from hardware.drivers.led_line import LedLine
from hardware.links.serial_port import SerialLink
from hardware.protocols.display import DisplayState
from hardware.sim.serve import serve_pty
from tests.led_pulls import WITHIN_S, run
from tests.led_samples import displays_of, text, wall_of

WaitUntil = Callable[..., None]


# 100 pulls of each: python -m tests.led_pulls --kind pty|tcp
@pytest.mark.parametrize("kind", ["pty", "tcp"])
def test_after_every_pull_all_displays_are_soon_right_again(kind: str, tmp_path: Path) -> None:
    times = run(tmp_path, kind=kind, pulls=2, seed=7)
    assert max(times) <= WITHIN_S


def test_an_adapter_under_another_name_is_found_by_its_identity(
    tmp_path: Path, wait_until: WaitUntil
) -> None:
    wall = wall_of(2)
    plugged = [tmp_path / "ttyUSB0"]

    def hub() -> list[SimpleNamespace]:
        return [
            SimpleNamespace(
                device=str(name), vid=0x1A86, pid=0x7523, serial_number=None, location="1-1.2"
            )
            for name in plugged
        ]

    link = SerialLink("usb:1a86:7523@1-1.2", list_ports=hub)
    line = LedLine(link, displays_of(2), name="led")
    line.start()
    try:
        with serve_pty(wall, plugged[0]):
            line.want("Q1", text("A001"))
            line.want("Q2", text("A002"))
            wait_until(lambda: set(line.states().values()) == {DisplayState.SHOWN})
        plugged.clear()
        wait_until(lambda: set(line.states().values()) == {DisplayState.UNREACHABLE})
        line.want("Q1", text("A003"))
        with serve_pty(wall, tmp_path / "ttyUSB1"):
            plugged.append(tmp_path / "ttyUSB1")
            wait_until(lambda: set(line.states().values()) == {DisplayState.SHOWN})
            assert wall.texts() == {"Q1": "A003", "Q2": "A002"}
    finally:
        line.close()
