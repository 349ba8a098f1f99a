"""The last status of a printer: who tells it, who waits for it, and how old it is."""

import logging
import threading
from collections.abc import Callable

from core.clock import Clock
from hardware.protocols.printer import OnStatus, PrinterStatus

log = logging.getLogger(__name__)

# What the owner thread of the line has logged already.
LINE_FAULTS = frozenset({PrinterStatus.UNREACHABLE, PrinterStatus.NO_ANSWER, PrinterStatus.BUSY})


class LastStatus:
    """Told and logged once per change. ``note`` belongs to one thread, the rest to any."""

    def __init__(self, *, name: str, on_status: OnStatus, clock: Clock) -> None:
        self._name = name
        self._on_status = on_status
        self._clock = clock
        self._changed = threading.Condition()
        self._value = PrinterStatus.UNKNOWN
        self._count = 0
        self._answered_ms: int | None = None

    @property
    def value(self) -> PrinterStatus:
        return self._value

    @property
    def count(self) -> int:
        """How often it was noted; for ``wait_past``."""
        return self._count

    def age_ms(self) -> int | None:
        """Since the printer itself said so; None when it did not."""
        answered_ms = self._answered_ms
        return None if answered_ms is None else self._clock.elapsed_ms() - answered_ms

    def wait_past(self, count: int, timeout_s: float, stop: Callable[[], bool]) -> PrinterStatus:
        """The status once it has been noted more than ``count`` times, or after ``timeout_s``."""
        with self._changed:
            self._changed.wait_for(lambda: self._count > count or stop(), timeout_s)
            return self._value

    def wake(self) -> None:
        """Have those who wait look at ``stop`` again."""
        with self._changed:
            self._changed.notify_all()

    def note(self, status: PrinterStatus, *, answered: bool = True) -> None:
        """``answered``: the printer said so; else the line tells."""
        with self._changed:
            before, self._value = self._value, status
            self._answered_ms = self._clock.elapsed_ms() if answered else None
            self._count += 1
            self._changed.notify_all()
        if status is before:
            return
        self._log(before, status)
        try:
            self._on_status(status)
        except Exception:
            log.exception("%s: telling the status failed", self._name)

    def _log(self, before: PrinterStatus, status: PrinterStatus) -> None:
        if status in LINE_FAULTS:
            return
        if status.fault is not None or status is PrinterStatus.NEAR_END:
            log.warning("%s: %s", self._name, status.value)
        elif before.fault is not None and before not in LINE_FAULTS:
            log.info("%s: prints again", self._name)
