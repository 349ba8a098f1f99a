"""The printer's own QR code (``GS ( k``, cn 49): model 2, module size, level, data, print.

fn 65 n1 n2 model · 67 n module size · 69 n level 48-51 · 80 48 d… store · 81 48 print
· 82 48 tell the size
"""

import qrcode
import qrcode.constants
from PIL import Image
from qrcode.exceptions import DataOverflowError

from hardware.sim.cells import BLACK, WHITE

SELECT, SIZE, LEVEL, STORE, PRINT = 65, 67, 69, 80, 81
_LEVELS = {
    48: qrcode.constants.ERROR_CORRECT_L,
    49: qrcode.constants.ERROR_CORRECT_M,
    50: qrcode.constants.ERROR_CORRECT_Q,
    51: qrcode.constants.ERROR_CORRECT_H,
}
MOST_DOTS = 16


class QrSymbol:
    """What was set and stored; an unknown setting leaves the one before."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._module, self._level, self._data = 3, _LEVELS[48], b""

    @property
    def content(self) -> str:
        return self._data.decode("utf-8", "replace")

    def take(self, function: int, data: bytes) -> bool:
        """One setting; False when it is none that this printer knows."""
        match function:
            case 65:
                return data[:1] in (b"1", b"2")
            case 67 if data and 1 <= data[0] <= MOST_DOTS:
                self._module = data[0]
            case 69 if data and data[0] in _LEVELS:
                self._level = _LEVELS[data[0]]
            case 80 if data[:1] == b"0":
                self._data = data[1:]
            case _:
                return False
        return True

    def draw(self) -> Image.Image | None:
        """The code without its white rim; None when nothing is stored or it is too much."""
        if not self._data:
            return None
        code = qrcode.QRCode(error_correction=self._level, box_size=1, border=0)
        try:
            code.add_data(self._data)
            code.make(fit=True)
        except (DataOverflowError, ValueError):
            return None
        matrix = code.get_matrix()
        side = len(matrix)
        picture = Image.new("1", (side, side), WHITE)
        picture.putdata([BLACK if dark else WHITE for row in matrix for dark in row])
        return picture.resize((side * self._module,) * 2, Image.Resampling.NEAREST)
