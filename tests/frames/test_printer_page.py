"""The test page: every part there, in order, readable, and its answers fill the capabilities."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from hardware.frames import test_page as page_frames
from hardware.frames.slip_type import SlipFonts
from hardware.frames.test_questions import CODE_PAGES, QUESTIONS, WIDTHS, QuestionCode, filled
from hardware.protocols.capabilities import (
    Alphabet,
    Capabilities,
    CodePage,
    Confirmation,
    Cutter,
)
from i18n import LANGUAGES, Language, Texts
from motcua.printer_page import answers_of, printer_page
from tests.frames.paper_reader import ReadPaper, read_paper
from tests.frames.test_escpos import AT_ONCE
from tests.frames.test_letters import STANDARD

FONTS = SlipFonts()


def page(can: Capabilities | None = None, language: Language = "vi") -> bytes:
    return printer_page(
        Texts(language),
        can or Capabilities(),
        printer="phieu",
        made_at="08:15 27/09/2023",
        fonts=FONTS,
    )


def picture_of(paper: ReadPaper) -> Image.Image:
    picture = Image.new("L", (paper.width, paper.rows), 255)
    for row, column in paper.ink:
        if 0 <= column < paper.width:
            picture.putpixel((column, row), 0)
    return picture


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [384, 576, 640])
def test_a_decoder_follows_the_whole_page(pictures: Path, language: Language, width: int) -> None:
    job = page(Capabilities(width_dots=width), language)
    paper = read_paper(job, width)
    if width == 576:
        picture_of(paper).save(pictures / f"printer-page-{language}.png")

    assert paper.cut_kinds == [b"A\x00", b"B\x00"]
    assert paper.questions == [1]
    assert AT_ONCE.search(job) is None


def test_every_head_in_use_has_its_mark_in_its_last_dot() -> None:
    paper = read_paper(page(), 640)
    start = min(row for row, column in paper.ink if column == 639)
    marks = {column for row, column in paper.ink if start - 26 * 6 <= row < start + 22}
    assert {width - 1 for width in WIDTHS} <= marks
    assert max(marks) == 639


def test_two_lines_are_as_far_apart_by_units_as_by_rows_only_where_a_unit_is_a_dot() -> None:
    def gaps(unit: float) -> list[int]:
        paper = read_paper(page(), 576, unit=unit)
        solid = sorted(
            row for row in range(paper.rows) if {(row, 0), (row, 150), (row, 287)} <= paper.ink
        )
        starts = [row for row in solid if row - 1 not in solid]
        return [later - earlier for earlier, later in pairwise(starts)]

    assert gaps(1.0)[0::2] == [202, 202]
    assert gaps(0.5)[0::2] == [202, 102]


def test_the_number_comes_by_dots_and_by_dots_of_double_size() -> None:
    assert set(read_paper(page(), 576).modes) == {0, 3}


def test_the_code_comes_by_dots_and_by_the_printer() -> None:
    paper = read_paper(page(), 576)
    [native] = paper.codes
    [drawn] = zxingcpp.read_barcodes(picture_of(paper))
    assert native.content.decode() == drawn.text


def test_the_memory_is_used_and_left_empty() -> None:
    paper = read_paper(page(), 576)
    assert len(paper.recalled) == 1
    assert paper.stored == {}


def test_the_alphabet_comes_in_both_cases_by_every_page() -> None:
    paper = read_paper(page(), 576)
    assert not any(text.chinese for text in paper.texts if max(text.data) >= 0x80)
    used = {text.page for text in paper.texts}
    wanted = {code_page.page for code_page in CODE_PAGES}
    wanted |= {code_page.capitals_page or 0 for code_page in CODE_PAGES}
    assert used == wanted
    small = b"".join(text.data for text in paper.texts if text.page == 30)
    assert sorted(small) == sorted(STANDARD)
    capitals = b"".join(text.data for text in paper.texts if text.page == 31)
    assert len(set(capitals)) == 67


def test_each_page_is_named_by_the_letter_of_its_answer() -> None:
    paper = read_paper(page(), 576)
    names = [text.data[:1].decode() for text in paper.texts if b" ESC t " in text.data]
    [letters] = [question for question in QUESTIONS if question.code is QuestionCode.LETTERS]
    assert names == [choice.name for choice in letters.choices[:-1]]


def test_nothing_but_rasters_and_width_is_taken_for_granted() -> None:
    """What the page is to find out must not change it."""
    proud = Capabilities(
        double_raster=True,
        native_qr=True,
        nv_graphics=True,
        logo_in_printer=True,
        motion_unit=0.5,
        cutter=Cutter.NONE,
    )
    assert page(proud) == page(replace(Capabilities()))


def test_the_page_ends_with_the_proof_of_the_job() -> None:
    assert page(Capabilities(confirmation=Confirmation.NONE)) == page().removesuffix(b"\x1dr\x01")


def test_bands_keep_to_what_the_printer_takes() -> None:
    assert max(read_paper(page(Capabilities(max_payload=512)), 576).payloads) <= 512


def test_answers_fill_the_capabilities() -> None:
    answers = {
        QuestionCode.WIDTH: "512",
        QuestionCode.MOTION: "half",
        QuestionCode.DOUBLE: "yes",
        QuestionCode.QR: "yes",
        QuestionCode.MEMORY: "no",
        QuestionCode.LETTERS: "A",
        QuestionCode.CUTTER: "full",
    }
    assert filled(Capabilities(), answers) == Capabilities(
        width_dots=512,
        motion_unit=0.5,
        double_raster=True,
        native_qr=True,
        code_page=CodePage(alphabet=Alphabet.TCVN3, page=30, capitals_page=31),
        cutter=Cutter.FULL,
    )


def test_an_answer_that_is_none_is_refused() -> None:
    with pytest.raises(KeyError):
        filled(Capabilities(), {QuestionCode.WIDTH: "577"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_can_be_read(language: Language) -> None:
    for question in QUESTIONS:
        words = answers_of(Texts(language), question)
        assert len(set(words.values())) == len(question.choices)


def test_a_page_needs_no_words() -> None:
    job = page_frames.test_page(Capabilities(), title=(), questions=(), fonts=FONTS)
    assert read_paper(job, 576).cuts
