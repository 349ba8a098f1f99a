"""Free text by espeak-ng, in a process of its own: a crash or a hang there harms nobody here.

espeak-ng is GPL-3 and comes only with the optional extra ``espeak``; this program knows it as a
process that gets text through a pipe and gives sound back.
"""

import json
import subprocess
import sys
import threading
from pathlib import Path

from core.announcement import Tongue
from core.fault import DeviceFault, FaultCode
from counter_display.voice.pcm import Pcm

PROGRAM = Path(__file__).with_name("espeak_process.py")
ANSWER_WITHIN_S = 5.0
_HEAD_BYTES = 8


class Espeak:
    """Starts the process when it is first needed, and anew after it died or was killed."""

    def __init__(
        self, program: Path = PROGRAM, *, answer_within_s: float = ANSWER_WITHIN_S
    ) -> None:
        self._program = program
        self._answer_within_s = answer_within_s
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process that runs now, or None."""
        return None if self._process is None else self._process.pid

    def say(self, text: str, tongue: Tongue) -> Pcm:
        """``text`` as sound. Raises ``DeviceFault(ESPEAK_MISSING)``; never waits for long."""
        with self._lock:
            asked_before = self._process is not None
            pcm = self._ask(text, tongue)
            if pcm is None and asked_before:  # it may have died since the last time
                pcm = self._ask(text, tongue)
        if pcm is None:
            raise DeviceFault(FaultCode.ESPEAK_MISSING)
        return pcm

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _ask(self, text: str, tongue: Tongue) -> Pcm | None:
        """One question; None when the process gave no sound, and it is ended then."""
        process = self._running()
        if process is None:
            return None
        # A pipe has no time-outs on Windows: the process is killed, which ends reading.
        alarm = threading.Timer(self._answer_within_s, process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            pcm = _asked(process, {"text": text, "voice": tongue})
        except (OSError, ValueError):
            pcm = None
        finally:
            alarm.cancel()
        if pcm is None:
            self._end()
        return pcm

    def _running(self) -> "subprocess.Popen[bytes] | None":
        if self._process is not None and self._process.poll() is not None:
            self._end()
        if self._process is None:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, str(self._program)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            except OSError:
                return None
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        try:
            process.communicate(timeout=5)
        except (subprocess.TimeoutExpired, OSError, ValueError):
            return


def _asked(process: "subprocess.Popen[bytes]", question: dict[str, str]) -> Pcm | None:
    """Send one line; the answer is rate and length, 4 bytes each, little-endian, then samples."""
    pipe_in, pipe_out = process.stdin, process.stdout
    if pipe_in is None or pipe_out is None:
        return None
    pipe_in.write(json.dumps(question).encode("ascii") + b"\n")
    pipe_in.flush()
    head = pipe_out.read(_HEAD_BYTES)
    if len(head) < _HEAD_BYTES:
        return None
    rate_hz = int.from_bytes(head[:4], "little")
    length = int.from_bytes(head[4:], "little")
    samples = pipe_out.read(length)
    return Pcm(rate_hz=rate_hz, samples=samples) if len(samples) == length and length else None
