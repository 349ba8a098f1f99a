"""Simulated number displays on one line: they show what the bytes say, and misbehave on order.

wall = LedWall([SimDisplay(name="Quầy 1", address=1, dialect=preset.dialect), ...])
with serve_pty(wall, link):
    ...
wall.texts()                            # {"Quầy 1": "A007"}
wall.order("Quầy 1", LedFault.SILENT)   # its power is gone
wall.unplug()                           # the whole line is gone, and comes back
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from hardware.sim.led_listeners import KEPT_BYTES, Listener, Seen, SimDisplay, listeners_for
from hardware.sim.serve import Line

SLOW_S = 1.0
_NOISE = b"\x00\xff\x7e"


class LedFault(Enum):
    """How a display may misbehave."""

    SILENT = "silent"  # no power: shows nothing new, says nothing
    WRONG_CHECK = "wrong_check"  # shows, but its answer is damaged
    REFUSES = "refuses"  # does not show, answers with its refusal
    SLOW = "slow"  # shows, answers after ``slow_s``
    NOISY = "noisy"  # shows, answers between bytes that mean nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One understood frame; ``at_s`` on the wall's clock, when its last byte came."""

    at_s: float
    frame: bytes
    displays: tuple[str, ...]


class LedWall:
    """All displays of one line, as a ``ByteDevice``. Reading and ordering from any thread.

    ``echo``: the line's adapter sends back whatever comes in. ``on_change`` is called on the
    serving thread whenever a display shows something else.
    """

    def __init__(
        self,
        displays: Sequence[SimDisplay],
        *,
        echo: bool = False,
        slow_s: float = SLOW_S,
        now: Callable[[], float] = time.monotonic,
        on_change: Callable[[Mapping[str, str]], None] | None = None,
    ) -> None:
        self._names = tuple(display.name for display in displays)
        self._listeners = [(listener, bytearray()) for listener in listeners_for(displays)]
        self._echo = echo
        self._slow_s = slow_s
        self._now = now
        self._on_change = on_change
        self._lock = threading.Lock()
        self._texts = dict.fromkeys(self._names, "")
        self._faults: dict[str, LedFault] = {}
        self._received: list[Received] = []
        self._late: list[tuple[float, bytes]] = []
        self._line: Line | None = None

    def texts(self) -> Mapping[str, str]:
        """What each display shows, without the blanks around it."""
        with self._lock:
            return {name: text.strip() for name, text in self._texts.items()}

    def received(self) -> tuple[Received, ...]:
        """Every frame understood so far, oldest first."""
        with self._lock:
            return tuple(self._received)

    def faults(self) -> Mapping[str, LedFault]:
        """Which displays misbehave now."""
        with self._lock:
            return dict(self._faults)

    def order(self, name: str, fault: LedFault | None) -> None:
        """Make the display ``name`` misbehave from now on; None heals it."""
        if name not in self._names:
            raise KeyError(name)
        with self._lock:
            self._faults.pop(name, None)
            if fault is not None:
                self._faults[name] = fault

    def unplug(self) -> None:
        """Drop the line; a pseudo-terminal or TCP port is there again at once."""
        with self._lock:
            line = self._line
        if line is not None:
            line.hang_up()

    # What the line calls.

    def attach(self, line: Line) -> None:
        with self._lock:
            self._line = line

    def detach(self) -> None:
        with self._lock:
            self._line = None
            self._late.clear()
        for _, pending in self._listeners:
            pending.clear()

    def room(self) -> int:
        return KEPT_BYTES

    def feed(self, data: bytes) -> None:
        if self._echo:
            self._send(data)
        for listener, pending in self._listeners:
            pending += data
            while (seen := _next_frame(listener, pending)) is not None:
                self._take(seen)

    def tick(self) -> float | None:
        now = self._now()
        with self._lock:
            due = [answer for at, answer in self._late if at <= now]
            self._late = [(at, answer) for at, answer in self._late if at > now]
            next_s = min((at - now for at, _ in self._late), default=None)
        for answer in due:
            self._send(answer)
        return next_s

    def _take(self, seen: Seen) -> None:
        """Show what the displays of one frame can show, and answer for them."""
        with self._lock:
            names = tuple(seen.texts)
            self._received.append(Received(at_s=self._now(), frame=seen.frame, displays=names))
            faults = {name: self._faults.get(name) for name in names}
            deaf = (LedFault.SILENT, LedFault.REFUSES)
            shown = {name: text for name, text in seen.texts.items() if faults[name] not in deaf}
            changed = any(self._texts[name] != text for name, text in shown.items())
            self._texts.update(shown)
        if changed and self._on_change is not None:
            self._on_change(self.texts())
        self._answer(seen, next(iter(faults.values()), None))

    def _answer(self, seen: Seen, fault: LedFault | None) -> None:
        match fault:
            case LedFault.SILENT:
                return
            case LedFault.REFUSES:
                self._send(seen.refusal)
            case LedFault.WRONG_CHECK:
                self._send(bytes(byte ^ 0x55 for byte in seen.answer))
            case LedFault.NOISY:
                self._send(_NOISE + seen.answer + _NOISE)
            case LedFault.SLOW:
                with self._lock:
                    self._late.append((self._now() + self._slow_s, seen.answer))
            case None:
                self._send(seen.answer)

    def _send(self, data: bytes) -> None:
        with self._lock:
            line = self._line
        if line is not None and data:
            line.send(data)


def _next_frame(listener: Listener, pending: bytearray) -> Seen | None:
    """The next frame in ``pending``, which loses what has been understood or skipped."""
    used, seen = listener.decode(bytes(pending))
    del pending[:used]
    return seen
