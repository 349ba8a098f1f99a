"""The only crossing between worker threads and the GUI thread."""

import itertools
import logging
from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parcel:
    """What the GUI thread will do once a parcel's number arrives; ``owner`` may be gone by then."""

    open: Callable[[], None]
    owner: QObject


class Bridge(QObject):
    """Runs work on an executor and brings the answer back into the GUI thread.

    One queued signal carries the number of a parcel. The parcel itself, and with it every reference
    to a widget, stays with the bridge: a widget must never die in a worker thread. A parcel whose
    owner has been deleted is dropped; an exception of ``then`` or ``failed`` itself goes to
    ``sys.excepthook`` like that of any slot.
    """

    _arrived = Signal(object)

    def __init__(self, executor: Executor) -> None:
        super().__init__()
        self._executor = executor
        self._numbers = itertools.count(1)
        self._lock = Lock()
        self._parcels: dict[int, _Parcel] = {}
        self._answers: dict[int, Future[Any]] = {}
        self._arrived.connect(self._open_parcel, Qt.ConnectionType.QueuedConnection)

    def ask(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
        *,
        owner: QObject,
    ) -> None:
        """Run ``work`` on the executor, then the rest in the GUI thread. Never waits."""
        number = next(self._numbers)
        with self._lock:
            self._parcels[number] = _Parcel(
                open=partial(self._answer, number, then, failed), owner=owner
            )
        try:
            answer = self._executor.submit(work)
        except (
            RuntimeError
        ) as closed:  # the program is ending; ``failed`` still comes later, not now
            answer = Future()
            answer.set_exception(closed)
        with self._lock:
            self._answers[number] = answer
        answer.add_done_callback(partial(self._announce, number))

    def post(self, call: Callable[[], None], *, owner: QObject) -> None:
        """Run ``call`` in the GUI thread, soon; may be called from any thread."""
        number = next(self._numbers)
        with self._lock:
            self._parcels[number] = _Parcel(open=call, owner=owner)
        self._announce(number)

    @property
    def on_the_way(self) -> int:
        """How many answers have not arrived yet."""
        with self._lock:
            return len(self._parcels)

    def _announce(self, number: int, _answer: Future[Any] | None = None) -> None:
        """In whatever thread the work ended."""
        if not isValid(self):
            _log.debug("answer %d came after the end of the program", number)
            return
        self._arrived.emit(number)

    @Slot(object)
    def _open_parcel(self, number: int) -> None:
        with self._lock:
            parcel = self._parcels.pop(number)
            if not isValid(parcel.owner):
                self._answers.pop(number, None)
                _log.debug("answer %d dropped: nobody is there to read it", number)
                return
        parcel.open()

    def _answer(
        self, number: int, then: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        with self._lock:
            answer = self._answers.pop(number)
        try:
            value = answer.result()  # done already: this does not wait
        except Exception as error:
            failed(error)
        else:
            then(value)
