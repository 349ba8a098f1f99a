"""One set of simple line pictures, drawn on a grid of 48 x 48 with a pen of 3 and round ends."""

import math
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

GRID = 48.0
PEN = 3.0


class Sign(Enum):
    """What a line picture shows."""

    DOOR = auto()
    RECEIPT = auto()
    CAMERA = auto()
    PAUSE = auto()
    WARNING = auto()
    GLOBE = auto()
    BACK = auto()
    NEXT = auto()
    HOME = auto()
    PEOPLE = auto()
    CLOCK = auto()
    STAR = auto()
    PERSON = auto()
    MEDAL = auto()
    WHEELCHAIR = auto()
    CANE = auto()
    PREGNANT = auto()
    CHILD = auto()
    UNWELL = auto()
    CHECK = auto()
    CROSS = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points ``x, y, x, y, …``."""

    points: tuple[float, ...]
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A start point, then cubic curves of three points each."""

    points: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of an ellipse in the box ``x, y, width, height``; degrees, counter-clockwise."""

    box: tuple[float, float, float, float]
    start: float = 0.0
    span: float = 360.0
    filled: bool = False


Stroke = Line | Curve | Arc


def _circle(x: float, y: float, radius: float, *, filled: bool = False) -> Arc:
    return Arc((x - radius, y - radius, 2 * radius, 2 * radius), filled=filled)


def _star(x: float, y: float, radius: float, *, filled: bool = False) -> Line:
    points: list[float] = []
    for corner in range(11):
        away = radius if corner % 2 == 0 else radius * 0.45
        angle = math.pi * (corner / 5 - 0.5)
        points += [x + away * math.cos(angle), y + away * math.sin(angle)]
    return Line(tuple(points), filled=filled)


_STROKES: dict[Sign, tuple[Stroke, ...]] = {
    Sign.DOOR: (
        Line((12, 41, 12, 20)),
        Arc((12, 8, 24, 24), 0, 180),
        Line((36, 20, 36, 41)),
        Line((6, 41, 42, 41)),
        Line((21, 41, 21, 24, 29, 20, 29, 41)),
    ),
    Sign.RECEIPT: (
        Line((10, 19, 6, 19, 6, 7, 42, 7, 42, 19, 38, 19)),
        Line((13, 14, 35, 14)),
        Line((13, 14, 13, 41, 18.5, 37, 24, 41, 29.5, 37, 35, 41, 35, 14)),
        Line((19, 22, 29, 22)),
        Line((19, 29, 29, 29)),
    ),
    Sign.CAMERA: (
        Line((6, 15, 14, 15, 18, 9, 30, 9, 34, 15, 42, 15, 42, 39, 6, 39, 6, 15)),
        _circle(24, 26, 7.5),
    ),
    Sign.PAUSE: (_circle(24, 24, 18), Line((19, 17, 19, 31)), Line((29, 17, 29, 31))),
    Sign.WARNING: (
        Line((24, 7, 43, 40, 5, 40, 24, 7)),
        Line((24, 19, 24, 28)),
        _circle(24, 34, 0.8, filled=True),
    ),
    Sign.GLOBE: (
        _circle(24, 24, 17),
        Arc((16.5, 7, 15, 34)),
        Line((7, 24, 41, 24)),
    ),
    Sign.BACK: (Line((40, 24, 8, 24)), Line((20, 12, 8, 24, 20, 36))),
    Sign.NEXT: (Line((8, 24, 40, 24)), Line((28, 12, 40, 24, 28, 36))),
    Sign.HOME: (
        Line((5, 24, 24, 8, 43, 24)),
        Line((11, 20, 11, 41, 37, 41, 37, 20)),
        Line((20, 41, 20, 29, 28, 29, 28, 41)),
    ),
    Sign.PEOPLE: (
        _circle(18, 16, 6),
        Curve((6, 40, 6, 25, 30, 25, 30, 40)),
        Arc((27, 10, 12, 12), -120, 235),
        Curve((33, 28, 39, 28, 43, 32, 43, 40)),
    ),
    Sign.CLOCK: (_circle(24, 24, 17), Line((24, 14, 24, 24, 31, 28))),
    Sign.STAR: (_star(24, 25, 19),),
    Sign.PERSON: (_circle(24, 14, 7), Curve((8, 42, 8, 25, 40, 25, 40, 42))),
    Sign.MEDAL: (
        Line((17, 23, 11, 6, 20, 6, 24, 17)),
        Line((31, 23, 37, 6, 28, 6, 24, 17)),
        _circle(24, 31, 11),
        _star(24, 31.5, 4, filled=True),
    ),
    Sign.WHEELCHAIR: (
        _circle(18, 8, 3.8),
        Line((18, 16, 18, 28, 30, 28, 35, 39, 40, 37)),
        Line((18, 21, 28, 21)),
        Arc((8, 21.5, 21, 21), 118, 222),
    ),
    Sign.CANE: (
        _circle(22, 8, 4),
        Curve((20, 15, 16, 19, 15, 24, 16, 29)),
        Line((16, 29, 12, 42)),
        Line((16, 29, 22, 34, 22, 42)),
        Line((19, 18, 24, 25, 31, 25)),
        Arc((31, 20, 7, 7), 0, 180),
        Line((31, 23.5, 31, 42)),
    ),
    Sign.PREGNANT: (
        _circle(23, 8, 4),
        Curve((21, 15, 17, 20, 17, 27, 19, 33)),
        Line((19, 33, 19, 42)),
        Curve((24, 15, 25, 20, 34, 22, 32, 29, 31, 32, 28, 33, 26, 33)),
        Line((26, 33, 26, 42)),
        Line((21, 21, 26, 27)),
    ),
    Sign.CHILD: (
        _circle(16, 9, 4.2),
        Line((16, 17, 16, 30)),
        Line((11, 42, 16, 30, 21, 42)),
        Line((9, 28, 16, 19, 26, 28)),
        _circle(34, 22, 3.4),
        Line((34, 29, 34, 35)),
        Line((30, 42, 34, 35, 38, 42)),
        Line((26, 28, 34, 30, 40, 27)),
    ),
    Sign.UNWELL: (
        Curve((24, 41, 9, 32, 4, 24, 7, 16, 10, 7, 21, 7, 24, 16)),
        Curve((24, 16, 27, 7, 38, 7, 41, 16, 44, 24, 39, 32, 24, 41)),
        Line((13, 24, 19, 24, 22, 18, 26, 30, 29, 24, 35, 24)),
    ),
    Sign.CHECK: (_circle(24, 24, 18), Line((16, 24.5, 22, 30.5, 33, 18.5))),
    Sign.CROSS: (_circle(24, 24, 18), Line((17, 17, 31, 31)), Line((31, 17, 17, 31))),
}


def _path(stroke: Stroke) -> QPainterPath:
    path = QPainterPath()
    match stroke:
        case Line(points):
            path.moveTo(points[0], points[1])
            for at in range(2, len(points), 2):
                path.lineTo(points[at], points[at + 1])
        case Curve(points):
            path.moveTo(points[0], points[1])
            for at in range(2, len(points), 6):
                corners = [QPointF(points[at + i], points[at + i + 1]) for i in (0, 2, 4)]
                path.cubicTo(*corners)
        case Arc(box, start, span):
            path.arcMoveTo(QRectF(*box), start)
            path.arcTo(QRectF(*box), start, span)
    return path


def draw_sign(painter: QPainter, sign: Sign, box: QRectF, colour: str) -> None:
    """Draw ``sign`` in the middle of ``box``, as large as it allows."""
    scale = min(box.width(), box.height()) / GRID
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.center())
    painter.scale(scale, scale)
    painter.translate(-GRID / 2, -GRID / 2)
    pen = QPen(QColor(colour), PEN)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in _STROKES[sign]:
        filled = not isinstance(stroke, Curve) and stroke.filled
        painter.setBrush(QColor(colour) if filled else Qt.BrushStyle.NoBrush)
        painter.drawPath(_path(stroke))
    painter.restore()


def sign_icon(sign: Sign, colour: str, side_px: int) -> QIcon:
    """A line picture for a button."""
    pixmap = QPixmap(QSize(side_px, side_px))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_sign(painter, sign, QRectF(0, 0, side_px, side_px), colour)
    painter.end()
    return QIcon(pixmap)


class Drawing(QWidget):
    """A line picture of a fixed size, on a round patch where ``patch`` names a colour."""

    def __init__(
        self,
        sign: Sign,
        side_px: int,
        colour: str,
        *,
        patch: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._sign = sign
        self._colour = colour
        self._patch = patch
        self.setFixedSize(side_px, side_px)

    def show_sign(self, sign: Sign, colour: str, patch: str | None = None) -> None:
        self._sign, self._colour, self._patch = sign, colour, patch
        self.update()

    def recolour(self, colour: str, patch: str | None) -> None:
        """The same picture in other colours."""
        self.show_sign(self._sign, colour, patch)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._patch is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._patch))
            painter.drawEllipse(box)
            inset = box.width() * 0.22
            box.adjust(inset, inset, -inset, -inset)
        draw_sign(painter, self._sign, box, self._colour)
