"""A USB printer without a kernel driver in between, by libusb through python-escpos.

    usb:VID:PID[:SERIAL] ──► pyusb finds it ──► escpos Usb: driver off, configuration, reset
                                                  ▼
                             its device: claim the printer's interface, bulk OUT and bulk IN

For machines where ``/dev/usb/lp*`` does not exist. On Windows libusb needs a driver (Zadig) that
takes the place of the maker's: there the spooler or, better, the network is the way to go.

Of python-escpos only opening and closing are used: its ``_raw`` does not say how much a write that
ended early had taken, and its ``_read`` has no deadline.
"""

import contextlib
import errno
import os
import shutil
import time
from typing import Any

from hardware.protocols.link import LinkDown
from hardware.protocols.usb_identity import UsbIdentity, parse_identity, the_one

WRITE_TIMEOUT_S = 5.0
PART_BYTES = 4096
PRINTER_CLASS = 7
NAP_S = 0.02
NO_LIBUSB = (
    "libusb is not installed (Debian: libusb-1.0-0). On Windows it also needs the Zadig driver in "
    "place of the maker's: rather use the spooler (windows) or the network (tcp)"
)


class LibusbLink:
    """One printer by its identity. ``backend`` is pyusb's; None: the libusb of this machine."""

    answers = True

    def __init__(
        self, device: str, *, write_timeout_s: float = WRITE_TIMEOUT_S, backend: Any = None
    ) -> None:
        self._name = device
        self._wanted = parse_identity(device)
        self._timeout_ms = round(write_timeout_s * 1000)
        self._backend = backend
        self._transport: Any = None
        self._device: Any = None
        self._interface: Any = None
        self._into: Any = None
        self._out_of: Any = None
        self._had_driver = False  # the kernel's, at this opening
        self._left = b""  # answered, not yet asked for

    @property
    def name(self) -> str:
        return self._name

    def open(self) -> None:
        self.close()
        import usb.core

        try:
            place = self._find()
            self._connect(place)
            self._claim()
        except usb.core.NoBackendError as error:
            raise LinkDown(f"{self.name}: {NO_LIBUSB}") from error
        except LinkDown:
            self.close()
            raise
        except _failures() as error:
            self.close()
            held = getattr(error, "errno", None) == errno.EBUSY
            raise LinkDown(f"{self.name}: {_reason(error)}", busy=held) from error

    def close(self) -> None:
        transport, self._transport = self._transport, None
        device, self._device = self._device, None
        interface, self._interface = self._interface, None
        self._left = b""
        if device is None:
            return
        import usb.util

        if interface is not None:
            with contextlib.suppress(*_failures()):
                usb.util.release_interface(device, interface)
        if self._had_driver:
            with contextlib.suppress(*_failures()):
                device.attach_kernel_driver(interface or 0)
        with contextlib.suppress(*_failures()):
            transport.close()

    def write(self, data: bytes) -> None:
        import usb.core

        into = self._opened(self._into)
        sent = 0
        while sent < len(data):
            try:
                taken = into.write(data[sent : sent + PART_BYTES], self._timeout_ms)
            except usb.core.USBTimeoutError as error:
                raise LinkDown(f"{self.name}: the printer takes nothing", sent=sent) from error
            except _failures() as error:
                # Of this part some bytes may have left: libusb counts them, pyusb does not tell.
                raise LinkDown(f"{self.name}: {_reason(error)}", sent=sent, untouched=False) from (
                    error
                )
            sent += taken

    def read(self, size: int, timeout_s: float) -> bytes:
        self._opened(self._into)
        deadline = time.monotonic() + timeout_s
        while len(self._left) < size:
            left_s = max(0.0, deadline - time.monotonic())
            part = self._packet(left_s)
            self._left += part
            if not part and left_s <= 0:
                break
            if not part:
                time.sleep(min(NAP_S, left_s))
        answer, self._left = self._left[:size], self._left[size:]
        return answer

    def _packet(self, timeout_s: float) -> bytes:
        """One answer of the printer, empty when none comes."""
        import usb.core

        if self._out_of is None:
            return b""
        try:
            # libusb takes 0 for "for ever", and needs room for a whole packet.
            most_ms = max(1, round(timeout_s * 1000))
            return bytes(self._out_of.read(self._out_of.wMaxPacketSize, most_ms))
        except usb.core.USBTimeoutError:
            return b""
        except _failures() as error:
            raise LinkDown(f"{self.name}: {_reason(error)}") from error

    def _find(self) -> tuple[int, int]:
        """Bus and address of the printer that is wanted."""
        import usb.core
        import usb.util

        devices = list(
            usb.core.find(
                find_all=True,
                backend=self._backend,
                idVendor=self._wanted.vendor,
                idProduct=self._wanted.product,
            )
        )
        # Reading a serial number opens the device: only where it decides.
        deciding = self._wanted.serial is not None or len(devices) > 1
        try:
            found = the_one(
                self._wanted,
                devices,
                lambda each: _identity(each, with_serial=deciding),
                lambda each: f"bus {each.bus} address {each.address}",
            )
            # Whoever opens it next takes the kernel's driver away: closing gives it back.
            number = _printer_interface(found).bInterfaceNumber
            self._had_driver = _has_driver(found, number)
        finally:
            for each in devices:
                usb.util.dispose_resources(each)
        return found.bus, found.address

    def _connect(self, place: tuple[int, int]) -> None:
        """Open the device at ``place`` the way that python-escpos has opened thousands."""
        printer_of, not_found = _escpos()
        transport = printer_of(
            usb_args={
                "backend": self._backend,
                "custom_match": lambda each: (each.bus, each.address) == place,
            },
            timeout=self._timeout_ms,
        )
        try:
            transport.open()
        except not_found as error:
            raise LinkDown(f"{self.name}: {' '.join(str(error).split())}") from error
        self._transport, self._device = transport, transport.device

    def _claim(self) -> None:
        """Make the printer's interface ours, and find its two ways."""
        import usb.util

        interface = _printer_interface(self._device)
        number = interface.bInterfaceNumber
        if _has_driver(self._device, number):
            # python-escpos has taken care of interface 0 only.
            self._device.detach_kernel_driver(number)
        usb.util.claim_interface(self._device, number)
        self._interface = number
        self._into = _bulk(interface, usb.util.ENDPOINT_OUT)
        self._out_of = _bulk(interface, usb.util.ENDPOINT_IN)
        if self._into is None:
            raise LinkDown(f"{self.name}: no way in for data, this is no printer")

    def _opened(self, endpoint: Any) -> Any:
        if self._transport is None or self._interface is None:
            raise LinkDown(f"{self.name}: not open")
        return endpoint


