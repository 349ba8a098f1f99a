"""What stands beside the stage: cards that take turns where there is no room for all, slides."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from core.hall import Hall
from counter_display.board.scale import Scale
from counter_display.board.side_cards import LastCalls, NextWaiting, SideCard
from counter_display.board.slide_show import SlideShow
from counter_display.board.wait_card import WaitCard
from counter_display.board_look import BoardLook
from i18n import Texts

_CALLS_SHARE = 0.5
_SLIDE_SHAPE = 10 / 16  # most pictures are made for wide screens
_MOST_SLIDE = 0.5  # of the side's length
_SLIDE_BESIDE_LARGE = 0.36  # where the lists need large letters


class SideArea(QWidget):
    """Last calls always, waits and next numbers in turn; a picture takes the place of one.

    A small screen with far seats has room for one card: then all of them take turns.
    """

    def __init__(self, look: BoardLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.last_calls = LastCalls(self)
        self.waits = WaitCard(self)
        self.next_waiting = NextWaiting(self)
        self.slides = SlideShow(look, self)
        self.slides.filled.connect(self._on_filled)
        self._scale = Scale(unit=1.0, cap=0.0, upright=False)
        self._turn = 0

    @property
    def cards(self) -> tuple[SideCard, ...]:
        return (self.last_calls, self.waits, self.next_waiting)

    def show_hall(self, texts: Texts, hall: Hall) -> None:
        self.last_calls.show_hall(texts, hall)
        self.waits.show_hall(texts, hall)
        self.next_waiting.show_hall(texts, hall)

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self.slides.set_scale(scale)
        for card in self.cards:
            card.set_scale(scale)
        self._arrange()

    def show_turn(self, turn: int) -> None:
        """Cards that share a place: whose turn it is."""
        self._turn = turn
        self._arrange()

    def resizeEvent(self, _event: object) -> None:
        self._arrange()

    def _on_filled(self, _filled: bool) -> None:
        self._arrange()

    def _arrange(self) -> None:
        gap = self._scale.px(24)
        boxes = self._boxes(gap)
        picture = self._picture_box(gap)
        self.slides.open_reader(picture.size())
        self.slides.setGeometry(picture)
        self.slides.setVisible(self.slides.has_picture)
        if self.slides.has_picture:
            boxes = self._beside_picture(picture, gap)
        shown = self._whose_turn(len(boxes))
        for card, box in zip(shown, boxes, strict=True):
            card.setGeometry(box)
            card.show()
        for card in self.cards:
            if card not in shown:
                card.hide()

    def _lying(self) -> bool:
        return self.width() > self.height() * 1.2

    def _boxes(self, gap: int) -> list[QRect]:
        """The boxes for cards when there is no picture: two, or one where they must be large."""
        wide, high = self.width(), self.height()
        size = self._scale.secondary(34)
        if self._lying():
            if wide < size * 22:
                return [QRect(0, 0, wide, high)]
            first = (wide - gap) // 2
            return [QRect(0, 0, first, high), QRect(first + gap, 0, wide - first - gap, high)]
        if high < size * 17:
            return [QRect(0, 0, wide, high)]
        first = round((high - gap) * _CALLS_SHARE)
        return [QRect(0, 0, wide, first), QRect(0, first + gap, wide, high - first - gap)]

    def _picture_box(self, gap: int) -> QRect:
        """At the far end of the side, as large as its shape and half of the side allow."""
        wide, high = self.width(), self.height()
        if self._lying():
            across = round((wide - gap) * _MOST_SLIDE)
            return QRect(wide - across, 0, across, high)
        large = self._scale.secondary(34) > self._scale.px(50)
        most = _SLIDE_BESIDE_LARGE if large else _MOST_SLIDE
        tall = min(round(wide * _SLIDE_SHAPE), round((high - gap) * most))
        return QRect(0, high - tall, wide, tall)

    def _beside_picture(self, picture: QRect, gap: int) -> list[QRect]:
        if self._lying():
            return [QRect(0, 0, max(1, picture.x() - gap), self.height())]
        return [QRect(0, 0, self.width(), max(1, picture.y() - gap))]

    def _whose_turn(self, places: int) -> list[SideCard]:
        """One place: the last calls every other turn; two: they stay, the others alternate."""
        others = self._pages((self.waits, self.next_waiting))
        if places > 1:
            card, page = others[self._turn % len(others)]
            card.show_page(page)
            return [self.last_calls, card]
        if self._turn % 2 == 0:
            return [self.last_calls]
        card, page = others[self._turn // 2 % len(others)]
        card.show_page(page)
        return [card]

    @staticmethod
    def _pages(cards: tuple[SideCard, ...]) -> list[tuple[SideCard, int]]:
        return [(card, page) for card in cards for page in range(card.pages)]
