"""Who goes first on the line, and what dead displays cost the others: on the test's own clock."""

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from hardware.drivers.led_board import FAILURES_TO_BREAK, LONGEST_POLL_MS, REPAINT_MS, Display
from hardware.drivers.led_line import LedLine
from hardware.frames.presets import load_presets
from hardware.protocols.display import DisplayState, DisplayText
from tests.hand_clock import HandClock
from tests.led_samples import text
from tests.led_wire import Wire

WaitUntil = Callable[..., None]
# Not those of ``led_samples``: these have the time-outs of real ones.
ASCII = load_presets()["led485_ascii"].dialect
UNITS = range(1, 11)


def call(shown: str) -> DisplayText:
    return DisplayText(text=shown, number=int(shown[1:]), blink=True)


def bus(wire: Wire, *, blink: bool = False) -> LedLine:
    displays = [Display(name=f"Q{u}", address=u, dialect=ASCII, blink=blink) for u in UNITS]
    return LedLine(wire, displays, name="led", clock=wire.clock, wait=wire.wait, pause=wire.pause)


@pytest.fixture
def wire(clock: HandClock) -> Wire:
    return Wire(clock=clock, alive=UNITS)


@pytest.fixture
def line(wire: Wire) -> Iterator[LedLine]:
    line = bus(wire)
    yield line
    line.close()


def test_new_calls_go_first_then_new_texts_then_repaints(
    wire: Wire, line: LedLine, clock: HandClock, wait_until: WaitUntil
) -> None:
    for unit in UNITS:
        line.want(f"Q{unit}", text(f"A{unit:03d}"))
    line.start()
    wait_until(lambda: len(wire.written) == 10)

    def during_the_first_repaint() -> None:
        line.want("Q7", text("B001"))
        line.want("Q9", call("B002"))
        line.want("Q8", call("B003"))

    wire.script = [(clock.elapsed_ms() + REPAINT_MS + 1, during_the_first_repaint)]
    clock.advance(REPAINT_MS)
    wait_until(lambda: len(wire.written) >= 19)
    assert [frame[0] for frame in wire.frames(since=11)][:3] == [9, 8, 7]


def test_a_display_that_fell_silent_goes_behind_all_others(
    wire: Wire, line: LedLine, wait_until: WaitUntil
) -> None:
    wire.alive = set(UNITS) - {1}
    for unit in UNITS:
        line.want(f"Q{unit}", text(f"A{unit:03d}"))
    wire.script = [(wire.clock.elapsed_ms() + 5_000, lambda: None)]
    line.start()
    wait_until(lambda: line.reports()["Q1"].failures == FAILURES_TO_BREAK)
    assert [frame[0] for frame in wire.frames()] == [*UNITS, 1, 1]
    tries = [at for at, frame in wire.written if frame[0] == 1]
    assert [after - before >= 300 for before, after in pairwise(tries)] == [True, True]
    assert tries[2] - tries[1] >= 1_000
    assert line.states()["Q1"] is DisplayState.NO_ANSWER


def test_a_call_ends_the_waiting_for_a_display_that_was_silent_before(
    wire: Wire, line: LedLine, clock: HandClock, wait_until: WaitUntil
) -> None:
    wire.alive = set(UNITS) - {1}
    line.want("Q1", text("A001"))
    asked: list[int] = []

    def in_the_second_wait() -> None:
        asked.append(clock.elapsed_ms())
        line.want("Q2", call("A002"))

    # The first wait lasts 300 ms, the second is just beginning.
    wire.script = [(clock.elapsed_ms() + 400, in_the_second_wait)]
    line.start()
    wait_until(lambda: line.states()["Q2"] is DisplayState.SHOWN)
    begun = next(at for at, frame in wire.written if frame[0] == 2)
    assert begun - asked[0] <= 60


def test_a_broken_display_is_polled_less_and_less_but_every_thirty_seconds(
    wire: Wire, line: LedLine, clock: HandClock, wait_until: WaitUntil
) -> None:
    wire.alive = ()
    line.want("Q1", text("A001"))
    wire.script = [(clock.elapsed_ms() + 300_000, lambda: None)]
    line.start()
    wait_until(lambda: not wire.script)
    polls = [at for at, _ in wire.written[FAILURES_TO_BREAK - 1 :]]
    waits = [round(after - before, -3) for before, after in pairwise(polls)]
    assert waits[:4] == [10_000, 20_000, LONGEST_POLL_MS, LONGEST_POLL_MS]


def outage(wire: Wire, units: set[int], from_ms: int, to_ms: int) -> None:
    """These displays have no power for a while."""
    begin = wire.clock.elapsed_ms()
    wire.script += [
        (begin + from_ms, lambda: setattr(wire, "alive", set(UNITS) - units)),
        (begin + to_ms, lambda: setattr(wire, "alive", UNITS)),
    ]


