"""A microphone that hears what it is given, and misbehaves on order."""

import queue
import threading

from core.fault import DeviceFault, FaultCode
from counter_display.recording.microphone import CHUNK_MS, RATE_HZ, Hear, Input
from counter_display.voice.pcm import BYTES_PER_SAMPLE, Pcm

_CHUNK = RATE_HZ * CHUNK_MS // 1000 * BYTES_PER_SAMPLE
_LOOK_S = 0.02


class SimulatedMicrophone:
    """A ``Microphone`` that is fed with ``say``. Faster than real time: it never waits for itself.

    ``fault``: what ``listen`` raises, until set to None. ``stuck``: it opens and hears nothing.
    """

    def __init__(self, names: tuple[str, ...] = ("Tai nghe USB",)) -> None:
        self.names = names
        self.fault: FaultCode | None = None
        self.stuck = False
        self._said: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def inputs(self) -> tuple[Input, ...]:
        return tuple(Input(key=name, name=name) for name in self.names)

    def say(self, pcm: Pcm) -> None:
        """Sound in front of the microphone; must be at ``RATE_HZ``."""
        if pcm.rate_hz != RATE_HZ:
            raise ValueError(f"{pcm.rate_hz} Hz, not {RATE_HZ}")
        for at in range(0, len(pcm.samples), _CHUNK):
            self._said.put(pcm.samples[at : at + _CHUNK])

    def unplug(self) -> None:
        """From here on it is gone, until ``fault`` is None again."""
        self.fault = FaultCode.MICROPHONE_LOST
        self._said.put(None)

    def listen(self, key: str | None, hear: Hear, stop: threading.Event) -> None:
        del key
        while not stop.is_set():
            if self.fault is not None:
                raise DeviceFault(self.fault)
            try:
                chunk = self._said.get(timeout=_LOOK_S)
            except queue.Empty:
                continue
            if chunk is not None and not self.stuck:
                hear(chunk)
