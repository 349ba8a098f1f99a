"""The largest size at which words fit a box: found by halving, cheap enough for every call."""

from PySide6.QtGui import QFont, QFontMetricsF

from ui_kit.font import font
from ui_kit.words import Words
from ui_kit.wrapping import fits


def fit_words(
    words: Words,
    width: float,
    height: float,
    *,
    largest: float,
    smallest: float = 1,
    lines: int = 1,
) -> int:
    """Give ``words`` the largest size that fits ``width`` x ``height`` pixels; returns it.

    ``smallest`` is used where nothing fits, ``lines`` is the most it may wrap into.
    """
    weight = QFont.Weight(words.font().weight())
    low, high = max(1, round(smallest)), max(1, round(largest))
    while low < high:
        middle = (low + high + 1) // 2
        if fits(words.text(), font(middle, weight), width, height, lines):
            low = middle
        else:
            high = middle - 1
    if words.font().pixelSize() != low:
        words.set_size(low)
    return low


def set_words(words: Words, text: str) -> None:
    """Change the text only if it is another one: the same text again would cost a repaint."""
    if words.text() != text:
        words.setText(text)


def wide(text: str, size_px: int, weight: QFont.Weight) -> float:
    """The width of ``text`` on one line, in pixels."""
    return QFontMetricsF(font(size_px, weight)).horizontalAdvance(text)
