"""What every program with a window stands on: one database thread, one bridge, one watch.

The queue is opened on the database thread, behind the painted window: SQLAlchemy alone takes longer
to import than a citizen should look at an empty screen, and a database that is away must not keep a
program from starting.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import TYPE_CHECKING

from core.fault import Fault
from ui_kit.bridge import Bridge

if TYPE_CHECKING:
    from db.feed import Watch
    from motcua.wiring import OpenQueue

    OpenHall = Callable[[], AbstractContextManager[OpenQueue]]

log = logging.getLogger("motcua.programs")


class ProgramThreads:
    """The threads of one program beside the GUI's, and the one crossing between them.

    ``on_change`` and ``on_state`` run in the GUI thread, from the moment when the queue is open.
    """

    def __init__(
        self,
        name: str,
        open_hall: "OpenHall",
        *,
        on_change: Callable[[], None],
        on_state: Callable[[Fault | None], None],
        on_open: Callable[["OpenQueue"], None] | None = None,
    ) -> None:
        """``on_open`` runs once, on the database thread, with the queue just opened."""
        self._open_hall = open_hall
        self._on_change = on_change
        self._on_state = on_state
        self._on_open = on_open
        self._database = ThreadPoolExecutor(1, thread_name_prefix=f"{name}-db")
        self._open_things = ExitStack()
        self._hall: OpenQueue | None = None
        self.bridge = Bridge(self._database)

    def hall(self) -> "OpenQueue":
        """The queue; on the database thread only. Raises ``Unavailable`` while it cannot be opened,
        and tries again at the next call."""
        if self._hall is None:
            with ExitStack() as opening:  # whatever fails, nothing stays half open
                hall = opening.enter_context(self._open_hall())
                if self._on_open is not None:
                    self._on_open(hall)
                opening.callback(self._begin_watch(hall).close)
                self._open_things = opening.pop_all()
            self._hall = hall
        return self._hall

    def on_database(self, work: Callable[[], None]) -> None:
        """Run ``work`` on the database thread; what goes wrong there is logged."""
        try:
            self._database.submit(work).add_done_callback(_log_failure)
        except RuntimeError:
            # The program is ending. What was to be noted is found open in the books at its start.
            log.info("not noted any more: the program is ending")

    def close(self) -> None:
        """Stop the watch, let the database thread end what it has begun, close the queue."""
        self.on_database(lambda: self._open_things.close())
        self._database.shutdown(wait=True)

    def _begin_watch(self, hall: "OpenQueue") -> "Watch":
        from db.feed import Watch

        bridge = self.bridge
        watch = Watch(
            hall.engine,
            hall.site_id,
            on_change=lambda _seq: bridge.post(self._on_change, owner=bridge),
            on_state=lambda fault: bridge.post(lambda: self._on_state(fault), owner=bridge),
        )
        watch.start()
        return watch


def _log_failure(done: "Future[None]") -> None:
    error = done.exception()
    if error is not None:
        log.error("on the database thread: %r", error, exc_info=error)
