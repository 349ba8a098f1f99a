"""Twenty counters call at once, and the judge: was each call spoken once, is every display right?

    python -m tests.call_storm --calls 10000 --seed 7

Real queue with a program per counter, real watch and display service, real LED lines over a
pseudo-terminal and a socket, both paced to 9600 baud, real announcer. The judge knows nothing of
the programs: it compares the feed with the sounds that were played and with the bytes on the wires.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate
from pathlib import Path

from benchmarks.led_wire import BAUD, PacedWire
from core.announcement import Announcement
from core.clock import SystemClock
from core.fault import Unavailable
from core.hall import Hall
from core.ids import new_id
from core.ticket import Event, EventKind
from counter_display.service import DisplayService
from counter_display.signs import Sign
from counter_display.voice.announcer import Announcer
from counter_display.voice.output import SoundOutput
from counter_display.voice.pcm import Pcm
from counter_display.voice.plan import VoicePlan
from counter_display.voice.sound_card import SoundCard
from counter_display.voice.speech import SpeechMaker
from db.catalogue import changing
from db.check import check
from db.feed import Watch
from hardware.drivers.led_board import Display
from hardware.drivers.led_line import LedLine
from hardware.frames.modbus import silent_gap_ms
from hardware.frames.presets import load_presets
from hardware.registry import links
from hardware.sim.led import LedWall
from hardware.sim.led_listeners import SimDisplay
from hardware.sim.serve import serve_pty, serve_tcp
from motcua.led_lines import LedLines
from tests.queue_world import SITE, Program, fill, open_program, sqlite_address

COUNTERS = tuple(range(1, 21))
ON_A_PTY = COUNTERS[:10]
ON_A_SOCKET = COUNTERS[10:]
SERVICES = "AC"
IDLE = "----"
RECALLED = 0.05
PATIENCE_S = 60.0
# As a hall has it, but that no call expires: the storm is faster than life.
PLAN = VoicePlan(expires_ms=3_600_000)


@dataclass(slots=True, kw_only=True)
class Found:
    """What the judge says. ``wrong``: one sentence for each thing that may not be."""

    calls: int = 0
    spoken: int = 0
    merged: int = 0
    frames: int = 0
    seconds: float = 0.0
    shortest_gap_ms: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        rate = self.calls / self.seconds
        yield f"{self.calls} calls in {self.seconds:.1f} s, {rate:.0f} a second"
        yield f"{self.spoken} announcements, {self.merged} recalls merged with a waiting call"
        yield f"{self.frames} frames, shortest silence {self.shortest_gap_ms:.2f} ms"
        yield from self.wrong or ["nothing wrong"]


class Ear:
    """Hears every sound at once, the first ones through miniaudio's null device in real time."""

    def __init__(self, through_card: int) -> None:
        self.sounds: list[bytes] = []
        self._card = SoundCard(silent=True)
        self._through_card = through_card

    def play(self, pcm: Pcm) -> None:
        if len(self.sounds) < self._through_card:
            self._card.play(pcm)
        self.sounds.append(_print_of(pcm))

    def stop(self) -> None:
        self._card.stop()

    def probe(self) -> None:
        return


def _print_of(pcm: Pcm) -> bytes:
    """What stands for a sound: ten thousand of them would not fit into the memory."""
    return sha256(pcm.samples).digest()


# The hall ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Cable:
    """A line with its paced wire and the wall behind it."""

    line: LedLine
    wire: PacedWire
    wall: LedWall


class DisplayThread:
    """The display program without its window: looks whenever the watch tells of a change."""

    def __init__(self, program: Program, service: DisplayService, announcer: Announcer) -> None:
        self._service = service
        self._announcer = announcer
        self._changed = threading.Event()
        self._closing = False
        self.seq = -1
        self._watch = Watch(
            program.engine, SITE, lambda _seq: self._changed.set(), lambda _fault: None
        )
        self._thread = threading.Thread(target=self._run, name="display")

    def start(self) -> None:
        self._watch.start()
        self._thread.start()

    def close(self) -> None:
        self._watch.close()
        self._closing = True
        self._changed.set()
        self._thread.join()

    def _run(self) -> None:
        wait_s: float | None = 0.0
        while not self._closing:
            self._changed.wait(wait_s)
            self._changed.clear()
            seen = self._service.refresh()
            for counter_id, label in seen.undone:
                self._announcer.forget(counter_id, label)
            for call in seen.calls:
                self._announcer.announce(call, seen.hall)
            self.seq = seen.hall.seq
            wait_s = None if seen.again_in_ms is None else seen.again_in_ms / 1000


