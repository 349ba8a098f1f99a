"""Serves a simulated device over TCP or a pseudo-terminal, on a thread of its own.

    with serve_tcp(device) as server:      # server.address == "127.0.0.1:49731"
    with serve_pty(device, link) as server:  # POSIX; ``link`` is a stable name for the pty

The device says how many bytes it would take now (``room``), so a full buffer or a slow device
holds the sender back exactly as a real one does.
"""

import contextlib
import select
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self, runtime_checkable

from hardware.sim.doors import Channel, Door, PtyDoor, TcpDoor

READ_BYTES = 4096
RETRY_S = 0.2


class Line(Protocol):
    """What a device speaks through; every call is fine from any thread."""

    def send(self, data: bytes) -> None:
        """Send an answer; lost when nobody listens any more."""

    def wake(self) -> None:
        """Ask ``tick`` and ``room`` again: something changed."""

    def hang_up(self) -> None:
        """Drop the connection as soon as the running ``feed`` or ``tick`` has returned."""


class ByteDevice(Protocol):
    """A simulated device as its line sees it; all calls come from the serving thread."""

    def attach(self, line: Line) -> None:
        """Someone is connected."""

    def detach(self) -> None:
        """Nobody is connected any more."""

    def room(self) -> int:
        """How many bytes it would take now; 0 makes the sender wait."""

    def feed(self, data: bytes) -> None:
        """Bytes came in, cut anywhere; at most ``room()`` of them."""

    def tick(self) -> float | None:
        """Let time pass; seconds until it wants the next tick, None when it has no wish."""


@runtime_checkable
class Unpluggable(Protocol):
    """A ``ByteDevice`` whose line may go away: no power, no cable."""

    def reachable(self) -> bool:
        """Whether a client can come in now."""

    def known_to(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` when ``reachable`` changes."""


class Waker:
    """Ends a ``select`` from another thread; a socket pair, since Windows selects sockets only."""

    def __init__(self) -> None:
        self._hear, self._tell = socket.socketpair()
        self._hear.setblocking(False)
        self._tell.setblocking(False)

    def wake(self) -> None:
        with contextlib.suppress(OSError):
            self._tell.send(b"!")

    def wait_for(self, door: Door | Channel | None, timeout_s: float | None) -> bool:
        """True when ``door`` has something; False after ``wake()`` or ``timeout_s``."""
        watched: list[int] = [self._hear.fileno()]
        if door is not None:
            watched.append(door.fileno())
        ready, _, _ = select.select(watched, [], [], timeout_s)
        if self._hear.fileno() in ready:
            with contextlib.suppress(OSError):
                self._hear.recv(READ_BYTES)
        return door is not None and door.fileno() in ready

    def close(self) -> None:
        self._hear.close()
        self._tell.close()


class ConnectedLine:
    """The ``Line`` of one connection."""

    def __init__(self, channel: Channel, waker: Waker) -> None:
        self._channel = channel
        self._waker = waker
        self._sending = threading.Lock()
        self.hung_up = False

    def send(self, data: bytes) -> None:
        with self._sending, contextlib.suppress(OSError):
            if not self.hung_up:
                self._channel.send(data)

    def wake(self) -> None:
        self._waker.wake()

    def hang_up(self) -> None:
        self.hung_up = True
        self._waker.wake()

    def end(self) -> None:
        """Close for good; a late ``send`` finds the line hung up, not another file's number."""
        with self._sending:
            self.hung_up = True
            self._channel.close()


class Server:
    """One device behind one door, for one client at a time; a context manager.

    A second client waits until the first has gone; with ``refuses`` it finds the door closed.
    """

    def __init__(self, device: ByteDevice, door: Door, *, refuses: bool = False) -> None:
        self._device = device
        self._door = door
        self._refuses = refuses
        self._waker = Waker()
        self._stopping = threading.Event()
        name = f"sim-{door.address}"
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)

    @property
    def address(self) -> str:
        """``host:port``, or the path of the pseudo-terminal."""
        return self._door.address

    @property
    def port(self) -> int:
        """The TCP port; ``ValueError`` behind a pseudo-terminal."""
        return int(self.address.rpartition(":")[2])

    def start(self) -> Self:
        if isinstance(self._device, Unpluggable):
            self._device.known_to(self._waker.wake)
        self._thread.start()
        return self

    def close(self) -> None:
        """Drop the client, stop the thread, free the port."""
        self._stopping.set()
        self._waker.wake()
        if self._thread.ident is not None:
            self._thread.join()
        self._door.close()
        self._waker.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _live(self) -> None:
        while not self._stopping.is_set():
            if not self._reachable():
                self._door.shut()
                self._waker.wait_for(None, None)
                continue
            try:
                self._door.open()
            except OSError:  # someone else took the port meanwhile
                self._waker.wait_for(None, RETRY_S)
                continue
            if self._door.waits and not self._waker.wait_for(self._door, None):
                continue
            self._serve(self._door.accept())

    def _reachable(self) -> bool:
        return not isinstance(self._device, Unpluggable) or self._device.reachable()

    def _serve(self, channel: Channel) -> None:
        if self._refuses:
            self._door.shut()
        line = ConnectedLine(channel, self._waker)
        try:
            self._device.attach(line)
            self._talk(line, channel)
        finally:
            self._device.detach()
            line.end()

    def _talk(self, line: ConnectedLine, channel: Channel) -> None:
        while not self._stopping.is_set() and not line.hung_up:
            wish_s = self._device.tick()
            room = self._device.room()
            if line.hung_up or not self._waker.wait_for(channel if room > 0 else None, wish_s):
                continue
            data = channel.receive(min(room, READ_BYTES))
            if not data:
                return
            self._device.feed(data)


def serve_tcp(
    device: ByteDevice, port: int = 0, host: str = "127.0.0.1", *, refuses: bool = False
) -> Server:
    """``device`` behind a TCP port; 0 takes a free one. ``OSError`` when the port is in use."""
    return Server(device, TcpDoor(host, port), refuses=refuses)


def serve_pty(device: ByteDevice, link: Path | None = None) -> Server:
    """``device`` behind a pseudo-terminal (POSIX); ``link`` always points to it."""
    return Server(device, PtyDoor(link))
