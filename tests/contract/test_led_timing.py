"""Frames on one line keep their distance: measured on the injected clock, not on the machine's."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from hardware.drivers.led_board import Display
from hardware.drivers.led_line import BITS_PER_CHARACTER, LedLine
from hardware.frames import modbus
from hardware.frames.led_dialect import BROADCAST_GAP_MS, Dialect, ModbusDialect
from hardware.frames.presets import load_presets
from hardware.protocols.display import DisplayState, DisplayText
from tests.hand_clock import HandClock
from tests.led_samples import wait_shortly

WaitUntil = Callable[..., None]
COUNT = 6


@dataclass(slots=True, kw_only=True)
class Wire:
    """A line that notes when each frame begins and lets the answer take its time on the wire."""

    clock: HandClock
    baud: int
    answers: bool
    written: list[tuple[int, bytes]] = field(default_factory=list)
    ended: list[float] = field(default_factory=list)
    waiting: bytes = b""

    @property
    def name(self) -> str:
        return "wire"

    def open(self) -> None:
        self.waiting = b""

    def close(self) -> None:
        self.waiting = b""

    def write(self, data: bytes) -> None:
        now = self.clock.elapsed_ms()
        self.written.append((now, data))
        self.waiting = modbus.acknowledgement(data) if self.answers else b""
        self.ended.append(now + self._ms(len(data)))

    def read(self, size: int, timeout_s: float) -> bytes:
        if timeout_s and self.waiting:
            self.clock.advance(math.ceil(self._ms(len(self.written[-1][1]) + len(self.waiting))))
            self.ended[-1] = self.clock.elapsed_ms()
        answer, self.waiting = self.waiting[:size], self.waiting[size:]
        return answer

    def _ms(self, count: int) -> float:
        return 1000 * BITS_PER_CHARACTER * count / self.baud


@pytest.mark.parametrize(
    ("preset", "address", "gap_ms"),
    [
        ("led485_ascii", 1, modbus.silent_gap_ms(9600)),
        ("led485_int16", 1, modbus.silent_gap_ms(9600)),
        ("qsystem", 33, 300),
        ("led485_ascii", 0, BROADCAST_GAP_MS),
    ],
    ids=["FC16", "FC06", "QSystem", "broadcast"],
)
def test_frames_never_overlap_and_keep_their_gap(
    preset: str, address: int, gap_ms: float, clock: HandClock, wait_until: WaitUntil
) -> None:
    dialect: Dialect = load_presets()[preset].dialect
    answers = isinstance(dialect, ModbusDialect) and address != modbus.BROADCAST
    wire = Wire(clock=clock, baud=9600, answers=answers)
    step = 0 if address == 0 else 1
    displays = [
        Display(name=f"Q{number}", address=address + step * number, dialect=dialect)
        for number in range(COUNT)
    ]

    def pause(seconds: float) -> None:
        clock.advance(max(1, round(seconds * 1000)))

    line = LedLine(wire, displays, name="led", clock=clock, wait=wait_shortly, pause=pause)
    for display in displays:
        line.want(display.name, DisplayText(text="A007", number=7))
    line.start()
    good = DisplayState.SHOWN if answers else DisplayState.SENT
    wait_until(lambda: set(line.states().values()) == {good})
    line.close()
    assert len(wire.written) == COUNT
    begins = [at for at, _ in wire.written[1:]]
    gaps = [begin - end for begin, end in zip(begins, wire.ended, strict=False)]
    assert min(gaps) >= gap_ms
    # Not a timed assertion: this clock moves only as far as the driver asks.
    assert max(gaps) <= gap_ms + 3
