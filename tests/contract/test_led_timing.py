"""Frames on one line keep their distance: measured on the injected clock, not on the machine's."""

from collections.abc import Callable

import pytest

from hardware.drivers.led_board import Display
from hardware.drivers.led_line import LedLine
from hardware.frames import modbus
from hardware.frames.led_dialect import BROADCAST_GAP_MS, Dialect, ModbusDialect
from hardware.frames.presets import load_presets
from hardware.protocols.display import DisplayState, DisplayText
from tests.hand_clock import HandClock
from tests.led_samples import wait_shortly
from tests.led_wire import Wire

WaitUntil = Callable[..., None]
COUNT = 6


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
    wire = Wire(clock=clock, alive=range(1, COUNT + 1) if answers else ())
    step = 0 if address == 0 else 1
    displays = [
        Display(name=f"Q{number}", address=address + step * number, dialect=dialect)
        for number in range(COUNT)
    ]

    line = LedLine(wire, displays, name="led", clock=clock, wait=wait_shortly, pause=wire.pause)
    for display in displays:
        line.want(display.name, DisplayText(text="A007", number=7))
    line.start()
    good = DisplayState.SHOWN if answers else DisplayState.SENT
    wait_until(lambda: set(line.states().values()) == {good})
    line.close()
    begins = [at for at, _ in wire.written[1:COUNT]]
    assert len(begins) == COUNT - 1
    gaps = [begin - end for begin, end in zip(begins, wire.ended, strict=False)]
    assert min(gaps) >= gap_ms
    # Not a timed assertion: this clock moves only as far as the driver asks.
    assert max(gaps) <= gap_ms + 3
