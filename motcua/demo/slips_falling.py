"""Slips below a simulated printer's slot: the newest slides out calmly, older ones make room."""

from PIL import Image
from PySide6.QtCore import QEasingCurve, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui_kit.theme import CARD, GRID, LINE, PAGE

OUT_MS = 700
KEPT = 20
PAPER_SHARE = 72 / 80  # what the head of an 80 mm printer can reach of its paper
GAP = 2 * GRID
FOOT = 3 * GRID  # white paper between the last line and the knife


class SlipsFalling(QWidget):
    """Draws slips from top to bottom, newest first; as high as all of them together."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sources: list[QImage] = []
        self._slips: list[QPixmap] = []
        self._hanging: QPixmap | None = None
        self._hanging_source: QImage | None = None
        self._out = QVariantAnimation(self)
        self._out.setDuration(OUT_MS)
        self._out.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._out.valueChanged.connect(lambda _: self._settle())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def count(self) -> int:
        """How many slips lie here."""
        return len(self._sources)

    @property
    def is_moving(self) -> bool:
        return self._out.state() == QVariantAnimation.State.Running

    def add(self, picture: Image.Image, *, calmly: bool = True) -> None:
        """One more slip comes out; without ``calmly`` it is there at once."""
        # What hung out before is the beginning of this slip: it is not drawn in to come out again.
        calmly = calmly and self._hanging is None
        self.hang(None)
        self._sources.insert(0, _image(picture))
        self._slips.insert(0, self._paper(self._sources[0]))
        del self._sources[KEPT:], self._slips[KEPT:]
        self._out.stop()
        height = self._slips[0].height()
        self._out.setStartValue(0.0 if calmly else float(height))
        self._out.setEndValue(float(height))
        if calmly:
            self._out.start()
        self._settle()

    def hang(self, picture: Image.Image | None) -> None:
        """Show what hangs out of the slot and is not cut off; None: nothing does."""
        self._hanging_source = None if picture is None else _image(picture)
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(40 * GRID, round(self._height()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(PAGE))
        top = 0.0
        if self._hanging is not None:
            self._draw(painter, self._hanging, top)
            top += self._hanging.height() + GAP
        for place, slip in enumerate(self._slips):
            if place == 0 and self._hanging is None:
                top += self._shown() - slip.height()
            self._draw(painter, slip, top)
            top += slip.height() + GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _draw(self, painter: QPainter, slip: QPixmap, top: float) -> None:
        left = (self.width() - slip.width()) // 2
        painter.drawPixmap(left, round(top), slip)
        painter.setPen(QPen(QColor(LINE), 1))
        painter.drawRect(QRectF(left + 0.5, round(top) - 0.5, slip.width() - 1, slip.height()))

    def _shown(self) -> float:
        """How far the newest slip is out, in pixels."""
        value = self._out.currentValue() if self.is_moving else self._out.endValue()
        return float(value or 0.0)

    def _height(self) -> float:
        slips: list[float] = [slip.height() + GAP for slip in self._slips]
        if self._hanging is not None:
            slips.append(self._hanging.height() + GAP)
        elif self._slips:
            slips[0] -= self._slips[0].height() - self._shown()
        return sum(slips) + GAP

    def _settle(self) -> None:
        self.setMinimumHeight(round(self._height()))
        self.updateGeometry()
        self.update()

    def _fit(self) -> None:
        """Draw all slips anew in the present width."""
        self._slips = [self._paper(source) for source in self._sources]
        hanging = self._hanging_source
        self._hanging = None if hanging is None else self._paper(hanging, foot=0)
        if self._slips and not self.is_moving:
            self._out.setEndValue(float(self._slips[0].height()))
        self._settle()

    def _paper(self, printed: QImage, foot: int = FOOT) -> QPixmap:
        """A slip as wide as this widget has room for, with the margins that no head reaches."""
        wide = max(8 * GRID, self.width() - 6 * GRID)
        inner = round(wide * PAPER_SHARE)
        scaled = printed.scaledToWidth(inner, Qt.TransformationMode.SmoothTransformation)
        paper = QPixmap(wide, scaled.height() + GRID + foot)
        paper.fill(QColor(CARD))
        painter = QPainter(paper)
        painter.drawImage((wide - inner) // 2, GRID, scaled)
        painter.end()
        return paper


def _image(picture: Image.Image) -> QImage:
    grey = picture.convert("L")
    data = grey.tobytes()
    return QImage(data, grey.width, grey.height, grey.width, QImage.Format.Format_Grayscale8).copy()
