"""The simulated LED wall: what it shows, and the picture of it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hardware.frames.presets import load_presets
from hardware.frames.template import Values
from hardware.sim.led import KEPT_FRAMES, LedFault, LedWall, SimDisplay
from hardware.sim.led_picture import BOX_HEIGHT, BOX_WIDTH, WallBox, draw_box, draw_wall

ASCII = load_presets()["led485_ascii"].dialect
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


class Listening:
    """The far end of the wall's line."""

    def __init__(self) -> None:
        self.heard = b""
        self.hung_up = False

    def send(self, data: bytes) -> None:
        self.heard += data

    def wake(self) -> None:
        """Nothing waits here."""

    def hang_up(self) -> None:
        self.hung_up = True


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


def test_a_wall_left_open_for_days_keeps_the_latest_frames_only() -> None:
    wall, _ = wall_and_line()
    for number in range(KEPT_FRAMES + 5):
        wall.feed(ASCII.frame(Values(addr=0, text=f"{number % 10_000:04}")))
    assert len(wall.received()) == KEPT_FRAMES
    assert b"0004" in wall.received()[-1].frame


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
    card = presets["text_card"].dialect
    rows = {"upper": 1, "lower": 2}
    wall = LedWall(
        [SimDisplay(name=name, address=1, dialect=card, row=row) for name, row in rows.items()]
    )
    wall.attach(Listening())
    wall.feed(card.frame(Values(addr=1, text="A007", row=1)))
    wall.feed(card.frame(Values(addr=1, text="QUAY 3", row=2)))
    assert wall.texts() == {"upper": "A007", "lower": "QUAY 3"}


def test_a_half_answer_is_half_an_answer() -> None:
    wall, line = wall_and_line()
    wall.order("Q1", LedFault.HALF)
    wall.feed(ASCII.frame(Values(addr=1, text="A007")))
    assert wall.texts()["Q1"] == "A007"
    assert len(line.heard) == 4


def test_a_line_that_loses_its_plug_in_mid_frame_loses_the_frame() -> None:
    wall, line = wall_and_line()
    frame = ASCII.frame(Values(addr=1, text="A007"))
    wall.unplug(after_bytes=len(frame) - 1)
    assert wall.room() == len(frame) - 1
    wall.feed(frame[: wall.room()])
    assert line.hung_up
    wall.detach()
    wall.attach(line)
    wall.feed(frame[-1:])
    assert wall.texts()["Q1"] == ""


def test_an_unplugged_line_stays_away_until_it_is_plugged_in() -> None:
    wall, line = wall_and_line()
    wall.unplug(stay=True)
    assert (line.hung_up, wall.reachable()) == (True, False)
    wall.plug_in()
    assert wall.reachable()


def test_the_wall_tells_how_bright_its_displays_are_and_which_blink() -> None:
    presets = load_presets()
    pole, sign = presets["cd5220"].dialect, presets["priority"].dialect
    wall = LedWall(
        [
            SimDisplay(name="pole", address=0, dialect=pole, row=1),
            SimDisplay(name="sign", address=1, dialect=sign),
        ]
    )
    wall.attach(Listening())
    wall.feed(pole.dim_frame(0, 25) or b"")
    wall.feed(sign.frame(Values(addr=1, text="A007", blink=1)))
    assert wall.percents()["pole"] < 100
    assert wall.blinking() == {"sign"}
    wall.feed(sign.frame(Values(addr=1, text="A007")))
    assert wall.blinking() == frozenset()


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
