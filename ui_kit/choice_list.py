"""A list to choose from by keyboard: arrows move, Enter goes on."""

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

_VALUE = Qt.ItemDataRole.UserRole


class ChoiceList(QListWidget):
    """Emits ``entered_row`` for Enter, once for each press. Each line stands for a value."""

    entered_row = Signal()

    @property
    def value(self) -> Any:
        """What the chosen line stands for, None when there is none."""
        item = self.currentItem()
        return None if item is None else item.data(_VALUE)

    def fill(self, lines: Iterable[tuple[object, str]], chosen: object) -> None:
        """Values with their words; chosen is ``chosen``, else the first. Emits nothing."""
        self.blockSignals(True)
        self.clear()
        for value, words in lines:
            item = QListWidgetItem(words)
            item.setData(_VALUE, value)
            self.addItem(item)
            if value == chosen:
                self.setCurrentItem(item)
        if self.currentItem() is None and self.count():
            self.setCurrentRow(0)
        self.blockSignals(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered_row.emit()
        else:
            super().keyPressEvent(event)
