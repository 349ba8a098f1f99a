"""``motcua led``: what a technician sees of the displays and can make them show."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from hardware.links.serial_port import SerialLink
from hardware.sim.serve import serve_pty
from motcua.cli.entry import main
from motcua.cli.terminal import Exit
from tests.led_samples import ASCII, wall_of

CONFIG = """
[led.line.a]
link = { kind = "sim" }
[led.display.q1]
line = "a"
counter = 1
protocol = "modbus:dm56a04"
digits_only = true
width = 3
[led.display.chung]
line = "a"
shows = "calls"
rows = 2
address = 9
protocol = "modbus:text_card"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, "utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], config: Path, *words: str) -> tuple[int, Any]:
    code = main(["--json", "--config", str(config), "led", *words], environ={})
    lines = capsys.readouterr().out
    try:
        return code, json.loads(lines)
    except json.JSONDecodeError:
        return code, [json.loads(line) for line in lines.splitlines()]


def test_displays_are_listed_without_a_database(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, rows = run(capsys, config, "list")
    assert code == Exit.DONE
    assert [(row["name"], row["shows"], row["counter"], row["rows"]) for row in rows] == [
        ("q1", "counter", 1, 1),
        ("chung", "calls", None, 2),
    ]
    assert {(row["running"], row["state"]) for row in rows} == {(False, None)}


def test_what_a_display_cannot_show_is_said(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    words = ["--language", "en", "--config", str(config), "led", "show", "1", "A1007"]
    assert main(words, environ={}) == Exit.DONE
    assert "q1: of “A1007” this display can show only “007”." in capsys.readouterr().out


def test_a_text_can_be_shown_on_a_display_by_its_name(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, rows = run(capsys, config, "show", "--display", "chung", "A007 3")
    assert code == Exit.DONE
    assert [(row["display"], row["shown"], row["state"]) for row in rows] == [
        ("chung#1", "A007 3", "shown"),
        ("chung#2", "", "shown"),
    ]


@pytest.mark.parametrize(
    "words", [("show", "A007"), ("show", "1", "A007", "--display", "q1"), ("test", "q9")]
)
def test_a_place_that_is_not_clear_is_refused(
    capsys: pytest.CaptureFixture[str], config: Path, words: tuple[str, ...]
) -> None:
    code, answer = run(capsys, config, *words)
    assert (code, answer["error"]["code"]) == (Exit.WRONG_USE, "wrong_use")


def test_all_displays_are_darkened(capsys: pytest.CaptureFixture[str], config: Path) -> None:
    code, rows = run(capsys, config, "clear")
    assert code == Exit.DONE
    assert {row["display"] for row in rows} == {"q1", "chung#1", "chung#2"}


def test_the_test_page_shows_the_bytes_both_ways(
    capsys: pytest.CaptureFixture[str], config: Path
) -> None:
    code, steps = run(capsys, config, "test", "q1", "--seconds", "0")
    assert code == Exit.DONE
    assert [(step["shown"], step["state"]) for step in steps] == [
        ("888", "shown"),
        ("1", "shown"),
        ("1", "shown"),
    ]
    assert steps[0]["sent"].startswith("01 10 00 00")
    assert steps[0]["heard"] == "01 10 00 00 00 04 c1 ca"


@pytest.mark.parametrize("kind", ["serial"] if os.name == "posix" else [])
def test_a_serial_line_that_another_program_has_is_said_to_be_in_use(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str
) -> None:
    port, config = tmp_path / "port", tmp_path / "config.toml"
    link = f'link = {{ kind = "{kind}", port = "{port}" }}'
    config.write_text(CONFIG.replace('link = { kind = "sim" }', link), "utf-8")
    words = ["--language", "en", "--config", str(config), "led", "show", "1", "A007"]
    with serve_pty(wall_of(1, ASCII), port):
        holder = SerialLink(str(port))
        holder.open()
        try:
            assert main(words, environ={}) == Exit.FAILED
        finally:
            holder.close()
    assert "q1: the line is being used by another program" in capsys.readouterr().out
