"""The Qt application of a program: font, look, and an end that waits for nothing."""

import logging
import signal

from PySide6.QtCore import QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from ui_kit.font import load_font
from ui_kit.theme import stylesheet

log = logging.getLogger("motcua.qt")

# Python sees a Ctrl-C only between two of its own instructions.
_SIGNAL_LOOK_MS = 200


def application() -> QApplication:
    """The one Qt application of this process, with our font and look; Qt's words go to the log."""
    qInstallMessageHandler(_log_qt)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["motcua"])
    load_font()
    app.setStyleSheet(stylesheet())
    return app


def _log_qt(kind: QtMsgType, _where: object, words: str) -> None:
    match kind:
        case QtMsgType.QtCriticalMsg | QtMsgType.QtFatalMsg:
            log.error("Qt: %s", words)
        case QtMsgType.QtWarningMsg:
            log.warning("Qt: %s", words)
        case _:
            log.info("Qt: %s", words)


def run_until_closed(app: QApplication) -> None:
    """Run until the last window is closed, Ctrl-C, or the system asks the program to end."""
    ends = (signal.SIGINT, signal.SIGTERM)
    previous = [(each, signal.signal(each, lambda *_: app.quit())) for each in ends]
    looking = QTimer(interval=_SIGNAL_LOOK_MS)
    looking.timeout.connect(lambda: None)
    looking.start()
    try:
        app.exec()
    finally:
        for each, handler in previous:
            signal.signal(each, handler)


def show(window: QWidget, *, windowed: bool, size: tuple[int, int] | None) -> None:
    """Full screen, or a window for trying out."""
    if size is not None:
        window.resize(*size)
    if windowed or size is not None:
        window.show()
    else:
        window.showFullScreen()
