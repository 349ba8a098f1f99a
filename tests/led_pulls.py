"""The adapter of ten displays is pulled at random moments, often in mid-frame, and comes back.

    python -m tests.led_pulls [--pulls 100] [--seed N] [--kind pty|tcp]

Calls go on meanwhile, also while it is away. Each time it is measured how long after its return
all displays show the latest texts again; more than 2 s is a failure. A pseudo-terminal that comes
back has another name, as an adapter that is plugged in again: a link points to it.
"""

import argparse
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from hardware.drivers.led_board import Display
from hardware.drivers.led_line import LedLine
from hardware.frames.presets import load_presets
from hardware.links.serial_port import SerialLink
from hardware.protocols.display import DisplayState, DisplayText
from hardware.sim.led import LedWall, SimDisplay
from hardware.sim.serve import serve_pty, serve_tcp

COUNT = 10
WITHIN_S = 2.0
LONGEST_AWAY_S = 0.5
# A frame and its neighbours: where in them the line drops is drawn.
MOST_BYTES = 60


class Hall:
    """Ten displays on one line, and what they shall show now."""

    def __init__(self, line: LedLine, wall: LedWall, chance: random.Random) -> None:
        self._line, self._wall, self._chance = line, wall, chance
        self._number = 0
        self.wanted: dict[str, str] = {}

    def call(self) -> None:
        """The next number at some counter."""
        self._number = self._number % 999 + 1
        name, shown = self._chance.choice(list(self._wall.texts())), f"A{self._number:03d}"
        self.wanted[name] = shown
        blinks = self._chance.random() < 0.5
        self._line.want(name, DisplayText(text=shown, number=self._number, blink=blinks))

    def settle(self) -> None:
        """No call is new any more, so nothing blinks."""
        for name, shown in self.wanted.items():
            self._line.want(name, DisplayText(text=shown, number=int(shown[1:])))

    def is_right(self) -> bool:
        texts = self._wall.texts()
        states = self._line.states()
        return all(
            texts[name] == shown and states[name] is DisplayState.SHOWN
            for name, shown in self.wanted.items()
        )


def run(folder: Path, *, kind: str, pulls: int, seed: int) -> list[float]:
    """Seconds from the adapter's return to all displays right, pull by pull."""
    chance = random.Random(seed)
    dialect = load_presets()["led485_ascii"].dialect
    names = {f"Q{unit}": unit for unit in range(1, COUNT + 1)}
    wall = LedWall([SimDisplay(name=n, address=u, dialect=dialect) for n, u in names.items()])
    port = folder / "led"
    server = serve_pty(wall, port) if kind == "pty" else serve_tcp(wall)
    with server:
        link = SerialLink(str(port) if kind == "pty" else f"socket://{server.address}")
        displays = [Display(name=n, address=u, dialect=dialect) for n, u in names.items()]
        line = LedLine(link, displays, name="led", baud=0)
        line.start()
        hall = Hall(line, wall, chance)
        try:
            return [_pull(hall, wall, chance) for _ in range(pulls)]
        finally:
            line.close()


def _pull(hall: Hall, wall: LedWall, chance: random.Random) -> float:
    for _ in range(COUNT):
        hall.call()
    wall.unplug(stay=True, after_bytes=chance.randrange(MOST_BYTES))
    _until(lambda: not wall.reachable(), hall.call)
    _let_pass(chance.random() * LONGEST_AWAY_S)
    hall.call()
    hall.settle()
    wall.plug_in()
    back_s = time.monotonic()
    _until(hall.is_right)
    return time.monotonic() - back_s


def _until(fact: Callable[[], bool], meanwhile: Callable[[], None] | None = None) -> None:
    deadline = time.monotonic() + 20
    while not fact():
        if time.monotonic() > deadline:
            raise AssertionError("not right within 20 s")
        if meanwhile is not None:
            meanwhile()
        _let_pass(0.002)


def _let_pass(seconds: float) -> None:
    threading.Event().wait(seconds)


def main() -> int:
    parser = argparse.ArgumentParser(prog="led_pulls", description=__doc__)
    parser.add_argument("--pulls", type=int, default=100)
    parser.add_argument("--seed", type=int, default=20230927)
    parser.add_argument("--kind", choices=("pty", "tcp"), default="pty")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="motcua-") as folder:
        times = sorted(run(Path(folder), kind=asked.kind, pulls=asked.pulls, seed=asked.seed))
    late = sum(each > WITHIN_S for each in times)
    figures = f"median {times[len(times) // 2]:.2f} s, longest {times[-1]:.2f} s"
    sys.stdout.write(f"{asked.kind}: {len(times)} pulls, {figures}, {late} later than 2 s\n")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
