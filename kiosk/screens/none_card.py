"""The largest button of the priority screen."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from kiosk.screens.buttons import TouchButton
from kiosk.screens.measures import Measures
from ui_kit import theme
from ui_kit.drawings import Drawing, Sign
from ui_kit.font import Weight
from ui_kit.words import Words

_HEIGHT_MM = 46
_TALLEST_SHARE = 0.14


class NoneCard(TouchButton):
    """Most people have no priority: the first card, the largest, in the brand's colour."""

    def __init__(self) -> None:
        super().__init__("primary")
        self._drawing = Drawing(Sign.PERSON, 64, theme.BRAND, patch=theme.ON_BRAND, parent=self)
        self._title = Words("", weight=Weight.Bold, colour=theme.ON_BRAND, parent=self)
        self._hint = Words("", colour=theme.ON_BRAND, parent=self)
        self._arrow = Drawing(Sign.NEXT, 48, theme.ON_BRAND, parent=self)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._drawing)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        words.addStretch(1)
        self._row.addLayout(words, 1)
        self._row.addWidget(self._arrow)

    def fit(self, measures: Measures) -> None:
        self._title.set_size(max(measures.type.title, round(measures.capitals * 0.95)))
        self._hint.set_size(measures.type.body)
        height = min(measures.mm.px(_HEIGHT_MM), round(measures.height * _TALLEST_SHARE))
        # Where a millimetre is few pixels, the words and not the fingers say how high it is.
        words = self._title.one_line_height + self._hint.one_line_height
        height = max(measures.button, height, words + measures.gap)
        self.setFixedHeight(height)
        self._row.setContentsMargins(measures.gap, 0, measures.gap + theme.GRID, 0)
        self._row.setSpacing(measures.gap)
        side = min(height - measures.gap, max(measures.mm.px(20), round(measures.type.title * 1.8)))
        self._drawing.setFixedSize(side, side)
        self._arrow.setFixedSize(side // 2, side // 2)

    def say(self, title: str, hint: str) -> None:
        self._title.setText(title)
        self._hint.setText(hint)
        self.setAccessibleName(f"{title}. {hint}")
