"""The ESC/POS commands that a slip is made of, each as bytes; nothing else ever leaves for paper.

    1B 40                                  ESC @          known settings
    1B 61 n                                ESC a          0 left, 1 centre, 2 right
    1B 74 n                                ESC t          letters of code page n
    1C 2E                                  FS .           no Chinese: clones start with it, and
                                                          take two Vietnamese letters for one sign
    1D 21 wh                               GS !           letters w + 1 times as wide, h + 1 as high
    1B 45 n · 1D 42 n                      ESC E · GS B   bold · white on black
    0A · 1B 64 n                           LF · ESC d     print and feed 1 · n lines
    1D 50 x y · 1B 4A n                    GS P · ESC J   motion units per inch · feed n of them
    1D 28 6B …                             GS ( k         QR code
    1D 28 4C 06 00 30 45 k k x y           GS ( L fn 69   print the picture stored under key k k
    1D 28 4C pL pH 30 43 30 k k 01 …       GS ( L fn 67   store a picture
    1D 56 41 00 · 1D 56 42 00              GS V           feed to the knife; cut in full · partly
    1D 72 01                               GS r           answered in order, when all of it is done
    1D 28 48 06 00 30 30 d d d d           GS ( H fn 48   the same, brings the job's number back
    1D 65 03 0C                            GS e           presenter: hold the slip out, 12 steps of
                                                          about 7 mm; how long, the printer's own
                                                          set-up says

Sources: Epson ESC/POS command reference; for GS e the manuals of Custom and of Pyramid, whose
kiosk printers share it.
"""

import struct
from typing import assert_never

from core.slip import Align
from hardware.frames.escpos_status import job_mark
from hardware.protocols.capabilities import Capabilities, Confirmation, Cutter

RESET = b"\x1b@"
NO_CHINESE = b"\x1c."
LINE = b"\n"
CONFIRM_IN_ORDER = b"\x1dr\x01"
PRESENT = b"\x1de\x03\x0c"
MOST_UNITS = 255  # of one ESC J
MOST_LINES_FED = 255
LARGEST_MODULE = 16
LARGEST_LETTERS = 8
MOST_STORED = 0xFFFF - 11


def align(where: Align) -> bytes:
    """ESC a."""
    match where:
        case Align.LEFT:
            return b"\x1ba\x00"
        case Align.CENTRE:
            return b"\x1ba\x01"
        case Align.RIGHT:
            return b"\x1ba\x02"
        case _:
            assert_never(where)


def letters_page(page: int) -> bytes:
    """ESC t."""
    return bytes((0x1B, 0x74, page))


def letter_size(wide: int, high: int) -> bytes:
    """GS !, each 1 to 8."""
    return bytes((0x1D, 0x21, (wide - 1) << 4 | (high - 1)))


def bold(on: bool) -> bytes:
    """ESC E."""
    return bytes((0x1B, 0x45, on))


def inverted(on: bool) -> bytes:
    """GS B."""
    return bytes((0x1D, 0x42, on))


def feed_lines(lines: int) -> bytes:
    """Empty paper, in lines of letters."""
    if lines <= len(b"\x1bd\x01"):
        return LINE * lines
    return bytes((0x1B, 0x64, min(lines, MOST_LINES_FED)))


def motion_units(dpi: int) -> bytes:
    """GS P: from here on ESC J counts in ``dpi`` parts of an inch, where the model can."""
    return bytes((0x1D, 0x50, dpi, dpi))


def feed_units(units: int) -> bytes:
    """ESC J, as often as it takes."""
    whole, rest = divmod(units, MOST_UNITS)
    parts = [MOST_UNITS] * whole + [rest] * (rest > 0)
    return b"".join(bytes((0x1B, 0x4A, part)) for part in parts)


def qr_code(content: bytes, module: int) -> bytes:
    """GS ( k: model 2, ``module`` dots, error correction M, store, print."""
    module = min(max(1, module), LARGEST_MODULE)
    return b"".join(
        (
            b"\x1d(k\x04\x001A2\x00",
            b"\x1d(k\x03\x001C" + bytes((module,)),
            b"\x1d(k\x03\x001E1",
            b"\x1d(k" + struct.pack("<H", len(content) + 3) + b"1P0" + content,
            b"\x1d(k\x03\x001Q0",
        )
    )


def stored_picture(key: bytes) -> bytes:
    """GS ( L function 69: the picture under ``key``, dot for dot."""
    return b"\x1d(L\x06\x000E" + key + b"\x01\x01"


def store_picture(key: bytes, width: int, height: int, dots: bytes) -> bytes:
    """GS ( L function 67: ``dots`` (rows of full bytes, 1 for ink) into the printer's memory."""
    if len(dots) > MOST_STORED:
        raise ValueError(f"{len(dots)} bytes of picture, {MOST_STORED} at most")
    return (
        b"\x1d(L"
        + struct.pack("<H", len(dots) + 11)
        + b"0C0"
        + key
        + b"\x01"
        + struct.pack("<HH", width, height)
        + b"1"
        + dots
    )


def forget_picture(key: bytes) -> bytes:
    """GS ( L function 66: the picture under ``key`` is no longer stored."""
    return b"\x1d(L\x04\x000B" + key


def cut(cutter: Cutter) -> bytes:
    """GS V with the feed to the knife; nothing without a knife."""
    match cutter:
        case Cutter.FULL:
            return b"\x1dVA\x00"
        case Cutter.PARTIAL:
            return b"\x1dVB\x00"
        case Cutter.NONE:
            return b""
        case _:
            assert_never(cutter)


def confirm_request(capabilities: Capabilities, job: int = 0) -> bytes:
    """What makes the printer prove that everything before it is done; b"" where it cannot.

    ``job`` comes back in the answer to GS ( H, as four bytes that no other answer has.
    """
    match capabilities.confirmation:
        case Confirmation.NONE:
            return b""
        case Confirmation.GS_R:
            return CONFIRM_IN_ORDER
        case Confirmation.GS_H:
            return b"\x1d(H\x06\x0000" + job_mark(job)
        case _:
            assert_never(capabilities.confirmation)


def recovery(capabilities: Capabilities) -> bytes:
    """Ends whatever was cut off: as many NULs as one payload has, then known settings.

    Between commands printers ignore NUL; inside a raster it is white paper.
    """
    return bytes(capabilities.max_payload) + RESET
