"""A USB device by what it is, not by the name that the system gave it at this plugging in.

usb:0483:5740           vendor and product, when there is only one such device
usb:0483:5740:A1B2C3    and its serial number, which may itself have colons
usb:1a86:7523@1-1.2     or the socket it is plugged into: many adapters have no serial number
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from hardware.protocols.link import LinkDown

_FORM = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+)|@(.+))?", re.IGNORECASE)

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class UsbIdentity:
    """What a device says of itself. ``serial`` None: any, or it has none.

    ``location``: the socket where it is plugged in, as the system names it; None: any.
    """

    vendor: int
    product: int
    serial: str | None = None
    location: str | None = None

    def __str__(self) -> str:
        model = f"usb:{self.vendor:04x}:{self.product:04x}"
        if self.serial:
            return f"{model}:{self.serial}"
        return f"{model}@{self.location}" if self.location else model

    def fits(self, other: "UsbIdentity") -> bool:
        """Whether ``other``, a device that is plugged in, is the one meant."""
        same_model = (self.vendor, self.product) == (other.vendor, other.product)
        same_number = self.serial in (None, other.serial)
        return same_model and same_number and self.location in (None, other.location)


def is_identity(text: str) -> bool:
    """Whether ``text`` means to be an identity and not a port's name."""
    return text.lower().startswith("usb:")


def parse_identity(text: str) -> UsbIdentity:
    """``usb:VID:PID[:SERIAL|@LOCATION]``, VID and PID of four hex digits; ``ValueError`` else."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise ValueError(text)
    vendor, product, serial, location = match.groups()
    return UsbIdentity(
        vendor=int(vendor, 16), product=int(product, 16), serial=serial, location=location
    )


def the_one(
    wanted: UsbIdentity,
    plugged_in: Iterable[Found],
    identity_of: Callable[[Found], UsbIdentity],
    name_of: Callable[[Found], str],
) -> Found:
    """The device that is ``wanted``. ``LinkDown`` when there is none, or when it might be several:
    printing on the wrong one of two printers is worse than not printing."""
    others = list(plugged_in)
    fitting = [each for each in others if wanted.fits(identity_of(each))]
    if len(fitting) == 1:
        return fitting[0]
    named = ", ".join(f"{name_of(each)} = {identity_of(each)}" for each in fitting or others)
    if fitting:
        raise LinkDown(f"{wanted}: fits several devices, name one of them: {named}")
    raise LinkDown(f"{wanted}: not plugged in; there is {named or 'no such device at all'}")
