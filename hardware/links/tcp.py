"""A device behind a TCP address, such as a printer's port 9100."""

import contextlib
import socket
import time

from hardware.protocols.link import LinkDown

CONNECT_TIMEOUT_S = 3.0
WRITE_TIMEOUT_S = 5.0


class TcpLink:
    """``host:port`` with a deadline on everything; a peer that takes nothing in time is down."""

    answers = True

    def __init__(
        self,
        host: str,
        port: int,
        *,
        connect_timeout_s: float = CONNECT_TIMEOUT_S,
        write_timeout_s: float = WRITE_TIMEOUT_S,
    ) -> None:
        self._address = (host, port)
        self._connect_timeout_s = connect_timeout_s
        self._write_timeout_s = write_timeout_s
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
            except (TimeoutError, BlockingIOError):
                break
            except OSError as error:
                raise LinkDown(f"{self.name}: {error}") from error
            if not part:
                raise LinkDown(f"{self.name}: closed by the other side")
            answer += part
        return answer

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise LinkDown(f"{self.name}: not open")
        return self._socket
