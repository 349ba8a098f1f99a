"""The wall's picture in its window: scaled to the room there is, and touchable."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from hardware.sim.led_picture import WALL
from ui_kit.theme import GRID


class WallView(QWidget):
    """Draws the wall as large as there is room; tells where it is touched, in its own dots."""

    touched = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole: QPixmap | None = None
        self._fitted: QPixmap | None = None
        self.setMinimumSize(40 * GRID, 24 * GRID)

    @property
    def is_drawn(self) -> bool:
        """Whether there is a picture yet."""
        return self._whole is not None

    def show_image(self, image: QImage) -> None:
        """Show ``image`` from now on."""
        self._whole = QPixmap.fromImage(image)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(*WALL))
        if self._fitted is not None:
            painter.drawPixmap(self._corner(), self._fitted)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._whole is None or self._fitted is None or self._fitted.width() == 0:
            return
        share = self._whole.width() / self._fitted.width()
        self.touched.emit((event.position().toPoint() - self._corner()) * share)

    def _corner(self) -> QPoint:
        if self._fitted is None:
            return QPoint()
        left = (self.width() - self._fitted.width()) // 2
        return QPoint(left, (self.height() - self._fitted.height()) // 2)

    def _fit(self) -> None:
        if self._whole is not None:
            keep, smooth = Qt.AspectRatioMode, Qt.TransformationMode
            self._fitted = self._whole.scaled(
                self.size(), keep.KeepAspectRatio, smooth.SmoothTransformation
            )
        self.update()
