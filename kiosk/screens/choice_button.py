"""A button with a line picture, a few words and a quiet line that says why or what for."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout

from kiosk.screens.buttons import TouchButton
from kiosk.screens.measures import Measures
from ui_kit import theme
from ui_kit.drawings import Drawing, Sign
from ui_kit.font import OVERSHOOT, Weight
from ui_kit.words import Words

_INKS = {"primary": theme.ON_BRAND, "plain": theme.INK, "danger": theme.RED}


class ChoiceButton(TouchButton):
    """``kind`` is ``primary``, ``plain`` or ``danger``. Disabled it still says its words."""

    def __init__(self, kind: str, sign: Sign) -> None:
        super().__init__(kind)
        self._ink = _INKS[kind]
        self._sign = sign
        self._drawing = Drawing(sign, 32, self._ink, parent=self)
        self._title = Words("", weight=Weight.Bold, colour=self._ink, parent=self)
        self._note = Words("", colour=self._ink, parent=self)
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self._drawing)
        self._words = words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._note)
        words.addStretch(1)
        self._row.addLayout(words)
        self._row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A button's own hint knows nothing of the words laid out in it."""
        return QSize(self._row.sizeHint().width(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def fit(self, measures: Measures, *, tall: bool) -> None:
        """``tall``: with room for larger words."""
        self._title.set_size(measures.type.lead if tall else measures.type.body)
        self._note.set_size(measures.type.body if tall else measures.type.caption)
        high = self._title.one_line_height + self._note.one_line_height
        self.setFixedHeight(max(measures.button, high + 2 * theme.GRID))
        self.setMinimumWidth(measures.mm.px(34))
        self._row.setContentsMargins(measures.gap, 0, measures.gap, 0)
        # Words keep room above for their marks, and would sit lower than those of other buttons.
        marks = round(self._title.font().pixelSize() * OVERSHOOT)
        self._words.setContentsMargins(0, 0, 0, marks)
        self._row.setSpacing(measures.gap * 2 // 3)
        side = round(measures.type.body * (1.7 if tall else 1.45))
        self._drawing.setFixedSize(side, side)

    def say(self, title: str, note: str = "", *, enabled: bool = True) -> None:
        self._title.setText(title)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self.setEnabled(enabled)
        ink = self._ink if enabled else theme.INK_SOFT
        for words in (self._title, self._note):
            words.set_colour(ink)
        self._drawing.show_sign(self._sign, ink)
        self.setAccessibleName(f"{title}. {note}" if note else title)
        self.updateGeometry()
