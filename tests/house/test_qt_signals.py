"""PySide6 6.12.0 on Python 3.11 dies after some hundred emits: this pins a version that lives."""

from PySide6.QtCore import QObject, Qt, Signal
from pytestqt.qtbot import QtBot


class Bell(QObject):
    rung = Signal(bool, object)


def test_two_thousand_emits_all_arrive() -> None:
    bell, heard = Bell(), []
    bell.rung.connect(lambda flag, value: heard.append((flag, value)))
    for number in range(2000):
        bell.rung.emit(number % 2 == 0, number)
    assert heard == [(number % 2 == 0, number) for number in range(2000)]


def test_two_thousand_queued_emits_all_arrive(qtbot: QtBot) -> None:
    bell, heard = Bell(), []
    bell.rung.connect(lambda _flag, value: heard.append(value), Qt.ConnectionType.QueuedConnection)
    for number in range(2000):
        bell.rung.emit(True, number)
    qtbot.waitUntil(lambda: len(heard) == 2000, timeout=20_000)
    assert heard == list(range(2000))
