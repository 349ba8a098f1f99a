"""Breaking text into lines: at word borders, evenly, and at the largest size that fits."""

from collections.abc import Sequence

from PySide6.QtGui import QFont, QFontMetricsF

from ui_kit.font import OVERSHOOT, font

# "Văn hóa - Giáo dục - Y tế": a dash ends its line, and a line breaks there rather than elsewhere.
_HARD_SPACE = "\u00a0"
_DASH_END = f"{_HARD_SPACE}-"
_GLUED = f"{_DASH_END} "


def _pieces(text: str, metrics: QFontMetricsF, width: float) -> list[str]:
    """What stays together on a line: the parts between dashes where they fit, else words."""
    text = text.replace(" - ", _GLUED)
    if _GLUED not in text:
        return text.split(" ")
    parts = [part.replace(" ", _HARD_SPACE) for part in text.split(_GLUED)]
    parts = [part + _DASH_END for part in parts[:-1]] + parts[-1:]
    if all(metrics.horizontalAdvance(part) <= width for part in parts):
        return parts
    return text.split(" ")


def _fill(words: Sequence[str], metrics: QFontMetricsF, width: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def lines_of(text: str, used: QFont, width: float, *, even: bool = True) -> list[str]:
    """``text`` in lines of at most ``width`` pixels; a single word may be wider.

    ``even`` keeps the number of lines and makes them alike in length, so that no word stands alone.
    """
    metrics = QFontMetricsF(used)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        words = _pieces(paragraph, metrics, width)
        best = _fill(words, metrics, width)
        low, high = width / max(1, len(best)) * 0.8, width
        while even and len(best) > 1 and high - low > 2:
            middle = (low + high) / 2
            tried = _fill(words, metrics, middle)
            narrow = max(metrics.horizontalAdvance(line) for line in tried) <= middle
            if len(tried) == len(best) and narrow:
                best, high = tried, middle
            else:
                low = middle
        lines.extend(best)
    return lines


def line_height(used: QFont) -> float:
    return QFontMetricsF(used).height()


def size_of(lines: Sequence[str], used: QFont) -> tuple[float, float]:
    """Width and height in pixels that ``lines`` need, capitals with two marks included."""
    metrics = QFontMetricsF(used)
    width = max((metrics.horizontalAdvance(line) for line in lines), default=0.0)
    return width, len(lines) * metrics.height() + used.pixelSize() * OVERSHOOT


def fits(text: str, used: QFont, width: float, height: float, most_lines: int = 99) -> bool:
    """Whether ``text`` fits into the box without cutting a word or a mark."""
    lines = lines_of(text, used, width, even=False)
    wide, high = size_of(lines, used)
    return wide <= width and high <= height and len(lines) <= most_lines


def largest_size(
    texts: Sequence[str],
    weight: QFont.Weight,
    *,
    width: float,
    height: float,
    low: int,
    high: int,
    most_lines: int = 99,
) -> int:
    """The largest font size in ``low..high`` at which every text fits; ``low`` if none does."""
    while low < high:
        middle = (low + high + 1) // 2
        used = font(middle, weight)
        if all(fits(text, used, width, height, most_lines) for text in texts):
            low = middle
        else:
            high = middle - 1
    return low
