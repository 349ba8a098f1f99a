"""A serial line at its real speed: what is written arrives when its last bit would, and not before.

A pseudo-terminal carries bytes as fast as they come; a display at 9600 baud needs a millisecond
for each. The wall behind the wire hears a frame at the moment when its last byte is through, and
its answers take as long on their way back.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import now_ns
from hardware.drivers.led_board import Display
from hardware.drivers.led_line import LedLine
from hardware.frames.led_dialect import Dialect
from hardware.registry import links
from hardware.sim.led import LedWall
from hardware.sim.led_listeners import SimDisplay
from hardware.sim.serve import ByteDevice, Line, serve_pty

BAUD = 9600
# A start bit, eight of the byte, a stop bit.
BITS_PER_BYTE = 10


def wire_ms(count: int) -> float:
    """How long ``count`` bytes take."""
    return 1000 * BITS_PER_BYTE * count / BAUD


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Bytes that came in at ``at_s``; the line was busy with earlier ones until ``free_s``.

    Both of ``time.perf_counter``, before the bytes have taken their time.
    """

    at_s: float
    free_s: float
    data: bytes


class PacedWire:
    """A ``ByteDevice`` and the ``Line`` of the device behind it: both ways take their time.

    ``heard``: everything that was written, for whoever asks whether frames overlapped.
    """

    def __init__(self, behind: ByteDevice) -> None:
        self.heard: list[Heard] = []
        self._behind = behind
        self._line: Line | None = None
        self._lock = threading.Lock()
        self._there = _Way()
        self._back = _Way()

    # Towards the computer.

    def attach(self, line: Line) -> None:
        self._line = line
        self._behind.attach(self)

    def detach(self) -> None:
        self._behind.detach()
        self._line = None
        self._there, self._back = _Way(), _Way()

    def room(self) -> int:
        return self._behind.room()

    def feed(self, data: bytes) -> None:
        with self._lock:
            free_s = max(self._there.free_s, self._back.free_s)
        self.heard.append(Heard(at_s=time.perf_counter(), free_s=free_s, data=data))
        self._there.put(data)

    def tick(self) -> float | None:
        for data in self._there.through():
            self._behind.feed(data)
        wish_s = self._behind.tick()
        with self._lock:
            answers = list(self._back.through())
            waits = [self._there.next_s(), self._back.next_s(), wish_s]
        for data in answers:
            if self._line is not None:
                self._line.send(data)
        return min((each for each in waits if each is not None), default=None)

    # Towards the displays.

    def send(self, data: bytes) -> None:
        with self._lock:
            self._back.put(data)
        self.wake()

    def wake(self) -> None:
        if self._line is not None:
            self._line.wake()

    def hang_up(self) -> None:
        if self._line is not None:
            self._line.hang_up()


class _Way:
    """Bytes under way in one direction, each piece with the time when it is through."""

    def __init__(self) -> None:
        self._pieces: deque[tuple[float, bytes]] = deque()
        self.free_s = 0.0

    def put(self, data: bytes) -> None:
        self.free_s = max(self.free_s, time.perf_counter()) + wire_ms(len(data)) / 1000
        self._pieces.append((self.free_s, data))

    def through(self) -> Iterator[bytes]:
        while self._pieces and self._pieces[0][0] <= time.perf_counter():
            yield self._pieces.popleft()[1]

    def next_s(self) -> float | None:
        return max(0.0, self._pieces[0][0] - time.perf_counter()) if self._pieces else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bus:
    """A line that runs, the wall behind its wire, and what the wall has shown when."""

    line: LedLine
    wall: LedWall
    seen: "Seen"


class Seen:
    """When each display first showed each text: the last byte of its frame was through."""

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self._tell = tell
        self._now: dict[str, str] = {}
        self._at_ns: dict[tuple[str, str], int] = {}

    def note(self, texts: Mapping[str, str]) -> None:
        """On the wall's thread, whenever a display has changed."""
        at_ns = now_ns()
        for name, text in texts.items():
            if self._now.get(name) != text:
                self._now[name] = text
                self._at_ns.setdefault((name, text), at_ns)
        self._tell()

    def at_ns(self, name: str, text: str) -> int | None:
        return self._at_ns.get((name, text))

    def shows(self, name: str, text: str) -> bool:
        return self._now.get(name) == text


def name_of(number: int) -> str:
    """The display of counter ``number``."""
    return f"Q{number}"


@contextmanager
def paced_bus(folder: Path, count: int, dialect: Dialect, seen: Seen) -> Iterator[Bus]:
    """A line at 9600 baud with ``count`` displays, over a real pseudo-terminal."""
    numbers = range(1, count + 1)
    wall = LedWall(
        [SimDisplay(name=name_of(each), address=each, dialect=dialect) for each in numbers],
        on_change=seen.note,
    )
    with ExitStack() as open_things:
        port = folder / f"led{len(list(folder.iterdir()))}"
        open_things.enter_context(serve_pty(PacedWire(wall), port))
        line = LedLine(
            links()["serial"]({"port": str(port), "baud": BAUD}),
            [
                Display(name=name_of(each), address=each, dialect=dialect, counter=each)
                for each in numbers
            ],
            name=port.name,
            baud=BAUD,
        )
        open_things.callback(line.close)
        line.start()
        yield Bus(line=line, wall=wall, seen=seen)
