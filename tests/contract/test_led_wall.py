"""The simulated LED wall: what it shows, and the picture of it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.frames.presets import load_presets
from hardware.frames.template import Values
from hardware.sim.led import LedFault, LedWall, SimDisplay
from hardware.sim.led_picture import BOX_HEIGHT, BOX_WIDTH, WallBox, draw_box, draw_wall

ASCII = load_presets()["led485_ascii"].dialect
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Listening:
    """The far end of the wall's line."""

    def __init__(self) -> None:
        self.heard = b""

    def send(self, data: bytes) -> None:
        self.heard += data

    def wake(self) -> None:
        """Nothing waits here."""

    def hang_up(self) -> None:
        """Nobody can be dropped here."""


def wall_and_line() -> tuple[LedWall, Listening]:
    displays = [SimDisplay(name=f"Q{unit}", address=unit, dialect=ASCII) for unit in (1, 2)]
    wall, line = LedWall(displays), Listening()
    wall.attach(line)
    return wall, line


@settings(deadline=None)
@given(cut=st.integers(0, 26), noise=st.binary(max_size=5).filter(lambda raw: b"\x10" not in raw))
def test_frames_are_understood_however_they_are_cut(cut: int, noise: bytes) -> None:
    wall, _ = wall_and_line()
    stream = b"".join(ASCII.frame(Values(addr=unit, text=f"A00{unit}")) for unit in (1, 2))
    wall.feed(noise.replace(b"\x06", b""))
    wall.feed(stream[:cut])
    wall.feed(stream[cut:])
    assert wall.texts()["Q2"] == "A002"


def test_a_broadcast_reaches_every_display_and_nobody_answers() -> None:
    wall, line = wall_and_line()
    wall.feed(ASCII.frame(Values(addr=0, text="A007")))
    assert wall.texts() == {"Q1": "A007", "Q2": "A007"}
    assert line.heard == b""


def test_a_register_that_no_display_has_is_refused() -> None:
    wall, line = wall_and_line()
    wall.feed(load_presets()["dm56a04"].dialect.frame(Values(addr=1, text="1001")))
    assert line.heard[:3] == b"\x01\x90\x02"


def test_a_display_that_refuses_shows_nothing_new() -> None:
    wall, line = wall_and_line()
    wall.order("Q1", LedFault.REFUSES)
    wall.feed(ASCII.frame(Values(addr=1, text="A007")))
    assert wall.texts()["Q1"] == ""
    assert line.heard[:3] == b"\x01\x90\x04"


def test_two_lines_of_one_text_card_are_two_displays() -> None:
    presets = load_presets()
    lines = [presets[f"text_card_line{number}"].dialect for number in (1, 2)]
    wall = LedWall(
        [SimDisplay(name=name, address=1, dialect=each)
         for name, each in zip(("upper", "lower"), lines, strict=True)]
    )  # fmt: skip
    wall.attach(Listening())
    wall.feed(lines[0].frame(Values(addr=1, text="A007")))
    wall.feed(lines[1].frame(Values(addr=1, text="QUAY 3")))
    assert wall.texts() == {"upper": "A007", "lower": "QUAY 3"}


def red_dots(box: WallBox) -> int:
    picture = draw_box(box).convert("RGB")
    return sum(count for count, (red, *_) in picture.getcolors(1 << 20) or () if red > 240)


@pytest.mark.parametrize("letter", LETTERS)
def test_every_letter_and_digit_of_a_label_lights_up(letter: str) -> None:
    assert red_dots(WallBox(title="", text=letter, places=1)) > 100


def test_a_display_without_power_stays_dark() -> None:
    assert red_dots(WallBox(title="", text="A007", powered=False)) == 0


def test_the_wall_is_drawn_for_the_guide(pictures: Path) -> None:
    boxes = [
        WallBox(title="Quầy số 1", text="A007"),
        WallBox(title="Quầy số 2", text="B012"),
        WallBox(title="Quầy số 3", text="C003"),
        WallBox(title="Quầy số 4 · Chứng thực", text="D021"),
        WallBox(title="Quầy số 5", text="", powered=False),
        WallBox(title="Bảng chữ", text="A007 Q1", places=8),
    ]
    picture = draw_wall(boxes)
    picture.save(pictures / "led_wall.png")
    assert picture.width > 3 * BOX_WIDTH
    assert picture.height > 2 * BOX_HEIGHT
