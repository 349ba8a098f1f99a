"""The panel's top and bottom lines: where this is, who sits here, what the devices say."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.clock import local_time
from core.hall import CounterLine, Office
from i18n import Texts
from officer_panel.actions import KEYS, LANGUAGE_KEY, Action
from officer_panel.printers import Mood, StatusWords
from ui_kit import theme
from ui_kit.desk_scale import units
from ui_kit.font import Weight, draw_tabular, font, tabular_width
from ui_kit.key_button import KeyButton, Kind
from ui_kit.theme import TypeScale
from ui_kit.words import Align, Number, Words


class CounterTile(QWidget):
    """The counter's number on a patch of the house colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""

    def show_number(self, counter_id: int) -> None:
        self._text = str(counter_id)
        self.update()

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.BRAND))
        painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS * 0.75, theme.RADIUS * 0.75)
        used = font(round(self.height() * 0.6), Weight.Bold)
        painter.setFont(used)
        painter.setPen(QColor(theme.ON_BRAND))
        left = (self.width() - tabular_width(self._text, used)) / 2
        draw_tabular(painter, left, self.height() / 2 + used.pixelSize() * 0.37, self._text)


class Header(QFrame):
    """Counter and officer on the left, office in the middle, clock and the two quiet buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("header")
        self.tile = CounterTile()
        self.counter = Words("", 20, Weight.Bold)
        self.officer = Words("", 16, colour=theme.INK_SOFT)
        self.section = Words("", 13, colour=theme.INK_SOFT, align=Align.AlignRight)
        self.office = Words("", 16, Weight.DemiBold, align=Align.AlignRight)
        self.time = Number("", 31, align=Align.AlignRight)
        self.language = KeyButton(LANGUAGE_KEY, Kind.PLAIN, one_line=True)
        self.close_counter = KeyButton(KEYS[Action.CLOSE], Kind.PLAIN, one_line=True)
        self.setStyleSheet(
            f"#header {{ background: {theme.CARD}; border: none;"
            f" border-bottom: 1px solid {theme.LINE}; }}"
        )
        self._lay_out()

    def _lay_out(self) -> None:
        who, where = QVBoxLayout(), QVBoxLayout()
        for column, upper, lower in (
            (who, self.counter, self.officer),
            (where, self.section, self.office),
        ):
            column.setSpacing(0)
            column.addStretch(1)
            column.addWidget(upper)
            column.addWidget(lower)
            column.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.tile)
        self._row.addLayout(who)
        self._row.addStretch(1)
        self._row.addLayout(where)
        self._row.addWidget(self.time)
        self._row.addWidget(self.language)
        self._row.addWidget(self.close_counter)

    def set_scale(self, scale: TypeScale) -> None:
        self.setFixedHeight(units(scale, 9))
        self._row.setContentsMargins(units(scale, 3), 0, units(scale, 3), 0)
        self._row.setSpacing(units(scale, 2))
        self.tile.setFixedSize(units(scale, 6.5), units(scale, 6))
        self.counter.set_size(scale.lead)
        self.officer.set_size(scale.body)
        self.section.set_size(scale.caption)
        self.office.set_size(scale.body)
        self.time.set_largest(scale.headline)
        used = font(scale.headline, Weight.Bold)
        self.time.setFixedWidth(round(tabular_width("00:00", used)) + 2)
        self.time.setFixedHeight(units(scale, 5))
        for button in (self.language, self.close_counter):
            button.set_scale(scale)
            button.setMinimumHeight(units(scale, 5))
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_office(self, texts: Texts, office: Office, now_ms: int) -> None:
        self.section.setText(texts.pick(office.section_vi, office.section_en))
        self.office.setText(texts.pick(office.name_vi, office.name_en))
        self.time.set_text(f"{local_time(now_ms, office.zone):%H:%M}")
        self.language.show_words(texts("panel.language"))
        self.close_counter.show_words(texts("panel.action.close"))

    def show_counter(self, texts: Texts, counter: CounterLine, officer: str) -> None:
        self.tile.show_number(counter.counter_id)
        self.counter.setText(texts.pick(counter.name_vi, counter.name_en))
        self.officer.setText(officer)

    def resizeEvent(self, _event: object) -> None:
        """A narrow window keeps counter, officer and buttons, and goes without the office."""
        roomy = self.width() >= self.counter.font().pixelSize() * 52
        self.section.setVisible(roomy)
        self.office.setVisible(roomy)


class StatusLine(QFrame):
    """The database and the devices, each in words with a dot; how many were served today."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setStyleSheet(
            f"#status {{ background: {theme.CARD}; border: none;"
            f" border-top: 1px solid {theme.LINE}; }}"
        )
        self.served = Words("", 13, Weight.DemiBold, align=Align.AlignRight)
        self._database = StatusDot()
        self._printers: list[StatusDot] = []
        self._scale = TypeScale(body=16)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._database)
        self._row.addStretch(1)
        self._row.addWidget(self.served)

    def show_database(self, words: StatusWords) -> None:
        """Say how the database is."""
        self._database.show_words(words)

    def show_printers(self, every: Sequence[StatusWords]) -> None:
        """Say how the printers are, one part for those in the same state."""
        while len(self._printers) < len(every):
            part = StatusDot()
            part.set_scale(self._scale)
            self._printers.append(part)
            self._row.insertWidget(len(self._printers), part)
        for place, part in enumerate(self._printers):
            part.setVisible(place < len(every))
            if place < len(every):
                part.show_words(every[place])

    def set_scale(self, scale: TypeScale) -> None:
        self._scale = scale
        self.setFixedHeight(units(scale, 5))
        self._row.setContentsMargins(units(scale, 3), 0, units(scale, 3), 0)
        self._row.setSpacing(units(scale, 4))
        self.served.set_size(scale.body)
        for part in (self._database, *self._printers):
            part.set_scale(scale)


_DOTS = {
    Mood.TROUBLE: theme.RED,
    Mood.CARE: theme.AMBER,
    Mood.UNSURE: theme.INK_SOFT,
    Mood.FINE: theme.GREEN,
}
_WORDS = _DOTS | {Mood.FINE: theme.INK_SOFT}


class StatusDot(QWidget):
    """A dot and a few words; the words say everything, the dot only catches the eye."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Words("", 13, colour=theme.INK_SOFT)
        self._mood = Mood.FINE
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.words)

    def show_words(self, words: StatusWords) -> None:
        """The advice is shown while the mouse rests here."""
        self._mood = words.mood
        self.words.set_colour(_WORDS[words.mood])
        self.setToolTip(words.advice)
        self.setAccessibleName(f"{words.text}. {words.advice}".strip(" ."))
        if words.text != self.words.text():
            self.words.setText(words.text)
        self.update()

    def set_scale(self, scale: TypeScale) -> None:
        self.words.set_size(scale.caption)
        self._row.setContentsMargins(round(scale.body * 1.1), 0, 0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_DOTS[self._mood]))
        side = self.words.font().pixelSize() * 0.7
        painter.drawEllipse(QRectF(0, (self.height() - side) / 2, side, side))
