"""A ticket printer that exists only in memory, and misbehaves on order.

bytes ─► tokenizer ─► real-time questions: answered at once, also during faults
             └──────► queue ─► executed in order; held while a trouble lasts, then printed
                                   └─► cut: one paper (``papers``, ``printed``, ``on_paper``)

printer = SimPrinter(width=576)
with serve_tcp(printer) as server: ...

    printer.trouble(Trouble.PAPER_OUT); printer.clear(Trouble.PAPER_OUT)   also: clear() for all
    printer.paper_ends_after(200)      rows; the job stops there and goes on after clear()
    printer.jam_at_next_cut()          the job stops at its cut with Trouble.CUTTER
    printer.power_off(), power_on()    queue, parser and settings are lost, printed rows are not
    printer.unplug(), plug_in()        the line goes, the memory stays
    printer.stall(), slow_to(960)      takes nothing more; takes so many bytes a second
    printer.drop_connection_after(k)   hangs up at byte k
    printer.answer(Answers.LATE, late_ms=800)    RIGHT, MISSING, GARBAGE, LATE, DOUBLE
    printer.asb_flood(every_ms=5)      status bytes that nobody asked for, None ends it
    printer.take_slip()                hands out what a presenter holds (``Firmware.presenter``)

What is on paper: ``papers`` (pictures), ``printed`` (records), ``paper_count`` (cheap),
``unfinished`` (what hangs out uncut). How it is: ``state()``.
To wait: ``wait_for(lambda sim: sim.paper_count == 3)``.
"""

import threading
from collections.abc import Callable

from PIL import Image

from core.clock import Clock, SystemClock
from hardware.sim.condition import SimState, Trouble
from hardware.sim.escpos_tokens import Token
from hardware.sim.firmware import EPSON, Firmware
from hardware.sim.intake import Intake
from hardware.sim.paper import Papers, PrintedPaper
from hardware.sim.replies import GARBAGE, Answers, Replies
from hardware.sim.serve import Line
from hardware.sim.works import Works

__all__ = ["GARBAGE", "Answers", "SimPrinter", "SimState", "Trouble"]

SLOW_TICK_S = 0.02


