"""Slips in the printer's own letters, codes and pictures: the bytes, and what a decoder reads."""

import unicodedata
from dataclasses import replace

import pytest

from core.slip import (
    Align,
    PairLine,
    QrLine,
    Role,
    RuleLine,
    Size,
    Slip,
    SlipLine,
    SpaceLine,
    TextLine,
    Weight,
)
from hardware.frames.capability_check import UnfitCapabilities
from hardware.frames.escpos import encode
from hardware.frames.slip_type import SlipFonts
from hardware.protocols.capabilities import (
    Alphabet,
    Capabilities,
    CodePage,
    Confirmation,
    Cutter,
    Level,
)
from tests.frames.paper_reader import ReadPaper, read_paper
from tests.frames.specimen_slips import CODE, specimen

FONTS = SlipFonts()
TCVN3 = CodePage(alphabet=Alphabet.TCVN3, page=30, capitals_page=31)
CP1258 = CodePage(alphabet=Alphabet.CP1258, page=52)
MIXED = Capabilities(level=Level.MIXED, native_qr=True)
TEXT = Capabilities(level=Level.TEXT, native_qr=True, code_page=TCVN3)
NUMBER = TextLine(text="A007", size=Size.NUMBER, weight=Weight.BOLD, role=Role.NUMBER)


def job_of(*lines: SlipLine, can: Capabilities) -> bytes:
    plain = replace(can, confirmation=Confirmation.NONE, cutter=Cutter.PARTIAL)
    job = encode(Slip(lines=lines), plain, fonts=FONTS)
    assert job.startswith(b"\x1b@\x1ba\x01")
    assert job.endswith(b"\x1dVB\x00")
    return job[5:-4]


