"""``GS ( L`` and ``GS 8 L``: graphics in lasting memory, in working memory, or printed at once.

30 43 30 kc1 kc2 b xL xH yL yH c d…   67 define (raster; 68 in columns)
30 45 kc1 kc2 x y                     69 print, each dot x wide and y high
30 40 4B 43                           64 tell all key codes -> 37 72 40 kc1 kc2 … 00
30 41 43 4C 52 · 30 42 kc1 kc2        65 delete all · 66 delete one
80 to 85: the same in working memory, lost without power
30 70 a bx by c xL xH yL yH d…        112 into the print buffer (113 in columns)
30 32                                 50 (or 2) print it
"""

from dataclasses import dataclass

from PIL import Image

from hardware.sim.graphics import Memory, defined, enlarged, from_columns, from_raster

KEYS_PER_ANSWER = 40
LAST, MORE = 0x40, 0x41
WORKING_BYTES = 65_536


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What one function did: a picture to print, an answer to send, or neither."""

    picture: Image.Image | None = None
    answer: bytes = b""


DONE = Effect()


class StoredGraphics:
    """Both memories and the print buffer."""

    def __init__(self, capacity: int) -> None:
        self.nv = Memory(capacity)
        self._working = Memory(WORKING_BYTES)
        self._buffer: Image.Image | None = None

    def lose_power(self) -> None:
        self._working.pictures.clear()
        self._buffer = None

    def forget_buffer(self) -> None:
        self._buffer = None

    def take(self, data: bytes) -> Effect | None:
        """``m fn …``; None when there is no such function or its data are damaged."""
        if len(data) < 2 or data[0] != 0x30:
            return None
        function, rest = data[1], data[2:]
        if function in (2, 50):
            picture, self._buffer = self._buffer, None
            return Effect(picture=picture)
        if function in (112, 113):
            return self._fill_buffer(rest, raster=function == 112)
        if 64 <= function <= 69:
            return _stored(self.nv, function, rest)
        if 80 <= function <= 85:
            return _stored(self._working, function - 16, rest)
        return None

    def _fill_buffer(self, rest: bytes, *, raster: bool) -> Effect | None:
        """``a bx by c xL xH yL yH d…``."""
        if len(rest) < 8 or rest[0] != 0x30 or not {rest[1], rest[2]} <= {1, 2}:
            return None
        wide, high = rest[4] | rest[5] << 8, rest[6] | rest[7] << 8
        if raster:
            picture = from_raster((wide + 7) // 8, high, rest[8:])
        else:
            picture = from_columns(wide, (high + 7) // 8, rest[8:])
        self._buffer = enlarged(picture.crop((0, 0, wide, high)), rest[1], rest[2])
        return DONE


def _stored(memory: Memory, function: int, rest: bytes) -> Effect | None:
    match function:
        case 64 if rest == b"KC":
            return Effect(answer=_key_codes(sorted(memory.pictures)))
        case 65 if rest == b"CLR":
            memory.pictures.clear()
            return DONE
        case 66 if len(rest) == 2:
            memory.pictures.pop(rest, None)
            return DONE
        case 67 | 68 if rest[:1] == b"0":
            picture = defined(rest[3:], raster=function == 67)
            kept = picture is not None and memory.store(rest[1:3], picture)
            return DONE if kept else None
        case 69 if len(rest) >= 4 and {rest[2], rest[3]} <= {1, 2}:
            found = memory.pictures.get(rest[:2])
            return None if found is None else Effect(picture=enlarged(found, rest[2], rest[3]))
        case _:
            return None


def _key_codes(keys: list[bytes]) -> bytes:
    """``37 72 40|41 kc1 kc2 … 00``, more than one block when they are many."""
    blocks = [keys[at : at + KEYS_PER_ANSWER] for at in range(0, len(keys), KEYS_PER_ANSWER)]
    answer = b""
    for number, block in enumerate(blocks or [[]], 1):
        state = LAST if number >= len(blocks) else MORE
        answer += bytes((0x37, 0x72, state)) + b"".join(block) + b"\0"
    return answer
