"""A QR code on the screen."""

import qrcode
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui_kit import theme


class QrCode(QWidget):
    """Draws ``content`` as large as whole pixels per module allow, at the left of its box.

    The white around it, four modules, is for the card on which it lies.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modules: list[list[bool | None]] = []

    def encode(self, content: str) -> None:
        code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
        code.add_data(content)
        code.make(fit=True)
        self._modules = code.modules
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.CARD))
        if not self._modules:
            return
        count = len(self._modules)
        module = max(1, min(self.width(), self.height()) // count)
        left = 0
        top = (self.height() - module * count) // 2
        ink = QColor("#000000")
        for row, cells in enumerate(self._modules):
            for column, dark in enumerate(cells):
                if dark:
                    place = QRect(left + column * module, top + row * module, module, module)
                    painter.fillRect(place, ink)
