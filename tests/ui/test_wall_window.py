"""The simulated LED displays on the screen: read back from bytes, broken and mended by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hardware.frames.template import Values
from hardware.sim.led import LedFault, LedWall
from hardware.sim.led_listeners import SimDisplay
from hardware.sim.led_picture import Look
from i18n import LANGUAGES, Language, Texts
from motcua.demo.wall import parts_of, wall_boxes
from motcua.demo.wall_window import WallWindow
from motcua.led_rows import LedPlan
from motcua.settings import Led, load_settings
from ui_kit.font import load_font
from ui_kit.inspection import clipped_labels, overlapping_labels
from ui_kit.pictures import take_picture
from ui_kit.theme import stylesheet

ROOT = Path(__file__).parents[2]
WIDE, HIGH = (1440, 720), (640, 900)


@pytest.fixture(scope="module")
def led() -> Led:
    return load_settings(ROOT / "config.toml").led


def shipped_walls(led: Led) -> dict[str, LedWall]:
    walls = {}
    for line in led.line:
        rows = [row for row in LedPlan(led).rows if row.settings.line == line]
        walls[line] = LedWall(
            [
                SimDisplay(
                    name=row.name, address=row.settings.address, dialect=row.dialect, row=row.row
                )
                for row in rows
            ]
        )
    return walls


def tell(led: Led, walls: dict[str, LedWall], display: str, *texts: str, blink: int = 0) -> None:
    """The very bytes that the driver would send for ``texts``, a row each."""
    for row, text in zip(LedPlan(led).rows_at(display), texts, strict=True):
        values = Values(addr=row.settings.address, row=row.row, text=text, blink=blink)
        walls[row.settings.line].feed(row.dialect.frame(values))


def tell_a_morning(led: Led, walls: dict[str, LedWall]) -> None:
    tell(led, walls, "quay-1", "A007")
    tell(led, walls, "quay-2", "--")
    tell(led, walls, "quay-3", "C004")
    tell(led, walls, "quay-4", "NGHI")
    tell(led, walls, "quay-5", "T002")
    tell(led, walls, "cot-1", "SO A007", "QUAY 01")
    calls = ("A007 QUAY 01", "T002 QUAY 05", "C004 QUAY 03", "A006 QUAY 02")
    tell(led, walls, "bang-chinh", *calls)


@pytest.fixture
def walls(led: Led) -> dict[str, LedWall]:
    return shipped_walls(led)


def open_window(led: Led, walls: dict[str, LedWall], language: Language = "vi") -> WallWindow:
    texts = Texts(language)
    window = WallWindow(parts_of(led, texts), walls, texts)
    window.resize(*WIDE)
    window.show()
    QApplication.processEvents()
    return window


@pytest.fixture
def window(qapp: QApplication, led: Led, walls: dict[str, LedWall]) -> Iterator[WallWindow]:
    load_font()
    qapp.setStyleSheet(stylesheet())
    window = open_window(led, walls)
    yield window
    window.close()
    window.deleteLater()


def test_every_kind_of_display_shows_what_its_bytes_say(
    led: Led, walls: dict[str, LedWall]
) -> None:
    tell_a_morning(led, walls)
    shown = {(box.title, box.look): box.text for box in wall_boxes(
        parts_of(led, Texts("vi")), walls, Texts("vi")
    )}  # fmt: skip
    assert shown == {
        ("Bảng chính", Look.DOTS): "A007 QUAY 01\nT002 QUAY 05\nC004 QUAY 03\nA006 QUAY 02",
        ("Quầy 01", Look.SEGMENTS): "A007",
        ("Cột hiển thị quầy 01", Look.POLE): "SO A007\nQUAY 01",
        ("Quầy 02", Look.SEGMENTS): "--",
        ("Quầy 03", Look.SEGMENTS): "C004",
        ("Quầy 04", Look.SEGMENTS): "NGHI",
        ("Quầy 05", Look.SEGMENTS): "T002",
    }


def test_the_last_bytes_of_a_display_stand_below_it(led: Led, walls: dict[str, LedWall]) -> None:
    tell(led, walls, "quay-4", "A012")
    boxes = wall_boxes(parts_of(led, Texts("vi")), walls, Texts("vi"))
    assert next(box.wire for box in boxes if box.title == "Quầy 04") == "01 24 41 30 31 32 07"


def test_brightness_that_came_over_the_wire_is_told(led: Led, walls: dict[str, LedWall]) -> None:
    row = LedPlan(led).rows_at("cot-1")[0]
    dim = row.dialect.dim_frame(row.settings.address, 40)
    assert dim is not None
    walls["cot-1"].feed(dim)
    boxes = wall_boxes(parts_of(led, Texts("vi")), walls, Texts("vi"))
    pole = next(box for box in boxes if box.look is Look.POLE)
    assert 1 <= pole.percent <= 50
    assert pole.note == f"sáng {pole.percent} %"


def test_a_line_that_no_program_has_opened_is_dark(led: Led) -> None:
    boxes = wall_boxes(parts_of(led, Texts("vi")), {}, Texts("vi"))
    assert [box.powered for box in boxes] == [False] * 7


@pytest.mark.parametrize("fault", LedFault)
def test_a_button_breaks_the_chosen_display_and_mends_it(
    window: WallWindow, walls: dict[str, LedWall], fault: LedFault
) -> None:
    window.choose("bang-chinh")
    QTest.mouseClick(window.buttons[fault], Qt.MouseButton.LeftButton)
    assert set(walls["chinh"].faults().values()) == {fault}
    assert len(walls["chinh"].faults()) == 4
    assert window.state_words.text() == Texts("vi").of("wall.fault", fault.value)
    QTest.mouseClick(window.buttons[fault], Qt.MouseButton.LeftButton)
    assert walls["chinh"].faults() == {}


def test_an_unplugged_line_stays_away_until_it_is_plugged_in(
    window: WallWindow, walls: dict[str, LedWall]
) -> None:
    window.choose("quay-2")
    QTest.mouseClick(window.plug_button, Qt.MouseButton.LeftButton)
    assert not walls["trai"].reachable()
    assert window.state_words.text() == "Đã rút dây"
    QTest.mouseClick(window.plug_button, Qt.MouseButton.LeftButton)
    assert walls["trai"].reachable()


def test_one_button_mends_everything(window: WallWindow, walls: dict[str, LedWall]) -> None:
    assert not window.heal_button.isEnabled()
    for button in (window.buttons[LedFault.SILENT], window.plug_button, window.echo_button):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.heal_button, Qt.MouseButton.LeftButton)
    assert not any(wall.faults() or wall.echoes() for wall in walls.values())
    assert all(wall.reachable() for wall in walls.values())


def test_a_display_is_chosen_by_touch_and_by_the_arrow_keys(
    qtbot: QtBot, window: WallWindow
) -> None:
    qtbot.waitUntil(lambda: window.picture.is_drawn, timeout=5000)
    middle = window.picture.rect().center()
    right = QPoint(middle.x() * 3 // 2, middle.y())
    QTest.mouseClick(window.picture, Qt.MouseButton.LeftButton, pos=right)
    assert window.chosen.name == "cot-1"
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window.chosen.name == "quay-2"
    QTest.keyClick(window, Qt.Key.Key_Left)
    assert window.chosen.name == "cot-1"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [WIDE, HIGH])
def test_the_wall_is_drawn_without_cutting_anything(
    qtbot: QtBot,
    qapp: QApplication,
    led: Led,
    pictures: Path,
    size: tuple[int, int],
    language: Language,
) -> None:
    load_font()
    qapp.setStyleSheet(stylesheet())
    walls = shipped_walls(led)
    tell_a_morning(led, walls)
    walls["trai"].order("quay-2", LedFault.SILENT)
    window = open_window(led, walls, language)
    window.resize(*size)
    window.choose("quay-2")
    qtbot.waitUntil(lambda: window.picture.is_drawn and not window.is_drawing, timeout=5000)
    take_picture(window, pictures / f"led-wall-{language}-{size[0]}x{size[1]}.png")
    assert clipped_labels(window) == []
    assert overlapping_labels(window) == []
    window.close()
    window.deleteLater()
