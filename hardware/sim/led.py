"""Simulated number displays on one line: they show what the bytes say, and misbehave on order.

wall = LedWall([SimDisplay(name="Quầy 1", address=1, dialect=preset.dialect), ...])
with serve_pty(wall, link):
    ...
wall.texts()                            # {"Quầy 1": "A007"}
wall.order("Quầy 1", LedFault.SILENT)   # its power is gone
wall.echo(True)                         # the adapter brings back what comes in
wall.unplug()                           # the whole line is gone, and comes back
wall.unplug(stay=True)                  # it is gone until wall.plug_in()
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from hardware.sim.led_listeners import KEPT_BYTES, Listener, Seen, SimDisplay, listeners_for
from hardware.sim.serve import Line

SLOW_S = 1.0
# A morning's storm has far fewer; a wall left open for days shall not fill the memory.
KEPT_FRAMES = 20_000
_NOISE = b"\x00\xff\x7e"


class LedFault(Enum):
    """How a display may misbehave."""

    SILENT = "silent"  # no power: shows nothing new, says nothing
    WRONG_CHECK = "wrong_check"  # shows, but its answer is damaged
    REFUSES = "refuses"  # does not show, answers with its refusal
    SLOW = "slow"  # shows, answers after ``slow_s``
    HALF = "half"  # shows, only the first half of its answer arrives
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
        self._blinking: frozenset[str] = frozenset()
        self._percents = dict.fromkeys(self._names, 100)
        self._faults: dict[str, LedFault] = {}
        self._received: deque[Received] = deque(maxlen=KEPT_FRAMES)
        self._late: list[tuple[float, bytes]] = []
        self._line: Line | None = None
        self._plugged_in = True
        self._bytes_left: int | None = None  # until the line drops
        self._wake_door: Callable[[], None] = _nobody_waits

    def texts(self) -> Mapping[str, str]:
        """What each display shows, without the blanks around it."""
        with self._lock:
            return {name: text.strip() for name, text in self._texts.items()}

    def blinking(self) -> frozenset[str]:
        """The displays that blink by themselves now."""
        with self._lock:
            return self._blinking

    def percents(self) -> Mapping[str, int]:
        """How bright each display is; 100 until it is told otherwise."""
        with self._lock:
            return dict(self._percents)

    def received(self) -> tuple[Received, ...]:
        """The frames understood so far, oldest first; only the last ``KEPT_FRAMES`` of many."""
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

    def echo(self, on: bool) -> None:
        """Whether the line's adapter sends back whatever comes in."""
        self._echo = on

    def echoes(self) -> bool:
        """Whether it does so now."""
        return self._echo

    def unplug(self, *, stay: bool = False, after_bytes: int = 0) -> None:
        """Drop the line, once ``after_bytes`` more have come in; a pseudo-terminal or TCP port is
        there again at once, or only after ``plug_in`` if it shall ``stay`` away."""
        with self._lock:
            line = self._line
            self._plugged_in = not stay
            self._bytes_left = after_bytes or None
        if after_bytes == 0:
            self._hang_up(line)
            self._wake_door()

    def plug_in(self) -> None:
        """Be there again; not even begun to go, it stays."""
        with self._lock:
            self._plugged_in, self._bytes_left = True, None
        self._wake_door()

    @property
    def plugged(self) -> bool:
        """Whether the line is there, or about to come back by itself."""
        with self._lock:
            return self._plugged_in

    def reachable(self) -> bool:
        with self._lock:
            return self._plugged_in or self._bytes_left is not None

    def known_to(self, wake: Callable[[], None]) -> None:
        self._wake_door = wake

    # What the line calls.

    def attach(self, line: Line) -> None:
        with self._lock:
            self._line = line

    def detach(self) -> None:
        with self._lock:
            self._line = None
            self._late.clear()
            self._bytes_left = None
        for _, pending in self._listeners:
            pending.clear()

    def room(self) -> int:
        with self._lock:
            return KEPT_BYTES if self._bytes_left is None else min(KEPT_BYTES, self._bytes_left)

    def feed(self, data: bytes) -> None:
        with self._lock:
            if self._bytes_left is not None:
                data = data[: self._bytes_left]  # more may be under way already
                self._bytes_left -= len(data)
            line = self._line if self._bytes_left == 0 else None
        if self._echo:
            self._send(data)
        self._hear(data)
        self._hang_up(line)

    def _hear(self, data: bytes) -> None:
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
            names = tuple({**seen.texts, **seen.percent})
            self._received.append(Received(at_s=self._now(), frame=seen.frame, displays=names))
            faults = {name: self._faults.get(name) for name in names}
            deaf = (LedFault.SILENT, LedFault.REFUSES)
            shown = {name: text for name, text in seen.texts.items() if faults[name] not in deaf}
            before = (dict(self._texts), self._blinking, dict(self._percents))
            self._texts.update(shown)
            self._blinking -= set(shown)
            self._blinking |= set(shown) if seen.blinking else set()
            heard = {each for each in seen.percent if self._faults.get(each) not in deaf}
            self._percents.update({name: seen.percent[name] for name in heard})
            changed = before != (self._texts, self._blinking, self._percents)
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
            case LedFault.HALF:
                self._send(seen.answer[: len(seen.answer) // 2])
            case LedFault.SLOW:
                with self._lock:
                    self._late.append((self._now() + self._slow_s, seen.answer))
            case None:
                self._send(seen.answer)
            case _:
                assert_never(fault)

    def _hang_up(self, line: Line | None) -> None:
        if line is not None:
            line.hang_up()

    def _send(self, data: bytes) -> None:
        with self._lock:
            line = self._line
        if line is not None and data:
            line.send(data)


def _nobody_waits() -> None:
    """No door is there yet."""


def _next_frame(listener: Listener, pending: bytearray) -> Seen | None:
    """The next frame in ``pending``, which loses what has been understood or skipped."""
    used, seen = listener.decode(bytes(pending))
    del pending[:used]
    return seen
