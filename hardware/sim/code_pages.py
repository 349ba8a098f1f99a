"""Letters behind the bytes 80-FF, by the page of ``ESC t n``: one table as Epson, one of a clone.

The Vietnamese table is typed from the layout of TCVN 5712:1993 (VN3, "ABC"), not taken from the
encoder: a mistake on one side must not hide on the other.
"""

from typing import Final

UNKNOWN: Final = "·"
_BLANK_ROWS: Final = " " * 32

# Rows A0-AF … F0-FF. Lower case, as the ABC fonts without "H" in their name have it.
TCVN3_LOWER: Final = _BLANK_ROWS + (
    " ĂÂÊÔƠƯĐăâêôơưđ "
    "     àảãáạ ằẳẵắ "
    "      ặầẩẫấậè ẻẽ"
    "éẹềểễếệìỉ   ĩíịò"
    " ỏõóọồổỗốộờởỡớợù"
    " ủũúụừửữứựỳỷỹýỵ "
)
# Capitals sit where their lower case sits, except the seven letters without a tone mark of which
# three moved to the front.
TCVN3_CAPITALS: Final = _BLANK_ROWS + (
    " ĂÂ    Đ  ÊÔƠƯ  "
    "     ÀẢÃÁẠ ẰẲẴẮ "
    "      ẶẦẨẪẤẬÈ ẺẼ"
    "ÉẸỀỂỄẾỆÌỈ   ĨÍỊÒ"
    " ỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙ"
    " ỦŨÚỤỪỬỮỨỰỲỶỸÝỴ "
)


def letters_of(codec: str) -> str:
    """The upper half of one of Python's single-byte codecs; ``·`` where it has nothing."""
    return "".join(
        bytes((value,)).decode(codec, "replace").replace("\ufffd", UNKNOWN)
        for value in range(0x80, 0x100)
    )


# Page 1: lines and blocks, then katakana.
KATAKANA: Final = (
    "▁▂▃▄▅▆▇█▏▎▍▌▋▊▉┼┴┬┤├▔─│▕┌┐└┘╭╮╰╯ "
    + "".join(bytes((value,)).decode("cp932") for value in range(0xA1, 0xE0))
    + "═╞╪╡◢◣◥◤♠♥♦♣●○╱╲╳円年月日時分秒〒市区町村人░ "
)
_COMMON: Final = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
}
EPSON_PAGES: Final[dict[int, str]] = {
    **{page: letters_of(codec) for page, codec in _COMMON.items()},
    1: KATAKANA,
    13: letters_of("cp857"),
    14: letters_of("cp737"),
    15: letters_of("iso8859_7"),
    30: TCVN3_LOWER,
    31: TCVN3_CAPITALS,
    33: letters_of("cp775"),
    34: letters_of("cp855"),
    39: letters_of("iso8859_2"),
    40: letters_of("iso8859_15"),
    45: letters_of("cp1250"),
    46: letters_of("cp1251"),
    47: letters_of("cp1253"),
    48: letters_of("cp1254"),
    49: letters_of("cp1255"),
    50: letters_of("cp1256"),
    51: letters_of("cp1257"),
    52: letters_of("cp1258"),
}
# Clones number their pages as they like; where Epson has Vietnamese, this one has Latin letters.
CLONE_PAGES: Final[dict[int, str]] = {
    **{page: letters_of(codec) for page, codec in _COMMON.items()},
    1: KATAKANA,
    27: letters_of("cp1258"),
    30: letters_of("cp1250"),
    31: letters_of("cp1257"),
    32: letters_of("cp1252"),
    35: letters_of("cp861"),
    39: letters_of("iso8859_9"),
    41: letters_of("iso8859_4"),
    49: TCVN3_LOWER,
    50: TCVN3_CAPITALS,
    52: letters_of("cp1252"),
    94: letters_of("cp1258"),
}
