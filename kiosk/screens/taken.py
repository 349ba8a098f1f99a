"""The number that was taken, as large as it gets; the paper, and what to do without it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from core.clock import local_time
from core.hall import Hall
from i18n import Texts
from kiosk.ports import Taken
from kiosk.screens import wording
from kiosk.screens.facts import Facts
from kiosk.screens.measures import Measures, Shape
from kiosk.screens.notes import Note, Tag
from kiosk.screens.paper_words import PaperWords
from kiosk.screens.qr import QrCode
from ui_kit import theme
from ui_kit.font import CAP_HEIGHT, Weight
from ui_kit.words import Align, Number, Words

_LOW_MM = 240  # screens lower than this have no room to spare


class TakenScreen(QWidget):
    """``touched`` anywhere: the citizen has seen enough."""

    touched = Signal()

    def __init__(self) -> None:
        super().__init__()
        centre = Align.AlignHCenter
        self._paper = Note()
        self._caption = Words("", weight=Weight.Medium, colour=theme.INK_SOFT, align=centre)
        self._number = Number("", weight=Weight.ExtraBold, colour=theme.BRAND, tabular=False)
        self._service = Words("", weight=Weight.Bold, align=centre)
        self._priority = Tag("", weight=Weight.DemiBold, align=centre)
        self._facts = Facts()
        self._qr = QrCode()
        self._qr_hint = Words("", weight=Weight.Medium)
        self._advice = Words("", colour=theme.INK_SOFT)
        self._card = QFrame(self)
        self._card.setProperty("surface", "card")
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._card)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._paper)
        self._column.addWidget(self._card, 1)
        self._first, self._second = QVBoxLayout(), QVBoxLayout()
        self._code_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._fill_halves()

    def _fill_halves(self) -> None:
        first, second = self._first, self._second
        first.addStretch(1)
        first.addWidget(self._caption)
        first.addWidget(self._number)
        first.addWidget(self._service)
        first.addSpacing(theme.GRID)
        first.addWidget(self._priority)
        first.addStretch(1)
        second.addWidget(self._facts, 1)
        second.addLayout(self._code_row)
        words = QVBoxLayout()
        words.setSpacing(theme.GRID)
        words.addStretch(1)
        words.addWidget(self._qr_hint)
        words.addWidget(self._advice)
        words.addStretch(1)
        self._code_row.addWidget(self._qr)
        self._code_row.addLayout(words, 1)
        self._halves.addLayout(first, 1)
        self._halves.addWidget(_Hairline(self._card))
        self._halves.addLayout(second, 1)

    def fit(self, measures: Measures) -> None:
        side = measures.shape is not Shape.TALL
        self._halves.setDirection(
            QBoxLayout.Direction.LeftToRight if side else QBoxLayout.Direction.TopToBottom
        )
        self._column.setSpacing(measures.gap)
        padding = measures.margin
        self._halves.setContentsMargins(padding, padding, padding, padding)
        self._halves.setSpacing(padding)
        self._first.setSpacing(measures.gap)  # else it would be the wide one of the halves
        type_ = measures.type
        low = measures.height < _LOW_MM * measures.mm.per_mm
        self._paper.fit(measures, type_.lead if low else type_.title)
        self._caption.set_size(type_.lead if low else type_.title)
        self._service.set_size(type_.lead if low else type_.title if side else type_.headline)
        self._priority.set_size(type_.body)
        self._qr_hint.set_size(type_.body)
        self._advice.set_size(type_.caption if low else type_.body)
        self._facts.fit(measures)
        self._code_row.setSpacing(max(measures.gap, 3 * theme.GRID))
        wide = measures.width * (0.29 if side else 0.7)
        largest = round(min(wide / 2.6, measures.height * 0.34))
        self._number.set_largest(largest)
        self._number.setFixedHeight(round(largest * (CAP_HEIGHT + (0.12 if low else 0.24))))
        qr = measures.mm.px(30 if side else 48)
        self._qr.setFixedSize(qr, qr)
        self._second.setSpacing(measures.gap)

    def say(self, texts: Texts, taken: Taken, hall: Hall, paper: PaperWords) -> None:
        service = hall.service(taken.service_id)
        self._caption.setText(texts("kiosk.ticket.number"))
        self._number.set_text(taken.label)
        self._service.setText("" if service is None else wording.service_name(texts, service))
        self._say_priority(texts, taken, hall)
        moment = local_time(taken.issued_ms, hall.office.zone)
        counters = wording.counters(taken.counters) or texts("kiosk.ticket.counters_unknown")
        wait = "-" if taken.told is None else wording.sentence(texts.wait(taken.told))
        self._facts.say(
            (
                (texts("kiosk.ticket.ahead"), str(taken.ahead)),
                (texts("kiosk.ticket.wait"), wait),
                (texts("kiosk.ticket.counters"), counters),
                (texts("kiosk.ticket.time"), wording.clock_time(texts, moment)),
            )
        )
        self._qr.encode(taken.code)
        self._qr_hint.setText(
            texts("kiosk.ticket.track") if taken.tracked else texts("kiosk.ticket.code")
        )
        self._qr.setAccessibleName(self._qr_hint.text())
        self._advice.setText(f"{texts('kiosk.ticket.watch')} {texts('kiosk.ticket.valid')}")
        self._paper.say(paper.tone, paper.sign, paper.title, paper.text)

    def _say_priority(self, texts: Texts, taken: Taken, hall: Hall) -> None:
        group = next((some for some in hall.priorities if some.code == taken.priority), None)
        self._priority.setVisible(group is not None)
        if group is not None:
            name = wording.group_name(texts, group)
            self._priority.setText(texts("kiosk.ticket.priority", group=name))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.touched.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()  # else the release would go to the parent


class _Hairline(QFrame):
    """A line between the halves, whichever way they lie."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumSize(2, 2)
        self.setStyleSheet(f"background: {theme.LINE}; border: none;")