class SimPrinter:
    """One ESC/POS printer; every method is fine from any thread.

    ``width`` of the head in dots, ``buffer`` in bytes. ``forgets``: a new connection drops an
    unfinished command, as LAN printers do; serial and USB printers wait for its rest.
    ``line_dies``: switched off, it cannot be reached; else, as on a serial cable, the port stays
    there and swallows what is sent.
    """

    def __init__(
        self,
        *,
        width: int = 576,
        buffer: int = 65_536,
        forgets: bool = False,
        line_dies: bool = True,
        firmware: Firmware = EPSON,
        on_paper: Callable[[Image.Image], None] | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._forgets = forgets
        self._line_dies = line_dies
        self._changed = threading.Condition(threading.RLock())
        self._intake = Intake(buffer, clock or SystemClock())
        self._replies = Replies(clock or SystemClock())
        self._works = Works(width, firmware, self._replies, on_paper)
        self._plugged = True
        self._wake_line: Callable[[], None] | None = None

    # What is known of it.

    @property
    def papers(self) -> Papers:
        """The picture of every paper that was cut, in order; mode "1", 255 paper."""
        return Papers(self.printed)

    @property
    def printed(self) -> tuple[PrintedPaper, ...]:
        """Every paper that was cut, in order, with what is known of it."""
        with self._changed:
            return tuple(self._works.printed)

    @property
    def paper_count(self) -> int:
        """How many papers were cut."""
        with self._changed:
            return len(self._works.printed)

    @property
    def unfinished(self) -> Image.Image | None:
        """What hangs out uncut; None when nothing does. It survives a power cut."""
        with self._changed:
            paper = self._works.roll.unfinished()
        return None if paper is None else paper.picture()

    @property
    def received(self) -> int:
        """Bytes that arrived so far."""
        with self._changed:
            return self._intake.received

    @property
    def unknown(self) -> tuple[Token, ...]:
        """Commands that this printer does not do, or not like this."""
        with self._changed:
            return tuple(self._works.unknown)

    def state(self) -> SimState:
        """How it is now."""
        works = self._works
        with self._changed:
            return SimState(
                troubles=frozenset(works.troubles),
                powered=works.powered,
                plugged=self._plugged,
                connected=self._replies.line is not None,
                held=works.queued,
                hanging_rows=works.roll.rows,
                slip_in_mouth=works.in_mouth,
                retracted=tuple(works.retracted),
                drawer_pulses=works.drawer_pulses,
            )

    def wait_for(self, fact: Callable[["SimPrinter"], bool], timeout_s: float = 10.0) -> bool:
        """Wait until ``fact`` is true of this printer; False after ``timeout_s``."""
        with self._changed:
            return self._changed.wait_for(lambda: fact(self), timeout_s)

    # What people and tests do to it.

    def trouble(self, *troubles: Trouble) -> None:
        """Make these troubles begin."""
        self._change(lambda: self._works.troubles.update(troubles))

    def clear(self, *troubles: Trouble) -> None:
        """End these troubles, or all; what was held is printed now."""

        def clear() -> None:
            self._works.troubles.difference_update(troubles or set(Trouble))
            if not troubles:
                self._works.jams_next = False
            if Trouble.PAPER_OUT not in self._works.troubles:
                self._works.rows_left = None

        self._change(clear)

    def paper_ends_after(self, rows: int) -> None:
        """Run out of paper once ``rows`` more dot rows are printed."""
        self._change(lambda: setattr(self._works, "rows_left", rows))

    def jam_at_next_cut(self) -> None:
        """The knife gets stuck when it is next used; ``clear`` frees it, and it cuts."""
        self._change(lambda: setattr(self._works, "jams_next", True))

    def power_off(self) -> None:
        """Lose queue, parser and settings; what is printed hangs out of the slot."""

        def lose() -> None:
            self._works.lose_power()
            if self._line_dies:
                self._hang_up()

        self._change(lose)

    def power_on(self) -> None:
        """As new, but for the troubles that last and the paper in the slot."""
        self._change(lambda: setattr(self._works, "powered", True))

    def unplug(self) -> None:
        """Pull the cable: the line is gone, what was received is still printed."""

        def pull() -> None:
            self._plugged = False
            self._hang_up()

        self._change(pull)

    def plug_in(self) -> None:
        """Put the cable in again."""
        self._change(lambda: setattr(self, "_plugged", True))

    def slow_to(self, bytes_per_s: int | None) -> None:
        """Take no more than so many bytes a second; None: as fast as they come."""
        self._change(lambda: self._intake.slow_to(bytes_per_s))

    def stall(self) -> None:
        """Take no byte any more, until ``slow_to(None)``."""
        self.slow_to(0)

    def drop_connection_after(self, count: int) -> None:
        """Hang up when ``count`` more bytes have arrived."""
        self._change(lambda: setattr(self._intake, "drop_after", count))

    def answer(self, answers: Answers, *, late_ms: int = 1_000) -> None:
        """From now on answer like this; ``late_ms`` only for LATE."""

        def set_answers() -> None:
            self._replies.kind, self._replies.late_ms = answers, late_ms

        self._change(set_answers)

    def asb_flood(self, every_ms: int | None = 5) -> None:
        """Send its status unasked, again and again; None ends it."""
        self._change(lambda: setattr(self._replies, "flood_ms", every_ms))

    def take_slip(self) -> None:
        """Someone takes the slip out of the presenter's mouth."""
        self._change(lambda: setattr(self._works, "in_mouth", False))

    def retract_slip(self) -> None:
        """Nobody took it: the presenter draws it back inside."""

        def retract() -> None:
            if self._works.in_mouth:
                self._works.retracted.append(self._works.printed[-1].number)
                self._works.in_mouth = False

        self._change(retract)

    def tear(self) -> None:
        """Tear off what hangs out, as people do at a printer without cutter."""
        self._change(self._works.deliver)

    # What its line does (``hardware.sim.serve.ByteDevice`` and ``Unpluggable``).

    def reachable(self) -> bool:
        with self._changed:
            return self._plugged and (self._works.powered or not self._line_dies)

    def known_to(self, wake: Callable[[], None]) -> None:
        with self._changed:
            self._wake_line = wake

    def attach(self, line: Line) -> None:
        with self._changed:
            self._replies.connect(line)
            if self._forgets:
                self._works.asb = 0
                self._works.tokenizer.forget()
            self._changed.notify_all()

    def detach(self) -> None:
        with self._changed:
            self._replies.connect(None)
            self._changed.notify_all()

    def room(self) -> int:
        with self._changed:
            return 0 if self._works.hung else self._intake.room(self._works.waiting_bytes)

    def tick(self) -> float | None:
        with self._changed:
            wishes = [SLOW_TICK_S] if self._intake.is_slow else []
            if self._works.powered:
                wish = self._replies.tick(self._works.status_bytes())
                wishes += [] if wish is None else [wish]
            return min(wishes, default=None)

    def feed(self, data: bytes) -> None:
        with self._changed:
            taken = self._intake.take(data)
            if self._works.powered:
                self._works.take(taken)
            if self._intake.drops_now():
                self._hang_up()
            self._changed.notify_all()

    # Inside.

    def _change(self, act: Callable[[], None]) -> None:
        with self._changed:
            before = self._works.status_bytes()
            act()
            self._works.tell_change(before)
            self._works.work()
            self._changed.notify_all()
            if self._replies.line is not None:
                self._replies.line.wake()
            if self._wake_line is not None:
                self._wake_line()

    def _hang_up(self) -> None:
        if self._replies.line is not None:
            self._replies.line.hang_up()
