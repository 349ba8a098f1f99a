"""The picture of simulated displays: places, dots, brightness, bytes."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.sim.led_dots import HIGH, WIDE, DotFont
from hardware.sim.led_picture import Look, Spot, WallBox, draw_box, draw_wall, spots

PRINTABLE = [character for character in string.printable if character.isprintable()]
BOXES = st.builds(
    WallBox,
    title=st.just("Quầy 01"),
    text=st.sampled_from(["", "A007", "A007\nC003", "A\nB\nC\nD"]),
    places=st.integers(1, 20),
    look=st.sampled_from(Look),
)


def brightness(picture: Image.Image) -> int:
    return sum(count * shade for shade, count in enumerate(picture.convert("L").histogram()))


def overlap(one: Spot, other: Spot) -> bool:
    apart_x = one.left + one.width <= other.left or other.left + other.width <= one.left
    apart_y = one.top + one.height <= other.top or other.top + other.height <= one.top
    return not (apart_x or apart_y)


@settings(deadline=None, max_examples=50)
@given(boxes=st.lists(BOXES, max_size=9), columns=st.integers(1, 6))
def test_no_display_hangs_over_another(boxes: list[WallBox], columns: int) -> None:
    places = spots(boxes, columns)
    pairs = [(a, b) for number, a in enumerate(places) for b in places[number + 1 :]]
    assert [pair for pair in pairs if overlap(*pair)] == []


def test_every_character_of_ascii_has_dots_of_its_own() -> None:
    font = DotFont()
    glyphs = {character: font.rows(character) for character in PRINTABLE}
    assert len(set(glyphs.values())) == len(PRINTABLE)
    assert all(len(rows) == HIGH and {len(row) for row in rows} == {WIDE}
               for rows in glyphs.values())  # fmt: skip


def test_a_board_of_dots_leaves_accents_out_and_marks_what_it_does_not_know() -> None:
    font = DotFont()
    assert [font.rows(letter) for letter in "ầĐ"] == [font.rows(letter) for letter in "aD"]
    assert font.rows("語") == font.rows("\x7f")


@pytest.mark.parametrize("look", Look)
def test_a_dimmed_display_is_darker_and_one_without_power_darkest(look: Look) -> None:
    box = {"title": "", "text": "A007", "look": look}
    bright, dim, dead = (
        brightness(draw_box(WallBox(**box, percent=percent, powered=powered)))
        for percent, powered in ((100, True), (25, True), (100, False))
    )
    assert bright > dim > dead


def test_bytes_that_have_no_room_end_in_dots() -> None:
    few = draw_box(WallBox(title="", text="", wire="01 02"))
    many = draw_box(WallBox(title="", text="", wire=" ".join(["01"] * 60)))
    assert few.size == many.size
    right_edge = (few.width - 20, few.height - 50, few.width - 4, few.height - 4)
    assert few.crop(right_edge).tobytes() == many.crop(right_edge).tobytes()


def test_what_has_not_changed_is_not_drawn_again() -> None:
    drawn: dict[WallBox, Image.Image] = {}
    box = WallBox(title="Quầy 01", text="A007")
    draw_wall([box], drawn=drawn)
    before = drawn[box]
    draw_wall([box, WallBox(title="Quầy 02", text="A008")], drawn=drawn)
    assert drawn[box] is before
    assert len(drawn) == 2
