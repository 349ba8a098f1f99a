r"""Which segments of an LED character light up for which letter or digit.

::

     --a--          f, b upper sides; e, c lower sides; g left and n right half of the middle
    |\ | /|         h, i, j the upper diagonals and the stroke between them
    f h i j b       k, l, m the lower ones
     -g- -n-
    e k l m c
    |/ | \|
     --d--
"""

SEVEN = "abcdefgn"
FOURTEEN = "abcdefgnhijklm"

_LIT = {
    "0": "abcdef", "1": "bc", "2": "abgned", "3": "abgncd", "4": "fgnbc", "5": "afgncd",
    "6": "afgnedc", "7": "abc", "8": "abcdefgn", "9": "abcdfgn", "-": "gn", "_": "d",
    "A": "abcefgn", "B": "cdefgn", "C": "adef", "D": "bcdegn", "E": "adefgn", "F": "aefgn",
    "G": "acdefn", "H": "bcefgn", "I": "adil", "J": "bcde", "K": "efgjm", "L": "def",
    "M": "bcefhj", "N": "bcefhm", "O": "abcdef", "P": "abefgn", "Q": "abcdefm", "R": "abefgnm",
    "S": "acdfgn", "T": "ail", "U": "bcdef", "V": "efkj", "W": "bcefkm", "X": "hjkm",
    "Y": "hjl", "Z": "adjk", "+": "gnil", "/": "jk", "*": "gnhijklm", "?": "abnl", "=": "dgn",
}  # fmt: skip


def lit(character: str) -> str:
    """The names of the segments that light up; none for a blank or an unknown character."""
    return _LIT.get(character.upper(), "")


def needs_fourteen(text: str) -> bool:
    """Whether ``text`` has letters that seven segments cannot show."""
    return any(set(lit(character)) - set(SEVEN) for character in text)
