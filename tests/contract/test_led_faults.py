"""Displays that misbehave and adapters that echo: the LED line's driver says what it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hardware.drivers.led_board import FAILURES_TO_BREAK, POLL_BROKEN_MS, REPAINT_MS
from hardware.drivers.led_line import LedLine
from hardware.frames.led_dialect import Dialect
from hardware.frames.modbus import HIGHEST_UNIT
from hardware.links.serial_port import SerialLink
from hardware.protocols.display import DisplayState
from hardware.sim.led import LedFault
from hardware.sim.serve import serve_pty
from tests.hand_clock import HandClock
from tests.led_samples import ASCII, INT16, KINDS, displays_of, text, wall_of

WaitUntil = Callable[..., None]
Lines = Callable[..., LedLine]


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (LedFault.WRONG_CHECK, DisplayState.BAD_ANSWER),
        (LedFault.REFUSES, DisplayState.BAD_ANSWER),
        (LedFault.SLOW, DisplayState.NO_ANSWER),
        (LedFault.SILENT, DisplayState.NO_ANSWER),
        (LedFault.NOISY, DisplayState.SHOWN),
    ],
)
@pytest.mark.parametrize("dialect", [ASCII, KINDS["template"]], ids=["modbus", "template"])
def test_a_misbehaving_display_is_told_as_what_it_is(
    fault: LedFault,
    state: DisplayState,
    dialect: Dialect,
    port: Path,
    start_line: Lines,
    wait_until: WaitUntil,
) -> None:
    wall = wall_of(1, dialect)
    wall.order("Q1", fault)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(1, dialect))
        line.want("Q1", text("A001"))
        wait_until(lambda: line.states()["Q1"] is state)


def test_half_an_answer_is_a_bad_answer(
    port: Path, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(1)
    wall.order("Q1", LedFault.HALF)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(1))
        line.want("Q1", text("A001"))
        wait_until(lambda: line.states()["Q1"] is DisplayState.BAD_ANSWER)
        assert len(bytes.fromhex(line.reports()["Q1"].heard)) == 4


def test_one_lost_answer_is_not_worth_telling(
    port: Path, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(1)
    wall.order("Q1", LedFault.SILENT)
    told: list[DisplayState] = []
    with serve_pty(wall, port):
        line = start_line(
            SerialLink(str(port)),
            displays_of(1),
            on_change=lambda _, state: told.append(state),
        )
        line.want("Q1", text("A001"))
        wait_until(wall.received)
        wall.order("Q1", None)
        wait_until(lambda: line.states()["Q1"] is DisplayState.SHOWN)
    assert told == [DisplayState.SHOWN]


@pytest.mark.parametrize("known", [False, True], ids=["unknown", "set"])
def test_an_echo_on_the_line_is_tolerated(
    known: bool, port: Path, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(2, echo=True)
    wall.order("Q2", LedFault.SILENT)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(2), echo=known)
        line.want("Q1", text("A001"))
        line.want("Q2", text("A002"))
        wait_until(lambda: line.states()["Q1"] is DisplayState.SHOWN)
        wait_until(lambda: line.states()["Q2"] is DisplayState.NO_ANSWER)


def test_function_6_believes_no_echo_once_the_line_is_known_to_echo(
    port: Path, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(2, INT16, echo=True)
    wall.order("Q2", LedFault.SILENT)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(2, INT16), echo=True)
        line.want("Q1", text("A001"))
        line.want("Q2", text("A002"))
        wait_until(lambda: line.states()["Q1"] is DisplayState.SHOWN)
        wait_until(lambda: line.states()["Q2"] is DisplayState.NO_ANSWER)


def test_function_6_on_a_line_that_echoes_unknown_to_anybody_is_found_out(
    port: Path, start_line: Lines, wait_until: WaitUntil, caplog: pytest.LogCaptureFixture
) -> None:
    wall = wall_of(2, INT16, echo=True)
    wall.order("Q2", LedFault.SILENT)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(2, INT16))
        line.want("Q1", text("A001"))
        line.want("Q2", text("A002"))
        wait_until(lambda: line.states()["Q2"] is DisplayState.NO_ANSWER)
        wait_until(lambda: line.states()["Q1"] is DisplayState.SHOWN)
        assert line.echoes
    assert "brings back what we send" in caplog.text


def test_an_adapter_that_no_longer_echoes_is_found_out_once_all_are_silent(
    port: Path, clock: HandClock, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(1, INT16, echo=True)
    wall.order("Q1", LedFault.SILENT)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(1, INT16))
        line.want("Q1", text("A001"))
        wait_until(lambda: line.reports()["Q1"].failures == FAILURES_TO_BREAK)
        assert line.echoes
        wall.echo(False)
        wall.order("Q1", None)
        clock.advance(POLL_BROKEN_MS)
        wait_until(lambda: line.states()["Q1"] is DisplayState.SHOWN)


def test_a_line_that_does_not_echo_is_asked_once_only(
    port: Path, clock: HandClock, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(1, INT16)
    with serve_pty(wall, port):
        line = start_line(SerialLink(str(port)), displays_of(1, INT16))
        line.want("Q1", text("A001"))
        wait_until(lambda: len(wall.received()) == 2)
        clock.advance(REPAINT_MS)
        wait_until(lambda: len(wall.received()) == 3)
        line.close()
        assert [each.frame[0] for each in wall.received()] == [1, HIGHEST_UNIT, 1]
        assert not line.echoes


def test_answers_that_come_too_late_are_not_taken_for_those_of_others(
    port: Path, start_line: Lines, wait_until: WaitUntil
) -> None:
    wall = wall_of(2)
    wall.order("Q1", LedFault.SLOW)
    wall.order("Q2", LedFault.SILENT)
    told: list[tuple[str, DisplayState]] = []
    with serve_pty(wall, port):
        line = start_line(
            SerialLink(str(port)), displays_of(2), on_change=lambda *what: told.append(what)
        )
        line.want("Q1", text("A001"))
        line.want("Q2", text("A002"))
        wait_until(lambda: line.reports()["Q2"].failures == FAILURES_TO_BREAK)
        assert line.states()["Q2"].fault is not None
        assert ("Q2", DisplayState.SHOWN) not in told
