"""Displays, walls and waits that the tests of the LED line share."""

import threading
from dataclasses import dataclass

from hardware.drivers.led_board import Display
from hardware.frames.led_dialect import Dialect, ModbusDialect, TemplateDialect
from hardware.frames.presets import load_presets
from hardware.frames.template_reading import read_template
from hardware.protocols.display import DisplayText
from hardware.sim.led import LedWall, SimDisplay
from tests.hand_clock import HandClock

TIMEOUT_MS = 60


def wait_shortly(condition: threading.Condition, timeout_s: float | None) -> None:
    """Let the actor look at the hand clock again soon; an early return is always allowed."""
    del timeout_s
    condition.wait(0.003)


@dataclass(slots=True, kw_only=True)
class PassingWait:
    """As ``wait_shortly``, but of the clock's time ``left_ms`` pass: enough for the pauses between
    a display's first failures, and far from the next poll or repaint."""

    clock: HandClock
    left_ms: int = 4_000

    def __call__(self, condition: threading.Condition, timeout_s: float | None) -> None:
        wait_shortly(condition, timeout_s)
        step_ms = min(self.left_ms, 100)
        self.left_ms -= step_ms
        self.clock.advance(step_ms)


def modbus(name: str) -> Dialect:
    """A Modbus preset that gives up sooner than a real one must."""
    dialect = load_presets()[name].dialect
    assert isinstance(dialect, ModbusDialect)
    return ModbusDialect(profile=dialect.profile, timeout_ms=TIMEOUT_MS)


def answering() -> Dialect:
    """A display out of a maker's sheet: 06 for yes, 15 for no."""
    sheet = {
        "frame": ["02", "addr:dec2", "text:ascii", "check:hex2", "03"],
        "check": {"alg": "xor8", "from": 1, "to": -3},
        "text": {"width": 4},
        "reply": {"kind": "bytes", "taken": "06", "refused": "15"},
        "timing": {"gap_ms": 5, "timeout_ms": TIMEOUT_MS},
        "example": [{"args": {"addr": 1, "text": "1001"}, "hex": "02 " + ".. " * 8 + "03"}],
    }
    return TemplateDialect(template=read_template(sheet))


ASCII = modbus("led485_ascii")
INT16 = modbus("led485_int16")
QSYSTEM = load_presets()["qsystem"].dialect
# Every kind of line: acknowledged by Modbus, by bytes, and never answered.
KINDS = {"modbus": ASCII, "template": answering(), "silent template": QSYSTEM}


def address(number: int, dialect: Dialect) -> int:
    return max(1, dialect.addresses()[0]) + number - 1


def wall_of(count: int, dialect: Dialect = ASCII, *, echo: bool = False) -> LedWall:
    displays = [
        SimDisplay(name=f"Q{number}", address=address(number, dialect), dialect=dialect)
        for number in range(1, count + 1)
    ]
    return LedWall(displays, echo=echo, slow_s=0.3)


def displays_of(count: int, dialect: Dialect = ASCII) -> list[Display]:
    return [
        Display(name=f"Q{number}", address=address(number, dialect), dialect=dialect)
        for number in range(1, count + 1)
    ]


def text(shown: str) -> DisplayText:
    digits = "".join(letter for letter in shown if letter.isdigit())
    return DisplayText(text=shown, number=int(digits) if digits else None)