@contextmanager
def cable(folder: Path, counters: tuple[int, ...], *, on_socket: bool) -> Iterator[Cable]:
    dialect = load_presets()["led485_ascii"].dialect
    numbers = {counter: place for place, counter in enumerate(counters, 1)}
    wall = LedWall(
        [
            SimDisplay(name=f"Q{counter}", address=place, dialect=dialect)
            for counter, place in numbers.items()
        ]
    )
    wire = PacedWire(wall)
    displays = [
        Display(name=f"Q{counter}", address=place, dialect=dialect, counter=counter)
        for counter, place in numbers.items()
    ]
    port = folder / "led"
    with serve_tcp(wire) if on_socket else serve_pty(wire, port) as server:
        name = f"socket://127.0.0.1:{server.port}" if on_socket else str(port)
        link = links()["serial"]({"port": name, "baud": BAUD})
        line = LedLine(link, displays, name=f"led{counters[0]}", baud=BAUD)
        line.start()
        try:
            yield Cable(line=line, wire=wire, wall=wall)
        finally:
            line.close()


def furnish(url: str, tickets: int) -> None:
    """Twenty counters that serve two fields, and enough who wait."""
    fill(url)
    program = open_program(url, SystemClock())
    with changing(program.engine, SITE) as catalogue:
        for service in SERVICES:
            catalogue.put_series(service, last_no=9_999, width=4)
        for counter in COUNTERS:
            catalogue.put_counter(
                counter, name_vi=f"Quầy {counter:02d}", name_en=f"Counter {counter:02d}",
                serves=dict.fromkeys(SERVICES, 0),
            )  # fmt: skip
    for number in range(tickets):
        program.queue.issue(SERVICES[number % 2], cmd_id=new_id())
    program.close()


# The storm ---------------------------------------------------------------------------------------


class Caller(threading.Thread):
    """One officer: calls, sometimes once more, serves, calls the next. The last one stays."""

    def __init__(self, url: str, counter_id: int, calls: int, seed: int) -> None:
        super().__init__(name=f"counter-{counter_id}")
        self._url = url
        self._counter_id = counter_id
        self._calls = calls
        self._chance = random.Random(seed)
        self.failed: BaseException | None = None

    def run(self) -> None:
        program = open_program(self._url, SystemClock())
        queue, here = program.queue, self._counter_id
        try:
            for number in range(self._calls):
                if number:
                    _send(lambda cmd_id: queue.start(here, cmd_id=cmd_id))
                    _send(lambda cmd_id: queue.finish(here, cmd_id=cmd_id))
                _send(lambda cmd_id: queue.call_next(here, cmd_id=cmd_id))
                if self._chance.random() < RECALLED:
                    _send(lambda cmd_id: queue.recall(here, cmd_id=cmd_id))
        except BaseException as error:
            self.failed = error
        finally:
            program.close()


def _send(command: Callable[[str], Event | None]) -> None:
    """As a panel does: the same command again when the database was too busy."""
    cmd_id = new_id()
    for _ in range(20):
        try:
            event = command(cmd_id)
        except Unavailable:
            continue
        assert event is not None, "enough people wait"
        return
    raise AssertionError("the database was busy for a minute")


def run(folder: Path, *, calls: int, seed: int, through_card: int = 0) -> Found:
    """So many calls, spread over the counters, and what the judge says."""
    each = calls // len(COUNTERS)
    url = sqlite_address(folder / "queue.db")
    furnish(url, each * len(COUNTERS))
    ear, spoken, maker = Ear(through_card), list[Announcement](), SpeechMaker(PLAN)
    maker.prepare()
    with ExitStack() as open_things:
        program = open_program(url, SystemClock())
        open_things.callback(program.close)
        cables = [
            open_things.enter_context(cable(folder, counters, on_socket=counters is ON_A_SOCKET))
            for counters in (ON_A_PTY, ON_A_SOCKET)
        ]
        announcer = _announcer(ear, spoken)
        open_things.callback(announcer.close)
        display = DisplayThread(program, _service(program, cables), announcer)
        open_things.callback(display.close)
        display.start()
        _wait_for(lambda: display.seq >= 0, "the first look")
        began = time.perf_counter()
        callers = [Caller(url, counter, each, seed + counter) for counter in COUNTERS]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        seconds = time.perf_counter() - began
        found = Found(seconds=seconds, wrong=[str(each.failed) for each in callers if each.failed])
        hall = program.reader.hall()
        _wait_for(lambda: display.seq == hall.seq, "the last event is seen")
        _wait_for(lambda: announcer.state().waiting == 0, "everything is spoken")
        _wait_for(lambda: _texts(cables) == _wanted(hall), "every display is right", strict=False)
        events = program.reader.events(0, limit=1_000_000)
        announcer.close()
        judge_voice(found, events, spoken, ear.sounds, maker)
        judge_displays(found, cables, hall)
        found.wrong += check(program.engine, SITE).differences
    return found


def _announcer(output: SoundOutput, spoken: list[Announcement]) -> Announcer:
    return Announcer(
        PLAN,
        output,
        clock=SystemClock(),
        on_state=lambda _state: None,
        on_spoken=spoken.append,
    )