def read(slip: Slip, can: Capabilities) -> ReadPaper:
    return read_paper(encode(slip, can, fonts=FONTS), can.width_dots // 8 * 8)


def stored(can: Capabilities) -> Capabilities:
    return replace(can, nv_graphics=True, logo_in_printer=True)


def test_the_number_is_four_letters_as_large_as_the_paper_allows() -> None:
    assert job_of(NUMBER, can=MIXED) == b"\x1d!\x77\x1bE\x01A007\n"
    assert job_of(NUMBER, can=replace(MIXED, width_dots=384)) == b"\x1d!\x66\x1bE\x01A007\n"


@pytest.mark.parametrize("label", ["A007", "A1002", "1002", "A12345678"])
@pytest.mark.parametrize("level", [Level.MIXED, Level.TEXT])
@pytest.mark.parametrize("width", [384, 512, 576, 640])
def test_the_number_is_the_largest_thing_on_the_paper(label: str, level: Level, width: int) -> None:
    can = replace(TEXT, level=level, width_dots=width)
    paper = read(specimen(label=label, priority=True), can)
    [number] = [text for text in paper.texts if text.data == label.encode()]
    assert number.wide >= 3
    assert all(text.high < number.high for text in paper.texts if text is not number)
    assert 12 * number.wide * len(label) <= width


def test_a_number_that_no_letters_are_large_enough_for_is_a_picture() -> None:
    line = replace(NUMBER, text="A1234567890123456789")
    assert read_paper(job_of(line, can=MIXED), 576).texts == []


def test_times_are_letters_and_vietnamese_is_a_picture_at_level_mixed() -> None:
    time = TextLine(text="08:15 27/09/2023", role=Role.TIME)
    assert job_of(time, can=MIXED) == b"08:15 27/09/2023\n"
    name = PairLine(name="Giờ lấy số", value="08:15 27/09/2023", role=Role.TIME)
    assert read_paper(job_of(name, can=MIXED), 576).texts == []
    english = PairLine(name="Taken at", value="08:15 27/09/2023", role=Role.TIME)
    assert read_paper(job_of(english, can=MIXED), 576).letters == [
        b"Taken at" + b" " * 17 + b"08:15 27/09/2023"
    ]
    ascii_fact = TextLine(text="just a fact")
    assert read_paper(job_of(ascii_fact, can=MIXED), 576).texts == []


def test_the_code_is_stored_and_printed_by_the_printer() -> None:
    job = job_of(QrLine(content="MC:A007"), can=MIXED)
    command = (
        "1d 28 6b 04 00 31 41 32 00"
        "1d 28 6b 03 00 31 43 06"
        "1d 28 6b 03 00 31 45 31"
        "1d 28 6b 0a 00 31 50 30 4d 43 3a 41 30 30 37"
        "1d 28 6b 03 00 31 51 30"
    )
    rim = bytes.fromhex("1d 76 30 00 01 00 18 00") + bytes(24)
    assert job == rim + bytes.fromhex(command) + rim


def test_a_printer_without_codes_gets_a_picture_of_one() -> None:
    job = job_of(QrLine(content=CODE), can=replace(MIXED, native_qr=False))
    assert read_paper(job, 576).codes == []
    assert len(read_paper(job, 576).ink) > 1000


def test_letters_change_their_look_only_where_they_must() -> None:
    bold = {"weight": Weight.BOLD}
    job = job_of(
        TextLine(text="Quầy 1", **bold),  # type: ignore[arg-type]
        TextLine(text="Quầy 2", **bold),  # type: ignore[arg-type]
        TextLine(text="left", align=Align.LEFT),
        TextLine(text="white", inverted=True, align=Align.RIGHT),
        can=TEXT,
    )
    assert job == (
        b"\x1bE\x01\x1c.\x1bt\x1eQu\xc7y 1\nQu\xc7y 2\n"
        b"\x1ba\x00\x1bE\x00left\n"
        b"\x1ba\x02\x1dB\x01 white \x1dB\x00\n"
    )


def test_titles_are_twice_as_high_and_as_wide_as_fits() -> None:
    short, long = TextLine(text="SHORT", size=Size.TITLE), TextLine(text="L" * 30, size=Size.TITLE)
    assert job_of(short, can=TEXT) == b"\x1d!\x11SHORT\n"
    assert job_of(long, can=TEXT) == b"\x1d!\x01" + b"L" * 30 + b"\n"


def test_names_and_values_stand_at_the_sides_of_wide_paper_and_together_on_narrow() -> None:
    line = PairLine(name="Ahead", value="4")
    assert read_paper(job_of(line, can=TEXT), 576).letters == [b"Ahead" + b" " * 35 + b"4"]
    narrow = replace(TEXT, width_dots=384)
    assert read_paper(job_of(line, can=narrow), 384).letters == [b"Ahead: 4"]


def test_a_line_with_a_letter_that_the_page_lacks_is_a_picture() -> None:
    can = replace(TEXT, code_page=CodePage(alphabet=Alphabet.TCVN3, page=30))
    paper = read(Slip(lines=(TextLine(text="đường"), TextLine(text="ĐƯỜNG"))), can)
    assert paper.letters == [b"\xae\xad\xeang"]
    assert paper.ink


def test_signs_with_a_plain_twin_do_not_make_a_picture_of_their_line() -> None:
    paper = read(Slip(lines=(TextLine(text="“A” – B…"),)), TEXT)
    assert paper.letters == [b'"A" - B...']
    assert paper.ink == set()


def test_spaces_become_whole_lines_and_none_around_the_number() -> None:
    space, word = SpaceLine(height_mm=5.0), TextLine(text="x")
    assert job_of(word, space, word, can=TEXT) == b"x\n\nx\n"
    assert job_of(space, NUMBER, can=TEXT) == b"\x1d!\x77\x1bE\x01A007\n"
    assert job_of(word, SpaceLine(height_mm=30.0), word, can=TEXT) == b"x\n\x1bd\x07x\n"


def test_rules_are_dashes_or_dots_of_double_size() -> None:
    assert read_paper(job_of(RuleLine(), can=TEXT), 576).letters == [b"-" * 41]
    doubled = read_paper(job_of(RuleLine(), can=replace(TEXT, double_raster=True)), 576)
    assert (doubled.rows, len(doubled.ink), doubled.modes) == (2, 2 * 496, [3])


@pytest.mark.parametrize(("code_page", "codec"), [(TCVN3, None), (CP1258, "cp1258")])
def test_every_word_of_the_ticket_comes_out_as_letters(
    code_page: CodePage, codec: str | None
) -> None:
    """Nothing of it is a picture but the logo; no letter is written in Chinese."""
    paper = read(specimen(priority=True), stored(replace(TEXT, code_page=code_page)))
    assert paper.ink == set()
    assert not any(text.chinese for text in paper.texts if max(text.data) >= 0x80)
    if codec is not None:
        told = unicodedata.normalize("NFC", b"\n".join(paper.letters).decode(codec))
        assert "UBND PHƯỜNG THANH NHÀN" in told
        assert "khoảng 20 phút" in told


@pytest.mark.parametrize("width", [384, 420, 432, 512, 546, 576, 640])
@pytest.mark.parametrize("level", [Level.MIXED, Level.TEXT])
def test_no_line_of_letters_is_wider_than_the_head(width: int, level: Level) -> None:
    name = "Cấp giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở " * 5
    slip = Slip(lines=(*specimen().lines, TextLine(text=name, role=Role.SERVICE)))
    paper = read(slip, replace(TEXT, level=level, width_dots=width))
    rows: dict[int, int] = {}
    for text in paper.texts:
        rows[text.row] = rows.get(text.row, 0) + 12 * text.wide * len(text.data)
    assert all(wide <= width for wide in rows.values())


def test_letters_need_a_code_page() -> None:
    with pytest.raises(UnfitCapabilities):
        encode(specimen(), replace(TEXT, code_page=None))


def test_a_fact_too_long_for_its_line_breaks_after_its_name() -> None:
    line = PairLine(name="Thời gian chờ dự kiến", value="khoảng 20 phút")
    narrow = replace(TEXT, width_dots=384, code_page=CP1258)
    told = [words.decode("cp1258") for words in read_paper(job_of(line, can=narrow), 384).letters]
    assert [unicodedata.normalize("NFC", words) for words in told] == [
        "Thời gian chờ dự kiến:",
        "khoảng 20 phút",
    ]


def test_no_white_is_added_to_that_of_the_number_s_own_letters() -> None:
    space, word = SpaceLine(height_mm=2.5), TextLine(text="Quầy")
    assert job_of(word, space, NUMBER, space, word, can=MIXED) == job_of(
        word, NUMBER, word, can=MIXED
    )
