"""Being told that the queue moved. Hints wake us; the clock row says whether anything happened."""

import logging
import threading
from collections.abc import Callable

import sqlalchemy as sa

from core.fault import Fault
from db import schema
from db.devices import changes_of
from db.engine import Engine, Hints

log = logging.getLogger("motcua.db")

# The truth is read again this often, hint or none.
REREAD_S = 1.5
BACK_OFF_S = (0.1, 0.2, 0.5, 1.0)


class Watch:
    """One thread per program: tells of every move of the site's feed, and of the database's going.

    ``on_change(seq)`` may be called less often than there are events, never for none. It is called
    with the same ``seq`` again when only a device's state or the site's catalogue has changed.
    ``on_state(fault)`` is called once when the database goes away and once, with None, when it is
    back. Both run on the watch's own thread.
    """

    def __init__(
        self,
        engine: Engine,
        site_id: str,
        on_change: Callable[[int], None],
        on_state: Callable[[Fault | None], None],
    ) -> None:
        self._engine = engine
        self._site_id = site_id
        self._on_change = on_change
        self._on_state = on_state
        self._stopping = threading.Event()
        self._hints: Hints | None = None
        self._fault: Fault | None = None
        clock, site = schema.site_clock.c, schema.site.c
        self._query = sa.select(clock.seq, changes_of(site_id), site.changes).where(
            clock.site_id == site_id, site.site_id == clock.site_id
        )
        # Place in the feed, changes of devices, changes of the catalogue.
        self._seen: tuple[int, ...] | None = None
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Stop and join the thread."""
        self._stopping.set()
        hints = self._hints
        if hints is not None:
            hints.wake()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        attempt = 0
        while not self._stopping.is_set():
            try:
                self._watch()
                attempt = 0
            except sa.exc.DBAPIError as error:
                if not self._tell_gone(error):
                    raise
                self._stopping.wait(BACK_OFF_S[min(attempt, len(BACK_OFF_S) - 1)])
                attempt += 1

    def _watch(self) -> None:
        """Watch over one connection until it fails or the program stops."""
        hints = self._engine.hints(self._site_id)
        self._hints = hints
        try:
            self._look()
            while not self._stopping.is_set():
                hints.wait(REREAD_S)
                self._look()
        finally:
            self._hints = None
            hints.close()

    def _look(self) -> None:
        with self._engine.read.connect() as connection:
            row = connection.execute(self._query).first()
        if self._fault is not None:
            log.info("the database is back")
            self._fault = None
            self._on_state(None)
        seen = None if row is None else tuple(map(int, row))
        if seen is not None and seen != self._seen:
            self._seen = seen
            self._on_change(seen[0])

    def _tell_gone(self, error: sa.exc.DBAPIError) -> bool:
        fault = self._engine.fault_of(error)
        if fault is None:
            return False
        if self._fault is None or self._fault.code is not fault.code:
            log.warning("the database is away: %s", fault)
            self._fault = fault
            self._on_state(fault)
        return True
