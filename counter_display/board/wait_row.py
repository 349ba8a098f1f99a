"""One service in the list of waits: letter, name, people, wait."""

import math

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from core.hall import ServiceLine
from counter_display.board.fitting import fit_words, set_words, wide
from counter_display.board.level_words import LevelWords
from counter_display.board.sayings import short_wait
from i18n import Texts
from ui_kit import theme
from ui_kit.font import Weight
from ui_kit.words import Align

CHIP = 1.5  # widths in parts of the font size: the series' letter,
PEOPLE = 2.4  # how many people wait,
TIME = 3.6  # and for how many minutes
NAME = 5.4  # the least room of a name in the same line
_USUAL_TIME = 8.6  # "khoảng 40-55 phút"


class Chip(LevelWords):
    """The letter of a series, as it stands on the ticket."""

    def __init__(self) -> None:
        super().__init__("", 30, Weight.Bold, align=Align.AlignHCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.SHADE))
        radius = self.height() * 0.16
        painter.drawRoundedRect(QRectF(self.rect()), radius, radius)
        painter.end()
        super().paintEvent(event)


class WaitRow(QWidget):
    """One line; ``stacked`` in a narrow card: the name above, whole words below."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.chip = Chip()
        self.name = LevelWords("", 28, Weight.Medium)
        self.people = LevelWords("", 30, Weight.DemiBold)
        self.time = LevelWords("", 30, Weight.DemiBold, align=Align.AlignRight)
        for part in (self.chip, self.name, self.people, self.time):
            part.setParent(self)

    def show_line(self, texts: Texts, line: ServiceLine, *, stacked: bool) -> None:
        set_words(self.chip, line.series)
        set_words(self.name, texts.pick(line.name_vi, line.name_en))
        if stacked:
            set_words(self.people, texts("board.waits_count", count=line.waiting))
            set_words(self.time, texts.wait(line.expected) if line.waiting else "")
            self.people.setAlignment(Align.AlignLeft | Align.AlignVCenter)
        else:
            set_words(self.people, str(line.waiting))
            set_words(self.time, short_wait(texts, line.expected) if line.waiting else "–")
            self.people.setAlignment(Align.AlignHCenter | Align.AlignVCenter)

    def fit(self, size: int, name_px: int, *, stacked: bool) -> None:
        """Set all boxes: figures of font ``size``, the name of at most ``name_px``."""
        width, height = self.width(), self.height()
        chip, gap = round(CHIP * size), round(0.4 * size)
        side = max(1, min(height - round(0.16 * size), chip))
        left = chip + gap
        self.chip.setGeometry(0, (height - side) // 2, chip, side)
        if stacked:
            self._stack(left, round(height * 0.46), size)
        else:
            people, time = round(PEOPLE * size), round(TIME * size)
            self.people.setGeometry(width - time - people, 0, people, height)
            self.time.setGeometry(width - time, 0, time, height)
            room = max(1, width - left - people - time)
            self.name.setGeometry(left, 0, room, height)
        fit_words(self.chip, chip, side, largest=size)
        if not stacked:
            for words in (self.people, self.time):
                fit_words(words, words.width(), words.height(), largest=size)
        box = self.name.size()
        fit_words(self.name, box.width(), box.height(), largest=name_px, lines=1 if stacked else 2)

    def _stack(self, left: int, top: int, size: int) -> None:
        width, low = self.width(), self.height() - top
        self.name.setGeometry(left, 0, max(1, width - left), top)
        room = max(1, width - left)
        both = [wide(part.text(), size, Weight.DemiBold) for part in (self.people, self.time)]
        usual = both[0] + max(both[1], _USUAL_TIME * size)  # alike in all rows
        used = max(1, min(size, int(size * room / (usual + size)), round(low / 1.45)))
        people = min(room - 1, math.ceil(both[0] * used / size) + 2)
        for words in (self.people, self.time):
            words.set_size(used)
        self.people.setGeometry(left, top, people, low)
        self.time.setGeometry(left + people, top, room - people, low)
