"""Small parts of the panel: pills, notes."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui_kit import theme
from ui_kit.desk_scale import units
from ui_kit.font import Weight
from ui_kit.key_button import KeyButton
from ui_kit.theme import TypeScale
from ui_kit.words import Align, Words


class Pill(Words):
    """A word on a rounded patch of colour; takes no room while it has no text."""

    def __init__(self, colour: str = theme.INK, patch: str = theme.SHADE) -> None:
        super().__init__("", 13, Weight.DemiBold, colour=colour, align=Align.AlignHCenter)
        self._patch = patch

    def show_words(self, text: str, colour: str | None = None, patch: str | None = None) -> None:
        if colour is not None:
            self.set_colour(colour)
        if patch is not None:
            self._patch = patch
        if text != self.text():
            self.setText(text)
            self.updateGeometry()
        self.setVisible(bool(text))

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        size = self.font().pixelSize()
        return QSize(round(hint.width() + 1.5 * size), round(hint.height() + 0.4 * size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(self._patch))
        painter.setBrush(QColor(self._patch))
        radius = self.height() / 2
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), radius, radius)
        painter.setFont(self.font())
        painter.setPen(QColor(self.colour))
        painter.drawText(self.rect(), Align.AlignCenter, self.text())


class NoteLine(QFrame):
    """One sentence about what just went wrong or what to know, where the eyes are; never a box.

    Keeps its room while it is empty, so that nothing jumps.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.words = Words("", 16, Weight.Medium)
        self.stop = KeyButton("Esc", one_line=True)
        self.stop.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(16)
        row.addWidget(self.words, 1)
        row.addWidget(self.stop)
        self.clear()

    def text(self) -> str:
        return self.words.text()

    def tell(self, sentence: str, colour: str, patch: str, *, stop: str = "") -> None:
        """Show ``sentence``; with ``stop`` also a button of that name."""
        self.words.set_colour(colour)
        self.words.setText(sentence)
        self.stop.show_words(stop)
        self.stop.setVisible(bool(stop))
        self.setStyleSheet(
            f"#note {{ background: {patch}; border-left: 4px solid {colour}; border-radius: 4px; }}"
        )

    def clear(self) -> None:
        self.words.setText("")
        self.stop.hide()
        self.setStyleSheet("#note { background: transparent; border: none; }")

    def set_scale(self, scale: TypeScale) -> None:
        self.words.set_size(scale.body)
        self.stop.set_scale(scale)
        # Two lines, always: the longest sentences of both languages need them on old screens.
        self.setFixedHeight(units(scale, 7.5))


class Strip(QFrame):
    """A sentence across the whole window: what is seen may be out of date."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("strip")
        self.setStyleSheet(
            f"#strip {{ background: {theme.AMBER_TINT}; border: none;"
            f" border-bottom: 1px solid {theme.GOLD}; }}"
        )
        self.words = Words("", 16, Weight.DemiBold)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words, 1)

    def set_scale(self, scale: TypeScale) -> None:
        self.words.set_size(scale.body)
        self._row.setContentsMargins(
            units(scale, 3), units(scale, 1), units(scale, 3), units(scale, 1)
        )
