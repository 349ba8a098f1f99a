"""What goes over the line besides texts: preparing displays, darkening all, finding out echoes."""

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from hardware.drivers.led_talk import Talk
from hardware.frames.led_dialect import Dialect
from hardware.frames.template import Values
from hardware.protocols.link import Link

# The displays of a line, each with its address.
Spoken = Sequence[tuple[Dialect, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand:
    """A frame that goes before all texts; ``address`` None: to all displays of its protocol."""

    frame: bytes
    dialect: Dialect
    address: int | None


class Errands:
    """Frames that go before all texts, in their order, until they have left.

    Orders come from any thread, ``run`` is the line's owner thread.
    """

    def __init__(self, talk: Talk, displays: Spoken) -> None:
        self._talk = talk
        self._displays = displays
        self._lock = threading.Lock()
        self._waiting: list[_Errand] = []

    @property
    def waiting(self) -> bool:
        return bool(self._waiting)

    def set_up_all(self) -> None:
        """Tell the displays what they must know before their first text, each only once: several
        rows are one display."""
        frames = {
            frame: _Errand(frame=frame, dialect=dialect, address=address)
            for dialect, address in self._displays
            for frame in dialect.setup_frames(address)
        }
        with self._lock:
            clearing = [errand for errand in self._waiting if errand.address is None]
            self._waiting = [*frames.values(), *clearing]

    def clear_all(self) -> None:
        """Darken all displays that can be darkened together."""
        frames = {
            frame: _Errand(frame=frame, dialect=dialect, address=None)
            for dialect, _ in self._displays
            if (frame := dialect.clear_frame()) is not None
        }
        with self._lock:
            self._waiting += [each for each in frames.values() if each not in self._waiting]

    def run(self, link: Link) -> Iterator[bytes]:
        """Send what waits; yields each frame that darkened displays."""
        while (errand := self._first()) is not None:
            self._talk.wait()
            if errand.address is None:
                self._talk.announce(link, errand.dialect, errand.frame)
            else:
                self._talk.exchange(link, errand.dialect, errand.address, errand.frame)
            with self._lock:
                self._waiting.remove(errand)
            if errand.address is None:
                yield errand.frame

    def _first(self) -> _Errand | None:
        with self._lock:
            return self._waiting[0] if self._waiting else None


class EchoTest:
    """Whether the line brings back what we send, found out with addresses that nobody has."""

    def __init__(self, talk: Talk, displays: Spoken) -> None:
        self._talk = talk
        self._used = {address for _, address in displays}
        self._dialects = [dialect for dialect, address in displays if dialect.is_answered(address)]

    def run(self, link: Link, hurry: Callable[[], bool]) -> bool:
        """True once it is known that it does. ``hurry``: somebody waits, so better another time.

        Two addresses, since a display that nobody knows of may have the first.
        """
        probes = self._unused()
        for dialect, address in probes:
            self._talk.wait()
            frame = dialect.frame(Values(addr=address))
            answer = self._talk.exchange(link, dialect, address, frame, hurry=hurry)
            if answer.cut:
                return False
            if not answer.heard.startswith(frame):
                self._talk.learn(echoes=False)
                return False
        self._talk.learn(echoes=bool(probes))
        return bool(probes)

    def doubt(self, link: Link, hurry: Callable[[], bool]) -> None:
        """The line was opened anew, perhaps with another adapter: an echo that was found out must
        be found again before any answer is believed."""
        had_echo = self._talk.echoes
        self._talk.renew()
        if had_echo and not self._talk.echoes:
            self.run(link, hurry)
            self._talk.wait()

    def _unused(self) -> list[tuple[Dialect, int]]:
        for dialect in self._dialects:
            low, high = dialect.addresses()
            nearby = range(high, max(low, high - len(self._used) - 8), -1)
            free = [each for each in nearby if each not in self._used and dialect.is_answered(each)]
            if len(free) > 1:
                return [(dialect, address) for address in free[:2]]
        return []
