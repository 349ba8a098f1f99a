"""The row of plain buttons below every screen: back, pages, language."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from i18n import Texts
from kiosk.screens.buttons import ActionButton
from kiosk.screens.choices import Choice, Choices
from kiosk.screens.measures import Measures, Shape
from kiosk.screens.remedy import Stage
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
        self.choices = Choices()
        self.choices.hide()
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.choices)
        self._row = QHBoxLayout()
        self._column.addLayout(self._row)
        self._row.addWidget(self._back)
        self._row.addWidget(self._home)
        self._row.addWidget(self._previous)
        self._row.addWidget(self._page)
        self._row.addWidget(self._next)
        self._end = QSpacerItem(0, 0, QSizePolicy.Policy.Expanding)
        self._row.addItem(self._end)
        self._tall = False
        self._back.clicked.connect(self.back)
        self._home.clicked.connect(self.home)
        self._previous.clicked.connect(lambda: self.turned.emit(-1))
        self._next.clicked.connect(lambda: self.turned.emit(1))
        self.show_for()

    def fit(self, measures: Measures) -> None:
        self._tall = measures.shape is Shape.TALL
        self.choices.fit(measures)
        self._column.setContentsMargins(0, measures.gap, 0, 0)
        self._column.setSpacing(measures.gap)
        self._row.setSpacing(measures.gap)
        self._place_choices()
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
        self._home.set_look("primary", theme.ON_BRAND)
        self.choices.hide()
        self._spread_choices(False)
        for part in (self._previous, self._page, self._next):
            part.hide()
        self._show_if_needed()

    def show_choices(self, texts: Texts, choice: Choice | None) -> None:
        """What can be done without a slip; the way home steps back while that is asked."""
        self.choices.say(texts, choice)
        self._spread_choices(not self._tall and choice is not None)
        if choice is None:
            self._home.set_look("primary", theme.ON_BRAND)
            self._home.show()
        else:
            self._home.set_look("plain", theme.INK)
            self._home.setVisible(self._tall or choice.remedy.stage is Stage.OFFERED)

    def _spread_choices(self, spread: bool) -> None:
        """Give the choices all room of the row, or leave its end empty."""
        policy = QSizePolicy.Policy.Fixed if spread else QSizePolicy.Policy.Expanding
        self._end.changeSize(0, 0, policy)
        self._row.invalidate()

    def _place_choices(self) -> None:
        """Above the row where there is room, else in it, beside the way home."""
        self._column.removeWidget(self.choices)
        self._row.removeWidget(self.choices)
        if self._tall:
            self._column.insertWidget(0, self.choices)
        else:
            self._row.insertWidget(2, self.choices, 1)

    def show_pages(self, texts: Texts, page: int, pages: int) -> None:
        """``page`` counts from 0."""
        self._page.setText(texts("kiosk.bar.page", page=page + 1, pages=pages))
        for part in (self._previous, self._page, self._next):
            part.setVisible(pages > 1)
        self._previous.setEnabled(page > 0)
        self._next.setEnabled(page < pages - 1)
        self._show_if_needed()

    def _show_if_needed(self) -> None:
        parts = (self._back, self._home, self._previous, self.choices)
        self.setVisible(self._tall or any(not part.isHidden() for part in parts))
