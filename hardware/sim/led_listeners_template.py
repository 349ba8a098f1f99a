"""Simulated displays out of a maker's sheet: frames are read back into their values."""

import re
from collections.abc import Sequence

from hardware.frames.template import Field, ReplyKind, Template, Values
from hardware.frames.template_build import slots_of
from hardware.sim.led_listeners_frame import FrameReader
from hardware.sim.led_listeners_seen import Seen, SimDisplay, same_row

# What real displays answer; the first that a template's pattern takes is used.
_USUAL_ANSWERS = (b"ACK", b"\x06", b"OK\r\n", b"NACK", b"\x15", b"ERR\r\n", b"\r")


class TemplateListener:
    """Displays that speak one template."""

    def __init__(self, template: Template, displays: Sequence[SimDisplay]) -> None:
        self._template = template
        self._displays = displays
        self._shows = FrameReader(template)
        self._dims = None if template.dim is None else FrameReader(template.dim)
        readers = (self._shows, self._dims)
        self._longest = max(
            len(template.clear), *(each.longest for each in readers if each is not None)
        )

    def decode(self, data: bytes) -> tuple[int, Seen | None]:
        for end in range(1, len(data) + 1):
            seen = self._ending(data, end)
            if seen is not None:
                return end, seen
        return max(0, len(data) - self._longest + 1), None

    def _ending(self, data: bytes, end: int) -> Seen | None:
        """The frame whose last byte is the one before ``end``."""
        found = self._shows.ending(data, end)
        if found is not None:
            return self._seen(*found)
        dimmed = None if self._dims is None else self._dims.ending(data, end)
        if dimmed is not None:
            return self._dimmed(*dimmed)
        clear = self._template.clear
        if clear and data.endswith(clear, 0, end):
            return Seen(frame=clear, texts={display.name: "" for display in self._displays})
        return None

    def _seen(self, frame: bytes, values: Values) -> Seen:
        has_row = bool(slots_of(self._template, Field.ROW))
        texts = {
            display.name: values.text
            for display in self._displays
            if self._is_meant(display, values)
            and (not has_row or same_row(values.row, display.row))
        }
        answer, refusal = self._answers(frame, values) if texts else (b"", b"")
        return Seen(
            frame=frame, texts=texts, answer=answer, refusal=refusal, blinking=values.blink > 0
        )

    def _dimmed(self, frame: bytes, values: Values) -> Seen:
        percent = {
            display.name: values.bright
            for display in self._displays
            if self._is_meant(display, values)
        }
        answer, refusal = self._answers(frame, values) if percent else (b"", b"")
        return Seen(frame=frame, texts={}, answer=answer, refusal=refusal, percent=percent)

    def _is_meant(self, display: SimDisplay, values: Values) -> bool:
        if not slots_of(self._template, Field.ADDR):
            return True
        return values.addr == display.address or values.addr in self._template.reply.silent_for

    def _answers(self, frame: bytes, values: Values) -> tuple[bytes, bytes]:
        """What would be said to the frame by whoever takes it, and by whoever refuses it."""
        rule = self._template.reply
        if rule.kind is ReplyKind.NONE or values.addr in rule.silent_for:
            return b"", b""
        if rule.kind is ReplyKind.ECHO:
            return frame, b""
        return (
            rule.taken_bytes or _usual(rule.taken, unlike=rule.refused),
            rule.refused_bytes or _usual(rule.refused, unlike=None),
        )


def _usual(pattern: re.Pattern[bytes] | None, *, unlike: re.Pattern[bytes] | None) -> bytes:
    for answer in _USUAL_ANSWERS:
        is_other = unlike is not None and unlike.search(answer)
        if pattern is not None and pattern.search(answer) and not is_other:
            return answer
    return b""
