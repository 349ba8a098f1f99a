"""The call that fills the stage: the number, huge, and where to go."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.hall import CallLine, Hall
from counter_display.board.level_words import LevelWords
from i18n import Texts
from ui_kit import theme
from ui_kit.font import Weight
from ui_kit.words import Align, Number, Words

# The frame changes twice a second for three seconds: seen from the corner of an eye, harmless.
_PULSE_MS = 500
_PULSES = 6


class Place(LevelWords):
    """Where to go, dark on a gold patch."""

    def sizeHint(self) -> QSize:
        hint, size = super().sizeHint(), self.font().pixelSize()
        return QSize(round(hint.width() + 0.7 * size), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.GOLD))
        radius = self.height() * 0.18
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.end()
        super().paintEvent(event)


class CallFace(QWidget):
    """White on the house colour. ``show_call`` starts a short, slow pulse of the frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.invite = Words("", colour=theme.ON_BRAND, align=Align.AlignHCenter)
        self.number = Number("", 400, colour=theme.ON_BRAND, tabular=False)
        self.to = LevelWords("", colour=theme.ON_BRAND, align=Align.AlignHCenter)
        self.place = Place("", 40, Weight.Bold, align=Align.AlignHCenter)
        self._bright = False
        self._pulses = 0
        self._pulse = QTimer(self, interval=_PULSE_MS)
        self._pulse.timeout.connect(self._on_pulse)
        self._radius = 12.0
        bottom = QHBoxLayout()
        bottom.addStretch(1)
        bottom.addWidget(self.to)
        bottom.addWidget(self.place)
        bottom.addStretch(1)
        self._bottom = bottom
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.invite)
        self._column.addWidget(self.number, 1)
        self._column.addLayout(bottom)

    def set_unit(self, unit: float) -> None:
        """``unit``: pixels of this screen for one pixel of the design."""
        margin = round(40 * unit)
        self._radius = 24 * unit
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(round(24 * unit))
        self._bottom.setSpacing(round(36 * unit))
        self.invite.set_size(round(58 * unit))
        self.to.set_size(round(64 * unit))
        self.place.set_size(round(110 * unit))
        self.place.setMinimumWidth(round(480 * unit))
        self.number.set_largest(round(520 * unit))

    def show_call(self, texts: Texts, call: CallLine, hall: Hall, *, fresh: bool) -> None:
        self.invite.setText(texts("board.invite_again" if call.again else "board.invite"))
        self.number.set_text(call.label)
        self.to.setText(texts("board.to"))
        self.place.setText(counter_name(texts, hall, call.counter_id))
        if fresh:
            self._pulses = 0
            self._pulse.start()

    def hideEvent(self, _event: object) -> None:
        self._pulse.stop()
        self._bright = False

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = self._radius / 2
        painter.setPen(QPen(QColor(theme.GOLD if self._bright else theme.BRAND), thick))
        painter.setBrush(QColor(theme.BRAND))
        half = thick / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, self._radius, self._radius)

    def _on_pulse(self) -> None:
        self._pulses += 1
        self._bright = self._pulses % 2 == 1 and self._pulses < _PULSES
        if self._pulses >= _PULSES:
            self._pulse.stop()
        self.update()


def counter_name(texts: Texts, hall: Hall, counter_id: int) -> str:
    """ "Quầy 3", also for a counter that has gone since."""
    for line in hall.counters:
        if line.counter_id == counter_id:
            return texts.pick(line.name_vi, line.name_en)
    return f"{texts('board.counter')} {counter_id}"
