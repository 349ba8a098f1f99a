"""The two-tone chime that goes before a call, made once from sine waves: no file, no numpy."""

import math
from array import array
from dataclasses import dataclass

RATE_HZ = 22_050  # the highest overtone lies at 2 kHz
BYTES_PER_SAMPLE = 2
PEAK = 0.55  # of full scale: loud enough for a hall, no clipping when the two tones overlap

# A falling major third, E5 then C5: the interval of a door bell.
_TONES_HZ = ((0.00, 659.26), (0.42, 523.25))
_LENGTH_S = 1.9
# Multiple of the pitch, strength, speed of decay: overtones die first, as in a bell.
_PARTIALS = ((1.0, 1.00, 2.6), (2.0, 0.32, 4.5), (3.0, 0.10, 7.0))
_ATTACK_S = 0.006
_FADE_S = 0.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Pcm:
    """Mono sound, signed 16-bit little-endian samples at ``rate_hz``."""

    rate_hz: int
    samples: bytes

    @property
    def length_s(self) -> float:
        return len(self.samples) / (BYTES_PER_SAMPLE * self.rate_hz)


def two_tone_chime(rate_hz: int = RATE_HZ) -> Pcm:
    """Ding-dong, 1.9 s; starts and ends in silence, so that it can be joined to speech."""
    total = int(_LENGTH_S * rate_hz)
    wave = [0.0] * total
    for start_s, pitch_hz in _TONES_HZ:
        _add_tone(wave, start=int(start_s * rate_hz), pitch_hz=pitch_hz, rate_hz=rate_hz)
    loudest = max(abs(value) for value in wave)
    fade = int(_FADE_S * rate_hz)
    gain = PEAK * 32_767 / loudest
    samples = array(
        "h",
        (round(value * gain * min(1.0, (total - 1 - at) / fade)) for at, value in enumerate(wave)),
    )
    return Pcm(rate_hz=rate_hz, samples=_little_endian(samples))


def _add_tone(wave: list[float], *, start: int, pitch_hz: float, rate_hz: int) -> None:
    """Add one struck tone to ``wave`` from sample ``start`` on."""
    for multiple, strength, decay in _PARTIALS:
        turn = 2 * math.pi * pitch_hz * multiple / rate_hz
        fall = math.exp(-decay / rate_hz)
        level = strength
        for at in range(len(wave) - start):
            attack = min(1.0, at / (_ATTACK_S * rate_hz))
            wave[start + at] += level * attack * math.sin(turn * at)
            level *= fall


def _little_endian(samples: "array[int]") -> bytes:
    if array("h", [1]).tobytes()[0] != 1:
        samples.byteswap()
    return samples.tobytes()