def _printer_interface(device: Any) -> Any:
    """The interface that says it is a printer; clones that say nothing have only one."""
    interfaces = list(device.get_active_configuration())
    printers = [each for each in interfaces if each.bInterfaceClass == PRINTER_CLASS]
    return (printers or interfaces)[0]


def _escpos() -> tuple[Any, type[Exception]]:
    """python-escpos's USB printer, and what it raises. Its import takes 0.3 s and leaves a folder
    in the temporary files: only who needs it imports it, and the folder goes."""
    from escpos import capabilities
    from escpos.exceptions import DeviceNotFoundError
    from escpos.printer import Usb

    if "ESCPOS_CAPABILITIES_PICKLE_DIR" not in os.environ:
        shutil.rmtree(capabilities.pickle_dir, ignore_errors=True)
    return Usb, DeviceNotFoundError


def _failures() -> tuple[type[Exception], ...]:
    """Everything that finding and using a device may raise."""
    import usb.core

    # NotImplementedError: libusb on Windows cannot detach drivers; ValueError: no descriptor.
    return (usb.core.USBError, NotImplementedError, ValueError, OSError)


def _identity(device: Any, *, with_serial: bool) -> UsbIdentity:
    serial = None
    if with_serial:
        with contextlib.suppress(*_failures()):  # unreadable: no permission, or there is none
            serial = device.serial_number
    return UsbIdentity(vendor=device.idVendor, product=device.idProduct, serial=serial)


def _has_driver(device: Any, interface: int) -> bool:
    try:
        return bool(device.is_kernel_driver_active(interface))
    except _failures():
        return False


def _bulk(interface: Any, direction: int) -> Any:
    import usb.util

    for endpoint in interface:
        bulk = usb.util.endpoint_type(endpoint.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        if bulk and usb.util.endpoint_direction(endpoint.bEndpointAddress) == direction:
            return endpoint
    return None


def _reason(error: Exception) -> str:
    match getattr(error, "errno", None):
        case errno.EBUSY:
            return "another program holds the printer"
        case errno.ENODEV | errno.EIO:
            return "unplugged"
        case errno.EACCES:
            return "no permission for this USB device"
        case _:
            return " ".join(str(error).split())
