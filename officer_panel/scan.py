"""Codes from a scanner that types: told from an officer's typing by their first characters."""

# A scanner types a whole ticket within a second; a pause means that someone typed "M".
PAUSE_MS = 1_000
LONGEST = 64
_START = "MC:"
# Two characters are enough to take a key away from the buttons: "C" alone means a service there.
_SURE = "MC"


class ScanLine:
    """Collects typed characters, tells which belong to a code. Times are ``elapsed_ms``."""

    def __init__(self) -> None:
        self._typed = ""
        self._last_ms = 0

    def typed(self, char: str, now: int) -> bool:
        """True when ``char`` belongs to a code and nobody else should see it."""
        if now - self._last_ms > PAUSE_MS or len(self._typed) >= LONGEST:
            self._typed = ""
        self._last_ms = now
        # Caps lock turns a scanner's letters round.
        self._typed += char.upper()
        while not (self._typed.startswith(_START) or _START.startswith(self._typed)):
            self._typed = self._typed[1:]
        return self._typed.startswith(_SURE)

    def ended(self, now: int) -> str | None:
        """Enter was typed: the code, or None when it was an ordinary Enter."""
        code, self._typed = self._typed, ""
        if now - self._last_ms > PAUSE_MS or not code.startswith(_START):
            return None
        return code
