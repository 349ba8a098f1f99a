"""Brightness, darkening all, blinking: states of displays besides their texts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest

from hardware.drivers.led_board import DIM_AGAIN_MS, HALF_BLINK_MS, TRIES_TO_DIM, Display
from hardware.drivers.led_line import LedLine
from hardware.frames.led_dialect import Dialect, ModbusDialect
from hardware.frames.modbus import Brightness
from hardware.frames.presets import load_presets
from hardware.protocols.display import DisplayState, DisplayText
from tests.hand_clock import HandClock
from tests.led_samples import text
from tests.led_wire import Wire

WaitUntil = Callable[..., None]
ASCII = load_presets()["led485_ascii"].dialect
INT16 = load_presets()["led485_int16"].dialect
QSYSTEM = load_presets()["qsystem"].dialect
EDI = load_presets()["edi"].dialect
UNITS = (1, 2, 3)
LIGHT_REGISTER = 0x0020


def dimmable() -> Dialect:
    assert isinstance(ASCII, ModbusDialect)
    light = Brightness(register=LIGHT_REGISTER, low=0, high=100)
    return replace(ASCII, profile=replace(ASCII.profile, brightness=light))


def call(shown: str) -> DisplayText:
    return replace(text(shown), blink=True)


Lines = Callable[..., LedLine]


@pytest.fixture
def wire(clock: HandClock) -> Wire:
    return Wire(clock=clock, alive=set(UNITS))


@pytest.fixture
def make(wire: Wire) -> Iterator[Lines]:
    lines: list[LedLine] = []

    def made(dialect: Dialect, **settings: bool) -> LedLine:
        low = max(1, dialect.addresses()[0])
        displays = [
            Display(name=f"Q{u}", address=low + u - 1, dialect=dialect, **settings) for u in UNITS
        ]
        line = LedLine(
            wire, displays, name="led", clock=wire.clock, wait=wire.wait, pause=wire.pause
        )
        lines.append(line)
        return line

    yield made
    for line in lines:
        line.close()


def let_pass(wire: Wire, ms: int, wait_until: WaitUntil) -> None:
    """The line lives on for so long by its own clock."""
    wire.script = [(wire.clock.elapsed_ms() + ms, lambda: None)]
    wait_until(lambda: not wire.script)


def dims(frames: Sequence[bytes]) -> list[tuple[int, int]]:
    """Which unit was made how bright."""
    light = LIGHT_REGISTER.to_bytes(2, "big")
    return [(frame[0], frame[-3]) for frame in frames if frame[2:4] == light]


def test_brightness_goes_to_every_display_after_the_texts(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(dimmable())
    line.dim(40)
    for unit in UNITS:
        line.want(f"Q{unit}", text("A001"))
    line.start()
    wait_until(lambda: len(wire.written) == 6)
    assert dims(wire.frames()) == [(1, 40), (2, 40), (3, 40)]
    assert dims(wire.frames(since=3)) == dims(wire.frames())


def test_brightness_is_said_again_when_the_line_comes_back(
    wire: Wire, make: Lines, clock: HandClock, wait_until: WaitUntil
) -> None:
    line = make(dimmable())
    line.start()
    line.dim(40)
    wait_until(lambda: len(dims(wire.frames())) == 3)
    wire.is_down = True
    clock.advance(1000)
    wait_until(lambda: set(line.states().values()) == {DisplayState.UNREACHABLE})
    wire.is_down = False
    clock.advance(2000)
    wait_until(lambda: dims(wire.frames()) == 2 * [(1, 40), (2, 40), (3, 40)])


def test_brightness_is_said_again_to_displays_that_never_answer(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    pole = load_presets()["cd5220"].dialect
    line = make(pole)
    line.dim(40)
    line.want("Q1", text("A001"))
    line.start()
    wait_until(lambda: len(wire.written) == 2)
    dim = pole.dim_frame(1, 40)
    assert wire.frames()[1] == dim
    let_pass(wire, DIM_AGAIN_MS + 2_000, wait_until)
    assert wire.frames().count(dim) == 2


def test_brightness_is_not_said_again_to_displays_that_answer(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(dimmable())
    line.dim(40)
    line.want("Q1", text("A001"))
    line.start()
    let_pass(wire, DIM_AGAIN_MS + 2_000, wait_until)
    assert len(dims(wire.frames())) == len(UNITS)


def test_a_line_opened_again_since_all_are_silent_prepares_its_signs_once(
    wire: Wire, wait_until: WaitUntil
) -> None:
    sign = load_presets()["string"].dialect.adapted(width=None, digits_only=False, rows=(1, 2))
    displays = [
        Display(name="Q1", address=1, dialect=ASCII),
        Display(name="S", address=9, dialect=sign, row=1),
    ]
    wire.alive = ()
    line = LedLine(wire, displays, name="led", clock=wire.clock, wait=wire.wait, pause=wire.pause)
    for name in ("Q1", "S"):
        line.want(name, text("A007"))
    wire.script = [(wire.clock.elapsed_ms() + 60_000, lambda: None)]
    line.start()
    wait_until(lambda: not wire.script)
    line.close()
    frames = wire.frames()
    empties, calls = sign.setup_frames(9)
    assert frames.count(empties) == frames.count(calls) == 2
    last = max(place for place, frame in enumerate(frames) if frame == empties)
    assert displays[1].frame(text("A007")) in frames[last:]


def test_a_display_that_does_not_understand_brightness_is_not_asked_for_ever(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(dimmable())
    wire.alive = ()
    line.dim(40)
    line.start()
    let_pass(wire, 20_000, wait_until)
    assert len(dims(wire.frames())) == TRIES_TO_DIM * len(UNITS)
    assert set(line.states().values()) == {DisplayState.UNKNOWN}


def test_displays_that_cannot_dim_are_left_alone(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(ASCII)
    line.dim(40)
    line.start()
    let_pass(wire, 5_000, wait_until)
    assert wire.written == []


def test_one_broadcast_darkens_all_and_nothing_is_painted_again(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(ASCII)
    line.start()
    for unit in UNITS:
        line.want(f"Q{unit}", text("A001"))
    wait_until(lambda: len(wire.written) == 3)
    line.clear()
    let_pass(wire, 40_000, wait_until)
    assert wire.frames(since=3) == [ASCII.clear_frame()]
    assert set(line.states().values()) == {DisplayState.SENT}
    assert {report.wanted for report in line.reports().values()} == {None}


def test_without_a_broadcast_each_display_is_darkened(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(QSYSTEM)
    line.start()
    line.want("Q1", text("A001"))
    wait_until(lambda: len(wire.written) == 1)
    line.clear()
    let_pass(wire, 40_000, wait_until)
    assert [frame[1] for frame in wire.frames(since=1)] == [0x20, 0x21, 0x22]
    assert all(b"A" not in frame for frame in wire.frames(since=1))


@pytest.mark.parametrize("dialect", [ASCII, QSYSTEM], ids=["broadcast", "each"])
def test_closing_lets_the_darkening_out(
    dialect: Dialect, wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(dialect)
    line.start()
    for unit in UNITS:
        line.want(f"Q{unit}", text("A001"))
    wait_until(lambda: len(wire.written) == 3)
    line.clear()
    line.close()
    blanks = {dialect.clear_frame()} if dialect is ASCII else {
        Display(name="", address=0x20 + u, dialect=dialect).frame(text("")) for u in range(3)
    }  # fmt: skip
    assert set(wire.frames(since=3)) == blanks


def test_a_new_call_blinks_once_a_second_at_most_and_ends_lit(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(ASCII)
    line.start()
    line.want("Q1", call("A007"))
    let_pass(wire, 5_200, wait_until)
    line.want("Q1", text("A007"))
    let_pass(wire, 3_000, wait_until)
    shown = [frame[7:-2] for frame in wire.frames()]
    assert shown[:6] == [b"A007", b"    "] * 3
    assert shown[-1] == b"A007"
    dark = [at for at, frame in wire.written if frame[7:-2] == b"    "]
    assert 4 <= len(dark) <= 5
    assert min(after - before for before, after in pairwise(dark)) >= 2 * HALF_BLINK_MS


def test_closing_leaves_no_display_dark(wire: Wire, make: Lines, wait_until: WaitUntil) -> None:
    line = make(ASCII)
    line.start()
    line.want("Q1", call("A007"))
    let_pass(wire, HALF_BLINK_MS + 200, wait_until)
    assert wire.frames()[-1][7:-2] == b"    "
    line.close()
    assert wire.frames()[-1][7:-2] == b"A007"


def test_blinking_waits_for_new_texts(wire: Wire, make: Lines, wait_until: WaitUntil) -> None:
    line = make(ASCII)
    line.start()
    begin = wire.clock.elapsed_ms()

    def storm() -> None:
        for unit in (2, 3):
            line.want(f"Q{unit}", text(f"B{len(wire.written):03d}"))

    line.want("Q1", call("A007"))
    wire.script = [(begin + 10 * each, storm) for each in range(300)]
    wait_until(lambda: not wire.script)
    assert all(frame[7:-2] != b"    " for at, frame in wire.written if at < begin + 2_900)


@pytest.mark.parametrize(
    ("dialect", "why"),
    [(QSYSTEM, "its gap is too long"), (INT16, "it shows 0 for nothing"), (EDI, "the same")],
    ids=["QSystem", "int16", "EDI"],
)
def test_some_protocols_cannot_blink(
    dialect: Dialect, why: str, wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(dialect)
    line.start()
    line.want("Q1", call("A007"))
    let_pass(wire, 3_000, wait_until)
    line.want("Q1", text("A007"))  # nothing changes on the display, so nothing is sent
    let_pass(wire, 3_000, wait_until)
    frames = {frame for frame in wire.frames() if frame[0] != 246 and frame[0] != 247}
    assert len(frames) == 1, why


def test_a_display_that_shall_not_blink_does_not(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(ASCII, blink=False)
    line.start()
    line.want("Q1", call("A007"))
    let_pass(wire, 3_000, wait_until)
    assert len(wire.written) == 1


def test_a_sign_that_blinks_by_itself_is_told_once(
    wire: Wire, make: Lines, wait_until: WaitUntil
) -> None:
    line = make(load_presets()["priority"].dialect)
    line.start()
    line.want("Q1", call("A007"))
    let_pass(wire, 3_000, wait_until)
    line.want("Q1", text("A007"))
    let_pass(wire, 3_000, wait_until)
    assert len(wire.written) == 2
    assert wire.frames()[0] != wire.frames()[1]
