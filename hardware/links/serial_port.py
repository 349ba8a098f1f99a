"""A device on a serial port, or behind a serial server (``socket://host:port``).

The port may be an identity (``usb:VID:PID[:SERIAL]``): it is looked up at every opening, so an
adapter that was plugged in again under another name is found again. One without a serial number
(CH340) is told from its like by its socket alone (``usb:VID:PID@LOCATION``): there it must be
plugged in again. DTR and RTS are raised while
the port is open: many printers take them for "the computer is there".
"""

import contextlib
import errno
import os
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal, Protocol

import serial
from serial.tools.list_ports import comports

from hardware.links.tcp import notice_loss
from hardware.protocols.link import LinkDown
from hardware.protocols.usb_identity import UsbIdentity, is_identity, parse_identity, the_one

WRITE_TIMEOUT_S = 5.0
# pyserial does not say how far a failed write came; small parts keep that doubt small.
PART_BYTES = 256
# A printer that drops DSR has room for little more: Epson's interfaces for some 16 bytes.
DSR_PART_BYTES = 16
DSR_EVERY_S = 0.002

Flow = Literal["none", "rtscts", "dsrdtr", "xonxoff"]


class SystemPort(Protocol):
    """What ``serial.tools.list_ports`` tells of one port; ``vid`` is None where it is not USB."""

    device: str
    vid: int | None
    pid: int | None
    serial_number: str | None
    location: str | None


ListPorts = Callable[[], Iterable[SystemPort]]


def serial_ports(list_ports: ListPorts = comports) -> list[str]:
    """The names of all serial ports of this machine."""
    return sorted(port.device for port in list_ports())


def usb_ports(list_ports: ListPorts = comports) -> dict[str, UsbIdentity]:
    """Serial ports on USB that are plugged in now, by the name that they have now."""
    return {
        port.device: UsbIdentity(
            vendor=port.vid,
            product=port.pid,
            serial=port.serial_number,
            location=port.location,
        )
        for port in list_ports()
        if port.vid is not None and port.pid is not None
    }


def _line_errors() -> tuple[type[Exception], ...]:
    """Everything a pulled plug may raise: ``termios.error`` is no ``OSError``, and POSIX only."""
    try:
        import termios
    except ImportError:
        return (OSError, ValueError)
    return (OSError, ValueError, termios.error)


def _is_held(error: Exception) -> bool:
    """Whether another program has the port open."""
    if os.name == "posix":
        return getattr(error, "errno", None) in (errno.EAGAIN, errno.EBUSY)
    # pyserial keeps nothing but the words of Windows' "access denied".
    return "PermissionError" in str(error)


class SerialLink:
    """One serial port, ours alone; 8 data bits, no parity, 1 stop bit unless said otherwise.

    ``lost_after_s``: for ``socket://`` ports, as a ``TcpLink`` has it; TCP connects quicker.
    """

    answers = True

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
        lost_after_s: int | None = None,
        list_ports: ListPorts = comports,
    ) -> None:
        self._port = port
        self._list_ports = list_ports
        self._write_timeout_s = write_timeout_s
        self._lost_after_s = lost_after_s
        self._errors = _line_errors()
        # WORKAROUND(pyserial 3.5): POSIX knows no DTR/DSR handshake, pyserial accepts it and does
        # nothing, https://github.com/pyserial/pyserial/blob/v3.5/serial/serialposix.py
        self._waits_for_dsr = flow == "dsrdtr" and os.name == "posix"
        self._connect = partial(
            serial.serial_for_url,
            baudrate=baud,
            bytesize=bits,
            parity=parity,
            stopbits=stop,
            rtscts=flow == "rtscts",
            dsrdtr=flow == "dsrdtr" and not self._waits_for_dsr,
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
        port = self._port_now()
        try:
            self._serial = self._connect(port)
        except self._errors as error:
            raise LinkDown(f"{self.name}: {error}", busy=_is_held(error)) from error
        far = getattr(self._serial, "_socket", None)
        if far is not None and self._lost_after_s is not None:
            notice_loss(far, self._lost_after_s)

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
        size = DSR_PART_BYTES if self._waits_for_dsr else PART_BYTES
        for start in range(0, len(data), size):
            if self._waits_for_dsr:
                self._await_dsr(line, start)
            try:
                line.write(data[start : start + size])
                if self._waits_for_dsr:
                    line.flush()
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

    def _port_now(self) -> str:
        if not is_identity(self._port):
            return self._port
        ports = usb_ports(self._list_ports)
        return the_one(parse_identity(self._port), ports, ports.__getitem__, str)

    def _await_dsr(self, line: serial.Serial, sent: int) -> None:
        """Wait until the device is ready to receive; ``sent`` bytes have gone so far."""
        deadline = time.monotonic() + self._write_timeout_s
        try:
            while not line.dsr:
                if time.monotonic() >= deadline:
                    raise LinkDown(f"{self.name}: the device holds DSR down", sent=sent)
                time.sleep(DSR_EVERY_S)
        except LinkDown:
            raise
        except self._errors as error:
            raise LinkDown(f"{self.name}: {error}", sent=sent) from error

    def _opened(self) -> serial.Serial:
        if self._serial is None:
            raise LinkDown(f"{self.name}: not open")
        return self._serial
