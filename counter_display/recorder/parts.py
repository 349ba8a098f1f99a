"""Small parts of the wizard's pages: a sentence in colour, progress, tiles of phrases."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui_kit import theme
from ui_kit.desk_scale import font_rule, units
from ui_kit.drawings import Drawing, Sign, draw_sign
from ui_kit.font import Weight, font
from ui_kit.theme import TypeScale
from ui_kit.words import Words
from ui_kit.wrapping import largest_size, lines_of


class Note(QFrame):
    """One sentence with a sign; keeps its room while it is empty, so that nothing jumps."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.words = Words("", 16, Weight.Medium)
        self._sign = Drawing(Sign.CHECK, 32, theme.GREEN)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(16)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)
        self.clear()

    def text(self) -> str:
        return self.words.text()

    def good(self, sentence: str) -> None:
        self._tell(sentence, Sign.CHECK, theme.GREEN, theme.GREEN_TINT)

    def bad(self, sentence: str) -> None:
        self._tell(sentence, Sign.WARNING, theme.RED, theme.RED_TINT)

    def hint(self, sentence: str) -> None:
        self._tell(sentence, Sign.WARNING, theme.AMBER, theme.AMBER_TINT)

    def clear(self) -> None:
        self.words.setText("")
        self._sign.hide()
        self.setStyleSheet("#note { background: transparent; border: none; }")

    def _tell(self, sentence: str, sign: Sign, colour: str, patch: str) -> None:
        self.words.setText(sentence)
        self._sign.show_sign(sign, colour)
        self._sign.show()
        self.setStyleSheet(f"#note {{ background: {patch}; border: none; border-radius: 8px; }}")

    def set_scale(self, scale: TypeScale) -> None:
        self.words.set_size(scale.body)
        self._sign.setFixedSize(units(scale, 4), units(scale, 4))
        self.setFixedHeight(units(scale, 8))


class Progress(QWidget):
    """One cell per phrase: recorded, here, still to come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done: tuple[bool, ...] = ()
        self._place = 0

    def show_progress(self, done: tuple[bool, ...], place: int) -> None:
        self._done, self._place = done, place
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / max(1, len(self._done))
        for at, done in enumerate(self._done):
            here = at == self._place
            colour = theme.BRAND if here else theme.GREEN if done else theme.LINE
            inset = 0.0 if here else self.height() * 0.25
            box = QRectF(at * step, inset, step - 3, self.height() - 2 * inset)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)


class PhraseTile(QAbstractButton):
    """One phrase of the pack with its mark; pressing it records it again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._done = False
        self._size_px = 14
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def done(self) -> bool:
        return self._done

    def show_phrase(self, text: str, *, done: bool, name: str) -> None:
        """``name``: phrase and mark, for a screen reader."""
        self._done = done
        self.setText(text)
        self.setAccessibleName(name)
        self.update()

    def set_size(self, size_px: int) -> None:
        self._size_px = size_px
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size_px * 9, round(self._size_px * 1.6))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        border = theme.INK if focused else theme.INK_SOFT if self.underMouse() else theme.LINE
        width = 3.0 if focused else 1.0
        painter.setPen(QPen(QColor(border), width))
        painter.setBrush(QColor(theme.GREEN_TINT if self._done else theme.CARD))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, 6, 6)
        side = min(self._size_px * 1.3, self.height() * 0.7)
        mark = QRectF(box.left() + 7, box.center().y() - side / 2, side, side)
        if self._done:
            draw_sign(painter, Sign.CHECK, mark, theme.GREEN)
        else:
            painter.setPen(QPen(QColor(theme.INK_SOFT), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            inset = side * 0.14
            painter.drawEllipse(mark.adjusted(inset, inset, -inset, -inset))
        self._paint_words(painter, box.adjusted(side + 14, 0, -6, 0))

    def _paint_words(self, painter: QPainter, room: QRectF) -> None:
        size = largest_size(
            [self.text()],
            Weight.Medium,
            width=room.width(),
            height=room.height() + self._size_px * 0.6,
            low=9,
            high=self._size_px,
            most_lines=2,
        )
        used = font(size, Weight.Medium)
        painter.setFont(used)
        painter.setPen(QColor(theme.INK))
        lines = lines_of(self.text(), used, room.width())
        step = size * 1.2
        first = room.center().y() - step * (len(lines) - 1) / 2 + size * 0.36
        for place, line in enumerate(lines):
            painter.drawText(QPointF(room.left(), first + place * step), line)


def field_style(scale: TypeScale, name: str) -> str:
    """Lists and edit lines below the object called ``name``."""
    return f"""
    #{name} QListWidget, #{name} QLineEdit {{
        background: {theme.CARD}; border: 1px solid {theme.LINE}; border-radius: 8px;
        padding: 4px; outline: none; {font_rule(scale.body)}
    }}
    #{name} QLineEdit {{ padding: {units(scale, 1)}px; }}
    #{name} QListWidget:focus, #{name} QLineEdit:focus {{ border: 2px solid {theme.INK}; }}
    #{name} QListWidget::item {{ padding: {units(scale, 0.75)}px; border-radius: 6px; }}
    #{name} QListWidget::item:hover {{ background: {theme.PAGE}; }}
    #{name} QListWidget::item:selected {{
        background: {theme.BRAND_TINT}; color: {theme.BRAND};
    }}
    """
