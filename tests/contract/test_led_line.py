"""The LED line's driver with displays behind real pseudo-terminals and TCP."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.fault import FaultCode
from hardware.drivers.led_board import FAILURES_TO_BREAK, POLL_BROKEN_MS, REPAINT_MS
from hardware.drivers.led_line import LedLine
from hardware.links.serial_port import SerialLink
from hardware.links.tcp import TcpLink
from hardware.protocols.display import DisplayState
from hardware.sim.led import LedFault
from hardware.sim.serve import serve_pty, serve_tcp
from tests.hand_clock import HandClock
from tests.led_samples import INT16, KINDS, QSYSTEM, displays_of, text, wall_of

WaitUntil = Callable[..., None]
Lines = Callable[..., LedLine]


@pytest.mark.parametrize("kind", KINDS)
def test_every_display_shows_its_wanted_text(
    kind: str, port: Path, start_line: Lines, wait_until: WaitUntil
) -> None:
    dialect = KINDS[kind]
    wall = wall_of(3, dialect)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(3, dialect))
        for number in (1, 2, 3):
            line.want(f"Q{number}", text(f"A00{number}"))
        wait_until(lambda: wall.texts() == {"Q1": "A001", "Q2": "A002", "Q3": "A003"})
        good = DisplayState.SENT if dialect is QSYSTEM else DisplayState.SHOWN
        wait_until(lambda: set(line.states().values()) == {good})


def test_a_line_behind_a_serial_server_works_the_same(
    start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(2, INT16)
    with serve_tcp(wall) as server:
        line = start_line(TcpLink("127.0.0.1", server.port), displays_of(2, INT16), baud=0)
        line.want("Q2", text("B012"))
        wait_until(lambda: wall.texts()["Q2"] == "12")
        wait_until(lambda: line.states()["Q2"] is DisplayState.SHOWN)
        assert line.states()["Q1"] is DisplayState.UNKNOWN


def test_a_dead_display_does_not_stop_the_others_and_is_told_once(
    port: Path, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(3)
    wall.order("Q2", LedFault.SILENT)
    told: list[tuple[str, DisplayState]] = []
    with serve_pty(wall, port):
        line = start_line(
            SerialLink(str(port)), displays_of(3), on_change=lambda *what: told.append(what)
        )
        for name in ("Q2", "Q1", "Q3"):
            line.want(name, text("A007"))
        wait_until(lambda: line.reports()["Q2"].failures == FAILURES_TO_BREAK)
        assert wall.texts() == {"Q1": "A007", "Q2": "", "Q3": "A007"}
        line.want("Q1", text("A008"))
        wait_until(lambda: wall.texts()["Q1"] == "A008")
    assert line.reports()["Q2"].fault is FaultCode.DISPLAY_NO_ANSWER
    assert [state for name, state in told if name == "Q2"][:1] == [DisplayState.NO_ANSWER]
    assert told.count(("Q2", DisplayState.NO_ANSWER)) == 1
    assert told.count(("Q1", DisplayState.SHOWN)) == 1


def test_a_broken_display_is_only_polled_and_heals_by_itself(
    port: Path, clock: HandClock, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(1)
    wall.order("Q1", LedFault.SILENT)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(1))
        line.want("Q1", text("A001"))
        wait_until(lambda: line.reports()["Q1"].failures == FAILURES_TO_BREAK)
        frames = len(wall.received())
        line.want("Q1", text("A002"))  # no reason to ask a dead display at once
        clock.advance(POLL_BROKEN_MS)
        wait_until(lambda: line.reports()["Q1"].failures == FAILURES_TO_BREAK + 1)
        assert len(wall.received()) == frames + 1
        wall.order("Q1", None)
        clock.advance(2 * POLL_BROKEN_MS)  # ever less often, every 30 s at least
        wait_until(lambda: wall.texts()["Q1"] == "A002")
        wait_until(lambda: line.states()["Q1"] is DisplayState.SHOWN)


def test_an_unplugged_line_heals_and_is_painted_anew(
    port: Path, clock: HandClock, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(2)
    told: list[DisplayState] = []

    def tell(name: str, state: DisplayState) -> None:
        if name == "Q1":
            told.append(state)

    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(2), on_change=tell)
        line.want("Q1", text("A001"))
        line.want("Q2", text("A002"))
        wait_until(lambda: set(line.states().values()) == {DisplayState.SHOWN})
        frames = len(wall.received())
        wall.unplug()
        clock.advance(REPAINT_MS)  # somebody must look at the line to see that it is gone
        wait_until(lambda: DisplayState.UNREACHABLE in told)
        clock.advance(60_000)
        wait_until(lambda: len(wall.received()) >= frames + 2)
        wait_until(lambda: set(line.states().values()) == {DisplayState.SHOWN})
        assert {name for each in wall.received()[frames:] for name in each.displays} == {"Q1", "Q2"}
    assert told[:3] == [DisplayState.SHOWN, DisplayState.UNREACHABLE, DisplayState.SHOWN]


def test_a_line_that_does_not_exist_is_unreachable_until_it_comes(
    port: Path, clock: HandClock, start_line: Lines, wait_until: WaitUntil
) -> None:
    line = start_line(SerialLink(str(port)), displays_of(1))
    line.want("Q1", text("A001"))
    wait_until(lambda: line.states()["Q1"] is DisplayState.UNREACHABLE)
    wall = wall_of(1)
    with serve_pty(wall, port):
        clock.advance(60_000)
        wait_until(lambda: wall.texts()["Q1"] == "A001")


def test_a_text_is_sent_again_every_thirty_seconds(
    port: Path, clock: HandClock, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(1)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(1))
        line.want("Q1", text("A001"))
        wait_until(lambda: line.states()["Q1"] is DisplayState.SHOWN)
        assert len(wall.received()) == 1
        for repaints in (1, 2):
            clock.advance(REPAINT_MS)
            wait_until(lambda: len(wall.received()) == 1 + repaints)  # noqa: B023
    assert {each.frame for each in wall.received()} == {wall.received()[0].frame}


def test_the_latest_text_wins_while_the_line_is_busy(
    port: Path, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(2)
    wall.order("Q1", LedFault.SILENT)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(2))
        line.want("Q1", text("A000"))
        wait_until(wall.received)  # the line now waits for an answer that never comes
        for number in range(1, 60):
            line.want("Q2", text(f"A{number:03d}"))
        wait_until(lambda: wall.texts()["Q2"] == "A059")
        sent = [each for each in wall.received() if "Q2" in each.displays]
        assert len(sent) < 10


def test_who_calls_during_the_silence_goes_before_those_only_repainted(
    port: Path, clock: HandClock, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall, go_on, in_silence = wall_of(4, QSYSTEM), threading.Event(), threading.Event()

    def pause(seconds: float) -> None:
        in_silence.set()
        assert go_on.wait(10)
        clock.advance(round(seconds * 1000))

    go_on.set()
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(4, QSYSTEM), pause=pause)
        for number in (1, 2, 3, 4):
            line.want(f"Q{number}", text(f"A00{number}"))
        wait_until(lambda: set(line.states().values()) == {DisplayState.SENT})
        go_on.clear()
        clock.advance(REPAINT_MS + 2000)
        in_silence.clear()
        wait_until(in_silence.is_set)  # one display is repainted, three are still due
        line.want("Q4", text("A009"))
        go_on.set()
        wait_until(lambda: len(wall.received()) == 8)
    assert [each.displays for each in wall.received()[4:6]] == [("Q1",), ("Q4",)]
    assert wall.texts()["Q4"] == "A009"


def test_an_unknown_display_is_refused(port: Path, start_line: Lines) -> None:
    line = start_line(SerialLink(str(port)), displays_of(1))
    with pytest.raises(KeyError):
        line.want("Q9", text("A001"))
