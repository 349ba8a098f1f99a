"""The loudspeaker's owner: one thread that plays jobs in order, whatever the sound card does."""

import contextlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from core.clock import Clock
from core.fault import DeviceFault, Fault, FaultCode
from counter_display.voice.chime import Pcm

WATCHDOG_EXTRA_S = 2.0
# A hall cannot hear more than this many calls late; older ones are expired anyway.
QUEUE_LIMIT = 64

OnState = Callable[[Fault | None], None]


class SoundOutput(Protocol):
    """Something that makes sound audible."""

    def play(self, pcm: Pcm) -> None:
        """Play to the end; raises ``DeviceFault(SPEAKER_MISSING)``. May hang: it is watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundJob:
    """One sound, worth hearing until ``expires_ms`` (UTC milliseconds)."""

    pcm: Pcm
    expires_ms: int


class Speaker:
    """Plays jobs one after the other on its own thread; ``play`` returns at once.

    ``on_state`` hears ``DeviceFault(SPEAKER_MISSING)`` once when sound fails and None once when it
    works again; it runs on the speaker's thread.
    """

    def __init__(self, output: SoundOutput, *, clock: Clock, on_state: OnState) -> None:
        self._output = output
        self._clock = clock
        self._on_state = on_state
        self._jobs: queue.Queue[SoundJob | None] = queue.Queue(QUEUE_LIMIT)
        self._missing = False
        self._stuck: threading.Thread | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="speaker", daemon=True)
        self._thread.start()

    def play(self, job: SoundJob) -> bool:
        """Queue ``job``; False when so many wait already that it would be heard too late."""
        try:
            self._jobs.put_nowait(job)
        except queue.Full:
            return False
        return True

    def close(self, timeout_s: float = 5.0) -> None:
        """Stop after the current sound; what is still queued stays silent."""
        self._closing.set()
        with contextlib.suppress(queue.Full):  # the thread looks at ``_closing`` anyway
            self._jobs.put_nowait(None)
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            job = self._jobs.get()
            if job is None or self._closing.is_set():
                return
            if self._clock.now_ms() < job.expires_ms:
                self._sound(job.pcm)

    def _sound(self, pcm: Pcm) -> None:
        """Play one sound on a thread that may be left behind when the card hangs in the driver."""
        if self._stuck is not None and self._stuck.is_alive():
            return  # the card still hangs: one lost thread is enough
        failure: list[DeviceFault] = []

        def attempt() -> None:
            try:
                self._output.play(pcm)
            except DeviceFault as fault:
                failure.append(fault)

        thread = threading.Thread(target=attempt, name="speaker-sound", daemon=True)
        thread.start()
        thread.join(pcm.length_s + WATCHDOG_EXTRA_S)
        if thread.is_alive():
            self._stuck = thread
            self._report(DeviceFault(FaultCode.SPEAKER_MISSING))
            return
        self._stuck = None
        self._report(failure[0] if failure else None)

    def _report(self, fault: DeviceFault | None) -> None:
        missing = fault is not None
        if missing != self._missing:
            self._missing = missing
            self._on_state(fault)


class SilentOutput:
    """For halls without a loudspeaker: every job is done at once."""

    def play(self, pcm: Pcm) -> None:
        del pcm
