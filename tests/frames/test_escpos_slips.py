"""Whole slips at every level: their bytes, their logo, and whatever anybody may type into them."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.slip import (
    Align,
    LogoLine,
    PairLine,
    QrLine,
    Role,
    RuleLine,
    Size,
    Slip,
    SlipLine,
    SpaceLine,
    TextLine,
)
from hardware.frames.escpos import encode, logo_key, store_logo
from hardware.frames.slip_blocks import logo_dots
from hardware.frames.slip_canvas import paper_for
from hardware.protocols.capabilities import Capabilities, CodePage, Level
from tests.frames.paper_reader import read_paper
from tests.frames.specimen_slips import LOGO, reference
from tests.frames.test_escpos import AT_ONCE, dots_of
from tests.frames.test_escpos_levels import (
    CP1258,
    FONTS,
    MIXED,
    TCVN3,
    TEXT,
    job_of,
    read,
    stored,
)


def test_the_logo_is_called_by_the_name_of_its_dots() -> None:
    can = stored(MIXED)
    picture = logo_dots(LogoLine(path=LOGO), paper_for(can), FONTS)
    assert picture is not None
    key = logo_key(picture)
    assert all(0x20 <= byte <= 0x7E for byte in key)
    assert job_of(LogoLine(path=LOGO), can=can) == b"\x1d(L\x06\x000E" + key + b"\x01\x01"


def test_a_stored_logo_is_the_drawn_one_dot_for_dot() -> None:
    can = stored(MIXED)
    picture = logo_dots(LogoLine(path=LOGO), paper_for(can), FONTS)
    assert picture is not None
    called = job_of(LogoLine(path=LOGO), can=can)
    read_back = read_paper(store_logo(picture, can) + b"\x1ba\x01" + called, 576)
    left = (576 - picture.width) // 2
    assert read_back.ink == {(row, column + left) for row, column in dots_of(picture)}


def test_another_paper_has_another_logo() -> None:
    """A printer that keeps the logo of 80 mm paper is not asked for it with 58 mm."""
    keys = {
        logo_key(picture)
        for width in (384, 576)
        if (
            picture := logo_dots(
                LogoLine(path=LOGO), paper_for(replace(MIXED, width_dots=width)), FONTS
            )
        )
    }
    assert len(keys) == 2


def test_a_printer_without_memory_stores_nothing() -> None:
    picture = logo_dots(LogoLine(path=LOGO), paper_for(MIXED), FONTS)
    assert picture is not None
    with pytest.raises(ValueError, match="no memory"):
        store_logo(picture, MIXED)


LIMITS = [
    (576, {"level": Level.RASTER}, 27_500),
    (576, {"level": Level.MIXED}, 14_000),
    (576, {"level": Level.MIXED, "nv_graphics": True, "logo_in_printer": True}, 10_800),
    (576, {"level": Level.TEXT, "nv_graphics": True, "logo_in_printer": True}, 300),
    (384, {"level": Level.RASTER}, 14_600),
    (384, {"level": Level.MIXED}, 7_900),
    (384, {"level": Level.MIXED, "nv_graphics": True, "logo_in_printer": True}, 6_100),
    (384, {"level": Level.TEXT, "nv_graphics": True, "logo_in_printer": True}, 300),
]


@pytest.mark.parametrize(("width", "fields", "most"), LIMITS)
@pytest.mark.parametrize("code_page", [TCVN3, CP1258])
def test_the_reference_slip_stays_within_its_bytes(
    width: int, fields: dict[str, Any], most: int, code_page: CodePage
) -> None:
    can = Capabilities(width_dots=width, native_qr=True, code_page=code_page, **fields)
    assert len(encode(reference(), can, fonts=FONTS)) <= most


@pytest.mark.parametrize("level", Level)
def test_no_slip_empties_the_roll(level: Level) -> None:
    endless = Slip(lines=(TextLine(text="Quầy số một " * 400), RuleLine()) * 300)
    paper = read(endless, replace(TEXT, level=level))
    assert paper.rows <= 700 * 8


LINES = st.one_of(
    st.builds(
        TextLine,
        text=st.text(max_size=60),
        size=st.sampled_from(Size),
        align=st.sampled_from(Align),
        inverted=st.booleans(),
        role=st.sampled_from(Role),
    ),
    st.builds(
        PairLine,
        name=st.text(max_size=30),
        value=st.text(max_size=30),
        role=st.sampled_from([Role.FACT, Role.TIME]),
    ),
    st.builds(QrLine, content=st.text(max_size=40)),
    st.builds(SpaceLine, height_mm=st.floats(-1e9, 1e9)),
    st.just(RuleLine()),
    st.builds(LogoLine, path=st.just(Path("none.png"))),
)


@settings(max_examples=120, deadline=None)
@given(
    lines=st.lists(LINES, max_size=6),
    level=st.sampled_from(Level),
    width=st.sampled_from([384, 420, 512, 576, 640]),
    code_page=st.sampled_from([TCVN3, CP1258]),
    doubles=st.booleans(),
)
def test_no_text_whatever_becomes_a_command(
    lines: list[SlipLine], level: Level, width: int, code_page: CodePage, doubles: bool
) -> None:
    """The decoder knows no drawer and no cut but the last: anything else would make it fail."""
    can = replace(TEXT, level=level, width_dots=width, code_page=code_page, double_raster=doubles)
    job = encode(Slip(lines=tuple(lines)), can, fonts=FONTS)
    paper = read_paper(job, width // 8 * 8)
    assert paper.cuts == [paper.rows]
    assert paper.resets == 1
    assert AT_ONCE.search(job) is None
    assert all(re.search(rb"[\x00-\x1f\x7f-\x9f]", text.data) is None for text in paper.texts)
