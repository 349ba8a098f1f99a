"""The demo's printer on the screen: slips slide out, states are said, buttons break and mend."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hardware.frames.slip_canvas import draw_slip, paper_for
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import Capabilities
from hardware.sim.printer import SimPrinter, Trouble
from i18n import LANGUAGES, Language, Texts
from motcua.demo.paper_roll import Mischief, PaperRoll, RollWindows
from tests.frames.specimen_slips import specimen
from ui_kit.font import load_font
from ui_kit.inspection import clipped_labels, overlapping_labels
from ui_kit.pictures import take_picture
from ui_kit.theme import stylesheet

SIZE = (380, 900)
CUT = b"\x1dVB\x00"


def job(label: str) -> bytes:
    """The whole slip as one raster, and the cut."""
    picture = draw_slip(specimen(label=label), paper_for(Capabilities()), SlipFonts())
    header = b"\x1dv0\x00" + (picture.width // 8).to_bytes(2, "little")
    dots = bytes(255 - value for value in picture.tobytes())
    return header + picture.height.to_bytes(2, "little") + dots + CUT


@pytest.fixture
def printer() -> SimPrinter:
    return SimPrinter(width=576)


def open_roll(printer: SimPrinter, language: Language) -> PaperRoll:
    roll = PaperRoll(printer, Texts(language), "phieu")
    roll.resize(*SIZE)
    roll.show()
    roll.look()
    QApplication.processEvents()  # one turn of the event loop: the layout settles
    return roll


@pytest.fixture
def roll(qapp: QApplication, printer: SimPrinter) -> Iterator[PaperRoll]:
    load_font()
    qapp.setStyleSheet(stylesheet())
    roll = open_roll(printer, "vi")
    yield roll
    roll.close()
    roll.deleteLater()


def press(roll: PaperRoll, mischief: Mischief) -> None:
    QTest.mouseClick(roll.buttons[mischief], Qt.MouseButton.LeftButton)


def test_a_slip_slides_out_and_then_lies_still(
    qtbot: QtBot, roll: PaperRoll, printer: SimPrinter
) -> None:
    printer.feed(job("A007"))
    roll.look()
    assert roll.slips.is_moving
    low = roll.slips.minimumHeight()
    qtbot.waitUntil(lambda: not roll.slips.is_moving, timeout=5000)
    assert roll.slips.minimumHeight() > low
    assert (roll.slips.count, roll.count_words.text()) == (1, "Đã in 1 phiếu")


def test_it_notices_a_slip_by_itself(qtbot: QtBot, roll: PaperRoll, printer: SimPrinter) -> None:
    printer.feed(job("A007") + job("A008"))
    qtbot.waitUntil(lambda: roll.slips.count == 2, timeout=5000)


def test_only_the_last_slips_are_kept_for_looking_at(roll: PaperRoll, printer: SimPrinter) -> None:
    for _ in range(30):
        printer.feed(b"\x1dv0\x00\x01\x00\x01\x00\xff" + CUT)
    roll.look()
    assert (roll.slips.count, roll.count_words.text()) == (20, "Đã in 30 phiếu")


@pytest.mark.parametrize("mischief", Mischief)
def test_a_button_breaks_the_printer_and_mends_it(
    roll: PaperRoll, printer: SimPrinter, mischief: Mischief
) -> None:
    assert not mischief.is_on(printer.state())
    press(roll, mischief)
    assert mischief.is_on(printer.state())
    assert roll.state_words.text() == Texts("vi").of("demo.roll.state", mischief.value)
    assert roll.buttons[mischief].property("kind") == "primary"

    press(roll, mischief)
    assert not mischief.is_on(printer.state())
    assert roll.state_words.text() == "Sẵn sàng"
    assert roll.buttons[mischief].property("kind") == "plain"


def test_one_button_mends_everything(roll: PaperRoll, printer: SimPrinter) -> None:
    assert not roll.heal_button.isEnabled()
    for mischief in Mischief:
        press(roll, mischief)
    QTest.mouseClick(roll.heal_button, Qt.MouseButton.LeftButton)
    assert roll.state_words.text() == "Sẵn sàng"
    assert [mischief for mischief in Mischief if mischief.is_on(printer.state())] == []


def test_half_a_slip_hangs_out_and_is_said_to_be_unfinished(
    roll: PaperRoll, printer: SimPrinter
) -> None:
    printer.paper_ends_after(300)
    printer.feed(job("A007"))
    roll.look()
    assert roll.state_words.text() == "Hết giấy"
    assert "dở" in roll.count_words.text()
    assert roll.slips.count == 0

    press(roll, Mischief.PAPER_OUT)
    assert (roll.slips.count, roll.count_words.text()) == (1, "Đã in 1 phiếu")


def test_each_printer_gets_a_window_once_it_is_there(qtbot: QtBot, roll: PaperRoll) -> None:
    printers = {"phieu": SimPrinter(width=576)}
    windows = RollWindows(printers, Texts("vi"), (0, 0, *SIZE))
    assert list(windows.rolls) == ["phieu"]
    printers["du-phong"] = SimPrinter(width=384)
    qtbot.waitUntil(lambda: list(windows.rolls) == ["phieu", "du-phong"], timeout=5000)
    assert windows.rolls["du-phong"].windowTitle() == "Máy in phiếu giả lập: du-phong"
    windows.close()
    assert not any(each.isVisible() for each in windows.rolls.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", ["ready", "near_end", "half"])
def test_a_state_is_drawn_without_cutting_anything(
    qtbot: QtBot,
    roll: PaperRoll,
    printer: SimPrinter,
    pictures: Path,
    state: str,
    language: Language,
) -> None:
    drawn = open_roll(printer, language)
    printer.feed(job("A006") + job("A007"))
    if state == "near_end":
        printer.trouble(Trouble.NEAR_END)
    if state == "half":
        printer.paper_ends_after(420)
        printer.feed(job("A008"))
    drawn.look()
    qtbot.waitUntil(lambda: not drawn.slips.is_moving, timeout=5000)
    take_picture(drawn, pictures / f"paper-roll-{state}-{language}.png")
    assert clipped_labels(drawn) == []
    assert overlapping_labels(drawn) == []
    drawn.close()
    drawn.deleteLater()