def _service(program: Program, cables: list[Cable]) -> DisplayService:
    lines = {str(number): cable.line for number, cable in enumerate(cables)}
    line_of = {
        f"Q{counter}": str(number)
        for number, counters in enumerate((ON_A_PTY, ON_A_SOCKET))
        for counter in counters
    }
    return DisplayService(
        hall=program.reader.hall,
        events=program.reader.events,
        displays=LedLines(lines, line_of),
        signs=[
            Sign(name=f"Q{counter}", counter=counter, text="{digits}", idle=IDLE, closed=IDLE)
            for counter in COUNTERS
        ],
        clock=SystemClock(),
        blink_ms=1_000,
    )


def _wait_for(fact: Callable[[], bool], what: str, *, strict: bool = True) -> None:
    pause, until = threading.Event(), time.monotonic() + PATIENCE_S
    while not fact():
        if time.monotonic() > until:
            assert not strict, f"not within {PATIENCE_S:.0f} s: {what}"
            return
        pause.wait(0.01)


# The judge ---------------------------------------------------------------------------------------


def judge_voice(
    found: Found,
    events: tuple[Event, ...],
    spoken: list[Announcement],
    sounds: list[bytes],
    maker: SpeechMaker,
) -> None:
    """Each number once and in the order of the calls, each recall once or with its call."""
    calls = [event for event in events if event.kind is EventKind.CALLED]
    recalls = [event for event in events if event.kind is EventKind.RECALLED]
    found.calls, found.spoken = len(calls), len(spoken)
    found.merged = len(calls) + len(recalls) - len(spoken)
    again = Counter(event.label for event in recalls)
    heard = Counter(each.label for each in spoken)
    for event in calls:
        label = event.label or ""
        if not 1 <= heard[label] <= 1 + again[label]:
            found.wrong.append(f"{label}: called {1 + again[label]} ×, spoken {heard[label]} ×")
    known = {event.seq: (event.label, event.counter_id) for event in (*calls, *recalls)}
    found.wrong += [
        f"{each.label} spoken for event {each.seq}, which is {known.get(each.seq)}"
        for each in spoken
        if known.get(each.seq) != (each.label, each.counter_id)
    ]
    twice = [seq for seq, count in Counter(each.seq for each in spoken).items() if count > 1]
    found.wrong += [f"event {seq} spoken twice" for seq in twice]
    firsts = list(dict.fromkeys(each.label for each in spoken))
    if firsts != [event.label for event in calls]:
        found.wrong.append("numbers were not spoken in the order of their calls")
    said = [
        {_print_of(maker.call(each, repeats=times).pcm) for times in (1, PLAN.repeats)}
        for each in spoken
    ]
    other = sum(heard not in meant for heard, meant in zip(sounds, said, strict=False))
    if other or len(sounds) != len(said):
        found.wrong.append(f"{len(sounds)} sounds, {other} of them not as announced")


def judge_displays(found: Found, cables: list[Cable], hall: Hall) -> None:
    """Every display shows its counter's number; no frame began before the line was free."""
    wanted = _wanted(hall)
    found.wrong += [
        f"{name} shows {shown!r} instead of {wanted[name]!r}"
        for name, shown in _texts(cables).items()
        if shown != wanted[name]
    ]
    gaps = [gap for each in cables for gap in _gaps_ms(each, found)]
    found.shortest_gap_ms = min(gaps)
    found.frames = len(gaps)
    overlaps = sum(gap < 0 for gap in gaps)
    close = sum(gap < silent_gap_ms(BAUD) for gap in gaps)
    if overlaps or close:
        found.wrong.append(f"{overlaps} frames overlap, {close} come too soon")


def _gaps_ms(cable: Cable, found: Found) -> Iterator[float]:
    """The silence before each frame but the first. Bytes between frames are found wrong."""
    frames = [each.frame for each in cable.wall.received()]
    heard = cable.wire.heard
    if b"".join(frames) != b"".join(each.data for each in heard):
        found.wrong.append("bytes on the wire that are no frame")
        return
    begins = {0, *accumulate(len(frame) for frame in frames)}
    offsets = accumulate((len(each.data) for each in heard), initial=0)
    for offset, each in list(zip(offsets, heard, strict=False))[1:]:
        if offset in begins:
            yield (each.at_s - each.free_s) * 1000


def _texts(cables: list[Cable]) -> dict[str, str]:
    return {name: text for cable in cables for name, text in cable.wall.texts().items()}


def _wanted(hall: Hall) -> dict[str, str]:
    return {
        f"Q{line.counter_id}": IDLE if line.label is None else line.label[1:]
        for line in hall.counters
    }


def main() -> int:
    parser = argparse.ArgumentParser(prog="call_storm", description=__doc__)
    parser.add_argument("--calls", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=20230927)
    about_card = "so many sounds through miniaudio's null device, in real time"
    parser.add_argument("--card", type=int, default=0, help=about_card)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        found = run(Path(folder), calls=asked.calls, seed=asked.seed, through_card=asked.card)
    sys.stdout.write("\n".join(found.lines()) + "\n")
    return 1 if found.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
