"""From a call's commit to the last byte at the counter's display, and to the painted board.

Another process calls; ours has the display program's watch, service, LED line and board. The line
is paced to 9600 baud, so that bytes take the time that they take.
"""

import os
import random
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks.caller import Called, Caller, caller
from benchmarks.display_house import DisplayHouse, display_house, rest
from benchmarks.figures import NS_PER_MS, Effort, Figure, Report, high, median, now_ns
from benchmarks.grounds import SERVICE, Ground, both_grounds, furnish, open_queue
from benchmarks.led_wire import Bus, Seen, name_of, paced_bus, wire_ms
from benchmarks.patience import wait_for
from benchmarks.screen import screen_environment
from core.ids import new_id
from hardware.frames import modbus
from hardware.frames.led_dialect import Dialect, ModbusDialect
from hardware.frames.presets import load_presets
from hardware.frames.template import Values
from hardware.protocols.display import DisplayText
from hardware.sim.led import LedFault
from motcua.programs.application import application

LED_LIMIT_MS = 60.0  # beside the frame's own time on the wire
BOARD_LIMIT_MS = 100.0
DEAD_LIMIT_RATIO = 1.3
TEN, DEAD = 10, (3, 7)
# Four characters, acknowledged: FC16. The other writes a number, FC06.
TEXT, NUMBER = "led485_ascii", "led485_int16"
# Longer than a poll, so that calls fall anywhere within one.
_PAUSE_MS = 60


def measure(effort: Effort) -> Report:
    os.environ.update(screen_environment())
    application()
    figures: list[Figure] = []
    with both_grounds() as grounds, tempfile.TemporaryDirectory() as folder:
        for ground in grounds:
            for count in effort.halls:
                figures += _calls(ground, Path(folder), count, effort)
        figures += _bus(Path(folder), effort.rounds)
    return Report(
        name="calls",
        title=f"call committed → LED, board; {effort.touches} calls at each number of counters",
        figures=tuple(figures),
        notes=(
            "from the moment before COMMIT is sent, in another process; board 1920x1080.",
            f"floor of the LED: its frame's {_frame_bytes(TEXT)} bytes at 9600 baud; the target "
            f"is {LED_LIMIT_MS:.0f} ms more.",
            "floor of a bus: what the bytes, answers and silences take by arithmetic.",
            "all at once: every counter calls as fast as the queue takes it; first commit → last "
            "LED.",
        ),
    )


# Calls ------------------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class _Took:
    """Milliseconds from commit to LED, to the board, and of all counters at once to the last."""

    led: list[float] = field(default_factory=list)
    board: list[float] = field(default_factory=list)
    storm: list[float] = field(default_factory=list)


