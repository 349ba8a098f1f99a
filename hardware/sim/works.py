"""The simulated printer's works: executes commands in order while nothing stops it.

No threads and no line of its own: ``hardware.sim.printer`` puts the lock around it and lets people
break it.
"""

from collections import deque
from collections.abc import Callable

from PIL import Image

from hardware.sim.condition import (
    STOPPING,
    Trouble,
    automatic_status,
    full_status,
    paper_status,
    real_time,
    told_about,
)
from hardware.sim.escpos_tokens import Token, Tokenizer
from hardware.sim.firmware import Firmware
from hardware.sim.identity import identity
from hardware.sim.mechanism import Mechanism
from hardware.sim.paper import PrintedPaper, Roll, Strip
from hardware.sim.replies import Replies

FULL_STATUS = 20
PULSE = 1  # DLE DC4 1
PLAIN_CUT = Token(name="GS V", body=b"\0", size=0)


class Works:
    """Tokens in, papers and answers out. ``work`` goes on as far as the state allows."""

    def __init__(
        self,
        width: int,
        firmware: Firmware,
        replies: Replies,
        on_paper: Callable[[Image.Image], None] | None,
    ) -> None:
        self.troubles: set[Trouble] = set()
        self.powered = True
        self.hung = False
        self.jams_next = False
        self.rows_left: int | None = None
        self.in_mouth = False
        self.retracted: list[int] = []
        self.printed: list[PrintedPaper] = []
        self.unknown: list[Token] = []
        self.drawer_pulses = 0
        self.queued = 0
        self.asb = 0
        self.tokenizer = Tokenizer()
        self.roll = Roll(width)
        self._firmware = firmware
        self._replies = replies
        self._on_paper = on_paper
        self._queue: deque[Token] = deque()
        self._mechanism = Mechanism(width, firmware)

    def take(self, data: bytes) -> None:
        """Bytes from the line."""
        for token in self.tokenizer.feed(data):
            if token.name.startswith("DLE"):
                self._at_once(token)
            else:
                self._queue.append(token)
                self.queued += token.size
                self.work()

    def lose_power(self) -> None:
        """Forget queue, parser and settings."""
        self.powered = self.hung = False
        self.tokenizer.forget()
        self._queue.clear()
        self.queued = self.asb = 0
        self._mechanism.lose_power()

    @property
    def waiting_bytes(self) -> int:
        """What fills its buffer: a picture that it is printing does not."""
        stopped = self.troubles & STOPPING or self._waits_for_hand()
        return self.queued + (self.tokenizer.pending if stopped else 0)

    def status_bytes(self) -> bytes:
        """What it sends unasked."""
        return automatic_status(self.troubles)

    def tell_change(self, before: bytes) -> None:
        """Send the status when it is wanted and differs from ``before``."""
        now = self.status_bytes()
        if self.asb and self.powered and told_about(self.asb, before, now):
            self._replies.say(now)

    def work(self) -> None:
        """Execute what is queued, until a trouble stops it."""
        while self.powered and not self.troubles & STOPPING and not self._waits_for_hand():
            if self._mechanism.coming:
                self._print_next()
            elif self._queue:
                token = self._queue.popleft()
                self.queued -= token.size
                self._execute(token)
            else:
                return

    def deliver(self) -> None:
        """What hangs out is a paper of its own now."""
        paper = self.roll.cut()
        if paper is not None:
            self.printed.append(paper)
            self.in_mouth = self._firmware.presenter
            if self._on_paper is not None:
                self._on_paper(paper.picture())

    # Inside.

    def _waits_for_hand(self) -> bool:
        """A presenter prints nothing more while a slip is in its mouth."""
        return self.in_mouth and bool(self._mechanism.coming)

    def _begin(self, trouble: Trouble) -> None:
        before = self.status_bytes()
        self.troubles.add(trouble)
        self.tell_change(before)

    def _print_next(self) -> None:
        strip = self._mechanism.coming.popleft()
        if self.rows_left is None:
            self.roll.add(strip)
        elif strip.picture.height < self.rows_left:
            self.rows_left -= strip.picture.height
            self.roll.add(strip)
        else:
            self._last_rows(strip, self.rows_left)

    def _last_rows(self, strip: Strip, rows: int) -> None:
        """Print what still fits on the roll; the rest waits for the next one."""
        if rows < strip.picture.height:
            first, rest = strip.split(rows)
            self._mechanism.coming.appendleft(rest)
            self.roll.add(first)
        else:
            self.roll.add(strip)
        self.rows_left = None
        self._begin(Trouble.PAPER_OUT)

    def _execute(self, token: Token) -> None:
        body, firmware = token.body, self._firmware
        known = True
        match token.name:
            case "text":
                self._mechanism.type(body)
            case "GS V" | "ESC i" | "ESC m":
                self._cut(token)
            case "GS r" if firmware.gs_r:
                low = paper_status(self.troubles) if body[0] in b"\x01\x31" else 0
                self._replies.say(bytes((low,)))
            case "ESC v":
                self._replies.say(bytes((paper_status(self.troubles),)))
            case "ESC u":
                self._replies.say(b"\0")
            case "GS I":
                self._replies.say(identity(body[0], firmware.name))
            case "GS a" if firmware.automatic:
                self._want_status(body[0])
            case "GS (" if body[:1] == b"H" and firmware.gs_h:
                known = self._confirm(body[3:])
            case _:
                known = self._mechanical(token)
        if not known:
            self.unknown.append(token)
            self.drawer_pulses += token.name == "ESC p"

    def _want_status(self, wanted: int) -> None:
        """``GS a``: the present state at once, then every change."""
        self.asb = wanted & 0x4F
        if self.asb:
            self._replies.say(self.status_bytes())

    def _confirm(self, data: bytes) -> bool:
        """``GS ( H`` function 48: the job's own four bytes come back, in order."""
        if len(data) != 6 or data[:2] != b"00":
            return False
        self._replies.say(b"\x37\x22" + data[2:] + b"\0")
        return True

    def _mechanical(self, token: Token) -> bool:
        """Whether the mechanism did it; a whole family that it lacks comes out as letters."""
        if not self._mechanism.has(token.name, token.body):
            self._mechanism.type(bytes(value for value in token.body if value >= 0x20))
            return False
        answer = self._mechanism.execute(token.name, token.body)
        if answer:
            self._replies.say(answer)
        return answer is not None

    def _at_once(self, token: Token) -> None:
        """A real-time command: out of order, whatever the state."""
        if token.name != "DLE EOT":
            self.unknown.append(token)
            self.drawer_pulses += token.name == "DLE DC4" and token.body[0] == PULSE
        elif self._firmware.hangs_when_asked:
            self.hung = True
        elif token.body[0] == FULL_STATUS and self._firmware.presenter:
            self._replies.say(full_status(self.troubles, slip_in_mouth=self.in_mouth))
        elif self._firmware.real_time:
            self._replies.say(bytes((real_time(token.body[0], self.troubles),)))

    def _cut(self, token: Token) -> None:
        """Feed what ``GS V 66 n`` asks for, then use the knife."""
        if self.jams_next:
            self.jams_next = False
            self._push_back(token)
            self._begin(Trouble.CUTTER)
            return
        feed = self._mechanism.vertical(token.body[1]) if len(token.body) > 1 else 0
        self._mechanism.end_line(feed)
        if self._mechanism.coming:
            # The paper may end, or a slip have to be taken, before the knife is reached.
            self._push_back(PLAIN_CUT)
        elif self._firmware.cutter:
            self.deliver()

    def _push_back(self, token: Token) -> None:
        self._queue.appendleft(token)
        self.queued += token.size
