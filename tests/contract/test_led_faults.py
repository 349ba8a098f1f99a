"""Displays that misbehave and adapters that echo: the LED line's driver says what it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hardware.drivers.led_line import LedLine, line_echoes
from hardware.frames.led_dialect import Dialect
from hardware.links.serial_port import SerialLink
from hardware.protocols.display import DisplayState
from hardware.sim.led import LedFault
from hardware.sim.serve import serve_pty
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


@pytest.mark.parametrize("echo", [False, True])
def test_the_self_test_finds_an_echoing_adapter(echo: bool, port: Path) -> None:
    with serve_pty(wall_of(1, echo=echo), port):
        link = SerialLink(str(port))
        link.open()
        assert line_echoes(link) is echo
        link.close()
