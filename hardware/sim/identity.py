"""What a printer says when asked who it is: ``GS I n``.

    n 1-3 (49-51)   1 byte: model, type, version
    n 65-69         5F text… 00: firmware, maker, model, serial number, letters

Source: Epson ESC/POS command reference (GS I).
"""

MAKER = "MOT CUA"


def identity(question: int, model: str) -> bytes:
    """The answer to ``GS I question``; empty for one that nobody knows."""
    match question:
        case 1 | 49:
            return b"\x20"
        case 2 | 50:
            return b"\x02"  # has a knife
        case 3 | 51:
            return b"\x01"
        case 65:
            return _text("1.0")
        case 66:
            return _text(MAKER)
        case 67:
            return _text(model)
        case 68:
            return _text("SIM0000001")
        case 69:
            return _text("VIETNAM")
        case _:
            return b""


def _text(words: str) -> bytes:
    return b"\x5f" + words.encode("ascii") + b"\0"
