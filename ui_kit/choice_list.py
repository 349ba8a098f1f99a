"""A list to choose from by keyboard: arrows move, Enter goes on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget


class ChoiceList(QListWidget):
    """Emits ``entered_row`` for Enter, once for each press."""

    entered_row = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.entered_row.emit()
        else:
            super().keyPressEvent(event)
