"""The call that fills the stage: the number, huge, and where to go."""

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.hall import CallLine, Hall
from counter_display.board.fitting import fit_words, set_words, wide
from counter_display.board.level_words import LevelWords
from counter_display.board.sayings import Calling, calling_of, invitation, place_name, way
from counter_display.board.scale import Scale
from i18n import Texts
from ui_kit import theme
from ui_kit.font import CAP_HEIGHT, Weight
from ui_kit.words import Align, Number

# The frame changes twice a second for three seconds: seen from the corner of an eye, harmless.
_PULSE_MS = 500
_PULSES = 6
_LEAST_NUMBER = 0.36  # of the face's height
_WORDS_GIVE_WAY = (1.0, 0.85, 0.72, 0.6)


class Patch(LevelWords):
    """Dark words on a gold patch; ``gold`` off: plain words on the house colour."""

    def __init__(self, weight: Weight, *, gold: bool) -> None:
        super().__init__("", 40, weight, align=Align.AlignHCenter)
        self._gold = not gold
        self.set_gold(gold)

    def set_gold(self, gold: bool) -> None:
        if gold != self._gold:
            self._gold = gold
            self.set_colour(theme.INK if gold else theme.ON_BRAND)

    @property
    def gold(self) -> bool:
        return self._gold

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._gold:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.GOLD))
            radius = min(self.height() * 0.18, self.font().pixelSize() * 0.3)
            painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
            painter.end()
        super().paintEvent(event)


class CallFace(QWidget):
    """White on the house colour. ``show_call`` starts a short, slow pulse of the frame.

    ``painted`` comes after the paint that first shows a call.
    """

    painted = Signal(object)
    _drawn = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.invite = Patch(Weight.Medium, gold=False)
        self.number = Number("", 400, colour=theme.ON_BRAND, tabular=False)
        self.to = LevelWords("", colour=theme.ON_BRAND, align=Align.AlignHCenter)
        self.place = Patch(Weight.Bold, gold=True)
        for part in (self.invite, self.number, self.to, self.place):
            part.setParent(self)
        self._scale = Scale(unit=1.0, cap=0.0, upright=False)
        self._bright = False
        self._pulses = 0
        self._pulse = QTimer(self, interval=_PULSE_MS)
        self._pulse.timeout.connect(self._on_pulse)
        self._unpainted: CallLine | None = None
        self._drawn.connect(self.painted, Qt.ConnectionType.QueuedConnection)

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        self._lay_out()

    def show_call(self, texts: Texts, call: CallLine, hall: Hall, *, fresh: bool) -> None:
        last = calling_of(call, hall.office) is Calling.LAST
        set_words(self.invite, invitation(texts, call, hall.office))
        self.invite.set_gold(last)
        self.number.set_text(call.label)
        set_words(self.to, way(texts, call, hall))
        set_words(self.place, place_name(texts, hall, call.counter_id))
        self._lay_out()
        if fresh:
            self._unpainted = call
            self._pulses = 0
            self._pulse.start()
            self.update()

    def cap(self) -> float:
        """The height of the number's capitals, in pixels."""
        return self.number.size_px() * CAP_HEIGHT

    def resizeEvent(self, _event: object) -> None:
        self._lay_out()

    def hideEvent(self, _event: object) -> None:
        self._pulse.stop()
        self._bright = False

    def _lay_out(self) -> None:
        """From the bottom: the place, what leads to it, the number with all that is left.

        The number is what people compare with their ticket: the words give way to it.
        """
        scale, width = self._scale, self.width()
        margin, gap = scale.px(44), scale.px(26)
        room = max(1, width - 2 * margin)
        for share in _WORDS_GIVE_WAY:
            top, bottom = self._invite(room, share), self._bottom(room, share)
            left = max(1, self.height() - 2 * margin - top - bottom - 2 * gap)
            if left >= self.height() * _LEAST_NUMBER:
                break
        self.invite.setGeometry(self._centred(self.invite.width(), margin, top))
        self.number.set_largest(max(1, round(left / CAP_HEIGHT)))
        self.number.setGeometry(margin, margin + top + gap, room, left)

    def _centred(self, wide_px: int, top: int, high: int) -> QRect:
        return QRect((self.width() - wide_px) // 2, top, wide_px, high)

    def _invite(self, room: int, share: float) -> int:
        """Size the invitation; returns its height."""
        largest = round(self._scale.secondary(62) * share)
        lines = 2 if self._scale.upright else 1
        edge = round(largest * 0.5) if self.invite.gold else 0
        size = fit_words(self.invite, room - 2 * edge, largest * 4, largest=largest, lines=lines)
        needs, high = self.invite.needed(room - 2 * edge)
        self.invite.resize(min(room, round(needs) + 2 * edge + 2), 1)
        return round(high + (size * 0.3 if self.invite.gold else 0))

    def _bottom(self, room: int, share: float) -> int:
        """Place the counter's name and the words before it; returns their height."""
        scale, margin = self._scale, self._scale.px(44)
        to_px = round(scale.secondary(64) * share)
        gap, edge = scale.px(34), scale.px(44)
        self.to.set_size(to_px)
        to_wide = round(wide(self.to.text(), to_px, Weight.Normal)) + 2
        main = round(scale.main(112) * share)
        beside = room - to_wide - gap - 2 * edge
        fits_beside = wide(self.place.text(), main, Weight.Bold) <= beside
        under = not fits_beside and (scale.upright or beside < room * 0.6)
        space = room - 2 * edge if under else beside
        tall = self.height() * 0.3
        size = fit_words(self.place, space, tall, largest=main, smallest=scale.px(40), lines=2)
        needs, high = self.place.needed(space)
        patch_wide = max(round(needs) + 2 * edge, 0 if under else min(room // 2, scale.px(420)))
        patch_high = max(round(high), round(size * 1.3))
        patch_wide = min(patch_wide, room if under else room - to_wide - gap)
        top = self.height() - margin - patch_high
        if under:
            to_high = self.to.one_line_height + 2
            self.to.setGeometry(self._centred(min(room, to_wide), top - to_high, to_high))
            self.place.setGeometry(self._centred(patch_wide, top, patch_high))
            return patch_high + to_high
        left = (self.width() - to_wide - gap - patch_wide) // 2
        self.to.setGeometry(left, top, to_wide, patch_high)
        self.place.setGeometry(left + to_wide + gap, top, patch_wide, patch_high)
        return patch_high

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = 12 * self._scale.unit
        painter.setPen(QPen(QColor(theme.GOLD if self._bright else theme.BRAND), thick))
        painter.setBrush(QColor(theme.BRAND))
        half = thick / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, 2 * thick, 2 * thick)
        if self._unpainted is not None:  # queued: it arrives when the words are drawn as well
            self._drawn.emit(self._unpainted)
            self._unpainted = None

    def _on_pulse(self) -> None:
        self._pulses += 1
        self._bright = self._pulses % 2 == 1 and self._pulses < _PULSES
        if self._pulses >= _PULSES:
            self._pulse.stop()
        self.update()
