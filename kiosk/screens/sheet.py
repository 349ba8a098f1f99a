"""A heading with cards below it, as one block: on a tall screen it sinks to where hands are."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kiosk.screens.card_grid import CardGrid


class Sheet(QWidget):
    """The cards have all room below the heading; what they leave free is above the heading.

    ``heading`` is filled by its screen, which calls ``lay_out`` when its height may have changed.
    """

    def __init__(self, grid: CardGrid) -> None:
        super().__init__()
        self._grid = grid
        grid.setParent(self)
        self._above = QWidget(self)  # after the grid: it lies on the room that the cards left free
        self.heading = QVBoxLayout(self._above)
        self.heading.setContentsMargins(0, 0, 0, 0)
        self.heading.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        grid.sank = self._follow

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Give the heading the height that it needs, and the cards the rest."""
        self._grid.setGeometry(0, self._high(), self.width(), max(0, self.height() - self._high()))
        self._grid.lay_out()
        self._follow()

    def _follow(self) -> None:
        self._above.setGeometry(0, self._grid.sunk_px, self.width(), self._high())

    def _high(self) -> int:
        if self.heading.hasHeightForWidth():
            return self.heading.heightForWidth(self.width())
        return self.heading.sizeHint().height()