@pytest.mark.parametrize("dead", [{3}, set(UNITS)], ids=["one", "all"])
def test_a_display_that_is_well_again_shows_a_new_call_at_once(
    dead: set[int], wire: Wire, line: LedLine, clock: HandClock, wait_until: WaitUntil
) -> None:
    begin = clock.elapsed_ms()
    for unit in UNITS:
        line.want(f"Q{unit}", text("A000"))
    outage(wire, dead, 1_000, 21_000)
    wire.script.insert(1, (begin + 2_000, lambda: line.want("Q3", call("A001"))))
    wire.script += [
        (begin + 22_000, lambda: line.want("Q3", call("A002"))),
        (begin + 23_000, lambda: None),
    ]
    line.start()
    wait_until(lambda: not wire.script)
    shown = [at for at, frame in wire.written if frame[0] == 3 and b"A002" in frame]
    assert shown[0] - begin - 22_000 <= 100
    assert line.states()["Q3"] is DisplayState.SHOWN


def test_a_dip_of_the_power_does_not_take_a_display_for_dead(
    wire: Wire, line: LedLine, clock: HandClock, wait_until: WaitUntil
) -> None:
    begin = clock.elapsed_ms()
    line.want("Q3", text("A000"))
    outage(wire, {3}, 1_000, 2_500)
    wire.script.insert(1, (begin + 1_100, lambda: line.want("Q3", call("A001"))))
    wire.script.append((begin + 4_500, lambda: None))
    line.start()
    wait_until(lambda: not wire.script)
    assert line.reports()["Q3"].failures == 0
    assert line.states()["Q3"] is DisplayState.SHOWN


def test_a_wait_that_a_call_ends_is_no_failure(
    wire: Wire, line: LedLine, clock: HandClock, wait_until: WaitUntil
) -> None:
    wire.alive = set(UNITS) - {1}
    begin = clock.elapsed_ms()
    line.want("Q1", text("A001"))
    seen: list[tuple[int, int]] = []

    def look() -> None:
        tries = [frame for frame in wire.frames() if frame[0] == 1]
        seen.append((len(tries), line.reports()["Q1"].failures))

    # The second try begins some 600 ms after the first and would last 300.
    wire.script = [
        (begin + 800, lambda: line.want("Q2", call("A002"))),
        (begin + 1_000, look),
    ]
    line.start()
    wait_until(lambda: seen)
    assert seen == [(2, 1)]


def morning_ms(clock: HandClock, alive: set[int], wait_until: WaitUntil) -> list[int]:
    """Ten minutes with a call every 700 ms: how long each took to be on the wire."""
    wire = Wire(clock=clock, alive=alive)
    line = bus(wire)
    called: list[tuple[int, int, str]] = []
    begin = clock.elapsed_ms()

    def calling(place: int) -> Callable[[], None]:
        unit, shown = 1 + place * 7 % 10, f"A{place:03d}"

        def act() -> None:
            called.append((clock.elapsed_ms(), unit, shown))
            line.want(f"Q{unit}", call(shown))

        return act

    wire.script = [(begin + 1000 + 700 * place, calling(place)) for place in range(857)]
    line.start()
    wait_until(lambda: not wire.script)
    wait_until(lambda: line.states()["Q8"] is DisplayState.SHOWN)
    line.close()
    times = []
    for asked_ms, unit, shown in called:
        shows = shown.encode()
        frames = zip(wire.written, wire.ended, strict=True)
        ends = [end for (at, frame), end in frames
                if at >= asked_ms and frame[0] == unit and shows in frame]  # fmt: skip
        if unit in UNITS[2:] and ends:
            times.append(round(ends[0] - asked_ms))
    return sorted(times)


def test_two_dead_displays_of_ten_hardly_delay_the_others(wait_until: WaitUntil) -> None:
    healthy = morning_ms(HandClock(), set(UNITS), wait_until)
    hurt = morning_ms(HandClock(), set(UNITS[2:]), wait_until)
    assert len(hurt) == len(healthy) > 600
    assert sum(hurt) <= 1.3 * sum(healthy)
    p99 = len(healthy) * 99 // 100
    assert hurt[p99] <= 1.3 * healthy[p99]


def test_after_a_long_absence_the_line_is_soon_right_again(
    wire: Wire, line: LedLine, clock: HandClock, wait_until: WaitUntil
) -> None:
    for unit in UNITS:
        line.want(f"Q{unit}", text(f"A{unit:03d}"))
    back_ms = clock.elapsed_ms() + 600_000
    wire.script = [
        (clock.elapsed_ms() + 2_000, lambda: setattr(wire, "is_down", True)),
        (back_ms, lambda: setattr(wire, "is_down", False)),
        (back_ms + 20_000, lambda: None),
    ]
    line.start()
    wait_until(lambda: not wire.script)
    again = [at for at, _ in wire.written if at >= back_ms]
    assert len(again) == 10
    assert max(again) <= back_ms + 2_000


def test_a_display_shows_its_last_bytes_and_when_it_changed(
    wire: Wire, line: LedLine, clock: HandClock, wait_until: WaitUntil
) -> None:
    line.want("Q1", text("A007"))
    line.start()
    wait_until(lambda: line.states()["Q1"] is DisplayState.SHOWN)
    report = line.reports()["Q1"]
    assert report.sent.startswith("01 10 00 70 00 02 04 41 30 30 37")
    assert report.heard.startswith("01 10 00 70 00 02")
    assert report.since_ms == report.answered_ms
    since = report.since_ms
    clock.advance(REPAINT_MS)
    wait_until(lambda: len(wire.written) == 2)
    wait_until(lambda: line.reports()["Q1"].answered_ms != since)
    assert line.reports()["Q1"].since_ms == since
