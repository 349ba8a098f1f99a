"""Alpha and BetaBrite signs (Adaptive's "M-Protocol"): a priority text, or string files.

::

    00 00 00 00 00  01 type a1 a2  02 command …  [03 sum16 as 4 hex]  04
    |               |              |             |                   end
    speed is        header: Z is   "A0" ESC position mode text    priority text; shown at once
    measured        every model,   "A0"                           no priority text any more
                    00 every sign  "G" label text                 string file, one per row

The checksum covers 02 to 03, both included. Signs answer only when asked to, so nothing is
awaited. A priority text hides everything else and may flash. A string file is shown where a text
file calls it; a sign that has none yet is prepared by ``setup_frames``, which empties its memory:
only when the line opens, since it darkens the sign until its texts come.
Brightness: no maker's text for the dimming register was found, so it is left alone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from hardware.frames.led_dialect import narrower
from hardware.frames.led_text import AS_ITS_PROTOCOL, Ability, Align, TextRule, fitted
from hardware.frames.template import Example, Field, SerialSettings, Slot, Timing, Values, Verdict
from hardware.frames.template_bytes import SIMPLE_CHECKS, Encoding
from hardware.frames.template_examples import read_examples
from hardware.frames.template_line import read_serial, read_timing
from hardware.frames.template_problems import BadTemplate, ProblemCode, Sheet, TemplateProblem

WAKE = bytes(5)
HEADER, STX, ETX, END = b"\x01", b"\x02", b"\x03", b"\x04"
EVERY_MODEL, EVERY_SIGN = "Z", 0
PRIORITY_LABEL = b"0"
TEXT_LABEL = b"A"
ESC, CALL_STRING, NEW_LINE = b"\x1b", b"\x10", b"\r"
HOLD, FLASH = b"b", b"c"
LONGEST_STRING = 64
KEYS = (
    "title", "file", "type", "checksum", "position", "label", "rows", "width", "prepare", "serial",
    "timing", "example",
)  # fmt: skip
MOST_ROWS = 9
USUAL_GAP_MS = 100
# Where a text stands on a sign of several lines.
POSITIONS = {"middle": b" ", "top": b'"', "bottom": b"&", "fill": b"0"}
_SLOTS = (
    Slot(field=Field.ADDR, encoding=Encoding.HEX2),
    Slot(field=Field.TEXT, encoding=Encoding.ASCII),
)


class AlphaFile(StrEnum):
    """Which memory of the sign holds the number."""

    PRIORITY = "priority"
    STRING = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphaSign:
    """One kind of sign. ``type_code``: its model's letter, ``label`` the string file of row 1.

    ``prepare``: its memory is ours; False for a sign that somebody else has set up.
    """

    title: str
    file: AlphaFile
    type_code: str = EVERY_MODEL
    checksum: bool = False
    position: bytes = POSITIONS["middle"]
    label: str = "1"
    rows: int = 1
    width: int = 0
    prepare: bool = True
    serial: SerialSettings
    timing: Timing

    def label_of(self, row: int) -> bytes:
        """The string file of a row; rows count from 1."""
        return bytes([ord(self.label) + min(max(1, row), self.rows) - 1])


@dataclass(frozen=True, slots=True, kw_only=True)
class AlphaDialect:
    """Alpha's protocol for one kind of sign."""

    sign: AlphaSign
    ability: Ability = AS_ITS_PROTOCOL
    rows_in_use: tuple[int, ...] = ()  # empty: all

    @property
    def gap_ms(self) -> float:
        return float(self.sign.timing.gap_ms)

    @property
    def timeout_ms(self) -> int:
        return self.sign.timing.timeout_ms

    @property
    def retries(self) -> int:
        return self.sign.timing.retries

    @property
    def blinks(self) -> bool:
        return self.sign.file is AlphaFile.PRIORITY

    @property
    def rows(self) -> int:
        return self.sign.rows

    @property
    def digits_only(self) -> bool:
        return self.ability.digits_only

    @property
    def width(self) -> int:
        return narrower(self.sign.width, self.ability.width)

    def frame(self, values: Values) -> bytes:
        text = self.shown(values.text).encode("ascii")
        if self.sign.file is AlphaFile.STRING:
            return self._packet(values.addr, b"G" + self.sign.label_of(values.row) + text)
        mode = FLASH if values.blink else HOLD
        look = ESC + self.sign.position + mode if text else b""
        return self._packet(values.addr, b"A" + PRIORITY_LABEL + look + text)

    def dim_frame(self, addr: int, percent: int) -> bytes | None:
        del addr, percent
        return None

    def clear_frame(self) -> bytes | None:
        return self.frame(Values(addr=EVERY_SIGN)) if self.sign.rows == 1 else None

    def setup_frames(self, addr: int) -> tuple[bytes, ...]:
        """For string files: room in the memory, and a text that calls them, one line for each
        row in use: more lines than the sign has would make it turn pages."""
        if self.sign.file is AlphaFile.PRIORITY or not self.sign.prepare:
            return ()
        rows = self.rows_in_use or range(1, self.sign.rows + 1)
        labels = dict.fromkeys(self.sign.label_of(row) for row in rows)
        files = [TEXT_LABEL + b"AU%04XFF00" % LONGEST_STRING]
        files += [label + b"BL%04X0000" % LONGEST_STRING for label in labels]
        calls = NEW_LINE.join(CALL_STRING + label for label in labels)
        return (
            self._packet(addr, b"E$" + b"".join(files)),
            self._packet(addr, b"A" + TEXT_LABEL + ESC + self.sign.position + HOLD + calls),
        )

    def adapted(
        self, *, width: int | None, digits_only: bool, rows: Sequence[int] = ()
    ) -> "AlphaDialect":
        ability = Ability(width=width or 0, digits_only=digits_only)
        return replace(self, ability=ability, rows_in_use=tuple(rows))

    def is_answered(self, addr: int) -> bool:
        del addr
        return False

    def judge(self, sent: bytes, heard: bytes, *, echo: bool, at_end: bool) -> Verdict:
        del sent, heard, echo, at_end
        return Verdict.WAITING

    def shown(self, text: str) -> str:
        rule = TextRule(width=self.sign.width, align=Align.LEFT, pad="")
        return fitted(self.ability.limited(text, rule.align), rule)

    def addresses(self) -> tuple[int, int]:
        return EVERY_SIGN, 0xFF

    def _packet(self, addr: int, command: bytes) -> bytes:
        body = STX + command
        if self.sign.checksum:
            body += ETX
            body += b"%04X" % SIMPLE_CHECKS["sum16"](body)
        return WAKE + HEADER + self.sign.type_code.encode("ascii") + b"%02X" % addr + body + END


