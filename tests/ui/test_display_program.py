"""The hall's display as it runs: real database, lines with simulated displays, voice, boards."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from core.announcement import Announcement
from core.clock import SystemClock
from core.fault import DeviceFault, FaultCode, Unavailable
from counter_display.voice.pcm import Pcm
from db.devices import DISPLAY, SPEAKER
from hardware.sim.led import LedFault
from motcua.cli.entry import main
from motcua.cli.terminal import Exit
from motcua.devices import Devices
from motcua.programs.application import application
from motcua.programs.display import DisplayProgram
from motcua.programs.display_boards import Boards
from motcua.programs.display_news import VOICE
from motcua.settings import Board, load_settings
from motcua.wiring import OpenQueue, open_queue
from tests.queue_world import Program, act, open_program

CONFIG = """
[voice]
repeats = 1
chime = "none"
[board.sanh]
[board.tang-2]
monitor = 1
services = ["T"]
[led]
blink_s = 0
[led.line.a]
link = { kind = "sim" }
[led.line.b]
link = { kind = "sim" }
[led.display.q1]
line = "a"
counter = 1
protocol = "modbus:dm56a04"
[led.display.q2]
line = "a"
counter = 2
address = 2
protocol = "modbus:dm56a04"
[led.display.chung]
line = "b"
shows = "calls"
rows = 2
protocol = "modbus:text_card"
"""


class Room:
    """What is heard, without waiting for a sound to end."""

    def __init__(self, fault: FaultCode | None = None) -> None:
        self.fault = fault
        self.played: list[Pcm] = []
        self.spoken: list[Announcement] = []

    def play(self, pcm: Pcm) -> None:
        if self.fault is not None:
            raise DeviceFault(self.fault)
        self.played.append(pcm)

    def stop(self) -> None:
        return

    def probe(self) -> None:
        if self.fault is not None:
            raise DeviceFault(self.fault)


class Hall:
    """The display program, and beside it a program that calls."""

    def __init__(
        self,
        url: str,
        folder: Path,
        room: Room,
        *,
        opens: bool = True,
        away: bool = False,
        **chosen: Any,
    ) -> None:
        self.away = away
        path = folder / "config.toml"
        path.write_text(f'[database]\nurl = "{url}"\n{CONFIG}', "utf-8")
        self.settings = load_settings(path)
        self.settings.data_folder.mkdir(exist_ok=True)
        self.room = room
        self.books: Program = open_program(url, SystemClock())
        officers = self.books.reader.officers()
        for counter_id, officer in zip((1, 2, 5) if opens else (), officers, strict=False):
            act(self.books.queue.open_counter, counter_id, officer.officer_id)
        self.devices = Devices(self.settings)
        application()
        self.program = DisplayProgram(
            self._open_queue,
            self.devices,
            self.settings,
            SystemClock(),
            sound=room,
            on_spoken=room.spoken.append,
            **chosen,
        )

    def _open_queue(self) -> AbstractContextManager[OpenQueue]:
        if self.away:
            raise Unavailable(FaultCode.DATABASE_AWAY, address="-", detail="-")
        return open_queue(self.settings, {}, SystemClock())

    def call(self, counter_id: int, service_id: str = "A") -> str:
        act(self.books.queue.issue, service_id)
        return act(self.books.queue.call_next, counter_id).label or ""

    def shown(self) -> dict[str, str]:
        """Every row of every display, read back from the bytes on its line."""
        return {
            name: text
            for wall in self.devices.walls.values()
            for name, text in wall.texts().items()
        }

    def devices_told(self) -> dict[str, str]:
        return {line.name: line.state for line in self.books.reader.devices() if line.alive}

    def close(self) -> None:
        self.program.close()
        with self.devices:  # closes the lines
            pass
        self.books.close()


Open = Callable[..., Hall]


@pytest.fixture
def start(qapp: object, seeded_sqlite_url: str, tmp_path: Path) -> Iterator[Open]:
    assert qapp is not None
    with ExitStack() as open_ones:

        def begin(room: Room | None = None, **chosen: Any) -> Hall:
            hall = Hall(seeded_sqlite_url, tmp_path, room or Room(), **chosen)
            open_ones.callback(hall.close)
            return hall

        yield begin


def test_a_call_is_on_the_display_on_the_board_and_in_the_air(start: Open, qtbot: QtBot) -> None:
    hall = start()
    qtbot.waitUntil(lambda: hall.shown()["q1"] == "--")
    with qtbot.waitSignal(hall.program.window.staged) as staged:
        label = hall.call(1)
    assert staged.args is not None
    assert staged.args[0].label == label
    qtbot.waitUntil(lambda: hall.shown()["q1"] == label)
    qtbot.waitUntil(lambda: hall.shown()["chung#1"] == f"{label} 1")
    qtbot.waitUntil(lambda: [each.label for each in hall.room.spoken] == [label])
    hall.call(2)
    qtbot.waitUntil(lambda: hall.shown()["chung#2"] == f"{label} 1")
    assert len(hall.room.played) >= 1


def test_a_call_taken_back_is_gone_everywhere(start: Open, qtbot: QtBot) -> None:
    hall = start()
    label = hall.call(1)
    qtbot.waitUntil(lambda: hall.shown()["chung#1"] == f"{label} 1")
    act(hall.books.queue.undo_call, 1)
    qtbot.waitUntil(lambda: hall.shown()["q1"] == "--")
    qtbot.waitUntil(lambda: hall.shown()["chung#1"] == "")


def test_a_board_of_other_services_does_not_stage_the_call(start: Open, qtbot: QtBot) -> None:
    hall = start()
    first, second = hall.program.windows
    staged: list[str] = []
    second.staged.connect(lambda call: staged.append(call.label))
    with qtbot.waitSignal(first.staged):
        hall.call(1)
    assert staged == []


def test_what_is_paused_says_so(start: Open, qtbot: QtBot) -> None:
    hall = start()
    qtbot.waitUntil(lambda: hall.shown()["q1"] == "--")
    act(hall.books.queue.pause_counter, 1, reason="Ăn trưa")
    qtbot.waitUntil(lambda: hall.shown()["q1"] == "NGHI")


def test_displays_are_dark_when_the_program_has_ended(start: Open, qtbot: QtBot) -> None:
    """An old number left burning overnight calls a citizen in the morning."""
    hall = start()
    label = hall.call(1)
    qtbot.waitUntil(lambda: hall.shown()["q1"] == label)
    qtbot.waitUntil(lambda: hall.shown()["chung#1"] == f"{label} 1")
    walls = dict(hall.devices.walls)
    hall.close()
    shown = {text for wall in walls.values() for text in wall.texts().values()}
    assert shown == {""}


def test_how_the_devices_are_is_told_to_everyone(start: Open, qtbot: QtBot) -> None:
    hall = start()
    ready = {"q1": "shown", "q2": "shown", "chung": "shown", VOICE: "ready"}
    qtbot.waitUntil(lambda: hall.devices_told() == ready)
    lines = {line.name: line for line in hall.books.reader.devices()}
    assert {line.kind for line in lines.values()} == {DISPLAY, SPEAKER}
    hall.program.beat()
    qtbot.waitUntil(
        lambda: all(line.answered_ms is not None for line in hall.books.reader.devices(DISPLAY))
    )
    hall.close()
    hall.books = open_program(hall.settings.database.url, SystemClock())
    assert hall.devices_told() == {}


def test_the_list_of_displays_tells_how_they_are(
    start: Open, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall = start()
    qtbot.waitUntil(lambda: hall.devices_told().get("chung") == "shown")
    hall.program.beat()
    words = ["--json", "led", "list", "--config", str(tmp_path / "config.toml")]

    def listed() -> list[tuple[str, bool, str, bool]]:
        assert main(words, environ={}) == Exit.DONE
        rows = json.loads(capsys.readouterr().out)
        return [(row["name"], row["running"], row["state"], bool(row["answered"])) for row in rows]

    qtbot.waitUntil(
        lambda: listed() == [(name, True, "shown", True) for name in ("q1", "q2", "chung")]
    )


def test_the_state_of_the_loudspeaker_can_be_asked_for(
    start: Open, qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hall = start()
    words = ["voice", "status", "--json", "--config", str(tmp_path / "config.toml")]

    def told() -> tuple[bool, str | None, bool]:
        assert main(words, environ={}) == Exit.DONE
        (row,) = json.loads(capsys.readouterr().out)
        return row["running"], row["state"], row["placeholder"]

    qtbot.waitUntil(lambda: VOICE in hall.devices_told())
    qtbot.waitUntil(lambda: told() == (True, "ready", True))
    hall.program.close()
    assert told() == (False, None, False)


def test_a_silent_display_is_told_as_such(
    start: Open, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    hall = start()
    qtbot.waitUntil(lambda: hall.devices_told().get("q2") == "shown")
    hall.devices.walls["a"].order("q2", LedFault.SILENT)
    hall.call(2)
    qtbot.waitUntil(lambda: hall.devices_told()["q2"] == "no_answer", timeout=10_000)
    assert hall.devices_told()["q1"] == "shown"
    assert any("display q2: no_answer" in record.message for record in caplog.records)
    caplog.clear()


def test_a_hall_that_hears_nothing_says_so_on_its_board(
    start: Open, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    hall = start(Room(FaultCode.SPEAKER_MISSING))
    label = hall.call(1)
    qtbot.waitUntil(lambda: hall.devices_told().get(VOICE) == "speaker_missing")
    qtbot.waitUntil(lambda: hall.shown()["q1"] == label)
    qtbot.waitUntil(lambda: any("voice" in record.message for record in caplog.records))
    caplog.clear()


def test_one_board_alone_leaves_displays_and_voice_to_others(start: Open, qtbot: QtBot) -> None:
    hall = start(board="tang-2")
    with qtbot.waitSignal(hall.program.window.staged):
        hall.call(5, "T")
    assert len(hall.program.windows) == 1
    assert hall.program.voice is None
    assert hall.devices.walls == {}
    assert hall.devices_told() == {}


def test_a_board_whose_monitor_is_off_waits_for_it(
    start: Open, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    hall = start()
    hall.program.show(application(), windowed=False, size=None)
    first, second = hall.program.windows
    qtbot.waitUntil(first.isVisible)
    assert first.isFullScreen()
    assert not second.isVisible()
    assert "monitor 1 is not there: 1 known" in caplog.text


def test_a_screen_too_small_for_the_last_row_of_seats_is_told_once(
    start: Open, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    hall = start()
    far = replace(hall.settings, board={"xa": Board(distance_m=20)})
    boards, seen = Boards(far, SystemClock()), hall.books.reader.hall()
    boards.show(application(), windowed=True, size=(640, 360))
    qtbot.waitUntil(boards.windows[0].isVisible)
    boards.show_hall(seen)
    boards.show_hall(seen)
    boards.close()
    said = [each for each in caplog.records if "the last row of seats" in each.getMessage()]
    assert len(said) == 1


def test_all_boards_can_be_tried_out_in_windows(start: Open, qtbot: QtBot) -> None:
    hall = start()
    hall.program.show(application(), windowed=True, size=(640, 360))
    qtbot.waitUntil(lambda: all(window.isVisible() for window in hall.program.windows))


def test_a_machine_without_displays_and_voice_has_its_board(
    qapp: object, seeded_sqlite_url: str, tmp_path: Path, qtbot: QtBot, monkeypatch: Any
) -> None:
    assert qapp is not None
    monkeypatch.setitem(globals(), "CONFIG", "[voice]\nenabled = false\n")
    hall = Hall(seeded_sqlite_url, tmp_path, Room())
    try:
        with qtbot.waitSignal(hall.program.window.staged):
            hall.call(1)
        assert hall.room.played == []
    finally:
        hall.close()
    assert not any(thread.name.startswith("announcer") for thread in threading.enumerate())
