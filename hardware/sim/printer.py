"""A ticket printer that exists only in memory, and misbehaves on order.

bytes ─► tokenizer ─► real-time questions: answered at once, also during faults
             └──────► queue ─► executed in order; held while a trouble lasts, then printed
                                   └─► cut: one paper (``papers``, ``on_paper``)

printer = SimPrinter(width=576)
with serve_tcp(printer) as server: ...
printer.trouble(Trouble.PAPER_OUT); printer.clear(Trouble.PAPER_OUT)
"""

import threading
from collections import deque
from collections.abc import Callable
from enum import StrEnum

from PIL import Image

from core.clock import Clock, SystemClock
from hardware.sim.escpos_tokens import Token, Tokenizer
from hardware.sim.paper import Paper
from hardware.sim.serve import Line

SLOW_TICK_S = 0.02
GARBAGE = b"\xa5\xff\x81"


class Trouble(StrEnum):
    """What may be wrong with it; all but NEAR_END stop the paper."""

    PAPER_OUT = "paper_out"
    NEAR_END = "near_end"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    CUTTER = "cutter"


class Answers(StrEnum):
    """How it answers questions."""

    RIGHT = "right"
    MISSING = "missing"
    GARBAGE = "garbage"  # noise, and the right answer after it


STOPPING = frozenset(Trouble) - {Trouble.NEAR_END}


