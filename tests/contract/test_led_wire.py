"""Frames on a real line: a peer that notes when bytes come, and a link that notes when they go.

Answers take their time as on a wire, so that speaking into one shows.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path

import pytest

from hardware.drivers.led_board import Display
from hardware.drivers.led_line import LedLine
from hardware.drivers.led_talk import BITS_PER_CHARACTER
from hardware.frames.led_dialect import ModbusDialect
from hardware.frames.presets import load_presets
from hardware.links.serial_port import SerialLink
from hardware.protocols.display import DisplayState, DisplayText
from hardware.sim.led import LedWall, SimDisplay
from hardware.sim.serve import Line, serve_pty, serve_tcp
from tests.led_samples import ASCII, KINDS

WaitUntil = Callable[..., None]
BAUD = 38400
CALLS = 400
assert isinstance(ASCII, ModbusDialect)
MODBUS = replace(ASCII, baud=BAUD)
ANSWERING = KINDS["template"]
SILENT = load_presets()["edi"].dialect
# Three protocols on one line: acknowledged by Modbus, by a byte, and never.
SHOWN = {
    **{f"M{unit}": (unit, MODBUS) for unit in (1, 2, 3)},
    **{f"T{unit}": (unit, ANSWERING) for unit in (51, 52, 53)},
    **{f"E{unit}": (unit, SILENT) for unit in (81, 82)},
}


def on_wire_s(size: int) -> float:
    return BITS_PER_CHARACTER * size / BAUD


@dataclass(slots=True)
class Peer:
    """The wall behind a wire of ``BAUD``: hears at once, answers when the bytes are through."""

    wall: LedWall
    line: Line | None = None
    heard_at: float = 0.0
    heard: bytes = b""
    answering: list[tuple[float, bytes]] = field(default_factory=list)
    quiet_since: float = 0.0
    spoken_into: int = 0
    least_gap_s: float = 1.0

    def attach(self, line: Line) -> None:
        self.line = line
        self.wall.attach(self)

    def detach(self) -> None:
        self.wall.detach()

    def room(self) -> int:
        return self.wall.room()

    def feed(self, data: bytes) -> None:
        self.heard_at = time.monotonic()
        self.spoken_into += len(self.answering)
        self.least_gap_s = min(self.least_gap_s, self.heard_at - self.quiet_since)
        self.heard += data
        self.wall.feed(data)

    def tick(self) -> float | None:
        now = time.monotonic()
        while self.answering and self.answering[0][0] <= now:
            assert self.line is not None
            self.quiet_since = time.monotonic()
            self.line.send(self.answering.pop(0)[1])
        return self.answering[0][0] - now if self.answering else None

    # What the wall speaks through.

    def send(self, data: bytes) -> None:
        self.answering.append((self.heard_at + on_wire_s(13 + len(data)), data))

    def wake(self) -> None:
        """The peer looks by itself."""

    def hang_up(self) -> None:
        """Nobody pulls this plug."""


@dataclass(slots=True)
class StampedLink:
    """A link that notes when each frame began to leave, and when it was handed over."""

    inner: SerialLink
    answers: bool = True
    written: list[tuple[float, float, bytes]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.inner.name

    def open(self) -> None:
        self.inner.open()

    def close(self) -> None:
        self.inner.close()

    def write(self, data: bytes) -> None:
        begun = time.monotonic()
        self.inner.write(data)
        self.written.append((begun, time.monotonic(), data))

    def read(self, size: int, timeout_s: float) -> bytes:
        return self.inner.read(size, timeout_s)


def storm(line: LedLine) -> dict[str, str]:
    """Calls from three sides at once, faster than the line; the last text of each display."""
    last: dict[str, str] = {}
    names = list(SHOWN)

    def side(mine: list[str]) -> None:
        pause = threading.Event()
        for place in range(CALLS):
            name, shown = mine[place % len(mine)], f"{1000 + place}"
            line.want(name, DisplayText(text=shown, number=int(shown), blink=place % 2 == 0))
            last[name] = shown
            pause.wait(0.002)
        for name in mine:
            line.want(name, DisplayText(text=last[name], number=int(last[name])))

    sides = [threading.Thread(target=side, args=(names[at::3],)) for at in range(3)]
    for each in sides:
        each.start()
    for each in sides:
        each.join()
    return last


@pytest.mark.parametrize("kind", ["pty", "socket"])
def test_in_a_storm_no_frame_meets_another_and_every_display_ends_right(
    kind: str, port: Path, wait_until: WaitUntil
) -> None:
    wall = LedWall(
        [SimDisplay(name=n, address=a, dialect=dialect) for n, (a, dialect) in SHOWN.items()]
    )
    peer = Peer(wall)
    server = serve_pty(peer, port) if kind == "pty" else serve_tcp(peer)
    with server:
        address = str(port) if kind == "pty" else f"socket://{server.address}"
        link = StampedLink(SerialLink(address))
        displays = [Display(name=n, address=a, dialect=d) for n, (a, d) in SHOWN.items()]
        line = LedLine(link, displays, name="led", baud=BAUD)
        line.start()
        try:
            last = storm(line)
            wait_until(lambda: wall.texts() == last)
            good = (DisplayState.SHOWN, DisplayState.SENT)
            wait_until(lambda: all(state in good for state in line.states().values()))
        finally:
            line.close()
    assert peer.spoken_into == 0
    assert peer.least_gap_s >= MODBUS.gap_ms / 1000
    assert b"".join(each.frame for each in wall.received()) == peer.heard
    assert b"".join(frame for _, _, frame in link.written) == peer.heard
    for (_, gone, frame), (begun, _, _) in pairwise(link.written):
        if frame.startswith((b"\x0281", b"\x0282")):
            assert begun - gone >= on_wire_s(len(frame)) + SILENT.gap_ms / 1000
    assert len(link.written) > 60
