"""A device on a serial port, or behind a serial server (``socket://host:port``)."""

import contextlib
import os
from functools import partial
from typing import Literal

import serial

from hardware.protocols.link import LinkDown

WRITE_TIMEOUT_S = 5.0
# pyserial does not say how far a failed write came; small parts keep that doubt small.
PART_BYTES = 256

Flow = Literal["none", "rtscts", "dsrdtr", "xonxoff"]


def _line_errors() -> tuple[type[Exception], ...]:
    """Everything a pulled plug may raise: ``termios.error`` is no ``OSError``, and POSIX only."""
    try:
        import termios
    except ImportError:
        return (OSError, ValueError)
    return (OSError, ValueError, termios.error)


class SerialLink:
    """One serial port, ours alone; 8 data bits, no parity, 1 stop bit unless said otherwise."""

    def __init__(
        self,
        port: str,
        *,
        baud: int = 9600,
        bits: int = 8,
        parity: str = "N",
        stop: float = 1,
        flow: Flow = "none",
        write_timeout_s: float = WRITE_TIMEOUT_S,
    ) -> None:
        self._port = port
        self._errors = _line_errors()
        self._connect = partial(
            serial.serial_for_url,
            port,
            baudrate=baud,
            bytesize=bits,
            parity=parity,
            stopbits=stop,
            rtscts=flow == "rtscts",
            dsrdtr=flow == "dsrdtr",
            xonxoff=flow == "xonxoff",
            timeout=0,
            # The default blocks for ever when the device holds the line.
            write_timeout=write_timeout_s,
            # Windows opens ports for one program only by itself.
            exclusive=True if os.name == "posix" and "://" not in port else None,
        )
        self._serial: serial.Serial | None = None

    @property
    def name(self) -> str:
        return self._port

    def open(self) -> None:
        self.close()
        try:
            self._serial = self._connect()
        except self._errors as error:
            raise LinkDown(f"{self.name}: {error}") from error

    def close(self) -> None:
        line, self._serial = self._serial, None
        if line is None:
            return
        # WORKAROUND(pyserial 3.5): a socket:// port whose far end has gone is forgotten unclosed,
        # https://github.com/pyserial/pyserial/blob/v3.5/serial/urlhandler/protocol_socket.py
        left_open = getattr(line, "_socket", None)
        with contextlib.suppress(*self._errors):
            line.close()
        if left_open is not None:
            left_open.close()

    def write(self, data: bytes) -> None:
        line = self._opened()
        for start in range(0, len(data), PART_BYTES):
            try:
                line.write(data[start : start + PART_BYTES])
            except self._errors as error:
                raise LinkDown(f"{self.name}: {error}", sent=start, untouched=False) from error

    def read(self, size: int, timeout_s: float) -> bytes:
        line = self._opened()
        try:
            if line.timeout != timeout_s:
                line.timeout = timeout_s
            return bytes(line.read(size))
        except self._errors as error:
            raise LinkDown(f"{self.name}: {error}") from error

    def _opened(self) -> serial.Serial:
        if self._serial is None:
            raise LinkDown(f"{self.name}: not open")
        return self._serial
