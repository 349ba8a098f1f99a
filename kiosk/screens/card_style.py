"""How the words of a page's cards are set: one style for all of them, the largest that fits."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kiosk.screens import wording
from kiosk.screens.measures import Measures
from ui_kit.font import Weight, font
from ui_kit.wrapping import largest_size, lines_of, size_of

_STACKED_FROM = 0.7  # height / width
_NOTE_IS_WORTH = 20  # px of the title's size, for notes of the body's size
_TITLE_OVER_NOTE = 1.12
_MOST_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStyle:
    """Sizes in pixels. ``stacked``: the picture stands above the words instead of beside them."""

    padding: int
    side: int
    stacked: bool
    one_line: bool
    note_px: int
    title_px: int
    # Of the page's longest title and notes, so that stacked pictures stand in line.
    title_height: int = 0
    note_height: int = 0

    @property
    def note_gap(self) -> int:
        """Between the title and the notes."""
        return self.note_px // 5

    def text_width(self, card_width: int) -> int:
        if self.stacked:
            return card_width - 2 * self.padding
        return card_width - self.side - 3 * self.padding


@dataclass(frozen=True, slots=True, kw_only=True)
class CardWords:
    """What one card says."""

    title: str
    notes: tuple[str, ...]


def joined(notes: Sequence[str], *, one_line: bool) -> str:
    """``4 người chờ · khoảng 10-15 phút``, or each on a line of its own."""
    if one_line:
        return " · ".join(notes)
    return "\n".join(wording.sentence(note) for note in notes)


def style_for(words: Sequence[CardWords], width: int, height: int, measures: Measures) -> CardStyle:
    """The style for cards of at least ``width`` x ``height`` pixels."""
    styles = _styles(width, height, measures)
    tried = [_with_title(style, words, (width, height), measures) for style in styles]
    return max(tried, key=lambda style: style.title_px + _worth(style, measures))


def _worth(style: CardStyle, measures: Measures) -> float:
    """Notes worth reading, then one fact on each line: in pixels of the title's size."""
    return style.note_px / measures.type.body * _NOTE_IS_WORTH + (0 if style.one_line else 2)


def _styles(width: int, height: int, measures: Measures) -> Iterator[CardStyle]:
    stacked = height > width * _STACKED_FROM
    padding = min(max(measures.gap + 4, round(width * 0.055)), height // 6)
    if stacked:
        side = min(height * 0.36, width / 3, measures.mm.px(38))
    else:
        largest = max(measures.mm.px(26), height * 0.36)
        side = min(height - 2 * padding, width / 5.5, largest)
    for note_px in (measures.type.lead, measures.type.body, measures.type.caption):
        for one_line in (False, True):
            yield CardStyle(
                padding=padding,
                side=round(side),
                stacked=stacked,
                one_line=one_line,
                note_px=note_px,
                title_px=0,
            )


def _with_title(
    style: CardStyle, words: Sequence[CardWords], card: tuple[int, int], measures: Measures
) -> CardStyle:
    """``style`` with the largest title that fits; a negative title when none does."""
    width, height = card
    wide = style.text_width(width)
    note = max(_note_height(style, some, wide, height) for some in words)
    above = style.side + 2 * style.padding if style.stacked else 0
    least = round(style.note_px * _TITLE_OVER_NOTE)
    most = max(measures.capitals * 1.2, height * (0.11 if style.stacked else 0.15))
    size = largest_size(
        [some.title for some in words],
        Weight.DemiBold,
        width=wide,
        height=height - note - above - style.padding,
        low=least - 1,
        high=max(least, round(min(most, height * 0.24))),
        most_lines=_MOST_LINES,
    )
    if size >= least:
        used = font(size, Weight.DemiBold)
        high = max(size_of(lines_of(some.title, used, wide), used)[1] for some in words)
        return replace(style, title_px=size, title_height=round(high), note_height=round(note))
    smallest = style.note_px <= measures.type.caption and style.one_line
    return replace(style, title_px=style.note_px if smallest else -least)


def _note_height(style: CardStyle, words: CardWords, wide: int, too_high: int) -> float:
    """The height of a card's notes; ``too_high`` when a fact would break."""
    if not words.notes:
        return 0.0
    used = font(style.note_px)
    lines = lines_of(joined(words.notes, one_line=style.one_line), used, wide)
    expected = 1 if style.one_line else len(words.notes)
    return too_high if len(lines) > expected else size_of(lines, used)[1] + style.note_gap
