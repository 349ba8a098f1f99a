"""Letters of the simulated printer's own: cells, sizes, lines and code pages."""

from dataclasses import replace

import pytest
from PIL import Image

from hardware.sim.firmware import CLONE, EPSON
from hardware.sim.printer import SimPrinter
from tests.contract.sim_ear import CUT, connected, ink

LOWER_VIETNAMESE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"


def paper(job: bytes, **settings: object) -> Image.Image:
    printer, _ = connected(**{"width": 240} | settings)
    printer.feed(job + b"\n" + CUT)
    return printer.papers[0]


def letters(job: bytes, **settings: object) -> tuple[str, ...]:
    printer, _ = connected(**{"width": 960} | settings)
    printer.feed(job + b"\n" + CUT)
    return printer.printed[0].letters


def box(picture: Image.Image) -> tuple[int, int]:
    """Columns and rows that the ink takes."""
    columns, rows = zip(*ink(picture), strict=True)
    return max(columns) - min(columns) + 1, max(rows) - min(rows) + 1


def test_an_enlarged_letter_takes_as_many_cells() -> None:
    assert paper(b"\x1d!\x00HHHH").height == 30
    assert paper(b"\x1d!\x77H").height == 24 * 8
    for times in range(1, 9):
        size = bytes((times - 1 << 4 | times - 1,))
        wide, high = box(paper(b"\x1d!" + size + b"HH"))
        assert 12 * times < wide <= 24 * times
        assert 9 * times <= high <= 14 * times


def test_a_line_is_full_at_the_width_of_the_head() -> None:
    """240 dots: 20 cells of font A, 26 of font B, 10 of double width."""
    row = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcd"
    assert letters(row, width=240) == ("ABCDEFGHIJKLMNOPQRST", "UVWXYZabcd")
    assert letters(b"\x1bM\x01" + row, width=240) == ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcd")
    assert letters(b"\x1b!\x20" + row, width=240)[0] == "ABCDEFGHIJ"


def test_a_line_stands_where_justification_puts_it() -> None:
    left, centre, right = (
        min(column for column, _ in ink(paper(b"\x1ba" + bytes((n,)) + b"HHHH"))) for n in range(3)
    )
    assert (left, right - left) == (left, 240 - 48)
    assert centre - left == (240 - 48) // 2


def test_justification_in_the_middle_of_a_line_has_no_effect() -> None:
    assert ink(paper(b"HH\x1ba\x02HH")) == ink(paper(b"HHHH"))


def test_bold_underline_and_inverse_are_seen() -> None:
    plain = ink(paper(b"MOT CUA"))
    assert len(ink(paper(b"\x1bE\x01MOT CUA"))) > len(plain)
    underlined = ink(paper(b"\x1b-\x02MOT CUA")) - plain
    assert {row for _, row in underlined} == {22, 23}
    inverse = ink(paper(b"\x1dB\x01MOT CUA"))
    assert plain & inverse == set()
    assert len(plain | inverse) == 7 * 12 * 24


def test_line_spacing_is_thirty_dots_until_it_is_set() -> None:
    assert paper(b"A\nB").height == 60
    assert paper(b"\x1b3\x40A\nB").height == 128
    assert paper(b"\x1b3\x40A\n\x1b2B").height == 64 + 30
    assert paper(b"\x1b3\x05A").height == 24  # a letter is never cut


@pytest.mark.parametrize(("unit", "rows"), [(1.0, 100), (0.5, 50)])
def test_a_feed_counts_the_printers_own_motion_units(unit: float, rows: int) -> None:
    printer, _ = connected(firmware=replace(EPSON, motion_unit=unit))
    printer.feed(b"\x1bJ\x64" + CUT)
    assert printer.papers[0].height == rows


