"""The window that stands for the simulated LED wall."""

from collections.abc import Mapping, Sequence

from PIL import Image
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from hardware.sim.led import LedFault, LedWall
from hardware.sim.led_picture import WallBox, draw_wall
from i18n import Texts
from motcua.settings import LedDisplay


def wall_picture(
    displays: Mapping[str, LedDisplay],
    walls: Sequence[LedWall],
    texts: Texts,
    *,
    columns: int = 5,
) -> Image.Image:
    """All simulated displays as they hang over the counters, by counter."""
    shown: dict[str, str] = {}
    faults: dict[str, LedFault] = {}
    for wall in walls:
        shown |= wall.texts()
        faults |= wall.faults()
    boxes = [
        WallBox(
            title=texts("common.counter_number", counter=display.counter),
            text="" if name in faults else shown.get(name, ""),
            powered=name not in faults,
        )
        for name, display in sorted(displays.items(), key=lambda each: each[1].counter)
    ]
    return draw_wall(boxes, columns=columns)


class PictureWindow(QLabel):
    """Shows the last picture that it was given, from any thread."""

    _arrived = Signal(QImage)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setMinimumSize(200, 200)
        self._picture: QPixmap | None = None
        self._arrived.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def show_image(self, image: Image.Image) -> None:
        """Show ``image`` soon; returns at once."""
        flat = image.convert("RGB")
        data = flat.tobytes()
        picture = QImage(data, flat.width, flat.height, 3 * flat.width, QImage.Format.Format_RGB888)
        self._arrived.emit(picture.copy())

    def _show(self, picture: QImage) -> None:
        self._picture = QPixmap.fromImage(picture)
        self._fit()

    def _fit(self) -> None:
        if self._picture is not None:
            self.setPixmap(
                self._picture.scaled(
                    self.size(),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
