"""Letters and numbers as they are spoken at Vietnamese counters, and in English. Pure.

A word is a clip: its ``key`` names the clip's file, its ``text`` is what is spoken.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.wording import Reading

LARGEST_NUMBER = 999  # above, counters are spoken digit by digit


@dataclass(frozen=True, slots=True)
class Word:
    """One clip: a digit, a letter, a part of a number."""

    key: str
    text: str


_VI_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_EN_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_EN_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

# The names of the letters as Vietnamese say them; F, J, W and Z are borrowed ones.
_VI_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "A": "a",
        "B": "bê",
        "C": "xê",
        "D": "dê",
        "Đ": "đê",
        "E": "e",
        "F": "ép",
        "G": "giê",
        "H": "hát",
        "I": "i",
        "J": "gi",
        "K": "ca",
        "L": "e-lờ",
        "M": "em-mờ",
        "N": "en-nờ",
        "O": "o",
        "P": "pê",
        "Q": "quy",
        "R": "e-rờ",
        "S": "ét",
        "T": "tê",
        "U": "u",
        "V": "vê",
        "W": "vê kép",
        "X": "ích",
        "Y": "i dài",
        "Z": "dét",
    }
)
LETTERS = tuple(_VI_LETTERS)

TEN = Word("number_ten", "mười")
TENS = Word("number_tens", "mươi")
ONE_AFTER_TENS = Word("number_one_after", "mốt")
FOUR_AFTER_TENS = Word("number_four_after", "tư")
FIVE_AFTER_TENS = Word("number_five_after", "lăm")
HUNDRED = Word("number_hundred", "trăm")
# What stands for a missing ten: 105 is "một trăm linh năm", in the south "một trăm lẻ năm".
ODD: Mapping[Reading, Word] = MappingProxyType(
    {
        Reading.NORTHERN: Word("number_odd_north", "linh"),
        Reading.SOUTHERN: Word("number_odd_south", "lẻ"),
    }
)


def digit_word(digit: int, *, english: bool = False) -> Word:
    """One digit, 0-9."""
    return Word(f"digit_{digit}", (_EN_DIGITS if english else _VI_DIGITS)[digit])


def letter_word(letter: str, *, english: bool = False) -> Word | None:
    """The name of a letter of a series; None for a sign that nobody speaks."""
    name = _VI_LETTERS.get(letter.upper())
    if name is None:
        return None
    key = "letter_dd" if letter.upper() == "Đ" else f"letter_{letter.lower()}"
    return Word(key, letter.upper().replace("Đ", "D") if english else name)


def vietnamese_number(number: int, reading: Reading) -> tuple[Word, ...]:
    """A counter's number, 0-999, as a number; a larger one digit by digit."""
    if not 0 <= number <= LARGEST_NUMBER:
        return tuple(digit_word(int(digit)) for digit in str(number) if digit.isdecimal())
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, reading)
    words = (digit_word(hundreds), HUNDRED)
    if not rest:
        return words
    if rest < 10:
        return (*words, ODD[reading], digit_word(rest))
    return words + _below_hundred(rest, reading)


def _below_hundred(number: int, reading: Reading) -> tuple[Word, ...]:
    tens, ones = divmod(number, 10)
    if tens == 0:
        return (digit_word(ones),)
    words = (TEN,) if tens == 1 else (digit_word(tens), TENS)
    if ones == 0:
        return words
    if ones == 5:
        return (*words, FIVE_AFTER_TENS)
    if ones == 1 and tens > 1:
        return (*words, ONE_AFTER_TENS)
    if ones == 4 and tens > 1 and reading is Reading.NORTHERN:
        return (*words, FOUR_AFTER_TENS)
    return (*words, digit_word(ones))


def vietnamese_number_words(reading: Reading | None) -> tuple[Word, ...]:
    """Every word beyond the digits that numbers to 999 need; None: in both readings."""
    readings = tuple(Reading) if reading is None else (reading,)
    four = (FOUR_AFTER_TENS,) if Reading.NORTHERN in readings else ()
    odd = tuple(ODD[each] for each in readings)
    return (TEN, TENS, ONE_AFTER_TENS, *four, FIVE_AFTER_TENS, HUNDRED, *odd)


def english_number(number: int) -> tuple[Word, ...]:
    """A counter's number, 0-999, in English; a larger one digit by digit."""
    if not 0 <= number <= LARGEST_NUMBER:
        digits = (digit for digit in str(number) if digit.isdecimal())
        return tuple(digit_word(int(digit), english=True) for digit in digits)
    hundreds, rest = divmod(number, 100)
    words: tuple[Word, ...] = ()
    if hundreds:
        words = (digit_word(hundreds, english=True), _HUNDRED_EN)
        if not rest:
            return words
    if rest < 10:
        return (*words, digit_word(rest, english=True))
    if rest < 20:
        return (*words, _teen(rest))
    tens, ones = divmod(rest, 10)
    last = (digit_word(ones, english=True),) if ones else ()
    return (*words, _tens(tens), *last)


def english_number_words() -> tuple[Word, ...]:
    """Every word beyond the digits that English numbers to 999 need."""
    teens = (_teen(number) for number in range(10, 20))
    return (*teens, *(_tens(tens) for tens in range(2, 10)), _HUNDRED_EN)


_HUNDRED_EN = Word("number_hundred", "hundred")


def _teen(number: int) -> Word:
    return Word(f"number_{number}", _EN_TEENS[number - 10])


def _tens(tens: int) -> Word:
    return Word(f"number_{tens}0", _EN_TENS[tens - 2])
