"""A line whose two ends disagree about the speed: what one sends bit by bit, the other samples.

idle 1 ─┐   ┌─ d0 … d7, least significant bit first ─┬─ 1 ─ idle
        └ 0 ┘ start bit                              stop bit
"""

from collections.abc import Iterator

from hardware.protocols.link import Link

FRAME_BITS = 10


def levels(data: bytes) -> list[int]:
    """The line's level during each bit, with some silence before and after."""
    bits = [1] * FRAME_BITS
    for value in data:
        bits += [0, *(value >> place & 1 for place in range(8)), 1]
    return bits + [1] * FRAME_BITS


def sampled(bits: list[int], ratio: float) -> Iterator[int]:
    """The bytes that a receiver makes of ``bits``; its bits last ``ratio`` of the sender's."""
    moment = 0.0
    while moment + FRAME_BITS * ratio < len(bits):
        if bits[int(moment)]:
            moment += ratio / 16  # it looks for a start bit 16 times a bit
            continue
        value = 0
        for place in range(8):
            value |= bits[int(moment + (place + 1.5) * ratio)] << place
        yield value
        moment += (FRAME_BITS - 0.5) * ratio


def misheard(data: bytes, *, sent_at: int, heard_at: int) -> bytes:
    """``data`` sent at one baud rate and heard at another."""
    return bytes(sampled(levels(data), sent_at / heard_at))


class WrongBaud:
    """A ``Link`` at ``ours`` baud to a device at ``theirs``."""

    answers = True

    def __init__(self, link: Link, *, ours: int, theirs: int) -> None:
        self._link = link
        self._ours, self._theirs = ours, theirs

    @property
    def name(self) -> str:
        return self._link.name

    def open(self) -> None:
        self._link.open()

    def close(self) -> None:
        self._link.close()

    def write(self, data: bytes) -> None:
        self._link.write(misheard(data, sent_at=self._ours, heard_at=self._theirs))

    def read(self, size: int, timeout_s: float) -> bytes:
        heard = self._link.read(size, timeout_s)
        return misheard(heard, sent_at=self._theirs, heard_at=self._ours)[:size] if heard else b""
