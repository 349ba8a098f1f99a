"""One frame on the line and its answer; who owns the line may speak again after the silence.

    wait() ──► frame ──► answer, or the time-out ──► silence of the protocol ──► wait()

What a bad line does, and what comes of it: bytes before and after an answer are passed over; late
answers are thrown away before the next frame; damaged or halved ones are BAD_ANSWER; our own frame
coming back (half duplex adapters) is known by ``echoes`` where it could be taken for an answer.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from core.clock import Clock
from hardware.frames import modbus
from hardware.frames.led_dialect import BROADCAST_GAP_MS, Dialect
from hardware.frames.template import Verdict
from hardware.protocols.display import DisplayState
from hardware.protocols.link import Link

READ_BYTES = 256
# Noise without end must not fill the memory, nor keep us; the longest answer is far below.
MOST_HEARD = 1024
BITS_PER_CHARACTER = 11
# How often the wait for a display that was silent before looks whether somebody calls.
LOOK_S = 0.005
# So long it may take in any case: displays answer within 50 ms.
LEAST_PATIENCE_MS = 50

Pause = Callable[[float], None]


def on_wire_ms(size: int, baud: int) -> float:
    """How long ``size`` bytes take; 0 on a line without a speed, such as TCP."""
    return 1000 * BITS_PER_CHARACTER * size / baud if baud else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one frame. ``cut``: somebody called before the time-out was over."""

    state: DisplayState
    sent: bytes
    heard: bytes = b""
    took_ms: int = 0
    cut: bool = False


class Talk:
    """The line's timing and listening; used by the line's owner thread alone.

    ``echoes``: the line brings back what we send. ``in_doubt``: that is not known yet, and
    something was taken for an answer that might have been an echo.
    """

    def __init__(self, *, baud: int, echoes: bool, clock: Clock, pause: Pause) -> None:
        self._baud = baud
        self._clock = clock
        self._pause = pause
        self._free_ms = 0
        self._told_to_echo = echoes
        self.renew()

    def renew(self) -> None:
        """The line was opened (again), perhaps with another adapter."""
        self.echoes = self._told_to_echo
        self.in_doubt = False
        self._echo_known = self._told_to_echo

    def learn(self, *, echoes: bool) -> None:
        """Now it is known."""
        self.echoes, self.in_doubt, self._echo_known = echoes, False, True

    def wait(self) -> None:
        """Until the silence after the last frame is over."""
        while (rest_ms := self._free_ms - self._clock.elapsed_ms()) > 0:
            self._pause(rest_ms / 1000)

    def announce(self, link: Link, dialect: Dialect, frame: bytes) -> None:
        """A frame to all, which nobody answers."""
        drain(link)
        link.write(frame)
        begun_ms = self._clock.elapsed_ms()
        self._stay_silent(begun_ms, frame, max(dialect.gap_ms, BROADCAST_GAP_MS))

    def exchange(
        self,
        link: Link,
        dialect: Dialect,
        address: int,
        frame: bytes,
        *,
        hurry: Callable[[], bool] | None = None,
        patience_ms: int = 0,
    ) -> Answer:
        """Send ``frame`` and hear what the display says. ``hurry``: once it was silent for
        ``patience_ms``, whether somebody else waits, which ends the waiting."""
        if not dialect.is_answered(address):
            self._send_only(link, dialect, address, frame)
            return Answer(state=DisplayState.SENT, sent=frame)
        drain(link)
        link.write(frame)
        begun_ms = self._clock.elapsed_ms()
        wire_ms = on_wire_ms(len(frame), self._baud)
        listening = _Listening(
            left_s=(wire_ms + dialect.timeout_ms) / 1000,
            patience_s=(wire_ms + max(patience_ms, LEAST_PATIENCE_MS)) / 1000,
            hurry=hurry,
        )
        verdict = self._listen(link, dialect, frame, listening)
        now_ms = self._clock.elapsed_ms()
        self._stay_silent(begun_ms, frame, dialect.gap_ms)
        return Answer(
            state=_meaning(verdict, frame, listening.heard),
            sent=frame,
            heard=listening.heard,
            took_ms=now_ms - begun_ms,
            cut=listening.cut,
        )

    def _send_only(self, link: Link, dialect: Dialect, address: int, frame: bytes) -> None:
        if address == modbus.BROADCAST:
            self.announce(link, dialect, frame)
            return
        drain(link)
        link.write(frame)
        begun_ms = self._clock.elapsed_ms()
        self._stay_silent(begun_ms, frame, dialect.gap_ms)

    def _listen(
        self, link: Link, dialect: Dialect, frame: bytes, listening: "_Listening"
    ) -> Verdict:
        """What the display says before the time-out."""
        alike = dialect.judge(frame, frame, echo=False, at_end=True) is not Verdict.WAITING
        while True:
            verdict = dialect.judge(
                frame, listening.heard, echo=self.echoes and alike, at_end=listening.at_end
            )
            if verdict is not Verdict.WAITING or listening.at_end:
                self.in_doubt |= alike and verdict is Verdict.TAKEN and not self._echo_known
                return verdict
            listening.go_on(link)

    def _stay_silent(self, begun_ms: int, frame: bytes, gap_ms: float) -> None:
        """The line is ours again once the frame has left and ``gap_ms`` have passed."""
        wire_ms = on_wire_ms(len(frame), self._baud)
        # Even a protocol that asks for none needs a pause to tell its frame from the next one.
        gap_ms = max(gap_ms, modbus.silent_gap_ms(self._baud or 9600))
        done_ms = max(float(self._clock.elapsed_ms()), begun_ms + wire_ms)
        # One more, since the clock counts whole milliseconds.
        self._free_ms = math.ceil(done_ms + gap_ms) + 1


@dataclass(slots=True, kw_only=True)
class _Listening:
    """One wait for an answer; an empty read has taken all the time that it was given."""

    left_s: float
    patience_s: float
    hurry: Callable[[], bool] | None
    heard: bytes = b""
    at_end: bool = False
    cut: bool = False

    def go_on(self, link: Link) -> None:
        wait_s = self.left_s if self.hurry is None else min(self.left_s, LOOK_S)
        begun = time.monotonic()
        byte = link.read(1, wait_s)
        passed_s = time.monotonic() - begun if byte else wait_s
        self.left_s -= passed_s
        self.patience_s -= passed_s
        self.heard += byte + (link.read(READ_BYTES, 0) if byte else b"")
        if self.hurry is not None and not self.heard and self.patience_s <= 0:
            self.cut = self.hurry()
        self.at_end = self.cut or self.left_s <= 0 or len(self.heard) > MOST_HEARD


def _meaning(verdict: Verdict, frame: bytes, heard: bytes) -> DisplayState:
    match verdict:
        case Verdict.TAKEN:
            return DisplayState.SHOWN
        case Verdict.REFUSED:
            return DisplayState.BAD_ANSWER
        case Verdict.WAITING:
            strange = heard.replace(frame, b"", 1)
            return DisplayState.BAD_ANSWER if strange else DisplayState.NO_ANSWER


def drain(link: Link) -> None:
    """Throw away what came meanwhile: late answers and echoes belong to earlier frames."""
    for _ in range(MOST_HEARD // READ_BYTES):
        if len(link.read(READ_BYTES, 0)) < READ_BYTES:
            return
