"""Strips with a line picture: the printer pauses, please wait, is anyone still there."""

from enum import Enum

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk.screens.measures import Measures
from ui_kit import theme
from ui_kit.drawings import Drawing, Sign
from ui_kit.font import OVERSHOOT, Weight
from ui_kit.words import Words


class Tone(Enum):
    """What a strip feels like: colour of the picture, background. Its words are always in ink."""

    GOOD = (theme.GREEN, theme.GREEN_TINT)
    CALM = (theme.BRAND, theme.CARD)
    CARE = (theme.AMBER, theme.AMBER_TINT)
    DARK = (theme.GOLD, theme.INK)

    @property
    def ink(self) -> str:
        return theme.ON_BRAND if self is Tone.DARK else theme.INK


class Note(QFrame):
    """A picture, a sentence in bold and, where there is one, a sentence below it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing = Drawing(Sign.WARNING, 48, theme.AMBER, parent=self)
        self.title = Words("", weight=Weight.DemiBold, parent=self)
        self.text = Words("", parent=self)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._drawing)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addStretch(1)
        self._row.addLayout(words, 1)

    def fit(self, measures: Measures, title_px: int | None = None) -> None:
        padding = measures.gap
        self._row.setContentsMargins(padding, padding // 2, padding, padding // 2)
        self._row.setSpacing(padding)
        self.title.set_size(title_px or measures.type.body)
        self.text.set_size(max(measures.type.body, round((title_px or 0) * 0.72)))
        side = round((title_px or measures.type.body) * 2)
        self._drawing.setFixedSize(side, side)

    def say(self, tone: Tone, sign: Sign, title: str, text: str = "") -> None:
        colour, surface = tone.value
        self._drawing.show_sign(sign, colour)
        border = theme.LINE if tone is Tone.CALM else surface
        self.setStyleSheet(
            f"Note {{ background: {surface}; border: 2px solid {border};"
            f" border-radius: {theme.RADIUS}px; }}"
        )
        for words, said in ((self.title, title), (self.text, text)):
            words.set_colour(tone.ink)
            words.setText(said)
        self.text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())


class Tag(Words):
    """A few words on gold: seen at once, read easily."""

    def needed(self, width: float) -> tuple[float, float]:
        wide, high = super().needed(width - 2 * theme.RADIUS)
        return wide + 2 * theme.RADIUS, high + theme.GRID

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.text():
            return
        wide, high = self.needed(self.width())
        above = self.font().pixelSize() * OVERSHOOT  # words sit this much lower, for their marks
        box = QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.GOLD))
        painter.drawRoundedRect(box.adjusted(0, above / 2, 0, 0), theme.RADIUS, theme.RADIUS)
        painter.end()
        super().paintEvent(event)
