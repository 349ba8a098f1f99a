"""The first page: how to record, with which microphone, in which language."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.announcement import Tongue
from counter_display.recorder.guides import Guide, GuidePicture
from counter_display.recorder.meter import LOWEST_DB, RIGHT_FROM_DB, RIGHT_TO_DB, LevelMeter
from counter_display.recorder.parts import Note, field_style
from counter_display.recording.microphone import Input
from i18n import Texts
from ui_kit import theme
from ui_kit.choice_list import ChoiceList
from ui_kit.desk_scale import units
from ui_kit.font import Weight
from ui_kit.key_button import KeyButton, Kind
from ui_kit.theme import TypeScale
from ui_kit.words import Words

_NOTHING_DB = LOWEST_DB + 6


class StartPage(QWidget):
    """Emits ``started`` (go on with what there is), ``anew`` (forget it), ``retried``."""

    started = Signal()
    anew = Signal()
    retried = Signal()
    input_chosen = Signal()
    language_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("start")
        self.title = Words("", 31, Weight.Bold)
        self.about = Words("", 16, colour=theme.INK_SOFT)
        self.guides = tuple(
            (GuidePicture(guide), Words("", 20, Weight.DemiBold), Words("", 16)) for guide in Guide
        )
        self.microphone = Words("", 16, Weight.DemiBold)
        self.inputs = ChoiceList()
        self.level = Words("", 16, colour=theme.INK_SOFT)
        self.meter = LevelMeter()
        self.language = Words("", 16, Weight.DemiBold)
        self.languages = ChoiceList()
        self.note = Note()
        self.retry = KeyButton("F5", one_line=True)
        self.begin = KeyButton("Enter", Kind.PRIMARY, one_line=True)
        self.again = KeyButton("", one_line=True)
        self._lay_out()
        self._connect()

    def _connect(self) -> None:
        self.begin.clicked.connect(self.started)
        self.again.clicked.connect(self.anew)
        self.retry.clicked.connect(self.retried)
        for one in (self.inputs, self.languages):
            one.entered_row.connect(self.begin.click)
            one.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            one.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.inputs.currentRowChanged.connect(lambda _row: self.input_chosen.emit())
        self.languages.currentRowChanged.connect(lambda _row: self.language_chosen.emit())

    def _lay_out(self) -> None:
        left, self._left = _card()
        self._left.addWidget(self.title)
        self._left.addWidget(self.about)
        self._left.addStretch(1)
        self._guide_rows = []
        for picture, title, words in self.guides:
            row, column = QHBoxLayout(), QVBoxLayout()
            column.setSpacing(0)
            column.addStretch(1)
            column.addWidget(title)
            column.addWidget(words)
            column.addStretch(1)
            row.addWidget(picture)
            row.addLayout(column, 1)
            self._guide_rows.append(row)
            self._left.addLayout(row)
            self._left.addStretch(1)
        right, self._right = _card()
        for part in (self.microphone, self.inputs, self.meter, self.level):
            self._right.addWidget(part)
        self._right.addStretch(1)
        self._right.addWidget(self.language)
        self._right.addWidget(self.languages)
        self._right.addStretch(2)
        self._right.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addWidget(self.retry)
        buttons.addWidget(self.again)
        self._right.addLayout(buttons)
        self._right.addWidget(self.begin)
        self._page = QHBoxLayout(self)
        self._page.addWidget(left, 11)
        self._page.addWidget(right, 9)

    def set_scale(self, scale: TypeScale) -> None:
        self.setStyleSheet(field_style(scale, "start"))  # first: it resets the fonts below
        gap = units(scale, 2)
        self._page.setContentsMargins(gap, gap, gap, gap)
        self._page.setSpacing(gap)
        for card in (self._left, self._right):
            card.setContentsMargins(units(scale, 4), units(scale, 3), units(scale, 4), gap)
            card.setSpacing(units(scale, 1))
        for row in self._guide_rows:
            row.setSpacing(units(scale, 3))
        self.title.set_size(scale.headline)
        for words in (self.about, self.level, self.microphone, self.language):
            words.set_size(scale.body)
        for picture, title, words in self.guides:
            picture.set_width(units(scale, 20))
            title.set_size(scale.lead)
            words.set_size(scale.body)
        self.meter.setFixedHeight(units(scale, 3.5))
        self.inputs.setFixedHeight(units(scale, 15))
        self.languages.setFixedHeight(units(scale, 10))
        self.note.set_scale(scale)
        for button in (self.retry, self.again, self.begin):
            button.set_scale(scale)
        for button in (self.retry, self.again):
            button.setMinimumHeight(units(scale, 6))
        self.begin.setMinimumHeight(units(scale, 8))

    def retranslate(self, texts: Texts) -> None:
        self.title.setText(texts("recorder.start.title"))
        self.about.setText(texts("recorder.start.about"))
        (quiet, *quiet_words), (near, *near_words), (level, *level_words) = self.guides
        quiet_words[0].setText(texts("recorder.start.quiet"))
        quiet_words[1].setText(texts("recorder.start.quiet_how"))
        near_words[0].setText(texts("recorder.start.near"))
        near_words[1].setText(texts("recorder.start.near_how"))
        level_words[0].setText(texts("recorder.start.level"))
        level_words[1].setText(texts("recorder.start.level_how"))
        near.show_labels(texts("recorder.start.near_label"))
        level.show_labels(*texts("recorder.start.level_label").split(" "))
        quiet.show_labels()
        self.microphone.setText(texts("recorder.start.microphone"))
        self.language.setText(texts("recorder.start.language"))
        self.inputs.setAccessibleName(texts("recorder.start.microphone"))
        self.languages.setAccessibleName(texts("recorder.start.language"))
        self.retry.show_words(texts("recorder.start.retry"))

    def show_inputs(self, inputs: Sequence[Input], usual: str) -> None:
        """The microphones; the one chosen before stays chosen. ``usual``: what Windows prefers."""
        chosen = self.input_key
        lines = [(None, usual), *((each.key, each.name) for each in inputs)] if inputs else []
        self.inputs.fill(lines, chosen)
        self.inputs.setEnabled(bool(lines))

    def show_languages(self, lines: Sequence[tuple[Tongue, str]], chosen: Tongue) -> None:
        self.languages.fill(lines, chosen)

    def show_counts(self, texts: Texts, *, done: int, total: int, sure: bool) -> None:
        """How much of the session exists; ``sure``: asked once more before it is forgotten."""
        if done == 0:
            self.begin.show_words(texts("recorder.start.begin"))
        elif done < total:
            self.begin.show_words(texts("recorder.start.go_on", done=done, total=total))
        else:
            self.begin.show_words(texts("recorder.start.look", total=total))
        again = "recorder.start.anew_sure" if sure else "recorder.start.anew"
        self.again.show_words(texts(again, count=done))
        self.again.setVisible(done > 0)

    def show_level(self, texts: Texts, level_db: float) -> None:
        """Live; in words, how the loudest of the last seconds was."""
        self.meter.show_level(level_db)
        highest = self.meter.highest_db
        if highest < _NOTHING_DB:
            words = texts("recorder.start.hear_nothing")
        elif highest < RIGHT_FROM_DB:
            words = texts("recorder.start.hear_little")
        elif highest > RIGHT_TO_DB:
            words = texts("recorder.start.hear_much")
        else:
            words = texts("recorder.start.hear_well")
        if words != self.level.text():
            self.level.setText(words)

    @property
    def input_key(self) -> str | None:
        key: str | None = self.inputs.value
        return key

    @property
    def tongue(self) -> Tongue:
        return "en" if self.languages.value == "en" else "vi"


def _card() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    card.setProperty("surface", "card")
    return card, QVBoxLayout(card)
