"""Paragraphs on thermal paper: lines of much the same length, never wider than their column."""

from typing import Protocol

DASHES = frozenset({"-", "–", "—"})
ELLIPSIS = "…"
# Of one paragraph: a field's name of 300 letters fits, a whole decree pasted into it does not.
MOST_LINES = 16


class Measure(Protocol):
    """How wide words are: dots of a face, columns of a printer's own letters."""

    def width(self, text: str) -> int:
        """In the unit of the column."""


def wrap(text: str, face: Measure, width: int, most: int = MOST_LINES) -> list[str]:
    """``text`` in as few lines as fit ``width``, their lengths evened out; [] when empty.

    What needs more than ``most`` lines ends with an ellipsis in the last one.
    """
    words = [part for word in _glued(text.split()) for part in _split_word(word, face, width)]
    if not words:
        return []
    lines = _fill(words, face, width)
    if len(lines) > most:
        return [*lines[: most - 1], _shortened(lines[most - 1], face, width)]
    if len(lines) == 1:
        return lines
    # The narrowest width that needs no further line makes lines of much the same length.
    low, high = width // len(lines) // 2, width
    while low < high:
        middle = (low + high) // 2
        if _widest_word(words, face) <= middle and len(_fill(words, face, middle)) <= len(lines):
            high = middle
        else:
            low = middle + 1
    return _fill(words, face, high)


def _shortened(line: str, face: Measure, width: int) -> str:
    while line and face.width(line + ELLIPSIS) > width:
        line = line[:-1].rstrip()
    return line + ELLIPSIS


def _glued(words: list[str]) -> list[str]:
    """A dash that stands alone stays with the word before it: it never begins a line."""
    glued: list[str] = []
    for word in words:
        if word in DASHES and glued:
            glued[-1] += f" {word}"
        else:
            glued.append(word)
    return glued


def _fill(words: list[str], face: Measure, width: int) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if face.width(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _widest_word(words: list[str], face: Measure) -> int:
    return max(face.width(word) for word in words)


def _split_word(word: str, face: Measure, width: int) -> list[str]:
    """``word`` cut where it would leave the paper, one character at least on each part."""
    if face.width(word) <= width:
        return [word]
    parts = [word[0]]
    for character in word[1:]:
        if face.width(parts[-1] + character) <= width:
            parts[-1] += character
        else:
            parts.append(character)
    return parts