def _calls(ground: Ground, folder: Path, count: int, effort: Effort) -> Iterator[Figure]:
    took = _measured(ground, folder, count, effort.touches, bursts=max(1, effort.rounds // 4))
    where = f"{ground.name}, {count} counter{'s'[: count > 1]}"
    wire = wire_ms(_frame_bytes(TEXT))
    led = partial(Figure, unit="ms", floor=wire)
    yield led(what=f"{where}: LED p50", value=median(took.led))
    yield led(what=f"{where}: LED p99", value=high(took.led), limit=LED_LIMIT_MS + wire)
    yield Figure(what=f"{where}: board p50", value=median(took.board), unit="ms")
    yield Figure(
        what=f"{where}: board p99", value=high(took.board), unit="ms", limit=BOARD_LIMIT_MS
    )
    if count > 1:
        yield Figure(
            what=f"{where}, all at once: last LED p50",
            value=median(took.storm),
            unit="ms",
            floor=count * _turn_ms(TEXT),
        )


def _measured(ground: Ground, folder: Path, count: int, calls: int, *, bursts: int) -> _Took:
    url = ground.fresh()
    furnish(url, count)
    # The first call draws letters and opens connections for the first time.
    _let_wait(url, calls + 1 + bursts * count)
    took, chance = _Took(), random.Random(count)
    with ExitStack() as open_things:
        away = open_things.enter_context(caller(url))
        house, bus = open_things.enter_context(display_house(url, folder, count, _dialect(TEXT)))
        for _ in range(calls + 1):
            _call(away, house, bus, chance.randint(1, count), took)
            rest(chance.randint(10, _PAUSE_MS))
        del took.led[0], took.board[0]
        for _ in range(bursts if count > 1 else 0):
            called = away.call(*range(1, count + 1))
            last_ns = max(_lit_ns(bus, each) for each in called)
            took.storm.append((last_ns - called[0].at_ns) / NS_PER_MS)
            _end(away, bus, called)
    return took


def _call(away: Caller, house: DisplayHouse, bus: Bus, counter_id: int, took: _Took) -> None:
    [called] = away.call(counter_id)
    took.led.append((_lit_ns(bus, called) - called.at_ns) / NS_PER_MS)
    wait_for(lambda: called.label in house.painted_ns)
    took.board.append((house.painted_ns[called.label] - called.at_ns) / NS_PER_MS)
    _end(away, bus, [called])


def _lit_ns(bus: Bus, called: Called) -> int:
    """When the last byte was through that made the counter's display show the number."""
    key = name_of(called.counter_id), called.label
    wait_for(lambda: bus.seen.at_ns(*key) is not None)
    at_ns = bus.seen.at_ns(*key)
    assert at_ns is not None, "waited for"
    return at_ns


def _end(away: Caller, bus: Bus, called: Sequence[Called]) -> None:
    """The counters are free again, and their displays say so."""
    away.done(*(each.counter_id for each in called))
    names = [name_of(each.counter_id) for each in called]
    wait_for(lambda: all(bus.seen.shows(name, "----") for name in names))


def _let_wait(url: str, count: int) -> None:
    with open_queue(url) as (_, queue):
        for _ in range(count):
            queue.issue(SERVICE, cmd_id=new_id())


# The bus alone ----------------------------------------------------------------------------------


def _bus(folder: Path, rounds: int) -> Iterator[Figure]:
    """Ten displays that all change, of both kinds of frame; then with two dead among them."""
    for preset, function in ((NUMBER, "FC06"), (TEXT, "FC16")):
        with paced_bus(folder, TEN, _dialect(preset), Seen()) as bus:
            took = [_all_change(bus, turn, range(1, TEN + 1)) for turn in range(rounds + 1)][1:]
        yield Figure(
            what=f"{function}: one of {TEN} displays on a healthy bus",
            value=median(took) / TEN,
            unit="ms",
            floor=_turn_ms(preset),
        )
    yield from _wounded(folder, rounds)


@dataclass(slots=True, kw_only=True)
class _Others:
    """Milliseconds of the living: until all of them show new texts, and until one that calls."""

    bus: Bus
    all_change: list[float] = field(default_factory=list)
    one_calls: list[float] = field(default_factory=list)


def _wounded(folder: Path, rounds: int) -> Iterator[Figure]:
    """A bus with dead displays, and a healthy one, in turns."""
    healthy, wounded = _with_dead(folder, rounds)
    who = f"{len(DEAD)} of {TEN} dead"
    for what, ours, floor in (
        (f"{who}: all others change", wounded.all_change, healthy.all_change),
        (f"{who}: one other calls", wounded.one_calls, healthy.one_calls),
    ):
        yield Figure(
            what=f"{what} p50",
            value=median(ours),
            unit="ms",
            floor=median(floor),
            limit_ratio=DEAD_LIMIT_RATIO,
        )
        yield Figure(what=f"{what} p99", value=high(ours), unit="ms", floor=high(floor))


def _with_dead(folder: Path, rounds: int) -> tuple[_Others, _Others]:
    living = [each for each in range(1, TEN + 1) if each not in DEAD]
    chance = random.Random(TEN)
    with ExitStack() as open_things:
        healthy, wounded = (_Others(bus=open_things.enter_context(_ten(folder))) for _ in range(2))
        for number in DEAD:
            wounded.bus.wall.order(name_of(number), LedFault.SILENT)
        for turn in range(rounds + 1):
            for each in (healthy, wounded):
                each.all_change.append(_all_change(each.bus, turn, living))
                rest(chance.randint(0, _PAUSE_MS))
                each.one_calls.append(_one_calls(each.bus, chance.choice(living), turn))
        for each in (healthy, wounded):
            del each.all_change[0], each.one_calls[0]
        return healthy, wounded


def _ten(folder: Path) -> AbstractContextManager[Bus]:
    return paced_bus(folder, TEN, _dialect(TEXT), Seen())


def _one_calls(bus: Bus, number: int, turn: int) -> float:
    """Milliseconds from the wish of one display, while the bus does whatever it does."""
    began, name, shown = now_ns(), name_of(number), f"C{turn:03d}"
    bus.line.want(name, DisplayText(text=shown, number=turn, blink=True))
    wait_for(lambda: bus.seen.at_ns(name, shown) is not None)
    return ((bus.seen.at_ns(name, shown) or began) - began) / NS_PER_MS


def _all_change(bus: Bus, turn: int, awaited: Sequence[int]) -> float:
    """Milliseconds from the wish to the last of those ``awaited``; all ten are wished for."""
    shown = f"{turn + 1:03d}"
    began = now_ns()
    for number in range(1, TEN + 1):
        bus.line.want(name_of(number), DisplayText(text=shown, number=turn + 1))
    names = [name_of(number) for number in awaited]
    wait_for(lambda: all(_is(bus, name, shown) for name in names))
    last = max(at for name in names if (at := _at_ns(bus, name, shown)) is not None)
    return (last - began) / NS_PER_MS


def _is(bus: Bus, name: str, shown: str) -> bool:
    return _at_ns(bus, name, shown) is not None


def _at_ns(bus: Bus, name: str, shown: str) -> int | None:
    """A display of numbers shows no noughts before them."""
    at_ns = bus.seen.at_ns(name, shown)
    return bus.seen.at_ns(name, shown.lstrip("0")) if at_ns is None else at_ns


# Arithmetic -------------------------------------------------------------------------------------


def _dialect(preset: str) -> Dialect:
    return load_presets()[preset].dialect


def _frame(preset: str) -> bytes:
    return _dialect(preset).frame(Values(addr=1, text="A007", num=7, counter=1))


def _frame_bytes(preset: str) -> int:
    return len(_frame(preset))


def _turn_ms(preset: str) -> float:
    """A frame, its answer, and the silence after each of them."""
    assert isinstance(_dialect(preset), ModbusDialect), "that is what answers"
    frame = _frame(preset)
    answer = modbus.acknowledgement(frame)
    return wire_ms(len(frame) + len(answer)) + modbus.silent_gap_ms(9600)
