"""After the service: is the citizen entitled to come earlier? One touch for those who are not."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.hall import PriorityGroup, ServiceLine
from i18n import Texts
from kiosk.screens import wording
from kiosk.screens.buttons import Card
from kiosk.screens.card_grid import CardGrid
from kiosk.screens.measures import Measures
from kiosk.screens.none_card import NoneCard
from kiosk.screens.sheet import Sheet
from ui_kit import theme
from ui_kit.drawings import Sign
from ui_kit.font import Weight
from ui_kit.words import Words

# The codes of the shipped groups; a site's own groups get a star.
_SIGNS = {
    "NCC": Sign.MEDAL,
    "NKT": Sign.WHEELCHAIR,
    "NCT": Sign.CANE,
    "PNMT": Sign.PREGNANT,
    "CNDT": Sign.CHILD,
    "OM": Sign.UNWELL,
}


_LEAST_MM = (62, 23)


class PriorityScreen(QWidget):
    """``chosen`` carries the group's code, or None for "no priority"."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._service = Words("", weight=Weight.DemiBold, colour=theme.BRAND)
        self._title = Words("", weight=Weight.Bold)
        self._none = NoneCard()
        self._none.clicked.connect(lambda: self.chosen.emit(None))
        self._hint = Words("", weight=Weight.Medium)
        self._grid = CardGrid(least_mm=_LEAST_MM)
        self._cards: dict[str, Card] = {}
        self._sheet = Sheet(self._grid)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._sheet)

    @property
    def grid(self) -> CardGrid:
        """The cards, for whoever turns the pages."""
        return self._grid

    def fit(self, measures: Measures) -> None:
        heading = self._sheet.heading
        while heading.count():
            heading.takeAt(0)
        self._service.set_size(measures.type.lead)
        self._title.set_size(measures.type.headline)
        self._hint.set_size(measures.type.body)
        self._none.fit(measures)
        heading.addWidget(self._service)
        heading.addWidget(self._title)
        heading.addSpacing(measures.gap)
        heading.addWidget(self._none)
        heading.addSpacing(measures.gap)
        heading.addWidget(self._hint)
        heading.addSpacing(measures.gap // 2)
        self._grid.fit(measures)
        self._sheet.lay_out()

    def say(self, texts: Texts, service: ServiceLine, groups: Sequence[PriorityGroup]) -> None:
        name = wording.service_name(texts, service)
        self._service.setText(f"{service.series} · {name}")
        self._title.setText(texts("kiosk.priority.title"))
        self._hint.setText(texts("kiosk.priority.hint"))
        self._none.say(texts("kiosk.priority.none"), texts("kiosk.priority.none_hint"))
        codes = [group.code for group in groups]
        if codes != list(self._cards):
            self._make_cards(codes)
        for group in groups:
            words = wording.group_name(texts, group)
            self._cards[group.code].say(words, (), words)
        self._sheet.lay_out()

    def _make_cards(self, codes: Sequence[str]) -> None:
        self._cards = {}
        for code in codes:
            card = Card(self._grid, sign=_SIGNS.get(code, Sign.STAR))
            card.clicked.connect(partial(self.chosen.emit, code))
            self._cards[code] = card
        self._grid.show_cards(tuple(self._cards.values()))
