"""Which checksum fits an example? A search over nothing but the bytes of frames.

For every place near the end of the frame that could hold a checksum, every checksum by name is
computed over every span that a maker would choose. One example finds candidates, several leave
the right one. Bytes of a span are counted from 0 and included, as in a template's ``check``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from hardware.frames.template_bytes import (
    SIMPLE_CHECKS,
    Encoding,
    bytes_number,
    check_names,
    check_of,
    highest,
    size_of,
)

# A checksum stands at most so many bytes before the end: behind it comes an end mark.
MOST_BEHIND = 4
# And at most so many bytes lie between what it covers and the checksum.
MOST_BETWEEN = 2
LONGEST_EXAMPLE = 64
# (highest value, one value per example) -> how and where the examples have these values
Numbers = dict[tuple[int, tuple[int, ...]], list[tuple[Encoding, int]]]
ENCODINGS = (Encoding.U8, Encoding.BE16, Encoding.LE16, Encoding.HEX2, Encoding.HEX4)


@dataclass(frozen=True, slots=True, kw_only=True)
class FittingCheck:
    """A checksum that explains every example. ``at`` is counted from the end: -2 is the last but
    one byte; so is ``last``, because texts have different lengths."""

    alg: str
    encoding: Encoding
    at: int
    first: int
    last: int


def search_checks(examples: Sequence[bytes]) -> tuple[FittingCheck, ...]:
    """Checksums that fit all ``examples``, the likeliest first; ``ValueError`` without any.

    Likely is a wide checksum, then a simple one, then one over much of the frame.
    """
    if not examples or any(not 2 <= len(each) <= LONGEST_EXAMPLE for each in examples):
        raise ValueError("examples of 2 to 64 bytes are needed")
    shortest = min(len(each) for each in examples)
    numbers = _numbers(examples)
    found = [
        FittingCheck(alg=alg, encoding=encoding, at=at, first=first, last=last)
        for alg in check_names()
        for first, last, values in _values(alg, examples, shortest)
        for encoding, at in numbers.get((_most(alg), values), ())
        if last < at <= last + 1 + MOST_BETWEEN
    ]
    return tuple(sorted(found, key=_rank))


def _numbers(examples: Sequence[bytes]) -> Numbers:
    """Where the examples have which numbers, and how those are written."""
    numbers: Numbers = {}
    for encoding in ENCODINGS:
        for behind in range(MOST_BEHIND + 1):
            at = -(size_of(encoding) + behind)
            read = [_number(each, encoding, at) for each in examples]
            values = tuple(each for each in read if each is not None)
            if len(values) == len(examples):
                numbers.setdefault((highest(encoding), values), []).append((encoding, at))
    return numbers


def _number(example: bytes, encoding: Encoding, at: int) -> int | None:
    raw = example[at : at + size_of(encoding) or None]
    if len(example) + at < 1:
        return None
    try:
        return bytes_number(raw, encoding)
    except ValueError:
        return None


def _values(
    alg: str, examples: Sequence[bytes], shortest: int
) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """The checksum of every span: its first byte, its last one (from the end), its values."""
    found = check_of(alg)
    if found is None or found[1] not in (0xFF, 0xFFFF):  # no maker writes 5 or 15 bits
        return
    for last in range(-2, -2 - MOST_BEHIND - MOST_BETWEEN - size_of(Encoding.HEX4), -1):
        for first in range(shortest + last):
            values = tuple(found[0](each[first : last + 1]) for each in examples)
            yield first, last, values


def _most(alg: str) -> int:
    found = check_of(alg)
    return 0 if found is None else found[1]


def _rank(check: FittingCheck) -> tuple[int, bool, int, int]:
    bits = highest(check.encoding).bit_length()
    return -bits, check.alg not in SIMPLE_CHECKS, check.first - check.last, -check.at
