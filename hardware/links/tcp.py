"""A device behind a TCP address, such as a printer's port 9100 or a serial server."""

import contextlib
import errno
import socket
import sys
import time

from hardware.protocols.link import LinkDown

CONNECT_TIMEOUT_S = 3.0
WRITE_TIMEOUT_S = 5.0
# A cut cable says nothing: after so long without a sign of life the system asks the other side.
PROBE_EVERY_S = 1


class TcpLink:
    """``host:port`` with a deadline on everything; a peer that takes nothing in time is down.

    ``lost_after_s``: a peer that confirms nothing for so long is gone, as ``notice_loss`` has it;
    None for printers, which may take nothing for minutes, with no paper say, and are still there.
    """

    answers = True

    def __init__(
        self,
        host: str,
        port: int,
        *,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
        write_timeout_s: float = WRITE_TIMEOUT_S,
        lost_after_s: int | None = None,
    ) -> None:
        self._address = (host, port)
        self._connect_timeout_s = connect_timeout_s
        self._write_timeout_s = write_timeout_s
        self._lost_after_s = lost_after_s
        self._socket: socket.socket | None = None

    @property
    def name(self) -> str:
        host, port = self._address
        return f"tcp://{host}:{port}"

    def open(self) -> None:
        self.close()
        try:
            line = socket.create_connection(self._address, self._connect_timeout_s)
        except OSError as error:
            raise LinkDown(f"{self.name}: {error}") from error
        # A status request is three bytes long and must not wait for more of them.
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        if self._lost_after_s is not None:
            notice_loss(line, self._lost_after_s)
        self._socket = line

    def close(self) -> None:
        line, self._socket = self._socket, None
        if line is None:
            return
        with contextlib.suppress(OSError):
            # Closing with unread answers in the buffer would reset the connection and take
            # bytes back that the printer has not read yet.
            line.shutdown(socket.SHUT_WR)
            line.setblocking(False)
            while line.recv(4096):
                pass
        with contextlib.suppress(OSError):
            line.close()

    def write(self, data: bytes) -> None:
        line = self._opened()
        line.settimeout(self._write_timeout_s)
        sent = 0
        view = memoryview(data)
        while sent < len(data):
            try:
                sent += line.send(view[sent:])
            except OSError as error:
                raise LinkDown(f"{self.name}: {error}", sent=sent) from error

    def read(self, size: int, timeout_s: float) -> bytes:
        line = self._opened()
        deadline = time.monotonic() + timeout_s
        answer = b""
        while len(answer) < size:
            try:
                line.settimeout(max(0.0, deadline - time.monotonic()))
                part = line.recv(size - len(answer))
            except OSError as error:
                # The same type tells that our wait is over and that the system gave up.
                if isinstance(error, TimeoutError | BlockingIOError) and not _is_lost(error):
                    break
                raise LinkDown(f"{self.name}: {error}") from error
            if not part:
                raise LinkDown(f"{self.name}: closed by the other side")
            answer += part
        return answer

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise LinkDown(f"{self.name}: not open")
        return self._socket


def _is_lost(error: OSError) -> bool:
    """Whether the system itself has given the connection up."""
    return error.errno == errno.ETIMEDOUT


def notice_loss(line: socket.socket, after_s: int) -> None:
    """Make reading and writing fail when the far side confirms nothing for ``after_s`` seconds.

    Not for a device that may hold its window shut for longer: then the connection breaks although
    the device still confirms (Linux, ``TCP_USER_TIMEOUT``). The system's own patience is hours
    without data under way, a quarter of an hour with.
    """
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if sys.platform == "win32" and not hasattr(socket, "TCP_KEEPIDLE"):
        every_ms = PROBE_EVERY_S * 1000
        line.ioctl(socket.SIO_KEEPALIVE_VALS, (1, every_ms, every_ms))
        return
    wanted = {
        "TCP_KEEPIDLE": PROBE_EVERY_S,
        "TCP_KEEPINTVL": PROBE_EVERY_S,
        "TCP_KEEPCNT": max(1, after_s // PROBE_EVERY_S),
        "TCP_USER_TIMEOUT": after_s * 1000,  # also with data under way, when nobody probes
    }
    for name, value in wanted.items():
        option = getattr(socket, name, None)
        if option is not None:  # each system has some of them
            line.setsockopt(socket.IPPROTO_TCP, option, value)
