"""Bytes → letters by the code page that is chosen, as one firmware has them."""

import unicodedata
from collections.abc import Iterator

from hardware.sim.firmware import Firmware

CHINESE_FROM = 0xA1


class Typist:
    """Reads text bytes; a Chinese pair may be cut between two ``letters`` calls."""

    def __init__(self, firmware: Firmware) -> None:
        self._firmware = firmware
        self.reset()

    def reset(self) -> None:
        """As after ``ESC @``."""
        self._page = self._firmware.pages[0]
        self._chinese = self._firmware.chinese
        self._half = b""

    def choose(self, page: int) -> bool:
        """``ESC t page``; False, and the page before stays, when there is none such."""
        found = self._firmware.pages.get(page)
        if found is None:
            return False
        self._page = found
        return True

    def set_chinese(self, chinese: bool) -> None:
        self._chinese, self._half = chinese, b""

    def letters(self, data: bytes) -> Iterator[tuple[str, bool]]:
        """Each letter, and whether it is a mark for the letter before it."""
        for value in data:
            if self._half:
                pair, self._half = self._half + bytes((value,)), b""
                yield pair.decode("gb18030", "replace")[:1], False
            elif self._chinese and value >= CHINESE_FROM:
                self._half = bytes((value,))
            else:
                letter = chr(value) if value < 0x80 else self._page[value - 0x80]
                yield letter, unicodedata.combining(letter) != 0
