"""One message in the middle of the screen: the machine is interrupted, no number was taken."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk.screens.measures import Measures
from kiosk.screens.view import Message
from ui_kit import theme
from ui_kit.drawings import Drawing, Sign
from ui_kit.font import Weight
from ui_kit.words import Align, Words

_WIDEST = 0.86
_PLAIN = (theme.BRAND, theme.BRAND_TINT)
_GOOD = (theme.GREEN, theme.GREEN_TINT)


class MessageScreen(QWidget):
    """What happened, what to do, and a quiet line for staff."""

    def __init__(self) -> None:
        super().__init__()
        self._drawing = Drawing(Sign.PAUSE, 160, theme.BRAND, patch=theme.BRAND_TINT)
        centre = Align.AlignHCenter
        self._title = Words("", weight=Weight.Bold, align=centre)
        self._text = Words("", align=centre)
        self._quiet = Words("", weight=Weight.Medium, colour=theme.INK_SOFT, align=centre)
        self._staff = Words("", colour=theme.INK_SOFT, align=centre)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addStretch(3)
        self._column.addWidget(self._drawing, 0, centre)
        self._column.addSpacing(theme.GRID * 5)
        self._column.addWidget(self._title)
        self._column.addSpacing(theme.GRID * 2)
        self._column.addWidget(self._text)
        self._column.addSpacing(theme.GRID * 4)
        self._column.addWidget(self._quiet)
        self._column.addStretch(4)
        self._column.addWidget(self._staff)

    def fit(self, measures: Measures) -> None:
        side = round(measures.width * (1 - _WIDEST) / 2)
        self._column.setContentsMargins(side, 0, side, 0)
        picture = round(min(measures.width, measures.height) * 0.2)
        self._drawing.setFixedSize(picture, picture)
        self._title.set_size(measures.type.display)
        self._text.set_size(measures.type.title)
        self._quiet.set_size(measures.type.lead)
        self._staff.set_size(measures.type.body)

    def say(self, message: Message) -> None:
        colour, patch = _GOOD if message.good else _PLAIN
        self._drawing.show_sign(message.sign, colour, patch)
        for words, said in (
            (self._title, message.title),
            (self._text, message.text),
            (self._quiet, message.quiet),
            (self._staff, message.staff),
        ):
            words.setText(said)
            words.setVisible(bool(said))
