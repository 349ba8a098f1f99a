"""A button that shows its key: what the mouse does, one key does too."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui_kit import theme
from ui_kit.font import Weight, font
from ui_kit.theme import TypeScale
from ui_kit.wrapping import lines_of


class Kind(Enum):
    """How a button looks: one primary per screen."""

    PRIMARY = auto()
    PLAIN = auto()
    QUIET = auto()


class KeyButton(QAbstractButton):
    """Text of one or two lines on the left, the key's name in a cap on the right.

    ``second`` is a smaller line below, for a countdown or an officer's name.
    """

    def __init__(
        self,
        key: str = "",
        kind: Kind = Kind.PLAIN,
        *,
        one_line: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._kind = kind
        self._second = ""
        self._one_line = one_line
        self._scale = TypeScale(body=16)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @property
    def key(self) -> str:
        return self._key

    @property
    def second(self) -> str:
        return self._second

    def show_words(self, text: str, second: str = "", key: str | None = None) -> None:
        """Set what the button says; redraws only on change."""
        key = self._key if key is None else key
        if (text, second, key) != (self.text(), self._second, self._key):
            self._second, self._key = second, key
            self.setText(text)
            self.setAccessibleName(f"{text} {second}".strip())
            self.updateGeometry()

    def set_scale(self, scale: TypeScale) -> None:
        self._scale = scale
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._font())
        small = QFontMetricsF(self._small_font())
        words = self.text().split(" ")
        lines = 1 if self._one_line or len(words) == 1 or self._second else 2
        width = metrics.horizontalAdvance(self.text())
        if lines == 2:
            width = min(self._split_width(words, at, metrics) for at in range(1, len(words)))
        height = lines * metrics.height() + (small.height() if self._second else 0)
        width = max(width, small.horizontalAdvance(self._second))
        cap = self._cap_width() + self._pad if self._key else 0
        return QSize(round(width + cap + 2 * self._pad + 4), round(height + self._scale.body * 0.5))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        inner = QRectF(self.rect()).adjusted(self._pad, 0, -self._pad, 0)
        if self._key:
            self._paint_cap(painter, inner)
            inner.setRight(inner.right() - self._cap_width() - self._pad)
        self._paint_words(painter, inner)

    # Parts ---------------------------------------------------------------------------------------

    @property
    def _pad(self) -> float:
        return self._scale.body * (1.0 if self._kind is Kind.PRIMARY else 0.75)

    def _font(self) -> QFont:
        if self._kind is Kind.PRIMARY:
            return font(self._scale.title, Weight.Bold)
        return font(self._scale.body, Weight.DemiBold)

    def _small_font(self) -> QFont:
        return font(self._scale.caption, Weight.Normal)

    def _cap_font(self) -> QFont:
        primary = self._kind is Kind.PRIMARY
        return font(self._scale.body if primary else self._scale.caption, Weight.DemiBold)

    def _cap_width(self) -> float:
        metrics = QFontMetricsF(self._cap_font())
        return max(metrics.height() * 1.3, metrics.horizontalAdvance(self._key) + metrics.height())

    @staticmethod
    def _split_width(words: list[str], at: int, metrics: QFontMetricsF) -> float:
        halves = (" ".join(words[:at]), " ".join(words[at:]))
        return max(metrics.horizontalAdvance(half) for half in halves)

    def _colours(self) -> tuple[str, str, str]:
        """Surface, border and text."""
        if not self.isEnabled():
            surface = theme.PAGE if self._kind is Kind.QUIET else theme.SHADE
            return surface, theme.LINE, theme.INK_SOFT
        if self._kind is Kind.PRIMARY:
            surface = theme.BRAND_DARK if self.isDown() or self.underMouse() else theme.BRAND
            return surface, surface, theme.ON_BRAND
        if self.isDown():
            return theme.SHADE, theme.INK_SOFT, theme.INK
        return theme.CARD, (theme.INK_SOFT if self.underMouse() else theme.LINE), theme.INK

    def _paint_box(self, painter: QPainter) -> None:
        surface, border, _ = self._colours()
        focused = self.hasFocus()
        if self._kind is Kind.PRIMARY:
            ring, thick = theme.GOLD, 4.0
        else:
            ring, thick = theme.INK, 3.0
        width = thick if focused else 1.5
        painter.setPen(QPen(QColor(ring if focused else border), width))
        painter.setBrush(QColor(surface))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        radius = min(theme.RADIUS, box.height() / 4)
        painter.drawRoundedRect(box, radius, radius)

    def _paint_cap(self, painter: QPainter, inner: QRectF) -> None:
        metrics = QFontMetricsF(self._cap_font())
        width, height = self._cap_width(), metrics.height() * 1.35
        cap = QRectF(inner.right() - width, inner.center().y() - height / 2, width, height)
        strong = self._kind is Kind.PRIMARY and self.isEnabled()
        painter.setPen(QPen(QColor(theme.ON_BRAND if strong else theme.LINE), 1.2))
        painter.setBrush(QColor(theme.BRAND_DARK if strong else theme.PAGE))
        painter.drawRoundedRect(cap, 5, 5)
        painter.setFont(self._cap_font())
        painter.setPen(QColor(theme.ON_BRAND if strong else theme.INK_SOFT))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self._key)

    def _paint_words(self, painter: QPainter, inner: QRectF) -> None:
        used, small = self._font(), self._small_font()
        lines = [self.text()] if self._one_line else lines_of(self.text(), used, inner.width())
        step, small_step = QFontMetricsF(used).height(), QFontMetricsF(small).height()
        high = step * len(lines) + (small_step if self._second else 0)
        top = inner.center().y() - high / 2
        painter.setPen(QColor(self._colours()[2]))
        painter.setFont(used)
        for place, line in enumerate(lines):
            baseline = top + place * step + QFontMetricsF(used).ascent()
            painter.drawText(QPointF(inner.left(), baseline), line)
        if self._second:
            painter.setFont(small)
            baseline = top + step * len(lines) + QFontMetricsF(small).ascent()
            painter.setPen(QColor(theme.INK_SOFT))
            painter.drawText(QPointF(inner.left(), baseline), self._second)