def read_alpha(name: str, data: Mapping[str, object]) -> tuple[AlphaSign, tuple[Example, ...]]:
    """The sign that ``data`` describes, and its examples; ``BadTemplate`` says all wrong.

    An example is welcome but not demanded: unlike a maker's own frame this protocol is known.
    """
    problems: list[TemplateProblem] = []
    sheet = Sheet(data, path="", problems=problems)
    sheet.only(*KEYS)
    if "file" not in sheet:
        sheet.say("file", ProblemCode.MISSING, allowed=list(AlphaFile))
    file = AlphaFile(sheet.choice("file", default=AlphaFile.PRIORITY, allowed=list(AlphaFile)))
    label = _read_letter(sheet, "label", "1")
    most_rows = MOST_ROWS if file is AlphaFile.STRING else 1
    timing = sheet.table("timing")
    sign = AlphaSign(
        title=sheet.string("title", default=name),
        file=file,
        type_code=_read_letter(sheet, "type", EVERY_MODEL),
        checksum=sheet.truth("checksum", default=False),
        position=POSITIONS[sheet.choice("position", default="middle", allowed=tuple(POSITIONS))],
        label=label,
        rows=sheet.number(
            "rows", default=1, low=1, high=max(1, min(most_rows, ord("~") - ord(label)))
        ),
        width=sheet.number("width", default=0, low=0, high=LONGEST_STRING),
        prepare=sheet.truth("prepare", default=True),
        serial=read_serial(sheet.table("serial")),
        timing=read_timing(timing),
    )
    if "gap_ms" not in timing:
        sign = replace(sign, timing=replace(sign.timing, gap_ms=USUAL_GAP_MS))
    examples = read_examples(sheet, _SLOTS) if "example" in sheet else ()
    if problems:
        raise BadTemplate(problems)
    return sign, examples


def _read_letter(sheet: Sheet, name: str, default: str) -> str:
    """One visible ASCII character."""
    letter = sheet.string(name, default=default)
    if len(letter) == 1 and "!" <= letter <= "~":
        return letter
    sheet.say(name, ProblemCode.NOT_ALLOWED, value=letter)
    return default
