"""Pictures beside the calls: whatever lies in the folder, the board goes on."""

import struct
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_display.board.slide_reader import SlideReader
from counter_display.board.slide_show import SlideShow
from counter_display.board.window import BoardWindow
from tests.hall_samples import NOW_MS
from tests.hand_clock import HandClock
from tests.ui.board_stage import TV, a_call, busy, put_picture
from ui_kit.font import load_font

AREA = QSize(400, 300)


@pytest.fixture
def board(qapp: QApplication, tmp_path: Path) -> Iterator[BoardWindow]:
    assert qapp is not None
    load_font()
    window = BoardWindow(clock=HandClock(wall_ms=NOW_MS), look=replace(TV, slides=tmp_path))
    yield window
    window.close()
    window.deleteLater()


def opened(board: BoardWindow) -> SlideShow:
    board.resize(1280, 720)
    board.show()
    board.show_hall(busy())
    return board.body.side.slides


def test_a_picture_stands_beside_the_stage_and_the_next_one_is_ready(
    qtbot: QtBot, board: BoardWindow, tmp_path: Path
) -> None:
    put_picture(tmp_path / "a.jpg")
    put_picture(tmp_path / "b.png", 900, 1600)
    slides = opened(board)
    qtbot.waitUntil(lambda: slides.kept == 2)
    assert slides.name == "a.jpg"
    slides.turn()
    assert slides.name == "b.png"
    board.announce(a_call())
    QApplication.processEvents()
    on_board = QRect(slides.mapTo(board, slides.rect().topLeft()), slides.size())
    face = board.call_face
    assert not on_board.intersects(QRect(face.mapTo(board, face.rect().topLeft()), face.size()))


def test_no_picture_moves_while_a_call_is_on_the_stage(
    qtbot: QtBot, board: BoardWindow, tmp_path: Path
) -> None:
    put_picture(tmp_path / "a.jpg")
    put_picture(tmp_path / "b.jpg")
    slides = opened(board)
    qtbot.waitUntil(lambda: slides.kept == 2)
    board.announce(a_call())
    slides.turn()
    assert slides.name == "a.jpg"


def test_new_pictures_appear_and_removed_ones_go(
    qtbot: QtBot, board: BoardWindow, tmp_path: Path
) -> None:
    slides = opened(board)
    assert not slides.isVisible()
    put_picture(tmp_path / "a.jpg")

    def seen() -> bool:
        slides.turn()
        return slides.has_picture

    qtbot.waitUntil(seen)
    assert slides.isVisible()
    (tmp_path / "a.jpg").unlink()

    def gone() -> bool:
        slides.turn()
        return not slides.has_picture

    qtbot.waitUntil(gone)
    assert board.body.side.last_calls.isVisible()


def test_never_more_than_two_pictures_are_in_memory(
    qtbot: QtBot, board: BoardWindow, tmp_path: Path
) -> None:
    for name in "abc":
        put_picture(tmp_path / f"{name}.jpg", 640, 480)
    slides = opened(board)
    names = []
    for _ in range(9):
        qtbot.waitUntil(lambda: slides.kept == 2)
        names.append(slides.name)
        slides.turn()
        assert slides.kept <= 2
    assert names == ["a.jpg", "b.jpg", "c.jpg"] * 3


def test_a_file_that_is_no_picture_is_named_once_and_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put_picture(tmp_path / "b.jpg")
    (tmp_path / "a.jpg").write_bytes(b"not a picture")
    (tmp_path / "c.png").write_bytes((tmp_path / "b.jpg").read_bytes()[:200])
    (tmp_path / "notes.txt").write_text("no slide")
    reader = SlideReader(tmp_path)
    for _ in range(3):
        slide = reader.next_slide("b.jpg", AREA)
        assert slide is not None
        assert slide.name == "b.jpg"
    named = [record.getMessage() for record in caplog.records if "left out" in record.getMessage()]
    assert sorted(message.split()[1] for message in named) == ["a.jpg", "c.png"]


def test_a_missing_folder_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    reader = SlideReader(tmp_path / "gone")
    assert [reader.next_slide("", AREA) for _ in range(3)] == [None] * 3
    assert len([r for r in caplog.records if "folder of slides" in r.getMessage()]) == 1


def test_a_picture_is_kept_no_larger_than_its_area(tmp_path: Path) -> None:
    put_picture(tmp_path / "a.jpg", 4_000, 3_000)
    slide = SlideReader(tmp_path).next_slide("", AREA)
    assert slide is not None
    assert slide.image.size() == QSize(400, 300)


def test_a_picture_taken_upright_stands_upright(tmp_path: Path) -> None:
    put_picture(tmp_path / "a.jpg", 800, 400)
    _turn_by_exif(tmp_path / "a.jpg")
    slide = SlideReader(tmp_path).next_slide("", AREA)
    assert slide is not None
    assert slide.image.size() == QSize(150, 300)


def _turn_by_exif(path: Path) -> None:
    """Say in the picture's EXIF block that the camera was turned by 90 degrees (value 6)."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0)
    tiff = b"MM\x00\x2a" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    block = b"Exif\x00\x00" + tiff
    whole = path.read_bytes()
    path.write_bytes(
        whole[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + whole[2:]
    )