class SimPrinter:
    """One ESC/POS printer; every method is fine from any thread.

    ``width`` of the head in dots, ``buffer`` in bytes. ``forgets``: a new connection drops an
    unfinished command, as LAN printers do; serial and USB printers wait for its rest.
    """

    def __init__(
        self,
        *,
        width: int = 576,
        buffer: int = 65_536,
        forgets: bool = False,
        on_paper: Callable[[Image.Image], None] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._buffer = buffer
        self._forgets = forgets
        self._on_paper = on_paper
        self._clock = clock or SystemClock()
        self._changed = threading.Condition(threading.RLock())
        self._tokenizer = Tokenizer()
        self._queue: deque[Token] = deque()
        self._paper = Paper(width)
        self._papers: list[Image.Image] = []
        self._unknown: list[Token] = []
        self._troubles: set[Trouble] = set()
        self._answers = Answers.RIGHT
        self._line: Line | None = None
        self._rate: int | None = None
        self._fed_ms = 0
        self._drop_after: int | None = None
        self._rows_left: int | None = None
        self._asb = False
        self._received = 0

    # What people and tests do to it.

    @property
    def papers(self) -> tuple[Image.Image, ...]:
        """Every paper that was cut, in order; mode "1", 255 paper."""
        with self._changed:
            return tuple(self._papers)

    @property
    def received(self) -> int:
        """Bytes that arrived so far."""
        with self._changed:
            return self._received

    @property
    def unknown(self) -> tuple[Token, ...]:
        """Commands and letters that no well-made slip has."""
        with self._changed:
            return tuple(self._unknown)

    def trouble(self, *troubles: Trouble) -> None:
        """Make these troubles begin."""
        self._change(lambda: self._troubles.update(troubles))

    def clear(self, *troubles: Trouble) -> None:
        """End these troubles, or all; what was held is printed now."""

        def clear() -> None:
            self._troubles.difference_update(troubles or set(Trouble))
            if Trouble.PAPER_OUT not in self._troubles:
                self._rows_left = None

        self._change(clear)

    def paper_ends_after(self, rows: int) -> None:
        """Run out of paper once ``rows`` more dot rows are printed."""
        self._change(lambda: setattr(self, "_rows_left", rows))

    def slow_to(self, bytes_per_s: int | None) -> None:
        """Take no more than so many bytes a second; None: as fast as they come."""
        self._fed_ms = self._clock.elapsed_ms()
        self._change(lambda: setattr(self, "_rate", bytes_per_s))

    def drop_connection_after(self, count: int) -> None:
        """Hang up when ``count`` more bytes have arrived."""
        self._change(lambda: setattr(self, "_drop_after", count))

    def answer(self, answers: Answers) -> None:
        """From now on answer like this."""
        self._change(lambda: setattr(self, "_answers", answers))

    def wait_for(self, fact: Callable[["SimPrinter"], bool], timeout_s: float = 10.0) -> bool:
        """Wait until ``fact`` is true of this printer; False after ``timeout_s``."""
        with self._changed:
            return self._changed.wait_for(lambda: fact(self), timeout_s)

    # What its line does (``hardware.sim.serve.ByteDevice``).

    def attach(self, line: Line) -> None:
        with self._changed:
            self._line = line
            self._asb = False
            if self._forgets:
                self._tokenizer.forget()
            self._changed.notify_all()

    def detach(self) -> None:
        with self._changed:
            self._line = None
            self._changed.notify_all()

    def room(self) -> int:
        with self._changed:
            free = max(0, self._buffer - sum(token.size for token in self._queue))
            if self._rate is None:
                return free
            passed_ms = self._clock.elapsed_ms() - self._fed_ms
            return min(free, passed_ms * self._rate // 1000)

    def tick(self) -> float | None:
        return None if self._rate is None else SLOW_TICK_S

    def feed(self, data: bytes) -> None:
        with self._changed:
            self._fed_ms = self._clock.elapsed_ms()
            if self._drop_after is not None:
                data = data[: self._drop_after]
                self._drop_after -= len(data)
            self._received += len(data)
            for token in self._tokenizer.feed(data):
                if token.name == "DLE EOT":
                    self._say(bytes((self._real_time(token.body[0]),)))
                else:
                    self._queue.append(token)
                    self._work()
            if self._drop_after == 0 and self._line is not None:
                self._drop_after = None
                self._line.hang_up()
            self._changed.notify_all()

    # Inside.

    def _change(self, act: Callable[[], None]) -> None:
        with self._changed:
            before = self._asb_bytes()
            act()
            self._tell_change(before)
            self._work()
            self._changed.notify_all()
            if self._line is not None:
                self._line.wake()

    def _tell_change(self, before: bytes) -> None:
        if self._asb and before != self._asb_bytes():
            self._say(self._asb_bytes())

    def _work(self) -> None:
        """Execute what is queued, until a trouble stops it."""
        while self._queue and not self._troubles & STOPPING:
            self._execute(self._queue.popleft())

    def _execute(self, token: Token) -> None:
        body, paper, rows = token.body, self._paper, 0
        match token.name:
            case "GS v":
                rows = paper.raster(body)
            case "GS (" if body[:1] == b"k":
                rows = paper.symbol(body)
            case "ESC @":
                paper.reset()
            case "ESC a":
                paper.justify = body[0] % 48 % 3
            case "ESC d":
                rows = paper.feed(body[0] * 30)
            case "ESC J":
                rows = paper.feed(body[0])
            case "GS !":
                paper.scale = (body[0] >> 4 & 7) + 1, (body[0] & 7) + 1
            case "GS V" | "ESC i" | "ESC m":
                self._cut()
            case "GS r":
                self._say(bytes((self._paper_answer() if body[0] in (1, 49) else 0,)))
            case "GS a":
                self._asb = body[0] != 0
                if self._asb:
                    self._say(self._asb_bytes())
            case "text":
                paper.type(body)
                self._unknown.append(token)
            case "control":
                if body == b"\n":
                    rows = paper.line_feed()
            case _:
                self._unknown.append(token)
        self._use_paper(rows)

    def _use_paper(self, rows: int) -> None:
        if self._rows_left is None:
            return
        self._rows_left -= rows
        if self._rows_left <= 0:
            before = self._asb_bytes()
            self._troubles.add(Trouble.PAPER_OUT)
            self._tell_change(before)

    def _cut(self) -> None:
        paper = self._paper.cut()
        if paper is not None:
            self._papers.append(paper)
            if self._on_paper is not None:
                self._on_paper(paper)

    def _say(self, answer: bytes) -> None:
        if self._line is None or self._answers is Answers.MISSING:
            return
        self._line.send(GARBAGE + answer if self._answers is Answers.GARBAGE else answer)

    def _real_time(self, question: int) -> int:
        """The answer to ``DLE EOT question``."""
        on = self._troubles
        value = 0x12
        match question:
            case 1:
                value |= 0x08 if on & STOPPING else 0
            case 2:
                value |= 0x04 if Trouble.COVER_OPEN in on else 0
                value |= 0x20 if Trouble.PAPER_OUT in on else 0
                value |= 0x40 if Trouble.CUTTER in on else 0
            case 3:
                value |= 0x08 if Trouble.CUTTER in on else 0
            case 4:
                value |= 0x0C if on & {Trouble.NEAR_END, Trouble.PAPER_OUT} else 0
                value |= 0x60 if Trouble.PAPER_OUT in on else 0
        return value

    def _paper_answer(self) -> int:
        """The answer to ``GS r 1``."""
        value = 0x03 if self._troubles & {Trouble.NEAR_END, Trouble.PAPER_OUT} else 0
        return value | (0x0C if Trouble.PAPER_OUT in self._troubles else 0)

    def _asb_bytes(self) -> bytes:
        first = 0x10 | (0x08 if self._troubles & STOPPING else 0)
        first |= 0x20 if Trouble.COVER_OPEN in self._troubles else 0
        second = 0x08 if Trouble.CUTTER in self._troubles else 0
        return bytes((first, second, self._paper_answer(), 0))
