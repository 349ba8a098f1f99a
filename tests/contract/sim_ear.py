"""Listening to a simulated printer without a line: what it says, and jobs to say to it."""

from PIL import Image

from hardware.sim.printer import SimPrinter

CUT = b"\x1dVB\x00"
DOT_ROW = b"\x1dv0\x00\x01\x00\x01\x00\xff"
CONFIRM = b"\x1dr\x01"


class Ear:
    """Hears what the printer says."""

    def __init__(self) -> None:
        self.heard = b""
        self.hung_up = False

    def send(self, data: bytes) -> None:
        self.heard += data

    def wake(self) -> None:
        """Nothing sleeps here."""

    def hang_up(self) -> None:
        self.hung_up = True


def connected(**settings: object) -> tuple[SimPrinter, Ear]:
    """A narrow printer that someone listens to."""
    printer, ear = SimPrinter(**{"width": 64} | settings), Ear()  # type: ignore[arg-type]
    printer.attach(ear)
    return printer, ear


def ink(picture: Image.Image) -> set[tuple[int, int]]:
    """The burnt dots as (column, row)."""
    return {
        (at % picture.width, at // picture.width)
        for at, value in enumerate(picture.convert("L").tobytes())
        if value == 0
    }


def graphics(function: int, rest: bytes) -> bytes:
    """``GS ( L``, m 48."""
    data = bytes((48, function)) + rest
    return b"\x1d(L" + len(data).to_bytes(2, "little") + data
