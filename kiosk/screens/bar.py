"""The row of plain buttons below every screen: back, pages, language."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from i18n import Texts
from kiosk.screens.buttons import ActionButton
from kiosk.screens.measures import Measures, Shape
from ui_kit import theme
from ui_kit.drawings import Sign
from ui_kit.font import Weight
from ui_kit.words import Align, Words


class Bar(QWidget):
    """Shows only what is of use now; takes no room when that is nothing."""

    back = Signal()
    home = Signal()
    turned = Signal(int)

    def __init__(self, language: ActionButton) -> None:
        super().__init__()
        self._language = language
        self._back = ActionButton("plain", Sign.BACK)
        self._home = ActionButton("primary", Sign.HOME, colour=theme.ON_BRAND)
        self._previous = ActionButton("plain", Sign.BACK)
        self._next = ActionButton("plain", Sign.NEXT)
        self._page = Words("", weight=Weight.Medium, align=Align.AlignHCenter)
        self._page.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._back)
        self._row.addWidget(self._home)
        self._row.addWidget(self._previous)
        self._row.addWidget(self._page)
        self._row.addWidget(self._next)
        self._row.addStretch(1)
        self._tall = False
        self._back.clicked.connect(self.back)
        self._home.clicked.connect(self.home)
        self._previous.clicked.connect(lambda: self.turned.emit(-1))
        self._next.clicked.connect(lambda: self.turned.emit(1))
        self.show_for()

    def fit(self, measures: Measures) -> None:
        self._tall = measures.shape is Shape.TALL
        self._row.setContentsMargins(0, measures.gap, 0, 0)
        self._row.setSpacing(measures.gap)
        self._page.set_size(measures.type.body)
        for button in (self._back, self._home, self._previous, self._next):
            button.fit(measures)
        if self._tall:
            self._row.addWidget(self._language)
            self._language.show()
        self._show_if_needed()

    def say(self, texts: Texts) -> None:
        self._back.say(texts("kiosk.bar.back"))
        self._previous.say(texts("kiosk.bar.previous"))
        self._next.say(texts("kiosk.bar.next"))

    def say_home(self, text: str) -> None:
        self._home.say(text)

    def show_for(self, *, back: bool = False, home: bool = False) -> None:
        """Which way leads out of this screen; its pages are told by ``show_pages``."""
        self._back.setVisible(back)
        self._home.setVisible(home)
        for part in (self._previous, self._page, self._next):
            part.hide()
        self._show_if_needed()

    def show_pages(self, texts: Texts, page: int, pages: int) -> None:
        """``page`` counts from 0."""
        self._page.setText(texts("kiosk.bar.page", page=page + 1, pages=pages))
        for part in (self._previous, self._page, self._next):
            part.setVisible(pages > 1)
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(page < pages - 1)
        self._show_if_needed()

    def _show_if_needed(self) -> None:
        parts = (self._back, self._home, self._previous)
        self.setVisible(self._tall or any(not part.isHidden() for part in parts))
