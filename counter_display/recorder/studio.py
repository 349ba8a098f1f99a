"""What every page of the wizard works with: microphone, loudspeaker, files; brought to the GUI."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from core.announcement import Tongue
from core.clock import Clock
from core.fault import DeviceFault
from counter_display.recording.listening import Hearing, Listening
from counter_display.recording.microphone import Microphone
from counter_display.recording.playing import Player
from counter_display.recording.session import Wanted
from counter_display.voice.output import SoundOutput
from counter_display.voice.pcm import Pcm
from ui_kit.bridge import Bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderPorts:
    """What the wizard is connected to.

    ``wanted`` asks the site's database and may fail or take its time; ``out`` is the folder of each
    language's pack.
    """

    microphone: Microphone
    sound: SoundOutput
    wanted: Callable[[], Wanted]
    out: Mapping[Tongue, Path]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """Milliseconds. ``after_good``: how long a good take stays to be seen before the next phrase;
    ``check``: between two looks whether the microphone hears anything at all."""

    after_good: int = 700
    check: int = 500


class Studio(QObject):
    """Signals arrive in the GUI thread; methods never wait."""

    heard = Signal(float)  # level in dBFS
    took = Signal(object)  # Pcm
    trouble = Signal(object)  # DeviceFault of the microphone
    played = Signal(int, object)  # number of the sound, DeviceFault or None
    inputs_found = Signal(object)  # tuple[Input, ...]

    def __init__(
        self,
        ports: RecorderPorts,
        bridge: Bridge,
        clock: Clock,
        pace: Pace,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.ports = ports
        self.bridge = bridge
        self.clock = clock
        self.pace = pace
        self.input_key: str | None = None
        hearing = Hearing(
            on_level=lambda level: self._post(lambda: self.heard.emit(level)),
            on_take=lambda take: self._post(lambda: self.took.emit(take)),
            on_fault=lambda fault: self._post(lambda: self.trouble.emit(fault)),
        )
        self.listening = Listening(ports.microphone, clock, hearing)
        self._player = Player(ports.sound, self._on_played)
        self._check = QTimer(self, interval=pace.check)
        self._check.timeout.connect(self.listening.check)
        self._check.start()

    def listen(self, key: str | None) -> None:
        """Listen to this microphone from here on."""
        self.input_key = key
        self.listening.open(key)

    def listen_again(self) -> None:
        """After trouble: the same microphone."""
        self.listening.open(self.input_key)

    def look_for_inputs(self) -> None:
        """``inputs_found`` tells which microphones there are, once the driver has answered."""

        def look() -> None:
            found = self.ports.microphone.inputs()
            self._post(lambda: self.inputs_found.emit(found))

        threading.Thread(target=look, name="microphones", daemon=True).start()

    def play(self, pcm: Pcm) -> int:
        return self._player.play(pcm)

    def hush(self) -> None:
        """End what is being played."""
        self._player.stop()

    def close(self) -> None:
        self._check.stop()
        self.listening.close(wait=True)
        self._player.close()

    def _on_played(self, number: int, fault: DeviceFault | None) -> None:
        """On the player's thread."""
        self._post(lambda: self.played.emit(number, fault))

    def _post(self, call: Callable[[], None]) -> None:
        self.bridge.post(call, owner=self)
