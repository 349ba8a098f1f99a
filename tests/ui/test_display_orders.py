"""What people order of the hall's voice while it runs, and after a restart."""

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from motcua.cli.entry import main
from motcua.cli.terminal import Exit
from motcua.programs.display_news import VOICE
from tests.ui import test_display_program
from tests.ui.test_display_program import CONFIG, Hall, Room

Order = Callable[..., int]
NO_ESPEAK = importlib.util.find_spec("espeakng_loader") is None


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    said = CONFIG.replace("[voice]\n", "[voice]\nfree_text = true\n")
    monkeypatch.setattr(test_display_program, "CONFIG", said)
    return tmp_path


@pytest.fixture
def hall(qapp: object, seeded_sqlite_url: str, folder: Path) -> Iterator[Hall]:
    assert qapp is not None
    hall = Hall(seeded_sqlite_url, folder, Room())
    yield hall
    hall.close()


@pytest.fixture
def order(folder: Path) -> Order:
    def give(*words: str) -> int:
        config = str(folder / "config.toml")
        return main(["--language", "en", "--config", config, "voice", *words], environ={})

    return give


def test_a_muted_hall_is_silent_and_stays_so_after_a_restart(
    hall: Hall, order: Order, qtbot: QtBot, seeded_sqlite_url: str, folder: Path
) -> None:
    qtbot.waitUntil(lambda: hall.devices_told().get(VOICE) == "ready")
    assert order("mute") == Exit.DONE
    qtbot.waitUntil(lambda: hall.devices_told().get(VOICE) == "muted")
    label = hall.call(1)
    qtbot.waitUntil(lambda: hall.shown()["q1"] == label)
    assert order("announce", "Xin chào") == Exit.FAILED
    hall.program.close()
    again = Hall(seeded_sqlite_url, folder, Room(), opens=False)
    try:
        qtbot.waitUntil(lambda: again.devices_told().get(VOICE) == "muted")
        assert order("unmute") == Exit.DONE
        qtbot.waitUntil(lambda: again.devices_told().get(VOICE) == "ready")
        label = again.call(2)
        qtbot.waitUntil(lambda: [each.label for each in again.room.spoken] == [label])
        assert hall.room.played == []
    finally:
        again.close()


def test_an_announcement_is_heard_in_the_hall(
    hall: Hall, order: Order, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    qtbot.waitUntil(lambda: hall.devices_told().get(VOICE) == "ready")
    code = order("announce", "Mời công dân", "--english", "Please come")
    said = capsys.readouterr()
    if NO_ESPEAK:
        assert (code, "espeak" in said.err) == (Exit.FAILED, True)
        return
    assert (code, "Mời công dân" in said.out) == (Exit.DONE, True)
    qtbot.waitUntil(lambda: len(hall.room.played) == 1)


def test_an_announcement_that_nobody_would_hear_is_refused(
    hall: Hall, order: Order, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.program.close()
    assert order("announce", "Xin chào") == Exit.FAILED
    assert "free_text" not in (told := capsys.readouterr().err)
    assert "nobody" in told or NO_ESPEAK
    config = folder / "config.toml"
    config.write_text(config.read_text("utf-8").replace("free_text = true", ""), "utf-8")
    assert order("announce", "Xin chào") == Exit.FAILED
    assert "free_text = true" in capsys.readouterr().err
    assert order("announce", "  ") == Exit.WRONG_USE
