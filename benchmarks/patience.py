"""Waiting for a program in this very process, without standing in its way."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

_PATIENCE_MS = 30_000
_LOOK_MS = 2


def wait_for(fact: Callable[[], object]) -> None:
    """Let the program live until ``fact`` holds."""
    loop = QEventLoop()
    look = QTimer(interval=_LOOK_MS)
    look.timeout.connect(lambda: loop.quit() if fact() else None)
    end = QTimer(singleShot=True, interval=_PATIENCE_MS)
    end.timeout.connect(loop.quit)
    look.start()
    end.start()
    if not fact():
        loop.exec()
    look.stop()
    end.stop()
    if not fact():
        raise TimeoutError(f"not within {_PATIENCE_MS} ms")
