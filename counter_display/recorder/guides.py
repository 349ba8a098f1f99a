"""Three pictures that explain recording in one look: quiet, a hand's breadth, level voice."""

from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui_kit import theme
from ui_kit.font import Weight, font

_WIDE, _HIGH = 150.0, 92.0


class Guide(Enum):
    """What a picture explains."""

    QUIET = auto()
    DISTANCE = auto()
    LEVEL = auto()


class GuidePicture(QWidget):
    """One of them; ``label`` is the word in it."""

    def __init__(self, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guide = guide
        self._labels: tuple[str, ...] = ()
        self._width = round(_WIDE)

    def show_labels(self, *labels: str) -> None:
        self._labels = labels
        self.update()

    def set_width(self, width: int) -> None:
        self._width = width
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(self._width, round(self._width * _HIGH / _WIDE))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / _WIDE, self.height() / _HIGH)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.BRAND_TINT))
        painter.drawRoundedRect(QRectF(0, 0, _WIDE, _HIGH), 12, 12)
        match self._guide:
            case Guide.QUIET:
                _paint_quiet(painter)
            case Guide.DISTANCE:
                _paint_distance(painter, self._labels)
            case Guide.LEVEL:
                _paint_level(painter, self._labels)


def _draw(painter: QPainter, colour: str, width: float = 3.2) -> None:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _line(painter: QPainter, *points: tuple[float, float]) -> None:
    painter.drawPolyline([QPointF(*point) for point in points])


def _paint_quiet(painter: QPainter) -> None:
    """A closed door, and noise that stays outside."""
    _draw(painter, theme.BRAND)
    _line(painter, (26, 76), (78, 76))
    _line(painter, (34, 76), (34, 18), (70, 18), (70, 76))
    painter.setBrush(QColor(theme.BRAND))
    painter.drawEllipse(QPointF(62, 48), 1.8, 1.8)
    _draw(painter, theme.INK_SOFT)
    for radius in (10.0, 19.0, 28.0):
        box = QRectF(90 - radius, 47 - radius, 2 * radius, 2 * radius)
        painter.drawArc(box, -50 * 16, 100 * 16)
    _draw(painter, theme.RED, 4.2)
    _line(painter, (92, 74), (132, 20))


def _paint_distance(painter: QPainter, labels: tuple[str, ...]) -> None:
    """A face in profile, a microphone, and the measure between them."""
    _draw(painter, theme.BRAND)
    face = QPainterPath(QPointF(22, 80))
    face.cubicTo(14, 60, 8, 22, 34, 14)
    face.cubicTo(50, 10, 56, 22, 55, 34)
    face.lineTo(61, 45)
    face.lineTo(55, 48)
    face.lineTo(57, 53)
    face.lineTo(53, 56)
    face.lineTo(56, 60)
    face.cubicTo(56, 68, 50, 69, 43, 68)
    face.lineTo(43, 80)
    painter.drawPath(face)
    painter.drawRoundedRect(QRectF(114, 38, 18, 28), 9, 9)
    painter.drawArc(QRectF(107, 42, 32, 32), 180 * 16, 180 * 16)
    _line(painter, (123, 74), (123, 82))
    _draw(painter, theme.INK, 2.2)
    _line(painter, (64, 54), (104, 54))
    _line(painter, (69, 49), (64, 54), (69, 59))
    _line(painter, (99, 49), (104, 54), (99, 59))
    painter.setFont(font(15, Weight.DemiBold))
    painter.drawText(QRectF(56, 18, 60, 24), Qt.AlignmentFlag.AlignCenter, "".join(labels[:1]))


def _paint_level(painter: QPainter, labels: tuple[str, ...]) -> None:
    """Three words on one height, right; falling, wrong."""
    painter.setFont(font(13, Weight.DemiBold))
    for place, word in enumerate(labels[:3]):
        x = 26.0 + place * 39
        _draw(painter, theme.INK, 2)
        painter.drawText(QRectF(x - 22, 10, 44, 20), Qt.AlignmentFlag.AlignCenter, word)
        _draw(painter, theme.GREEN, 3.2)
        painter.drawLine(QPointF(x - 13, 38), QPointF(x + 13, 38))
        _draw(painter, theme.RED, 3.2)
        fall = QPainterPath(QPointF(x - 13, 62))
        fall.quadTo(x + 4, 62, x + 13, 78)
        painter.drawPath(fall)
    _draw(painter, theme.GREEN, 3.2)
    _line(painter, (128, 38), (133, 43), (142, 31))
    _draw(painter, theme.RED, 3.2)
    _line(painter, (130, 63), (141, 75))
    _line(painter, (141, 63), (130, 75))