def test_a_motion_unit_that_was_set_counts_until_the_next_reset() -> None:
    printer, _ = connected(firmware=replace(EPSON, motion_unit=0.5))
    printer.feed(b"\x1dP\xcb\xcb\x1bJ\x64" + CUT + b"\x1b@\x1bJ\x64" + CUT)
    assert [paper.height for paper in printer.papers] == [100, 50]


def test_text_left_in_the_line_is_printed_by_the_cut() -> None:
    printer, _ = connected(width=240)
    printer.feed(b"A007" + CUT)
    assert printer.printed[0].letters == ("A007",)


def test_every_vietnamese_letter_comes_out_of_the_tcvn_pages() -> None:
    """The layout of TCVN 5712:1993, byte by byte, apart from any table of the encoder's."""
    lower = (
        b"\xb5\xb8\xb6\xb7\xb9\xa8\xbb\xbe\xbc\xbd\xc6\xa9\xc7\xca\xc8\xc9\xcb\xae"
        b"\xcc\xd0\xce\xcf\xd1\xaa\xd2\xd5\xd3\xd4\xd6\xd7\xdd\xd8\xdc\xde"
        b"\xdf\xe3\xe1\xe2\xe4\xab\xe5\xe8\xe6\xe7\xe9\xac\xea\xed\xeb\xec\xee"
        b"\xef\xf3\xf1\xf2\xf4\xad\xf5\xf8\xf6\xf7\xf9\xfa\xfd\xfb\xfc\xfe"
    )
    capitals = lower.translate(bytes.maketrans(b"\xa8\xa9\xae", b"\xa1\xa2\xa7"))
    assert letters(b"\x1bt\x1e" + lower) == (LOWER_VIETNAMESE,)
    assert letters(b"\x1bt\x1f" + capitals) == (LOWER_VIETNAMESE.upper(),)


def test_no_two_vietnamese_letters_look_alike() -> None:
    printer = SimPrinter(width=960)
    drawn = set()
    for page, text in ((30, LOWER_VIETNAMESE), (31, LOWER_VIETNAMESE.upper())):
        table = EPSON.pages[page]
        for letter in text:
            code = bytes((0x80 + table.index(letter),))
            printer.feed(b"\x1bt" + bytes((page,)) + code + b"\n" + CUT)
            drawn.add(printer.papers[printer.paper_count - 1].tobytes())
    assert len(drawn) == 2 * 67


def test_marks_are_struck_over_the_letter_before_them() -> None:
    job = b"\x1bt\x34Vi\xea\xf2t"
    assert letters(job) == ("Việt",)
    assert letters(job, firmware=replace(EPSON, overstrikes=False)) == ("Viê\u0323t",)


def test_a_clone_has_other_pages_and_prints_latin_rubbish() -> None:
    tcvn = b"S\xe8 th\xf8 t\xf9"
    assert letters(b"\x1bt\x1e" + tcvn) == ("Số thứ tự",)
    assert letters(b"\x1bt\x1e" + tcvn, firmware=CLONE) == ("Sč thř tů",)
    assert letters(b"\x1bt\x31" + tcvn, firmware=CLONE) == ("Số thứ tự",)


def test_a_page_that_is_not_there_changes_nothing_and_is_noted() -> None:
    printer, _ = connected(width=240)
    printer.feed(b"\x1bt\x1e\x1bt\xc8\xae\n" + CUT)
    assert printer.printed[0].letters == ("đ",)
    assert [token.body for token in printer.unknown] == [b"\xc8"]


def test_a_chinese_printer_takes_two_bytes_for_one_letter_until_told_not_to() -> None:
    chinese = replace(CLONE, chinese=True)
    assert letters("号码".encode("gb18030"), firmware=chinese) == ("号码",)
    assert letters(b"\x1c.\x1bt\x31\xae\xb8", firmware=chinese) == ("đá",)


def test_a_command_family_that_a_clone_lacks_comes_out_as_letters() -> None:
    without = replace(CLONE, native_qr=False)
    assert letters(b"\x1d(k\x07\x001P0A007", firmware=without) == ("k1P0A007",)
