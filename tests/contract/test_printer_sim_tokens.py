"""Commands are told apart by their lengths alone, however the bytes come in."""

import random

import pytest

from hardware.sim.escpos_tokens import Tokenizer
from tests.contract.sim_ear import graphics

# Each command holds bytes in its data that would be commands outside of it.
TRAP = b"\x10\x04\x01\x1b@\x1dV\x00"
LONG = (300).to_bytes(2, "little")
WHOLE = {
    "text": b"Xin ch\xc0o",
    "nul run": bytes(40),
    "ESC @": b"\x1b@",
    "ESC !": b"\x1b!\x10",
    "ESC p": b"\x1bp\x00\x10\x04",
    "ESC $": b"\x1b$\x10\x04",
    "ESC c": b"\x1bc3\x10",
    "ESC D": b"\x1bD\x08\x10\x1b\x00",
    "ESC W": b"\x1bW" + TRAP,
    "ESC & with two letters": b"\x1b&\x03AB\x02" + b"\x10\x04\x01" * 2 + b"\x01\x1b@\x1b",
    "ESC * eight dots": b"\x1b*\x00\x08\x00" + TRAP,
    "ESC * 24 dots": b"\x1b*\x21\x08\x00" + TRAP * 3,
    "GS v 0": b"\x1dv0\x00\x02\x00\x04\x00" + TRAP,
    "GS V plain": b"\x1dV\x00",
    "GS V feeding": b"\x1dVB\x10",
    "GS r": b"\x1dr\x01",
    "GS a": b"\x1da\xff",
    "GS P": b"\x1dP\x10\x04",
    "GS ^": b"\x1d^\x10\x04\x01",
    "GS g": b"\x1dg0\x00\x10\x04",
    "GS *": b"\x1d*\x01\x01" + TRAP,
    "GS k ended by nul": b"\x1dk\x04A007\x10\x00",
    "GS k with a length": b"\x1dk\x49\x08" + TRAP,
    "GS ( k": b"\x1d(k\x0b\x001P0" + TRAP,
    "GS ( H": b"\x1d(H\x06\x0000\x10\x04\x01\x02",
    "GS ( E": b"\x1d(E\x03\x00\x01IN",
    "GS ( A": b"\x1d(A\x02\x00\x00\x02",
    "GS ( L": graphics(67, b"0AB\x01\x08\x00\x08\x001" + TRAP),
    "GS ( L over 255 bytes": b"\x1d(L" + LONG + TRAP * 37 + b"1234",
    "GS 8 L": b"\x1d8L" + (400).to_bytes(4, "little") + TRAP * 50,
    "FS q with two images": b"\x1cq\x02\x01\x00\x01\x00" + TRAP + b"\x01\x00\x02\x00" + TRAP * 2,
    "FS p": b"\x1cp\x01\x00",
    "FS (": b"\x1c(A\x02\x000\x00",
    "DLE EOT": b"\x10\x04\x01",
    "DLE EOT with two numbers": b"\x10\x04\x07\x01",
    "DLE ENQ": b"\x10\x05\x02",
    "DLE DC4 pulse": b"\x10\x14\x01\x00\x05",
    "DLE DC4 clear": b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08",
}


@pytest.mark.parametrize("command", WHOLE.values(), ids=WHOLE)
def test_a_command_ends_where_the_reference_says(command: bytes) -> None:
    tokens = list(Tokenizer().feed(command + b"\x1bE\x01"))
    assert [token.size for token in tokens] == [len(command), 3]


@pytest.mark.parametrize("command", WHOLE.values(), ids=WHOLE)
def test_an_unfinished_command_waits_for_its_last_byte(command: bytes) -> None:
    """Text and the filling of an interrupted job are there at once: they have no end."""
    tokenizer = Tokenizer()
    early = [token for value in command[:-1] for token in tokenizer.feed(bytes((value,)))]
    assert early == [] or {token.name for token in early} <= {"text", "control"}
    assert len(list(tokenizer.feed(command[-1:]))) == 1
    assert tokenizer.pending == 0


def test_a_stream_cut_anywhere_gives_the_same_commands() -> None:
    chance = random.Random(20230927)
    for _ in range(50):
        parts = chance.sample(list(WHOLE.values()), 12)
        # Letters and fillings are cut where the bytes are cut; all else must not be.
        stream = b"".join(part for part in parts if part[0] in (0x1B, 0x1C, 0x1D, 0x10))
        whole = list(Tokenizer().feed(stream))
        tokenizer, pieces, at = Tokenizer(), [], 0
        while at < len(stream):
            step = chance.randint(1, 40)
            pieces += tokenizer.feed(stream[at : at + step])
            at += step
        assert pieces == whole
        assert sum(token.size for token in whole) == len(stream)


def test_what_was_unfinished_can_be_forgotten() -> None:
    tokenizer = Tokenizer()
    assert list(tokenizer.feed(b"\x1dv0\x00\x48\x00\x20")) == []
    assert tokenizer.pending == 7
    tokenizer.forget()
    assert [token.name for token in tokenizer.feed(b"\x1b@")] == ["ESC @"]
