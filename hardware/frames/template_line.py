"""Reads what a maker's sheet says of the line: its settings, its timing, its answers."""

import re

from hardware.frames.template import ReplyKind, ReplyRule, SerialSettings, Timing
from hardware.frames.template_problems import ProblemCode, Sheet

MOST_SILENT = 256


def hex_bytes(text: str) -> bytes | None:
    """The bytes of ``02 3A`` or ``023A``; None when it is not hex."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def read_serial(sheet: Sheet) -> SerialSettings:
    sheet.only("baud", "bits", "parity", "stop")
    return SerialSettings(
        baud=sheet.number("baud", default=9600, low=300, high=921_600),
        bits=sheet.number("bits", default=8, low=7, high=8),
        parity=sheet.choice("parity", default="N", allowed=("N", "E", "O")),
        stop=sheet.number("stop", default=1, low=1, high=2),
    )


def read_timing(sheet: Sheet) -> Timing:
    sheet.only("gap_ms", "timeout_ms", "retries")
    return Timing(
        gap_ms=sheet.number("gap_ms", default=30, low=0, high=5000),
        timeout_ms=sheet.number("timeout_ms", default=200, low=10, high=5000),
        retries=sheet.number("retries", default=1, low=0, high=5),
    )


def read_reply(sheet: Sheet, *, broadcast: int | None = None) -> ReplyRule:
    """What the display answers; nobody answers to ``broadcast``."""
    sheet.only("kind", "taken", "refused", "silent_for")
    kind = ReplyKind(sheet.choice("kind", default=ReplyKind.NONE, allowed=list(ReplyKind)))
    silent = _read_silent(sheet) + (() if broadcast is None else (broadcast,))
    if kind in (ReplyKind.BYTES, ReplyKind.REGEX) and "taken" not in sheet:
        sheet.say("taken", ProblemCode.MISSING)
    if kind is ReplyKind.REGEX:
        taken, refused = _read_pattern(sheet, "taken"), _read_pattern(sheet, "refused")
        return ReplyRule(kind=kind, taken=taken, refused=refused, silent_for=silent)
    if kind is not ReplyKind.BYTES:
        return ReplyRule(kind=kind, silent_for=silent)
    yes, no = _read_bytes(sheet, "taken"), _read_bytes(sheet, "refused")
    return ReplyRule(
        kind=kind,
        taken=_any_of(yes),
        refused=_any_of(no),
        taken_bytes=_plain(yes),
        refused_bytes=_plain(no),
        silent_for=silent,
    )


def _read_silent(sheet: Sheet) -> tuple[int, ...]:
    silent = sheet.raw_list("silent_for")
    if not all(isinstance(addr, int) for addr in silent) or len(silent) > MOST_SILENT:
        sheet.say("silent_for", ProblemCode.WRONG_TYPE, expected="list of integers")
    return tuple(addr for addr in silent if isinstance(addr, int))


def _read_bytes(sheet: Sheet, name: str) -> list[bytes | None] | None:
    """Bytes in hex, None for ``..``; None altogether when there are none or they are wrong."""
    text = sheet.string(name, default="")
    parts = text.split()
    wanted = [None if part == ".." else hex_bytes(part) for part in parts]
    if any(not each and part != ".." for each, part in zip(wanted, parts, strict=True)):
        sheet.say(name, ProblemCode.BAD_HEX, value=text)
        return None
    return wanted or None


def _read_pattern(sheet: Sheet, name: str) -> re.Pattern[bytes] | None:
    text = sheet.string(name, default="")
    if not text:
        return None
    try:
        return re.compile(text.encode("latin-1"))
    except (re.error, UnicodeEncodeError) as error:
        sheet.say(name, ProblemCode.BAD_PATTERN, value=text, reason=str(error))
        return None


def _any_of(wanted: list[bytes | None] | None) -> re.Pattern[bytes] | None:
    """The pattern that finds ``wanted``."""
    if wanted is None:
        return None
    pattern = b"".join(b"." if each is None else re.escape(each) for each in wanted)
    return re.compile(pattern, re.DOTALL)


def _plain(wanted: list[bytes | None] | None) -> bytes:
    return b"".join(each or b"\0" for each in wanted or ())
