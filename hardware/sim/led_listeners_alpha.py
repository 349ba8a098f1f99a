"""Simulated Alpha signs: each understands its model's and its own address, and keeps its files."""

import re
from collections.abc import Iterator, Sequence

from hardware.frames.alpha import EVERY_MODEL, EVERY_SIGN, FLASH, AlphaFile, AlphaSign
from hardware.sim.led_listeners_seen import Seen, SimDisplay

_COMMAND = rb"\x02[^\x01-\x04]*(?:\x03[0-9A-Fa-f]{4})?"
_PACKET = re.compile(rb"\x00{0,5}\x01([!-~])([0-9A-Fa-f?]{2})((?:%b)+)\x04" % _COMMAND)
_EACH_COMMAND = re.compile(rb"\x02([^\x01-\x04]*)(?:\x03([0-9A-Fa-f]{4}))?")
# What may still become a packet: nothing of it comes twice.
_BEGINNING = re.compile(rb"\x00{0,5}(?:\x01[^\x01\x04]*)?\Z")
_LONGEST = 512
_PRIORITY, _WRITE_STRING, _NEW_MEMORY = b"A0", b"G", b"E$"
_ANYONE = b"??"


class AlphaListener:
    """Several signs on one line; none of them answers."""

    def __init__(self, signs: Sequence[tuple[SimDisplay, AlphaSign]]) -> None:
        self._signs = signs

    def decode(self, data: bytes) -> tuple[int, Seen | None]:
        for found in _PACKET.finditer(data):
            if len(found[0]) <= _LONGEST:
                return found.end(), self._seen(found)
        rest = _BEGINNING.search(data)
        begun = len(data) if rest is None else rest.start()
        return max(begun, len(data) - _LONGEST), None

    def _seen(self, packet: re.Match[bytes]) -> Seen:
        """A command with a wrong checksum is passed over, as signs do."""
        model, address, body = packet.groups()
        texts: dict[str, str] = {}
        blinking = False
        for command in _commands(body):
            flashes = command.startswith(_PRIORITY) and command[4:5] == FLASH
            blinking = blinking or flashes
            for display, sign in self._signs:
                shown = _shown(command, display, sign)
                if _is_meant(display, sign, model, address) and shown is not None:
                    texts[display.name] = shown
        return Seen(frame=packet[0], texts=texts, blinking=blinking)


def _commands(body: bytes) -> Iterator[bytes]:
    for command in _EACH_COMMAND.finditer(body):
        wanted = command[2]
        covered = command[0] if wanted is None else command[0][:-4]
        if wanted is None or int(wanted, 16) == sum(covered) & 0xFFFF:
            yield command[1]


def _is_meant(display: SimDisplay, sign: AlphaSign, model: bytes, address: bytes) -> bool:
    letter = model.decode("ascii")
    is_model = letter == sign.type_code or EVERY_MODEL in (letter, sign.type_code)
    if address == _ANYONE:
        return is_model
    try:
        number = int(address, 16)
    except ValueError:  # "0?" and the like are beyond us
        return False
    return is_model and number in (display.address, EVERY_SIGN)


def _shown(command: bytes, display: SimDisplay, sign: AlphaSign) -> str | None:
    """What the sign shows after ``command``; None when that changes nothing."""
    if sign.file is AlphaFile.PRIORITY and command.startswith(_PRIORITY):
        look = 3 if command[2:3] == b"\x1b" else 0
        return _plain(command[2 + look :])
    if sign.file is AlphaFile.STRING and command.startswith(_NEW_MEMORY):
        return ""
    own_string = _WRITE_STRING + sign.label_of(display.row)
    if sign.file is AlphaFile.STRING and command.startswith(own_string):
        return _plain(command[2:])
    return None


def _plain(raw: bytes) -> str:
    """The letters among the control codes."""
    return "".join(chr(byte) for byte in raw if 0x20 <= byte < 0x7F)
