"""A USB bus with printers on it, for pyusb: a back end like libusb's, without the cables.

The real pyusb and the real python-escpos do everything above it.
"""

import array
import errno
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import usb.core

BULK_OUT, BULK_IN = 0x01, 0x82
PACKET = 64


@dataclass(slots=True, kw_only=True)
class UsbPrinter:
    """One device. ``takes``: bytes that it still takes, None for any number."""

    vendor: int = 0x0483
    product: int = 0x5740
    serial: str | None = "A1"
    address: int = 4
    interfaces: tuple[int, ...] = (7,)  # the class of each
    takes: int | None = None
    plugged: bool = True
    held: bool = False  # another program has its interface
    drivers: set[int] = field(default_factory=set)  # interfaces that a kernel driver has
    claimed: set[int] = field(default_factory=set)
    heard: bytes = b""
    says: list[bytes] = field(default_factory=list)
    resets: int = 0


class UsbBus:
    """What pyusb asks of a back end; see ``usb.backend.IBackend``."""

    # python-escpos takes kernel drivers away only from a back end of this name.
    __module__ = "bus.libusb1"

    def __init__(self, *printers: UsbPrinter) -> None:
        self.printers = printers
        self.open_devices = 0

    def enumerate_devices(self) -> list[UsbPrinter]:
        return [printer for printer in self.printers if printer.plugged]

    def get_parent(self, dev: UsbPrinter) -> None:
        return None

    def get_device_descriptor(self, dev: UsbPrinter) -> Any:
        return SimpleNamespace(
            bLength=18, bDescriptorType=1, bcdUSB=0x200, bDeviceClass=0, bDeviceSubClass=0,
            bDeviceProtocol=0, bMaxPacketSize0=64, idVendor=dev.vendor, idProduct=dev.product,
            bcdDevice=0x100, iManufacturer=0, iProduct=0, iSerialNumber=3 if dev.serial else 0,
            bNumConfigurations=1, address=dev.address, bus=1, port_number=1, port_numbers=(1,),
            speed=2,
        )  # fmt: skip

    def get_configuration_descriptor(self, dev: UsbPrinter, config: int) -> Any:
        if config:
            raise IndexError(config)
        return SimpleNamespace(
            bLength=9, bDescriptorType=2, wTotalLength=32, bNumInterfaces=len(dev.interfaces),
            bConfigurationValue=1, iConfiguration=0, bmAttributes=0xC0, bMaxPower=1,
            extra_descriptors=[],
        )  # fmt: skip

    def get_interface_descriptor(self, dev: UsbPrinter, intf: int, alt: int, config: int) -> Any:
        if intf >= len(dev.interfaces) or alt:
            raise IndexError(intf)
        printer = dev.interfaces[intf] in (7, 0xFF)
        return SimpleNamespace(
            bLength=9, bDescriptorType=4, bInterfaceNumber=intf, bAlternateSetting=0,
            bNumEndpoints=2 if printer else 0, bInterfaceClass=dev.interfaces[intf],
            bInterfaceSubClass=1, bInterfaceProtocol=2, iInterface=0, extra_descriptors=[],
        )  # fmt: skip

    def get_endpoint_descriptor(
        self, dev: UsbPrinter, ep: int, intf: int, alt: int, config: int
    ) -> Any:
        return SimpleNamespace(
            bLength=7, bDescriptorType=5, bEndpointAddress=(BULK_OUT, BULK_IN)[ep],
            bmAttributes=2, wMaxPacketSize=PACKET, bInterval=0, bRefresh=0, bSynchAddress=0,
            extra_descriptors=[],
        )  # fmt: skip

    def open_device(self, dev: UsbPrinter) -> UsbPrinter:
        self.open_devices += 1
        return dev

    def close_device(self, handle: UsbPrinter) -> None:
        self.open_devices -= 1

    def set_configuration(self, handle: UsbPrinter, value: int) -> None:
        _there(handle)

    def get_configuration(self, handle: UsbPrinter) -> int:
        return 1

    def reset_device(self, handle: UsbPrinter) -> None:
        handle.resets += 1

    def is_kernel_driver_active(self, handle: UsbPrinter, intf: int) -> bool:
        return intf in handle.drivers

    def detach_kernel_driver(self, handle: UsbPrinter, intf: int) -> None:
        handle.drivers.remove(intf)

    def attach_kernel_driver(self, handle: UsbPrinter, intf: int) -> None:
        if intf in handle.claimed:
            raise _error(errno.EBUSY)
        handle.drivers.add(intf)

    def claim_interface(self, handle: UsbPrinter, intf: int) -> None:
        if handle.held or intf in handle.drivers:
            raise _error(errno.EBUSY)
        handle.claimed.add(intf)

    def release_interface(self, handle: UsbPrinter, intf: int) -> None:
        handle.claimed.discard(intf)

    def ctrl_transfer(
        self, handle: UsbPrinter, kind: int, request: int, value: int, index: int,
        data: array.array, timeout: int,
    ) -> int:  # fmt: skip
        """String descriptors: 0 names the languages, 3 is the serial number."""
        text = "\u0409" if value & 0xFF == 0 else handle.serial or ""
        answer = text.encode("utf-16-le")
        answer = bytes([len(answer) + 2, 3]) + answer
        part = answer[: len(data)]
        data[: len(part)] = array.array("B", part)
        return len(part)

    def bulk_write(
        self, handle: UsbPrinter, ep: int, intf: int, data: array.array, timeout: int
    ) -> int:
        """Takes as much as the printer takes; a part of it when the time is over."""
        _there(handle)
        assert intf in handle.claimed
        assert timeout > 0  # 0 would wait for ever
        part = bytes(data) if handle.takes is None else bytes(data)[: handle.takes]
        if not part:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        if handle.takes is not None:
            handle.takes -= len(part)
        handle.heard += part
        return len(part)

    def bulk_read(
        self, handle: UsbPrinter, ep: int, intf: int, buff: array.array, timeout: int
    ) -> int:
        """One packet. Really waits for nothing: what is not there does not come."""
        _there(handle)
        assert timeout > 0
        if not handle.says:
            raise usb.core.USBTimeoutError("Operation timed out", -7, errno.ETIMEDOUT)
        packet = handle.says.pop(0)
        assert len(packet) <= len(buff), "overflow"
        buff[: len(packet)] = array.array("B", packet)
        return len(packet)

    # A printer has only bulk endpoints; pyusb looks for the others before it chooses.
    intr_write = iso_write = bulk_write
    intr_read = iso_read = bulk_read


def _there(handle: UsbPrinter) -> None:
    if not handle.plugged:
        raise _error(errno.ENODEV)


def _error(number: int) -> usb.core.USBError:
    return usb.core.USBError("it failed", -4, number)
