"""What can be touched: a plain button and a card."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kiosk.screens.card_style import CardStyle, joined
from kiosk.screens.measures import Measures
from ui_kit import theme
from ui_kit.drawings import Drawing, Sign, sign_icon
from ui_kit.font import CAP_HEIGHT, Weight, font
from ui_kit.words import Align, Words

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TouchButton(QPushButton):
    """A button for fingers and for the keyboard: Tab and arrows go there, Enter and space press it.

    A touch leaves no focus frame behind: that one is for those who came by keyboard.
    """

    def __init__(self, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRepeat(False)

    def set_kind(self, kind: str) -> None:
        if self.property("kind") != kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class ActionButton(TouchButton):
    """A button with a line picture and a few words."""

    def __init__(self, kind: str, sign: Sign | None = None, *, colour: str = theme.INK) -> None:
        super().__init__(kind)
        self._sign = sign
        self._colour = colour
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def fit(self, measures: Measures) -> None:
        self.setFont(font(measures.type.body, Weight.DemiBold))
        self.setFixedHeight(measures.button)
        self.setMinimumWidth(measures.mm.px(34))
        if self._sign is not None:
            side = round(measures.type.body * 1.35)
            self.setIcon(sign_icon(self._sign, self._colour, side))
            self.setIconSize(self.icon().availableSizes()[0])

    def set_look(self, kind: str, colour: str) -> None:
        """Another kind, and the colour of the picture that goes with it."""
        if kind != self.property("kind"):
            self.set_kind(kind)
            self._colour = colour
            if self._sign is not None and not self.icon().isNull():
                self.setIcon(sign_icon(self._sign, colour, self.iconSize().width()))

    def say(self, text: str, accessible: str | None = None) -> None:
        # The space keeps picture and words apart; a style sheet cannot.
        self.setText(f" {text}" if self._sign is not None else text)
        self.setAccessibleName(accessible or text)
        self.updateGeometry()


class Badge(QWidget):
    """The letter of a series in a rounded square."""

    def __init__(self, letter: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._letter = letter
        self._colours = (theme.BRAND, theme.BRAND_TINT)

    def set_colours(self, letter: str, patch: str) -> None:
        self._colours = (letter, patch)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colours[1]))
        corner = self.width() * 0.2
        painter.drawRoundedRect(QRectF(self.rect()), corner, corner)
        used = font(round(self.height() * (0.56 if len(self._letter) == 1 else 0.4)), Weight.Bold)
        painter.setFont(used)
        painter.setPen(QColor(self._colours[0]))
        wide = painter.fontMetrics().horizontalAdvance(self._letter)
        baseline = (self.height() + used.pixelSize() * CAP_HEIGHT) / 2
        painter.drawText(round((self.width() - wide) / 2), round(baseline), self._letter)


class Card(TouchButton):
    """A large choice: a letter or a line picture, a title, a quiet line below.

    ``fit_text`` sets all sizes from outside, so that the cards of one page look alike.
    """

    def __init__(self, parent: QWidget, *, letter: str = "", sign: Sign | None = None) -> None:
        super().__init__("card", parent)
        self.badge: Badge | Drawing = (
            Badge(letter, self)
            if sign is None
            else Drawing(sign, 48, theme.BRAND, patch=theme.BRAND_TINT, parent=self)
        )
        self.title = Words("", 24, Weight.DemiBold, parent=self)
        self.note = Words("", 18, colour=theme.INK_SOFT, parent=self)
        self.title.setAlignment(Align.AlignLeft | Align.AlignTop)
        self.note.setAlignment(Align.AlignLeft | Align.AlignTop)
        self.notes: tuple[str, ...] = ()
        self._style: CardStyle | None = None

    def say(self, title: str, notes: tuple[str, ...], accessible: str) -> None:
        """``notes`` are short facts; ``fit_text`` decides whether they share a line."""
        self.title.setText(title)
        self.notes = notes
        self.setAccessibleName(accessible)

    def set_closed(self, closed: bool) -> None:
        self.setEnabled(not closed)
        self.set_kind("closed" if closed else "card")
        self.title.set_colour(theme.INK_SOFT if closed else theme.INK)
        ink = theme.INK_SOFT if closed else theme.BRAND
        patch = theme.LINE if closed else theme.BRAND_TINT
        if isinstance(self.badge, Badge):
            self.badge.set_colours(ink, patch)
        else:
            self.badge.recolour(ink, patch)

    def fit_text(self, style: CardStyle) -> None:
        self._style = style
        self.title.set_size(style.title_px)
        self.note.set_size(style.note_px)
        self.note.setText(joined(self.notes, one_line=style.one_line))
        self.badge.setFixedSize(style.side, style.side)
        across = Align.AlignHCenter if style.stacked else Align.AlignLeft
        for words in (self.title, self.note):
            words.setAlignment(across | Align.AlignTop)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        style = self._style
        if style is None:
            return
        wide = max(1, style.text_width(self.width()))
        title = self.title.heightForWidth(wide)
        gap = style.note_gap if self.notes else 0
        note = self.note.heightForWidth(wide)
        if style.stacked:
            left = style.padding
            above = style.side + style.padding
            spare = self.height() - above - style.title_height - style.note_height
            top = max(0, spare // 2)
            self.badge.move((self.width() - style.side) // 2, top)
            top += above
        else:
            left = 2 * style.padding + style.side
            top = max(0, (self.height() - title - gap - note) // 2)
            self.badge.move(style.padding, (self.height() - style.side) // 2)
        self.title.setGeometry(left, top, wide, title)
        self.note.setGeometry(left, top + title + gap, wide, note)
