"""Sound as the voice handles it: mono samples in one buffer, cut, joined and scaled in memory."""

import sys
from array import array
from collections.abc import Iterable
from dataclasses import dataclass

RATE_HZ = 22_050  # what chimes are made in; the highest overtone lies at 2 kHz
BYTES_PER_SAMPLE = 2
LOUDEST = 32_767


@dataclass(frozen=True, slots=True, kw_only=True)
class Pcm:
    """Mono sound, signed 16-bit little-endian samples at ``rate_hz``."""

    rate_hz: int
    samples: bytes

    @property
    def length_s(self) -> float:
        return len(self.samples) / (BYTES_PER_SAMPLE * self.rate_hz)


def silence(ms: int, rate_hz: int) -> Pcm:
    """``ms`` milliseconds without sound."""
    return Pcm(rate_hz=rate_hz, samples=bytes(BYTES_PER_SAMPLE * (ms * rate_hz // 1000)))


def joined(parts: Iterable[Pcm], rate_hz: int) -> Pcm:
    """All ``parts`` one after the other; each must be at ``rate_hz``, else ``ValueError``."""
    samples = []
    for part in parts:
        if part.rate_hz != rate_hz:
            raise ValueError(f"{part.rate_hz} Hz cannot be joined to {rate_hz} Hz")
        samples.append(part.samples)
    return Pcm(rate_hz=rate_hz, samples=b"".join(samples))


def scaled(pcm: Pcm, percent: int) -> Pcm:
    """``pcm`` with ``percent`` (0-100) of its amplitude."""
    if percent >= 100:
        return pcm
    numbers = numbers_of(pcm)
    return pcm_of((number * percent // 100 for number in numbers), pcm.rate_hz)


def resampled(pcm: Pcm, rate_hz: int) -> Pcm:
    """``pcm`` at another rate, by miniaudio."""
    if pcm.rate_hz == rate_hz:
        return pcm
    import miniaudio

    sixteen = miniaudio.SampleFormat.SIGNED16
    samples = miniaudio.convert_frames(sixteen, 1, pcm.rate_hz, pcm.samples, sixteen, 1, rate_hz)
    return Pcm(rate_hz=rate_hz, samples=bytes(samples))


def peak(pcm: Pcm) -> int:
    """The loudest sample, 0-32767."""
    numbers = numbers_of(pcm)
    return min(LOUDEST, max(max(numbers), -min(numbers))) if numbers else 0


def numbers_of(pcm: Pcm) -> "array[int]":
    """The samples as numbers from -32768 to 32767."""
    numbers = array("h", pcm.samples)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def pcm_of(numbers: Iterable[int], rate_hz: int) -> Pcm:
    """Sound out of numbers from -32768 to 32767."""
    samples = array("h", numbers)
    if sys.byteorder == "big":
        samples.byteswap()
    return Pcm(rate_hz=rate_hz, samples=samples.tobytes())
