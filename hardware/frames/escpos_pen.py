"""The printer's own letters: commands only where something changes, letters only out of tables."""

from core.slip import Align
from hardware.frames import escpos_commands as commands
from hardware.frames.letters import Spelled
from hardware.protocols.capabilities import Capabilities


class Pen:
    """One job being written, from its reset on."""

    def __init__(self, capabilities: Capabilities) -> None:
        self._parts = [commands.RESET]
        if capabilities.motion_unit is not None:
            self._parts.append(commands.motion_units(capabilities.dpi))
        self._align, self._size = Align.LEFT, (1, 1)
        self._bold = self._inverted = False
        self._chinese, self._page = True, -1

    @property
    def job(self) -> bytes:
        """What was written so far."""
        return b"".join(self._parts)

    def put(self, command: bytes) -> None:
        """A command that is whole in itself."""
        self._parts.append(command)

    def align(self, align: Align) -> None:
        if align is not self._align:
            self._align = align
            self._parts.append(commands.align(align))

    def size(self, wide: int, high: int) -> None:
        if (wide, high) != self._size:
            self._size = (wide, high)
            self._parts.append(commands.letter_size(wide, high))

    def bold(self, on: bool) -> None:
        if on is not self._bold:
            self._bold = on
            self._parts.append(commands.bold(on))

    def inverted(self, on: bool) -> None:
        if on is not self._inverted:
            self._inverted = on
            self._parts.append(commands.inverted(on))

    def write(self, letters: tuple[Spelled, ...]) -> None:
        """Letters of one line, each piece in its page."""
        for piece in letters:
            if piece.page is not None:
                self._turn_to(piece.page)
            self._parts.append(piece.data)

    def end_line(self) -> None:
        self._parts.append(commands.LINE)

    def _turn_to(self, page: int) -> None:
        if self._chinese:
            self._chinese = False
            self._parts.append(commands.NO_CHINESE)
        if page != self._page:
            self._page = page
            self._parts.append(commands.letters_page(page))
