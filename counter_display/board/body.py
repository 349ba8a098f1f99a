"""The board between its top and its bottom: the stage, and the lists beside it."""

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from core.hall import CallLine, Hall
from counter_display.board.call_face import CallFace
from counter_display.board.counter_table import CounterTable
from counter_display.board.scale import Scale
from counter_display.board.side_area import SideArea
from counter_display.board_look import BoardLook
from i18n import Texts

_STAGE_LYING = 0.62  # the stage's part of the body's width
_STAGE_UPRIGHT = 0.62  # and of its height on an upright screen


class Body(QWidget):
    """Counters or a call on the stage, lists beside it.

    Where the seats are so far that one counter needs more than the stage, the stage takes the whole
    body, and the lists have a page of their own after those of the counters.
    """

    def __init__(self, look: BoardLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counters = CounterTable(self)
        self.side = SideArea(look, self)
        self.call_face = CallFace(self)
        self.call_face.hide()
        self._scale = Scale(unit=1.0, cap=0.0, upright=False)
        self._call: CallLine | None = None
        self._turn = 0
        self._alone = False

    def show_hall(self, texts: Texts, hall: Hall) -> None:
        self.counters.show_lines(texts, hall.office, hall.counters)
        self.side.show_hall(texts, hall)
        if self._call is None:
            self._arrange()

    def show_call(self, texts: Texts, call: CallLine, hall: Hall) -> None:
        self._call = call
        self._arrange()
        self.call_face.show_call(texts, call, hall, fresh=True)

    def show_counters(self) -> None:
        """The call is over: show its counter's page first."""
        if self._call is not None:
            self._turn = self.counters.page_of(self._call.counter_id)
            self._call = None
        self._arrange()

    def turn_page(self) -> None:
        self._turn += 1
        self._arrange()

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        for part in (self.counters, self.side, self.call_face):
            part.set_scale(scale)
        self._arrange()

    def cap(self) -> float:
        """How high the capitals of the counters' numbers are, in pixels."""
        return self.counters.cap()

    def resizeEvent(self, _event: object) -> None:
        self._arrange()

    def _arrange(self) -> None:
        margin = self._scale.px(28)
        whole = self.rect().adjusted(margin, margin, -margin, -margin)
        stage, side = self._parts(whole, self._scale.px(24))
        self._alone = not self._readable(stage) and not whole.isEmpty()
        calling = self._call is not None
        self.call_face.setGeometry(whole if self._alone else stage)
        self.counters.setGeometry(whole if self._alone else stage)
        self.side.setGeometry(whole if self._alone else side)
        self.side.slides.hold(calling)
        pages = self.counters.pages
        lists = self._alone and self._turn % (pages + 1) == pages
        if self._alone:
            self.counters.show_page(min(self._turn % (pages + 1), pages - 1))
            self.side.show_turn(self._turn // (pages + 1))
        else:
            self.counters.show_page(self._turn)
            self.side.show_turn(self._turn)
        self.call_face.setVisible(calling)
        self.counters.setVisible(not calling and not lists)
        self.side.setVisible(lists and not calling if self._alone else True)

    def _parts(self, whole: QRect, gap: int) -> tuple[QRect, QRect]:
        left, top, wide, high = whole.x(), whole.y(), whole.width(), whole.height()
        if self._scale.upright:
            stage = round((high - gap) * _STAGE_UPRIGHT)
            return (
                QRect(left, top, wide, stage),
                QRect(left, top + stage + gap, wide, high - stage - gap),
            )
        stage = round((wide - gap) * _STAGE_LYING)
        return (
            QRect(left, top, stage, high),
            QRect(left + stage + gap, top, wide - stage - gap, high),
        )

    def _readable(self, stage: QRect) -> bool:
        """Whether at least one counter has room there at the height that is asked for."""
        room = self.counters.room(stage.width(), stage.height())
        return room.plan(1).cap >= room.cap - 0.5
