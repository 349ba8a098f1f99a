"""Pictures beside the calls: one is shown, the next one is ready. Never more are kept."""

import logging
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from counter_display.board.scale import Scale
from counter_display.board.slide_reader import Slide, SlideReader
from counter_display.board_look import BoardLook
from ui_kit import theme
from ui_kit.bridge import Bridge

_log = logging.getLogger(__name__)


class SlideShow(QWidget):
    """Reads and decodes on a worker thread, which ``close_reader`` ends.

    ``filled`` tells when there is a first picture, or none any more.
    """

    filled = Signal(bool)

    def __init__(self, look: BoardLook, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reader = None if look.slides is None else SlideReader(look.slides)
        self._pixmap: QPixmap | None = None
        self.name = ""
        self._next: Slide | None = None
        self._asking = False
        self._held = False
        self._area = QSize()
        self._radius = 12.0
        self._executor: ThreadPoolExecutor | None = None
        self._bridge: Bridge | None = None
        self._timer = QTimer(self, interval=look.slide_s * 1000)
        self._timer.timeout.connect(self.turn)

    @property
    def kept(self) -> int:
        """How many pictures are in memory: two at most."""
        return (self._pixmap is not None) + (self._next is not None)

    @property
    def has_picture(self) -> bool:
        return self._pixmap is not None

    def open_reader(self, area: QSize) -> None:
        """Read pictures for an area of this size; again with another size: read them again."""
        if self._reader is None or area == self._area or area.isEmpty():
            return
        self._area = area
        self._next = None
        if self._executor is None:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="slides")
            self._bridge = Bridge(self._executor)
            self._timer.start()
        self._ask()

    def close_reader(self) -> None:
        self._timer.stop()
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
            self._executor = None

    def set_scale(self, scale: Scale) -> None:
        self._radius = scale.px(12)

    def hold(self, held: bool) -> None:
        """While a call is on the stage nothing else moves."""
        self._held = held

    def turn(self) -> None:
        """Show the next picture, which is ready, and read the one after it."""
        if self._held:
            return
        if self._next is not None:
            self._show(self._next)
        self._ask()

    def _ask(self) -> None:
        if self._asking or self._bridge is None or self._reader is None or self._executor is None:
            return
        self._asking = True
        work = partial(self._reader.next_slide, self.name, QSize(self._area))
        self._bridge.ask(
            work, partial(self._on_read, QSize(self._area)), self._on_failed, owner=self
        )

    def _on_read(self, area: QSize, slide: Slide | None) -> None:
        self._asking = False
        if area != self._area:  # the screen has changed since
            self._ask()
            return
        if slide is None:
            self._next = None
            self._clear()
        elif self._pixmap is None:
            self._show(slide)
            self._ask()
        else:
            self._next = slide

    def _on_failed(self, error: Exception) -> None:
        self._asking = False
        if self._executor is not None:
            _log.error("slides cannot be read: %r", error, exc_info=error)

    def _show(self, slide: Slide) -> None:
        first = self._pixmap is None
        self._next = None
        self._pixmap, self.name = QPixmap.fromImage(slide.image), slide.name
        self.update()
        if first:
            self.filled.emit(True)

    def _clear(self) -> None:
        if self._pixmap is not None:
            self._pixmap, self.name = None, ""
            self.filled.emit(False)
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixmap is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        frame = QPainterPath()
        frame.addRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), self._radius, self._radius)
        painter.fillPath(frame, QColor(theme.CARD))
        painter.setClipPath(frame)
        size = self._pixmap.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        size = size.boundedTo(self._pixmap.size())
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawPixmap(left, top, size.width(), size.height(), self._pixmap)
        painter.setClipping(False)
        painter.setPen(QPen(QColor(theme.LINE), 2))
        painter.drawPath(frame)
