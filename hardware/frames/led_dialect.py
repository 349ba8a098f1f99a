"""What the line's driver needs of a display protocol, whether Modbus or a template."""

from dataclasses import dataclass
from typing import Protocol

from hardware.frames import modbus, template
from hardware.frames.led_text import digits_of, fitted
from hardware.frames.template import Template, Values, Verdict

MODBUS_TIMEOUT_MS = 300
# After a broadcast the displays need a moment before they listen again (Modbus turnaround delay).
BROADCAST_GAP_MS = 100.0


class Dialect(Protocol):
    """One way of speaking to displays."""

    @property
    def gap_ms(self) -> float:
        """Silence after a frame and its answer."""

    @property
    def timeout_ms(self) -> int:
        """How long an answer may take."""

    @property
    def retries(self) -> int:
        """How many frames in a row may go unanswered before that is worth telling."""

    def frame(self, values: Values) -> bytes:
        """The bytes that make a display show ``values``."""

    def is_answered(self, addr: int) -> bool:
        """Whether the display at ``addr`` answers."""

    def judge(self, sent: bytes, heard: bytes, *, echo: bool, at_end: bool) -> Verdict:
        """What ``heard`` means; ``echo``: the line brings our frame back; ``at_end``: no more."""

    def shown(self, text: str) -> str:
        """What a display will show of ``text``."""

    def addresses(self) -> tuple[int, int]:
        """The lowest and highest address that a display may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModbusDialect:
    """Modbus RTU with a device profile."""

    profile: modbus.Profile
    baud: int = 9600
    timeout_ms: int = MODBUS_TIMEOUT_MS
    retries: int = 1

    @property
    def gap_ms(self) -> float:
        return modbus.silent_gap_ms(self.baud)

    def frame(self, values: Values) -> bytes:
        text = values.text
        if self.profile.is_number and values.num is not None and text:
            text = str(values.num)
        return modbus.request(self.profile, values.addr, text)

    def is_answered(self, addr: int) -> bool:
        return addr != modbus.BROADCAST

    def judge(self, sent: bytes, heard: bytes, *, echo: bool, at_end: bool) -> Verdict:
        if echo:
            _, own, heard = heard.partition(sent)
            if not own:
                return Verdict.WAITING
        while heard:
            used, answer = modbus.decode_reply(heard, at_end=at_end)
            if answer is None:
                return Verdict.WAITING
            if modbus.answers(sent, answer):
                refused = isinstance(answer, modbus.Refusal)
                return Verdict.REFUSED if refused else Verdict.TAKEN
            heard = heard[used:]
        return Verdict.WAITING

    def shown(self, text: str) -> str:
        if self.profile.is_number:
            return digits_of(text)[-self.profile.width :]
        return fitted(text, modbus.text_rule(self.profile))

    def addresses(self) -> tuple[int, int]:
        return modbus.BROADCAST, modbus.HIGHEST_UNIT


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDialect:
    """A protocol out of a maker's sheet."""

    template: Template

    @property
    def gap_ms(self) -> float:
        return float(self.template.timing.gap_ms)

    @property
    def timeout_ms(self) -> int:
        return self.template.timing.timeout_ms

    @property
    def retries(self) -> int:
        return self.template.timing.retries

    def frame(self, values: Values) -> bytes:
        return template.build(self.template, values)

    def is_answered(self, addr: int) -> bool:
        rule = self.template.reply
        return rule.kind is not template.ReplyKind.NONE and addr not in rule.silent_for

    def judge(self, sent: bytes, heard: bytes, *, echo: bool, at_end: bool) -> Verdict:
        del at_end  # patterns are searched anew each time
        return template.judge(self.template, sent, heard, echo=echo)

    def shown(self, text: str) -> str:
        return template.shown(self.template, text)

    def addresses(self) -> tuple[int, int]:
        return self.template.addresses
