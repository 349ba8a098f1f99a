"""Simulated Modbus displays: slaves on one line, each with its registers."""

from collections.abc import Sequence

from hardware.frames import modbus
from hardware.frames.modbus import Function, Profile, RegisterEncoding
from hardware.sim.led_listeners_seen import Seen, SimDisplay

MOST_REGISTERS = 123


class ModbusListener:
    """Several slaves on one line."""

    def __init__(self, displays: Sequence[tuple[SimDisplay, Profile]]) -> None:
        self._displays = displays
        self._registers: dict[tuple[int, int], int] = {}

    def decode(self, data: bytes) -> tuple[int, Seen | None]:
        spans = ((at, at + _request_size(data[at : at + 7])) for at in range(len(data)))
        begun = [(start, end) for start, end in spans if end > start]
        for start, end in sorted(begun, key=lambda span: (span[1], span[0])):
            if end <= len(data) and modbus.crc_fits(data[start:end]):
                return end, self._seen(data[start:end])
        return min((start for start, end in begun if end > len(data)), default=len(data)), None

    def _seen(self, frame: bytes) -> Seen:
        unit, function = frame[0], frame[1]
        written = _written(frame)
        texts: dict[str, str] = {}
        percent: dict[str, int] = {}
        for display, profile in self._displays:
            if unit not in (display.address, modbus.BROADCAST):
                continue
            if profile.register_of(display.row) in written:
                own = {(display.address, place): each for place, each in written.items()}
                self._registers.update(own)
                texts[display.name] = self._text(display, profile)
            if profile.brightness is not None and profile.brightness.register in written:
                value = written[profile.brightness.register]
                percent[display.name] = _percent(profile.brightness, value)
        if all(unit != display.address for display, _ in self._displays):
            # Another slave's business, or everybody's.
            return Seen(frame=frame, texts=texts, percent=percent)
        taken = modbus.acknowledgement(frame)
        no_such_register = modbus.refusal(unit, function, 2)
        return Seen(
            frame=frame,
            texts=texts,
            percent=percent,
            answer=taken if texts or percent else no_such_register,
            refusal=modbus.refusal(unit, function, 4),
        )

    def _text(self, display: SimDisplay, profile: Profile) -> str:
        """What the registers of one display say."""
        unit, first = display.address, profile.register_of(display.row)
        match profile.encoding:
            case RegisterEncoding.INT16:
                return str(self._at(unit, first))
            case RegisterEncoding.INT32:
                return str(self._at(unit, first) << 16 | self._at(unit, first + 1))
            case RegisterEncoding.ASCII_WIDE:
                codes = [self._at(unit, first + place) for place in range(profile.width)]
                return "".join(chr(code & 0x7F) for code in codes)
            case RegisterEncoding.ASCII_PACKED:
                words = [self._at(unit, first + place) for place in range(profile.width // 2)]
                raw = b"".join(word.to_bytes(2, "big") for word in words)
                return raw.decode("ascii", "replace")

    def _at(self, unit: int, register: int) -> int:
        return self._registers.get((unit, register), 0)


def _written(frame: bytes) -> dict[int, int]:
    """Registers that a write request names, and what they become."""
    register = int.from_bytes(frame[2:4], "big")
    body = frame[4:6] if frame[1] == Function.WRITE_ONE else frame[7:-2]
    values = [int.from_bytes(body[at : at + 2], "big") for at in range(0, len(body), 2)]
    return dict(enumerate(values, start=register))


def _percent(rule: modbus.Brightness, value: int) -> int:
    span = rule.high - rule.low
    return min(100, max(0, round(100 * (value - rule.low) / span))) if span else 100


def _request_size(head: bytes) -> int:
    """Bytes of the write request that begins with ``head``; 0 when none does."""
    if len(head) < 2:
        return 2
    if head[1] == Function.WRITE_ONE:
        return 8
    if head[1] != Function.WRITE_SEVERAL:
        return 0
    if len(head) < 7:
        return 7
    count = int.from_bytes(head[4:6], "big")
    return 9 + head[6] if 0 < count <= MOST_REGISTERS and head[6] == 2 * count else 0
