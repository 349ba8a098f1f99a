"""Whether the loudspeaker is there, asked before a call is lost for want of it."""

import threading
from collections.abc import Callable

from core.fault import DeviceFault, FaultCode
from counter_display.voice.output import WatchedOutput


class CardWatch:
    """What is known of the card, from sounds and from ``ask``. Any thread.

    A sound that failed is believed until one is heard, or until the card was seen to be away and
    come back: a card that is listed need not play.
    """

    def __init__(self, output: WatchedOutput, on_answer: Callable[[], None]) -> None:
        self._output = output
        self._on_answer = on_answer
        self._lock = threading.Lock()
        self._played: DeviceFault | None = None
        self._asked: DeviceFault | None = None
        self._sounds = 0
        self._asking: threading.Thread | None = None

    @property
    def fault(self) -> DeviceFault | None:
        with self._lock:
            return self._asked or self._played

    def played(self, fault: DeviceFault | None) -> None:
        """A sound has ended, or failed."""
        with self._lock:
            self._sounds += 1
            self._played = fault
            if fault is None:
                self._asked = None

    def ask(self) -> None:
        """Ask on a thread of its own; returns at once. A question that still hangs is an answer."""
        if self._asking is not None and self._asking.is_alive():
            self._answer(DeviceFault(FaultCode.SPEAKER_STUCK), self._sounds)
            return
        sounds = self._sounds
        self._asking = threading.Thread(
            target=self._ask, args=(sounds,), name="voice-probe", daemon=True
        )
        self._asking.start()

    def _ask(self, sounds: int) -> None:
        try:
            self._output.probe()
        except DeviceFault as fault:
            self._answer(fault, sounds)
        else:
            self._answer(None, sounds)

    def _answer(self, fault: DeviceFault | None, sounds: int) -> None:
        with self._lock:
            if sounds != self._sounds:
                return  # what was played meanwhile says more
            self._asked = fault
            if fault is not None and fault.code is FaultCode.SPEAKER_MISSING:
                self._played = None
        self._on_answer()
