"""Where clients of a simulated device come in: a listening TCP port, or a pseudo-terminal."""

import contextlib
import os
import socket
import sys
from pathlib import Path
from typing import Protocol

SEND_TIMEOUT_S = 1.0


class Channel(Protocol):
    """One connection with a client."""

    def fileno(self) -> int:
        """For ``select``."""

    def receive(self, size: int) -> bytes:
        """What is there, at most ``size``; empty when the client is gone."""

    def send(self, data: bytes) -> None:
        """Send all of it; ``OSError`` when the client is gone."""

    def close(self) -> None:
        """Hang up."""


class Door(Protocol):
    """Makes one ``Channel`` after the other."""

    @property
    def address(self) -> str:
        """What a client needs to come in."""

    @property
    def waits(self) -> bool:
        """Whether ``select`` tells when a client comes; else the channel is there at once."""

    def fileno(self) -> int:
        """For ``select``, when the door ``waits``."""

    def accept(self) -> Channel:
        """The next client."""

    def shut(self) -> None:
        """Nobody finds it until ``open``; shutting a shut door does nothing."""

    def open(self) -> None:
        """Be there again, at the same address; opening an open door does nothing."""

    def close(self) -> None:
        """No further clients."""


class TcpChannel:
    """A connected socket."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        line.settimeout(SEND_TIMEOUT_S)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def fileno(self) -> int:
        return self._line.fileno()

    def receive(self, size: int) -> bytes:
        try:
            return self._line.recv(size)
        except OSError:
            return b""

    def send(self, data: bytes) -> None:
        self._line.sendall(data)

    def close(self) -> None:
        self._line.close()


class TcpDoor:
    """A listening port."""

    def __init__(self, host: str, port: int) -> None:
        self._listener: socket.socket | None = socket.create_server((host, port), backlog=1)
        self._place: tuple[str, int] = self._listener.getsockname()[:2]

    @property
    def address(self) -> str:
        host, port = self._place
        return f"{host}:{port}"

    @property
    def waits(self) -> bool:
        return True

    def fileno(self) -> int:
        assert self._listener is not None, "a shut door is not watched"
        return self._listener.fileno()

    def accept(self) -> Channel:
        assert self._listener is not None, "a shut door lets nobody in"
        line, _ = self._listener.accept()
        return TcpChannel(line)

    def shut(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def open(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server(self._place, backlog=1)

    def close(self) -> None:
        self.shut()


class PtyChannel:
    """The device's end of a pseudo-terminal."""

    def __init__(self, device_end: int, client_end: int) -> None:
        self._device_end = device_end
        # Held open so that a client may come and go, as on a real serial cable.
        self._client_end = client_end

    def fileno(self) -> int:
        return self._device_end

    def receive(self, size: int) -> bytes:
        try:
            return os.read(self._device_end, size)
        except OSError:
            return b""

    def send(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._device_end, data) :]

    def close(self) -> None:
        os.close(self._device_end)
        os.close(self._client_end)


class PtyDoor:
    """A pseudo-terminal for each connection; ``link`` points to the one that is open now."""

    def __init__(self, link: Path | None) -> None:
        self._link = link
        self._next: PtyChannel | None = self._make()

    @property
    def address(self) -> str:
        return self._address

    @property
    def waits(self) -> bool:
        return False

    def fileno(self) -> int:
        return -1

    def accept(self) -> Channel:
        channel, self._next = self._next or self._make(), None
        return channel

    def shut(self) -> None:
        if self._next is not None:
            self._next.close()
            self._next = None
        self._unlink()

    def open(self) -> None:
        if self._next is None:
            self._next = self._make()

    def close(self) -> None:
        self.shut()

    def _unlink(self) -> None:
        if self._link is not None:
            with contextlib.suppress(OSError):
                self._link.unlink()

    def _make(self) -> PtyChannel:
        if sys.platform == "win32":
            raise OSError("a pseudo-terminal needs POSIX")
        import tty

        device_end, client_end = os.openpty()
        tty.setraw(client_end)
        # An answer that nobody reads must not stop the simulator.
        os.set_blocking(device_end, False)
        path = os.ttyname(client_end)
        self._address = path
        if self._link is not None:
            self._point_to(path)
        return PtyChannel(device_end, client_end)

    def _point_to(self, path: str) -> None:
        assert self._link is not None
        with contextlib.suppress(FileNotFoundError):
            self._link.unlink()
        self._link.symlink_to(path)
        self._address = str(self._link)
