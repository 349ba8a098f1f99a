"""One counter on the board: its name, the number there, what is going on."""

import math

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.hall import CounterLine, Office
from core.ticket import TicketState
from counter_display.board.fitting import fit_words, set_words
from counter_display.board.level_words import LevelWords, PlaceName
from counter_display.board.sayings import counter_name, going_on
from counter_display.board.table_plan import FIGURE, NAME, TablePlan
from i18n import Texts
from ui_kit import theme
from ui_kit.font import CAP_HEIGHT, Weight, font
from ui_kit.words import Align, Number
from ui_kit.wrapping import fits, largest_size

_EDGE = 0.4  # margins and gaps in parts of the capitals' height
_STATE_SHARE = 0.5  # of the number's size; in one line it may be smaller than in two
_ONE_LINE = 0.36
_TWO_LINES = 0.42
_LEAST_STATE = 0.5  # of what the seats ask for; words that would be smaller are cut


class CounterRow(QWidget):
    """Drawn from a ``CounterLine``; ``fit`` sets the sizes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = PlaceName()
        self.number = Number("", 100, align=Align.AlignLeft)
        self.state = LevelWords("", 30, Weight.Medium, align=Align.AlignRight)
        for part in (self.name, self.number, self.state):
            part.setParent(self)
        self.counter_id = 0
        self._words = ""
        self._calling = False
        self._cap = self._wanted = 40.0
        self._figures = 4
        self._with_state = True

    def show_line(self, texts: Texts, office: Office, line: CounterLine) -> None:
        self.counter_id = line.counter_id
        name, (words, colour) = counter_name(texts, office, line), going_on(texts, line)
        told = (name, line.label or "", words)
        changed = told != (self.name.text(), self.number.text(), self._words)
        set_words(self.name, name)
        self.number.set_text(line.label or "")
        self._words = words
        calling = line.state is TicketState.CALLED
        self.state.set_colour(colour)
        self.name.set_colour(theme.INK if line.is_open else theme.INK_SOFT)
        self.number.set_colour(theme.BRAND if calling else theme.INK)
        if calling != self._calling:
            self._calling = calling
            self.update()
        if changed:
            self._place()

    def fit(self, box: QRect, plan: TablePlan, figures: int) -> None:
        """Stand in ``box``, with the sizes of ``plan`` and room for so many ``figures``."""
        sizes = (plan.cap, plan.wanted, figures, plan.with_state)
        now = (self._cap, self._wanted, self._figures, self._with_state)
        if box == self.geometry() and sizes == now:
            return
        self._cap, self._wanted, self._figures, self._with_state = sizes
        self.setGeometry(box)
        self._place()

    def _place(self) -> None:
        edge, cap, high = self._cap * _EDGE, self._cap, self.height()
        size = math.floor(cap / CAP_HEIGHT)
        number = min(math.ceil(self._figures * FIGURE * cap), self.width())
        if self._with_state:
            at = edge + cap * NAME + edge
            state_from = at + number + edge
        else:
            at = state_from = self.width() - edge - number
        filled = bool(self.number.text())
        self.number.set_largest(size)
        self.number.setGeometry(round(at), 0, number, high)
        self.name.setGeometry(round(edge), 0, max(1, round(at - 2 * edge)), high)
        self.name.fit(size)
        left = state_from if filled else at
        wide = max(1, round(self.width() - edge - left))
        self.state.setGeometry(round(left), 0, wide, high)
        self.state.setVisible(self._with_state or not filled)
        self.number.setVisible(filled)
        self._fit_state(size, wide, high * 0.92)

    def _fit_state(self, size: int, wide: int, tall: float) -> None:
        """One line or two, then cut at a word: an officer's reason may be a whole sentence."""
        set_words(self.state, self._words)
        if fit_words(self.state, wide, tall, largest=size * _STATE_SHARE) >= size * _ONE_LINE:
            return
        largest = size * _TWO_LINES
        asked = min(largest, self._wanted / CAP_HEIGHT * _LEAST_STATE)
        least = largest_size(
            ["X\nX"], Weight.Medium, width=wide, height=tall, low=1, high=max(1, round(asked))
        )
        if fit_words(self.state, wide, tall, largest=largest, lines=2) >= least:
            return
        used, words = font(least, Weight.Medium), self._words.split()
        for count in range(len(words) - 1, 0, -1):
            cut = " ".join(words[:count]).rstrip(",;:.") + "…"
            if fits(cut, used, wide, tall, 2):
                set_words(self.state, cut)
                self.state.set_size(least)
                return

    def cap(self) -> float:
        """How high the capitals of its number are, in pixels."""
        return (
            self.number.size_px() if self.number.text() else self._cap / CAP_HEIGHT
        ) * CAP_HEIGHT

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = max(1.0, self._cap * 0.02)
        painter.setPen(QPen(QColor(theme.BRAND if self._calling else theme.LINE), edge * 1.5))
        painter.setBrush(QColor(theme.BRAND_TINT if self._calling else theme.CARD))
        radius = min(self.height() * 0.12, self._cap * 0.25)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.drawRoundedRect(box, radius, radius)
        if self._calling:  # a mark for those who cannot tell the colours
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.BRAND))
            bar = self._cap * 0.13
            inset = self.height() * 0.2
            mark = QRectF(bar, inset, bar, self.height() - 2 * inset)
            painter.drawRoundedRect(mark, bar / 2, bar / 2)
