"""The start: at which counter, and who."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from i18n import Texts
from officer_panel.actions import LANGUAGE_KEY
from officer_panel.ports import Seats
from officer_panel.screens.parts import NoteLine
from ui_kit import theme
from ui_kit.choice_list import ChoiceList
from ui_kit.desk_scale import font_rule, units
from ui_kit.font import Weight
from ui_kit.key_button import KeyButton, Kind
from ui_kit.theme import TypeScale
from ui_kit.words import Align, Words


class SeatScreen(QWidget):
    """Emits ``seated`` with counter and officer, ``taken_over`` with the counter to close first."""

    seated = Signal(int, str)
    taken_over = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._blocking: int | None = None
        self.section = Words("", 16, colour=theme.INK_SOFT, align=Align.AlignHCenter)
        self.office = Words("", 20, Weight.DemiBold, align=Align.AlignHCenter)
        self.title = Words("", 31, Weight.Bold, align=Align.AlignHCenter)
        self.counter_title = Words("", 16, Weight.DemiBold)
        self.officer_title = Words("", 16, Weight.DemiBold)
        self.counters = ChoiceList()
        self.officers = ChoiceList()
        self.note = NoteLine()
        self.enter = KeyButton("Enter", Kind.PRIMARY, one_line=True)
        self.take_over = KeyButton("F4", one_line=True)
        self.hint = Words("", 13, colour=theme.INK_SOFT)
        self.language = KeyButton(LANGUAGE_KEY, one_line=True)
        self._connect()
        self._lay_out()

    def _connect(self) -> None:
        for one in (self.counters, self.officers):
            one.entered_row.connect(self.sit_down)
            one.itemDoubleClicked.connect(lambda _item: self.sit_down())
            one.currentRowChanged.connect(lambda _row: self._on_choice())
            one.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.enter.clicked.connect(self.sit_down)
        self.take_over.clicked.connect(self._on_take_over)
        self.take_over.hide()

    def _lay_out(self) -> None:
        self._card = QFrame()
        self._card.setProperty("surface", "card")
        self._card.setObjectName("seat")
        lists = QHBoxLayout()
        for title, choices in (
            (self.counter_title, self.counters),
            (self.officer_title, self.officers),
        ):
            column = QVBoxLayout()
            column.addWidget(title)
            column.addWidget(choices, 1)
            lists.addLayout(column, 1)
        self._lists = lists
        buttons = QHBoxLayout()
        buttons.addWidget(self.take_over)
        buttons.addWidget(self.enter, 1)
        self._inner = QVBoxLayout(self._card)
        for words in (self.section, self.office, self.title):
            self._inner.addWidget(words)
        self._inner.addLayout(lists, 1)
        self._inner.addWidget(self.note)
        self._inner.addLayout(buttons)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.language)
        self._inner.addLayout(foot)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card, 6)
        row.addStretch(1)
        self._page = QVBoxLayout(self)
        self._page.addLayout(row, 1)

    def set_scale(self, scale: TypeScale) -> None:
        self.setStyleSheet(_style(scale))  # first: it puts every font below back to the default
        margin = units(scale, 4)
        self._page.setContentsMargins(0, units(scale, 3), 0, units(scale, 3))
        self._inner.setContentsMargins(margin, units(scale, 3), margin, units(scale, 2))
        self._inner.setSpacing(units(scale, 1.5))
        self._lists.setSpacing(units(scale, 3))
        self.section.set_size(scale.body)
        self.office.set_size(scale.lead)
        self.title.set_size(scale.headline)
        self.hint.set_size(scale.caption)
        for words in (self.counter_title, self.officer_title):
            words.set_size(scale.body)
        self.note.set_scale(scale)
        self.language.set_scale(scale)
        for button in (self.enter, self.take_over):
            button.set_scale(scale)
            button.setMinimumHeight(units(scale, 8))

    def show_loading(self, texts: Texts) -> None:
        """Before the first answer of the database."""
        self.retranslate(texts)
        self.enter.setEnabled(False)
        self.title.setText(texts("panel.seat.loading"))

    def show_seats(
        self, texts: Texts, seats: Seats, counter_id: int | None, officer_id: str | None
    ) -> None:
        """Offer ``seats``, the remembered ones chosen; keeps what was chosen meanwhile."""
        counter_id = self.counter_id if self.counters.count() else counter_id
        officer_id = self.officer_id if self.officers.count() else officer_id
        self.retranslate(texts)
        self.section.setText(texts.pick(seats.office.section_vi, seats.office.section_en))
        self.office.setText(texts.pick(seats.office.name_vi, seats.office.name_en))
        lines = [
            (
                line.counter_id,
                f"{texts.pick(line.name_vi, line.name_en)}   ·   "
                f"{line.officer_name or texts('panel.seat.free')}",
            )
            for line in seats.counters
        ]
        self.counters.fill(lines, counter_id)
        people = [(line.officer_id, line.name) for line in seats.officers]
        self.officers.fill(people, officer_id)
        self._on_choice()

    def retranslate(self, texts: Texts) -> None:
        self.title.setText(texts("panel.seat.title"))
        self.counter_title.setText(texts("panel.seat.counter"))
        self.officer_title.setText(texts("panel.seat.officer"))
        self.enter.show_words(texts("panel.seat.enter"))
        self.hint.setText(texts("panel.seat.hint"))
        self.language.show_words(texts("panel.language"))

    @property
    def counter_id(self) -> int | None:
        counter_id: int | None = self.counters.value
        return counter_id

    @property
    def officer_id(self) -> str | None:
        officer_id: str | None = self.officers.value
        return officer_id

    def offer_take_over(self, words: str, counter_id: int | None) -> None:
        """After a refusal because of an officer who forgot to close a counter; None: no offer."""
        self._blocking = counter_id
        self.take_over.show_words(words)
        self.take_over.setVisible(counter_id is not None)

    def set_busy(self, busy: bool) -> None:
        self.enter.setEnabled(not busy and self.counter_id is not None)
        self.take_over.setEnabled(not busy)

    def sit_down(self) -> None:
        counter, officer = self.counter_id, self.officer_id
        if self.enter.isEnabled() and counter is not None and officer is not None:
            self.seated.emit(counter, officer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4 and self.take_over.isVisible():
            self.take_over.click()
        else:
            super().keyPressEvent(event)

    def _on_choice(self) -> None:
        self.enter.setEnabled(self.counter_id is not None and self.officer_id is not None)
        self.offer_take_over("", None)
        self.note.clear()

    def _on_take_over(self) -> None:
        if self._blocking is not None:
            self.taken_over.emit(self._blocking)


def _style(scale: TypeScale) -> str:
    return f"""
    #seat QListWidget {{
        background: {theme.CARD}; border: 1px solid {theme.LINE}; border-radius: 8px;
        padding: 4px; outline: none; {font_rule(scale.body)}
    }}
    #seat QListWidget:focus {{ border: 2px solid {theme.INK}; padding: 3px; }}
    #seat QListWidget::item {{ padding: {units(scale, 1.25)}px; border-radius: 6px; }}
    #seat QListWidget::item:hover {{ background: {theme.PAGE}; }}
    #seat QListWidget::item:selected {{ background: {theme.BRAND_TINT}; color: {theme.BRAND}; }}
    #seat QScrollBar:vertical {{ background: transparent; width: 10px; }}
    #seat QScrollBar::handle:vertical {{
        background: {theme.LINE}; border-radius: 4px; min-height: 40px;
    }}
    #seat QScrollBar::add-line, #seat QScrollBar::sub-line {{ height: 0; }}
    """
