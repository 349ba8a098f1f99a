"""Vietnamese in single bytes, beside the standard's own table and Python's own codec."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.frames.letters import is_ascii, spell
from hardware.protocols.capabilities import Alphabet, CodePage

TCVN3 = CodePage(alphabet=Alphabet.TCVN3, page=30, capitals_page=31)
ONE_PAGE = CodePage(alphabet=Alphabet.TCVN3, page=30)
CP1258 = CodePage(alphabet=Alphabet.CP1258, page=52)

# TCVN 5712:1993, VN3: written down from the standard, byte by byte.
STANDARD = {
    0xA8: "ă", 0xA9: "â", 0xAA: "ê", 0xAB: "ô", 0xAC: "ơ", 0xAD: "ư", 0xAE: "đ",
    0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ",
    0xBB: "ằ", 0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ",
    0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ",
    0xCC: "è", 0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ",
    0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ",
    0xD7: "ì", 0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị",
    0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ",
    0xE5: "ồ", 0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ",
    0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ",
    0xEF: "ù", 0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ",
    0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự",
    0xFA: "ỳ", 0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
}  # fmt: skip
LETTERS = [*STANDARD.values(), *(letter.upper() for letter in STANDARD.values())]


def test_the_standard_has_sixty_seven_letters_with_marks() -> None:
    assert len(set(STANDARD.values())) == 67


@pytest.mark.parametrize(("byte", "letter"), STANDARD.items())
def test_small_letters_are_the_standards_bytes(byte: int, letter: str) -> None:
    [piece] = spell(letter, TCVN3) or ()
    assert (piece.page, piece.data) == (30, bytes((byte,)))


@pytest.mark.parametrize(("byte", "letter"), STANDARD.items())
def test_capitals_are_in_their_own_page_where_the_small_ones_are(byte: int, letter: str) -> None:
    """But for three: Ă A1, Â A2, Đ A7."""
    [piece] = spell(letter.upper(), TCVN3) or ()
    expected = {"ă": 0xA1, "â": 0xA2, "đ": 0xA7}.get(letter, byte)
    assert (piece.page, piece.data) == (31, bytes((expected,)))


def test_dd_is_the_vietnamese_letter_and_not_the_icelandic_one() -> None:
    assert spell("\u0110", TCVN3) is not None
    assert spell("\u00d0", TCVN3) is None


def test_pages_change_only_where_a_letter_needs_it() -> None:
    pieces = spell("UBND PHƯỜNG Đống Đa", TCVN3) or ()
    assert [(piece.page, piece.data) for piece in pieces] == [
        (31, b"UBND PH\xad\xeaNG \xa7"),
        (30, b"\xe8ng "),
        (31, b"\xa7a"),
    ]


def test_ascii_needs_no_page_at_all() -> None:
    [piece] = spell("A007 08:15", None) or ()
    assert (piece.page, piece.data) == (None, b"A007 08:15")


def test_without_a_page_of_capitals_there_are_none() -> None:
    assert spell("Quầy", ONE_PAGE) is not None
    assert spell("ĐƯỜNG", ONE_PAGE) is None


@pytest.mark.parametrize("letter", LETTERS)
def test_cp1258_reads_back_as_the_letter(letter: str) -> None:
    [piece] = spell(letter, CP1258) or ()
    assert unicodedata.normalize("NFC", piece.data.decode("cp1258")) == letter
    assert piece.page == 52


def test_cp1258_needs_a_second_byte_for_104_letters() -> None:
    sizes = [len(piece.data) for letter in LETTERS for piece in spell(letter, CP1258) or ()]
    assert (len(sizes), sizes.count(1), sizes.count(2)) == (134, 30, 104)


def test_cp1258_splits_off_the_tone_and_nothing_else() -> None:
    """Decomposed text would be e + ^ + ´: the page has no circumflex of its own."""
    [piece] = spell("ế", CP1258) or ()
    assert piece.data == "ê\u0301".encode("cp1258")


@given(text=st.text(max_size=40), page=st.sampled_from([None, TCVN3, ONE_PAGE, CP1258]))
def test_nothing_that_could_be_a_command_is_ever_spelled(text: str, page: CodePage | None) -> None:
    for piece in spell(text, page) or ():
        assert all(0x20 <= byte <= 0x7E or byte >= 0xA1 for byte in piece.data)


@pytest.mark.parametrize("sign", ["\x1b", "\x7f", "\x9b", "\n", "\u202e", "€", "漢"])
def test_controls_and_strange_signs_are_left_to_pictures(sign: str) -> None:
    assert spell(sign, TCVN3) is None
    assert spell(sign, CP1258) is None
    assert not is_ascii(sign)
