"""The last page: every phrase with its mark, a sample call, and the pack saved."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from counter_display.recorder.parts import Note, PhraseTile, field_style
from counter_display.recorder.views import FinishView
from i18n import Texts
from ui_kit import theme
from ui_kit.desk_scale import units
from ui_kit.font import Weight
from ui_kit.key_button import KeyButton, Kind
from ui_kit.theme import TypeScale
from ui_kit.words import Words

_COLUMNS = 3
_LONGEST_NAME = 60


class FinishPage(QWidget):
    """Emits ``chosen`` with the place of a phrase to record again."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("finish")
        self._scale = TypeScale(body=16)
        self.title = Words("", 25, Weight.Bold)
        self.about = Words("", 16, colour=theme.INK_SOFT)
        self.tiles: list[PhraseTile] = []
        self.sample_title = Words("", 16, Weight.DemiBold)
        self.sample = Words("", 20)
        self.hear = KeyButton("F5", one_line=True)
        self.name_title = Words("", 16, Weight.DemiBold)
        self.name = QLineEdit(maxLength=_LONGEST_NAME)
        self.speaker_title = Words("", 16, Weight.DemiBold)
        self.speaker = QLineEdit(maxLength=_LONGEST_NAME)
        self.folder = Words("", 13, colour=theme.INK_SOFT)
        self.note = Note()
        self.line = QLineEdit(readOnly=True)
        self.copy = KeyButton("", one_line=True)
        self.replace = KeyButton("", one_line=True)
        self.beside = KeyButton("", one_line=True)
        self.go_on = KeyButton("F2", Kind.PRIMARY, one_line=True)
        self.save = KeyButton("Ctrl+S", Kind.PRIMARY, one_line=True)
        self._lay_out()

    def _lay_out(self) -> None:
        left, right = QFrame(), QFrame()
        for card in (left, right):
            card.setProperty("surface", "card")
        self._left, self._right = QVBoxLayout(left), QVBoxLayout(right)
        self._grid = QGridLayout()
        self._left.addWidget(self.title)
        self._left.addWidget(self.about)
        self._left.addLayout(self._grid, 1)
        for part in (self.sample_title, self.sample, self.hear):
            self._right.addWidget(part)
        self._right.addStretch(1)
        fields = QHBoxLayout()
        for title, field in ((self.name_title, self.name), (self.speaker_title, self.speaker)):
            column = QVBoxLayout()
            column.addWidget(title)
            column.addWidget(field)
            column.addStretch(1)
            fields.addLayout(column, 1)
        self._fields = fields
        self._right.addLayout(fields)
        self._right.addWidget(self.folder)
        self._right.addStretch(1)
        self._right.addWidget(self.note)
        saved = QHBoxLayout()
        saved.addWidget(self.line, 1)
        saved.addWidget(self.copy)
        self._right.addLayout(saved)
        for parts in ((self.beside, self.replace), (self.go_on, self.save)):
            row = QHBoxLayout()
            for part in parts:
                row.addWidget(part, 1)
            self._right.addLayout(row)
        self._page = QHBoxLayout(self)
        self._page.addWidget(left, 6)
        self._page.addWidget(right, 5)

    def set_scale(self, scale: TypeScale) -> None:
        self._scale = scale
        self.setStyleSheet(field_style(scale, "finish"))
        gap = units(scale, 2)
        self._page.setContentsMargins(gap, gap, gap, gap)
        self._page.setSpacing(gap)
        for card in (self._left, self._right):
            card.setContentsMargins(units(scale, 3), gap, units(scale, 3), gap)
            card.setSpacing(units(scale, 1))
        self._grid.setSpacing(units(scale, 0.75))
        self._fields.setSpacing(gap)
        self.title.set_size(scale.title)
        self.sample.set_size(scale.lead)
        self.folder.set_size(scale.caption)
        for words in (self.about, self.sample_title, self.name_title, self.speaker_title):
            words.set_size(scale.body)
        self.note.set_scale(scale)
        for button in (self.hear, self.copy, self.replace, self.beside, self.go_on, self.save):
            button.set_scale(scale)
            button.setMinimumHeight(units(scale, 6))
        for button in (self.go_on, self.save):
            button.setMinimumHeight(units(scale, 8))
        for tile in self.tiles:
            tile.set_size(scale.body)

    def show_view(self, texts: Texts, view: FinishView) -> None:
        lacking = view.lacking
        total = len(view.phrases)
        if lacking:
            self.title.setText(texts("recorder.finish.part", done=total - lacking, total=total))
        else:
            self.title.setText(texts("recorder.finish.all", total=total))
        self.about.setText(texts("recorder.finish.about"))
        self._show_tiles(texts, view)
        self.sample_title.setText(texts("recorder.finish.sample"))
        self.sample.setText(view.sample)
        self.hear.show_words(texts("recorder.finish.hear"))
        self.name_title.setText(texts("recorder.finish.name"))
        self.speaker_title.setText(texts("recorder.finish.speaker"))
        self.name.setAccessibleName(texts("recorder.finish.name"))
        self.speaker.setAccessibleName(texts("recorder.finish.speaker"))
        self.folder.setText(texts("recorder.finish.folder", folder=view.folder))
        self._show_note(view)
        self._show_buttons(texts, view)

    def _show_tiles(self, texts: Texts, view: FinishView) -> None:
        if len(self.tiles) != len(view.phrases):
            self._make_tiles(len(view.phrases))
        for tile, phrase, done in zip(self.tiles, view.phrases, view.done, strict=True):
            mark = texts("recorder.finish.done" if done else "recorder.finish.open")
            tile.show_phrase(phrase.text, done=done, name=f"{phrase.text}: {mark}")

    def _make_tiles(self, count: int) -> None:
        for tile in self.tiles:
            tile.setParent(None)
            tile.deleteLater()
        self.tiles = [PhraseTile() for _ in range(count)]
        rows = -(-count // _COLUMNS)
        for place, tile in enumerate(self.tiles):
            tile.set_size(self._scale.body)
            tile.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
            self._grid.addWidget(tile, place % rows, place // rows)

    def _show_note(self, view: FinishView) -> None:
        if not view.sentence:
            self.note.clear()
        elif view.good:
            self.note.good(view.sentence)
        elif view.asking or view.lacking:
            self.note.hint(view.sentence)
        else:
            self.note.bad(view.sentence)

    def _show_buttons(self, texts: Texts, view: FinishView) -> None:
        asking = bool(view.asking)
        self.hear.setEnabled(not view.lacking)
        self.save.show_words(texts("recorder.finish.save"))
        self.go_on.show_words(texts("recorder.finish.go_on", count=view.lacking))
        self.replace.show_words(texts("recorder.finish.replace"))
        self.beside.show_words(texts("recorder.finish.beside", name=view.asking))
        self.copy.show_words(texts("recorder.finish.copy"))
        self.line.setText(view.saved)
        self.line.setCursorPosition(0)
        self.line.setAccessibleName(texts("recorder.finish.line"))
        self.line.setVisible(bool(view.saved))
        self.copy.setVisible(bool(view.saved))
        self.beside.setVisible(asking)
        self.replace.setVisible(asking and view.may_replace)
        self.go_on.setVisible(view.lacking > 0)
        self.save.setVisible(not asking and not view.lacking and not view.saved)
        self.save.setEnabled(not view.busy)
