"""Which checksum fits? The search finds the one that a maker used, from nothing but bytes."""

import pytest

from hardware.frames.check_search import FittingCheck, search_checks
from hardware.frames.template_bytes import Encoding, check_of, number_bytes

# Published frames and what is known of their checksums; spans as bytes, the last from the end.
KNOWN = [
    ("01 06 00 00 03 E9 48 B4", "Crc16Modbus", Encoding.LE16, -2, 0, -3),
    ("01 10 00 70 00 02 04 31 30 30 31 2F AC", "Crc16Modbus", Encoding.LE16, -2, 0, -3),
    ("3A 00 78 03 01 B6 0A", "sum8", Encoding.U8, -2, 0, -3),
    (
        "00 00 00 00 00 01 5A 30 35 02 47 31 31 30 30 31 03 30 31 33 46 04",
        "sum16",
        Encoding.HEX4,
        -5,
        9,
        -6,
    ),
]


@pytest.mark.parametrize(("frame", "alg", "encoding", "at", "first", "last"), KNOWN)
def test_the_checksum_of_a_published_frame_comes_first(
    frame: str, alg: str, encoding: Encoding, at: int, first: int, last: int
) -> None:
    found = search_checks([bytes.fromhex(frame)])
    assert found[0] == FittingCheck(alg=alg, encoding=encoding, at=at, first=first, last=last)


def test_another_example_sorts_out_what_fits_by_chance() -> None:
    short, long = (bytes.fromhex(frame) for frame, *_ in KNOWN[:2])
    assert len(search_checks([short])) > 1
    [only] = search_checks([short, long])
    assert (only.alg, only.encoding, only.first, only.last) == ("Crc16Modbus", "le16", 0, -3)


@pytest.mark.parametrize("encoding", [Encoding.BE16, Encoding.LE16, Encoding.HEX4])
@pytest.mark.parametrize("alg", ["Crc16Xmodem", "Crc16Ibm3740", "Crc16Kermit", "sum16"])
def test_any_wide_checksum_is_found_in_any_spelling(alg: str, encoding: Encoding) -> None:
    found = check_of(alg)
    assert found is not None
    frames = []
    for body in (b"01A1001", b"02B23", b"03C777"):
        frames.append(b"\x02" + body + number_bytes(found[0](body), encoding) + b"\x03")
    fits = [each for each in search_checks(frames) if each.encoding is encoding]
    assert (alg, 1) in [(each.alg, each.first) for each in fits]


@pytest.mark.parametrize("encoding", [Encoding.U8, Encoding.HEX2])
@pytest.mark.parametrize("alg", ["xor8", "sum8", "sum8neg", "Crc8MaximDow"])
def test_any_narrow_checksum_is_found_in_any_spelling(alg: str, encoding: Encoding) -> None:
    found = check_of(alg)
    frames = []
    for body in (b"\x0201A1001", b"\x0202B23", b"\x0203C777"):
        check = 0 if found is None else found[0](body)
        frames.append(body + number_bytes(check, encoding) + b"\r\n")
    fits = [each for each in search_checks(frames) if each.encoding is encoding]
    assert (alg, 0) in [(each.alg, each.first) for each in fits]


def test_where_nothing_fits_nothing_is_found() -> None:
    frames = [bytes.fromhex(frame) for frame, *_ in KNOWN]
    assert search_checks(frames) == ()


@pytest.mark.parametrize("examples", [[], [b""], [b"\x02"], [bytes(65)]], ids=len)
def test_examples_without_room_for_a_checksum_are_refused(examples: list[bytes]) -> None:
    with pytest.raises(ValueError, match="2 to 64"):
        search_checks(examples)
