"""What the contract tests of devices may ask for."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hardware.drivers.led_board import Display
from hardware.drivers.led_line import LedLine
from hardware.protocols.link import Link
from tests.hand_clock import HandClock
from tests.led_samples import PassingWait

Lines = Callable[..., LedLine]

# What only POSIX has: pseudo-terminals and CUPS.
collect_ignore = [] if os.name == "posix" else ["test_links_usb.py", "test_links_cups.py"]


@pytest.fixture
def pause(clock: HandClock) -> Callable[[float], None]:
    """Waits by moving the clock: no test sleeps for the silence between frames."""
    return lambda seconds: clock.advance(max(1, round(seconds * 1000)))


@pytest.fixture
def start_line(clock: HandClock, pause: Callable[[float], None]) -> Iterator[Lines]:
    """Starts lines on the test's clock and closes them at the end.

    Of that clock the pauses between a display's first failures pass by themselves, no more.
    """
    lines: list[LedLine] = []

    def start(link: Link, displays: list[Display], **settings: object) -> LedLine:
        wait = PassingWait(clock=clock)
        options = {"name": "led", "clock": clock, "wait": wait, "pause": pause}
        line = LedLine(link, displays, **(options | settings))  # type: ignore[arg-type]
        lines.append(line)
        line.start()
        return line

    yield start
    for line in lines:
        line.close()


@pytest.fixture
def port(tmp_path: Path) -> Path:
    """The stable name of the pseudo-terminal, as /dev/serial/by-id would be."""
    return tmp_path / "led"
