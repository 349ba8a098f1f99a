"""Sets up the recording wizard with a microphone that hears what it is given."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.fault import DeviceFault, FaultCode
from counter_display.recorder.studio import Pace, RecorderPorts
from counter_display.recorder.window import RecorderWindow
from counter_display.recording.session import Wanted
from counter_display.voice.pcm import Pcm
from i18n import Language
from tests.hand_clock import HandClock
from tests.simulated_microphone import SimulatedMicrophone
from tests.speech_samples import voice
from ui_kit.bridge import Bridge
from ui_kit.font import load_font
from ui_kit.theme import stylesheet

QUICK = Pace(after_good=0, check=20)


ROOM = voice([(0.5, 0.0)])


class HeardSound:
    """A ``SoundOutput`` that keeps what was played; ``fault``: what it raises instead."""

    def __init__(self) -> None:
        self.played: list[Pcm] = []
        self.fault: FaultCode | None = None
        self.gate = threading.Event()
        self.gate.set()

    def play(self, pcm: Pcm) -> None:
        self.gate.wait(5)
        if self.fault is not None:
            raise DeviceFault(self.fault)
        self.played.append(pcm)

    def stop(self) -> None:
        return

    def probe(self) -> None:
        return


@dataclass(slots=True, kw_only=True)
class Scene:
    """A shown wizard and what it is connected to."""

    window: RecorderWindow
    microphone: SimulatedMicrophone
    sound: HeardSound
    clock: HandClock
    out: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a wizard is set up with."""

    out: Path
    wanted: Callable[[], Wanted] = Wanted
    size: tuple[int, int] = (1366, 768)
    language: Language = "vi"
    pace: Pace = QUICK
    microphone: SimulatedMicrophone = field(default_factory=SimulatedMicrophone)


@contextmanager
def wizard(qtbot: QtBot, around: Surroundings) -> Iterator[Scene]:
    """The wizard on its first page with the session read, gone with its threads at the end."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    load_font()
    application.setStyleSheet(stylesheet())
    executor = ThreadPoolExecutor(1, thread_name_prefix="recorder")
    bridge, heard, clock = Bridge(executor), HeardSound(), HandClock()
    ports = RecorderPorts(
        microphone=around.microphone,
        sound=heard,
        wanted=around.wanted,
        out={"vi": around.out, "en": around.out},
    )
    window = RecorderWindow(
        ports=ports,
        bridge=bridge,
        clock=clock,
        language=around.language,
        tongue=around.language,
        pace=around.pace,
    )
    try:
        window.resize(*around.size)
        window.show()
        qtbot.waitExposed(window)
        window.activateWindow()
        window.begin()
        qtbot.waitUntil(lambda: "·" in window.start_page.languages.item(0).text())
        yield Scene(
            window=window, microphone=around.microphone, sound=heard, clock=clock, out=around.out
        )
    finally:
        heard.gate.set()
        window.close()
        executor.shutdown()
        qtbot.waitUntil(lambda: bridge.on_the_way == 0)
        window.deleteLater()
