"""Two display programs on one database: one speaks, one drives the displays of a machine."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from pytestqt.qtbot import QtBot

from core.clock import SystemClock
from core.fault import FaultCode
from db import schema
from db.devices import ALIVE_MS
from hardware.protocols.display import DisplayText
from motcua.cli.entry import main
from motcua.cli.terminal import Exit
from motcua.programs.display_news import VOICE
from motcua.programs.display_place import place_of_display
from tests.queue_world import open_program, refuses
from tests.ui import test_display_program
from tests.ui.test_display_program import CONFIG, Hall, Room

Open = Callable[..., Hall]


@pytest.fixture
def start(qapp: object, seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Open]:
    """Opens display programs, each of an installation of its own unless told otherwise."""
    assert qapp is not None
    with ExitStack() as open_ones:

        def begin(name: str, **chosen: Any) -> Hall:
            folder = tmp_path / name
            folder.mkdir(exist_ok=True)
            hall = Hall(seeded_sqlite_url, folder, Room(), opens=not open_halls, **chosen)
            open_halls.append(hall)
            open_ones.callback(hall.close)
            return hall

        open_halls: list[Hall] = []
        yield begin


@pytest.fixture
def another_machine(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """From now on programs are started on the machine of that name."""

    def move(name: str) -> None:
        monkeypatch.setattr("platform.node", lambda: name)

    return move


def dies(hall: Hall, place: str) -> None:
    """Whoever holds the place was killed, a minute ago."""
    holder = schema.place_holder
    gone = {"seen_ms": SystemClock().now_ms() - ALIVE_MS - 1}
    with hall.books.engine.write.begin() as connection:
        connection.execute(sa.update(holder).where(holder.c.place == place).values(gone))


def voice_of(hall: Hall, place: str) -> str | None:
    lines = {(line.place, line.name): line.state for line in hall.books.reader.devices()}
    return lines.get((place, VOICE))


def test_of_two_machines_one_speaks_and_the_other_follows_when_it_has_died(
    start: Open, qtbot: QtBot, another_machine: Callable[[str], None]
) -> None:
    another_machine("one")
    first = start("one")
    qtbot.waitUntil(lambda: voice_of(first, "display-one") == "ready")
    another_machine("two")
    second = start("two")
    qtbot.waitUntil(lambda: voice_of(first, "display-two") == "elsewhere")
    label = first.call(1)
    qtbot.waitUntil(lambda: [each.label for each in first.room.spoken] == [label])
    qtbot.waitUntil(lambda: (first.shown()["q1"], second.shown()["q1"]) == (label, label))
    assert second.room.played == []
    dies(first, "_voice")
    second.program.beat()
    qtbot.waitUntil(lambda: voice_of(first, "display-two") == "ready")
    first.program.beat()
    qtbot.waitUntil(lambda: voice_of(first, "display-one") == "elsewhere")
    label = first.call(2)
    qtbot.waitUntil(lambda: [each.label for each in second.room.spoken] == [label])
    assert len(first.room.spoken) == 1


def test_a_second_program_of_the_machine_ends_before_it_touches_a_line(
    start: Open, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    first = start("one")
    label = first.call(1)
    qtbot.waitUntil(lambda: first.shown()["q1"] == label)
    second = start("two")
    qtbot.waitUntil(lambda: second.program.refused is not None)
    assert second.program.refused is not None
    assert second.program.refused.code is FaultCode.DISPLAY_RUNS_ALREADY
    assert [wall.received() for wall in second.devices.walls.values()] == [(), ()]
    told = first.devices_told()
    second.program.close()
    assert first.devices_told() == told
    assert second.room.played == []
    assert "this display program ends" in caplog.text
    caplog.clear()


def test_a_second_program_of_the_same_folder_is_refused_without_a_database(start: Open) -> None:
    start("one")
    with refuses(FaultCode.DISPLAY_RUNS_ALREADY, place=place_of_display()):
        start("one")


def test_one_that_started_without_its_database_gives_way_when_it_is_back(
    start: Open, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    first = start("one")
    qtbot.waitUntil(lambda: first.devices_told().get("q1") == "shown")
    second = start("two", away=True)
    second.program.leds.want("q1", DisplayText(text="1"))
    qtbot.waitUntil(lambda: second.shown()["q1"] == "1")
    assert second.program.refused is None
    second.away = False
    second.program.refresh()
    qtbot.waitUntil(lambda: second.program.refused is not None)
    caplog.clear()


def test_after_a_kill_the_program_is_there_again_at_once(
    qapp: object,
    seeded_sqlite_url: str,
    tmp_path: Path,
    qtbot: QtBot,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "{seeded_sqlite_url}"\n{CONFIG}', "utf-8")
    words = ["--language", "en", "--config", str(path), "display", "--windowed"]
    environ = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    running = subprocess.Popen([sys.executable, "-m", "motcua", *words], env=environ)
    books = open_program(seeded_sqlite_url, SystemClock())
    try:
        qtbot.waitUntil(lambda: any(line.alive for line in books.reader.devices()), timeout=20_000)
        assert main(words, environ={}) == Exit.FAILED
        assert "is running already" in capsys.readouterr().err
    finally:
        running.kill()
        running.wait()
        books.close()
    hall = Hall(seeded_sqlite_url, tmp_path, Room())
    try:
        label = hall.call(1)
        qtbot.waitUntil(lambda: [each.label for each in hall.room.spoken] == [label])
        qtbot.waitUntil(lambda: hall.shown()["q1"] == label)
    finally:
        hall.close()


def test_technicians_commands_leave_a_running_hall_alone_unless_forced(
    start: Open, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall = start("one")
    label = hall.call(1)
    qtbot.waitUntil(lambda: hall.devices_told().get("q1") == "shown")
    other = tmp_path / "other"
    other.mkdir()
    own = (tmp_path / "one" / "config.toml").read_text("utf-8")
    (other / "config.toml").write_text(own, "utf-8")
    for folder in ("one", "other"):  # the lock of one folder, what is told in the database
        words = ["--language", "en", "--config", str(tmp_path / folder / "config.toml"), "led"]
        for command in (["clear"], ["test", "q1"], ["show", "1", "A007"]):
            assert main([*words, *command], environ={}) == Exit.FAILED
            assert "being used by the display program" in capsys.readouterr().err
    assert main([*words, "clear", "--force"], environ={}) == Exit.DONE
    assert hall.shown()["q1"] == label


def test_a_display_at_a_counter_that_does_not_exist_is_told_of(
    start: Open,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    wrong = CONFIG.replace("counter = 2", "counter = 99")
    monkeypatch.setattr(test_display_program, "CONFIG", wrong)
    start("one")
    qtbot.waitUntil(lambda: "display q2: counter 99 does not exist" in caplog.text)
    caplog.clear()
    assert main(["--config", str(tmp_path / "one/config.toml"), "led", "list"], environ={}) == 0
    assert "q2: quầy 99 không có trong cơ sở dữ liệu." in capsys.readouterr().out
