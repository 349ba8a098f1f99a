"""The display program's own path with a wall to look at: watch, service, LED line and board.

Put together as ``motcua.programs.display`` does it, but for the configuration file.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from benchmarks.figures import now_ns
from benchmarks.grounds import SITE
from benchmarks.led_wire import Bus, Seen, name_of, paced_bus
from benchmarks.patience import wait_for
from core.clock import SystemClock
from core.fault import Fault
from core.hall import CallLine, Hall
from core.ticket import Event
from counter_display.board.window import BoardWindow
from counter_display.service import DisplayService, Refreshed
from counter_display.signs import Sign
from db.engine import open_engine
from db.queue import Queue
from db.reader import Reader
from hardware.frames.led_dialect import Dialect
from motcua.programs.parts import ProgramThreads
from motcua.wiring import OpenQueue

SIZE = (1920, 1080)


class DisplayHouse:
    """A hall's display that runs. Made in the GUI thread; ``close`` it there."""

    def __init__(self, url: str, bus: Bus, count: int) -> None:
        self.painted_ns: dict[str, int] = {}
        self.looked = 0
        self._asking = self._again = False
        clock = SystemClock()
        self._threads = ProgramThreads(
            "display", lambda: _hall(url), on_change=self.refresh, on_state=self._on_state
        )
        self._service = DisplayService(
            hall=self._hall,
            events=self._events,
            displays=bus.line,
            signs=[
                Sign(name=name_of(each), counter=each, idle="----", closed="----")
                for each in range(1, count + 1)
            ],
            clock=clock,
        )
        self.window = BoardWindow(clock=clock)
        self.window.painted.connect(self._note_painted)
        self.window.resize(*SIZE)
        self.window.show()
        self.refresh()

    def close(self) -> None:
        self.window.close()
        self._threads.close()

    def refresh(self) -> None:
        if self._asking:
            self._again = True
            return
        self._asking = True
        self._threads.bridge.ask(
            self._service.refresh, self._on_refreshed, self._on_failed, owner=self.window
        )

    def _hall(self) -> Hall:
        return self._threads.hall().reader.hall()

    def _events(self, after_seq: int) -> tuple[Event, ...]:
        return self._threads.hall().reader.events(after_seq)

    def _on_refreshed(self, seen: Refreshed) -> None:
        self._asking = False
        self.looked += 1
        self.window.show_hall(seen.hall)
        for counter_id, label in seen.undone:
            self.window.forget(counter_id, label)
        for call in seen.calls:
            self.window.announce(call)
        if self._again:
            self._again = False
            self.refresh()

    def _on_failed(self, error: Exception) -> None:
        raise error

    def _on_state(self, fault: Fault | None) -> None:
        if fault is not None:
            raise fault

    def _note_painted(self, call: CallLine) -> None:
        self.painted_ns.setdefault(call.label, now_ns())


@contextmanager
def display_house(
    url: str, folder: Path, count: int, dialect: Dialect
) -> Iterator[tuple[DisplayHouse, Bus]]:
    """The display of a hall with ``count`` counters, all its displays lit."""
    with ExitStack() as open_things:
        bus = open_things.enter_context(paced_bus(folder, count, dialect, Seen()))
        house = DisplayHouse(url, bus, count)
        open_things.callback(house.close)
        names = [name_of(each) for each in range(1, count + 1)]
        wait_for(lambda: house.looked and all(bus.seen.shows(name, "----") for name in names))
        yield house, bus


@contextmanager
def _hall(url: str) -> Iterator[OpenQueue]:
    engine, clock = open_engine(url), SystemClock()
    queue = Queue(engine, SITE, clock)
    try:
        yield OpenQueue(
            engine=engine,
            queue=queue,
            reader=Reader(engine, SITE, clock),
            site_id=SITE,
            clock=clock,
        )
    finally:
        queue.close()
        engine.dispose()


def rest(ms: int) -> None:
    """Let the program live for ``ms``."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
