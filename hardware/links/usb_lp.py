"""A USB printer behind Linux's own printer driver: ``/dev/usb/lp*``, read and written.

    kernel:  usblp ── /dev/usb/lp0                      (only one program at a time: EBUSY)
    sysfs:   /sys/class/usbmisc/lp0/device ──► …/1-2:1.0    the printer's interface
                                                /1-2         idVendor, idProduct, serial

The driver stays where it is, so that nothing else on the machine changes. By identity
(``usb:VID:PID[:SERIAL]``) the printer is found at every opening, whatever number it got.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from hardware.protocols.link import LinkDown
from hardware.protocols.usb_identity import UsbIdentity, is_identity, parse_identity, the_one

WRITE_TIMEOUT_S = 5.0
# What the driver hands to the printer at once; more would only wait inside of it.
PART_BYTES = 8192
# The driver calls a printer without paper writable and then takes nothing; and some printers send
# empty answers all the time. Neither may keep a processor busy.
NAP_S = 0.02
SYSFS = Path("/sys/class/usbmisc")
DEVICES = Path("/dev/usb")

OpenFile = Callable[[str, int], int]


def usb_lp_printers(sysfs: Path = SYSFS) -> Mapping[str, UsbIdentity]:
    """The printers that are plugged in now: ``lp0`` → who it is."""
    found = {}
    for entry in sorted(sysfs.glob("lp*")):
        device = (entry / "device").resolve().parent
        vendor, product = _read(device / "idVendor"), _read(device / "idProduct")
        if vendor and product:
            found[entry.name] = UsbIdentity(
                vendor=int(vendor, 16),
                product=int(product, 16),
                serial=_read(device / "serial") or None,
            )
    return found


class UsbLpLink:
    """One printer; ``device`` is the path of its file or its identity."""

    answers = True

    def __init__(
        self,
        device: str,
        *,
        write_timeout_s: float = WRITE_TIMEOUT_S,
        sysfs: Path = SYSFS,
        devices: Path = DEVICES,
        open_file: OpenFile = os.open,
    ) -> None:
        self._device = device
        self._write_timeout_s = write_timeout_s
        self._sysfs = sysfs
        self._devices = devices
        self._open_file = open_file
        self._file: int | None = None

    @property
    def name(self) -> str:
        return self._device

    def open(self) -> None:
        self.close()
        if sys.platform != "linux":
            raise LinkDown(f"{self.name}: only Linux has such files")
        path = self._path_now()
        try:
            self._file = self._open_file(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
        except OSError as error:
            held = error.errno == errno.EBUSY
            raise LinkDown(f"{path}: {_reason(error)}", busy=held) from error

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    def write(self, data: bytes) -> None:
        file = self._opened()
        sent = 0
        view = memoryview(data)
        deadline = time.monotonic() + self._write_timeout_s
        while sent < len(data):
            self._await_room(file, deadline, sent)
            try:
                taken = os.write(file, view[sent : sent + PART_BYTES])
            except BlockingIOError:
                taken = 0
            except OSError as error:
                raise LinkDown(f"{self.name}: {_reason(error)}", sent=sent) from error
            sent += taken
            if taken:
                deadline = time.monotonic() + self._write_timeout_s
            else:
                time.sleep(NAP_S)
        # Closing the file drops what the printer has not fetched yet: wait until it has.
        self._await_room(file, deadline, sent)

    def read(self, size: int, timeout_s: float) -> bytes:
        file = self._opened()
        deadline = time.monotonic() + timeout_s
        answer = b""
        while len(answer) < size:
            left_s = max(0.0, deadline - time.monotonic())
            if not self._has_answer(file, left_s):
                break
            try:
                part = os.read(file, size - len(answer))
            except BlockingIOError:
                part = b""
            except OSError as error:
                raise LinkDown(f"{self.name}: {_reason(error)}") from error
            answer += part
            if part:
                continue
            if _poll(file, 0, writing=True) < 0:
                raise LinkDown(f"{self.name}: unplugged")
            if left_s <= 0:
                break
            time.sleep(min(NAP_S, left_s))
        return answer

    def _await_room(self, file: int, deadline: float, sent: int) -> None:
        """Wait until the driver takes more. ``LinkDown`` with ``sent`` when it does not."""
        left_s = deadline - time.monotonic()
        if left_s <= 0 or not (events := _poll(file, left_s, writing=True)):
            raise LinkDown(f"{self.name}: the printer takes nothing", sent=sent)
        if events < 0:
            raise LinkDown(f"{self.name}: unplugged", sent=sent)

    def _has_answer(self, file: int, timeout_s: float) -> bool:
        events = _poll(file, timeout_s, writing=False)
        if events < 0:
            raise LinkDown(f"{self.name}: unplugged")
        return events > 0

    def _path_now(self) -> str:
        if not is_identity(self._device):
            return self._device
        printers = usb_lp_printers(self._sysfs)
        name = the_one(parse_identity(self._device), printers, printers.__getitem__, str)
        return str(self._devices / name)

    def _opened(self) -> int:
        if self._file is None:
            raise LinkDown(f"{self.name}: not open")
        return self._file


def _poll(file: int, timeout_s: float, *, writing: bool) -> int:
    """1: ready · 0: not within ``timeout_s`` · -1: the printer has gone."""
    if sys.platform == "win32":  # no such file was ever opened there
        return -1
    import select

    poll = select.poll()
    poll.register(file, select.POLLOUT if writing else select.POLLIN)
    events = [event for _, event in poll.poll(timeout_s * 1000)]
    if not events:
        return 0
    gone = select.POLLHUP | select.POLLERR | select.POLLNVAL
    # What came before the plug was pulled may still be read.
    readable = not writing and events[0] & select.POLLIN
    return -1 if events[0] & gone and not readable else 1


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.EBUSY:
            return "another program holds the printer"
        case errno.EIO | errno.ENODEV | errno.ENXIO:
            return "unplugged"
        case errno.ENOENT:
            return "not plugged in, or switched off"
        case errno.EACCES | errno.EPERM:
            return "no permission; on Debian the user must be in the group lp"
        case _:
            return error.strerror or str(error)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace").strip()
    except OSError:
        return ""
