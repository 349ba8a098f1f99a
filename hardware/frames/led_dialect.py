"""What the line's driver needs of a display protocol, whether Modbus, a template or Alpha."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from hardware.frames import modbus, template_build
from hardware.frames.led_text import AS_ITS_PROTOCOL, Ability, Align, digits_of, fitted
from hardware.frames.template import Field, ReplyKind, Template, Values, Verdict

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

    @property
    def blinks(self) -> bool:
        """Whether the frame itself makes the display blink."""

    @property
    def rows(self) -> int:
        """How many rows can be addressed; they count from 1. 1: the protocol has no rows."""

    @property
    def digits_only(self) -> bool:
        """Whether letters never reach the display."""

    @property
    def width(self) -> int:
        """Characters that a row can show; 0 when the protocol sets no limit."""

    def frame(self, values: Values) -> bytes:
        """The bytes that make a display show ``values``."""

    def dim_frame(self, addr: int, percent: int) -> bytes | None:
        """The bytes that make the display at ``addr`` so bright (1-100); None: it cannot dim."""

    def clear_frame(self) -> bytes | None:
        """One frame that darkens all displays of the protocol on the line; None: there is none."""

    def setup_frames(self, addr: int) -> tuple[bytes, ...]:
        """What the display at ``addr`` must be told once before its first text; mostly nothing."""

    def adapted(
        self, *, width: int | None, digits_only: bool, rows: Sequence[int] = ()
    ) -> "Dialect":
        """The dialect for a display that can show less than its protocol. ``rows``: those in use,
        which are all that it is prepared for; empty: all of the protocol."""

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
    ability: Ability = AS_ITS_PROTOCOL

    @property
    def gap_ms(self) -> float:
        return modbus.silent_gap_ms(self.baud)

    @property
    def blinks(self) -> bool:
        return False

    @property
    def rows(self) -> int:
        return self.profile.rows

    @property
    def digits_only(self) -> bool:
        return self.profile.is_number or self.ability.digits_only

    @property
    def width(self) -> int:
        return narrower(self.profile.width, self.ability.width)

    def frame(self, values: Values) -> bytes:
        text = values.text
        if self.profile.is_number and values.num is not None and text:
            text = str(values.num)
        return modbus.request(self.profile, values.addr, self._limited(text), values.row)

    def dim_frame(self, addr: int, percent: int) -> bytes | None:
        return modbus.brightness_request(self.profile, addr, percent)

    def clear_frame(self) -> bytes | None:
        if self.profile.rows > 1:  # one write reaches one row only
            return None
        return modbus.request(self.profile, modbus.BROADCAST, "")

    def setup_frames(self, addr: int) -> tuple[bytes, ...]:
        del addr
        return ()

    def adapted(
        self, *, width: int | None, digits_only: bool, rows: Sequence[int] = ()
    ) -> "ModbusDialect":
        del rows  # nothing is prepared
        return replace(self, ability=Ability(width=width or 0, digits_only=digits_only))

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
            return digits_of(self._limited(text))[-self.profile.width :]
        return fitted(self._limited(text), modbus.text_rule(self.profile))

    def addresses(self) -> tuple[int, int]:
        return modbus.BROADCAST, modbus.HIGHEST_UNIT

    def _limited(self, text: str) -> str:
        align = Align.RIGHT if self.profile.is_number else self.profile.align
        return self.ability.limited(text, align)


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateDialect:
    """A protocol out of a maker's sheet."""

    template: Template
    ability: Ability = AS_ITS_PROTOCOL

    @property
    def gap_ms(self) -> float:
        return float(self.template.timing.gap_ms)

    @property
    def timeout_ms(self) -> int:
        return self.template.timing.timeout_ms

    @property
    def retries(self) -> int:
        return self.template.timing.retries

    @property
    def blinks(self) -> bool:
        return bool(template_build.slots_of(self.template, Field.BLINK))

    @property
    def rows(self) -> int:
        return self.template.codes.rows

    @property
    def digits_only(self) -> bool:
        return template_build.is_digits_only(self.template) or self.ability.digits_only

    @property
    def width(self) -> int:
        return narrower(template_build.widest(self.template), self.ability.width)

    def frame(self, values: Values) -> bytes:
        limited = replace(values, text=self._limited(values.text))
        if values.num is not None and self.ability.width:
            limited = replace(limited, num=values.num % 10**self.ability.width)
        return template_build.build(self.template, limited)

    def dim_frame(self, addr: int, percent: int) -> bytes | None:
        dim = self.template.dim
        return None if dim is None else template_build.build(dim, Values(addr=addr, bright=percent))

    def clear_frame(self) -> bytes | None:
        template = self.template
        if template.clear:
            return template.clear
        if template.broadcast is None or template.codes.rows > 1:
            return None
        return template_build.build(template, Values(addr=template.broadcast))

    def setup_frames(self, addr: int) -> tuple[bytes, ...]:
        del addr
        return ()

    def adapted(
        self, *, width: int | None, digits_only: bool, rows: Sequence[int] = ()
    ) -> "TemplateDialect":
        del rows  # nothing is prepared
        return replace(self, ability=Ability(width=width or 0, digits_only=digits_only))

    def is_answered(self, addr: int) -> bool:
        rule = self.template.reply
        return rule.kind is not ReplyKind.NONE and addr not in rule.silent_for

    def judge(self, sent: bytes, heard: bytes, *, echo: bool, at_end: bool) -> Verdict:
        del at_end  # patterns are searched anew each time
        return template_build.judge(self.template, sent, heard, echo=echo)

    def shown(self, text: str) -> str:
        return template_build.shown(self.template, self._limited(text))

    def addresses(self) -> tuple[int, int]:
        return self.template.addresses

    def _limited(self, text: str) -> str:
        has_text = template_build.slots_of(self.template, Field.TEXT)
        align = self.template.text.align if has_text else Align.RIGHT
        return self.ability.limited(text, align)


def narrower(one: int, other: int) -> int:
    """The smaller of two widths, where 0 is no limit."""
    return min(one, other) if one and other else one or other
