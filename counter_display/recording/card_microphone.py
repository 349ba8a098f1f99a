"""The microphones of this machine, by ``miniaudio`` (imported only when somebody records)."""

import os
import queue
import sys
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

from core.fault import DeviceFault, FaultCode
from counter_display.recording.microphone import CHUNK_MS, RATE_HZ, Hear, Input

_NULL_BACKEND = "Null"
# miniaudio tells of an unplugged microphone on some systems only; silence of the line tells always.
_LOST_AFTER_S = 2.0
_LOOK_S = 0.1


class CardMicrophone:
    """A ``Microphone``. miniaudio converts whatever rate and channels the device has.

    ``silent`` listens to miniaudio's null back-end, in real time and without a card (for tests).
    """

    def __init__(self, *, silent: bool = False) -> None:
        self._silent = silent

    def inputs(self) -> tuple[Input, ...]:
        return tuple(Input(key=device["name"], name=device["name"]) for device in self._devices())

    def listen(self, key: str | None, hear: Hear, stop: threading.Event) -> None:
        if not self._silent and _nothing_to_hear_with():
            raise DeviceFault(FaultCode.MICROPHONE_MISSING)
        import miniaudio

        heard: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        try:
            with self._open(key) as device:
                if device.backend == _NULL_BACKEND and not self._silent:
                    raise DeviceFault(FaultCode.MICROPHONE_MISSING)
                device.start(_into(heard))
                _hand_on(heard, hear, stop)
        except miniaudio.MiniaudioError as error:
            raise DeviceFault(_code_of(error)) from error

    def _open(self, key: str | None) -> Any:
        import miniaudio

        return miniaudio.CaptureDevice(
            input_format=miniaudio.SampleFormat.SIGNED16,
            nchannels=1,
            sample_rate=RATE_HZ,
            buffersize_msec=CHUNK_MS,
            device_id=self._device_id(key),
            backends=self._backends(),
            app_name="motcua",
        )

    def _devices(self) -> list[dict[str, Any]]:
        if not self._silent and _nothing_to_hear_with():
            return []
        import miniaudio

        try:
            devices = miniaudio.Devices(self._backends())
            captures: list[dict[str, Any]] = devices.get_captures()
        except miniaudio.MiniaudioError:
            return []
        return captures if self._silent or devices.backend != _NULL_BACKEND else []

    def _device_id(self, key: str | None) -> Any:
        """The device of that name; None, the usual one, for none."""
        if key is None:
            return None
        found = [device["id"] for device in self._devices() if device["name"] == key]
        if not found:
            raise DeviceFault(FaultCode.MICROPHONE_MISSING)
        return found[0]

    def _backends(self) -> list[Any] | None:
        import miniaudio

        return [miniaudio.Backend.NULL] if self._silent else None


def _into(heard: "queue.SimpleQueue[bytes]") -> Generator[None, bytes, None]:
    """Takes what the sound system's own thread brings, and does nothing else there."""

    def taking() -> Generator[None, bytes, None]:
        while True:
            heard.put(bytes((yield)))

    frames = taking()
    next(frames)
    return frames


def _hand_on(heard: "queue.SimpleQueue[bytes]", hear: Hear, stop: threading.Event) -> None:
    quiet_s = 0.0
    while not stop.is_set():
        try:
            hear(heard.get(timeout=_LOOK_S))
            quiet_s = 0.0
        except queue.Empty:
            quiet_s += _LOOK_S
            if quiet_s >= _LOST_AFTER_S:
                raise DeviceFault(FaultCode.MICROPHONE_LOST) from None


def _code_of(error: Exception) -> FaultCode:
    """What miniaudio's result means to the officer."""
    import miniaudio

    result = error.args[1] if len(error.args) > 1 else None
    refused = (miniaudio.lib.MA_ACCESS_DENIED, miniaudio.lib.MA_BUSY)
    return FaultCode.MICROPHONE_REFUSED if result in refused else FaultCode.MICROPHONE_MISSING


def _nothing_to_hear_with() -> bool:
    """True on a Linux machine with neither a card that records nor a sound server."""
    if not sys.platform.startswith("linux"):
        return False
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/nonexistent"))
    server = os.environ.get("PULSE_SERVER") or (runtime / "pulse" / "native").exists()
    cards = Path("/dev/snd")
    return not server and not (cards.is_dir() and any(cards.glob("pcm*c")))
