"""Playing the hall by hand: touches and keys go in as real events, facts are waited for."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui_kit.pictures import take_picture

PATIENCE_S = 20.0
_ROUND_MS = 20


class StepFailed(Exception):
    """Something in the script did not happen; says what was waited for."""


@dataclass(slots=True, kw_only=True)
class Stage:
    """Where the script is played. ``say`` writes one line of the transcript."""

    app: QApplication
    folder: Path
    say: Callable[[str], None]
    pictures: list[Path] = field(default_factory=list)

    def until(self, fact: Callable[[], object], what: str) -> None:
        """Let the programs run until ``fact()`` holds; ``StepFailed`` when it never does."""
        deadline = time.monotonic() + PATIENCE_S
        while not fact():
            if time.monotonic() > deadline:
                raise StepFailed(what)
            self.app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _ROUND_MS)
            QTest.qWait(1)

    def touch(self, window: QWidget, name: str) -> None:
        """Touch the button whose accessible name begins with ``name``, once it can be touched."""
        self.until(lambda: self.buttons(window, name), f"button {name!r}")
        button = self.buttons(window, name)[0]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=button.rect().center())

    def buttons(self, window: QWidget, name: str) -> list[QAbstractButton]:
        """The buttons that can be touched now and whose accessible name begins with ``name``."""
        return [
            button
            for button in window.findChildren(QAbstractButton)
            if button.isVisibleTo(window)
            and button.isEnabled()
            and button.accessibleName().startswith(name)
        ]

    def press(self, window: QWidget, key: Qt.Key) -> None:
        """Press one key in a window, once the window has the keyboard."""
        window.window().activateWindow()
        self.until(window.window().isActiveWindow, "the window has the keyboard")
        QTest.keyClick(window.focusWidget() or window, key)

    def picture(self, window: QWidget, name: str) -> None:
        """Keep what ``window`` shows now."""
        self.app.processEvents()
        self.pictures.append(take_picture(window, self.folder / f"{name}.png"))

    def keep(self, image: Image.Image, name: str) -> None:
        """Keep a picture that no window shows: a slip, the LED wall."""
        path = self.folder / f"{name}.png"
        image.save(path)
        self.pictures.append(path)
