"""Cards in rows and columns, all with the same type sizes."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kiosk.screens.arrange import Room, per_page, places
from kiosk.screens.buttons import Card
from kiosk.screens.card_style import CardWords, style_for
from kiosk.screens.measures import Measures, Shape

_MOST_MM = 115
_COLUMNS, _TALL_COLUMNS = 4, 2
_MOST_TALL_MM = 125  # a tall screen has much room, and hands are in its lower part
_MOST_TALL_SHARE = 0.17  # of the screen's height, where a millimetre is few pixels


class CardGrid(QWidget):
    """Lays out one page of cards; the others are hidden.

    Calls ``paged`` when the pages change, ``sank`` when the cards have moved down or up.

    ``least_mm`` is the smallest width and height of a card; what does not fit goes to another page.
    """

    def __init__(self, *, least_mm: tuple[float, float]) -> None:
        super().__init__()
        self._least_mm = least_mm
        self._cards: Sequence[Card] = ()
        self._measures: Measures | None = None
        self._page = 0
        self._sunk_px = 0
        self.paged: Callable[[], None] = lambda: None
        self.sank: Callable[[], None] = lambda: None

    @property
    def page(self) -> int:
        return self._page

    @property
    def pages(self) -> int:
        room = self._room()
        if room is None or not self._cards:
            return 1
        some = per_page(len(self._cards), room)
        return -(-len(self._cards) // some)

    @property
    def sunk_px(self) -> int:
        """How much room is left free above the cards of a tall screen: hands are below."""
        return self._sunk_px

    def show_cards(self, cards: Sequence[Card]) -> None:
        for card in self._cards:
            if card not in cards:
                card.hide()
                card.deleteLater()
        self._cards = cards
        self._page = 0

    def fit(self, measures: Measures) -> None:
        self._measures = measures
        self.lay_out()

    def turn_to(self, page: int) -> None:
        self._page = max(0, min(page, self.pages - 1))
        self.lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Place the page's cards and choose their type size; call it when their words change."""
        measures, room = self._measures, self._room()
        if measures is None or room is None or not self._cards:
            self._sink(0)
            return
        self._page = min(self._page, self.pages - 1)
        some = per_page(len(self._cards), room)
        first = self._page * some
        here = self._cards[first : first + some]
        at = places(min(some, len(self._cards)), room)[: len(here)]
        tall = measures.shape is Shape.TALL and self.pages == 1
        self._sink(max(0, self.height() - at[-1].bottom() - 1) if tall else 0)
        at = [place.translated(0, self._sunk_px) for place in at]
        for card in self._cards:
            card.setVisible(card in here)
        for card, place in zip(here, at, strict=True):
            card.setGeometry(place)
        self._fit_text(here, measures)
        self.paged()

    def _sink(self, px: int) -> None:
        if px != self._sunk_px:
            self._sunk_px = px
            self.sank()

    def _room(self) -> Room | None:
        measures = self._measures
        if measures is None or self.width() < 2 or self.height() < 2:
            return None
        most = measures.mm.px(_MOST_MM)
        if measures.shape is Shape.TALL:
            share = round(measures.height * _MOST_TALL_SHARE)
            most = max(measures.mm.px(_MOST_TALL_MM), share)
        return Room(
            width=self.width(),
            height=self.height(),
            gap=measures.gap,
            least_width=measures.mm.px(self._least_mm[0]),
            least_height=measures.mm.px(self._least_mm[1]),
            most_height=most,
            most_columns=_TALL_COLUMNS if measures.shape is Shape.TALL else _COLUMNS,
        )

    def _fit_text(self, cards: Sequence[Card], measures: Measures) -> None:
        narrowest = min(cards, key=lambda card: card.width())
        words = [CardWords(title=card.title.text(), notes=card.notes) for card in cards]
        style = style_for(words, narrowest.width(), narrowest.height(), measures)
        for card in cards:
            card.fit_text(style)
